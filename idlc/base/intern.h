/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * Interned strings: each text is kept once, so that two names are equal exactly
 * when their pointers are. An interned string is NUL-terminated, lives as
 * long as the arena, and knows its length.
 */
#ifndef BASE_INTERN_H
#define BASE_INTERN_H

#include "base/arena.h"

struct interner {
	struct arena *arena;
	const char **slots;	/* open addressing; NULL = free */
	uint32_t count;
	uint32_t max;		/* slots; a power of two */
};

void interner_init(struct interner *interner, struct arena *arena);

/* The one copy of these bytes. */
const char *intern(struct interner *interner, const char *text, size_t size);
const char *intern_string(struct interner *interner, const char *text);

/* Of a string that intern() gave. */
size_t intern_length(const char *interned);
/* A hash of an interned string's text: the same in every run. */
uint32_t intern_hash(const char *interned);

#endif
