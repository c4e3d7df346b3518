/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * The scheduler: constant-bandwidth servers, earliest deadline first.
 *
 * A vp that can run, or that waits for a pool and so can help, is in the heap
 * READY while its budget has time left; without time left it is in the heap
 * TIMER until its deadline, when the budget is filled; and while it has no time
 * left, or no budget, it may be in the ring of slack. A waiting vp may be in
 * TIMER for its timeout: it is in READY and the ring then only if it waits for
 * a pool.
 *
 * Time is read at each C path and charged to the vp that was picked; the vp
 * that ran in its place owes the same, so that parking in a server never pays.
 * Overrun is carried over: `left` goes below zero.
 *
 * Bounds: one entry lets at most EXPIRIES timers expire (a due one that is left
 * makes the timer fire again at once), and helping follows at most HELP_STEPS
 * waits, which levels make enough.
 */
#include <vesper/kernel/sched.h>

#include <vesper/kernel/arch.h>
#include <vesper/kernel/budget.h>
#include <vesper/kernel/call.h>
#include <vesper/kernel/check.h>
#include <vesper/kernel/fp.h>
#include <vesper/kernel/heap.h>
#include <vesper/kernel/panic.h>
#include <vesper/kernel/pool.h>
#include <vesper/kernel/space.h>
#include <vesper/kernel/vp.h>

#define EXPIRIES	4
#define HELP_STEPS	ABI_LEVELS
#define SLACK_TURN_NS	1000000u	/* of one vp in the ring of slack */
#define SECOND_NS	1000000000u

/* Boot and kernel entries only; interrupts are off in the kernel. */
static struct abi_vp *ring;	/* first of the ring of slack, or NULL */
static struct abi_vp *payer;	/* for whom the current vp runs, or NULL */
static bool slack;		/* the payer runs on slack, which costs nothing */
static bool due;		/* sched_next() must look at the queues */
static uint64_t stamp;		/* ticks: time is charged up to here */
static uint64_t turn;		/* ticks: length of a turn on slack */
static uint64_t turn_end;	/* ticks: of the turn of the ring's first */

static struct abi_budget *vp_budget(const struct abi_vp *vp)
{
	return object_at(vp->budget);
}

static bool ring_has(const struct abi_vp *vp)
{
	return vp->sched.next != 0;
}

/* At the end of the ring. */
static void ring_insert(struct abi_vp *vp)
{
	struct abi_vp *last;

	if (ring == NULL) {
		vp->sched.next = vp->sched.previous = object_address(vp);
		ring = vp;
		return;
	}
	last = object_at(ring->sched.previous);
	vp->sched.next = object_address(ring);
	vp->sched.previous = object_address(last);
	last->sched.next = object_address(vp);
	ring->sched.previous = object_address(vp);
}

static void ring_remove(struct abi_vp *vp)
{
	struct abi_vp *next = object_at(vp->sched.next);
	struct abi_vp *previous = object_at(vp->sched.previous);

	if (!ring_has(vp))
		return;
	previous->sched.next = object_address(next);
	next->sched.previous = object_address(previous);
	if (ring == vp)
		ring = next == vp ? NULL : next;
	vp->sched.next = vp->sched.previous = 0;
}

/* The next vp in the ring has its turn. */
static void ring_turn(uint64_t now)
{
	ring = object_at(ring->sched.next);
	turn_end = now + turn;
}

/* In the timer heap for `wake`, whatever it was there for. */
static void timer_set(struct abi_vp *vp, uint64_t wake)
{
	heap_remove(HEAP_TIMER, vp);
	vp->sched.wake = wake;
	heap_insert(HEAP_TIMER, vp);
}

static bool budget_has_slack(const struct abi_budget *budget)
{
	return (budget->flags & ABI_BUDGET_SLACK) != 0;
}

/* Where a vp without time left waits: for the filling, and for slack. */
static void exhaust(struct abi_vp *vp, const struct abi_budget *budget)
{
	heap_remove(HEAP_READY, vp);
	timer_set(vp, budget->deadline);
	if (budget_has_slack(budget) && !ring_has(vp))
		ring_insert(vp);
}

/* Nothing was left, so no more than the amount is now. */
static void budget_fill(struct abi_budget *budget)
{
	budget->left += (int64_t)budget->amount;
	budget->deadline += budget->period;
}

/* The rule of the constant-bandwidth server for a vp that wakes up: what is
 * left may not be used faster than the bandwidth; else a new period begins. */
static void budget_wake(struct abi_budget *budget, uint64_t now)
{
	if (budget->left > 0 && now < budget->deadline &&
	    (uint64_t)budget->left * budget->period <=
		    (budget->deadline - now) * budget->amount)
		return;
	if (now < budget->deadline && budget->left <= 0)
		return;
	budget->left = budget->left < 0
			       ? budget->left + (int64_t)budget->amount
			       : (int64_t)budget->amount;
	budget->deadline = now + budget->period;
}

static void enqueue(struct abi_vp *vp)
{
	struct abi_budget *budget = vp_budget(vp);

	if (budget == NULL) {
		if (!ring_has(vp))
			ring_insert(vp);
	} else if (budget->left <= 0) {
		exhaust(vp, budget);
	} else {
		ring_remove(vp);
		if (!heap_has(HEAP_READY, vp))
			heap_insert(HEAP_READY, vp);
	}
}

void sched_request(void)
{
	due = true;
}

bool sched_is_due(void)
{
	return due;
}

void sched_ready(struct abi_vp *vp)
{
	struct abi_budget *budget = vp_budget(vp);

	due = true;
	vp->state = ABI_VP_READY;
	heap_remove(HEAP_TIMER, vp);
	if (budget != NULL && !heap_has(HEAP_READY, vp))
		budget_wake(budget, arch_now());
	enqueue(vp);
}

void sched_help(struct abi_vp *vp)
{
	due = true;
	enqueue(vp);
}

void sched_unready(struct abi_vp *vp)
{
	due = true;
	heap_remove(HEAP_READY, vp);
	heap_remove(HEAP_TIMER, vp);
	ring_remove(vp);
}

void sched_yield(struct abi_vp *vp)
{
	struct abi_budget *budget = vp_budget(vp);

	due = true;
	if (heap_has(HEAP_READY, vp)) {
		budget->left = 0;
		exhaust(vp, budget);
	}
	if (ring == vp)
		ring_turn(arch_now());
}

/* Time that a call may still take, in which it also waits. */
static uint64_t limit_left(const struct abi_vp *vp)
{
	const struct abi_sched *sched = &vp->sched;

	if (sched->limit == 0)
		return UINT64_MAX;
	return sched->limit > sched->spent ? sched->limit - sched->spent : 0;
}

void sched_timer(struct abi_vp *vp, uint64_t timeout)
{
	uint64_t now = arch_now();
	uint64_t left = limit_left(vp);

	due = true;
	vp->sched.since = now;
	if (left < timeout)
		timeout = left;
	if (timeout < UINT64_MAX - now)
		timer_set(vp, now + timeout);
}

bool sched_waited(struct abi_vp *vp)
{
	vp->sched.spent += arch_now() - vp->sched.since;
	return limit_left(vp) == 0;
}

static void charge(struct abi_vp *vp, uint64_t ticks)
{
	struct abi_budget *budget = vp_budget(vp);

	if (budget == NULL)
		return;
	budget->left -= (int64_t)ticks;
	if (budget->left <= 0 && heap_has(HEAP_READY, vp))
		exhaust(vp, budget);
}

/* The time since the last stamp goes to who was picked, and as a debt to who
 * ran in its place. */
static void account(struct abi_vp *current, uint64_t now)
{
	if (payer != NULL && !slack)
		charge(payer, now - stamp);
	if (current != payer)
		charge(current, now - stamp);
	current->sched.spent += now - stamp;
	if (slack && payer != NULL && payer == ring && now >= turn_end)
		ring_turn(now);
	stamp = now;
}

/* A vp is in TIMER for its budget, or for the end of its wait. */
static void expire(struct abi_vp *vp)
{
	heap_remove(HEAP_TIMER, vp);
	if (vp->state != ABI_VP_READY && vp->state != ABI_VP_WAIT_POOL) {
		vp_timeout(vp);
		return;
	}
	budget_fill(vp_budget(vp));
	enqueue(vp);
}

static void expire_due(uint64_t now)
{
	for (int i = 0; i < EXPIRIES; i++) {
		struct abi_vp *vp = heap_first(HEAP_TIMER);

		if (vp == NULL || vp->sched.wake > now)
			return;
		expire(vp);
	}
}

/* The vp that runs when `vp` is picked: itself, or who holds what it waits
 * for; NULL if that is waiting for something else. */
static struct abi_vp *helped(struct abi_vp *vp)
{
	for (int i = 0; i < HELP_STEPS; i++) {
		if (vp->state == ABI_VP_READY)
			return vp;
		if (vp->state != ABI_VP_WAIT_POOL)
			return NULL;
		if (pool_is_stopped(object_at(vp->wait))) {
			pool_leave(vp);
			return vp;
		}
		vp = pool_holder(object_at(vp->wait));
		if (vp == NULL)
			return NULL;
	}
	return NULL;
}

/* The vp whose turn on slack it is; a turn begins when slack does. */
static struct abi_vp *ring_first(uint64_t now)
{
	if (now >= turn_end)
		turn_end = now + turn;
	return ring;
}

/* Pick a payer; one that can help nobody leaves the queues until the pool for
 * which it waits wakes it. */
static struct abi_vp *pick(uint64_t now)
{
	struct abi_vp *runner;

	for (;;) {
		payer = heap_first(HEAP_READY);
		slack = payer == NULL;
		if (slack)
			payer = ring_first(now);
		if (payer == NULL)
			return NULL;
		runner = helped(payer);
		if (runner != NULL)
			return runner;
		sched_unready(payer);
	}
}

/* When the kernel must look again: the payer's time, the limit of who runs, or
 * the next timer. */
static void set_timer(const struct abi_vp *runner, uint64_t now)
{
	struct abi_vp *next = heap_first(HEAP_TIMER);
	uint64_t at = next != NULL ? next->sched.wake : UINT64_MAX;

	if (payer != NULL) {
		uint64_t end = slack
				       ? turn_end
				       : now + (uint64_t)vp_budget(payer)->left;

		if (end < at)
			at = end;
		if (limit_left(runner) < UINT64_MAX - now &&
		    now + limit_left(runner) < at)
			at = now + limit_left(runner);
	}
	arch_timer(at);
}

/* Wait for a vp that can run. */
static struct abi_vp *pick_or_idle(uint64_t now)
{
	struct abi_vp *runner;

	while ((runner = pick(now)) == NULL) {
		if (VESPER_DEBUG)
			kernel_check();
		set_timer(NULL, now);
		arch_idle();
		now = arch_now();
		stamp = now;
		expire_due(now);
	}
	return runner;
}

/* What is due now is looked at by the next entry, which comes at once. */
static void set_alarm(const struct abi_vp *runner, uint64_t now)
{
	if (due)
		arch_timer(now);
	else
		set_timer(runner, now);
}

struct abi_vp *sched_next(struct abi_vp *current)
{
	struct abi_vp *runner;
	uint64_t now = arch_now();

	pool_record(current);
	account(current, now);
	expire_due(now);
	do {
		due = false;
		runner = pick_or_idle(now);
		if (runner != current)
			vp_allocate(runner);
		if (limit_left(runner) == 0)
			call_limit_passed(runner);
	} while (!call_settle(runner, E_STOPPED));
	set_alarm(runner, now);
	vp_settle(runner);
	fp_settle(runner);
	kernel_assert(space_is_clean());
	return runner;
}

struct abi_vp *sched_continue(struct abi_vp *current)
{
	if (due || link_domain(vp_link(current))->state != ABI_DOMAIN_RUNNING)
		return sched_next(current);
	vp_settle(current);
	fp_settle(current);
	kernel_assert(space_is_clean());
	return current;
}

struct abi_vp *sched_first(void)
{
	struct abi_vp *runner = pick_or_idle(stamp);

	set_alarm(runner, stamp);
	fp_settle(runner);
	return runner;
}

static uint64_t ticks(uint64_t ns, uint64_t frequency)
{
	return ns / SECOND_NS * frequency + ns % SECOND_NS * frequency / SECOND_NS;
}

static void budget_init(struct abi_budget *budget, uint64_t frequency,
			uint64_t now)
{
	budget->amount = ticks(budget->amount, frequency);
	budget->period = ticks(budget->period, frequency);
	budget->left = (int64_t)budget->amount;
	budget->deadline = now + budget->period;
	if (budget->share == 0)
		budget->share = (uint32_t)budget_share(budget->amount,
						       budget->period);
}

void sched_init(void)
{
	struct abi_budget *budgets = object_at(boot_record.budgets.base);
	struct abi_portal *portals = object_at(boot_record.portals.base);
	struct abi_vp *vps = vp_table();
	uint64_t frequency = arch_frequency();

	heap_init();
	ring = payer = NULL;
	stamp = arch_now();
	turn = ticks(SLACK_TURN_NS, frequency);
	for (uint64_t i = 0; i < boot_record.budgets.count; i++)
		budget_init(&budgets[i], frequency, stamp);
	for (uint64_t i = 0; i < boot_record.portals.count; i++)
		portals[i].limit = ticks(portals[i].limit, frequency);
	for (uint64_t i = 0; i < boot_record.vps.count; i++)
		if (vps[i].state == ABI_VP_READY)
			enqueue(&vps[i]);
}
