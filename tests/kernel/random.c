/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * random [STEPS [SEED]]: kernel and second model over random sequences of
 * steps. The first sequence in which they differ is made as short as it gets,
 * and printed.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "pair.h"

#define SEQUENCE	400	/* steps before everything begins anew */
#define DEFAULT_STEPS	100000

/* SplitMix64, by Sebastiano Vigna (public domain). */
static uint64_t state;

static uint64_t next(void)
{
	uint64_t z = state += UINT64_C(0x9e3779b97f4a7c15);

	z = (z ^ z >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
	z = (z ^ z >> 27) * UINT64_C(0x94d049bb133111eb);
	return z ^ z >> 31;
}

/* The end of a domain comes once in a while: most of what there is to see
 * needs all of them. */
static struct step step_random(void)
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

int main(int argc, char **argv)
{
	static struct step steps[SEQUENCE];
	uint64_t wanted = argc > 1 ? strtoull(argv[1], NULL, 0) : DEFAULT_STEPS;
	uint64_t seed = argc > 2 ? strtoull(argv[2], NULL, 0) : 1;
	uint64_t done = 0, fast = 0, sequences = 0;

	state = seed;
	for (; done < wanted; sequences++) {
		for (size_t i = 0; i < SEQUENCE; i++)
			steps[i] = step_random();
		if (!pair_run(steps, SEQUENCE)) {
			printf("sequence %" PRIu64 " of seed %" PRIu64
			       " fails; the smallest that does:\n",
			       sequences, seed);
			pair_print(steps, pair_shrink(steps, SEQUENCE));
			return 1;
		}
		done += pair_steps;
		fast += pair_fast;
	}
	printf("%" PRIu64 " steps in %" PRIu64 " sequences, %" PRIu64
	       " on fast paths: kernel and model agree\n", done, sequences,
	       fast);
	return 0;
}
