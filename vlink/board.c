/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * Boards: memory and devices that a system may give away.
 */
#include "front.h"

#include "base/suggest.h"

#define RAM_MAX		(UINT64_C(1) << 30)	/* what the kernel maps */
#define PHYSICAL_MAX	(UINT64_C(1) << 40)
#define IRQ_MAX		1023u

struct devices {
	VEC(struct board_device) list;
	struct names names;
};

static void device_at(struct front *front, const struct match *match,
		      struct board_device *device)
{
	const struct word *at = match->arg[0];

	device->address = word_in_range(front, at, 0, PHYSICAL_MAX,
					"a device's address");
	device->size = word_in_range(front, match->arg[1], ABI_PAGE_SIZE,
				     ABI_WINDOW_SIZE, "a device's size");
	if ((device->address | device->size) % ABI_PAGE_SIZE)
		diag_error(front->diag, at->at, CHECK_RANGE,
			   "a device is given away in whole pages of 4K");
}

static void device_irqs(struct front *front, const struct match *match,
			struct board_device *device)
{
	const struct word *word = match->arg[0];
	uint32_t *list = arena_array(front->arena, match->count[0],
				     sizeof(*list));

	for (size_t i = 0; i < match->count[0]; i++) {
		list[i] = (uint32_t)word_in_range(front, word, 0, IRQ_MAX,
						  "an interrupt's number");
		word = word_next_item(word);
	}
	device->irqs = list;
	device->irqs_count = match->count[0];
}

/* Devices whose pages overlap must both say why they cannot be given. */
static void check_overlap(struct front *front, const struct devices *devices,
			  const struct board_device *new)
{
	for (uint32_t i = 0; i + 1 < devices->list.count; i++) {
		const struct board_device *old = &devices->list.items[i];

		if (new->address >= old->address + old->size ||
		    old->address >= new->address + new->size ||
		    (new->shared && old->shared))
			continue;
		diag_error(front->diag, new->where, CHECK_SHARED_PAGE,
			   "'%s' has registers in a page of '%s'", new->name,
			   old->name);
		diag_note(front->diag, old->where, "'%s' is here", old->name);
	}
}

static void device_declare(struct front *front, const struct match *match,
			   struct devices *devices)
{
	const struct word *name = match->arg[0];
	struct block block = block_begin(front, PLACE_BOARD_DEVICE,
					 match->statement);
	struct board_device *device;
	struct match inner;

	if (!names_add(front, &devices->names, name, "a device"))
		return;
	device = VEC_PUSH(front->arena, &devices->list);
	device->name = name->text;
	device->kind = match->arg[1]->text;
	device->where = name->at;
	while (block_next(&block, &inner)) {
		if (inner.keyword->id == KEY_AT)
			device_at(front, &inner, device);
		else if (inner.keyword->id == KEY_DEVICE_IRQ)
			device_irqs(front, &inner, device);
		else if (inner.keyword->id == KEY_DEVICE_DMA)
			device->dma = true;
		else
			device->shared = inner.arg[0]->text;
	}
	if (!block.seen[KEY_AT])
		diag_error(front->diag, name->at, CHECK_MUST,
			   "this device has no address: write at 0x... size 4K;");
	check_overlap(front, devices, device);
}

static void set_bits(struct front *front, const struct word *word,
		     struct board *board)
{
	board->address_bits = (unsigned)word->value;
	if (word->value != 32 && word->value != 34)
		diag_error(front->diag, word->at, CHECK_RANGE,
			   "address_bits is 32 or 34");
}

void board_declare(struct front *front, const struct definition *definition,
		   struct board *board)
{
	struct block block = block_begin(front, PLACE_BOARD,
					 definition->statement);
	struct devices devices = { 0 };
	struct match match;

	*board = (struct board){ .name = definition->name,
				 .where = definition->at, .address_bits = 32 };
	while (block_next(&block, &match)) {
		if (match.keyword->id == KEY_RAM)
			board->ram = word_pages(front, match.arg[0], RAM_MAX,
						"a board's memory");
		else if (match.keyword->id == KEY_ADDRESS_BITS)
			set_bits(front, match.arg[0], board);
		else
			device_declare(front, &match, &devices);
	}
	board->devices = devices.list.items;
	board->devices_count = devices.list.count;
	if (!block.seen[KEY_RAM])
		diag_error(front->diag, definition->at, CHECK_MUST,
			   "this board has no memory: write ram SIZE;");
}

void board_settings(struct front *front, const struct match *match,
		    struct board *board)
{
	struct block block = block_begin(front, PLACE_SETTINGS,
					 match->statement);
	struct match inner;

	while (block_next(&block, &inner)) {
		if (inner.keyword->id == KEY_SETTINGS_RAM)
			board->ram = word_pages(front, inner.arg[0], board->ram,
						"the board's memory");
		else if (inner.keyword->id == KEY_SETTINGS_BITS)
			set_bits(front, inner.arg[0], board);
		else
			front->system->kernel_share = (unsigned)word_in_range(
				front, inner.arg[0], 1, 50,
				"the kernel's share in percent");
	}
}
