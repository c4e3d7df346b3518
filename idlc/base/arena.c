/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * Arena: a list of blocks that double in size up to a limit. A request larger
 * than a block gets one of its own.
 */
#include "base/arena.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/format.h"

enum {
	BLOCK_MIN = 32 * 1024,
	BLOCK_MAX = 1024 * 1024,
	ALIGN = _Alignof(max_align_t),
};

struct arena_block {
	struct arena_block *next;
	max_align_t data[];
};

void arena_exhausted(void)
{
	fputs("out of memory\n", stderr);
	exit(1);
}

void arena_init(struct arena *arena)
{
	*arena = (struct arena){ .block_size = BLOCK_MIN };
}

void arena_free(struct arena *arena)
{
	struct arena_block *block, *next;

	for (block = arena->blocks; block; block = next) {
		next = block->next;
		free(block);
	}
	arena_init(arena);
}

/* If all was in one block, that is kept; else the next one will be larger. */
void arena_reset(struct arena *arena)
{
	size_t size = arena->block_size;

	if (arena->blocks && !arena->blocks->next && arena->limit) {
		char *first = (char *)arena->blocks->data;

		memset(first, 0, (size_t)(arena->next - first));
		arena->next = first;
		return;
	}
	arena_free(arena);
	arena->block_size = size;
}

static char *block_new(struct arena *arena, size_t size)
{
	struct arena_block *block = calloc(1, sizeof(*block) + size);

	if (!block)
		arena_exhausted();
	block->next = arena->blocks;
	arena->blocks = block;
	return (char *)block->data;
}

void *arena_alloc(struct arena *arena, size_t size)
{
	void *result;

	if (size > SIZE_MAX / 2)
		arena_exhausted();
	size = (size + ALIGN - 1) / ALIGN * ALIGN;
	if (size > arena->block_size / 4 &&
	    size > (size_t)(arena->limit - arena->next))
		return block_new(arena, size);
	if (size > (size_t)(arena->limit - arena->next)) {
		arena->next = block_new(arena, arena->block_size);
		arena->limit = arena->next + arena->block_size;
		if (arena->block_size < BLOCK_MAX)
			arena->block_size *= 2;
	}
	result = arena->next;
	arena->next += size;
	return result;
}

void *arena_array(struct arena *arena, size_t count, size_t size)
{
	if (size && count > SIZE_MAX / 2 / size)
		arena_exhausted();
	return arena_alloc(arena, count * size);
}

char *arena_copy(struct arena *arena, const void *bytes, size_t size)
{
	char *copy = arena_alloc(arena, size + 1);

	if (size)
		memcpy(copy, bytes, size);
	return copy;
}

char *arena_vprintf(struct arena *arena, const char *format, va_list args)
{
	char small[256], *text;
	va_list again;
	size_t size;

	va_copy(again, args);
	size = format_text(small, sizeof(small), format, args);
	if (size < sizeof(small)) {
		text = arena_copy(arena, small, size);
	} else {
		text = arena_alloc(arena, size + 1);
		format_text(text, size + 1, format, again);
	}
	va_end(again);
	return text;
}

char *arena_printf(struct arena *arena, const char *format, ...)
{
	va_list args;
	char *text;

	va_start(args, format);
	text = arena_vprintf(arena, format, args);
	va_end(args);
	return text;
}

void arena_grow(struct arena *arena, void **items, const uint32_t *count,
		uint32_t *max, size_t size)
{
	void *bigger;

	if (*count < *max)
		return;
	if (*max > UINT32_MAX / 2)
		arena_exhausted();
	*max = *max ? *max * 2 : 4;
	bigger = arena_array(arena, *max, size);
	if (*count)
		memcpy(bigger, *items, *count * size);
	*items = bigger;
}
