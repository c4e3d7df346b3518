/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * The generated server, and its methods, which the one by hand calls too.
 */
#include "bench.h"

vesper_status vesper_call(uint64_t slot, uint64_t method,
			  struct vesper_message *m)
{
	(void)slot;
	return bench_wire_dispatch(&bench_client, (uint32_t)method, m);
}

__attribute__((noinline))
vesper_status bench_wire_serve_null(const vesper_client *client)
{
	bench_sink = client->client;
	return OK;
}

__attribute__((noinline))
vesper_status bench_wire_serve_ints(const vesper_client *client, uint32_t a,
	uint32_t b, uint32_t c, uint32_t d, uint32_t *x, uint32_t *y)
{
	(void)client;
	*x = a + b;
	*y = c + d;
	return OK;
}

__attribute__((noinline))
vesper_status bench_wire_serve_block(const vesper_client *client,
	const struct bench_block *b)
{
	(void)client;
	bench_sink = b->word[7];
	return OK;
}

__attribute__((noinline))
vesper_status bench_wire_serve_text(const vesper_client *client,
	struct vesper_string s)
{
	(void)client;
	bench_sink = (uint64_t)s.data[0];
	return OK;
}

__attribute__((noinline))
vesper_status bench_wire_serve_bytes(const vesper_client *client,
	const uint8_t *b, uint32_t count)
{
	(void)client;
	bench_sink = b[count - 1];
	return OK;
}

__attribute__((noinline))
vesper_status bench_wire_serve_items(const vesper_client *client,
	const struct bench_item *v, uint32_t count)
{
	(void)client;
	bench_sink = v[count - 1].a;
	return OK;
}

__attribute__((noinline))
vesper_status bench_wire_serve_either(const vesper_client *client,
	const struct bench_outer *u)
{
	(void)client;
	bench_sink = u->tag;
	return OK;
}
