/* SPDX-License-Identifier: BlueOak-1.0.0 */
#include "part.h"

#include <component.h>
#include <vesper/syscall.h>

volatile uint64_t part_rounds;
static volatile bool runs;

void part_wait(void)
{
	while (!runs)
		(void)vesper_sleep(vesper_frequency() / 100);
}

vesper_status shares_part_serve_run(const vesper_client *client, bool may_run)
{
	(void)client;
	runs = may_run;
	return OK;
}

vesper_status shares_part_serve_done(const vesper_client *client,
				     uint64_t *rounds)
{
	(void)client;
	*rounds = part_rounds;
	return OK;
}
