/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * Signals, interrupts and faults.
 */
#include <component.h>
#include <vesper/fault.h>
#include <vesper/object.h>

#include "../count/count.h"

#define IRQS	1000u
#define GAP	60u	/* instructions; the loop that watches takes fewer */

static void check(bool good)
{
	if (!good)
		__builtin_trap();
}

static void measure_signal(void)
{
	uint64_t total = COUNT_LOOP(count_use(vesper_signal(idle_bell)));
	uint64_t empty = COUNT_LOOP(count_use(0));

	check(vesper_signal(idle_bell) == OK);
	count_report("signal", total - empty, ITERATIONS);
}

/* From before the system call to behind the waiter's. */
static void measure_signal_switch(void)
{
	uint64_t before, after, count_before, count_after, sent = 0;

	check(events_counts_read(waiter, &before, &count_before) == OK);
	for (uint32_t i = 0; i < ITERATIONS; i++) {
		sent += count_now();
		check(vesper_signal(bell) == OK);
	}
	check(events_counts_read(waiter, &after, &count_after) == OK &&
	      count_after - count_before == ITERATIONS);
	count_report("signal_switch", after - before - sent, ITERATIONS);
}

/* Looks at the counter until there is a gap; the look before it. */
static uint64_t gap_find(void)
{
	uint64_t now = count_now(), last;

	do {
		last = now;
		now = count_now();
	} while (now - last < GAP);
	return last;
}

/* From the last look before the interrupt to the driver's first after it. */
static void measure_irq(void)
{
	uint64_t before, after, count_before, count_after, taken = 0;

	check(events_counts_read(driver, &before, &count_before) == OK);
	for (uint32_t i = 0; i < IRQS; i++) {
		vesper_yield();		/* no end of a turn comes in between */
		check(events_alarm_set(alarm, 20) == OK);
		taken += gap_find();
	}
	check(events_counts_read(driver, &after, &count_after) == OK &&
	      count_after - count_before == IRQS);
	count_report("irq_to_driver", after - before - taken, IRQS);
}

vesper_status mend(struct abi_fault *fault)
{
	fault->pc += 4;
	return OK;
}

static void measure_fault(void)
{
	uint64_t total = COUNT_LOOP(__asm__ volatile("udf #0"));
	uint64_t empty = COUNT_LOOP(count_use(0));

	count_report("fault_cycle", total - empty, ITERATIONS);
}

int main(void)
{
	/* The others get into their waits. */
	(void)vesper_sleep(vesper_frequency() / 1000);
	measure_signal();
	measure_signal_switch();
	measure_irq();
	measure_fault();
	return sys_power_off(power);
}
