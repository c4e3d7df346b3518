/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * Random steps, the same for a seed.
 */
#include "pair.h"

/* SplitMix64, by Sebastiano Vigna (public domain). */
static uint64_t state;

void pair_seed(uint64_t seed)
{
	state = seed;
}

static uint64_t next(void)
{
	uint64_t z = state += UINT64_C(0x9e3779b97f4a7c15);

	z = (z ^ z >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
	z = (z ^ z >> 27) * UINT64_C(0x94d049bb133111eb);
	return z ^ z >> 31;
}

/* The end of a domain comes once in a while: most of what there is to see
 * needs all of them. */
struct step pair_random(void)
{
	for (;;) {
		uint64_t bits = next();
		struct step step = {
			(uint8_t)bits, (uint8_t)(bits >> 8),
			(uint8_t)(bits >> 16), (uint8_t)(bits >> 24),
			(uint8_t)(bits >> 32), (uint8_t)(bits >> 40),
		};

		if (!step_is_final(&step) || bits >> 56 < 4)
			return step;
	}
}
