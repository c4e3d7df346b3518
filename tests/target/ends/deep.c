/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * Below the server: what stays here is a deeper call.
 */
#include <component.h>
#include <vesper/syscall.h>

#define STAY_MS	12	/* as in server.c */

vesper_status ends_deep_serve_stay(const vesper_client *client)
{
	uint64_t end = vesper_now() + vesper_frequency() * STAY_MS / 1000;

	(void)client;
	while (vesper_now() < end)
		vesper_yield();
	return OK;
}
