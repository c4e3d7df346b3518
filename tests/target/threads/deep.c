/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * A thread that uses more stack than it has, by the bound that its manifest lies
 * about: what lies below is a guard page.
 */
#include <component.h>
#include <vesper/threads.h>

uint32_t sink(uint32_t depth);
uint32_t sink(uint32_t depth)
{
	volatile uint32_t room[64];

	room[depth % 64] = depth;
	return depth == 0 ? 0 : sink(depth - 1) + room[depth % 64];
}

static void dive(void *argument)
{
	*(volatile uint32_t *)argument = sink(1000);
}
VESPER_THREAD(dive)

int main(void)
{
	static uint32_t depth;
	vesper_thread_id id;
	uint64_t bits;

	if (vesper_thread_wait(deep_number, VESPER_FOREVER, &bits) == OK &&
	    vesper_thread_create(&id, dive, &depth) == OK)
		(void)vesper_thread_join(id);
	return 0;
}
