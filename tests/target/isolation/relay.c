/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * Calls one who faults, and lives to tell.
 */
#include <component.h>

vesper_status isolation_relay_serve_pass(const vesper_client *client,
					 int32_t *status)
{
	uint64_t value;

	(void)client;
	*status = isolation_attacker_run(attacker, 0, &value);
	return OK;
}
