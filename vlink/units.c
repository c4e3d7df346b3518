/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * Reading what was linked: the kernel, and one executable per instance, whose
 * segments become extents of the instance's private space.
 *
 * A loadable segment is mapped as its flags say: read-execute, read-only or
 * read-write. Writable and executable, or two segments in one page, would give
 * somebody a right that no line of source asks for: errors.
 */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "back.h"
#include "layout.h"

/* ---- the kernel ---------------------------------------------------------- */

static bool kernel_error(struct layout *layout, const char *text)
{
	layout_error(layout, layout->system->where, BACK_KERNEL, "%s: %s",
		     layout->system->kernel_elf, text);
	return false;
}

/* Segments in order of address, in kernel space, no page in two of them. */
static bool kernel_check_segments(struct layout *layout)
{
	uint64_t end = 0;

	for (size_t i = 0; i < layout->kernel.segments_count; i++) {
		const Elf64_Phdr *segment = &layout->kernel.segments[i];
		uint64_t physical = segment->p_vaddr - ABI_KERNEL_BASE;

		if (segment->p_type != PT_LOAD || segment->p_memsz == 0)
			continue;
		if (segment->p_vaddr < ABI_KERNEL_BASE ||
		    segment->p_vaddr + segment->p_memsz > ABI_KERNEL_DEVICES)
			return kernel_error(layout, "a segment outside of the "
					    "kernel's addresses");
		if ((segment->p_flags & (PF_W | PF_X)) == (PF_W | PF_X))
			return kernel_error(layout, "a segment that is "
					    "writable and executable");
		if (physical < end)
			return kernel_error(layout, "two segments in one "
					    "page, or not in order");
		if (physical < ABI_LOAD_ADDRESS && segment->p_filesz)
			return kernel_error(layout, "contents below the load "
					    "address");
		end = page_up(physical + segment->p_memsz);
	}
	layout->kernel_end = end;
	return end > ABI_LOAD_ADDRESS ||
		kernel_error(layout, "no segment to load");
}

static bool kernel_check_marks(struct layout *layout)
{
	uint64_t base = ABI_KERNEL_BASE + ABI_LOAD_ADDRESS;
	const uint8_t *record = elf_at(&layout->kernel, base + ABI_BOOT_OFFSET,
				       sizeof(struct abi_boot));
	const uint8_t *null = elf_at(&layout->kernel, base + ABI_NULL_OFFSET,
				     8);
	uint64_t word;

	if (!record)
		return kernel_error(layout, "no boot record");
	memcpy(&word, record, sizeof word);
	if (word != ABI_BOOT_MAGIC)
		return kernel_error(layout, "no boot record: the magic number "
				    "is missing");
	if (null)
		memcpy(&word, null, sizeof word);
	if (!null || word != ABI_NULL_KEY)
		return kernel_error(layout, "no null object");
	return true;
}

static bool kernel_read_devices(struct layout *layout)
{
	const struct elf_symbol *symbol = elf_symbol(&layout->kernel,
						     "kernel_devices");
	uint64_t *list = arena_array(layout->arena, ABI_TABLE_ENTRIES,
				     sizeof *list);

	if (!symbol)
		return kernel_error(layout, "no symbol kernel_devices");
	for (size_t i = 0; i < ABI_TABLE_ENTRIES; i++) {
		const uint8_t *entry = elf_at(&layout->kernel,
					      symbol->value + 8 * i, 8);

		if (!entry)
			break;
		memcpy(&list[i], entry, 8);
		if (list[i] == UINT64_MAX) {
			layout->kernel_devices = list;
			layout->kernel_devices_count = i;
			return true;
		}
		if (list[i] % ABI_PAGE_SIZE || list[i] & ~DESC_ADDRESS)
			break;
	}
	return kernel_error(layout, "kernel_devices is not a list of page "
			    "addresses closed by ~0");
}

static bool read_kernel(struct layout *layout)
{
	struct elf_file *file = &layout->kernel;

	if (!elf_open(file, layout->system->kernel_elf, ET_EXEC))
		return kernel_error(layout, file->error);
	return kernel_check_segments(layout) && kernel_check_marks(layout) &&
		kernel_read_devices(layout);
}

/* ---- instances ----------------------------------------------------------- */

static const char *segment_name(uint32_t flags)
{
	return flags & PF_X ? "text" : flags & PF_W ? "data" : "constants";
}

static uint64_t segment_leaf(uint32_t flags)
{
	return flags & PF_X ? DESC_USER_TEXT :
		flags & PF_W ? DESC_USER_DATA : DESC_USER_CONST;
}

static bool segment_error(struct layout *layout, const struct unit *unit,
			  unsigned number, const char *text)
{
	layout_error(layout, unit->instance->where, number, "%s: %s",
		     unit->file.path, text);
	return false;
}

static bool check_segment(struct layout *layout, const struct unit *unit,
			  const Elf64_Phdr *segment, uint64_t end)
{
	const struct instance *instance = unit->instance;
	uint64_t last = instance->window +
		instance->windows * ABI_WINDOW_SIZE;

	if ((segment->p_flags & (PF_W | PF_X)) == (PF_W | PF_X))
		return segment_error(layout, unit, BACK_WX, "a segment is "
				     "writable and executable");
	if (segment->p_vaddr < instance->window ||
	    segment->p_vaddr + segment->p_memsz > last)
		return segment_error(layout, unit, BACK_SEGMENT,
				     "a segment lies outside of the "
				     "instance's windows");
	if (segment->p_vaddr < end)
		return segment_error(layout, unit, BACK_SEGMENT,
				     "two segments in one page, or not in "
				     "order of address");
	return true;
}

/* Pages from `address` that the file has, then those it only reserves. */
static void add_segment(struct layout *layout, struct unit *unit,
			const Elf64_Phdr *segment)
{
	uint64_t before = segment->p_vaddr % ABI_PAGE_SIZE;
	uint64_t stored = segment->p_filesz ?
		page_up(before + segment->p_filesz) : 0;
	uint64_t all = page_up(before + segment->p_memsz);
	struct extent *extent;

	if (stored) {
		extent = VEC_PUSH(layout->arena, &layout->extents);
		extent->name = segment_name(segment->p_flags);
		extent->space = unit->space;
		extent->address = segment->p_vaddr - before;
		extent->pages = stored / ABI_PAGE_SIZE;
		extent->leaf = segment_leaf(segment->p_flags);
		extent->bytes = arena_alloc(layout->arena, stored);
		memcpy(extent->bytes + before,
		       unit->file.bytes + segment->p_offset,
		       segment->p_filesz);
	}
	if (all > stored) {
		extent = VEC_PUSH(layout->arena, &layout->extents);
		extent->name = "bss";
		extent->space = unit->space;
		extent->address = segment->p_vaddr - before + stored;
		extent->pages = (all - stored) / ABI_PAGE_SIZE;
		extent->leaf = segment_leaf(segment->p_flags);
	}
}

static bool read_tls(struct layout *layout, struct unit *unit,
		     const Elf64_Phdr *segment)
{
	uint64_t align = segment->p_align;

	if (segment->p_memsz == 0)
		return true;
	if (segment->p_memsz > TLS_MAX || align > ABI_PAGE_SIZE ||
	    (align & (align - 1)) != 0)
		return segment_error(layout, unit, BACK_TLS,
				     "thread-local data over 32 KiB, or "
				     "aligned to more than a page");
	unit->tls = segment;
	return true;
}

/* Extents of the segments; gives the end of the last in *end. */
static bool read_segments(struct layout *layout, struct unit *unit,
			  uint64_t *end)
{
	for (size_t i = 0; i < unit->file.segments_count; i++) {
		const Elf64_Phdr *segment = &unit->file.segments[i];

		if (segment->p_type == PT_TLS &&
		    !read_tls(layout, unit, segment))
			return false;
		if (segment->p_type != PT_LOAD || segment->p_memsz == 0)
			continue;
		if (!check_segment(layout, unit, segment, *end))
			return false;
		add_segment(layout, unit, segment);
		*end = page_up(segment->p_vaddr + segment->p_memsz);
	}
	return true;
}

static void add_connection_pages(struct layout *layout, struct unit *unit)
{
	const struct instance *instance = unit->instance;
	struct extent *extent;

	if (instance->connection_size == 0)
		return;
	extent = VEC_PUSH(layout->arena, &layout->extents);
	extent->name = "connections";
	extent->space = unit->space;
	extent->address = instance->window;
	extent->pages = page_up(instance->connection_size) / ABI_PAGE_SIZE;
	extent->leaf = DESC_USER_CONST;
	extent->bytes = arena_array(layout->arena, extent->pages,
				    ABI_PAGE_SIZE);
}

static bool read_entry(struct layout *layout, struct unit *unit,
		       const char *name, struct span where, uint64_t *address)
{
	const struct elf_symbol *symbol = elf_symbol(&unit->file, name);

	if (!symbol) {
		layout_error(layout, where, BACK_SYMBOL, "%s has no function "
			     "%s", unit->file.path, name);
		return false;
	}
	*address = symbol->value;
	return true;
}

const char *portal_symbol(struct arena *arena, const struct provide *provide)
{
	const char *limited = "";

	for (size_t i = 0; i < provide->connections_count; i++)
		if (provide->connections[i]->methods)
			limited = "limited_";
	return arena_printf(arena, "vesper_portal_%s%s", limited,
			    provide->decl->name);
}

static bool read_entries(struct layout *layout, struct unit *unit)
{
	struct instance *instance = unit->instance;
	const struct component *component = instance->component;
	const struct elf_symbol *symbol;
	bool good = true;

	for (size_t i = 0; i < component->provides_count; i++) {
		const struct provide_decl *decl = &component->provides[i];

		good &= read_entry(layout, unit, portal_symbol(layout->arena,
				   &instance->provides[i]), decl->where,
				   &instance->provides[i].entry);
	}
	for (size_t i = 0; i < component->vps_count; i++)
		if (!component->vps[i].is_for_restarts)
			good &= read_entry(layout, unit,
					   component->vps[i].start,
					   component->vps[i].where,
					   &instance->vps[i].entry);
	if (component->fault.name)
		good &= read_entry(layout, unit, "vesper_fault",
				   component->fault.where, &instance->handler);
	if (component->restart.always)
		good &= read_entry(layout, unit, "vesper_restart",
				   component->restart.where,
				   &instance->restart);
	/* A component that does not switch threads has none. */
	symbol = elf_symbol(&unit->file, "vesper_activate");
	for (size_t i = 0; symbol && i < component->vps_count; i++)
		instance->vps[i].activation = symbol->value;
	return good;
}

static void read_unit(struct layout *layout, struct unit *unit)
{
	struct instance *instance = unit->instance;
	struct space *space = ARENA_NEW(layout->arena, struct space);
	uint64_t end = instance->window + page_up(instance->connection_size);

	*space = (struct space){
		.name = instance->name, .owner = instance,
		.where = instance->where, .address = instance->window,
		.windows = instance->windows,
		.rights = ABI_RIGHT_READ | ABI_RIGHT_WRITE | ABI_RIGHT_EXEC,
		.first_extent = layout->extents.count,
	};
	unit->space = space;
	*VEC_PUSH(layout->arena, &layout->spaces) = space;
	if (!elf_open(&unit->file, instance->elf, ET_EXEC)) {
		segment_error(layout, unit, BACK_ELF, unit->file.error);
		return;
	}
	add_connection_pages(layout, unit);
	if (!read_segments(layout, unit, &end) || !read_entries(layout, unit))
		return;
	unit->segments_end = layout->extents.count;
	end = unit_stacks(layout, unit, end);
	end = unit_restart(layout, unit, end);
	space->extents_count = layout->extents.count - space->first_extent;
	/* Tables only for what is used: the bound was one for the worst. One
	   at least: a component may be nothing but a domain to share with. */
	space->windows = end == instance->window ? 1 :
		window_up(end - instance->window) / ABI_WINDOW_SIZE;
}

void layout_read(struct layout *layout)
{
	const struct system *system = layout->system;

	if (!read_kernel(layout))
		return;
	layout->units = arena_array(layout->arena, system->instances_count,
				    sizeof *layout->units);
	for (size_t i = 0; i < system->instances_count; i++) {
		layout->units[i].instance = system->instances[i];
		read_unit(layout, &layout->units[i]);
	}
}
