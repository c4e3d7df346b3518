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

#include <vesper/abi/cap.h>

/*
 * The system in which model and kernel are run, by numbers: first the objects
 * that are there from the beginning, then the places of a factory.
 * X(type, all of them, there at first, places).
 */
#define OBJECTS(X) \
	X(DOMAIN, DOMAINS, 3, 1) X(VP, VPS, 4, 1) X(POOL, POOLS, 2, 1) \
	X(PORTAL, PORTALS, 2, 2) X(EVENT, EVENTS, 4, 2) \
	X(REGION, REGIONS, 1, 1) X(BUDGET, BUDGETS, 1, 2) \
	X(GRANT, GRANTS, 2, 1)
enum {
#define X(type, all, there, places) MADE_##type = there, all = there + places,
	OBJECTS(X)
#undef X
};
#define PLACES		2	/* of a factory, at most */

#define LEVELS		{ 0, 1, 3, 2 } /* of the domains */
#define VP_HOMES	{ 0, 0, 1, 0 }
#define POOL_WORKERS	{ 2, 1 } /* monitors, of domains 1 and 2 */
#define POOL_ROOM	2	/* workers of one that is made */
#define BOUND_EVENT	2	/* to vp 0 */
#define BOUND_NUMBER	65
#define REGION_AT(i)	(0x10000000u + (unsigned)(i) * 0x1000000u)
#define REGION_WINDOWS	3
#define REGION_PAGES	6	/* a small one: made code in two steps */
#define STEP_PAGES	4
#define VIEWS		2	/* of each domain */
#define SLOTS		28	/* of domain 0; */
#define FEW_SLOTS	12	/* of every other one */
#define DELETE_STEP	8	/* views and slots of a domain that goes */
#define LANDING		6	/* first landing slot of every first worker */
#define SHARE_WHOLE	(UINT64_C(1) << 31) /* the processor */
#define SHARE_FIRST	(SHARE_WHOLE / 2) /* budget 0: to be handed on */
#define TICKS_MIN	512	/* of a budget */
#define NONE		(-1)
#define HANDLER_DOMAIN	1	/* has a fault handler of its own, */
#define SUPERVISED	2	/* and this one a supervisor, told by */
#define SUPERVISOR_EVENT 3
#define SUPERVISOR_BITS	0x40
#define FP_DOMAIN	2	/* may use the FP registers, if anybody may; in
				   some worlds HANDLER_DOMAIN, too */
#define LIMITED		1	/* portal with a time limit, of */
#define LIMIT		300	/* ticks */
#define RECOVERED	0	/* pool with a recovery vp, if any has, whose
				   portal has the limit, too: */
#define RECOVERY_VP	2
#define ACTIVATED(vp)	((vp) == 0 || (vp) == 3) /* has control pages */
#define EVENT_FACTORY	8	/* slot of domain 0; */
#define FIRST_FACTORY	12	/* from this one on are the others */
#define MADE_ENTRY	0x7a0000u /* of portals and vps that are made, */
#define MADE_HANDLER	0x7c0000u /* of faults */
#define MADE_STACK	0x7b0000u
#define IRQS		1	/* of one line */
#define IRQ_EVENT	3
#define IRQ_BITS	0x20

/* What the tables hold: X(domain, slot, type, object, rights, badge). */
#define CAPS(X) \
	X(0, 0, PORTAL, 0, CALL | SHARE | CONTROL, 0) \
	X(0, 1, PORTAL, 1, CALL | SHARE, 0x1001) \
	X(0, 2, EVENT, 0, SIGNAL | SHARE | CONTROL, 0) \
	X(0, 3, EVENT, 2, SIGNAL | WAIT, 4) \
	X(0, 4, DOMAIN, 1, CONTROL | SHARE, 0) \
	X(0, 5, GRANT, 0, CONTROL, 0) \
	X(0, 6, REGION, 0, READ | WRITE | EXEC | SHARE | CONTROL, 0) \
	X(0, 7, DOMAIN, 0, SHARE, 0) \
	X(0, 8, FACTORY, ABI_TYPE_EVENT, CONTROL | SHARE, 0) \
	X(0, 12, FACTORY, ABI_TYPE_DOMAIN, CONTROL, 0) \
	X(0, 13, FACTORY, ABI_TYPE_VP, CONTROL, 0) \
	X(0, 14, FACTORY, ABI_TYPE_POOL, CONTROL, 0) \
	X(0, 15, FACTORY, ABI_TYPE_PORTAL, CONTROL, 0) \
	X(0, 16, FACTORY, ABI_TYPE_REGION, CONTROL, 0) \
	X(0, 17, FACTORY, ABI_TYPE_BUDGET, CONTROL, 0) \
	X(0, 18, FACTORY, ABI_TYPE_GRANT, CONTROL, 0) \
	X(0, 19, BUDGET, 0, READ | CONTROL | SHARE, 0) \
	X(0, 20, VP, 3, CONTROL | SHARE, 0) \
	X(1, 0, PORTAL, 1, CALL | SHARE, 0x1002) \
	X(1, 1, EVENT, 0, WAIT, 0) \
	X(1, 2, EVENT, 1, SIGNAL | WAIT, 2) \
	X(1, 3, DOMAIN, 1, CONTROL | SHARE, 0) \
	X(1, 4, GRANT, 1, CONTROL | SHARE, 0) \
	X(1, 5, IRQ, 0, CONTROL, 0) \
	X(1, 11, EVENT, 3, WAIT, 0) \
	X(2, 0, EVENT, 1, SIGNAL | WAIT, 8) \
	X(2, 1, DOMAIN, 2, CONTROL | SHARE, 0)

struct model_cap {
	uint32_t type;		/* 0: the slot is empty */
	int object;		/* its number; NONE if under a grant */
	int grant;		/* that it was made under, or NONE */
	uint32_t grant_epoch;	/* of that grant, when it was made */
	uint32_t life;		/* of the object: how many there were before */
	uint32_t rights, badge;
	bool lent;		/* borrowed: ends with the call */
	bool landed;		/* moved here by a call that has not ended */
};

struct model_context {
	uint64_t x[31], sp, pc, pstate, tls;
};

/* A place of a factory. */
struct model_made {
	bool taken, dying;
	uint32_t life;		/* deletions */
};

struct model_domain {
	bool stopped;
	int pool;		/* or NONE */
	uint64_t handler, handler_stack; /* of faults; 0: none */
	int handling;		/* vp in it, or NONE */
	int told;		/* event that tells of its end, or NONE, */
	uint32_t told_bits;	/* with these bits */
	int vps;		/* made for it */
	int cleared;		/* views and slots, of one that is deleted */
};

struct model_portal {
	int pool;
	uint64_t entry;
	uint64_t limit;		/* ticks; 0: none */
};

struct model_budget {
	uint64_t amount, period; /* ticks */
	int64_t left;		/* told to the model */
	uint32_t share, used, given;
	int parent, vp;		/* or NONE */
	bool renewed;		/* in this entry: nothing is left now */
};

struct model_link {
	int domain, pool, worker;
	bool handler;		/* of a fault: no call */
	bool recovery;		/* the entry of a recovery vp: none either */
	bool frozen;		/* a call that is to be recovered */
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
	int budget;		/* that was bound to it, or NONE */
	int wait;		/* pool or event */
	int portal;		/* that it waits to enter, or NONE */
	int handed;		/* worker that ends its wait, or NONE */
	uint64_t deadline;	/* of its wait; UINT64_MAX: never */
	bool again;		/* its system call is not finished: the pc is
				   before the SVC */
	bool rested;		/* in this entry, as a recovery vp */
	uint64_t x[31], sp, pc, pstate, tls;
	struct model_context faulted; /* what the handler is to mend, */
	struct model_context frozen; /* and what the recovery entry is */
	int reason;		/* to be activated, or 0 */
	uint64_t pending[64];	/* numbers of events that are bound to it */
	uint64_t spent;		/* ticks for which it ran or waited for events */
	uint64_t since;		/* when its wait began */
	uint64_t fp;		/* what the FP registers count up from; 0: clear */
	uint64_t faulted_fp;	/* likewise, of what the handler is to mend */
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
	int count;		/* workers, and where each begins: */
	uint64_t stack[4];
	uint64_t landing[4];	/* first of its slots */
	int portals;		/* made for it */
	int free[4], frees;	/* stacks: the last one is taken first */
	int reserve[4], reserves;
	bool token;		/* nobody runs, and no worker is idle */
	int owner;		/* vp that entered without a call, or NONE */
	int recovery;		/* its recovery vp, or NONE */
	int waiters[VPS], waits;
};

struct model_view {
	int region, first, windows;
	uint32_t rights;
	int grant;
};

struct model {
	uint64_t now;
	unsigned fp_domains;	/* a bit for each that may use FP registers */
	struct model_made made[ABI_TYPE_COUNT][PLACES];
	int last_made[ABI_TYPE_COUNT];	/* places are taken in turn */
	struct model_domain domains[DOMAINS];
	struct model_cap caps[DOMAINS][SLOTS];
	struct model_vp vps[VPS];
	struct model_pool pools[POOLS];
	struct model_portal portals[PORTALS];
	struct model_budget budgets[BUDGETS];
	struct {
		uint64_t bits;
		int waiter;
		int bound;	/* to this vp, or NONE, */
		unsigned number; /* as this event of it, */
		bool told;	/* which knows that there are bits */
		int uses;	/* made domains of whose end it tells */
	} events[EVENTS];
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
	struct model_control controls[VPS];
	bool masked[IRQS];	/* lines */
};
extern struct model model;

/* The values that the model cannot know: where the world put things. */
struct model_places {
	uint64_t entry[MADE_PORTAL];
	uint64_t stack[MADE_POOL][4];	/* of each worker */
	uint64_t pc[MADE_VP], sp[MADE_VP], tls[MADE_VP];
	uint64_t handler, handler_stack, activation;
	uint64_t recover, recover_stack; /* 0: there is none */
	unsigned fp_domains;
	uint64_t window[REGIONS];	/* address of the first one */
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

/* `vp` gets the CPU: it finishes what it waited for. If it `looks`, a time limit
 * of its calls that has passed ends that call. False if it cannot run. */
bool model_run(int vp, bool looks);
/* How many limits have, and were not looked at. */
int model_limits_passed(int vp);

/* A vp that waits for the pool of a stopped domain hears of it; one that is in a
 * stopped domain leaves it. */
void model_hear(int vp);
void model_expel(int vp);

/* The place in which an object is made; NULL if it was there from the
 * beginning. */
struct model_made *model_made(uint32_t type, int object);

/* The slots of a domain. The domain in which a vp runs, whether it may use the FP
 * registers, and whether a slot's capability is good. */
uint64_t model_slots(int domain);
int model_in(int vp);
bool model_has_fp(int domain);
bool model_alive(int domain, int slot);

#endif
