/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * Someone who is told to do its part; what it has done is kept for who asks.
 */
#ifndef TARGET_DEBTS_PART_H
#define TARGET_DEBTS_PART_H

#include <stdint.h>

extern volatile uint64_t part_ticks;	/* that it has run for */

/* Returns once it is told to begin. */
void part_wait(void);
/* It has done it. */
void part_end(void);

#endif
