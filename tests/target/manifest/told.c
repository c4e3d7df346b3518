/* SPDX-License-Identifier: BlueOak-1.0.0 */
#include <component.h>

vesper_status manifest_told_serve_settings(const vesper_client *client,
	uint32_t *number, uint16_t *port, bool *quiet, int32_t *offset)
{
	*number = client->client;
	*port = told_port(client);
	*quiet = told_quiet(client);
	*offset = told_offset(client);
	return OK;
}

vesper_status manifest_told_serve_host(const vesper_client *client,
	struct vesper_text *host)
{
	const char *text = told_host(client);
	uint32_t size = 0;

	while (text[size])
		size++;
	vesper_text_append(host, (struct vesper_string){ text, size });
	return OK;
}

vesper_status manifest_told_serve_pass(const vesper_client *client,
	struct vesper_string text, uint32_t count, uint32_t *result)
{
	(void)client;
	if (next_connected())
		return manifest_told_pass(next, text, count + text.size,
					  result);
	*result = count + text.size;
	return OK;
}

vesper_status manifest_told_serve_value(const vesper_client *client,
	uint32_t *value)
{
	(void)client;
	*value = PARAM_value;
	return OK;
}
