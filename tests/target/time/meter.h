/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * How long one has run: looks at the counter follow each other closely while one
 * runs; a gap is somebody else's time.
 */
#ifndef TIME_METER_H
#define TIME_METER_H

#include <vesper/syscall.h>

#define GAPS_PER_SECOND	10000u	/* a gap is longer than 100 us */

/* The ticks from *last to now if they were one's own; *last = now. */
static inline uint64_t meter(uint64_t *last)
{
	uint64_t now = vesper_now();
	uint64_t passed = now - *last;

	*last = now;
	return passed < vesper_frequency() / GAPS_PER_SECOND ? passed : 0;
}

#endif
