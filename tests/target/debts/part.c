/* SPDX-License-Identifier: BlueOak-1.0.0 */
#include "part.h"

#include <component.h>
#include <vesper/syscall.h>

volatile uint64_t part_ticks;
static volatile bool begun;
static volatile uint64_t from, to;

void part_wait(void)
{
	while (!begun)
		(void)vesper_sleep(vesper_frequency() / 1000);
	from = vesper_now();
}

void part_end(void)
{
	to = vesper_now();
}

vesper_status debts_part_serve_begin(const vesper_client *client)
{
	(void)client;
	begun = true;
	return OK;
}

vesper_status debts_part_serve_ask(const vesper_client *client,
				   uint64_t *began, uint64_t *ended)
{
	(void)client;
	*began = from;
	*ended = to;
	return OK;
}

vesper_status debts_part_serve_ran(const vesper_client *client,
				   uint64_t *ticks)
{
	(void)client;
	*ticks = part_ticks;
	return OK;
}
