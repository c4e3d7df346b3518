/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * Frames: who owns which page of physical memory.
 *
 * From ABI_LOAD_ADDRESS up, stored in the image: the kernel's segments as they
 * were linked, the block of kernel objects, names, runs, then every page of an
 * instance that has contents. Behind the image's end, zeroed by boot: the
 * tables with which the MMU is turned on, then what the kernel maps (vps,
 * control blocks, level-2 tables), then all else.
 *
 * Each page is taken once, from one end of a list that only grows, so that two
 * owners of a frame cannot come from here; the devices' frames, which the
 * board names, are compared.
 */
#include <inttypes.h>
#include <string.h>

#include "back.h"
#include "layout.h"
#include "runs.h"

/*
 * A page of at most this many runs is zeroed and filled by boot instead of
 * stored: 24 runs take 576 bytes of the image instead of 4,096, and less time
 * to expand than to zero the page.
 */
#define RUNS_PER_PAGE_MAX 24u

static uint64_t page_address(const struct layout *layout, uint32_t index)
{
	(void)layout;
	return ABI_LOAD_ADDRESS + (uint64_t)index * ABI_PAGE_SIZE;
}

struct page *layout_page(struct layout *layout, uint64_t physical)
{
	return &layout->pages.items[(physical - ABI_LOAD_ADDRESS) /
				    ABI_PAGE_SIZE];
}

uint8_t *layout_bytes(struct layout *layout, uint64_t physical)
{
	struct page *page = layout_page(layout, physical);

	if (!page->bytes)
		page->bytes = arena_alloc(layout->arena, ABI_PAGE_SIZE);
	return page->bytes;
}

/* The next page, with these bytes. */
static uint64_t take(struct layout *layout, const char *owner,
		     const struct instance *instance, uint8_t *bytes)
{
	struct page *page = VEC_PUSH(layout->arena, &layout->pages);

	page->owner = owner;
	page->instance = instance;
	page->bytes = bytes;
	return page_address(layout, layout->pages.count - 1);
}

/* Consecutive pages of the kernel's; gives the address of the first. */
static uint64_t take_block(struct layout *layout, const char *owner,
			   uint8_t *bytes, uint64_t size)
{
	uint64_t first = page_address(layout, layout->pages.count);

	for (uint64_t at = 0; at < size; at += ABI_PAGE_SIZE)
		take(layout, owner, NULL, bytes ? bytes + at : NULL);
	return first;
}

static void add_range(struct layout *layout, const char *name,
		      uint64_t physical, uint64_t end, uint64_t leaf)
{
	struct kernel_range *range;

	if (physical == end)
		return;
	range = VEC_PUSH(layout->arena, &layout->ranges);
	*range = (struct kernel_range){
		name, physical, (end - physical) / ABI_PAGE_SIZE, leaf,
	};
}

/* ---- stored pages -------------------------------------------------------- */

static void take_segment(struct layout *layout, const Elf64_Phdr *segment)
{
	uint64_t physical = segment->p_vaddr - ABI_KERNEL_BASE;
	uint64_t before = physical % ABI_PAGE_SIZE;
	uint64_t size = page_up(before + segment->p_memsz);
	uint64_t first = physical - before;
	uint8_t *bytes;

	add_range(layout, "kernel", first, first + size,
		  segment->p_flags & PF_X ? DESC_KERNEL_TEXT :
		  segment->p_flags & PF_W ? DESC_KERNEL_DATA :
		  DESC_KERNEL_CONST);
	if (first < ABI_LOAD_ADDRESS)
		return;		/* the kernel's scratch memory: not stored */
	while (page_address(layout, layout->pages.count) < first)
		take(layout, "kernel", NULL, NULL);
	bytes = arena_alloc(layout->arena, size);
	memcpy(bytes + before, layout->kernel.bytes + segment->p_offset,
	       segment->p_filesz);
	take_block(layout, "kernel", bytes, size);
}

static void take_kernel(struct layout *layout)
{
	for (size_t i = 0; i < layout->kernel.segments_count; i++)
		if (layout->kernel.segments[i].p_type == PT_LOAD &&
		    layout->kernel.segments[i].p_memsz)
			take_segment(layout, &layout->kernel.segments[i]);
}

static void take_objects(struct layout *layout)
{
	struct objects *objects = &layout->objects;
	uint64_t physical = take_block(layout, "kernel objects",
				       objects->bytes, objects->size);

	objects->base = ABI_KERNEL_BASE + physical;
	add_range(layout, "kernel objects", physical,
		  physical + page_up(objects->size), DESC_KERNEL_DATA);
}

/*
 * Places, names and runs in one block, read by the kernel alone. The room for
 * runs is what is left of the block's last page, but not less than asked for.
 */
static void take_names(struct layout *layout)
{
	uint64_t places = layout->places_count * sizeof *layout->places;
	uint64_t names = (places + layout->names_size + 7) & ~UINT64_C(7);
	uint64_t size = page_up(names + layout->runs_room *
				sizeof *layout->runs);
	uint8_t *bytes = arena_alloc(layout->arena, size);
	uint64_t physical = take_block(layout, "names and runs", bytes, size);

	if (places)
		memcpy(bytes, layout->places, places);
	if (layout->names_size)
		memcpy(bytes + places, layout->names, layout->names_size);
	layout->places_base = ABI_KERNEL_BASE + physical;
	layout->names_base = layout->places_base + places;
	layout->runs = (struct abi_run *)(void *)(bytes + names);
	layout->runs_base = physical + names;
	layout->runs_room = (size - names) / sizeof *layout->runs;
	add_range(layout, "names and runs", physical, physical + size,
		  DESC_KERNEL_CONST);
}

static bool is_stored(const struct extent *extent, uint64_t page)
{
	const uint8_t *bytes;

	if (!extent->bytes || extent->kernel)
		return false;
	if (extent->leaf == DESC_USER_TEXT)
		return true;	/* disassembled without a running machine */
	bytes = extent->bytes + page * ABI_PAGE_SIZE;
	return runs_of_page(bytes, 0, NULL, 0) > RUNS_PER_PAGE_MAX;
}

/* The frames of all pages of extents for which the two flags hold. */
static void take_extents(struct layout *layout, bool stored, bool kernel)
{
	for (uint32_t i = 0; i < layout->extents.count; i++) {
		struct extent *extent = &layout->extents.items[i];

		if (extent->space->is_device || extent->kernel != kernel)
			continue;
		if (!extent->frames)
			extent->frames = arena_array(layout->arena,
						     extent->pages,
						     sizeof *extent->frames);
		for (uint64_t page = 0; page < extent->pages; page++) {
			if (is_stored(extent, page) != stored)
				continue;
			extent->frames[page] =
				take(layout, extent->name,
				     extent->space->owner, extent->bytes ?
				     extent->bytes + page * ABI_PAGE_SIZE :
				     NULL);
		}
	}
}

/* ---- zeroed pages -------------------------------------------------------- */

/* Which GiB of user addresses each domain has windows in. */
static void find_quarters(struct layout *layout, bool (*quarters)[4])
{
	uint64_t instances = layout->system->instances_count;
	uint64_t count = layout->objects.domains.count;

	for (size_t i = 0; i < count; i++)
		quarters[i][0] = true;
	for (uint32_t i = 0; i < layout->sights.count; i++) {
		const struct sight *sight = &layout->sights.items[i];

		for (uint64_t w = 0; w < sight->space->windows; w++)
			quarters[sight->domain->index]
				[(sight->space->address +
				  w * ABI_WINDOW_SIZE) >> 30 & 3] = true;
	}
	/* A region that is made at run time is shared by who makes it. */
	for (uint32_t i = 0; i < layout->spaces.count; i++) {
		const struct space *space = layout->spaces.items[i];

		for (uint64_t w = 0; w < space->windows; w++)
			quarters[space->owner->index][(space->address +
				w * ABI_WINDOW_SIZE) >> 30 & 3] = true;
	}
	/* Who makes views, or is made, at run time may come to see whatever
	   there is. */
	for (uint64_t i = 0; i < count; i++)
		for (uint64_t d = 0; d < instances && (i >= instances ||
		     component_empty_views(layout->system->instances[i]
					   ->component)); d++)
			for (unsigned q = 0; q < 4; q++)
				quarters[i][q] |= quarters[d][q];
}

static const struct instance *domain_owner(const struct layout *layout,
					   uint64_t index)
{
	const struct system *system = layout->system;
	const struct instance *owner;

	if (index < system->instances_count)
		return system->instances[index];
	(void)factory_of(system, ABI_TYPE_DOMAIN,
			 index - system->instances_count, &owner);
	return owner;
}

static void take_domain_tables(struct layout *layout)
{
	size_t count = layout->objects.domains.count;
	bool (*quarters)[4] = arena_array(layout->arena, count,
					  sizeof *quarters);

	layout->domain_tables = arena_array(layout->arena, count,
					    sizeof *layout->domain_tables);
	find_quarters(layout, quarters);
	for (size_t i = 0; i < count; i++)
		for (unsigned q = 0; q < 4; q++)
			if (quarters[i][q])
				layout->domain_tables[i][q] =
					take(layout, "level-2 table",
					     domain_owner(layout, i), NULL);
}

static uint64_t count_domain_tables(struct layout *layout)
{
	size_t count = layout->objects.domains.count;
	bool (*quarters)[4] = arena_array(layout->arena, count,
					  sizeof *quarters);
	uint64_t pages = 0;

	find_quarters(layout, quarters);
	for (size_t i = 0; i < count; i++)
		for (unsigned q = 0; q < 4; q++)
			pages += quarters[i][q];
	return pages;
}

/* Zeroed pages that the kernel maps. */
static uint64_t count_kernel_pages(struct layout *layout)
{
	uint64_t pages = layout->objects.vps.count +
		count_domain_tables(layout);

	for (uint32_t i = 0; i < layout->extents.count; i++)
		if (layout->extents.items[i].kernel)
			pages += layout->extents.items[i].pages;
	return pages;
}

/*
 * The kernel's tables come before what they map, so their number is looked for:
 * each maps 2 MiB, from physical 0 to the last page that the kernel maps.
 */
static void take_early(struct layout *layout)
{
	uint64_t start = page_address(layout, layout->pages.count);
	uint64_t mapped = count_kernel_pages(layout);
	uint64_t tables = 1, end;

	do {
		tables++;
		end = start + (tables + 2 + mapped) * ABI_PAGE_SIZE;
	} while ((tables - 1) * ABI_WINDOW_SIZE < end);
	layout->kernel_tables = tables;
	layout->kernel_root = take(layout, "kernel table", NULL, NULL);
	take_block(layout, "kernel table", NULL, tables * ABI_PAGE_SIZE);
	layout->identity_root = take(layout, "boot table", NULL, NULL);
	layout->early = layout->pages.count - layout->stored;
}

static void take_zeroed(struct layout *layout)
{
	struct objects *objects = &layout->objects;
	uint64_t first;

	take_early(layout);
	first = page_address(layout, layout->pages.count);
	objects->vps.base = ABI_KERNEL_BASE +
		take_block(layout, "vps", objects->vp_bytes,
			   objects->vps.count * ABI_PAGE_SIZE);
	take_extents(layout, false, true);
	take_domain_tables(layout);
	add_range(layout, "vps, control blocks, tables", first,
		  page_address(layout, layout->pages.count),
		  DESC_KERNEL_DATA);
	for (uint32_t i = 0; i < layout->spaces.count; i++) {
		struct space *space = layout->spaces.items[i];

		space->tables = page_address(layout, layout->pages.count);
		for (uint64_t w = 0; w < space->windows; w++)
			take(layout, "level-3 table", space->owner, NULL);
	}
	take_extents(layout, false, false);
}

/* ---- limits and owners --------------------------------------------------- */

static void check_limits(struct layout *layout)
{
	const struct system *system = layout->system;
	uint64_t image = (uint64_t)layout->stored * ABI_PAGE_SIZE;
	uint64_t end = page_address(layout, layout->pages.count);
	uint64_t limit = system->board.ram;

	if (system->memory_limit && system->memory_limit < limit)
		limit = system->memory_limit;
	if (end > limit)
		layout_error(layout, system->where, BACK_MEMORY, "the system "
			     "needs memory up to %" PRIu64 " KiB, there is "
			     "%" PRIu64 " KiB", end >> 10, limit >> 10);
	if (system->image_limit && image > system->image_limit)
		layout_error(layout, system->where, BACK_IMAGE, "the image "
			     "has %" PRIu64 " bytes, its limit is %" PRIu64,
			     image, system->image_limit);
}

static const struct extent *device_owner(struct layout *layout, uint32_t before,
					 uint64_t frame)
{
	for (uint32_t i = 0; i < before; i++) {
		const struct extent *extent = &layout->extents.items[i];

		if (extent->space->is_device && frame >= extent->frames[0] &&
		    frame - extent->frames[0] < extent->pages * ABI_PAGE_SIZE)
			return extent;
	}
	return NULL;
}

/*
 * A device's frame belongs to one instance, and is no memory. The kernel's own
 * devices are refused too, except in debug builds, where its reports share the
 * serial port with the component that drives it.
 */
static void check_device(struct layout *layout, uint32_t index)
{
	const struct extent *extent = &layout->extents.items[index];
	const struct space *space = extent->space;
	uint64_t end = page_address(layout, layout->pages.count);

	for (uint64_t i = 0; i < extent->pages; i++) {
		uint64_t frame = extent->frames[i];
		const struct extent *other = device_owner(layout, index, frame);

		if (other)
			layout_error(layout, space->where, BACK_FRAME, "the "
				     "frame %#" PRIx64 " of '%s' belongs to "
				     "'%s' already", frame, space->owner->name,
				     other->space->owner->name);
		if (frame < end || frame < layout->system->board.ram)
			layout_error(layout, space->where, BACK_FRAME, "the "
				     "device frame %#" PRIx64 " of '%s' is "
				     "memory", frame, space->owner->name);
		for (size_t k = 0; k < layout->kernel_devices_count; k++)
			if (layout->kernel_devices[k] == frame &&
			    !layout->system->debug)
				layout_error(layout, space->where, BACK_FRAME,
					     "the frame %#" PRIx64 " of '%s' "
					     "is a device of the kernel",
					     frame, space->owner->name);
	}
}

void layout_frames(struct layout *layout)
{
	layout->pages.count = 0;
	layout->ranges.count = 0;
	take_kernel(layout);
	take_objects(layout);
	take_names(layout);
	take_extents(layout, true, false);
	layout->stored = layout->pages.count;
	take_zeroed(layout);
	check_limits(layout);
	for (uint32_t i = 0; i < layout->extents.count; i++)
		if (layout->extents.items[i].space->is_device)
			check_device(layout, i);
}
