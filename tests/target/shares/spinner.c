/* SPDX-License-Identifier: BlueOak-1.0.0 */
#include <component.h>
#include <vesper/syscall.h>

#define GAPS_PER_SECOND	2000000u	/* as in part.c */

vesper_status shares_spinner_serve_spin(const vesper_client *client,
					uint64_t rounds, uint64_t *ticks)
{
	uint64_t gap = vesper_frequency() / GAPS_PER_SECOND;
	uint64_t last = vesper_now(), now;

	(void)client;
	*ticks = 0;
	for (volatile uint64_t i = 0; i < rounds; i++) {
		now = vesper_now();
		if (now - last < gap)
			*ticks += now - last;
		last = now;
	}
	return OK;
}
