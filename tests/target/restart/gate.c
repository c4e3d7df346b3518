/* SPDX-License-Identifier: BlueOak-1.0.0 */
#include <component.h>
#include <vesper/object.h>

vesper_status restart_gate_serve_pass(const vesper_client *client)
{
	uint64_t bits;

	(void)client;
	return vesper_event_wait(latch, VESPER_FOREVER, &bits) == OK ?
		OK : E_STATE;
}
