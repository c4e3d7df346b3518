/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * For libFuzzer: any bytes are a sequence of steps (pair.h). A difference
 * between kernel and second model, a broken invariant and a panic are crashes.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "pair.h"

#define STEPS_MAX 512

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct step steps[STEPS_MAX];
	size_t count = size / sizeof(struct step);

	if (count > STEPS_MAX)
		count = STEPS_MAX;
	memcpy(steps, data, count * sizeof(struct step));
	if (pair_run(steps, count))
		return 0;
	pair_print(steps, pair_shrink(steps, count));
	fflush(stdout);
	abort();
}
