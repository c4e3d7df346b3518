/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * A switch between two threads of one vp: from the call of the one to the return of
 * the other's, without a system call.
 */
#include <component.h>
#include <vesper/threads.h>

#include "../count/count.h"

static volatile uint32_t switches;

/* Nothing but yields, as the thread that counts. */
static void partner(void *argument)
{
	(void)argument;
	for (;;) {
		vesper_thread_yield();
		switches++;
	}
}
VESPER_THREAD(partner)

int main(void)
{
	vesper_thread_id id;
	uint64_t total, empty;

	if (vesper_thread_create(&id, partner, NULL) != OK)
		return 1;
	vesper_thread_yield();
	total = COUNT_LOOP(vesper_thread_yield(); switches++);
	empty = COUNT_LOOP(switches++);
	/* Of each turn there are two switches and two rounds of a loop. */
	if (switches < 2 * ITERATIONS)
		__builtin_trap();
	count_report("uthread_switch", total - 2 * empty, 2 * ITERATIONS);
	return sys_power_off(power);
}
