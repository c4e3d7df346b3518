/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * Does with the judge's events what it may, and tries what it may not.
 */
#include <component.h>
#include <vesper/object.h>

vesper_status events_partner_serve_poke(const vesper_client *client,
					int32_t *status)
{
	(void)client;
	*status = vesper_signal(poked);
	return OK;
}

vesper_status events_partner_serve_overstep(const vesper_client *client,
					    int32_t *take, int32_t *wait,
					    int32_t *mint)
{
	uint64_t bits;

	(void)client;
	*take = vesper_event_take(poked, &bits);
	*wait = vesper_event_wait(poked, 0, &bits);
	*mint = vesper_cap_mint(poked, spare, ABI_RIGHT_SIGNAL, 1);
	return OK;
}

vesper_status events_partner_serve_take(const vesper_client *client,
					uint64_t *bits, int32_t *status,
					int32_t *signal)
{
	(void)client;
	*status = vesper_event_take(heard, bits);
	*signal = vesper_signal(heard);
	return OK;
}
