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

int main(int argc, char **argv)
{
	static struct step steps[SEQUENCE];
	uint64_t wanted = argc > 1 ? strtoull(argv[1], NULL, 0) : DEFAULT_STEPS;
	uint64_t seed = argc > 2 ? strtoull(argv[2], NULL, 0) : 1;
	uint64_t done = 0, fast = 0, sequences = 0;

	pair_seed(seed);
	for (; done < wanted; sequences++) {
		for (size_t i = 0; i < SEQUENCE; i++)
			steps[i] = pair_random();
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
