/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * Waits for an event, with a budget, so that it runs as soon as it is signalled.
 */
#include <component.h>
#include <vesper/object.h>

#include "../count/count.h"

static uint64_t sum, wakes;

int main(void)
{
	uint64_t bits;

	while (vesper_event_wait(bell, VESPER_FOREVER, &bits) == OK) {
		sum += count_now();
		wakes++;
	}
	return 0;
}

vesper_status events_counts_serve_read(const vesper_client *client,
				       uint64_t *total, uint64_t *count)
{
	(void)client;
	*total = sum;
	*count = wakes;
	return OK;
}
