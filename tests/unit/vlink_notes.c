/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * Interface notes in objects, and the bound on their memory.
 */
#include <stdlib.h>
#include <string.h>

#include <CUnit/Basic.h>

#include "back.h"
#include "model.h"
#include "vlink_back.h"
#include "vlink_elf.h"

struct note {
	struct abi_note head;
	struct abi_note_method methods[2];
};

static struct note good_note(void)
{
	struct note note = {
		.head = { .magic = ABI_NOTE_MAGIC, .methods = 2,
			  .interface = "sys.console", .to_slot = 256,
			  .ring_depth = 2 },
		.methods = { { 0x1234, 1, 0 }, { 0x5678, 2, 1 } },
	};

	return note;
}

struct fixture {
	struct arena arena;
	struct interner interner;
	struct sources sources;
	struct diag diag;
	struct system system;
	struct component component;
	const char *objects[2];
};

static void set_up(struct fixture *f)
{
	memset(f, 0, sizeof *f);
	arena_init(&f->arena);
	interner_init(&f->interner, &f->arena);
	sources_init(&f->sources, &f->arena);
	diag_init(&f->diag, &f->arena, &f->sources, "test");
	f->system.arena = &f->arena;
	f->system.interner = &f->interner;
	f->system.diag = &f->diag;
	f->component.name = "c";
	f->component.objects = f->objects;
}

/* An object with this section of notes. */
static void add_object(struct fixture *f, const void *notes, size_t size)
{
	static const char *const names[] = { "one.o", "two.o" };
	const char *path = path_in(names[f->component.objects_count]);
	struct maker maker;

	maker_init(&maker, ET_REL);
	maker_section(&maker, ".text", SHF_ALLOC, 0, "abcdefgh", 8);
	maker_section(&maker, ".bss", SHF_ALLOC, 0, NULL, 1000);
	maker_section(&maker, ABI_NOTE_SECTION, 0, 0, notes, size);
	maker_write(&maker, path);
	maker_free(&maker);
	f->objects[f->component.objects_count++] = path;
}

static bool read_fails_with(struct fixture *f, unsigned number)
{
	bool good = object_read(&f->system, &f->component);
	bool as_said = !good && f->diag.errors == 1 &&
		f->diag.messages.items[0]->number == number;

	arena_free(&f->arena);
	return as_said;
}

static void test_notes_of_two_objects(void)
{
	struct fixture f;
	struct note note[2] = { good_note(), good_note() };
	uint8_t gap[sizeof note + 8] = { 0 };

	set_up(&f);
	strcpy(note[1].head.interface, "sys.power");
	memcpy(gap, &note[0], sizeof *note);
	memcpy(gap + sizeof *note + 8, &note[1], sizeof *note);
	add_object(&f, gap, sizeof gap);
	add_object(&f, &note[0], sizeof *note);
	CU_ASSERT_TRUE_FATAL(object_read(&f.system, &f.component));
	CU_ASSERT_EQUAL_FATAL(f.component.notes_count, 2);
	CU_ASSERT_STRING_EQUAL(f.component.notes[0].interface, "sys.console");
	CU_ASSERT_EQUAL(f.component.notes[0].to_slot, 256);
	CU_ASSERT_EQUAL(f.component.notes[0].methods_count, 2);
	CU_ASSERT_EQUAL(f.component.notes[0].methods[1].hash, 0x5678);
	CU_ASSERT_STRING_EQUAL(f.component.notes[1].interface, "sys.power");
	CU_ASSERT_TRUE(f.component.memory_bound >= 2 * 1008);
	arena_free(&f.arena);
}

static void test_two_versions_of_an_interface(void)
{
	struct fixture f;
	struct note note = good_note();

	set_up(&f);
	add_object(&f, &note, sizeof note);
	note.methods[1].hash++;
	add_object(&f, &note, sizeof note);
	CU_ASSERT_TRUE(read_fails_with(&f, BACK_NOTES_DIFFER));
}

static bool malformed(const struct note *note, size_t size)
{
	struct fixture f;

	set_up(&f);
	add_object(&f, note, size);
	return read_fails_with(&f, BACK_NOTE);
}

static void test_malformed_notes(void)
{
	struct note note = good_note();

	CU_ASSERT_TRUE(malformed(&note, sizeof note - 1));
	CU_ASSERT_TRUE(malformed(&note, sizeof note.head - 8));
	note.head.magic++;
	CU_ASSERT_TRUE(malformed(&note, sizeof note));
	note = good_note();
	note.head.methods = UINT32_MAX;
	CU_ASSERT_TRUE(malformed(&note, sizeof note));
	note = good_note();
	memset(note.head.interface, 'a', sizeof note.head.interface);
	CU_ASSERT_TRUE(malformed(&note, sizeof note));
	note = good_note();
	note.methods[1].number = 1;
	CU_ASSERT_TRUE(malformed(&note, sizeof note));
	note.methods[1].number = 5000;
	CU_ASSERT_TRUE(malformed(&note, sizeof note));
	note = good_note();
	note.methods[0].kind = 3;
	CU_ASSERT_TRUE(malformed(&note, sizeof note));
}

/* Its records must lie in the slot: the server reads them there. */
static void test_rings(void)
{
	static const struct { uint32_t depth, slot; bool is_good; } rings[] = {
		{ 2, 256, true }, { 2, 192, true }, { 2, 191, false },
		{ 3, 256, false }, { 4, 256, false }, { 4, 320, true },
		{ 0, 256, false }, { 0x80000000, 256, false },
		{ 0x4000000, 64, false },
	};
	struct note note = good_note();

	for (size_t i = 0; i < sizeof rings / sizeof *rings; i++) {
		note.head.ring_depth = rings[i].depth;
		note.head.to_slot = rings[i].slot;
		CU_ASSERT_EQUAL(malformed(&note, sizeof note),
				!rings[i].is_good);
	}
	note = good_note();
	note.methods[1].kind = 0;
	CU_ASSERT_TRUE(malformed(&note, sizeof note)); /* no oneway method */
}

static void test_missing_object(void)
{
	struct fixture f;

	set_up(&f);
	f.objects[f.component.objects_count++] = path_in("missing.o");
	CU_ASSERT_TRUE(read_fails_with(&f, BACK_ELF));
}

/* An archive of one member, whose size field says `size`. */
static bool read_archive(const char *size, size_t cut, uint64_t *bytes)
{
	struct fixture f;
	struct maker maker;
	size_t length;
	uint8_t *object;
	const char *path = path_in("lib.a");
	FILE *file = fopen(path, "wb");
	bool good;

	maker_init(&maker, ET_REL);
	maker_section(&maker, ".text", SHF_ALLOC, 0, "abcdefgh", 8);
	object = maker_bytes(&maker, &length);
	maker_free(&maker);
	fprintf(file, "!<arch>\n%-48s", "member.o/");
	if (size)
		fprintf(file, "%-10s`\n", size);
	else
		fprintf(file, "%-10zu`\n", length);
	fwrite(object, 1, length - cut, file);
	fclose(file);
	free(object);
	set_up(&f);
	good = archive_bound(&f.system, path, bytes);
	CU_ASSERT_EQUAL(good, f.diag.errors == 0);
	arena_free(&f.arena);
	return good;
}

static void test_archives(void)
{
	uint64_t bytes;

	CU_ASSERT_TRUE(read_archive(NULL, 0, &bytes));
	CU_ASSERT_TRUE(bytes >= 8 && bytes < 64);
	CU_ASSERT_FALSE(read_archive(NULL, 1, &bytes));
	CU_ASSERT_FALSE(read_archive("9999999999", 0, &bytes));
	CU_ASSERT_FALSE(read_archive("x", 0, &bytes));
}

void suite_notes(void)
{
	CU_pSuite suite = CU_add_suite("vlink: objects and their notes", NULL,
				       NULL);

	CU_ADD_TEST(suite, test_notes_of_two_objects);
	CU_ADD_TEST(suite, test_two_versions_of_an_interface);
	CU_ADD_TEST(suite, test_malformed_notes);
	CU_ADD_TEST(suite, test_rings);
	CU_ADD_TEST(suite, test_missing_object);
	CU_ADD_TEST(suite, test_archives);
}
