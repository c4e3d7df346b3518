/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * Says what it reads: "<text> size", until input ends, which it then is for
 * ever. At last what must not work.
 */
#include <component.h>
#include <vesper/text.h>

#define LINE_MAX	256

static void say(struct vesper_string text)
{
	if (sys_console_write(con, text) != OK)
		__builtin_trap();
}

static void say_status(struct vesper_string what, vesper_status status)
{
	char data[65];
	struct vesper_text line = VESPER_TEXT(data);

	(void)vesper_text_append(&line, what);
	(void)vesper_text_append_number(&line, (uint64_t)-(int64_t)status, 10);
	(void)vesper_text_append(&line, VESPER_STRING("\n"));
	say(vesper_text_string(line));
}

static void echo_line(struct vesper_text line)
{
	char data[LINE_MAX + 1];
	struct vesper_text answer = VESPER_TEXT(data);

	say(VESPER_STRING("<"));
	if (line.size > 0)
		say(vesper_text_string(line));
	(void)vesper_text_append(&answer, VESPER_STRING("> "));
	(void)vesper_text_append_number(&answer, line.size, 10);
	(void)vesper_text_append(&answer, VESPER_STRING("\n"));
	say(vesper_text_string(answer));
}

int main(void)
{
	static char data[LINE_MAX + 1], too_long[LINE_MAX + 1];
	char small[4];
	struct vesper_text line = VESPER_TEXT(data);
	struct vesper_text small_line = VESPER_TEXT(small);

	say(VESPER_STRING("reader\n"));
	say_status(VESPER_STRING("small room: "),
		   sys_console_read_line(con, &small_line));
	while (sys_console_read_line(con, &line) == OK)
		echo_line(line);
	say_status(VESPER_STRING("again: "), sys_console_read_line(con, &line));
	say_status(VESPER_STRING("over its bound: "), sys_console_write(con,
		(struct vesper_string){ too_long, LINE_MAX + 1 }));
	return sys_power_off(power);
}
