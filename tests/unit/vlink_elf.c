/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * ELF files made by hand (see vlink_elf.h). Layout: header, one program header
 * per allocated section of an executable, contents, section headers.
 */
#include "vlink_elf.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define PAGE 4096u

void maker_init(struct maker *maker, uint16_t type)
{
	memset(maker, 0, sizeof *maker);
	maker->type = type;
	maker->sections_count = 1;
	maker->symbols_count = 1;
	maker->strings_size = 1;
}

void maker_free(struct maker *maker)
{
	for (unsigned i = 0; i < maker->sections_count; i++)
		free(maker->sections[i].bytes);
}

unsigned maker_section(struct maker *maker, const char *name, uint64_t flags,
		       uint64_t address, const void *bytes, uint64_t size)
{
	struct maker_section *section =
		&maker->sections[maker->sections_count];

	snprintf(section->name, sizeof section->name, "%s", name);
	section->header.sh_type = bytes ? SHT_PROGBITS : SHT_NOBITS;
	section->header.sh_flags = flags;
	section->header.sh_addr = address;
	section->header.sh_size = size;
	section->header.sh_addralign = 1;
	if (bytes) {
		section->bytes = malloc(size + 1);
		memcpy(section->bytes, bytes, size);
	}
	return maker->sections_count++;
}

unsigned maker_symbol(struct maker *maker, const char *name, uint64_t value,
		      uint64_t size, uint16_t section, unsigned char type,
		      unsigned char binding)
{
	Elf64_Sym *symbol = &maker->symbols[maker->symbols_count];

	symbol->st_name = (Elf64_Word)maker->strings_size;
	symbol->st_value = value;
	symbol->st_size = size;
	symbol->st_shndx = section;
	symbol->st_info = (unsigned char)(binding << 4 | type);
	strcpy(maker->strings + maker->strings_size, name);
	maker->strings_size += strlen(name) + 1;
	return maker->symbols_count++;
}

void maker_relocation(struct maker *maker, unsigned target, uint64_t offset,
		      uint32_t type, uint32_t symbol, int64_t addend)
{
	Elf64_Rela rela = { offset, ELF64_R_INFO(symbol, type), addend };
	unsigned index = maker_section(maker, ".rela", 0, 0, &rela,
				       sizeof rela);
	Elf64_Shdr *header = &maker->sections[index].header;

	header->sh_type = SHT_RELA;
	header->sh_entsize = sizeof rela;
	header->sh_info = target;
}

/* ---- writing ------------------------------------------------------------- */

struct writer {
	uint8_t *bytes;
	size_t size, max;
};

static size_t put(struct writer *writer, const void *bytes, size_t size)
{
	size_t at = writer->size;

	while (writer->size + size > writer->max) {
		writer->max = 2 * writer->max + 4096;
		writer->bytes = realloc(writer->bytes, writer->max);
	}
	if (size)
		memcpy(writer->bytes + at, bytes, size);
	writer->size += size;
	return at;
}

static void align(struct writer *writer, size_t to)
{
	static const uint8_t zeros[PAGE];

	put(writer, zeros, (to - writer->size % to) % to);
}

static unsigned put_segments(struct writer *writer, const struct maker *maker,
			     const Elf64_Shdr *headers)
{
	unsigned count = 0;

	for (unsigned i = 1; i < maker->sections_count; i++) {
		const Elf64_Shdr *h = &headers[i];
		Elf64_Phdr segment = {
			.p_type = PT_LOAD, .p_offset = h->sh_offset,
			.p_vaddr = h->sh_addr, .p_paddr = h->sh_addr,
			.p_filesz = h->sh_type == SHT_NOBITS ? 0 : h->sh_size,
			.p_memsz = h->sh_size, .p_align = PAGE,
			.p_flags = (Elf64_Word)(PF_R |
				(h->sh_flags & SHF_WRITE ? PF_W : 0) |
				(h->sh_flags & SHF_EXECINSTR ? PF_X : 0)),
		};

		if (maker->type != ET_EXEC || !(h->sh_flags & SHF_ALLOC))
			continue;
		if (writer)
			put(writer, &segment, sizeof segment);
		count++;
	}
	return count;
}

/* Symbols and both string tables, as the last three sections. */
static void put_tables(struct writer *writer, const struct maker *maker,
		       Elf64_Shdr *headers, unsigned count)
{
	Elf64_Shdr *symbols = &headers[count], *strings = symbols + 1;
	Elf64_Shdr *names = symbols + 2;
	unsigned locals = 1;

	while (locals < maker->symbols_count &&
	       maker->symbols[locals].st_info >> 4 == STB_LOCAL)
		locals++;
	symbols->sh_type = SHT_SYMTAB;
	symbols->sh_link = count + 1;
	symbols->sh_info = locals;
	symbols->sh_entsize = sizeof(Elf64_Sym);
	symbols->sh_size = maker->symbols_count * sizeof(Elf64_Sym);
	align(writer, 8);
	symbols->sh_offset = put(writer, maker->symbols, symbols->sh_size);
	strings->sh_type = SHT_STRTAB;
	strings->sh_size = maker->strings_size;
	strings->sh_offset = put(writer, maker->strings, strings->sh_size);
	names->sh_type = SHT_STRTAB;
	names->sh_offset = put(writer, "", 1);
	for (unsigned i = 1; i < count; i++) {
		const char *name = maker->sections[i].name;

		headers[i].sh_name = (Elf64_Word)(put(writer, name,
						      strlen(name) + 1) -
						  names->sh_offset);
		if (headers[i].sh_type == SHT_RELA)
			headers[i].sh_link = count;
	}
	names->sh_size = writer->size - names->sh_offset;
}

uint8_t *maker_bytes(const struct maker *maker, size_t *size)
{
	Elf64_Shdr headers[MAKER_MAX + 3] = { 0 };
	struct writer writer = { 0 };
	unsigned count = maker->sections_count;
	unsigned segments = put_segments(NULL, maker, headers);
	Elf64_Ehdr header = {
		.e_ident = { ELFMAG0, ELFMAG1, ELFMAG2, ELFMAG3, ELFCLASS64,
			     ELFDATA2LSB, EV_CURRENT },
		.e_type = maker->type, .e_machine = EM_AARCH64,
		.e_version = EV_CURRENT, .e_entry = maker->entry,
		.e_ehsize = sizeof(Elf64_Ehdr),
		.e_phentsize = sizeof(Elf64_Phdr),
		.e_shentsize = sizeof(Elf64_Shdr),
		.e_shnum = (Elf64_Half)(count + 3),
		.e_shstrndx = (Elf64_Half)(count + 2),
	};

	for (unsigned i = 1; i < count; i++)
		headers[i] = maker->sections[i].header;
	segments = put_segments(NULL, maker, headers);
	put(&writer, &header, sizeof header);
	for (unsigned i = 0; i < segments; i++)
		put(&writer, (uint8_t[sizeof(Elf64_Phdr)]){ 0 },
		    sizeof(Elf64_Phdr));
	for (unsigned i = 1; i < count; i++) {
		headers[i].sh_offset = writer.size;
		if (maker->sections[i].bytes)
			put(&writer, maker->sections[i].bytes,
			    headers[i].sh_size);
	}
	put_tables(&writer, maker, headers, count);
	align(&writer, 8);
	header.e_shoff = put(&writer, headers, (count + 3) * sizeof *headers);
	header.e_phnum = (Elf64_Half)segments;
	header.e_phoff = segments ? sizeof header : 0;
	*size = writer.size;
	writer.size = sizeof header;	/* back, to fill the segments in */
	put_segments(&writer, maker, headers);
	memcpy(writer.bytes, &header, sizeof header);
	return writer.bytes;
}

void maker_write(const struct maker *maker, const char *path)
{
	size_t size;
	uint8_t *bytes = maker_bytes(maker, &size);
	FILE *file = fopen(path, "wb");

	if (!file || fwrite(bytes, 1, size, file) != size || fclose(file)) {
		perror(path);
		abort();
	}
	free(bytes);
}
