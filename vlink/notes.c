/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * Reading the objects of a component before they are linked: which interfaces
 * they were compiled against (abi/note.h), and how much memory they can need.
 *
 * A component's objects must agree on an interface. They differ when one was
 * compiled against an older .idl; mixing them would give a client whose two
 * halves marshal differently.
 */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include <vesper/abi/syscall.h>

#include "back.h"
#include "elf_file.h"
#include "model.h"

struct note_list {
	VEC(struct interface_note) notes;
};

/* ---- notes --------------------------------------------------------------- */

static bool note_equal(const struct interface_note *a,
		       const struct interface_note *b)
{
	return a->to_slot == b->to_slot && a->from_slot == b->from_slot &&
		a->to_slack == b->to_slack && a->from_slack == b->from_slack &&
		a->ring_depth == b->ring_depth &&
		a->methods_count == b->methods_count &&
		memcmp(a->methods, b->methods,
		       a->methods_count * sizeof *a->methods) == 0;
}

static bool note_merge(struct system *system, const struct component *component,
		       struct note_list *list,
		       const struct interface_note *note)
{
	for (uint32_t i = 0; i < list->notes.count; i++) {
		struct interface_note *old = &list->notes.items[i];

		if (old->interface != note->interface)
			continue;
		if (note_equal(old, note))
			return true;
		diag_error(system->diag, component->where, BACK_NOTES_DIFFER,
			   "%s and %s were compiled against different versions "
			   "of %s", old->object, note->object,
			   note->interface);
		return false;
	}
	*VEC_PUSH(system->arena, &list->notes) = *note;
	return true;
}

static bool note_error(struct system *system, const struct component *component,
		       const char *path, const char *text)
{
	diag_error(system->diag, component->where, BACK_NOTE,
		   "%s: section " ABI_NOTE_SECTION ": %s", path, text);
	return false;
}

static bool note_check_methods(const struct interface_note *note)
{
	for (size_t i = 0; i < note->methods_count; i++) {
		const struct abi_note_method *m = &note->methods[i];

		if (m->number == 0 || m->kind > ABI_NOTE_NOTIFY ||
		    (m->number > ABI_METHOD_MAX &&
		     m->number != ABI_METHOD_ATTACH))
			return false;
		if (i > 0 && m->number <= note->methods[i - 1].number)
			return false;
	}
	return true;
}

/* The server takes records modulo the depth out of the client's slot. */
static bool note_check_ring(const struct interface_note *note)
{
	uint64_t records = 1 + (uint64_t)note->ring_depth;
	bool has_oneway = false;

	for (size_t i = 0; i < note->methods_count; i++)
		has_oneway |= note->methods[i].kind == ABI_NOTE_ONEWAY;
	return has_oneway == (note->ring_depth != 0) &&
	       (note->ring_depth & (note->ring_depth - 1)) == 0 &&
	       (!has_oneway || records * ABI_NOTE_RECORD <= note->to_slot);
}

/* One record at `bytes`; gives its size, or 0 after an error. */
static size_t note_read(struct system *system,
			const struct component *component, const char *path,
			const uint8_t *bytes, size_t left,
			struct interface_note *note)
{
	struct abi_note head;
	size_t methods;

	if (left < sizeof head)
		return note_error(system, component, path, "truncated");
	memcpy(&head, bytes, sizeof head);
	methods = (size_t)head.methods * sizeof(struct abi_note_method);
	if (head.magic != ABI_NOTE_MAGIC)
		return note_error(system, component, path, "no magic number");
	if (left - sizeof head < methods)
		return note_error(system, component, path, "truncated");
	if (!memchr(head.interface, 0, sizeof head.interface) ||
	    !head.interface[0])
		return note_error(system, component, path, "no valid name");
	*note = (struct interface_note){
		.interface = intern_string(system->interner, head.interface),
		.object = path,
		.to_slot = head.to_slot, .from_slot = head.from_slot,
		.to_slack = head.to_slack, .from_slack = head.from_slack,
		.ring_depth = head.ring_depth,
		.methods = (const struct abi_note_method *)(void *)
			arena_copy(system->arena, bytes + sizeof head, methods),
		.methods_count = head.methods,
	};
	if (!note_check_ring(note))
		return note_error(system, component, path,
				  "a ring that does not fit in its slot");
	if (!note_check_methods(note))
		return note_error(system, component, path,
				  "invalid method numbers");
	return sizeof head + ((methods + 7) & ~(size_t)7);
}

static bool notes_read(struct system *system, const struct component *component,
		       const struct elf_file *file, struct note_list *list)
{
	for (size_t i = 1; i < file->sections_count; i++) {
		const struct elf_section *section = &file->sections[i];
		size_t at = 0;

		if (strcmp(section->name, ABI_NOTE_SECTION) != 0 ||
		    !section->bytes)
			continue;
		while (at < section->header.sh_size) {
			const uint8_t *bytes = section->bytes + at;
			size_t left = section->header.sh_size - at, size;
			struct interface_note note;
			static const uint8_t zeros[8];

			if (left >= 8 && memcmp(bytes, zeros, 8) == 0) {
				at += 8;	/* between aligned records */
				continue;
			}
			size = note_read(system, component, file->path, bytes,
					 left, &note);
			if (size == 0 ||
			    !note_merge(system, component, list, &note))
				return false;
			at += size;
		}
	}
	return true;
}

/* ---- numbers of interfaces ----------------------------------------------- */

typedef VEC(const char *) name_list;

static void name_add(struct system *system, name_list *list, const char *name)
{
	for (uint32_t i = 0; i < list->count; i++)
		if (list->items[i] == name)
			return;
	*VEC_PUSH(system->arena, list) = name;
}

/* What checks of capabilities refer to (VESPER_INTERFACE). */
static void numbered_read(struct system *system, const struct elf_file *file,
			  name_list *list)
{
	static const char prefix[] = "vesper_interface_last_";

	for (size_t i = 0; i < file->symbols_count; i++) {
		const struct elf_symbol *symbol = &file->symbols[i];

		if (symbol->section == SHN_UNDEF &&
		    strncmp(symbol->name, prefix, sizeof prefix - 1) == 0)
			name_add(system, list, intern_string(system->interner,
				symbol->name + sizeof prefix - 1));
	}
}

/* ---- sizes --------------------------------------------------------------- */

/* Allocated bytes, each section as if the worst alignment came before it. */
static uint64_t bound_of(const struct elf_file *file)
{
	uint64_t sum = 0;

	for (size_t i = 1; i < file->sections_count; i++) {
		const Elf64_Shdr *header = &file->sections[i].header;

		if (!(header->sh_flags & SHF_ALLOC))
			continue;
		/* An error at the link anyway; kept from overflowing here. */
		if (header->sh_size > UINT32_MAX ||
		    header->sh_addralign > UINT32_MAX)
			return UINT32_MAX;
		sum += header->sh_size + header->sh_addralign;
	}
	return sum;
}

bool object_read(struct system *system, struct component *component)
{
	struct note_list list = { 0 };
	name_list numbered = { 0 };

	component->memory_bound = 0;
	for (size_t i = 0; i < component->objects_count; i++) {
		struct elf_file file;
		bool good;

		if (!elf_open(&file, component->objects[i], ET_REL)) {
			diag_error(system->diag, component->where, BACK_ELF,
				   "%s: %s", file.path, file.error);
			return false;
		}
		component->memory_bound += bound_of(&file);
		good = notes_read(system, component, &file, &list);
		numbered_read(system, &file, &numbered);
		elf_close(&file);
		if (!good)
			return false;
	}
	component->notes = list.notes.items;
	component->notes_count = list.notes.count;
	component->numbered = numbered.items;
	component->numbered_count = numbered.count;
	return true;
}

/* ---- archives ------------------------------------------------------------ */

/* A member's header (ar(5)): text fields, padded with spaces. */
struct ar_member {
	char name[16], date[12], uid[6], gid[6], mode[8], size[10], end[2];
};

static bool ar_size(const struct ar_member *member, uint64_t *size)
{
	*size = 0;
	if (memcmp(member->end, "`\n", 2) != 0)
		return false;
	for (size_t i = 0; i < sizeof member->size; i++) {
		char c = member->size[i];

		if (c == ' ')
			break;
		if (c < '0' || c > '9')
			return false;
		*size = *size * 10 + (uint64_t)(c - '0');
	}
	return true;
}

/* The bound of one member; members that are no ELF files (the symbol index,
   the long names) count nothing. */
static bool ar_bound(struct system *system, const char *path,
		     const uint8_t *bytes, uint64_t size, uint64_t *bound)
{
	struct elf_file file;
	uint8_t *copy;

	if (size < SELFMAG || memcmp(bytes, ELFMAG, SELFMAG) != 0)
		return true;
	copy = malloc(size);	/* members are aligned to 2 only */
	if (!copy)
		arena_exhausted();
	memcpy(copy, bytes, size);
	if (!elf_open_bytes(&file, path, copy, size, ET_REL)) {
		diag_error(system->diag, system->where, BACK_ELF,
			   "%s: a member: %s", path, file.error);
		return false;
	}
	*bound += bound_of(&file);
	elf_close(&file);
	return true;
}

static bool ar_read(struct system *system, const char *path,
		    const uint8_t *bytes, size_t size, uint64_t *bound)
{
	size_t at = 8;

	if (size < 8 || memcmp(bytes, "!<arch>\n", 8) != 0) {
		diag_error(system->diag, system->where, BACK_ELF,
			   "%s: not an archive", path);
		return false;
	}
	while (at < size) {
		struct ar_member member;
		uint64_t member_size;

		if (size - at < sizeof member)
			break;
		memcpy(&member, bytes + at, sizeof member);
		at += sizeof member;
		if (!ar_size(&member, &member_size) || member_size > size - at)
			break;
		if (!ar_bound(system, path, bytes + at, member_size, bound))
			return false;
		at += member_size + (member_size & 1);
	}
	if (at >= size)
		return true;
	diag_error(system->diag, system->where, BACK_ELF,
		   "%s: truncated at offset %zu", path, at);
	return false;
}

bool archive_bound(struct system *system, const char *path, uint64_t *bytes)
{
	struct elf_file file;
	bool good;

	*bytes = 0;
	if (!elf_load(&file, path)) {
		diag_error(system->diag, system->where, BACK_ELF, "%s: %s",
			   path, file.error);
		return false;
	}
	good = ar_read(system, path, file.bytes, file.size, bytes);
	elf_close(&file);
	return good;
}
