/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * Is in a server all the time.
 */
#include <component.h>

#include "part.h"

#define ROUNDS 5000u

int main(void)
{
	uint64_t ticks;

	for (;;) {
		part_wait();
		if (shares_spinner_spin(spinner, ROUNDS, &ticks) != OK)
			continue;
		part_rounds++;
		part_ticks += ticks;
	}
}
