/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * The system of the product test (product.c): a chain client -> middle ->
 * server -> deep on one vp, the caller's, and others beside it. Whoever has the
 * CPU does what its part in the play is; the caller's part tells what came back
 * to it, and where.
 */
#ifndef TESTS_KERNEL_PRODUCT_H
#define TESTS_KERNEL_PRODUCT_H

#include <stdbool.h>
#include <stdint.h>

#include <vesper/abi/cap.h>

#include "world.h"

/* How far the caller's call to the server, which is the one looked at, is. */
enum moment {
	WAITING,	/* for a worker, which another vp has */
	RUNNING,	/* the server's code is what acts */
	PREEMPTED,
	EXHAUSTED,	/* the caller's budget has no time left */
	EVENT_WAIT,	/* the server waits for an event */
	DEEPER,		/* the server has called */
	HANDLING,	/* the server's fault handler runs */
	MOMENTS
};

/* How the call is made. */
enum variant { FAST, SLOW, BORROWED, MOVED, VARIANTS };

/* What the server's code came to see of the call. */
enum server { NEVER, CUT, REPLIED };

#define NOBODY INT64_MIN	/* is left to see a status */

struct outcome {
	enum server server;
	int64_t middle;		/* status of the call to the server */
	int64_t client;		/* status of the call to the middle */
};

enum { BOSS, CLIENT, MIDDLE, SERVER, DEEP, PRODUCT_DOMAINS };
enum { CALLER, ACTOR, MATE, RIVAL, PRODUCT_VPS };
enum { POOL_MIDDLE, POOL_SERVER, POOL_DEEP, PRODUCT_POOLS };

/* Slots: of the boss, who controls everything, and of the server alike. */
#define AT_DOMAIN(d)	(d)		/* capability for each domain */
#define AT_REGION	8
#define AT_GRANT	9
#define AT_EVENT	10
#define AT_PORTAL	11		/* the server's, to give away */
#define AT_DELEGATED	12
#define AT_FACTORY	13		/* in which the deleted thing was made */
#define AT_LANDING	16		/* ... 18: of every worker */
/* Of the middle and the rival, at other numbers than the boss's. */
#define AT_SERVER	20
#define AT_DEEP		21
#define AT_MIDDLE	22
#define AT_TOKEN	23		/* what goes along with the call */

struct product {
	struct abi_domain *domains[PRODUCT_DOMAINS];
	struct abi_vp *vps[PRODUCT_VPS];
	struct abi_pool *pools[PRODUCT_POOLS];
	struct abi_portal *portals[PRODUCT_POOLS];
	struct abi_event *event, *token;
	struct abi_grant *grant;
	struct abi_region *region;
	struct abi_budget *budget;	/* the caller's, in EXHAUSTED */
	struct outcome seen;
	bool touches;		/* the server uses the region at its end */
	bool unreachable;	/* the server's portal is gone */
};
extern struct product product;

/* Booted; the actor has the CPU and the caller has not begun. The server's, or
 * the caller's, object of type `made` comes from a factory. */
void product_make(enum moment moment, enum abi_type made);
/* The call is at its moment, and `actor` (the caller when RUNNING) has the
 * CPU. False if it could not be brought there. */
bool product_reach(enum moment moment, enum variant variant, int actor);
/* Everybody plays to the end: nobody can run and nothing will happen. False
 * if there is none. */
bool product_end(void);

/* An operation of the vp that has the CPU; its status. */
int64_t product_invoke(uint64_t slot, uint64_t operation, uint64_t x1,
		       uint64_t x2, uint64_t x3, uint64_t x4);

/* All that can be used up. */
struct census {
	int idle[PRODUCT_POOLS];	/* workers, in either list */
	int runnable[PRODUCT_POOLS];	/* free workers or a free token */
	int slots[PRODUCT_DOMAINS];	/* that hold something */
	int views[PRODUCT_DOMAINS];
	int links[PRODUCT_VPS];		/* calls that have not ended */
};
struct census product_census(void);
/* What is left that should not be, or NULL. */
const char *product_leftover(void);

#endif
