/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * A heap in one piece of memory, which the static linker places.
 *
 * The pieces lie in it side by side, each behind its head; a head has the sizes
 * of its own piece and of the one before it, so that both neighbours of a piece
 * are found, and those that are free become one with it when it is given back.
 * Allocation takes the first that fits. A heap that was never used is zero: size
 * 0 in the first head.
 */
#include <vesper/heap.h>

#include <stdbool.h>
#include <stdint.h>

#include <vesper/assert.h>

#define UNIT		16u		/* alignment, and size of a head */
#define MARK_FREE	0x66726565u	/* "free" */
#define MARK_USED	0x75736564u	/* "used" */

struct piece {
	uint32_t size;		/* bytes, head included */
	uint32_t previous;	/* of the piece before it; 0 = the first */
	uint32_t mark;
	uint32_t spare;
};
_Static_assert(sizeof(struct piece) == UNIT, "head");

/* By the static linker: whole pages, at most 256 MiB. */
extern uint8_t vesper_heap[], vesper_heap_end[];

static struct piece *piece_at(uint8_t *address)
{
	return (struct piece *)(void *)address;
}

static struct piece *piece_next(struct piece *piece)
{
	return piece_at((uint8_t *)piece + piece->size);
}

static bool is_end(const struct piece *piece)
{
	return (const uint8_t *)piece >= vesper_heap_end;
}

/* `piece` is as large as this now; the one behind it hears of it. */
static void piece_resize(struct piece *piece, uint32_t size)
{
	piece->size = size;
	if (!is_end(piece_next(piece)))
		piece_next(piece)->previous = size;
}

/* What is more than `size` becomes a piece of its own. */
static void piece_split(struct piece *piece, uint32_t size)
{
	uint32_t rest = piece->size - size;
	struct piece *new = piece_at((uint8_t *)piece + size);

	if (rest < 2 * UNIT)
		return;
	*new = (struct piece){ .previous = size, .mark = MARK_FREE };
	piece->size = size;
	piece_resize(new, rest);
}

static struct piece *piece_first(void)
{
	struct piece *first = piece_at(vesper_heap);

	if (first->size == 0) {
		first->mark = MARK_FREE;
		first->size = (uint32_t)(vesper_heap_end - vesper_heap);
	}
	return first;
}

void *vesper_allocate(size_t size)
{
	size_t room = (size_t)(vesper_heap_end - vesper_heap);
	struct piece *piece = piece_first();
	uint32_t needed;

	if (size > room - UNIT)
		return NULL;
	needed = (uint32_t)((size + UNIT - 1) / UNIT * UNIT + UNIT);
	for (; !is_end(piece); piece = piece_next(piece)) {
		if (piece->mark != MARK_FREE || piece->size < needed)
			continue;
		piece_split(piece, needed);
		piece->mark = MARK_USED;
		return piece + 1;
	}
	return NULL;
}

void vesper_free(void *memory)
{
	struct piece *piece, *other;

	if (memory == NULL)
		return;
	piece = (struct piece *)memory - 1;
	vesper_assert(piece->mark == MARK_USED);
	piece->mark = MARK_FREE;
	other = piece_next(piece);
	if (!is_end(other) && other->mark == MARK_FREE)
		piece_resize(piece, piece->size + other->size);
	if (piece->previous == 0)
		return;
	other = piece_at((uint8_t *)piece - piece->previous);
	if (other->mark == MARK_FREE)
		piece_resize(other, other->size + piece->size);
}
