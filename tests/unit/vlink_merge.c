/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * The merge: symbols get their instance's name, local ones too; references
 * between joined debug sections point where they did.
 */
#include <stdlib.h>
#include <string.h>

#include <CUnit/Basic.h>

#include "merge.h"
#include "vlink_back.h"
#include "vlink_elf.h"

#define ABS32 258
#define ABS64 257

/* A file whose .debug_info refers to byte 2 of its .debug_str, whose text is
   `name`, by 4 and by 8 bytes; with a local and a global symbol. */
static void make_file(struct elf_file *file, const char *name,
		      bool relocations)
{
	struct maker maker;
	uint8_t info[12] = { 2, 0, 0, 0, 2 };
	unsigned text, debug, strings, symbol;
	uint8_t *bytes;
	size_t size;

	maker_init(&maker, ET_EXEC);
	text = maker_section(&maker, ".text", SHF_ALLOC | SHF_EXECINSTR,
			     0x200000, "abcdefgh", 8);
	debug = maker_section(&maker, ".debug_info", 0, 0, info, sizeof info);
	strings = maker_section(&maker, ".debug_str", 0, 0, name,
				strlen(name) + 1);
	symbol = maker_symbol(&maker, "", 0, 0, (uint16_t)strings,
			      STT_SECTION, STB_LOCAL);
	maker_symbol(&maker, "file.c", 0, 0, SHN_ABS, STT_FILE, STB_LOCAL);
	maker_symbol(&maker, "$x", 0x200000, 0, (uint16_t)text, STT_NOTYPE,
		     STB_LOCAL);
	maker_symbol(&maker, "helper", 0x200000, 4, (uint16_t)text, STT_FUNC,
		     STB_LOCAL);
	maker_symbol(&maker, "main", 0x200004, 4, (uint16_t)text, STT_FUNC,
		     STB_GLOBAL);
	if (relocations) {
		maker_relocation(&maker, debug, 0, ABS32, symbol, 2);
		maker_relocation(&maker, debug, 4, ABS64, symbol, 2);
	}
	bytes = maker_bytes(&maker, &size);
	maker_free(&maker);
	CU_ASSERT_TRUE_FATAL(elf_open_bytes(file, name, bytes, size, ET_EXEC));
}

struct fixture {
	struct arena arena;
	struct elf_file files[3];
	struct merge_input inputs[3];
	struct merge merge;
	struct emit out;
};

/* A kernel without relocations, and two instances of one component. */
static void set_up(struct fixture *f, bool relocations)
{
	static const uint64_t offsets[MAKER_MAX] = { 0 };
	static const uint8_t image[4096];
	static const char *const names[] = { "", "a", "box.b" };

	memset(f, 0, sizeof *f);
	arena_init(&f->arena);
	emit_init(&f->out);
	for (unsigned i = 0; i < 3; i++) {
		make_file(&f->files[i], i ? "xyinstance" : "xykernel",
			  i && relocations);
		f->inputs[i] = (struct merge_input){
			.file = &f->files[i], .name = names[i],
			.prefix = i ? merge_prefix(&f->arena, names[i]) : "",
			.image_offsets = offsets,
		};
	}
	f->merge = (struct merge){
		.inputs = f->inputs, .inputs_count = 3, .image = image,
		.image_size = sizeof image, .entry = 0x80000,
	};
}

static void tear_down(struct fixture *f)
{
	for (unsigned i = 0; i < 3; i++)
		elf_close(&f->files[i]);
	emit_free(&f->out);
	arena_free(&f->arena);
}

/* The merged file, through the checked reader. */
static void read_merged(struct fixture *f, struct elf_file *merged)
{
	uint8_t *bytes;

	CU_ASSERT_TRUE_FATAL(merge_write(&f->merge, &f->arena, &f->out));
	bytes = malloc(f->out.size);
	memcpy(bytes, f->out.data, f->out.size);
	CU_ASSERT_TRUE_FATAL(elf_open_bytes(merged, "merged", bytes,
					    f->out.size, ET_EXEC));
}

static unsigned count_symbols(const struct elf_file *file, const char *name)
{
	unsigned count = 0;

	for (size_t i = 0; i < file->symbols_count; i++)
		count += strcmp(file->symbols[i].name, name) == 0;
	return count;
}

static void test_symbols_have_instances(void)
{
	static const char *const names[] = {
		"main", "helper", "a::main", "a::helper", "box::b::main",
		"box::b::helper",
	};
	struct fixture f;
	struct elf_file merged;

	set_up(&f, true);
	read_merged(&f, &merged);
	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		CU_ASSERT_EQUAL(count_symbols(&merged, names[i]), 1);
	CU_ASSERT_EQUAL(count_symbols(&merged, "file.c"), 3);
	CU_ASSERT_EQUAL(count_symbols(&merged, "$x"), 3);
	CU_ASSERT_EQUAL(elf_symbol(&merged, "a::helper")->value, 0x200000);
	CU_ASSERT_EQUAL(elf_symbol(&merged, "a::main")->size, 4);
	elf_close(&merged);
	tear_down(&f);
}

/* sh_info says where the global symbols begin: linkers and debuggers rely on
   it. */
static void test_locals_come_first(void)
{
	struct fixture f;
	struct elf_file merged;
	const struct elf_section *table;

	set_up(&f, true);
	read_merged(&f, &merged);
	table = elf_section(&merged, ".symtab");
	for (size_t i = 1; i < merged.symbols_count; i++)
		CU_ASSERT_EQUAL(merged.symbols[i].binding == STB_LOCAL,
				i < table->header.sh_info);
	elf_close(&merged);
	tear_down(&f);
}

static void test_sections_have_instances(void)
{
	struct fixture f;
	struct elf_file merged;

	set_up(&f, true);
	read_merged(&f, &merged);
	CU_ASSERT_PTR_NOT_NULL(elf_section(&merged, ".text"));
	CU_ASSERT_PTR_NOT_NULL(elf_section(&merged, "a.text"));
	CU_ASSERT_EQUAL(elf_section(&merged, "box.b.text")->header.sh_addr,
			0x200000);
	elf_close(&merged);
	tear_down(&f);
}

static const char *string_at(const struct elf_file *file, uint64_t offset)
{
	const struct elf_section *strings = elf_section(file, ".debug_str");

	CU_ASSERT_TRUE_FATAL(offset < strings->header.sh_size);
	return (const char *)strings->bytes + offset;
}

static void test_references_move(void)
{
	struct fixture f;
	struct elf_file merged;
	const struct elf_section *info;

	set_up(&f, true);
	read_merged(&f, &merged);
	info = elf_section(&merged, ".debug_info");
	CU_ASSERT_EQUAL_FATAL(info->header.sh_size, 36);
	for (unsigned i = 0; i < 3; i++) {
		const char *text = i ? "instance" : "kernel";
		uint32_t narrow;
		uint64_t wide;

		memcpy(&narrow, info->bytes + 12 * i, 4);
		memcpy(&wide, info->bytes + 12 * i + 4, 8);
		CU_ASSERT_STRING_EQUAL(string_at(&merged, narrow), text);
		CU_ASSERT_STRING_EQUAL(string_at(&merged, wide), text);
	}
	elf_close(&merged);
	tear_down(&f);
}

/* Debug data that cannot be moved would name the wrong strings. */
static void test_no_relocations_is_an_error(void)
{
	struct fixture f;

	set_up(&f, false);
	CU_ASSERT_FALSE(merge_write(&f.merge, &f.arena, &f.out));
	CU_ASSERT_PTR_NOT_NULL(strstr(f.merge.error, "--emit-relocs"));
	tear_down(&f);
}

static void test_equal_inputs_equal_bytes(void)
{
	struct fixture f;
	struct emit again;

	set_up(&f, true);
	emit_init(&again);
	CU_ASSERT_TRUE(merge_write(&f.merge, &f.arena, &f.out));
	CU_ASSERT_TRUE(merge_write(&f.merge, &f.arena, &again));
	CU_ASSERT_EQUAL_FATAL(again.size, f.out.size);
	CU_ASSERT_EQUAL(memcmp(again.data, f.out.data, again.size), 0);
	emit_free(&again);
	tear_down(&f);
}

void suite_merge(void)
{
	CU_pSuite suite = CU_add_suite("vlink: the merge", NULL, NULL);

	CU_ADD_TEST(suite, test_symbols_have_instances);
	CU_ADD_TEST(suite, test_locals_come_first);
	CU_ADD_TEST(suite, test_sections_have_instances);
	CU_ADD_TEST(suite, test_references_move);
	CU_ADD_TEST(suite, test_no_relocations_is_an_error);
	CU_ADD_TEST(suite, test_equal_inputs_equal_bytes);
}
