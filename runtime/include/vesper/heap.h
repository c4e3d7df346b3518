/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * The heap of a component, `heap SIZE;` in its manifest. It belongs to one thread
 * at a time: a component with several workers or vps that allocate sees to that
 * itself (a monitor has it).
 */
#ifndef VESPER_HEAP_H
#define VESPER_HEAP_H

#include <stddef.h>

/* `size` bytes, aligned to 16; NULL if there is no such piece. */
void *vesper_allocate(size_t size);

/* Give back what vesper_allocate() gave; NULL is nothing. What was not given by
   it, or was given back already, is an error that debug builds end with a
   fault. */
void vesper_free(void *memory);

#endif
