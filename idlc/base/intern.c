/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * Interned strings: a hash table over strings in an arena. Each string has
 * its hash and length in front of it.
 */
#include "base/intern.h"

struct head {
	uint32_t hash;
	uint32_t size;
	char text[];
};

static const struct head *head_of(const char *interned)
{
	return (const struct head *)(const void *)
		(interned - offsetof(struct head, text));
}

/* FNV-1a, 32 bits. */
static uint32_t hash_bytes(const char *text, size_t size)
{
	uint32_t hash = 2166136261u;

	for (size_t i = 0; i < size; i++)
		hash = (hash ^ (unsigned char)text[i]) * 16777619u;
	return hash;
}

void interner_init(struct interner *interner, struct arena *arena)
{
	*interner = (struct interner){ .arena = arena, .max = 256 };
	interner->slots = arena_array(arena, interner->max,
				      sizeof(*interner->slots));
}

static void grow(struct interner *interner)
{
	const char **old = interner->slots;
	uint32_t old_max = interner->max;

	interner->max *= 2;
	interner->slots = arena_array(interner->arena, interner->max,
				      sizeof(*interner->slots));
	for (uint32_t i = 0; i < old_max; i++) {
		uint32_t at;

		if (!old[i])
			continue;
		at = intern_hash(old[i]) & (interner->max - 1);
		while (interner->slots[at])
			at = (at + 1) & (interner->max - 1);
		interner->slots[at] = old[i];
	}
}

const char *intern(struct interner *interner, const char *text, size_t size)
{
	uint32_t hash = hash_bytes(text, size);
	struct head *head;
	uint32_t at;

	if (size > UINT32_MAX)
		arena_exhausted();
	if (interner->count >= interner->max / 2)
		grow(interner);
	for (at = hash & (interner->max - 1); interner->slots[at];
	     at = (at + 1) & (interner->max - 1)) {
		const struct head *old = head_of(interner->slots[at]);

		if (old->hash == hash && old->size == size &&
		    memcmp(old->text, text, size) == 0)
			return old->text;
	}
	head = arena_alloc(interner->arena, sizeof(*head) + size + 1);
	head->hash = hash;
	head->size = (uint32_t)size;
	memcpy(head->text, text, size);
	interner->slots[at] = head->text;
	interner->count++;
	return head->text;
}

const char *intern_string(struct interner *interner, const char *text)
{
	return intern(interner, text, strlen(text));
}

size_t intern_length(const char *interned)
{
	return head_of(interned)->size;
}

uint32_t intern_hash(const char *interned)
{
	return head_of(interned)->hash;
}
