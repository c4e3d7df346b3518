/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * The merge of finished executables into one ELF file (see merge.h).
 *
 * Layout of the file: ELF header, program headers, the flat image (page
 * aligned), joined debug sections, symbols, names, section headers. The order of
 * everything is that of the inputs, so that equal inputs give equal bytes.
 */
#include "merge.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A section of the output. */
struct out_section {
	const char *name;
	Elf64_Shdr header;
};

/* A joined debug section while it grows. */
struct joined {
	const char *name;
	Elf64_Word type;
	Elf64_Xword flags, entry_size, align;
	struct emit bytes;
};

/* What became of one input section. */
struct moved {
	uint32_t section;	/* number in the output; 0 = dropped */
	uint32_t joined;	/* index + 1 in joined; 0 = no debug section */
	uint64_t base;		/* where it begins in the joined section */
};

struct merger {
	struct merge *merge;
	struct arena *arena;
	struct emit *out;
	VEC(struct out_section) sections;
	VEC(struct joined) joined;
	struct moved **moved;	/* [input][section] */
	struct emit symbols, strings, names;
	uint32_t locals;	/* symbols up to the first global one */
	uint64_t image_base;	/* offset of the flat image in the file */
};

static bool merge_fail(struct merger *m, const struct merge_input *input,
		       const char *text)
{
	snprintf(m->merge->error, sizeof m->merge->error, "%s: %s",
		 input->file->path, text);
	return false;
}

static void out_align(struct emit *out, uint64_t align)
{
	static const uint8_t zeros[MERGE_IMAGE_ALIGN];

	if (align > 1 && out->size % align)
		emit_raw(out, zeros, align - out->size % align);
}

static uint32_t add_section(struct merger *m, const char *name,
			    const Elf64_Shdr *header)
{
	struct out_section *section = VEC_PUSH(m->arena, &m->sections);

	section->name = name;
	section->header = *header;
	return m->sections.count - 1;
}

/* ---- allocated sections -------------------------------------------------- */

static bool is_debug(const struct elf_section *section)
{
	return strncmp(section->name, ".debug_", 7) == 0 &&
		!(section->header.sh_flags & SHF_ALLOC) && section->bytes;
}

static void add_allocated(struct merger *m, const struct merge_input *input,
			  struct moved *moved)
{
	for (size_t i = 1; i < input->file->sections_count; i++) {
		const struct elf_section *section = &input->file->sections[i];
		Elf64_Shdr header = section->header;
		const char *name = section->name;

		if (!(header.sh_flags & SHF_ALLOC) || header.sh_size == 0)
			continue;
		if (*input->name)
			name = arena_printf(m->arena, "%s%s%s", input->name,
					    *name == '.' ? "" : ".", name);
		header.sh_offset = m->out->size;
		if (header.sh_type == SHT_NOBITS ||
		    input->image_offsets[i] == MERGE_NO_OFFSET)
			header.sh_type = SHT_NOBITS;
		else
			header.sh_offset = m->image_base +
				input->image_offsets[i];
		header.sh_link = header.sh_info = 0;
		header.sh_flags &= (Elf64_Xword)(SHF_WRITE | SHF_ALLOC |
						 SHF_EXECINSTR | SHF_TLS);
		header.sh_entsize = 0;
		moved[i].section = add_section(m, name, &header);
	}
}

static void add_extras(struct merger *m)
{
	for (size_t i = 0; i < m->merge->extras_count; i++) {
		const struct merge_extra *extra = &m->merge->extras[i];
		Elf64_Shdr header = {
			.sh_type = SHT_PROGBITS, .sh_flags = SHF_ALLOC,
			.sh_addr = extra->address, .sh_size = extra->size,
			.sh_offset = m->image_base + extra->image_offset,
			.sh_addralign = 8,
		};

		if (extra->size)
			add_section(m, extra->name, &header);
	}
}

/* ---- debug sections ------------------------------------------------------ */

static uint32_t joined_find(struct merger *m,
			    const struct elf_section *section)
{
	struct joined *joined;

	for (uint32_t i = 0; i < m->joined.count; i++)
		if (strcmp(m->joined.items[i].name, section->name) == 0)
			return i;
	joined = VEC_PUSH(m->arena, &m->joined);
	joined->name = section->name;
	joined->type = section->header.sh_type;
	joined->flags = section->header.sh_flags & (SHF_MERGE | SHF_STRINGS);
	joined->entry_size = section->header.sh_entsize;
	joined->align = 1;
	emit_init(&joined->bytes);
	return m->joined.count - 1;
}

static void join_debug(struct merger *m, const struct merge_input *input,
		       struct moved *moved)
{
	for (size_t i = 1; i < input->file->sections_count; i++) {
		const struct elf_section *section = &input->file->sections[i];
		struct joined *joined;
		uint64_t align = section->header.sh_addralign;

		if (!is_debug(section))
			continue;
		moved[i].joined = joined_find(m, section) + 1;
		joined = &m->joined.items[moved[i].joined - 1];
		if (align > 16 || (align & (align - 1)) || align == 0)
			align = 1;
		if (align > joined->align)
			joined->align = align;
		out_align(&joined->bytes, align);
		moved[i].base = joined->bytes.size;
		emit_raw(&joined->bytes, section->bytes,
			 section->header.sh_size);
	}
}

/* Add `base` to the 4 or 8 bytes at a place of a joined section. */
static bool move_reference(struct joined *joined, uint64_t place, size_t size,
			   uint64_t base)
{
	uint8_t *bytes = (uint8_t *)joined->bytes.data + place;
	uint64_t value = 0;

	if (place > joined->bytes.size || joined->bytes.size - place < size)
		return false;
	for (size_t i = 0; i < size; i++)
		value |= (uint64_t)bytes[i] << (8 * i);
	value += base;
	if (size == 4 && value > UINT32_MAX)
		return false;
	for (size_t i = 0; i < size; i++)
		bytes[i] = (uint8_t)(value >> (8 * i));
	return true;
}

/*
 * A reference from one debug section to another is R_AARCH64_ABS32 or, in
 * 64-bit DWARF, R_AARCH64_ABS64. Those to code are final already.
 */
static bool move_relocations(struct merger *m, const struct merge_input *input,
			     const struct elf_section *section,
			     const struct moved *moved)
{
	const struct elf_file *file = input->file;
	const struct moved *target = &moved[section->header.sh_info];
	size_t count;
	struct elf_relocation *list = elf_relocations(section, &count);
	bool good = true;

	for (size_t i = 0; good && i < count; i++) {
		const struct elf_relocation *r = &list[i];
		uint16_t of = file->symbols[r->symbol].section;

		if (of >= file->sections_count || !moved[of].joined ||
		    (r->type != R_AARCH64_ABS32 && r->type != R_AARCH64_ABS64))
			continue;
		good = move_reference(&m->joined.items[target->joined - 1],
				      target->base + r->offset,
				      r->type == R_AARCH64_ABS32 ? 4 : 8,
				      moved[of].base);
	}
	free(list);
	return good || merge_fail(m, input, "a reference between debug "
				  "sections does not fit");
}

/* The first input stays where it is, so it may come without relocations. */
static bool move_debug(struct merger *m, const struct merge_input *input,
		       const struct moved *moved)
{
	bool has_relocations = false, has_info = false;

	for (size_t i = 1; i < input->file->sections_count; i++) {
		const struct elf_section *section = &input->file->sections[i];

		if (strcmp(section->name, ".debug_info") == 0)
			has_info = section->header.sh_size != 0;
		if (section->header.sh_type != SHT_RELA ||
		    !moved[section->header.sh_info].joined)
			continue;
		has_relocations = true;
		if (!move_relocations(m, input, section, moved))
			return false;
	}
	if (has_info && !has_relocations && input != m->merge->inputs)
		return merge_fail(m, input, "has debug data without "
				  "relocations: link it with --emit-relocs");
	return true;
}

static void add_joined(struct merger *m)
{
	for (uint32_t i = 0; i < m->joined.count; i++) {
		struct joined *joined = &m->joined.items[i];
		Elf64_Shdr header = {
			.sh_type = joined->type, .sh_flags = joined->flags,
			.sh_size = joined->bytes.size,
			.sh_addralign = joined->align,
			.sh_entsize = joined->entry_size,
		};

		out_align(m->out, joined->align);
		header.sh_offset = m->out->size;
		emit_raw(m->out, joined->bytes.data, joined->bytes.size);
		add_section(m, joined->name, &header);
	}
}

/* ---- symbols ------------------------------------------------------------- */

const char *merge_prefix(struct arena *arena, const char *instance)
{
	size_t length = strlen(instance);
	char *prefix = arena_alloc(arena, 2 * length + 3), *to = prefix;

	for (size_t i = 0; i < length; i++) {
		if (instance[i] == '.')
			*to++ = ':';
		*to++ = instance[i] == '.' ? ':' : instance[i];
	}
	memcpy(to, "::", 3);
	return prefix;
}

/* Mapping symbols ($x, $d) and file names mean something as they are. */
static const char *symbol_prefix(const struct merge_input *input,
				 const struct elf_symbol *symbol)
{
	if (symbol->type == STT_FILE || symbol->name[0] == '$')
		return "";
	return input->prefix;
}

static void add_symbol(struct merger *m, const struct merge_input *input,
		       const struct elf_symbol *symbol, uint16_t section)
{
	const char *prefix = symbol_prefix(input, symbol);
	Elf64_Sym out = {
		.st_name = (Elf64_Word)m->strings.size,
		.st_info = (unsigned char)(symbol->binding << 4 |
					   symbol->type),
		.st_other = symbol->other,
		.st_shndx = section,
		.st_value = symbol->value,
		.st_size = symbol->size,
	};

	emit_raw(&m->strings, prefix, strlen(prefix));
	emit_raw(&m->strings, symbol->name, strlen(symbol->name) + 1);
	emit_raw(&m->symbols, &out, sizeof out);
}

static void add_symbols(struct merger *m, const struct merge_input *input,
			const struct moved *moved, bool local)
{
	for (size_t i = 1; i < input->file->symbols_count; i++) {
		const struct elf_symbol *symbol = &input->file->symbols[i];
		uint16_t section = symbol->section;

		if (local != (symbol->binding == STB_LOCAL) ||
		    symbol->type == STT_SECTION || section == SHN_UNDEF ||
		    section == SHN_COMMON || !*symbol->name)
			continue;
		if (section != SHN_ABS) {
			section = (uint16_t)moved[section].section;
			if (section == 0)
				continue;
		}
		add_symbol(m, input, symbol, section);
	}
}

static void add_all_symbols(struct merger *m)
{
	static const Elf64_Sym none;

	emit_raw(&m->symbols, &none, sizeof none);
	emit_raw(&m->strings, "", 1);
	for (size_t i = 0; i < m->merge->inputs_count; i++)
		add_symbols(m, &m->merge->inputs[i], m->moved[i], true);
	m->locals = (uint32_t)(m->symbols.size / sizeof none);
	for (size_t i = 0; i < m->merge->inputs_count; i++)
		add_symbols(m, &m->merge->inputs[i], m->moved[i], false);
}

static void write_symbols(struct merger *m)
{
	Elf64_Shdr symbols = {
		.sh_type = SHT_SYMTAB, .sh_size = m->symbols.size,
		.sh_link = m->sections.count + 1, .sh_info = m->locals,
		.sh_addralign = 8, .sh_entsize = sizeof(Elf64_Sym),
	};
	Elf64_Shdr strings = {
		.sh_type = SHT_STRTAB, .sh_size = m->strings.size,
		.sh_addralign = 1,
	};

	out_align(m->out, 8);
	symbols.sh_offset = m->out->size;
	emit_raw(m->out, m->symbols.data, m->symbols.size);
	strings.sh_offset = m->out->size;
	emit_raw(m->out, m->strings.data, m->strings.size);
	add_section(m, ".symtab", &symbols);
	add_section(m, ".strtab", &strings);
}

/* ---- headers ------------------------------------------------------------- */

/* Section names and headers, at the end of the file; gives their offset. */
static uint64_t write_sections(struct merger *m)
{
	Elf64_Shdr header = { .sh_type = SHT_STRTAB, .sh_addralign = 1 };
	uint64_t offset;

	add_section(m, ".shstrtab", &header);
	for (uint32_t i = 0; i < m->sections.count; i++) {
		struct out_section *section = &m->sections.items[i];

		section->header.sh_name = (Elf64_Word)m->names.size;
		emit_raw(&m->names, section->name, strlen(section->name) + 1);
	}
	m->sections.items[m->sections.count - 1].header.sh_offset =
		m->out->size;
	m->sections.items[m->sections.count - 1].header.sh_size =
		m->names.size;
	emit_raw(m->out, m->names.data, m->names.size);
	out_align(m->out, 8);
	offset = m->out->size;
	for (uint32_t i = 0; i < m->sections.count; i++)
		emit_raw(m->out, &m->sections.items[i].header,
			 sizeof(Elf64_Shdr));
	return offset;
}

static void write_head(struct merger *m)
{
	static const Elf64_Ehdr none;

	emit_raw(m->out, &none, sizeof none);
	for (size_t i = 0; i < m->merge->segments_count; i++) {
		const struct merge_segment *segment = &m->merge->segments[i];
		Elf64_Phdr header = {
			.p_type = PT_LOAD, .p_flags = segment->flags,
			.p_offset = m->image_base + segment->image_offset,
			.p_vaddr = segment->address,
			.p_paddr = segment->physical,
			.p_filesz = segment->size, .p_memsz = segment->size,
			.p_align = MERGE_IMAGE_ALIGN,
		};
		emit_raw(m->out, &header, sizeof header);
	}
	out_align(m->out, MERGE_IMAGE_ALIGN);
	emit_raw(m->out, m->merge->image, m->merge->image_size);
}

static void write_header(struct merger *m, uint64_t sections_offset)
{
	Elf64_Ehdr header = {
		.e_ident = { ELFMAG0, ELFMAG1, ELFMAG2, ELFMAG3, ELFCLASS64,
			     ELFDATA2LSB, EV_CURRENT },
		.e_type = ET_EXEC, .e_machine = EM_AARCH64,
		.e_version = EV_CURRENT, .e_entry = m->merge->entry,
		.e_phoff = sizeof(Elf64_Ehdr), .e_shoff = sections_offset,
		.e_ehsize = sizeof(Elf64_Ehdr),
		.e_phentsize = sizeof(Elf64_Phdr),
		.e_phnum = (Elf64_Half)m->merge->segments_count,
		.e_shentsize = sizeof(Elf64_Shdr),
		.e_shnum = (Elf64_Half)m->sections.count,
		.e_shstrndx = (Elf64_Half)(m->sections.count - 1),
	};

	memcpy(m->out->data, &header, sizeof header);
}

/* ---- all ----------------------------------------------------------------- */

static bool merge_inputs(struct merger *m)
{
	const struct merge_input *inputs = m->merge->inputs;

	for (size_t i = 0; i < m->merge->inputs_count; i++) {
		m->moved[i] = arena_array(m->arena,
					  inputs[i].file->sections_count + 1,
					  sizeof **m->moved);
		add_allocated(m, &inputs[i], m->moved[i]);
		join_debug(m, &inputs[i], m->moved[i]);
	}
	for (size_t i = 0; i < m->merge->inputs_count; i++)
		if (!move_debug(m, &inputs[i], m->moved[i]))
			return false;
	if (m->sections.count + m->joined.count + 16 >= SHN_LORESERVE ||
	    m->merge->segments_count >= PN_XNUM) {
		snprintf(m->merge->error, sizeof m->merge->error,
			 "more sections than an ELF file takes (65,279)");
		return false;
	}
	return true;
}

static void merger_free(struct merger *m)
{
	for (uint32_t i = 0; i < m->joined.count; i++)
		emit_free(&m->joined.items[i].bytes);
	emit_free(&m->symbols);
	emit_free(&m->strings);
	emit_free(&m->names);
}

bool merge_write(struct merge *merge, struct arena *arena, struct emit *out)
{
	static const Elf64_Shdr none;
	struct merger m = { .merge = merge, .arena = arena, .out = out };
	uint64_t head = sizeof(Elf64_Ehdr) +
		merge->segments_count * sizeof(Elf64_Phdr);
	bool good;

	m.image_base = (head + MERGE_IMAGE_ALIGN - 1) &
		~(uint64_t)(MERGE_IMAGE_ALIGN - 1);
	m.moved = arena_array(arena, merge->inputs_count, sizeof *m.moved);
	emit_init(&m.symbols);
	emit_init(&m.strings);
	emit_init(&m.names);
	add_section(&m, "", &none);
	write_head(&m);
	good = merge_inputs(&m);
	if (good) {
		add_extras(&m);
		add_joined(&m);
		add_all_symbols(&m);
		write_symbols(&m);
		write_header(&m, write_sections(&m));
	}
	merger_free(&m);
	return good;
}
