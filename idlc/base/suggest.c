/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * Spelling suggestions by edit distance (optimal string alignment).
 */
#include "base/suggest.h"

enum { LENGTH_MAX = 64 };

static uint32_t min(uint32_t a, uint32_t b)
{
	return a < b ? a : b;
}

uint32_t suggest_distance(const char *from, const char *to)
{
	uint32_t rows[3][LENGTH_MAX + 1];
	size_t from_size = strnlen(from, LENGTH_MAX + 1);
	size_t to_size = strnlen(to, LENGTH_MAX + 1);

	if (from_size > LENGTH_MAX || to_size > LENGTH_MAX)
		return UINT32_MAX;
	for (size_t j = 0; j <= to_size; j++)
		rows[0][j] = (uint32_t)j;
	for (size_t i = 1; i <= from_size; i++) {
		uint32_t *row = rows[i % 3], *above = rows[(i - 1) % 3];
		const uint32_t *top = rows[(i + 1) % 3];

		row[0] = (uint32_t)i;
		for (size_t j = 1; j <= to_size; j++) {
			uint32_t cost = from[i - 1] != to[j - 1];

			row[j] = min(min(above[j] + 1, row[j - 1] + 1),
				     above[j - 1] + cost);
			if (i > 1 && j > 1 && from[i - 1] == to[j - 2] &&
			    from[i - 2] == to[j - 1])
				row[j] = min(row[j], top[j - 2] + 1);
		}
	}
	return rows[from_size % 3][to_size];
}

struct suggest suggest_start(const char *wanted)
{
	return (struct suggest){ .wanted = wanted };
}

/* Up to a third of the letters may be wrong, and at least one of a few. */
void suggest_offer(struct suggest *suggest, const char *candidate)
{
	uint32_t limit = (uint32_t)(strnlen(suggest->wanted, 100) + 2) / 3;
	uint32_t distance = suggest_distance(suggest->wanted, candidate);

	if (distance > limit || (suggest->best && distance >= suggest->distance))
		return;
	suggest->best = candidate;
	suggest->distance = distance;
}

const char *suggest_text(const struct suggest *suggest, struct arena *arena)
{
	if (!suggest->best)
		return "";
	return arena_printf(arena, "; did you mean '%s'?", suggest->best);
}
