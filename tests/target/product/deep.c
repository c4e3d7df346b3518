/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * Is called by the server that is built, and waits until it is told.
 */
#include <component.h>
#include <vesper/object.h>

vesper_status product_stage_serve_stay(const vesper_client *client)
{
	uint64_t bits;

	(void)client;
	return vesper_event_wait(bell, UINT64_MAX, &bits);
}
