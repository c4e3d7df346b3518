/* SPDX-License-Identifier: BlueOak-1.0.0 */
#include <component.h>

#include "../time/meter.h"

vesper_status debts_desk_serve_work(const vesper_client *client,
				    uint64_t ticks)
{
	uint64_t last = vesper_now(), ran = 0;

	(void)client;
	while (ran < ticks)
		ran += meter(&last);
	return OK;
}

vesper_status debts_desk_serve_ping(const vesper_client *client)
{
	(void)client;
	return OK;
}
