/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * System calls with every register filled; see probe.S. `dump` has DUMP_WORDS
 * words and is what the registers hold right after the system call.
 */
#ifndef TEST_PROBE_H
#define TEST_PROBE_H

#include <stdint.h>

#include "registers.h"

/* x1..x7 and x9..x30 hold TAG_CLIENT; x8 is the operation. */
void probe_call(uint64_t *dump, uint64_t slot, uint64_t operation);
/* The same, with fields of capabilities above the operation. */
void probe_call_cap(uint64_t *dump, uint64_t slot, uint64_t operation);

/* Every register holds tag_base + its number; then a yield, or a WFI. */
void probe_yield(uint64_t *dump, uint64_t tag_base);
void probe_wait(uint64_t *dump, uint64_t tag_base);

#endif
