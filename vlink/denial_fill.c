/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * Denial (see denial.h): the table of each probe, from the holdings.
 */
#include <string.h>

#include <vesper/abi/denial.h>
#include <vesper/abi/syscall.h>

#include "back.h"
#include "denial.h"
#include "layout.h"
#include "report.h"

static uint64_t leaf_rights(uint64_t leaf)
{
	return ABI_RIGHT_READ |
		(uint64_t)(leaf & DESC_READ_ONLY ? 0 : ABI_RIGHT_WRITE) |
		(uint64_t)(leaf & DESC_UXN ? 0 : ABI_RIGHT_EXEC);
}

static uint64_t granted(const holdings *list, const struct instance *instance,
			const struct extent *extent)
{
	for (uint32_t i = 0; i < list->count; i++) {
		const struct holding *h = &list->items[i];

		if (h->holder == instance && h->size &&
		    extent->address >= h->address &&
		    extent->address - h->address < h->size)
			return h->rights & leaf_rights(extent->leaf);
	}
	return 0;
}

static void add_part(struct layout *layout, struct abi_denial *table,
		     uint64_t address, uint64_t pages, uint64_t rights)
{
	if (table->parts_count == ABI_DENIAL_PARTS) {
		if (layout->good)
			layout_error(layout, layout->system->where, BACK_RANGE,
				     "the system has more than %u parts of "
				     "memory: too many for its denial test",
				     ABI_DENIAL_PARTS);
		return;
	}
	table->parts[table->parts_count++] =
		(struct abi_denial_part){ address, pages, rights };
}

static bool is_in_space(const struct layout *layout, uint64_t address)
{
	for (uint32_t i = 0; i < layout->spaces.count; i++) {
		const struct space *space = layout->spaces.items[i];

		if (address >= space->address && address - space->address <
		    space->windows * ABI_WINDOW_SIZE)
			return true;
	}
	return false;
}

/* The kernel maps no more than all memory; its objects have no place yet. */
static uint64_t kernel_pages(const struct layout *layout)
{
	uint64_t pages = layout->kernel_end / ABI_PAGE_SIZE + 1024;

	for (uint32_t i = 0; i < layout->extents.count; i++)
		pages += layout->extents.items[i].pages;
	return pages;
}

/* What nobody has: null, the kernel, physical addresses, beyond the end. */
static void add_nowhere(struct layout *layout, struct abi_denial *table)
{
	const struct board *board = &layout->system->board;
	uint64_t list[] = {
		0, ABI_LOAD_ADDRESS,
		UINT64_C(1) << user_bits(board),
		UINT64_C(1) << ABI_ADDRESS_BITS_MAX,
		(UINT64_C(1) << user_bits(board)) - ABI_PAGE_SIZE,
	};

	for (size_t i = 0; i < sizeof(list) / sizeof(*list); i++)
		if (!is_in_space(layout, list[i]))
			add_part(layout, table, list[i], 1, 0);
	for (size_t i = 0; i < board->devices_count; i++)
		if (!is_in_space(layout, board->devices[i].address))
			add_part(layout, table, board->devices[i].address,
				 board->devices[i].size / ABI_PAGE_SIZE, 0);
	add_part(layout, table, ABI_KERNEL_BASE, kernel_pages(layout), 0);
	add_part(layout, table, ABI_KERNEL_DEVICES, ABI_TABLE_ENTRIES, 0);
}

/* The controller's lines, as far as the board names them. */
static uint32_t lines_of(const struct board *board)
{
	uint32_t lines = 0;

	for (size_t i = 0; i < board->devices_count; i++)
		for (size_t j = 0; j < board->devices[i].irqs_count; j++)
			if (board->devices[i].irqs[j] >= lines)
				lines = board->devices[i].irqs[j] + 1;
	return lines;
}

/* The methods that a connection names, as one more list. */
static uint16_t fill_limit(const struct connection *c, struct abi_denial *table)
{
	struct abi_denial_limit *limit = &table->limits[table->limits_count];

	if (!c || !c->methods || table->limits_count == ABI_DENIAL_LIMITS)
		return 0;
	memcpy(limit->bits, c->methods + 1,
	       c->methods_size - sizeof *c->methods);
	return (uint16_t)++table->limits_count;
}

static void fill_slots(const struct instance *instance,
		       struct abi_denial *table)
{
	table->slots = (uint32_t)first_free_slot(instance) +
		component_empty_slots(instance->component);
	for (size_t i = 0; i < instance->caps_count; i++) {
		const struct capability *cap = &instance->caps[i];

		if (cap->slot < ABI_DENIAL_SLOTS)
			table->slot[cap->slot] = (struct abi_denial_slot){
				(uint8_t)cap->type, cap->rights,
				fill_limit(cap->connection, table) };
	}
}

static void fill_table(struct layout *layout, const struct instance *instance,
		       const holdings *list, struct abi_denial *table)
{
	strncpy(table->name, instance->name, sizeof(table->name) - 1);
	table->turn = instance->index;
	table->turns = (uint32_t)layout->system->instances_count;
	table->windows = (uint32_t)((UINT64_C(1) <<
				     user_bits(&layout->system->board)) /
				    ABI_WINDOW_SIZE);
	table->lines = lines_of(&layout->system->board);
	fill_slots(instance, table);
	for (uint32_t i = 0; i < layout->extents.count; i++) {
		const struct extent *extent = &layout->extents.items[i];

		add_part(layout, table, extent->address, extent->pages,
			 granted(list, instance, extent));
	}
	for (uint32_t i = 0; i < layout->nameds.count; i++)
		add_part(layout, table, layout->nameds.items[i].address,
			 layout->nameds.items[i].size / ABI_PAGE_SIZE, 0);
	add_nowhere(layout, table);
}

/* The bytes of the probe's table in the instance's data. */
static uint8_t *table_bytes(struct layout *layout, const struct unit *unit)
{
	const struct elf_symbol *symbol = elf_symbol(&unit->file,
						     "denial_table");

	for (uint32_t i = 0; symbol && i < unit->space->extents_count; i++) {
		const struct extent *extent =
			&layout->extents.items[unit->space->first_extent + i];
		uint64_t offset = symbol->value - extent->address;
		uint64_t size = extent->pages * ABI_PAGE_SIZE;

		if (extent->bytes && symbol->value >= extent->address &&
		    offset < size &&
		    size - offset >= sizeof(struct abi_denial))
			return extent->bytes + offset;
	}
	layout_error(layout, unit->instance->where, BACK_SYMBOL,
		     "internal: %s has no table for its denial test",
		     unit->file.path);
	return NULL;
}

void denial_fill(struct layout *layout)
{
	holdings list = { 0 };
	struct abi_denial *table = ARENA_NEW(layout->arena,
					       struct abi_denial);

	holdings_list(layout->system, &list);
	for (size_t i = 0; i < layout->system->instances_count; i++) {
		uint8_t *bytes = table_bytes(layout, &layout->units[i]);

		if (!bytes)
			return;
		memset(table, 0, sizeof(*table));
		fill_table(layout, layout->system->instances[i], &list, table);
		memcpy(bytes, table, sizeof(*table));
	}
}
