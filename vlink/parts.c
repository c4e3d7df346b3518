/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * What reports say about memory, from the very layout that became the image.
 */
#include "layout.h"

static uint8_t leaf_rights(uint64_t leaf)
{
	uint8_t rights = ABI_RIGHT_READ;

	if (!(leaf & DESC_READ_ONLY))
		rights |= ABI_RIGHT_WRITE;
	if (!(leaf & DESC_UXN))
		rights |= ABI_RIGHT_EXEC;
	return rights;
}

static uint8_t kernel_rights(uint64_t leaf)
{
	uint8_t rights = ABI_RIGHT_READ;

	if (!(leaf & DESC_READ_ONLY))
		rights |= ABI_RIGHT_WRITE;
	if (!(leaf & DESC_PXN))
		rights |= ABI_RIGHT_EXEC;
	return rights;
}

static void kernel_parts(const struct layout *layout)
{
	struct system *system = layout->system;
	size_t count = layout->ranges.count + layout->kernel_devices_count;
	struct kernel_part *part = arena_array(layout->arena, count,
					       sizeof(*part));

	system->kernel_parts = part;
	system->kernel_parts_count = count;
	for (uint32_t i = 0; i < layout->ranges.count; i++) {
		const struct kernel_range *range = &layout->ranges.items[i];

		*part++ = (struct kernel_part){
			.name = range->name,
			.address = ABI_KERNEL_BASE + range->physical,
			.physical = range->physical,
			.size = range->pages * ABI_PAGE_SIZE,
			.rights = kernel_rights(range->leaf),
		};
	}
	for (size_t i = 0; i < layout->kernel_devices_count; i++)
		*part++ = (struct kernel_part){
			.name = "device",
			.address = ABI_KERNEL_DEVICES + i * ABI_PAGE_SIZE,
			.physical = layout->kernel_devices[i],
			.size = ABI_PAGE_SIZE,
			.rights = ABI_RIGHT_READ | ABI_RIGHT_WRITE,
			.is_device = true,
		};
}

void layout_parts(const struct layout *layout)
{
	struct system *system = layout->system;
	uint32_t count = layout->extents.count;

	system->parts = arena_array(layout->arena, count,
				    sizeof(*system->parts));
	system->parts_count = count;
	for (uint32_t i = 0; i < count; i++) {
		const struct extent *extent = &layout->extents.items[i];

		system->parts[i] = (struct memory_part){
			.name = extent->name, .owner = extent->space->owner,
			.address = extent->address, .pages = extent->pages,
			.rights = leaf_rights(extent->leaf),
			.is_device = extent->space->is_device,
			.is_stored = extent->bytes != NULL,
		};
	}
	kernel_parts(layout);
	system->image_size = (uint64_t)layout->stored * ABI_PAGE_SIZE;
	system->memory_size = ABI_LOAD_ADDRESS +
		(uint64_t)layout->pages.count * ABI_PAGE_SIZE;
	system->kernel_size = layout->kernel_end - ABI_LOAD_ADDRESS;
}
