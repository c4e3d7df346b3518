/* SPDX-License-Identifier: BlueOak-1.0.0 */
#include <component.h>

#include "meter.h"

vesper_status time_spinner_serve_spin(const vesper_client *client,
				      uint64_t ticks, uint64_t *ran)
{
	uint64_t last = vesper_now(), end = last + ticks;

	(void)client;
	while (last < end)
		*ran += meter(&last);
	return OK;
}
