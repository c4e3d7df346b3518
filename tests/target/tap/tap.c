/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * TAP; see tap.h. A line goes out in one call, so that nothing gets in
 * between.
 */
#include <component.h>
#include <vesper/text.h>

#include "tap.h"

#define LINE_SIZE	257	/* what sys.console takes, and a NUL */

static uint64_t results;

static void add(struct vesper_text *line, const char *text)
{
	uint32_t size = 0;

	while (text[size] != '\0')
		size++;
	(void)vesper_text_append(line, (struct vesper_string){ text, size });
}

static void put(struct vesper_text *line)
{
	add(line, "\n");
	if (sys_console_write(con, vesper_text_string(*line)) != OK)
		__builtin_trap();
}

void tap_plan(uint64_t count)
{
	char data[LINE_SIZE];
	struct vesper_text line = VESPER_TEXT(data);

	add(&line, "1..");
	(void)vesper_text_append_number(&line, count, 10);
	put(&line);
}

bool tap_check(bool good, const char *name)
{
	char data[LINE_SIZE];
	struct vesper_text line = VESPER_TEXT(data);

	add(&line, good ? "ok " : "not ok ");
	(void)vesper_text_append_number(&line, ++results, 10);
	add(&line, " - ");
	add(&line, name);
	put(&line);
	return good;
}

bool tap_equal(uint64_t got, uint64_t want, const char *name)
{
	if (tap_check(got == want, name))
		return true;
	tap_note("got ", got);
	tap_note("want", want);
	return false;
}

void tap_note(const char *text, uint64_t number)
{
	char data[LINE_SIZE];
	struct vesper_text line = VESPER_TEXT(data);

	add(&line, "# ");
	add(&line, text);
	add(&line, ": 0x");
	(void)vesper_text_append_number(&line, number, 16);
	put(&line);
}
