/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * The lives of a component: when it may begin the next one, by its policy. Times
 * are ns of one clock.
 */
#ifndef LIFE_H
#define LIFE_H

#include <vesper/types.h>

#define LIFE_OVER UINT64_MAX	/* there is no next one */

struct life {
	uint64_t begun[ABI_RESTARTS_MAX]; /* the last restarts, as a ring */
	uint32_t restarts;	/* so far; the ring's next is this modulo its
				   size */
	uint64_t backoff;	/* that comes next; 0 = the first */
	uint64_t due;		/* when the next life begins; 0 = it lives */
};

/* It ended at `now`: sets and gives when the next life is due, or LIFE_OVER. */
uint64_t life_end(struct life *life, const vesper_restart_policy *policy,
		  uint64_t now);

/* It begins again at `now`. */
void life_begin(struct life *life, uint64_t now);

#endif
