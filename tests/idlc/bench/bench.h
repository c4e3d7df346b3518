/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * The two sides of the benchmark; a file each, so that no compiler joins them.
 */
#ifndef BENCH_H
#define BENCH_H

#include <bench.idl.h>

/* By hand: the same words, areas, bounds and zeroing, and nothing else. */
vesper_status hand_call(uint64_t method, struct vesper_message *m);
vesper_status hand_null(void);
vesper_status hand_ints(uint32_t a, uint32_t b, uint32_t c, uint32_t d,
			uint32_t *x, uint32_t *y);
vesper_status hand_block(const struct bench_block *b);
vesper_status hand_text(struct vesper_string s);
vesper_status hand_bytes(const uint8_t *b, uint32_t count);
vesper_status hand_items(const struct bench_item *v, uint32_t count);
vesper_status hand_either(const struct bench_outer *u);

extern bench_wire bench_connection;
extern vesper_client bench_client;
/* What the server's methods do with what they get: as little as can be. */
extern volatile uint64_t bench_sink;

#endif
