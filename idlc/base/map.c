/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * A map: open addressing, at most half full.
 */
#include "base/map.h"

static uint32_t slot_of(const struct map *map, uint64_t key)
{
	uint64_t hash = key * UINT64_C(0x9e3779b97f4a7c15);
	uint32_t at = (uint32_t)(hash >> 32) & (map->max - 1);

	while (map->values[at] && map->keys[at] != key)
		at = (at + 1) & (map->max - 1);
	return at;
}

void *map_get(const struct map *map, uint64_t key)
{
	return map->max ? map->values[slot_of(map, key)] : NULL;
}

static void grow(struct map *map, struct arena *arena)
{
	struct map old = *map;

	map->max = old.max ? old.max * 2 : 16;
	map->keys = arena_array(arena, map->max, sizeof(*map->keys));
	map->values = arena_array(arena, map->max, sizeof(*map->values));
	for (uint32_t i = 0; i < old.max; i++) {
		uint32_t at;

		if (!old.values[i])
			continue;
		at = slot_of(map, old.keys[i]);
		map->keys[at] = old.keys[i];
		map->values[at] = old.values[i];
	}
}

void *map_add(struct map *map, struct arena *arena, uint64_t key, void *value)
{
	uint32_t at;

	if (map->count >= map->max / 2)
		grow(map, arena);
	at = slot_of(map, key);
	if (map->values[at])
		return map->values[at];
	map->keys[at] = key;
	map->values[at] = value;
	map->count++;
	return NULL;
}
