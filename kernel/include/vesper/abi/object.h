/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * The kernel's objects as they stand in memory: plain arrays that the static
 * linker emits, filled. Kernel addresses are u64 (0 = none). Every object is a
 * multiple of 64 bytes, 64-aligned, and begins with its key (cap.h): generation
 * and type, plus the right that the fast path asks for.
 *
 * "boot": set by the static linker and never changed. "kernel": changed by the
 * kernel at run time; the static linker writes the initial state.
 */
#ifndef VESPER_ABI_OBJECT_H
#define VESPER_ABI_OBJECT_H

#include <stdint.h>

#include <vesper/abi/cap.h>
#include <vesper/abi/fault.h>
#include <vesper/abi/ref.h>

/* How every object begins. */
struct abi_object {
	uint64_t key;
};

#define ABI_LEVELS	8	/* levels 0..7: a call goes up, so at most 7 deep */
#define ABI_LINKS	9	/* the base link, 7 calls, the fault handler's */

enum abi_domain_state {
	ABI_DOMAIN_RUNNING = 0,
	ABI_DOMAIN_STOPPED = 1,
};

/* A protection domain. */
struct abi_domain {
	uint64_t key;
	ABI_REF(cap) caps;	/* boot: the capability table; */
	uint64_t caps_count;	/* boot: and its slots */
	uint64_t ttbr;		/* boot: physical root | ASID << 48 */
	uint64_t zero[2];	/* boot: always zero; what registers are cleared
				   from */
	union {
		struct {
			uint32_t state;	/* kernel: enum abi_domain_state */
			uint32_t fp;	/* boot: not 0: may use FP and SIMD
					   registers; its portals' keys have
					   ABI_KEY_SLOW, portal capabilities in
					   its table ABI_CAP_SLOW */
		};
		uint64_t special;	/* 0: who is in it can run as it is */
	};
	uint32_t index;		/* boot: in the array; ASID - 1 */
	uint32_t name;		/* boot: of the instance, offset into names */
	/* offset 64 */
	uint64_t root[4];	/* boot: level-1 entries (T0SZ 32), else 0 */
	struct abi_fault fault;	/* kernel: the last one */
	/* offset 128 */
	ABI_REF(pool) pool;	/* boot: its pool, or 0 */
	ABI_REF(view) views;	/* boot: its array of views; */
	uint64_t views_count;	/* boot: and how many, used and free */
	uint64_t tables[4];	/* boot: kernel addresses of its level-2 tables,
				   one for each GiB that it may use; 0 = none */
	uint64_t handler;	/* boot: user address of its fault handler, or 0 */
	uint64_t handler_stack;	/* boot: thread block of the handler */
	ABI_REF(vp) handling;	/* kernel: vp in the handler, or 0 */
	ABI_REF(event) supervisor; /* boot: event told of its end, or 0; */
	uint64_t supervisor_bits; /* boot: and with which bits */
	uint32_t level;		/* boot: 0..7 */
	uint32_t spare_level;
	uint64_t restart;	/* boot: user address at which its first vp begins
				   when it is restarted, 0 = it cannot be; */
	ABI_REF(vp) vps;	/* boot: then, its array of vps, */
	uint64_t vps_count;	/* boot: and how many, at most ABI_RESTART_VPS */
	/* offset 256 */
	uint64_t made_vps;	/* kernel: vps made for it at run time */
	uint64_t cleared;	/* kernel: views and slots emptied by the deletion
				   that goes on */
	uint64_t fp_faulted[66]; /* kernel: registers of what its handler is to
				   mend, as fp of a vp */
	uint64_t spare[4];
};
_Static_assert(sizeof(struct abi_domain) == 832, "domain");
#define ABI_RESTART_VPS	16u

/* The workers of a server domain. */
struct abi_pool {
	uint64_t key;
	ABI_REF(vp) waiters;	/* kernel: first vp that waits for a worker */
	ABI_REF(worker) free;	/* kernel: list of free workers, by next */
	ABI_REF(domain) domain;	/* boot */
	ABI_REF(worker) workers; /* boot: its array of workers */
	uint64_t count;		/* boot: their number, at most 16; kernel: of a
				   made pool, at most `room` */
	ABI_PLACE(vp) end;	/* kernel: where the next vp that waits is named:
				   `next` of the last one, or `waiters` */
	ABI_REF(worker) reserve; /* kernel: idle workers without the token */
	uint64_t token;		/* kernel: not 0: the token is free, but no
				   worker */
	ABI_REF(vp) owner;	/* kernel: vp of the domain itself that has the
				   token (ABI_DOMAIN_ENTER), or 0 */
	ABI_REF(vp) recovery;	/* boot: vp of the domain on which a call goes
				   on whose time limit passed, or 0 */
	uint64_t room;		/* boot: workers in its array, if it is one of a
				   factory's */
	uint64_t portals;	/* kernel: portals made for it at run time */
	uint64_t spare[3];
};
_Static_assert(sizeof(struct abi_pool) == 128, "pool");

/* A worker: a stack on which one call at a time runs in a server. */
struct abi_worker {
	ABI_REF(worker) next;	/* kernel: next free worker */
	uint64_t stack;		/* boot: user address of the thread block, which
				   is also the first stack pointer */
	ABI_REF(pool) pool;	/* boot */
	ABI_REF(vp) holder;	/* kernel: vp in whose call it is; recorded when
				   that vp loses the CPU, else stale */
	uint64_t landing;	/* boot: first of its ABI_FIELDS landing slots */
	uint64_t spare[3];
};
_Static_assert(sizeof(struct abi_worker) == 64, "worker");

/* An entry into a domain. */
struct abi_portal {
	uint64_t key;		/* with ABI_RIGHT_CALL in its rights */
	ABI_REF(pool) pool;	/* boot */
	uint64_t entry;		/* boot: user address */
	uint64_t limit;		/* boot: time limit of a call in ns, 0 = none;
				   its key then has ABI_KEY_SLOW. kernel: in
				   ticks */
	uint64_t interface;	/* boot: number of the interface in the system */
	uint64_t spare[3];
};
_Static_assert(sizeof(struct abi_portal) == 64, "portal");

/* Why a link is there: a call, or the kernel's own entry into the domain that
 * runs, which saves nothing. */
enum abi_link_kind {
	ABI_LINK_CALL = 0,
	ABI_LINK_FAULT = 1,	/* its fault handler */
	ABI_LINK_RESTART = 2,	/* its restart entry */
	ABI_LINK_RECOVERY = 3,	/* the entry of its recovery vp */
};

/* What the short path of a reply may do whose link has no worker. */
enum abi_link_reply {
	ABI_REPLY_SLOW = 0,	/* nothing: the C path knows what is unusual */
	ABI_REPLY_FAULT = 1,	/* let go on what faulted, in a domain without fp */
	ABI_REPLY_CAP = 2,	/* empty the worker's first landing slot, in which
				   there is a copy or what was borrowed */
};

/*
 * A call link: what a caller gets back when the call ends, and where the vp
 * runs meanwhile. SP_EL1 points at the innermost one of the running vp.
 */
struct abi_link {
	uint64_t pc, sp;	/* of the caller */
	ABI_REF(domain) domain;	/* that runs now: the server; in the base link
				   the vp's home */
	ABI_REF(worker) worker;	/* that it runs on; 0 = none, or "the reply takes
				   the C path" */
	ABI_REF(pool) pool;
	uint64_t tls;		/* TPIDR_EL0 of the caller */
	uint64_t saved[12];	/* x19..x30 of the caller */
	ABI_REF(worker) slow_worker; /* the worker when `worker` is 0 */
	uint64_t fields;	/* x8 of call_cap, 0 = no capabilities */
	struct abi_cap moved[3]; /* what was sent, as the caller had it */
	uint64_t handler;	/* kernel: enum abi_link_kind */
	uint64_t reply;		/* kernel: enum abi_link_reply */
	uint64_t limit;		/* kernel: own time of the vp at which this call
				   must have ended; 0 = never */
	uint64_t frozen;	/* kernel: not 0: its limit passed; when it is
				   the innermost one the recovery begins */
	uint64_t spare[2];
};
_Static_assert(sizeof(struct abi_link) == 256, "link");

/* A saved user context. */
struct abi_context {
	uint64_t x[31];
	uint64_t sp, pc, pstate, tls;
	uint64_t spare;
};
_Static_assert(sizeof(struct abi_context) == 288, "context");

enum abi_vp_state {
	ABI_VP_READY = 0,	/* could run */
	ABI_VP_WAIT_POOL = 1,	/* waits for a worker of `wait` */
	ABI_VP_BLOCKED = 2,	/* at home, until an event or its time */
	ABI_VP_DEAD = 3,	/* its home domain is stopped; of a recovery vp
				   also: it has nothing to do */
	ABI_VP_WAIT_EVENT = 4,	/* inside a call, for the event `wait` */
};

/*
 * A heap of n vps is spread over the vps themselves, so that it can never be too
 * small: its element i stands in vp i.
 */
struct abi_queued {
	ABI_REF(queued) element; /* kernel: of the heap: another vp's place */
	uint64_t key;		/* kernel: this vp's; */
	uint64_t at;		/* kernel: and its place: 2 + the distance from
				   element 0; 0 = none, 1 = ahead of them all */
};

/* What the scheduler keeps of a vp. */
struct abi_sched {
	struct abi_queued queued[2]; /* in the ready heap, by deadline or behind
				   all of them by place in the order of slack;
				   in the timer heap, by ticks: filling of the
				   budget, or end of the wait */
	uint64_t spent;		/* kernel: ticks for which it ran or waited for
				   events: its own time */
	uint64_t limit;		/* kernel: own time at which the tightest limit
				   of its calls is over; 0 = none */
	uint64_t since;		/* kernel: ticks: when its wait began */
};

/* A virtual processor: what carries execution. One page. */
struct abi_vp {
	uint64_t key;
	ABI_REF(link) link;	/* kernel: innermost link, when not running */
	ABI_REF(domain) home;	/* boot: its domain */
	ABI_REF(vp) next;	/* kernel: while it is among a pool's waiters; */
	ABI_PLACE(vp) place;	/* kernel: and its place there */
	union {			/* kernel: for which it waits, or waited last */
		ABI_REF(pool) wait_pool;
		ABI_REF(event) wait_event;
	};
	union {			/* kernel: */
		struct {
			uint8_t state;	/* enum abi_vp_state */
			uint8_t reason;	/* enum abi_reason of its next
					   activation, 0 = none is due */
			uint8_t enters;	/* 1: it waits to enter `portal` */
			uint8_t watched; /* 1: a limit, or a frozen call */
		};
		uint32_t special;	/* 0: it can run as it is */
	};
	uint32_t name;		/* boot: offset into names */
	ABI_REF(control) control; /* boot: its control block, or 0: a made vp has
				   none */
	uint64_t activation;	/* boot: user address entered when activated;
				   kernel: of a made vp */
	struct abi_context context; /* kernel: registers when not running;
				   boot: first pc, sp, tls */
	ABI_REF(budget) budget;	/* boot: what it runs on; 0 = slack alone */
	struct abi_sched sched;
	ABI_REF(worker) handed;	/* kernel: worker that ends its wait for a pool */
	ABI_REF(portal) portal;	/* kernel: that it waits to enter; 0: it waits
				   to go on in the pool */
	struct abi_context faulted; /* kernel: what the fault handler is to
				   mend */
	ABI_REF(link) fp_link;	/* kernel: the link whose registers are in fp */
	uint64_t fp[66];	/* kernel: q0..q31, FPCR, FPSR */
	uint64_t start_pc;	/* boot: where it begins after a restart of its
				   home; 0: it does not. Of a recovery vp: its
				   entry, */
	uint64_t start_stack;	/* boot: and its thread block */
	struct abi_context frozen; /* kernel: of a recovery vp: the call that is
				   to be recovered */
	uint64_t handling;	/* kernel: not 0: a fault handler is among its
				   links, and `faulted` in use */
	uint64_t bound;		/* kernel: events made for it at run time */
	uint64_t spare[24];
	struct abi_link links[ABI_LINKS]; /* grows down: the base link is the
					     last */
};
_Static_assert(sizeof(struct abi_vp) == 4096, "vp");

/* Time that a vp may take: amount in each period, served by deadline. */
struct abi_budget {
	uint64_t key;
	uint64_t amount;	/* boot: ns; kernel: ticks of the counter */
	uint64_t period;	/* likewise */
	int64_t left;		/* kernel: ticks; negative = overrun, owed */
	uint64_t deadline;	/* kernel: ticks; also the next filling */
	ABI_REF(vp) vp;		/* boot: whose it is; 0 = nobody's */
	uint32_t flags;		/* boot: ABI_BUDGET_SLACK */
	uint32_t given;		/* kernel: of the share, to budgets made from it */
	uint32_t share;		/* boot, kernel: of the processor, what it may
				   use or hand on, in 1/ABI_BUDGET_WHOLE, */
	uint32_t used;		/* boot, kernel: and what it uses: amount in each
				   period */
	ABI_REF(budget) parent;	/* kernel: from which it was made, or 0 */
	uint64_t spare2[7];
};
#define ABI_BUDGET_SLACK 1u	/* may run beyond it while nobody else can */
#define ABI_BUDGET_WHOLE (UINT64_C(1) << 31)
_Static_assert(sizeof(struct abi_budget) == 128, "budget");

/*
 * A word of sticky bits. `wake` is the vp that a signal must wake; 0 when there
 * is none or it has been told already, which is the fast path.
 */
struct abi_event {
	uint64_t key;		/* with ABI_RIGHT_SIGNAL in its rights */
	uint64_t bits;		/* kernel */
	ABI_REF(vp) wake;	/* kernel; at boot = vp */
	ABI_REF(vp) vp;		/* boot, kernel: the vp it is bound to, or 0 */
	uint32_t number;	/* likewise: its bit in that vp's pending
				   words */
	uint32_t uses;		/* kernel: made domains whose end it tells */
	uint64_t spare2[3];
};
_Static_assert(sizeof(struct abi_event) == 64, "event");

/* An interrupt line: masked from its interrupt to its acknowledgement. */
struct abi_irq {
	uint64_t key;
	ABI_REF(event) event;	/* boot: that it signals */
	uint64_t bits;		/* boot: with these bits */
	uint32_t line;		/* boot: number at the board's controller */
	uint32_t masked;	/* kernel: waits for the acknowledgement */
	uint64_t spare[4];
};
_Static_assert(sizeof(struct abi_irq) == 64, "irq");

/*
 * Windows of memory or of one device. Writable views exist only of a region in
 * state data, executable ones only in state code. The state changes while there
 * is no view of the one kind; to code, when all its pages are clean.
 */
enum abi_region_state {
	ABI_REGION_DATA = 0,
	ABI_REGION_CODE = 1,
	ABI_REGION_DEVICE = 2,
};

struct abi_region {
	uint64_t key;
	uint64_t window;	/* boot: first user address */
	uint64_t windows;	/* boot: how many */
	uint64_t table;		/* boot: physical address of its level-3 tables,
				   one page per window */
	uint32_t pages;		/* boot: valid pages */
	uint32_t clean;		/* kernel: the first ones, which instruction
				   fetches see as they were written */
	uint32_t owner;		/* boot: index of the domain */
	uint32_t name;
	ABI_REF(view) views;	/* kernel: first of its views, by next */
	uint32_t state;		/* kernel: enum abi_region_state */
	uint32_t writable;	/* kernel: number of writable views; in state
				   code of executable ones */
};
_Static_assert(sizeof(struct abi_region) == 64, "region");

/*
 * A domain's sight of a region, in the domain's array of views. Free: region 0.
 * A view that was made under a grant dies with it.
 */
struct abi_view {
	ABI_REF(region) region;
	ABI_REF(domain) domain;	/* boot */
	ABI_REF(view) next;	/* kernel: among the region's views; */
	ABI_PLACE(view) place;	/* kernel: and its place there */
	uint32_t window;	/* first, counted from the region's */
	uint32_t windows;
	uint32_t rights;	/* READ, WRITE, EXEC */
	uint32_t spare_word;
	ABI_REF(grant) grant;	/* kernel: that it was made under, or 0 */
	ABI_REF(view) grant_next; /* kernel: among that grant's */
	ABI_PLACE(view) grant_place;
	uint64_t spare[7];
};
_Static_assert(sizeof(struct abi_view) == 128, "view");
#define ABI_VIEW_WINDOWS 16u	/* of one view, at most: bounds its making */

/*
 * A grant: a revocable delegation of one object. GRANTED capabilities name the
 * grant instead of the object and have its epoch as their generation; they are
 * good while that, and the target's, are what they were. The target may be
 * another grant. Revoking leaves the capabilities to the grant itself alone.
 */
struct abi_grant {
	uint64_t key;
	ABI_REF(object) target;	/* kernel: object or grant; 0 = not in use */
	uint64_t target_epoch;	/* kernel: its generation, or a grant's epoch, at
				   the delegation */
	ABI_REF(view) views;	/* kernel: first view made under it, by
				   grant_next */
	uint32_t depth;		/* kernel: 1..ABI_GRANT_DEPTH */
	uint32_t epoch;		/* kernel: number of revocations */
	uint64_t spare[3];
};
_Static_assert(sizeof(struct abi_grant) == 64, "grant");
#define ABI_GRANT_DEPTH 4u

/*
 * A factory: room for objects of one type, which stand in an array that the
 * static linker has reserved. The key of one that is not in use has type 0.
 */
struct abi_factory {
	uint64_t key;
	uint64_t first;		/* boot: its array */
	uint64_t free;		/* kernel: bit i: object i can be made */
	uint32_t type;		/* boot: enum abi_type */
	uint32_t count;		/* boot: at most ABI_FACTORY_MAX */
	uint64_t last;		/* kernel: number of the last one made */
	uint64_t spare[3];
};
_Static_assert(sizeof(struct abi_factory) == 64, "factory");
#define ABI_FACTORY_MAX 64u

/*
 * A vp's control block: pages that its domain may write, then one that it may
 * only read. The kernel reads a writable field once, and masks it.
 */
#define ABI_CONTEXTS		12	/* slots for contexts */
#define ABI_PENDING_WORDS	64	/* of 64 events each */

/* Why a vp was activated. With FAULT x2..x6 are what a fault handler has in
 * x0..x4. */
#define ABI_REASONS(X) \
	X(NONE, 0) X(ALLOCATED, 1) X(EVENT, 2) X(PREEMPTED, 3) X(FAULT, 4) \
	X(TIMEOUT, 5)
enum abi_reason {
#define X(name, value) ABI_REASON_##name = value,
	ABI_REASONS(X)
#undef X
};

struct abi_control_write {
	uint64_t masked;	/* not 0: activations are off, as at the start */
	uint64_t slot;		/* where the next lost context goes */
	uint64_t stack;		/* stack pointer of activations */
	uint64_t spare[61];
	struct abi_context contexts[ABI_CONTEXTS];
	uint64_t spare2[16];
};
struct abi_control_read {
	uint64_t spare;
	uint64_t vp;		/* boot: index of the vp in its domain */
	uint64_t summary;	/* kernel: bit i: pending[i] is not 0 */
	uint64_t spare2[61];
	uint64_t pending[ABI_PENDING_WORDS]; /* kernel */
	uint64_t spare3[384];
};
struct abi_control {
	volatile struct abi_control_write write;
	struct abi_control_read read;
};
_Static_assert(sizeof(struct abi_control_write) == 4096, "control block");
_Static_assert(sizeof(struct abi_control_read) == 4096, "control block");

#endif
