/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * The second model: what the manual says that system calls do, as a small
 * abstract state machine with no word of the kernel's code. It knows objects by
 * number, keeps its own tables, and leaves open what the manual leaves open:
 * which vp runs next is told to it, and it says whether that may be.
 */
#ifndef TESTS_KERNEL_MODEL_H
#define TESTS_KERNEL_MODEL_H

#include <stdbool.h>
#include <stdint.h>

/* The system in which model and kernel are run, by numbers. */
#define DOMAINS		3	/* of levels 0, 1, 2; 1 and 2 have a pool */
#define VPS		4	/* homes: see VP_HOMES */
#define VP_HOMES	{ 0, 0, 1, 0 }
#define POOLS		2	/* of domains 1 and 2 */
#define POOL_WORKERS	{ 2, 1 } /* monitors */
#define PORTALS		2	/* into pools 0 and 1 */
#define EVENTS		4	/* of which one is bound to vp 0 */
#define BOUND_EVENT	2
#define BOUND_NUMBER	65
#define MADE_EVENTS	2	/* places of a factory, numbered behind those */
#define ALL_EVENTS	(EVENTS + MADE_EVENTS)
#define GRANTS		2
#define REGIONS		1
#define REGION_WINDOWS	3
#define REGION_PAGES	6	/* a small one: made code in two steps */
#define STEP_PAGES	4
#define VIEWS		2	/* of each domain */
#define SLOTS		12
#define LANDING		6	/* first landing slot of every worker */
#define NONE		(-1)
#define HANDLER_DOMAIN	1	/* has a fault handler of its own, */
#define SUPERVISED	2	/* and this one a supervisor, told by */
#define SUPERVISOR_EVENT 3
#define SUPERVISOR_BITS	0x40
#define FP_DOMAIN	2	/* may use the FP registers */
#define LIMITED		1	/* portal with a time limit, of */
#define LIMIT		300	/* ticks */
#define ACTIVATED(vp)	((vp) == 0 || (vp) == 3) /* has control pages */
#define IRQS		1	/* of one line */
#define IRQ_EVENT	3
#define IRQ_BITS	0x20

/* What the tables hold: X(domain, slot, type, object, rights, badge). */
#define CAPS(X) \
	X(0, 0, PORTAL, 0, CALL | SHARE | CONTROL, 0) \
	X(0, 1, PORTAL, 1, CALL, 0x1001) \
	X(0, 2, EVENT, 0, SIGNAL | SHARE | CONTROL, 0) \
	X(0, 3, EVENT, 2, SIGNAL | WAIT, 4) \
	X(0, 4, DOMAIN, 1, CONTROL | SHARE, 0) \
	X(0, 5, GRANT, 0, CONTROL, 0) \
	X(0, 6, REGION, 0, READ | WRITE | EXEC | SHARE | CONTROL, 0) \
	X(0, 7, DOMAIN, 0, SHARE, 0) \
	X(1, 0, PORTAL, 1, CALL | SHARE, 0x1002) \
	X(1, 1, EVENT, 0, WAIT, 0) \
	X(1, 2, EVENT, 1, SIGNAL | WAIT, 2) \
	X(1, 3, DOMAIN, 1, CONTROL | SHARE, 0) \
	X(1, 4, GRANT, 1, CONTROL | SHARE, 0) \
	X(0, 8, FACTORY, 0, CONTROL | SHARE, 0) \
	X(1, 5, IRQ, 0, CONTROL, 0) \
	X(1, 11, EVENT, 3, WAIT, 0) \
	X(2, 0, EVENT, 1, SIGNAL | WAIT, 8) \
	X(2, 1, DOMAIN, 2, CONTROL | SHARE, 0)

struct model_cap {
	uint32_t type;		/* 0: the slot is empty */
	int object;		/* its number; NONE if under a grant */
	int grant;		/* that it was made under, or NONE */
	uint32_t grant_epoch;	/* of that grant, when it was made */
	uint32_t life;		/* of the object, when it was made */
	uint32_t rights, badge;
	bool lent;		/* borrowed: ends with the call */
	bool landed;		/* moved here by a call that has not ended */
};

struct model_context {
	uint64_t x[31], sp, pc, pstate, tls;
};

struct model_link {
	int domain, pool, worker;
	bool handler;		/* of a fault: no call */
	uint64_t limit;		/* own time at which it is over; 0 = never */
	uint64_t saved[12], pc, sp, tls;
	uint64_t fields;
	struct model_cap moved[3];
};

enum model_state { READY, WAIT_POOL, BLOCKED, DEAD, WAIT_EVENT };

struct model_vp {
	enum model_state state;
	int home;
	int depth;		/* links in use */
	struct model_link links[8];
	int wait;		/* pool or event */
	int portal;		/* that it waits to enter, or NONE */
	int handed;		/* worker that ends its wait, or NONE */
	uint64_t deadline;	/* of its wait; UINT64_MAX: never */
	bool again;		/* its system call is not finished: the pc is
				   before the SVC */
	uint64_t x[31], sp, pc, pstate, tls;
	struct model_context faulted; /* what the handler is to mend */
	int reason;		/* to be activated, or 0 */
	uint64_t spent;		/* ticks for which it ran or waited for events */
	uint64_t since;		/* when its wait began */
	uint64_t fp;		/* what the FP registers count up from; 0: clear */
};

/* What a vp's domain can write. */
struct model_control {
	uint64_t masked, slot, stack;
	struct model_context contexts[12];
};

struct model_fault {
	uint64_t kind, address, pc, cause, esr;
};

struct model_pool {
	int domain;
	int free[4], frees;	/* stacks: the last one is taken first */
	int reserve[4], reserves;
	bool token;		/* nobody runs, and no worker is idle */
	int owner;		/* vp that entered without a call, or NONE */
	int waiters[VPS], waits;
};

struct model_view {
	int region, first, windows;
	uint32_t rights;
	int grant;
};

struct model {
	uint64_t now;
	bool stopped[DOMAINS];
	struct model_cap caps[DOMAINS][SLOTS];
	struct model_vp vps[VPS];
	struct model_pool pools[POOLS];
	struct {
		uint64_t bits;
		int waiter;
		bool told;	/* bound: its vp knows that there are bits */
		bool made;	/* in a place of the factory: it is there, */
		uint32_t life;	/* and so many were before it */
	} events[ALL_EVENTS];
	int last_made;		/* place of the factory */
	struct {
		uint32_t epoch;	/* revocations */
		bool used;
		int object, grant; /* target: an object or a grant */
		uint32_t type, grant_epoch, life;
		int depth;
	} grants[GRANTS];
	struct {
		bool code;
		int clean;	/* pages that can be executed as they are */
	} regions[REGIONS];
	struct model_view views[DOMAINS][VIEWS];
	int handling;		/* vp in the handler, or NONE */
	struct model_control controls[VPS];
	bool masked[IRQS];	/* lines */
};
extern struct model model;

/* The values that the model cannot know: where the world put things. */
struct model_places {
	uint64_t entry[PORTALS];
	uint64_t stack[POOLS][4];	/* of each worker */
	uint64_t pc[VPS], sp[VPS], tls[VPS];
	uint64_t handler, handler_stack, activation;
};

void model_reset(const struct model_places *places);

/* The running vp's system call, with its registers in model.vps[vp].x. */
void model_syscall(int vp, uint32_t number);
void model_fault(int vp, const struct model_fault *fault);
/* Time goes on to `now`, for which `vp` ran; NONE: nobody. */
void model_time(int vp, uint64_t now);
void model_interrupt(int irq);
/* PREEMPTED: the CPU was another's before it is `vp`'s; ALLOCATED: its budget,
 * used up, is filled. */
void model_allocated(int vp, int reason);
/* What was waiting to activate `vp` does, if it is on at home. */
void model_activate(int vp);

/* `vp` gets the CPU: it finishes what it waited for. False if it cannot run. */
bool model_run(int vp);

/* A vp that waits for the pool of a stopped domain hears of it. */
void model_hear(int vp);

/* The domain in which it runs, and whether a slot's capability is good. */
int model_in(int vp);
bool model_alive(int domain, int slot);

#endif
