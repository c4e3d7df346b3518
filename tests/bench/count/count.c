/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * Lines for make bench; see count.h and build-aux/bench-system.
 */
#include <component.h>
#include <vesper/text.h>

#include "count.h"

void count_report(const char *name, uint64_t total, uint64_t iterations)
{
	char data[81];
	struct vesper_text line = VESPER_TEXT(data);
	uint32_t size = 0;

	while (name[size] != '\0')
		size++;
	(void)vesper_text_append(&line, VESPER_STRING("bench\t"));
	(void)vesper_text_append(&line, (struct vesper_string){ name, size });
	(void)vesper_text_append(&line, VESPER_STRING("\t"));
	(void)vesper_text_append_number(&line,
		(total + iterations - 1) / iterations, 10);
	(void)vesper_text_append(&line, VESPER_STRING("\t"));
	(void)vesper_text_append_number(&line, iterations, 10);
	(void)vesper_text_append(&line, VESPER_STRING("\n"));
	if (sys_console_write(con, vesper_text_string(line)) != OK)
		__builtin_trap();
}
