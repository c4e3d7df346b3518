/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * Ends at every first call, and answers every second one.
 */
#include <component.h>

static vesper_status enter(uint32_t *count)
{
	vesper_status status = again_ledger_enter(ledger, count);

	if (status == OK && *count % 2 != 0)
		*(volatile uint32_t *)0 = *count; /* nothing is mapped there */
	return status;
}

vesper_status again_flaky_serve_safe(const vesper_client *client,
				     uint32_t *count)
{
	(void)client;
	return enter(count);
}

vesper_status again_flaky_serve_plain(const vesper_client *client,
				      uint32_t *count)
{
	(void)client;
	return enter(count);
}

vesper_status again_flaky_serve_echo(const vesper_client *client,
	struct vesper_string text, struct vesper_text *same, uint32_t *count)
{
	(void)client;
	for (uint32_t i = 0; i < text.size; i++)
		same->data[i] = text.data[i];
	same->size = text.size;
	return enter(count);
}
