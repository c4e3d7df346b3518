/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * Is in a server all the time.
 */
#include <component.h>

#include "part.h"

#define ROUNDS 100000u

int main(void)
{
	for (;;) {
		part_wait();
		if (shares_spinner_spin(spinner, ROUNDS) == OK)
			part_rounds++;
	}
}
