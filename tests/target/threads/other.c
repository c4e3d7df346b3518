/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * Wants all the time there is, once it is told so: others are preempted then.
 */
#include <component.h>
#include <vesper/object.h>

int main(void)
{
	volatile uint64_t rounds = 0;
	uint64_t bits;

	(void)vesper_event_wait(spin, VESPER_FOREVER, &bits);
	for (;;)
		rounds++;
}
