/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * Arena: memory that is given out piece by piece and freed all at once. A
 * compiler's data lives until it ends, so nothing is freed alone and nothing
 * has an owner but the arena. What it gives is zeroed. Running out of memory
 * ends the program with a message: no caller checks for NULL. (Output files
 * are written whole at the very end, so none can be left half-written.)
 */
#ifndef BASE_ARENA_H
#define BASE_ARENA_H

#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

struct arena_block;

struct arena {
	struct arena_block *blocks;
	char *next;		/* free bytes of the newest block: */
	char *limit;		/* next up to limit */
	size_t block_size;	/* of the next block */
};

void arena_init(struct arena *arena);
void arena_free(struct arena *arena);
/* Forget all that was given out, and keep some memory for what comes. */
void arena_reset(struct arena *arena);

/* `size` zeroed bytes, aligned for any type. */
void *arena_alloc(struct arena *arena, size_t size);
/* An array of `count` elements of `size` bytes; the product is checked. */
void *arena_array(struct arena *arena, size_t count, size_t size);
/* A copy of `size` bytes, with a NUL after them. */
char *arena_copy(struct arena *arena, const void *bytes, size_t size);
/* A formatted string. */
char *arena_printf(struct arena *arena, const char *format, ...)
	__attribute__((format(printf, 2, 3)));
char *arena_vprintf(struct arena *arena, const char *format, va_list args)
	__attribute__((format(printf, 2, 0)));

#define ARENA_NEW(arena, type) ((type *)arena_alloc((arena), sizeof(type)))

/*
 * Growing arrays: any struct with `items`, `count` and `max`, as
 * VEC(struct thing) things; a zeroed one is empty. VEC_PUSH gives the address
 * of a new zeroed element. Old storage stays in the arena, so an address of an
 * element is a valid copy until the vector grows: keep indices or pointers to
 * separately allocated elements.
 */
#define VEC(type) struct { type *items; uint32_t count, max; }
#define VEC_PUSH(arena, vec)                                                  \
	(arena_grow((arena), (void **)&(vec)->items, &(vec)->count,           \
		    &(vec)->max, sizeof(*(vec)->items)),                      \
	 &(vec)->items[(vec)->count++])

/* The working half of VEC_PUSH: room for one more element. */
void arena_grow(struct arena *arena, void **items, const uint32_t *count,
		uint32_t *max, size_t size);

/* End the program: there is no memory. */
_Noreturn void arena_exhausted(void);

#endif
