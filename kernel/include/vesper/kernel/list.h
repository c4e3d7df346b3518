/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * Lists of objects, linked both ways by their addresses: two words of each, at
 * the offset `at`, are the next one and the previous one, 0 at the ends. The
 * owner has the first one, and the last one where it needs that.
 */
#ifndef VESPER_KERNEL_LIST_H
#define VESPER_KERNEL_LIST_H

#include <vesper/kernel/object.h>

struct list_links {
	uint64_t next, previous;
};

static inline struct list_links *list_links(uint64_t object, size_t at)
{
	return object_at(object + at);
}

/* Before `next`, whose previous one is `previous`; 0: at that end. `last` may be
 * NULL. */
static inline void list_insert(uint64_t *first, uint64_t *last, uint64_t object,
			       size_t at, uint64_t previous, uint64_t next)
{
	*list_links(object, at) = (struct list_links){ next, previous };
	if (previous == 0)
		*first = object;
	else
		list_links(previous, at)->next = object;
	if (next != 0)
		list_links(next, at)->previous = object;
	else if (last != NULL)
		*last = object;
}

static inline void list_remove(uint64_t *first, uint64_t *last, uint64_t object,
			       size_t at)
{
	uint64_t next = list_links(object, at)->next;
	uint64_t previous = list_links(object, at)->previous;

	if (previous == 0)
		*first = next;
	else
		list_links(previous, at)->next = next;
	if (next != 0)
		list_links(next, at)->previous = previous;
	else if (last != NULL)
		*last = previous;
}

#endif
