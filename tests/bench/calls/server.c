/* SPDX-License-Identifier: BlueOak-1.0.0 */
#include <component.h>

vesper_status calls_nothing_serve_null(const vesper_client *client)
{
	(void)client;
	return OK;
}

vesper_status calls_echo_serve_words(const vesper_client *client,
	uint64_t a, uint64_t b, uint64_t c, uint64_t d, uint64_t e, uint64_t f,
	uint64_t g, uint64_t *ra, uint64_t *rb, uint64_t *rc, uint64_t *rd,
	uint64_t *re, uint64_t *rf, uint64_t *rg)
{
	(void)client;
	*ra = a;
	*rb = b;
	*rc = c;
	*rd = d;
	*re = e;
	*rf = f;
	*rg = g;
	return OK;
}

vesper_status calls_echo_serve_text(const vesper_client *client,
	struct vesper_string text, struct vesper_text *answer)
{
	(void)client;
	(void)vesper_text_append(answer, text);
	return OK;
}

/* The client sees that the server has been there: the ends are other ones. */
vesper_status calls_bulk_serve_pass(const vesper_client *client, uint8_t *data,
				    uint32_t count)
{
	(void)client;
	if (count == 0)
		return OK;
	data[0] = (uint8_t)~0u;
	data[count - 1] = (uint8_t)~(count - 1);
	return OK;
}
