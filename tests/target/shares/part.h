/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * Someone who is told to run, and counts what it does.
 */
#ifndef TARGET_SHARES_PART_H
#define TARGET_SHARES_PART_H

#include <stdint.h>

extern volatile uint64_t part_rounds;

/* Returns once, and as long as, it is to run. */
void part_wait(void);

#endif
