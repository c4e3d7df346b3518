/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * Checked reading of ELF files.
 *
 * What elf_open() accepts has been checked whole, once: it is a 64-bit little
 * endian AArch64 file, every section and segment lies inside of it, every name
 * is a terminated string, every link names a section of the right type, every
 * relocation lies in its section and names a symbol. Who reads an elf_file
 * needs no further checks of these.
 *
 * An elf_file owns its bytes and tables from elf_open() to elf_close(); after
 * a failure `error` says what is wrong and there is nothing to close.
 */
#ifndef VLINK_ELF_FILE_H
#define VLINK_ELF_FILE_H

#include <libelf.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A file over this is not one of ours: debug data of a big component is a few
   megabytes. */
#define ELF_FILE_MAX	(256u << 20)

struct elf_section {
	const char *name;
	Elf64_Shdr header;
	const uint8_t *bytes;	/* header.sh_size of them; NULL for NOBITS */
};

struct elf_symbol {
	const char *name;
	uint64_t value, size;
	uint16_t section;	/* index, or SHN_ABS, SHN_UNDEF, SHN_COMMON */
	uint8_t type, binding, other;
};

struct elf_relocation {
	uint64_t offset;	/* in the target section */
	uint32_t type;
	uint32_t symbol;	/* index in symbols */
	int64_t addend;
};

struct elf_file {
	const char *path;
	uint8_t *bytes;
	size_t size;
	uint64_t entry;
	uint16_t type;		/* ET_REL, ET_EXEC */
	struct elf_section *sections;
	size_t sections_count;
	Elf64_Phdr *segments;
	size_t segments_count;
	struct elf_symbol *symbols;
	size_t symbols_count;	/* 0 if there is no symbol table */
	char error[256];
};

/* Read and check a file that must be of this type (ET_REL, ET_EXEC). */
bool elf_open(struct elf_file *file, const char *path, uint16_t type);

/* The same for bytes in memory, which the elf_file then owns (malloc). */
bool elf_open_bytes(struct elf_file *file, const char *path, uint8_t *bytes,
		    size_t size, uint16_t type);

/* Only the bytes of a file, of whatever kind: nothing is checked. */
bool elf_load(struct elf_file *file, const char *path);

void elf_close(struct elf_file *file);

/* The first section of this name, or NULL. */
const struct elf_section *elf_section(const struct elf_file *file,
				      const char *name);

/* The defined symbol of this name, or NULL. */
const struct elf_symbol *elf_symbol(const struct elf_file *file,
				    const char *name);

/*
 * The relocations of a SHT_RELA section: malloc'ed, `*count` of them. NULL if
 * there are none, or memory is out.
 */
struct elf_relocation *elf_relocations(const struct elf_section *section,
				       size_t *count);

/*
 * `size` bytes at user address `address` as the file initializes them, or NULL
 * where no segment has them.
 */
const uint8_t *elf_at(const struct elf_file *file, uint64_t address,
		      uint64_t size);

#endif
