/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * Changed inputs for tests of readers: the same in every run.
 */
#ifndef TEST_MUTATE_H
#define TEST_MUTATE_H

#include <stdint.h>
#include <string.h>

/* xorshift64 (Marsaglia, "Xorshift RNGs", 2003). */
static uint64_t random_state = 1;

static inline uint64_t random_below(uint64_t limit)
{
	random_state ^= random_state << 13;
	random_state ^= random_state >> 7;
	random_state ^= random_state << 17;
	return random_state % limit;
}

/* A number at which readers go wrong: ends of ranges, sizes of the file. */
static inline uint64_t random_number(uint64_t size)
{
	static const uint64_t edges[] = {
		0, 1, 7, 8, 0x7f, 0xff, 0x1000, 0xffff, 0x7fffffff, 0x80000000,
		0xffffffff, INT64_MAX, (uint64_t)INT64_MAX + 1, UINT64_MAX - 7,
		UINT64_MAX,
	};
	uint64_t n = random_below(sizeof edges / sizeof *edges + 4);

	return n >= 4 ? edges[n - 4] : n == 0 ? random_below(size + 16) :
		n == 1 ? size : n == 2 ? size - 1 : random_state;
}

/*
 * One change of a binary file, biased to its first and last 4 KiB, where
 * formats keep their headers: a bit, a byte, a number of 2, 4 or 8 bytes in its
 * place, a piece over another, or the end cut off. Gives the new size.
 */
static inline size_t change_bytes(uint8_t *bytes, size_t size)
{
	static const uint64_t widths[] = { 1, 2, 4, 8, 8 };
	uint64_t width = widths[random_below(5)], value, at, from;
	uint64_t near = size < 4096 ? size : 4096;

	if (size < 64)
		return size;
	at = random_below(3) == 0 ? random_below(size) :
		random_below(2) ? random_below(near) :
		size - 1 - random_below(near);
	switch (random_below(16)) {
	case 0:
		return (size_t)random_below(size);
	case 1:
		width = 1 + random_below(64);
		from = random_below(size - width);
		at = random_below(size - width);
		memmove(bytes + at, bytes + from, (size_t)width);
		return size;
	case 2: case 3: case 4:
		bytes[at] ^= (uint8_t)(1u << random_below(8));
		return size;
	default:
		at -= at % width;
		value = random_number(size);
		if (size - at >= width)
			memcpy(bytes + at, &value, (size_t)width);
		return size;
	}
}

#endif
