/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * A driver of the system timer's compare channel 1: counts its interrupts.
 * Registers: BCM2835 ARM Peripherals, section 12.1.
 */
#include <component.h>
#include <vesper/object.h>

#include "../count/count.h"

enum {
	TIMER_CS = 0x00 / 4,	/* match flags; written 1 clears */
	TIMER_CLO = 0x04 / 4,	/* counter of 1 MHz, lower half */
	TIMER_C1 = 0x10 / 4,	/* compare 1 */
};
#define TIMER_MATCH_1	(1u << 1)

static uint64_t sum, wakes;

int main(void)
{
	uint64_t bits;

	while (vesper_event_wait(tick_event, VESPER_FOREVER, &bits) == OK) {
		sum += count_now();
		wakes++;
		regs[TIMER_CS] = TIMER_MATCH_1;
		(void)vesper_irq_acknowledge(tick);
	}
	return 0;
}

vesper_status events_alarm_serve_set(const vesper_client *client,
				     uint32_t microseconds)
{
	(void)client;
	regs[TIMER_C1] = regs[TIMER_CLO] + microseconds;
	return OK;
}

vesper_status events_counts_serve_read(const vesper_client *client,
				       uint64_t *total, uint64_t *count)
{
	(void)client;
	*total = sum;
	*count = wakes;
	return OK;
}
