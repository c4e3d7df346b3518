/* SPDX-License-Identifier: BlueOak-1.0.0 */
#include <component.h>
#include <vesper/object.h>

enum { EVENTS = 40 };

/* Until the logger has told that so many are written. */
static void wait_for(uint32_t count)
{
	uint32_t written;
	uint64_t bits;

	while (journal_log_written(log, &written) != OK || written < count) {
		(void)vesper_block();
		(void)vesper_event_take(log_event, &bits);
	}
}

int main(void)
{
	for (uint32_t i = 0; i < EVENTS; i++)
		while (journal_log_happened(log, i, i * i) == E_FULL)
			wait_for(i - 8);
	wait_for(EVENTS);
	return sys_power_off(power);
}
