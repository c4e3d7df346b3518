/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * Another client of the server: when the judge says so it makes the judge wait,
 * and fills its own registers while the judge looks.
 */
#include <component.h>
#include <vesper/call.h>
#include <vesper/object.h>

#include "probe.h"

#define ROUNDS	64

static uint64_t dump[DUMP_WORDS];

int main(void)
{
	uint64_t bits;

	(void)vesper_event_wait(start, UINT64_MAX, &bits);
	for (int i = 0; i < ROUNDS; i++) {
		struct vesper_message m = { 0 };

		(void)vesper_call(probe.slot, PROBE_LINGER, &m);
		probe_yield(dump, (uint64_t)TAG_OTHER << 48);
	}
	return 0;
}
