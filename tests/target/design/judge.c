/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * Reads what is typed, and asks the log for what everybody has noted: a picture
 * went from the camera to the network, over the port of the connection.
 */
#include <component.h>
#include <vesper/syscall.h>

#include "../tap/tap.h"

#define SENT		300u	/* the bytes of the picture, added up */
#define PORT		8080u
#define WRITTEN		519u	/* a sector, and the clock's 7 */
#define BAUD		921600u	/* noted by each interrupt */

static bool is_text(const char *got, const char *want)
{
	while (*want && *got == *want) {
		got++;
		want++;
	}
	return *got == *want;
}

static void rest(void)
{
	(void)vesper_sleep(vesper_frequency() / 10000);
}

int main(void)
{
	const uint32_t picture = SENT + PORT + (SENT + PORT + WRITTEN);
	char data[257];
	struct vesper_text text = VESPER_TEXT(data);
	uint32_t noted_sum = 0;

	tap_plan(5);
	(void)tap_equal(all_count, 9, "DSG-001 all others are supervised");
	for (unsigned i = 0; i < 1000 && noted_sum % BAUD != picture; i++) {
		if (design_clock_now(noted, &noted_sum) != OK)
			break;
		rest();
	}
	(void)tap_equal(noted_sum % BAUD, picture,
			"DSG-002 a picture, sent and written");
	while (sys_console_read_line(con, &text) == E_STATE)
		rest();
	(void)tap_check(is_text(data, "typed"),
			"DSG-003 a line, taken by the handler of interrupts");
	(void)tap_check(design_clock_now(noted, &noted_sum) == OK &&
			noted_sum / BAUD != 0,
			"DSG-004 which noted that it ran");
	(void)tap_check(all_policy[1].always || all_policy[2].always,
			"DSG-005 the console can be restarted");
	return sys_power_off(power);
}
