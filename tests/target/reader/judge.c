/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * The console while somebody waits for input.
 */
#include <component.h>
#include <vesper/syscall.h>

#include "../tap/tap.h"

int main(void)
{
	char data[257];
	struct vesper_text line = VESPER_TEXT(data);

	/* The reader gets into its call. */
	(void)vesper_sleep(vesper_frequency() / 100);
	tap_plan(2);
	(void)tap_check(true, "CON-001 who waits for a line keeps none from "
			"writing");
	(void)tap_equal((uint64_t)-sys_console_read_line(con, &line),
			(uint64_t)-E_STATE, "CON-002 one at a time can wait");
	return sys_power_off(power);
}
