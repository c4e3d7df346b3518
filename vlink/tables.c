/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * Translation tables (abi/descriptor.h), written plainly into the bytes of
 * their pages; runs.c turns them into runs.
 *
 * User space: each space has its level-3 tables, each domain its level-2 pages
 * with one entry per window that it sees. With 32 bits of address the root is
 * in the domain object (objects.c writes it), with 30 it is the level-2 page.
 */
#include <string.h>

#include "back.h"
#include "layout.h"

static void set_entry(struct layout *layout, uint64_t table, uint64_t index,
		      uint64_t value)
{
	memcpy(layout_bytes(layout, table) + 8 * index, &value, sizeof value);
}

/* ---- user space ---------------------------------------------------------- */

static void map_extent(struct layout *layout, const struct extent *extent)
{
	const struct space *space = extent->space;

	for (uint64_t i = 0; i < extent->pages; i++) {
		uint64_t offset = extent->address - space->address +
			i * ABI_PAGE_SIZE;

		set_entry(layout, space->tables +
			  (offset >> ABI_WINDOW_SHIFT) * ABI_PAGE_SIZE,
			  offset >> ABI_PAGE_SHIFT & (ABI_TABLE_ENTRIES - 1),
			  extent->frames[i] | extent->leaf);
	}
}

static uint64_t window_attributes(uint8_t rights)
{
	uint64_t entry = rights & ABI_RIGHT_WRITE ? DESC_WINDOW :
		DESC_WINDOW_READ_ONLY;

	return rights & ABI_RIGHT_EXEC ? entry : entry | DESC_WINDOW_NO_EXEC;
}

static void map_sight(struct layout *layout, const struct sight *sight)
{
	const struct space *space = sight->space;
	const uint64_t *tables =
		layout->domain_tables[sight->domain->index];

	for (uint64_t w = 0; w < space->windows; w++) {
		uint64_t address = space->address + w * ABI_WINDOW_SIZE;

		set_entry(layout, tables[address >> 30 & 3],
			  address >> ABI_WINDOW_SHIFT &
			  (ABI_TABLE_ENTRIES - 1),
			  (space->tables + w * ABI_PAGE_SIZE) |
			  window_attributes(sight->rights));
	}
}

/* ---- the kernel ---------------------------------------------------------- */

static void map_range(struct layout *layout, const struct kernel_range *range)
{
	uint64_t tables = layout->kernel_root + ABI_PAGE_SIZE;

	for (uint64_t i = 0; i < range->pages; i++) {
		uint64_t physical = range->physical + i * ABI_PAGE_SIZE;

		set_entry(layout, tables +
			  (physical >> ABI_WINDOW_SHIFT) * ABI_PAGE_SIZE,
			  physical >> ABI_PAGE_SHIFT & (ABI_TABLE_ENTRIES - 1),
			  physical | range->leaf);
	}
}

static void map_kernel(struct layout *layout)
{
	uint64_t tables = layout->kernel_root + ABI_PAGE_SIZE;
	uint64_t last = layout->kernel_tables - 1;

	for (uint64_t i = 0; i < last; i++)
		set_entry(layout, layout->kernel_root, i,
			  (tables + i * ABI_PAGE_SIZE) | DESC_TABLE);
	for (uint32_t i = 0; i < layout->ranges.count; i++)
		map_range(layout, &layout->ranges.items[i]);
	set_entry(layout, layout->kernel_root,
		  (ABI_KERNEL_DEVICES - ABI_KERNEL_BASE) >> ABI_WINDOW_SHIFT,
		  (tables + last * ABI_PAGE_SIZE) | DESC_TABLE);
	for (size_t i = 0; i < layout->kernel_devices_count; i++)
		set_entry(layout, tables + last * ABI_PAGE_SIZE, i,
			  layout->kernel_devices[i] | DESC_KERNEL_DEVICE);
}

/*
 * The map with which the MMU is turned on: everything at its own address, in
 * blocks of 2 MiB, executable by the kernel. TTBR0 leaves it before any
 * component runs.
 */
static void map_identity(struct layout *layout)
{
	uint64_t end = ABI_LOAD_ADDRESS +
		(uint64_t)layout->pages.count * ABI_PAGE_SIZE;

	for (uint64_t at = 0; at < end; at += ABI_WINDOW_SIZE)
		set_entry(layout, layout->identity_root,
			  at >> ABI_WINDOW_SHIFT,
			  at | DESC_BLOCK | DESC_AF | DESC_UXN | DESC_INNER |
			  DESC_MEMORY);
}

void layout_tables(struct layout *layout)
{
	for (uint32_t i = 0; i < layout->extents.count; i++)
		map_extent(layout, &layout->extents.items[i]);
	for (uint32_t i = 0; i < layout->sights.count; i++)
		map_sight(layout, &layout->sights.items[i]);
	map_kernel(layout);
	map_identity(layout);
}
