/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * The runtime's functions in assembly, which no host can run: every size up to
 * SIZE_TESTED, at every alignment, compared with one byte at a time.
 */
#include <component.h>
#include <vesper/memory.h>

#include "../tap/tap.h"

#define SIZE_TESTED	200u
#define ALIGNMENTS	9u
#define MARGIN		32u	/* of bytes that must stay as they are */
#define ROOM		(2 * SIZE_TESTED + 4 * MARGIN)

static volatile uint8_t expected[ROOM];
static uint8_t memory[ROOM];

/* Called by address, so that the compiler puts nothing in their place. */
static void *(*volatile copy)(void *, const void *, size_t) = memcpy;
static void *(*volatile move)(void *, const void *, size_t) = memmove;
static void *(*volatile set)(void *, int, size_t) = memset;
static int (*volatile compare)(const void *, const void *, size_t) = memcmp;

static uint32_t random_state = 1;

/* A linear congruential generator (Numerical Recipes' constants). */
static uint8_t random_byte(void)
{
	random_state = random_state * 1664525u + 1013904223u;
	return (uint8_t)(random_state >> 24);
}

static void fill(void)
{
	for (unsigned i = 0; i < ROOM; i++) {
		memory[i] = random_byte();
		expected[i] = memory[i];
	}
}

static bool is_expected(void)
{
	for (unsigned i = 0; i < ROOM; i++)
		if (memory[i] != expected[i])
			return false;
	return true;
}

static void expect_move(unsigned to, unsigned from, unsigned size)
{
	volatile uint8_t copied[SIZE_TESTED];

	for (unsigned i = 0; i < size; i++)
		copied[i] = expected[from + i];
	for (unsigned i = 0; i < size; i++)
		expected[to + i] = copied[i];
}

static bool test_copy(unsigned size, unsigned a, unsigned b)
{
	unsigned from = MARGIN + a, to = SIZE_TESTED + 3 * MARGIN + b;

	fill();
	expect_move(to, from, size);
	return copy(memory + to, memory + from, size) == memory + to &&
	       is_expected();
}

/* Overlapping in both directions, by up to the whole. */
static bool test_move(unsigned size, unsigned a, unsigned distance)
{
	unsigned low = MARGIN + a, high = low + distance;

	fill();
	expect_move(high, low, size);
	if (move(memory + high, memory + low, size) != memory + high ||
	    !is_expected())
		return false;
	expect_move(low, high, size);
	return move(memory + low, memory + high, size) == memory + low &&
	       is_expected();
}

static bool test_set(unsigned size, unsigned a)
{
	unsigned to = MARGIN + a;
	uint8_t value = random_byte();

	fill();
	for (unsigned i = 0; i < size; i++)
		expected[to + i] = value;
	return set(memory + to, value | 0x5a00, size) == memory + to &&
	       is_expected();
}

static bool is_sign(int got, int want)
{
	return want < 0 ? got < 0 : want > 0 ? got > 0 : got == 0;
}

/* Equal, then different at each place in turn, in both directions. */
static bool test_compare(unsigned size, unsigned a, unsigned b)
{
	uint8_t *x = memory + MARGIN + a;
	uint8_t *y = memory + SIZE_TESTED + 3 * MARGIN + b;

	fill();
	copy(y, x, size);
	x[size] = 1;
	y[size] = 2;
	if (compare(x, y, size) != 0)
		return false;
	for (unsigned i = 0; i < size; i += 1 + size / 16) {
		uint8_t kept = y[i];

		y[i] = (uint8_t)(kept ^ 0x80);
		if (!is_sign(compare(x, y, size), x[i] < y[i] ? -1 : 1))
			return false;
		y[i] = kept;
	}
	return true;
}

static bool all_copies(void)
{
	for (unsigned size = 0; size <= SIZE_TESTED; size++)
		for (unsigned a = 0; a < ALIGNMENTS; a++)
			if (!test_copy(size, a, (a * 5 + size) % ALIGNMENTS))
				return false;
	return true;
}

static bool all_moves(void)
{
	for (unsigned size = 0; size <= SIZE_TESTED; size++)
		for (unsigned distance = 0; distance <= size; distance +=
		     1 + distance / 4)
			if (!test_move(size, size % ALIGNMENTS, distance))
				return false;
	return true;
}

static bool all_sets(void)
{
	for (unsigned size = 0; size <= SIZE_TESTED; size++)
		for (unsigned a = 0; a < ALIGNMENTS; a++)
			if (!test_set(size, a))
				return false;
	return true;
}

static bool all_compares(void)
{
	for (unsigned size = 0; size <= SIZE_TESTED; size++)
		for (unsigned a = 0; a < ALIGNMENTS; a += 3)
			if (!test_compare(size, a, (a + size) % ALIGNMENTS))
				return false;
	return true;
}

int main(void)
{
	tap_plan(4);
	(void)tap_check(all_copies(), "RUN-001 memcpy");
	(void)tap_check(all_moves(), "RUN-002 memmove");
	(void)tap_check(all_sets(), "RUN-003 memset");
	(void)tap_check(all_compares(), "RUN-004 memcmp");
	return sys_power_off(power);
}
