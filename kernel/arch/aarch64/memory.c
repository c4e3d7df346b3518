/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * What the compiler calls to copy a structure.
 */
#include <stddef.h>
#include <stdint.h>

__attribute__((used)) void *memcpy(void *restrict to,
				   const void *restrict from, size_t size);

/* The kernel copies nothing but its own structures: whole, aligned words. */
void *memcpy(void *restrict to, const void *restrict from, size_t size)
{
	const uint64_t *source = from;
	uint64_t *target = to;
	size_t words = size / sizeof(uint64_t);

	for (; words >= 4; words -= 4, source += 4, target += 4) {
		uint64_t a = source[0], b = source[1];
		uint64_t c = source[2], d = source[3];

		target[0] = a;
		target[1] = b;
		target[2] = c;
		target[3] = d;
	}
	for (; words > 0; words--)
		*target++ = *source++;
	return to;
}
