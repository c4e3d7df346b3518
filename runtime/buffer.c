/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * The heap of an area: so many equal pieces, of which a buffer takes the first
 * neighbours that are free. The number of pieces is fixed, so that the time is
 * bounded whatever the size.
 */
#include <vesper/buffer.h>

#include <vesper/assert.h>

#define INNER (VESPER_BUFFER_UNITS + 1)	/* behind the first of a buffer */

static uint32_t piece_size(const struct vesper_buffers *heap)
{
	uint32_t size = (heap->size + VESPER_BUFFER_UNITS - 1) /
			VESPER_BUFFER_UNITS;

	return (size + 15) & ~UINT32_C(15);
}

void *vesper_buffer_take(struct vesper_buffers *heap, uint64_t size)
{
	uint32_t piece = piece_size(heap), run = 0, first = 0;
	uint64_t needed;

	if (size > heap->size)
		return NULL;
	needed = size ? (size + piece - 1) / piece : 1;
	for (uint32_t i = 0; i < heap->size / piece && run < needed; i++) {
		run = heap->used[i] ? 0 : run + 1;
		first = i + 1 - run;
	}
	if (run < needed)
		return NULL;
	heap->used[first] = (uint16_t)needed;
	for (uint32_t i = first + 1; i < first + needed; i++)
		heap->used[i] = INNER;
	return heap->base + (uint64_t)first * piece;
}

void vesper_buffer_give(struct vesper_buffers *heap, const void *address)
{
	uint32_t piece = piece_size(heap), first, count;
	uint64_t offset = vesper_word(address) - vesper_word(heap->base);

	if (!address)
		return;
	first = (uint32_t)(offset / piece);
	if (offset >= heap->size || offset % piece != 0 ||
	    heap->used[first] == 0 || heap->used[first] == INNER) {
		vesper_assert(!"a buffer of this heap");
		return;
	}
	count = heap->used[first];
	for (uint32_t i = first; i < first + count; i++)
		heap->used[i] = 0;
}
