/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * Takes all the time that it can get, itself or in a server.
 */
#include <component.h>

#include "meter.h"

static volatile uint64_t total;

static void spin(void)
{
	uint64_t ran;

	if (time_spinner_spin(spinner, vesper_frequency() / 100, &ran) == OK)
		total += ran;
}

int main(void)
{
	uint64_t last = vesper_now();

	for (;;) {
		if (spinner_connected())
			spin();
		else
			total += meter(&last);
	}
}

vesper_status time_busy_serve_ran(const vesper_client *client, uint64_t *ticks)
{
	(void)client;
	*ticks = total;
	return OK;
}
