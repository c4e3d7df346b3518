/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * A client that is in a call itself, where nobody sleeps.
 */
#include <component.h>

vesper_status again_relay_serve_pass(const vesper_client *client,
				     uint32_t *count)
{
	(void)client;
	return again_flaky_safe(flaky, count);
}
