/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * Checked reading of ELF files: libelf decodes, this file distrusts.
 *
 * libelf finds headers and converts them; it leaves to its user whether a
 * section's link, a symbol's name or a relocation's place makes sense. Files
 * may be truncated, hostile or for another machine, so all of that is checked
 * here before anything is handed out (ELF gABI chapters 4 and 5; "ELF for the
 * Arm 64-bit Architecture").
 */
#include "elf_file.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

__attribute__((format(printf, 2, 3)))
static bool elf_fail(struct elf_file *file, const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	vsnprintf(file->error, sizeof file->error, format, arguments);
	va_end(arguments);
	return false;
}

/* ---- bytes --------------------------------------------------------------- */

static bool elf_read_all(struct elf_file *file, int fd, uint64_t size)
{
	if (size > ELF_FILE_MAX)
		return elf_fail(file, "the file is larger than %u MiB",
				ELF_FILE_MAX >> 20);
	file->bytes = malloc(size ? size : 1);
	if (!file->bytes)
		return elf_fail(file, "out of memory");
	while (file->size < size) {
		ssize_t n = read(fd, file->bytes + file->size,
				 size - file->size);
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return elf_fail(file, "cannot read: %s",
					strerror(errno));
		if (n == 0)
			return elf_fail(file, "the file became shorter");
		file->size += (size_t)n;
	}
	return true;
}

bool elf_load(struct elf_file *file, const char *path)
{
	struct stat status;
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	bool good;

	*file = (struct elf_file){ .path = path };
	if (fd < 0)
		return elf_fail(file, "cannot open: %s", strerror(errno));
	if (fstat(fd, &status) < 0)
		good = elf_fail(file, "cannot read: %s", strerror(errno));
	else if (!S_ISREG(status.st_mode))
		good = elf_fail(file, "not a regular file");
	else
		good = elf_read_all(file, fd, (uint64_t)status.st_size);
	close(fd);
	if (!good)
		elf_close(file);
	return good;
}

/* Whether [offset, offset + size) lies in the file. */
static bool elf_inside(const struct elf_file *file, uint64_t offset,
		       uint64_t size)
{
	return offset <= file->size && size <= file->size - offset;
}

/* ---- header -------------------------------------------------------------- */

static const char *elf_machine_name(unsigned machine)
{
	switch (machine) {
	case EM_X86_64:	return "x86-64";
	case EM_386:	return "i386";
	case EM_ARM:	return "32-bit ARM";
	case EM_RISCV:	return "RISC-V";
	default:	return "another machine";
	}
}

static bool elf_check_ident(struct elf_file *file)
{
	const uint8_t *ident = file->bytes;

	if (file->size == 0)
		return elf_fail(file, "the file is empty");
	if (file->size < SELFMAG || memcmp(ident, ELFMAG, SELFMAG) != 0)
		return elf_fail(file, "not an ELF file");
	if (file->size < sizeof(Elf64_Ehdr))
		return elf_fail(file, "truncated: the ELF header needs %zu "
				"bytes, the file has %zu", sizeof(Elf64_Ehdr),
				file->size);
	if (ident[EI_CLASS] != ELFCLASS64)
		return elf_fail(file, "not a 64-bit ELF file");
	if (ident[EI_DATA] != ELFDATA2LSB)
		return elf_fail(file, "not a little-endian ELF file");
	return true;
}

static bool elf_check_header(struct elf_file *file, const Elf64_Ehdr *header,
			     uint16_t type)
{
	static const char *const names[] = {
		"a file of no type", "a relocatable object", "an executable",
		"a shared object", "a core file",
	};

	if (header->e_machine != EM_AARCH64)
		return elf_fail(file, "made for %s (ELF machine %u), not for "
				"aarch64", elf_machine_name(header->e_machine),
				header->e_machine);
	if (header->e_type != type)
		return elf_fail(file, "%s, where %s is needed",
				header->e_type <= ET_CORE ?
				names[header->e_type] : "a file of unknown type",
				names[type]);
	if (header->e_shnum && (header->e_shentsize != sizeof(Elf64_Shdr) ||
	    !elf_inside(file, header->e_shoff,
			(uint64_t)header->e_shnum * sizeof(Elf64_Shdr))))
		return elf_fail(file, "truncated: the section headers at "
				"offset %" PRIu64 " lie outside of the file",
				header->e_shoff);
	if (header->e_phnum && (header->e_phentsize != sizeof(Elf64_Phdr) ||
	    !elf_inside(file, header->e_phoff,
			(uint64_t)header->e_phnum * sizeof(Elf64_Phdr))))
		return elf_fail(file, "truncated: the program headers at "
				"offset %" PRIu64 " lie outside of the file",
				header->e_phoff);
	if (header->e_shnum && header->e_shstrndx >= header->e_shnum)
		return elf_fail(file, "the table of section names is section "
				"%u of %u", header->e_shstrndx,
				header->e_shnum);
	if (header->e_shoff % 8 || header->e_phoff % 8)
		return elf_fail(file, "the section or program headers are not "
				"aligned");
	file->entry = header->e_entry;
	file->type = header->e_type;
	return true;
}

/* ---- sections ------------------------------------------------------------ */

/* The string at `offset` in a string section, or NULL if there is none. */
static const char *elf_string(const struct elf_section *strings,
			      uint64_t offset)
{
	uint64_t size = strings->header.sh_size;

	if (strings->header.sh_type != SHT_STRTAB || offset >= size ||
	    !memchr(strings->bytes + offset, 0, size - offset))
		return NULL;
	return (const char *)strings->bytes + offset;
}

static bool elf_read_section(struct elf_file *file, Elf *elf, size_t index)
{
	struct elf_section *section = &file->sections[index];
	Elf64_Shdr *header = elf64_getshdr(elf_getscn(elf, index));

	if (!header)
		return elf_fail(file, "section %zu: %s", index,
				elf_errmsg(-1));
	section->name = "";
	if (index == 0)		/* stays SHT_NULL, whatever the file says */
		return true;
	section->header = *header;
	if (header->sh_type == SHT_NOBITS)
		return true;
	if (!elf_inside(file, header->sh_offset, header->sh_size))
		return elf_fail(file, "truncated: section %zu (offset %" PRIu64
				", size %" PRIu64 ") lies outside of the file",
				index, header->sh_offset, header->sh_size);
	if (header->sh_flags & SHF_COMPRESSED)
		return elf_fail(file, "section %zu is compressed: compile "
				"without -gz", index);
	section->bytes = file->bytes + header->sh_offset;
	return true;
}

static bool elf_read_sections(struct elf_file *file, Elf *elf,
			      const Elf64_Ehdr *header)
{
	size_t count = header->e_shnum;

	file->sections = calloc(count ? count : 1, sizeof *file->sections);
	if (!file->sections)
		return elf_fail(file, "out of memory");
	for (size_t i = 0; i < count; i++)
		if (!elf_read_section(file, elf, i))
			return false;
	file->sections_count = count;
	for (size_t i = 1; i < count; i++) {
		struct elf_section *section = &file->sections[i];

		section->name = elf_string(&file->sections[header->e_shstrndx],
					   section->header.sh_name);
		if (!section->name)
			return elf_fail(file, "section %zu has no valid name",
					i);
		if (section->header.sh_type == SHT_SYMTAB_SHNDX)
			return elf_fail(file, "more sections than vlink "
					"reads (65,279)");
	}
	return true;
}

/* ---- symbols ------------------------------------------------------------- */

static bool elf_read_symbol(struct elf_file *file, size_t index,
			    const Elf64_Sym *symbol,
			    const struct elf_section *strings)
{
	struct elf_symbol *to = &file->symbols[index];
	uint16_t section = symbol->st_shndx;

	*to = (struct elf_symbol){
		.name = symbol->st_name ?
			elf_string(strings, symbol->st_name) : "",
		.value = symbol->st_value,
		.size = symbol->st_size,
		.section = section,
		.type = ELF64_ST_TYPE(symbol->st_info),
		.binding = ELF64_ST_BIND(symbol->st_info),
		.other = symbol->st_other,
	};
	if (!to->name)
		return elf_fail(file, "symbol %zu has no valid name", index);
	if (section >= file->sections_count && section != SHN_ABS &&
	    section != SHN_COMMON)
		return elf_fail(file, "symbol '%.64s' is in section %u of %zu",
				to->name, section, file->sections_count);
	return true;
}

static bool elf_read_symbols(struct elf_file *file)
{
	const struct elf_section *table = NULL;
	const struct elf_section *strings;

	for (size_t i = 1; i < file->sections_count; i++) {
		if (file->sections[i].header.sh_type != SHT_SYMTAB)
			continue;
		if (table)
			return elf_fail(file, "two symbol tables");
		table = &file->sections[i];
	}
	if (!table)
		return true;
	if (table->header.sh_entsize != sizeof(Elf64_Sym) ||
	    table->header.sh_size % sizeof(Elf64_Sym) != 0 ||
	    table->header.sh_link >= file->sections_count)
		return elf_fail(file, "the symbol table is not well-formed");
	strings = &file->sections[table->header.sh_link];
	file->symbols_count = table->header.sh_size / sizeof(Elf64_Sym);
	file->symbols = calloc(file->symbols_count + 1,
			       sizeof *file->symbols);
	if (!file->symbols)
		return elf_fail(file, "out of memory");
	for (size_t i = 0; i < file->symbols_count; i++) {
		Elf64_Sym symbol;

		memcpy(&symbol, table->bytes + i * sizeof symbol,
		       sizeof symbol);
		if (!elf_read_symbol(file, i, &symbol, strings))
			return false;
	}
	return true;
}

/* ---- relocations --------------------------------------------------------- */

static bool elf_check_relocations(struct elf_file *file,
				  const struct elf_section *section)
{
	const Elf64_Shdr *header = &section->header;
	uint64_t base, size;

	if (header->sh_entsize != sizeof(Elf64_Rela) ||
	    header->sh_size % sizeof(Elf64_Rela) != 0 ||
	    header->sh_info >= file->sections_count ||
	    header->sh_link >= file->sections_count ||
	    file->sections[header->sh_link].header.sh_type != SHT_SYMTAB)
		return elf_fail(file, "section %s is not well-formed",
				section->name);
	base = file->type == ET_REL ? 0 :
		file->sections[header->sh_info].header.sh_addr;
	size = file->sections[header->sh_info].header.sh_size;
	for (uint64_t i = 0; i < header->sh_size / sizeof(Elf64_Rela); i++) {
		Elf64_Rela rela;

		memcpy(&rela, section->bytes + i * sizeof rela, sizeof rela);
		/* An offset of size is possible: the erratum's veneers. */
		if (rela.r_offset < base || rela.r_offset - base > size ||
		    ELF64_R_SYM(rela.r_info) >= file->symbols_count)
			return elf_fail(file, "relocation %" PRIu64 " of %s "
					"lies outside of its section", i,
					section->name);
	}
	return true;
}

struct elf_relocation *elf_relocations(const struct elf_section *section,
				       size_t *count)
{
	size_t n = section->header.sh_size / sizeof(Elf64_Rela);
	struct elf_relocation *list = malloc((n + 1) * sizeof *list);

	*count = 0;
	if (!list)
		return NULL;
	for (size_t i = 0; i < n; i++) {
		Elf64_Rela rela;

		memcpy(&rela, section->bytes + i * sizeof rela, sizeof rela);
		list[i] = (struct elf_relocation){
			.offset = rela.r_offset,
			.type = (uint32_t)ELF64_R_TYPE(rela.r_info),
			.symbol = (uint32_t)ELF64_R_SYM(rela.r_info),
			.addend = rela.r_addend,
		};
	}
	*count = n;
	return list;
}

/* ---- segments ------------------------------------------------------------ */

static bool elf_check_segment(struct elf_file *file, size_t index)
{
	const Elf64_Phdr *segment = &file->segments[index];

	if (segment->p_type != PT_LOAD && segment->p_type != PT_TLS)
		return true;
	if (!elf_inside(file, segment->p_offset, segment->p_filesz))
		return elf_fail(file, "truncated: segment %zu lies outside of "
				"the file", index);
	if (segment->p_filesz > segment->p_memsz)
		return elf_fail(file, "segment %zu is larger in the file than "
				"in memory", index);
	if (segment->p_memsz > UINT64_MAX - segment->p_vaddr)
		return elf_fail(file, "segment %zu wraps around the address "
				"space", index);
	return true;
}

static bool elf_read_segments(struct elf_file *file, Elf *elf,
			      const Elf64_Ehdr *header)
{
	size_t count = header->e_phnum;
	const Elf64_Phdr *segments = count ? elf64_getphdr(elf) : NULL;

	if (count && !segments)
		return elf_fail(file, "program headers: %s", elf_errmsg(-1));
	file->segments = calloc(count + 1, sizeof *file->segments);
	if (!file->segments)
		return elf_fail(file, "out of memory");
	for (size_t i = 0; i < count; i++) {
		file->segments[i] = segments[i];
		file->segments_count = i + 1;
		if (!elf_check_segment(file, i))
			return false;
	}
	return true;
}

/* ---- opening ------------------------------------------------------------- */

static bool elf_decode(struct elf_file *file, Elf *elf, uint16_t type)
{
	const Elf64_Ehdr *header = elf ? elf64_getehdr(elf) : NULL;

	if (!header)
		return elf_fail(file, "not readable: %s", elf_errmsg(-1));
	if (!elf_check_header(file, header, type) ||
	    !elf_read_sections(file, elf, header) ||
	    !elf_read_segments(file, elf, header) || !elf_read_symbols(file))
		return false;
	for (size_t i = 1; i < file->sections_count; i++)
		if (file->sections[i].header.sh_type == SHT_RELA &&
		    !elf_check_relocations(file, &file->sections[i]))
			return false;
	return true;
}

static bool elf_check_all(struct elf_file *file, uint16_t type)
{
	Elf *elf;
	bool good;

	if (!elf_check_ident(file))
		return false;
	if (elf_version(EV_CURRENT) == EV_NONE)
		return elf_fail(file, "libelf is too old");
	elf = elf_memory((char *)file->bytes, file->size);
	good = elf_decode(file, elf, type);
	elf_end(elf);
	return good;
}

bool elf_open(struct elf_file *file, const char *path, uint16_t type)
{
	if (!elf_load(file, path))
		return false;
	if (elf_check_all(file, type))
		return true;
	elf_close(file);
	return false;
}

bool elf_open_bytes(struct elf_file *file, const char *path, uint8_t *bytes,
		    size_t size, uint16_t type)
{
	*file = (struct elf_file){ .path = path, .bytes = bytes, .size = size };
	if (elf_check_all(file, type))
		return true;
	elf_close(file);
	return false;
}

void elf_close(struct elf_file *file)
{
	free(file->symbols);
	free(file->segments);
	free(file->sections);
	free(file->bytes);
	file->symbols = NULL;
	file->segments = NULL;
	file->sections = NULL;
	file->bytes = NULL;
}

/* ---- looking things up --------------------------------------------------- */

const struct elf_section *elf_section(const struct elf_file *file,
				      const char *name)
{
	for (size_t i = 1; i < file->sections_count; i++)
		if (strcmp(file->sections[i].name, name) == 0)
			return &file->sections[i];
	return NULL;
}

const struct elf_symbol *elf_symbol(const struct elf_file *file,
				    const char *name)
{
	for (size_t i = 1; i < file->symbols_count; i++) {
		const struct elf_symbol *symbol = &file->symbols[i];

		if (symbol->section != SHN_UNDEF &&
		    symbol->type != STT_SECTION && symbol->type != STT_FILE &&
		    strcmp(symbol->name, name) == 0)
			return symbol;
	}
	return NULL;
}

const uint8_t *elf_at(const struct elf_file *file, uint64_t address,
		      uint64_t size)
{
	for (size_t i = 0; i < file->segments_count; i++) {
		const Elf64_Phdr *segment = &file->segments[i];

		if (segment->p_type == PT_LOAD && address >= segment->p_vaddr &&
		    address - segment->p_vaddr <= segment->p_filesz &&
		    size <= segment->p_filesz - (address - segment->p_vaddr))
			return file->bytes + segment->p_offset +
				(address - segment->p_vaddr);
	}
	return NULL;
}
