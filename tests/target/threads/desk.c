/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * Two threads take steps in the monitor, with yields inside, and a handler is entered
 * there, while calls come.
 */
#include <component.h>
#include <vesper/threads.h>

#define STEPS	200u

static volatile uint32_t inside, steps, overlaps, rings;

static void step(void *argument)
{
	for (uint32_t i = 0; i < STEPS; i++) {
		(void)vesper_thread_enter(vesper_self.slot);
		overlaps += inside++;
		vesper_thread_yield();
		*(volatile uint32_t *)argument = steps + 1;
		steps++;
		inside--;
		(void)vesper_thread_leave(vesper_self.slot);
		vesper_thread_yield();
	}
}
VESPER_THREAD(step)

int main(void)
{
	static uint32_t scrap[2];
	vesper_thread_id ids[2];

	for (unsigned i = 0; i < 2; i++)
		if (vesper_thread_create(&ids[i], step, &scrap[i]) != OK)
			return 1;
	return 0;
}

void on_ring(uint64_t bits)
{
	overlaps += inside++;
	rings += bits != 0;
	inside--;
}

vesper_status threads_desk_serve_echo(const vesper_client *client,
				      struct vesper_string text,
				      struct vesper_text *again)
{
	(void)client;
	overlaps += inside++;
	(void)vesper_text_append(again, text);
	inside--;
	return OK;
}

vesper_status threads_desk_serve_seen(const vesper_client *client, uint32_t *s,
				      uint32_t *o, uint32_t *r)
{
	(void)client;
	*s = steps;
	*o = overlaps;
	*r = rings;
	return OK;
}
