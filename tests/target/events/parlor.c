/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * Waits for its event inside of a call. The token goes to others meanwhile, so
 * `count` is written by one worker at a time.
 */
#include <component.h>
#include <vesper/object.h>

static uint32_t count;

vesper_status events_parlor_serve_wait(const vesper_client *client,
				       uint64_t ticks, uint64_t *bits,
				       int32_t *status)
{
	(void)client;
	count++;
	*status = vesper_event_wait(bell, ticks, bits);
	count--;
	return OK;
}

vesper_status events_parlor_serve_waiting(const vesper_client *client,
					  uint32_t *now)
{
	(void)client;
	*now = count;
	return OK;
}
