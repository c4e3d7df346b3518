/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * Reading ELF files: what is truncated, looping, huge or for another machine
 * gives an error, and nothing crashes.
 */
#include <stdlib.h>
#include <string.h>

#include <CUnit/Basic.h>

#include "elf_file.h"
#include "vlink_back.h"
#include "vlink_elf.h"

static uint8_t *good_file(uint16_t type, size_t *size)
{
	struct maker maker;
	uint32_t word = 7;
	unsigned text, info;
	uint8_t *bytes;

	maker_init(&maker, type);
	text = maker_section(&maker, ".text", SHF_ALLOC | SHF_EXECINSTR,
			     type == ET_EXEC ? 0x200000 : 0, "abcdefgh", 8);
	info = maker_section(&maker, ".debug_info", 0, 0, &word, sizeof word);
	maker_section(&maker, ".bss", SHF_ALLOC | SHF_WRITE,
		      type == ET_EXEC ? 0x201000 : 0, NULL, 64);
	maker_symbol(&maker, "local", 0x200000, 4, (uint16_t)text, STT_FUNC,
		     STB_LOCAL);
	maker_symbol(&maker, "main", 0x200004, 4, (uint16_t)text, STT_FUNC,
		     STB_GLOBAL);
	maker_relocation(&maker, info, 0, 258, 1, 0);
	bytes = maker_bytes(&maker, size);
	maker_free(&maker);
	return bytes;
}

/* Open a copy of the bytes; nothing is left open. */
static bool opens(const uint8_t *bytes, size_t size, uint16_t type,
		  char error[256])
{
	struct elf_file file;
	uint8_t *copy = malloc(size + 1);
	bool good;

	memcpy(copy, bytes, size);
	good = elf_open_bytes(&file, "test", copy, size, type);
	memcpy(error, file.error, 256);
	if (good)
		elf_close(&file);
	return good;
}

static void test_good_file(void)
{
	struct elf_file file;
	size_t size;
	uint8_t *bytes = good_file(ET_EXEC, &size);

	CU_ASSERT_TRUE_FATAL(elf_open_bytes(&file, "good", bytes, size,
					    ET_EXEC));
	CU_ASSERT_PTR_NOT_NULL(elf_section(&file, ".text"));
	CU_ASSERT_PTR_NULL(elf_section(&file, ".nothing"));
	CU_ASSERT_EQUAL(elf_symbol(&file, "main")->value, 0x200004);
	CU_ASSERT_PTR_NULL(elf_symbol(&file, "nothing"));
	CU_ASSERT_EQUAL(memcmp(elf_at(&file, 0x200004, 4), "efgh", 4), 0);
	CU_ASSERT_PTR_NULL(elf_at(&file, 0x200004, 5));
	CU_ASSERT_PTR_NULL(elf_at(&file, 0x1fffff, 1));
	elf_close(&file);
}

static void test_every_truncation(void)
{
	char error[256];
	size_t size;
	uint8_t *bytes = good_file(ET_EXEC, &size);

	for (size_t n = 0; n < size; n++) {
		CU_ASSERT_FALSE(opens(bytes, n, ET_EXEC, error));
		CU_ASSERT_TRUE(error[0] != 0);
	}
	CU_ASSERT_TRUE(opens(bytes, size, ET_EXEC, error));
	free(bytes);
}

/* Every byte changed in several ways: an error or not, but no crash, and what
   is accepted is inside of the file (the sanitizers look). */
static void test_every_byte_changed(void)
{
	static const uint8_t flips[] = { 0x01, 0x80, 0xff, 0x10 };
	char error[256];
	size_t size;
	uint8_t *bytes = good_file(ET_REL, &size);
	unsigned refused = 0;

	for (size_t n = 0; n < size; n++)
		for (size_t f = 0; f < sizeof flips; f++) {
			bytes[n] ^= flips[f];
			refused += !opens(bytes, size, ET_REL, error);
			bytes[n] ^= flips[f];
		}
	CU_ASSERT_TRUE(refused > size / 2);
	free(bytes);
}

/* The bytes of a header field changed, and what the message must say. */
static void refuse(size_t at, uint64_t value, unsigned width, const char *text)
{
	char error[256];
	size_t size;
	uint8_t *bytes = good_file(ET_EXEC, &size);

	memcpy(bytes + at, &value, width);
	CU_ASSERT_FALSE(opens(bytes, size, ET_EXEC, error));
	CU_ASSERT_PTR_NOT_NULL(strstr(error, text));
	if (!strstr(error, text))
		printf("\n  '%s' does not say '%s'\n", error, text);
	free(bytes);
}

static void test_wrong_kinds(void)
{
	char error[256];
	size_t size;
	uint8_t *bytes = good_file(ET_REL, &size);

	CU_ASSERT_FALSE(opens(bytes, size, ET_EXEC, error));
	CU_ASSERT_STRING_EQUAL(error, "a relocatable object, where an "
			       "executable is needed");
	CU_ASSERT_FALSE(opens(bytes, 0, ET_REL, error));
	CU_ASSERT_STRING_EQUAL(error, "the file is empty");
	CU_ASSERT_FALSE(opens((const uint8_t *)"#!/bin/sh\n", 10, ET_REL,
			      error));
	CU_ASSERT_STRING_EQUAL(error, "not an ELF file");
	free(bytes);
	refuse(offsetof(Elf64_Ehdr, e_machine), EM_X86_64, 2, "x86-64");
	refuse(offsetof(Elf64_Ehdr, e_machine), EM_ARM, 2, "32-bit ARM");
	refuse(EI_CLASS, ELFCLASS32, 1, "64-bit");
	refuse(EI_DATA, ELFDATA2MSB, 1, "little-endian");
}

static size_t section_at(const uint8_t *bytes, unsigned index, size_t field)
{
	Elf64_Ehdr header;

	memcpy(&header, bytes, sizeof header);
	return header.e_shoff + index * sizeof(Elf64_Shdr) + field;
}

static void test_sections_outside(void)
{
	size_t size;
	uint8_t *bytes = good_file(ET_EXEC, &size);
	Elf64_Ehdr header;

	memcpy(&header, bytes, sizeof header);
	refuse(offsetof(Elf64_Ehdr, e_shoff), UINT64_MAX - 63, 8, "truncated");
	refuse(offsetof(Elf64_Ehdr, e_phoff), size, 8, "truncated");
	refuse(offsetof(Elf64_Ehdr, e_shstrndx), 60000, 2, "section names");
	refuse(section_at(bytes, 1, offsetof(Elf64_Shdr, sh_size)),
	       UINT64_C(1) << 62, 8, "lies outside");
	refuse(section_at(bytes, 1, offsetof(Elf64_Shdr, sh_offset)),
	       UINT64_MAX, 8, "lies outside");
	refuse(section_at(bytes, 1, offsetof(Elf64_Shdr, sh_name)), 1u << 30,
	       4, "no valid name");
	refuse(header.e_phoff + offsetof(Elf64_Phdr, p_filesz),
	       UINT64_C(1) << 40, 8, "outside");
	refuse(header.e_phoff + offsetof(Elf64_Phdr, p_memsz), 1, 8,
	       "larger in the file");
	free(bytes);
}

/* Links that lead back, to the wrong kind, or nowhere. */
static void test_looping_links(void)
{
	size_t size;
	uint8_t *bytes = good_file(ET_EXEC, &size);
	Elf64_Ehdr header;
	unsigned symbols;

	memcpy(&header, bytes, sizeof header);
	symbols = header.e_shnum - 3u;
	refuse(section_at(bytes, symbols, offsetof(Elf64_Shdr, sh_link)),
	       symbols, 4, "no valid name");
	refuse(section_at(bytes, symbols, offsetof(Elf64_Shdr, sh_link)),
	       0, 4, "no valid name");
	refuse(section_at(bytes, symbols, offsetof(Elf64_Shdr, sh_link)),
	       9999, 4, "not well-formed");
	refuse(section_at(bytes, symbols, offsetof(Elf64_Shdr, sh_entsize)),
	       0, 8, "not well-formed");
	refuse(section_at(bytes, 4, offsetof(Elf64_Shdr, sh_link)), 4, 4,
	       "not well-formed");
	refuse(section_at(bytes, 4, offsetof(Elf64_Shdr, sh_info)), 9999, 4,
	       "not well-formed");
	refuse(offsetof(Elf64_Ehdr, e_shstrndx), 1, 2, "no valid name");
	free(bytes);
}

static void test_not_a_file(void)
{
	struct elf_file file;

	CU_ASSERT_FALSE(elf_open(&file, path_in("missing"), ET_REL));
	CU_ASSERT_PTR_NOT_NULL(strstr(file.error, "cannot open"));
	CU_ASSERT_FALSE(elf_open(&file, "/dev/zero", ET_REL));
	CU_ASSERT_STRING_EQUAL(file.error, "not a regular file");
}

void suite_elf(void)
{
	CU_pSuite suite = CU_add_suite("vlink: ELF files", NULL, NULL);

	CU_ADD_TEST(suite, test_good_file);
	CU_ADD_TEST(suite, test_every_truncation);
	CU_ADD_TEST(suite, test_every_byte_changed);
	CU_ADD_TEST(suite, test_wrong_kinds);
	CU_ADD_TEST(suite, test_sections_outside);
	CU_ADD_TEST(suite, test_looping_links);
	CU_ADD_TEST(suite, test_not_a_file);
}
