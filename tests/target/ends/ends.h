/* SPDX-License-Identifier: BlueOak-1.0.0 */
#ifndef TESTS_TARGET_ENDS_H
#define TESTS_TARGET_ENDS_H

/* How the call to the server goes on. */
enum how {
	HOW_YIELDS,		/* inside for a while, others run */
	HOW_STOPS,		/* stops its own domain, */
	HOW_STOPS_CLIENT,	/* the one in which the call began, */
	HOW_STOPS_MIDDLE,	/* or the one that calls it; and replies */
	HOW_BUSY,		/* longer than the client's budget lasts */
	HOW_WAITS,		/* for an event */
	HOW_CALLS,		/* the deep one, which yields */
	HOW_FAULTS,		/* its fault handler yields, and mends */
};

#endif
