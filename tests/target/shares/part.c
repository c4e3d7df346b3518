/* SPDX-License-Identifier: BlueOak-1.0.0 */
#include "part.h"

#include <component.h>
#include <vesper/syscall.h>

#define GAPS_PER_SECOND	2000000u	/* a gap is longer than 500 ns: an interrupt is */

volatile uint64_t part_rounds, part_ticks;
static volatile bool runs;
static uint64_t last;

void part_wait(void)
{
	while (!runs) {
		(void)vesper_sleep(vesper_frequency() / 100);
		part_begin();
	}
}

void part_begin(void)
{
	last = vesper_now();
}

void part_ran(void)
{
	uint64_t now = vesper_now();

	if (now - last < vesper_frequency() / GAPS_PER_SECOND)
		part_ticks += now - last;
	last = now;
}

vesper_status shares_part_serve_run(const vesper_client *client, bool may_run)
{
	(void)client;
	runs = may_run;
	return OK;
}

vesper_status shares_part_serve_done(const vesper_client *client,
				     uint64_t *rounds, uint64_t *ticks)
{
	(void)client;
	*rounds = part_rounds;
	*ticks = part_ticks;
	return OK;
}
