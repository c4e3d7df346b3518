/* SPDX-License-Identifier: BlueOak-1.0.0 */
#include <component.h>
#include <vesper/syscall.h>
#include <vesper/text.h>

static void say(struct vesper_string what, uint32_t number)
{
	char line[40];
	struct vesper_text text = VESPER_TEXT(line);

	(void)vesper_text_append(&text, what);
	if (number != 0)
		(void)vesper_text_append_number(&text, number, 10);
	(void)vesper_text_append(&text, VESPER_STRING("\n"));
	if (sys_console_write(con, vesper_text_string(text)) != OK)
		__builtin_trap();
}

/* Half a second without an answer, and the story is over. */
int main(void)
{
	for (int pauses = 0; pauses < 25; pauses++) {
		uint32_t count;
		vesper_status status;

		while ((status = flaky_counter_next(counter, &count)) == OK) {
			say(VESPER_STRING("the server says "), count);
			pauses = 0;
		}
		if (status == E_FAULT)
			say(VESPER_STRING("the server failed"), 0);
		(void)vesper_sleep(vesper_frequency() / 50);
	}
	say(VESPER_STRING("the server is gone"), 0);
	return sys_power_off(power);
}
