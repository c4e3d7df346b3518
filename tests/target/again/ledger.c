/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * Counts.
 */
#include <component.h>

static uint32_t times;

vesper_status again_ledger_serve_enter(const vesper_client *client,
				       uint32_t *count)
{
	(void)client;
	*count = ++times;
	return OK;
}

vesper_status again_ledger_serve_entered(const vesper_client *client,
					 uint32_t *count)
{
	(void)client;
	*count = times;
	return OK;
}
