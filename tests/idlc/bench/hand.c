/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * The baseline: what a careful person writes for the same messages. It has the
 * same duties: bounds, containment, alignment, tags, copies before use, zeroed
 * words and gaps.
 */
#include <string.h>

#include "bench.h"

/* ---- server ------------------------------------------------------------- */

static vesper_status place(uint64_t at, uint64_t align)
{
	if (at - bench_client.to_base >= bench_client.to_limit)
		return E_BUFFER;
	return at % align ? E_ALIGN : OK;
}

static vesper_status sent(vesper_status status)
{
	return status <= OK && status >= -63 ? status : E_SERVER;
}

static vesper_status ints(struct vesper_message *m)
{
	uint32_t x = 0, y = 0;
	vesper_status status;

	if ((m->w1 | m->w2 | m->w3 | m->w4) >> 32) {
		memset(m, 0, sizeof(*m));
		return E_ARGUMENT;
	}
	status = bench_wire_serve_ints(&bench_client, (uint32_t)m->w1,
		(uint32_t)m->w2, (uint32_t)m->w3, (uint32_t)m->w4, &x, &y);
	memset(m, 0, sizeof(*m));
	if (status != OK)
		return sent(status);
	m->w1 = x;
	m->w2 = y;
	return OK;
}

static vesper_status text(const struct vesper_message *m)
{
	char copy[257];
	vesper_status status;

	if (m->w2 > 256)
		return E_BOUNDS;
	status = place(m->w1, 1);
	if (status != OK)
		return status;
	memcpy(copy, (const char *)(uintptr_t)m->w1, m->w2);
	copy[m->w2] = '\0';
	return bench_wire_serve_text(&bench_client,
		(struct vesper_string){ copy, (uint32_t)m->w2 });
}

static vesper_status block(const struct vesper_message *m)
{
	struct bench_block copy;
	vesper_status status = place(m->w1, 8);

	if (status != OK)
		return status;
	memcpy(&copy, (const void *)(uintptr_t)m->w1, sizeof(copy));
	return bench_wire_serve_block(&bench_client, &copy);
}

static vesper_status content(const struct vesper_message *m, bool is_items)
{
	vesper_status status;

	if (m->w2 > (is_items ? 64 : 1024))
		return E_BOUNDS;
	status = place(m->w1, is_items ? 8 : 1);
	if (status != OK)
		return status;
	return is_items ?
		bench_wire_serve_items(&bench_client,
			(const struct bench_item *)(uintptr_t)m->w1,
			(uint32_t)m->w2) :
		bench_wire_serve_bytes(&bench_client,
			(const uint8_t *)(uintptr_t)m->w1, (uint32_t)m->w2);
}

static vesper_status either(const struct vesper_message *m)
{
	struct bench_outer u;

	memcpy(&u, m, sizeof(u));
	if (u.tag != BENCH_OUTER_IN && u.tag != BENCH_OUTER_OTHER)
		return E_ARGUMENT;
	if (u.tag == BENCH_OUTER_IN && u.in.tag != BENCH_INNER_NUMBER &&
	    u.in.tag != BENCH_INNER_FOUR)
		return E_ARGUMENT;
	return bench_wire_serve_either(&bench_client, &u);
}

vesper_status hand_call(uint64_t method, struct vesper_message *m)
{
	vesper_status status;

	switch ((uint32_t)method) {
	case 1:
		status = bench_wire_serve_null(&bench_client);
		break;
	case 2:
		return ints(m);
	case 3:
		status = block(m);
		break;
	case 4:
		status = text(m);
		break;
	case 5:
		status = content(m, false);
		break;
	case 6:
		status = content(m, true);
		break;
	case 7:
		status = either(m);
		break;
	default:
		status = E_METHOD;
	}
	memset(m, 0, sizeof(*m));
	return status == OK ? OK : sent(status);
}
