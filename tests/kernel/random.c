/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * random [STEPS [SEED]]: kernel and second model over sequences in which they
 * differed once (make fuzz-kernel found them), and over random ones. The first
 * in which they differ is made as short as it gets, and printed.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "pair.h"

#define SEQUENCE	400	/* steps before everything begins anew */
#define DEFAULT_STEPS	100000

/* The caller of a recovered call waits for a worker of the domain that this call
 * is in, and which it ends: it is not the recovery vp that runs then. */
static const struct step recovered[] = {
	{ 104, 104, 119, 6, 255, 0 }, { 0, 0, 0, 0, 0, 0 },
	{ 0, 0, 0, 0, 0, 155 }, { 155, 0, 0, 0, 0, 0 },
	{ 0, 1, 0, 4, 0, 255 }, { 119, 6, 255, 119, 255, 119 },
};
#define RECOVERED_STEPS (sizeof(recovered) / sizeof(recovered[0]))

static bool found_agree(void)
{
	if (pair_run(recovered, RECOVERED_STEPS))
		return true;
	pair_print(recovered, RECOVERED_STEPS);
	return false;
}

int main(int argc, char **argv)
{
	static struct step steps[SEQUENCE];
	uint64_t wanted = argc > 1 ? strtoull(argv[1], NULL, 0) : DEFAULT_STEPS;
	uint64_t seed = argc > 2 ? strtoull(argv[2], NULL, 0) : 1;
	uint64_t done = 0, fast = 0, sequences = 0;

	if (!found_agree())
		return 1;
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
