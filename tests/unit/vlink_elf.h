/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * ELF files made by hand, for tests that need no cross compiler.
 */
#ifndef TEST_VLINK_ELF_H
#define TEST_VLINK_ELF_H

#include <elf.h>
#include <stddef.h>
#include <stdint.h>

#define MAKER_MAX 32

struct maker_section {
	char name[32];
	Elf64_Shdr header;
	uint8_t *bytes;
};

struct maker {
	uint16_t type;		/* ET_REL, ET_EXEC */
	uint64_t entry;
	struct maker_section sections[MAKER_MAX]; /* 0 is the null section */
	unsigned sections_count;
	Elf64_Sym symbols[MAKER_MAX];
	unsigned symbols_count;
	char strings[2048];
	size_t strings_size;
};

void maker_init(struct maker *maker, uint16_t type);
void maker_free(struct maker *maker);

/* A section with a copy of these bytes; of NOBITS, `bytes` is NULL. */
unsigned maker_section(struct maker *maker, const char *name, uint64_t flags,
		       uint64_t address, const void *bytes, uint64_t size);
/* Local symbols first, as ELF asks. */
unsigned maker_symbol(struct maker *maker, const char *name, uint64_t value,
		      uint64_t size, uint16_t section, unsigned char type,
		      unsigned char binding);
/* One relocation, in a section of its own. */
void maker_relocation(struct maker *maker, unsigned target, uint64_t offset,
		      uint32_t type, uint32_t symbol, int64_t addend);

/* The file's bytes (malloc): section headers stand last. */
uint8_t *maker_bytes(const struct maker *maker, size_t *size);
/* The same, written to a path. */
void maker_write(const struct maker *maker, const char *path);

#endif
