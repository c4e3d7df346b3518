/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * Takes all the time that it can get.
 */
#include <component.h>

#include "../time/meter.h"
#include "part.h"

int main(void)
{
	uint64_t last = vesper_now();

	for (;;)
		part_ticks += meter(&last);
}
