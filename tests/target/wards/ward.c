/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * Does what it is told, and faults, waits or oversteps when it is told so.
 */
#include <component.h>
#include <vesper/object.h>

vesper_status wards_ward_serve_ping(const vesper_client *client,
				    uint32_t *value)
{
	(void)client;
	*value = 7;
	return OK;
}

vesper_status wards_ward_serve_fault(const vesper_client *client)
{
	(void)client;
	__builtin_trap();
}

vesper_status wards_ward_serve_wait(const vesper_client *client)
{
	uint64_t bits;

	(void)client;
	(void)vesper_event_wait(never, VESPER_FOREVER, &bits);
	return OK;
}

vesper_status wards_ward_serve_signal(const vesper_client *client,
				      int32_t *status)
{
	(void)client;
	*status = vesper_signal(spare);
	return OK;
}

vesper_status wards_ward_serve_overstep(const vesper_client *client,
					int32_t *stop, int32_t *install)
{
	(void)client;
	*stop = vesper_domain_stop(peer.slot);
	*install = vesper_domain_install(peer.slot, never, peer.slots, 0xff);
	return OK;
}
