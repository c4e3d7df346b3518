/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * A server that is built at run time, and a call to it that is brought to one of
 * its moments.
 */
#ifndef TARGET_PRODUCT_WORLD_H
#define TARGET_PRODUCT_WORLD_H

#include <component.h>
#include <vesper/factory.h>
#include <vesper/object.h>

/* What the server does when it is called; see made.S. */
enum how {
	HOW_YIELDS, HOW_BUSY, HOW_WAITS, HOW_CALLS, HOW_FAULTS, HOW_ACTS
};

/* How far the call is. RUNNING: the server itself is what deletes. */
enum moment {
	WAITING, PREEMPTED, EXHAUSTED, EVENT_WAIT, DEEPER, HANDLING, RUNNING,
	MOMENTS
};

/* Slots of the judge. */
#define DOMAIN	(spare + 0)
#define POOL	(spare + 1)
#define PORTAL	(spare + 2)
#define EVENT	(spare + 3)
#define VP	(spare + 4)
#define GUEST	(spare + 5)
#define BUDGET	(spare + 6)
#define GRANT	(spare + 7)
#define NAMED	(spare + 8)	/* what the caller calls */

#define LANDING		5u	/* of the server's worker */
#define EXTRA_VIEW	2	/* of the server: region `extra` */

/* An operation that the server makes while it is called, of what the call lends
 * it: the capability in `slot`, and the one in `with`, if that is not 0. */
struct deed {
	uint64_t slot, with;
	uint64_t operation, x1, x2;
};

/* A call of a vp that is made; made.S knows the layout. */
struct call {
	uint64_t slot, how, until, looks_at, operation, x1, x2, x8;
	int64_t status;
	uint64_t done;
};
extern volatile struct call the_call, guest_call;

/* Copies the server's code to where it runs. */
vesper_status code_write(void);

/* The server, and vps to call it; OK, or what the first step that failed says. */
vesper_status world_build(bool with_grant);
/* The call is at its moment; the server looks at region `extra` at its end. */
vesper_status world_reach(enum moment moment, bool with_budget, bool looks);
/* The same for RUNNING, with what it does there; what the server was told of it,
 * or NOBODY. */
vesper_status world_act(const struct deed *deed, bool with_budget, bool looks,
			vesper_status *told);
/* Everybody may go on; what the caller was told, or NOBODY. */
vesper_status world_end(enum moment moment);
#define NOBODY 1
/* Everything is deleted that is still there; OK if nothing stays. */
vesper_status world_take_apart(bool with_budget);

#endif
