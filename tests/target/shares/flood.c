/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * Signals as fast as it can.
 */
#include <component.h>
#include <vesper/syscall.h>

#include "part.h"

int main(void)
{
	for (;;) {
		part_wait();
		if (vesper_signal(ring) == OK)
			part_rounds++;
		part_ran();
	}
}
