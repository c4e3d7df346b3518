/* SPDX-License-Identifier: BlueOak-1.0.0 */
#include <component.h>

vesper_status shares_spinner_serve_spin(const vesper_client *client,
					uint64_t rounds)
{
	(void)client;
	for (volatile uint64_t i = 0; i < rounds; i++)
		;
	return OK;
}
