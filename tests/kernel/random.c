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
static const struct step ended[] = {
	{ 104, 104, 119, 6, 255, 0 }, { 0, 0, 0, 0, 0, 0 },
	{ 0, 0, 0, 0, 0, 155 }, { 155, 0, 0, 0, 0, 0 },
	{ 0, 1, 0, 4, 0, 255 }, { 119, 6, 255, 119, 255, 119 },
};

/* A recovery vp is done, and at once there is another call to recover. */
static const struct step again[] = {
	{ 1, 249, 59, 59, 59, 59 }, { 59, 59, 59, 0, 0, 103 },
	{ 3, 29, 29, 29, 29, 29 }, { 29, 87, 0, 0, 119, 178 },
	{ 87, 87, 29, 29, 29, 29 }, { 29, 29, 29, 29, 29, 41 },
	{ 29, 29, 29, 29, 29, 29 }, { 29, 29, 29, 29, 29, 29 },
	{ 29, 29, 29, 29, 29, 29 }, { 29, 29, 29, 29, 29, 29 },
	{ 29, 29, 179, 179, 179, 179 }, { 179, 179, 179, 179, 179, 179 },
};

/* The limit of the vp that runs ends a domain, and with it another vp. */
static const struct step limit[] = {
	{ 108, 157, 8, 226, 172, 149 }, { 73, 173, 249, 49, 199, 58 },
	{ 139, 15, 9, 23, 21, 196 }, { 4, 134, 6, 128, 190, 123 },
	{ 155, 62, 94, 5, 235, 124 }, { 246, 153, 115, 176, 225, 0 },
	{ 71, 142, 111, 244, 46, 235 }, { 117, 88, 167, 245, 30, 223 },
	{ 155, 224, 72, 57, 112, 21 }, { 244, 255, 20, 227, 33, 72 },
	{ 244, 255, 20, 227, 33, 72 },
};

static bool agree(const struct step *steps, size_t count)
{
	if (pair_run(steps, count))
		return true;
	pair_print(steps, count);
	return false;
}

#define AGREE(steps) agree(steps, sizeof(steps) / sizeof(steps[0]))

int main(int argc, char **argv)
{
	static struct step steps[SEQUENCE];
	uint64_t wanted = argc > 1 ? strtoull(argv[1], NULL, 0) : DEFAULT_STEPS;
	uint64_t seed = argc > 2 ? strtoull(argv[2], NULL, 0) : 1;
	uint64_t done = 0, fast = 0, sequences = 0;

	if (!AGREE(ended) || !AGREE(again) || !AGREE(limit))
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
