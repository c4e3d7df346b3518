/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * Memory for buffer parameters: the heap of an area, `uses NAME : INTERFACE {
 * buffers SIZE; }`. What is taken and what is free is written down in the
 * component's own memory, since the server can write to one of the two areas.
 * It belongs to one thread at a time, as vesper_allocate() does.
 */
#ifndef VESPER_BUFFER_H
#define VESPER_BUFFER_H

#include <vesper/wire.h>

enum { VESPER_BUFFER_UNITS = 256 };

struct vesper_buffers {
	uint8_t *base;		/* aligned to 16 */
	uint32_t size;		/* bytes */
	/* A size / VESPER_BUFFER_UNITS piece: 0 if it is free, in the first one
	   of a buffer how many it has, in the others VESPER_BUFFER_UNITS + 1. */
	uint16_t used[VESPER_BUFFER_UNITS];
};

/* `size` bytes, aligned to 16; NULL if there is no such piece. */
void *vesper_buffer_take(struct vesper_buffers *heap, uint64_t size);

/* Give a buffer back. What is none is left alone, and ends debug builds. */
void vesper_buffer_give(struct vesper_buffers *heap, const void *address);

/* Whether [address, address + size) lies in the heap. */
static inline bool vesper_buffers_have(const struct vesper_buffers *heap,
				       const void *address, uint64_t size)
{
	uint64_t offset = vesper_word(address) - vesper_word(heap->base);

	return offset <= heap->size && size <= heap->size - offset;
}

/* Where the elements of a buffer are. */
static inline void *vesper_buf_in_data(struct vesper_buf_in buffer)
{
	return vesper_address(buffer.address);
}

static inline void *vesper_buf_out_data(struct vesper_buf_out buffer)
{
	return vesper_address(buffer.address);
}

/*
 * For a use NAME with buffers. NAME_buffer_in() is `count` elements of `size`
 * bytes each, which the server reads; NAME_buffer_out() which it fills. Without
 * room for them the buffer is nowhere, and a call with it E_BUFFER, as with
 * NAME_part_in() and .._out() of a pointer that is not into this heap.
 */
#define VESPER_BUFFERS_OF(name, way, area)                                    \
	extern struct vesper_buffers name##_##area##_heap;                    \
	static inline struct vesper_buf_##way                                 \
	name##_part_##way(void *elements, uint32_t count, uint32_t size)      \
	{                                                                     \
		if (!vesper_buffers_have(&name##_##area##_heap, elements,     \
					 (uint64_t)count * size))             \
			return (struct vesper_buf_##way){ 0, 0 };             \
		return vesper_buf_##way##_at(elements, count);                \
	}                                                                     \
	static inline struct vesper_buf_##way                                 \
	name##_buffer_##way(uint32_t count, uint32_t size)                    \
	{                                                                     \
		void *taken = vesper_buffer_take(&name##_##area##_heap,       \
						 (uint64_t)count * size);     \
		return vesper_buf_##way##_at(taken, taken ? count : 0);       \
	}                                                                     \
	static inline void name##_free_##way(struct vesper_buf_##way buffer)  \
	{                                                                     \
		vesper_buffer_give(&name##_##area##_heap,                     \
				   vesper_address(buffer.address));           \
	}

#define VESPER_BUFFERS(name)                                                  \
	VESPER_BUFFERS_OF(name, in, to)                                       \
	VESPER_BUFFERS_OF(name, out, from)

/* The heap itself, once. */
#define VESPER_BUFFERS_HEAP(name, area)                                       \
	struct vesper_buffers name##_##area##_heap = {                        \
		.base = name##_##area, .size = name##_buffers,                \
	};

#endif
