/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * What a component's restart needs: the first contents of all that it can write,
 * on pages that it can only read, and the list of what is copied or cleared
 * (struct abi_restore_list), which handles.c puts into the connection pages.
 *
 * Stacks are left as they are, but for their thread blocks; of a control block
 * the first word matters, with which activations are off. Areas belong to the
 * clients too and are not touched, nor the control blocks of what is made, and a
 * region that can be code may be so now, which nobody can write.
 */
#include <string.h>

#include <vesper/abi/thread.h>

#include "back.h"
#include "layout.h"

struct first {
	struct layout *layout;
	const struct unit *unit;
	struct instance *instance;
	VEC(uint8_t) bytes;	/* the first contents */
};

static struct abi_restore *restore_add(struct first *first, uint64_t to,
				       uint64_t size)
{
	struct instance *instance = first->instance;
	struct abi_restore *restore =
		&instance->restores[instance->restores_count];

	if (instance->restores_count == instance->restore_room) {
		layout_error(first->layout, instance->where, BACK_RANGE,
			     "internal: more to restore in '%s' than planned",
			     instance->name);
		return restore - 1;
	}
	instance->restores_count++;
	*restore = (struct abi_restore){ .to = to, .size = size };
	return restore;
}

/* `from` is an offset, plus one, until the contents have their place. */
static void restore_copy(struct first *first, uint64_t to,
			 const uint8_t *bytes, uint64_t size)
{
	restore_add(first, to, size)->from = first->bytes.count + 1;
	for (uint64_t i = 0; i < size; i++)
		*VEC_PUSH(first->layout->arena, &first->bytes) = bytes[i];
	while (first->bytes.count % sizeof(uint64_t))
		*VEC_PUSH(first->layout->arena, &first->bytes) = 0;
}

static void restore_segments(struct first *first)
{
	const struct unit *unit = first->unit;

	for (uint32_t i = unit->space->first_extent; i < unit->segments_end;
	     i++) {
		const struct extent *extent = &first->layout->extents.items[i];
		uint64_t size = extent->pages * ABI_PAGE_SIZE;

		if (extent->leaf != DESC_USER_DATA)
			continue;
		if (extent->bytes)
			restore_copy(first, extent->address, extent->bytes,
				     size);
		else
			restore_add(first, extent->address, size);
	}
}

/* Part of the pages behind the segments, which all have bytes. */
static void restore_part(struct first *first, uint64_t address, uint64_t size)
{
	const struct layout *layout = first->layout;

	for (uint32_t i = first->unit->segments_end;
	     i < layout->extents.count; i++) {
		const struct extent *extent = &layout->extents.items[i];
		uint64_t offset = address - extent->address;

		if (extent->bytes && address >= extent->address &&
		    offset < extent->pages * ABI_PAGE_SIZE) {
			restore_copy(first, address, extent->bytes + offset,
				     size);
			return;
		}
	}
}

static void restore_all(struct first *first)
{
	const struct instance *instance = first->instance;
	const struct component *c = instance->component;
	uint64_t block = thread_block_size(first->unit);

	restore_segments(first);
	for (size_t i = 0; i < c->regions_count; i++)
		if (!c->regions[i].is_code && !c->regions[i].blocks)
			restore_add(first, instance->regions[i].address,
				    page_up(c->regions[i].size));
	for (size_t i = 0; i < c->vps_count; i++) {
		restore_part(first, instance->vps[i].thread, block);
		for (uint32_t t = 1; t < c->vps[i].threads; t++)
			restore_part(first, instance->vps[i].threads[t],
				     block);
		restore_part(first, instance->vps[i].control,
			     sizeof(uint64_t));
	}
	for (uint32_t i = 0; i < c->pool.workers; i++)
		restore_part(first, instance->workers[i], block);
	if (c->fault.name)
		restore_part(first, instance->handler_stack, block);
}

uint64_t unit_restart(struct layout *layout, struct unit *unit, uint64_t end)
{
	struct instance *instance = unit->instance;
	struct first first = { .layout = layout, .unit = unit,
			       .instance = instance };
	struct extent *extent;

	if (!instance->component->restart.always)
		return end;
	instance->restores = arena_array(layout->arena, instance->restore_room,
					 sizeof *instance->restores);
	restore_all(&first);
	for (size_t i = 0; i < instance->restores_count; i++)
		if (instance->restores[i].from)
			instance->restores[i].from += end - 1;
	extent = VEC_PUSH(layout->arena, &layout->extents);
	extent->name = "first contents";
	extent->space = unit->space;
	extent->address = end;
	extent->pages = page_up(first.bytes.count) / ABI_PAGE_SIZE;
	extent->leaf = DESC_USER_CONST;
	extent->bytes = arena_alloc(layout->arena,
				    page_up(first.bytes.count));
	memcpy(extent->bytes, first.bytes.items, first.bytes.count);
	end += extent->pages * ABI_PAGE_SIZE;
	if (end > instance->window + instance->windows * ABI_WINDOW_SIZE)
		layout_error(layout, instance->where, BACK_WINDOW_FULL,
			     "instance '%s' does not fit its %llu windows of "
			     "2 MiB with what a restart needs", instance->name,
			     (unsigned long long)instance->windows);
	return end;
}
