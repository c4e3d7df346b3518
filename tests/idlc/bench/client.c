/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * The baseline's client, and the driver: bench CASE WHO ITERATIONS runs one case
 * by the generated code (idlc), by hand (hand) or not at all (empty). The
 * difference to `empty` under callgrind is the cost.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#include "bench.h"

struct abi_thread bench_thread = { .caller = 1 };
bench_wire bench_connection;
vesper_client bench_client;
volatile uint64_t bench_sink;

static char *slot(void)
{
	return (char *)(uintptr_t)(bench_connection.to + bench_thread.caller *
				   BENCH_WIRE_TO_SLOT);
}

/* ---- by hand -------------------------------------------------------------- */

vesper_status hand_null(void)
{
	struct vesper_message m = { 0 };

	return hand_call(1, &m);
}

vesper_status hand_ints(uint32_t a, uint32_t b, uint32_t c, uint32_t d,
			uint32_t *x, uint32_t *y)
{
	struct vesper_message m = { a, b, c, d, 0, 0, 0 };
	vesper_status status = hand_call(2, &m);

	if (status == OK && (m.w1 | m.w2) >> 32)
		status = E_RESULT;
	if (status != OK) {
		*x = *y = 0;
		return status;
	}
	*x = (uint32_t)m.w1;
	*y = (uint32_t)m.w2;
	return OK;
}

static vesper_status send_bytes(uint64_t method, const void *bytes,
				uint64_t size, uint64_t count)
{
	struct vesper_message m = { 0 };
	char *to = slot();

	/* An empty string may have no address at all. */
	if (size)
		memcpy(to, bytes, size);
	m.w1 = (uintptr_t)to;
	m.w2 = count;
	return hand_call(method, &m);
}

vesper_status hand_block(const struct bench_block *b)
{
	return send_bytes(3, b, sizeof(*b), 0);
}

vesper_status hand_text(struct vesper_string s)
{
	return s.size > 256 ? E_BOUNDS : send_bytes(4, s.data, s.size, s.size);
}

vesper_status hand_bytes(const uint8_t *b, uint32_t count)
{
	return count > 1024 ? E_BOUNDS : send_bytes(5, b, count, count);
}

vesper_status hand_items(const struct bench_item *v, uint32_t count)
{
	return count > 64 ? E_BOUNDS :
		send_bytes(6, v, count * sizeof(*v), count);
}

vesper_status hand_either(const struct bench_outer *u)
{
	struct vesper_message m = { 0 };
	struct bench_outer clean;

	memset(&clean, 0, sizeof(clean));
	clean.tag = u->tag;
	if (u->tag == BENCH_OUTER_OTHER) {
		clean.other = u->other;
	} else if (u->tag == BENCH_OUTER_IN) {
		clean.in.tag = u->in.tag;
		if (u->in.tag == BENCH_INNER_NUMBER)
			clean.in.number = u->in.number;
		else if (u->in.tag == BENCH_INNER_FOUR)
			memcpy(clean.in.four, u->in.four,
			       sizeof(clean.in.four));
		else
			return E_ARGUMENT;
	} else {
		return E_ARGUMENT;
	}
	memcpy(&m, &clean, sizeof(clean));
	return hand_call(7, &m);
}

/* ---- the driver ----------------------------------------------------------- */

static struct bench_block block = { { 1, 2, 3, 4, 5, 6, 7, 8 } };
static char text[200];
static uint8_t bytes[1024];
static struct bench_item items[64];
static struct bench_outer outer;
/* Lengths that a compiler does not know. */
static volatile uint32_t text_size = sizeof(text), bytes_count = 1024,
			 items_count = 64;

/* No part of main, which gcc compiles for size as it runs but once. */
__attribute__((noinline))
static vesper_status once(unsigned which, bool is_hand)
{
	bench_wire self = bench_connection;
	struct vesper_string s = { text, text_size };
	uint32_t x, y;

	switch (which) {
	case 0:
		return is_hand ? hand_null() : bench_wire_null(self);
	case 1:
		return is_hand ? hand_ints(1, 2, 3, 4, &x, &y) :
				 bench_wire_ints(self, 1, 2, 3, 4, &x, &y);
	case 2:
		return is_hand ? hand_block(&block) :
				 bench_wire_block(self, &block);
	case 3:
		return is_hand ? hand_text(s) : bench_wire_text(self, s);
	case 4:
		return is_hand ? hand_bytes(bytes, bytes_count) :
				 bench_wire_bytes(self, bytes, bytes_count);
	case 5:
		return is_hand ? hand_items(items, items_count) :
				 bench_wire_items(self, items, items_count);
	default:
		return is_hand ? hand_either(&outer) :
				 bench_wire_either(self, &outer);
	}
}

static uint32_t area(void)
{
	void *wanted = (void *)(uintptr_t)0x10000000;

	if (mmap(wanted, 65536, PROT_READ | PROT_WRITE, MAP_PRIVATE |
		 MAP_ANONYMOUS | MAP_FIXED_NOREPLACE, -1, 0) != wanted)
		exit(99);
	return 0x10000000;
}

int main(int argc, char **argv)
{
	unsigned which = argc > 1 ? (unsigned)atoi(argv[1]) : 0;
	const char *who = argc > 2 ? argv[2] : "empty";
	int count = argc > 3 ? atoi(argv[3]) : 1000;

	bench_connection = (bench_wire){ 1, area(), 0 };
	bench_client = (vesper_client){ .to_base = bench_connection.to,
					.to_limit = 65536 - 2048 };
	outer.tag = BENCH_OUTER_IN;
	outer.in.tag = BENCH_INNER_FOUR;
	for (int i = 0; i < count; i++) {
		if (*who == 'e')
			bench_sink = which;
		else if (once(which, *who == 'h') != OK)
			return 1;
	}
	return 0;
}
