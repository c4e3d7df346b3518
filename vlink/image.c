/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * The image: every step of the layout in order, the boot record, and the two
 * files. Both are written whole to a temporary and renamed; after an error
 * there is none.
 */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/emit.h"

#include "back.h"
#include "layout.h"
#include "merge.h"

void layout_error(struct layout *layout, struct span where, unsigned number,
		  const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	diag_error(layout->system->diag, where, number, "%s",
		   arena_vprintf(layout->arena, format, arguments));
	va_end(arguments);
	layout->good = false;
}

uint64_t layout_control(const struct layout *layout,
			const struct instance *instance, uint64_t address)
{
	for (uint32_t i = 0; i < layout->extents.count; i++) {
		const struct extent *extent = &layout->extents.items[i];

		if (extent->kernel && extent->address == address &&
		    extent->space->owner == instance)
			return ABI_KERNEL_BASE + extent->frames[0];
	}
	return 0;
}

/* ---- boot record --------------------------------------------------------- */

static struct abi_array array_at(const struct layout *layout,
				 struct abi_array array)
{
	if (array.count == 0)
		return (struct abi_array){ 0, 0 };
	return (struct abi_array){ layout->objects.base + array.base,
				   array.count };
}

static void write_boot_record(struct layout *layout)
{
	const struct objects *o = &layout->objects;
	uint64_t image_end = ABI_LOAD_ADDRESS +
		(uint64_t)layout->stored * ABI_PAGE_SIZE;
	struct abi_boot boot = {
		.magic = ABI_BOOT_MAGIC,
		.version = ABI_VERSION,
		.address_bits = user_bits(&layout->system->board),
		.image_end = image_end,
		.zero_end = ABI_LOAD_ADDRESS +
			(uint64_t)layout->pages.count * ABI_PAGE_SIZE,
		.early_pages = layout->early,
		.kernel_root = layout->kernel_root,
		.identity_root = layout->identity_root,
		.early_runs = layout->early_runs,
		.runs = { layout->runs_base, layout->runs_count },
		.domains = array_at(layout, o->domains),
		.vps = o->vps,
		.pools = array_at(layout, o->pools),
		.workers = array_at(layout, o->workers),
		.portals = array_at(layout, o->portals),
		.regions = array_at(layout, o->regions),
		.views = array_at(layout, o->views),
		.budgets = array_at(layout, o->budgets),
		.events = array_at(layout, o->events),
		.irqs = array_at(layout, o->irqs),
		.grants = array_at(layout, o->grants),
		.factories = array_at(layout, o->factories),
	};

	if (layout->system->debug) {
		boot.places = (struct abi_array){ layout->places_base,
						  layout->places_count };
		boot.names = (struct abi_array){ layout->names_base,
						 layout->names_size };
	}
	memcpy(layout->pages.items[0].bytes + ABI_BOOT_OFFSET, &boot,
	       sizeof boot);
}

/* ---- what the merge needs ------------------------------------------------ */

struct segments {
	VEC(struct merge_segment) list;
};

static void add_segment(struct layout *layout, struct segments *segments,
			uint64_t address, uint64_t physical, uint64_t size,
			uint32_t flags)
{
	struct merge_segment *last = segments->list.count ?
		&segments->list.items[segments->list.count - 1] : NULL;

	if (last && last->flags == flags &&
	    last->address + last->size == address &&
	    last->physical + last->size == physical) {
		last->size += size;
		return;
	}
	*VEC_PUSH(layout->arena, &segments->list) = (struct merge_segment){
		.address = address, .physical = physical, .size = size,
		.image_offset = physical - ABI_LOAD_ADDRESS, .flags = flags,
	};
}

static bool is_stored(const struct layout *layout, uint64_t physical)
{
	return physical >= ABI_LOAD_ADDRESS &&
		(physical - ABI_LOAD_ADDRESS) / ABI_PAGE_SIZE <
		layout->stored;
}

static uint32_t leaf_flags(uint64_t leaf)
{
	bool writable = !(leaf & DESC_READ_ONLY);
	bool executable = leaf & DESC_EL0 ? !(leaf & DESC_UXN) :
		!(leaf & DESC_PXN);

	return (uint32_t)(PF_R | (writable ? PF_W : 0) |
			  (executable ? PF_X : 0));
}

static int segment_compare(const void *a, const void *b)
{
	const struct merge_segment *x = a, *y = b;

	return (x->address > y->address) - (x->address < y->address);
}

static void list_segments(struct layout *layout, struct segments *segments)
{
	for (uint32_t i = 0; i < layout->extents.count; i++) {
		const struct extent *extent = &layout->extents.items[i];

		for (uint64_t page = 0; page < extent->pages; page++)
			if (is_stored(layout, extent->frames[page]))
				add_segment(layout, segments, extent->address +
					    page * ABI_PAGE_SIZE,
					    extent->frames[page],
					    ABI_PAGE_SIZE,
					    leaf_flags(extent->leaf));
	}
	for (uint32_t i = 0; i < layout->ranges.count; i++) {
		const struct kernel_range *range = &layout->ranges.items[i];

		if (is_stored(layout, range->physical))
			add_segment(layout, segments,
				    ABI_KERNEL_BASE + range->physical,
				    range->physical,
				    range->pages * ABI_PAGE_SIZE,
				    leaf_flags(range->leaf));
	}
	qsort(segments->list.items, segments->list.count,
	      sizeof *segments->list.items, segment_compare);
}

/* The frame of a user page of the unit's own; 0 if it has none. */
static uint64_t frame_of(const struct layout *layout, const struct unit *unit,
			 uint64_t address)
{
	for (uint32_t i = 0; i < unit->space->extents_count; i++) {
		const struct extent *extent =
			&layout->extents.items[unit->space->first_extent + i];
		uint64_t page = (address - extent->address) / ABI_PAGE_SIZE;

		if (address >= extent->address && page < extent->pages)
			return extent->frames[page];
	}
	return 0;
}

/* Where a section's bytes are in the flat image, if they are in one piece. */
static uint64_t section_offset(const struct layout *layout,
			       const struct unit *unit, const Elf64_Shdr *header)
{
	uint64_t start = header->sh_addr & ~(uint64_t)(ABI_PAGE_SIZE - 1);
	uint64_t pages = (page_up(header->sh_addr + header->sh_size) - start) /
		ABI_PAGE_SIZE;
	uint64_t first = unit ? frame_of(layout, unit, start) :
		start - ABI_KERNEL_BASE;

	for (uint64_t i = 0; i < pages; i++) {
		uint64_t frame = unit ? frame_of(layout, unit, start +
						 i * ABI_PAGE_SIZE) :
			first + i * ABI_PAGE_SIZE;

		if (frame != first + i * ABI_PAGE_SIZE ||
		    !is_stored(layout, frame))
			return MERGE_NO_OFFSET;
	}
	return first - ABI_LOAD_ADDRESS + header->sh_addr % ABI_PAGE_SIZE;
}

static void make_input(struct layout *layout, const struct unit *unit,
		       const struct elf_file *file, struct merge_input *input)
{
	uint64_t *offsets = arena_array(layout->arena,
					file->sections_count + 1,
					sizeof *offsets);

	for (size_t i = 1; i < file->sections_count; i++) {
		const Elf64_Shdr *header = &file->sections[i].header;

		offsets[i] = header->sh_flags & SHF_ALLOC &&
			header->sh_type != SHT_NOBITS ?
			section_offset(layout, unit, header) : MERGE_NO_OFFSET;
	}
	input->file = file;
	input->image_offsets = offsets;
	input->name = unit ? unit->instance->name : "";
	input->prefix = unit ? merge_prefix(layout->arena, input->name) : "";
}

static void list_extras(struct layout *layout, struct merge_extra extras[3])
{
	const struct objects *o = &layout->objects;

	extras[0] = (struct merge_extra){
		"vesper.objects", o->base,
		o->base - ABI_KERNEL_BASE - ABI_LOAD_ADDRESS, o->size,
	};
	extras[1] = (struct merge_extra){
		"vesper.names", layout->places_base,
		layout->places_base - ABI_KERNEL_BASE - ABI_LOAD_ADDRESS,
		layout->names_base - layout->places_base + layout->names_size,
	};
	extras[2] = (struct merge_extra){
		"vesper.runs", ABI_KERNEL_BASE + layout->runs_base,
		layout->runs_base - ABI_LOAD_ADDRESS,
		layout->runs_count * sizeof *layout->runs,
	};
}

/* ---- files --------------------------------------------------------------- */

static uint8_t *flat_bytes(struct layout *layout)
{
	uint8_t *flat = arena_array(layout->arena, layout->stored,
				    ABI_PAGE_SIZE);

	for (uint32_t i = 0; i < layout->stored; i++)
		if (layout->pages.items[i].bytes)
			memcpy(flat + (uint64_t)i * ABI_PAGE_SIZE,
			       layout->pages.items[i].bytes, ABI_PAGE_SIZE);
	return flat;
}

static void make_merged(struct layout *layout, const uint8_t *flat,
			struct emit *out)
{
	size_t count = layout->system->instances_count + 1;
	struct merge_input *inputs = arena_array(layout->arena, count,
						 sizeof *inputs);
	struct merge_extra extras[3];
	struct segments segments = { 0 };
	struct merge merge = {
		.inputs = inputs, .inputs_count = count,
		.extras = extras, .extras_count = 3,
		.image = flat,
		.image_size = (uint64_t)layout->stored * ABI_PAGE_SIZE,
		.entry = layout->kernel.entry - ABI_KERNEL_BASE,
	};

	list_segments(layout, &segments);
	list_extras(layout, extras);
	merge.segments = segments.list.items;
	merge.segments_count = segments.list.count;
	make_input(layout, NULL, &layout->kernel, &inputs[0]);
	for (size_t i = 1; i < count; i++)
		make_input(layout, &layout->units[i - 1],
			   &layout->units[i - 1].file, &inputs[i]);
	if (!merge_write(&merge, layout->arena, out))
		layout_error(layout, layout->system->where, BACK_MERGE, "%s",
			     merge.error);
}

static void save(struct layout *layout, const struct emit *out,
		 const char *path)
{
	if (!emit_save(out, path, 0666))
		layout_error(layout, layout->system->where, BACK_WRITE,
			     "cannot write %s: %m", path);
}

static void write_files(struct layout *layout, const char *elf,
			const char *flat)
{
	uint8_t *bytes = flat_bytes(layout);
	struct emit merged, image;

	emit_init(&merged);
	emit_init(&image);
	make_merged(layout, bytes, &merged);
	emit_raw(&image, bytes, (size_t)layout->stored * ABI_PAGE_SIZE);
	if (layout->good)
		save(layout, &merged, elf);
	if (layout->good)
		save(layout, &image, flat);
	emit_free(&merged);
	emit_free(&image);
}

/* ---- all ----------------------------------------------------------------- */

/* Frames and tables, until the pages reserved for the runs are enough. */
static void settle(struct layout *layout)
{
	do {
		if (layout->runs_count > layout->runs_room)
			layout->runs_room = layout->runs_count;
		layout_frames(layout);
		if (!layout->good)
			return;
		objects_fill(layout);
		layout_tables(layout);
		layout_runs(layout);
	} while (layout->runs_count > layout->runs_room);
}

static void make_layout(struct layout *layout)
{
	layout_read(layout);
	if (!layout->good)
		return;
	layout_spaces(layout);
	layout_handles(layout);
	if (layout->system->denial)
		layout->system->denial(layout);
	layout_places(layout);
	objects_measure(layout);
	settle(layout);
	if (!layout->good)
		return;
	layout_check(layout);
	write_boot_record(layout);
	layout_parts(layout);
}

bool image_write(struct system *system, const char *elf, const char *flat)
{
	struct layout layout = {
		.system = system, .arena = system->arena, .good = true,
		.runs_room = 1,
	};

	make_layout(&layout);
	if (layout.good)
		write_files(&layout, elf, flat);
	elf_close(&layout.kernel);
	for (size_t i = 0; layout.units && i < system->instances_count; i++)
		elf_close(&layout.units[i].file);
	return layout.good;
}
