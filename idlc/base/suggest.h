/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * "Did you mean": of the names that would have been right, the one that is
 * spelled most like the one that was written.
 *
 *	struct suggest s = suggest_start("strng");
 *	for (each name)
 *		suggest_offer(&s, name);
 *	diag_error(d, at, 12, "unknown type '%s'%s", name,
 *		   suggest_text(&s, arena));
 */
#ifndef BASE_SUGGEST_H
#define BASE_SUGGEST_H

#include "base/arena.h"

struct suggest {
	const char *wanted;
	const char *best;	/* NULL = nothing is near enough */
	uint32_t distance;	/* of the best, in edits */
};

struct suggest suggest_start(const char *wanted);
void suggest_offer(struct suggest *suggest, const char *candidate);
/* "; did you mean 'NAME'?" or "". */
const char *suggest_text(const struct suggest *suggest, struct arena *arena);

/*
 * Edits from one string to the other: insertion, deletion, replacement, and
 * exchange of two neighbours; UINT32_MAX if one is longer than 64 bytes.
 */
uint32_t suggest_distance(const char *from, const char *to);

#endif
