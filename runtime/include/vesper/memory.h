/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * The four functions that a compiler may call even in freestanding code (GCC
 * manual, "Language Standards Supported by GCC"). For ordinary memory alone:
 * they use unaligned accesses, which fault on device registers.
 */
#ifndef VESPER_MEMORY_H
#define VESPER_MEMORY_H

#include <stddef.h>

void *memcpy(void *restrict to, const void *restrict from, size_t size);
void *memmove(void *to, const void *from, size_t size);
void *memset(void *to, int value, size_t size);
int memcmp(const void *a, const void *b, size_t size);

#endif
