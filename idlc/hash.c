/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * Method hashes: what client and server must agree on, and nothing else. Names
 * of methods, parameters, fields and members, and comments, are not in it; the
 * declaring interface, the number, the kind and the layout of every type are.
 * The shape of a declared type is hashed once.
 */
#include "layout.h"

enum { TAG_END = 100, TAG_RESERVED, TAG_REQUEST, TAG_REPLY };

/* FNV-1a over the eight bytes of a number. */
static void mix(uint64_t *hash, uint64_t value)
{
	for (int i = 0; i < 8; i++) {
		*hash = (*hash ^ (value & 0xff)) * UINT64_C(1099511628211);
		value >>= 8;
	}
}

static void mix_text(uint64_t *hash, const char *text)
{
	mix(hash, strlen(text));
	for (; *text; text++)
		*hash = (*hash ^ (unsigned char)*text) *
			UINT64_C(1099511628211);
}

static uint64_t start(void)
{
	return UINT64_C(14695981039346656037);
}

/* The bits of FNV's low bytes are weak; spread them. */
static uint64_t finish(uint64_t hash)
{
	hash ^= hash >> 32;
	hash *= UINT64_C(0xd6e8feb86659fd93);
	hash ^= hash >> 32;
	return hash ? hash : 1;
}

static void mix_type(uint64_t *hash, const struct type *type);

static uint64_t decl_shape(const struct decl *decl)
{
	uint64_t hash = start();

	if (decl->shape)
		return decl->shape;
	mix(&hash, decl->type.size);
	mix(&hash, decl->type.align);
	/* The order of a union's variants or an enum's members is no matter,
	 * but one that changes it gains nothing by it. */
	for (uint32_t i = 0; i < decl->member_count; i++) {
		const struct member *m = &decl->members[i];

		if (decl->type.kind == TYPE_ENUM ||
		    decl->type.kind == TYPE_BITS) {
			if (decl->is_strict)
				mix(&hash, m->value.bits);
			continue;
		}
		mix(&hash, m->number);
		mix(&hash, m->offset);
		if (m->type) {
			mix_type(&hash, m->type);
		} else {
			mix(&hash, TAG_RESERVED);
			mix(&hash, m->size);
		}
	}
	/* The one thing that is computed late in a model else unchanged. */
	((struct decl *)(uintptr_t)decl)->shape = finish(hash);
	return decl->shape;
}

static void mix_type(uint64_t *hash, const struct type *type)
{
	mix(hash, type->kind);
	mix(hash, type->bits);
	mix(hash, type->is_signed);
	mix(hash, type->count);
	if (type->element)
		mix_type(hash, type->element);
	if (type->decl) {
		mix(hash, type->decl->is_strict);
		mix(hash, decl_shape(type->decl));
	}
	if (type->kind != TYPE_CAP)
		return;
	mix(hash, type->ownership);
	mix(hash, type->is_optional);
	mix(hash, type->object);
	mix(hash, type->rights);
	if (type->interface)
		mix_text(hash, type->interface->full_name);
}

static void mix_message(uint64_t *hash, const struct message *message)
{
	for (uint32_t i = 0; i < message->count; i++) {
		const struct param *p = &message->params[i];

		mix(hash, p->direction);
		mix(hash, p->place);
		mix(hash, p->word);
		mix(hash, p->shift);
		mix(hash, p->offset);
		mix(hash, p->attributes.utf8);
		mix_type(hash, p->type);
	}
	mix(hash, message->record_size);
	mix(hash, message->slot_word);
	mix(hash, TAG_END);
}

uint64_t method_hash(const struct method *method)
{
	uint64_t hash = start();

	mix_text(&hash, method->interface->full_name);
	mix(&hash, method->number);
	mix(&hash, method->kind);
	if (method->kind == METHOD_NOTIFY)
		mix(&hash, method->cell);
	mix(&hash, TAG_REQUEST);
	mix_message(&hash, &method->request);
	mix(&hash, TAG_REPLY);
	mix_message(&hash, &method->reply);
	return finish(hash);
}
