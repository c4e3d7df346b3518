/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * A map from 64-bit keys to pointers: names by the address of their interned
 * text, or numbers. Keys are looked up, never listed, so that no output can
 * depend on where in memory something lies.
 */
#ifndef BASE_MAP_H
#define BASE_MAP_H

#include "base/arena.h"

struct map {
	uint64_t *keys;
	void **values;		/* NULL = free */
	uint32_t count;
	uint32_t max;		/* a power of two, or 0 */
};

void *map_get(const struct map *map, uint64_t key);
/* The value that was there already, which stays; or NULL: `value` is in now. */
void *map_add(struct map *map, struct arena *arena, uint64_t key, void *value);

/* The key of an interned name. */
static inline uint64_t map_name(const char *interned)
{
	return (uint64_t)(uintptr_t)interned;
}

#endif
