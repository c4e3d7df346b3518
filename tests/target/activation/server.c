/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * Takes time, or signals its client's event, inside of the client's call.
 */
#include <component.h>
#include <vesper/object.h>

vesper_status activation_server_serve_spin(const vesper_client *client,
					   uint32_t rounds, uint32_t *done)
{
	volatile uint32_t i;

	(void)client;
	for (i = 0; i < rounds; i++)
		;
	*done = i;
	return OK;
}

vesper_status activation_server_serve_signal(const vesper_client *client)
{
	(void)client;
	return vesper_signal(bell) == OK ? OK : E_STATE;
}
