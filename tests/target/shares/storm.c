/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * Acknowledges each interrupt and has the next one come a few microseconds
 * later, in whoever's time that is (BCM2835 ARM Peripherals, chapter 12).
 */
#include <component.h>
#include <vesper/object.h>

#include "part.h"

#define CS		0
#define CLO		1
#define COMPARE_1	4
#define SOON_US		4u

int main(void)
{
	uint64_t bits;

	for (;;) {
		part_wait();
		part_begin();
		regs[CS] = 2;
		regs[COMPARE_1] = regs[CLO] + SOON_US;
		(void)vesper_irq_acknowledge(tick);
		part_ran();
		if (vesper_event_wait(tick_event, vesper_frequency() / 1000,
				      &bits) == OK)
			part_rounds++;
	}
}
