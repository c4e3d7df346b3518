/* SPDX-License-Identifier: BlueOak-1.0.0 */
#include <component.h>
#include <vesper/object.h>
#include <vesper/text.h>

static uint32_t count;

void journal_log_serve_happened(const vesper_client *client, uint32_t what,
				uint64_t value)
{
	char line[64];
	struct vesper_text text = VESPER_TEXT(line);

	vesper_text_append_number(&text, what, 10);
	vesper_text_append(&text, VESPER_STRING(": "));
	vesper_text_append_number(&text, value, 10);
	vesper_text_append(&text, VESPER_STRING("\n"));
	if (sys_console_write(con, vesper_text_string(text)) == OK)
		count++;
	journal_log_notify_written(client, count);
}

int main(void)
{
	uint64_t bits;

	for (;;) {
		(void)vesper_block();
		(void)vesper_event_take(log_event, &bits);
		while (bits)
			bits = log_drain(bits);
	}
}
