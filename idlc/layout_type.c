/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * Types in memory: little-endian, each aligned to its size, as C lays them out
 * on every machine of the project. A struct has no hidden padding: the
 * author writes `reserved N;`, so that what travels is what stands there.
 *
 *	string[<= N]	u32 length, N bytes
 *	vec<T>[<= N]	u32 count, N elements
 *	union		u32 tag, the largest variant
 */
#include "errors.h"
#include "layout.h"
#include "limits.h"

static uint64_t align_up(uint64_t value, uint32_t align)
{
	return (value + align - 1) / align * align;
}

static bool size_fits(struct check *check, uint64_t size, struct span at)
{
	if (size <= LIMIT_TYPE_SIZE)
		return true;
	diag_error(check->compile->diag, at, E_SIZE_LARGE,
		   "a value of %llu bytes; at most %u are allowed",
		   (unsigned long long)size, LIMIT_TYPE_SIZE);
	return false;
}

bool layout_sequence(struct check *check, struct type *type, struct span at)
{
	uint64_t size;

	if (type->kind == TYPE_STRING) {
		type->align = 4;
		size = align_up(4 + (uint64_t)type->count, 4);
	} else {
		uint32_t align = type->element->align;
		uint64_t first = type->kind == TYPE_VEC ?
			align_up(4, align) : 0;

		if (type->kind == TYPE_VEC && align < 4)
			align = 4;
		type->align = align;
		size = align_up(first + (uint64_t)type->element->size *
				type->count, align);
		type->has_rules = type->element->has_rules;
		type->has_gaps = type->element->has_gaps;
	}
	if (type->kind == TYPE_BUFFER)
		return size_fits(check, size, at);
	if (type->kind != TYPE_ARRAY)
		type->has_rules = type->has_gaps = true;
	type->size = (uint32_t)size;
	return size_fits(check, size, at);
}

static void report_padding(struct check *check, struct decl *decl,
			   struct span at, uint32_t bytes, const char *before)
{
	diag_error(check->compile->diag, at, E_PADDING,
		   "%u byte%s of padding %s; write 'reserved %u;' there",
		   bytes, bytes == 1 ? "" : "s", before, bytes);
	decl->is_bad = true;
}

void layout_struct(struct check *check, struct decl *decl)
{
	struct arena *arena = check->compile->arena;
	struct type *type = &decl->type;
	uint64_t offset = 0, aligned;

	type->align = 1;
	for (uint32_t i = 0; i < decl->member_count; i++) {
		struct member *m = &decl->members[i];

		if (!m->type) {
			m->offset = (uint32_t)offset;
			offset += m->size;
			type->has_rules = type->has_gaps = true;
		} else {
			aligned = align_up(offset, m->type->align);
			if (aligned != offset)
				report_padding(check, decl, m->at,
					       (uint32_t)(aligned - offset),
					       arena_printf(arena,
						"before '%s'", m->name));
			m->offset = (uint32_t)aligned;
			m->size = m->type->size;
			offset = aligned + m->size;
			if (m->type->align > type->align)
				type->align = m->type->align;
			type->has_rules |= m->type->has_rules;
			type->has_gaps |= m->type->has_gaps;
		}
		if (offset > LIMIT_TYPE_SIZE)
			break;
	}
	aligned = align_up(offset, type->align);
	if (aligned != offset && !decl->is_bad)
		report_padding(check, decl, decl->at,
			       (uint32_t)(aligned - offset),
			       arena_printf(arena, "at the end of '%s'",
					    decl->name));
	if (!size_fits(check, aligned, decl->at))
		decl->is_bad = true;
	type->size = (uint32_t)aligned;
}

void layout_union(struct check *check, struct decl *decl)
{
	struct type *type = &decl->type;
	uint64_t size = 0;

	type->align = 4;
	for (uint32_t i = 0; i < decl->member_count; i++) {
		struct member *m = &decl->members[i];

		m->size = m->type->size;
		if (m->type->align > type->align)
			type->align = m->type->align;
		if (m->size > size)
			size = m->size;
	}
	decl->payload = (uint32_t)align_up(4, type->align);
	for (uint32_t i = 0; i < decl->member_count; i++)
		decl->members[i].offset = decl->payload;
	size = align_up(decl->payload + size, type->align);
	if (!size_fits(check, size, decl->at))
		decl->is_bad = true;
	type->size = (uint32_t)size;
	type->has_rules = type->has_gaps = true;
}
