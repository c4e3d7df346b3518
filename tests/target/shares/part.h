/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * Someone who is told to run, counts what it does, and measures how long it runs:
 * looks at the counter follow each other closely then; a gap is somebody else's
 * time.
 */
#ifndef TARGET_SHARES_PART_H
#define TARGET_SHARES_PART_H

#include <stdint.h>

extern volatile uint64_t part_rounds;
extern volatile uint64_t part_ticks;	/* that it has run */

/* Returns once, and as long as, it is to run. */
void part_wait(void);

/* It has slept, or begins. */
void part_begin(void);
/* It has run since it last said so. */
void part_ran(void);

#endif
