/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * Counts, always by the same instructions: what it is short of was taken.
 */
#include <component.h>

#include "part.h"

int main(void)
{
	for (;;) {
		part_wait();
		part_rounds++;
		part_ran();
	}
}
