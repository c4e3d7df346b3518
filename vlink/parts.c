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
	system->image_size = (uint64_t)layout->stored * ABI_PAGE_SIZE;
	system->memory_size = ABI_LOAD_ADDRESS +
		(uint64_t)layout->pages.count * ABI_PAGE_SIZE;
	system->kernel_size = layout->kernel_end - ABI_LOAD_ADDRESS;
}
