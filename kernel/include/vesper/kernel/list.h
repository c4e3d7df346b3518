/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * Lists of objects. The owner names the first one, each names the next one, and
 * knows its place: the word that names it. So it can leave from anywhere, and
 * nobody looks for it.
 */
#ifndef VESPER_KERNEL_LIST_H
#define VESPER_KERNEL_LIST_H

/* `object` comes where a list names `*where`, before that one. */
#define LIST_INSERT(where, object, next, place)                     \
	do {                                                        \
		(object)->next = *(where);                          \
		(object)->place = (where);                          \
		if ((object)->next != NULL)                         \
			(object)->next->place = &(object)->next;    \
		*(where) = (object);                                \
	} while (0)

#define LIST_REMOVE(object, next, place)                            \
	do {                                                        \
		*(object)->place = (object)->next;                  \
		if ((object)->next != NULL)                         \
			(object)->next->place = (object)->place;    \
	} while (0)

#endif
