/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * The scheduler: constant-bandwidth servers, earliest deadline first.
 *
 * A vp that can run, or that waits for a pool and so can help, is in the heap
 * READY: by its deadline while its budget has time left; without time left, or
 * without a budget, behind all deadlines in the order of slack, if it may use
 * that. Without time left it is in the heap TIMER until its deadline, too, when
 * the budget is filled. A waiting vp may be in TIMER for its timeout: it is in
 * READY then only if it waits for a pool.
 *
 * Time is read at each C path and charged to the vp that was picked; the vp
 * that ran in its place owes the same, so that parking in a server never pays.
 * Overrun is carried over: `left` goes below zero. An interrupt's time in the
 * kernel is charged to the vp that waits for it, and to nobody else.
 *
 * Bounds: one entry lets at most EXPIRIES timers expire (a due one that is left
 * makes the timer fire again at once), and helping follows at most HELP_STEPS
 * waits, which levels make enough. After SEARCH_STEPS vps that can help nobody,
 * or one that is dead, the CPU is idle until the timer, which fires at once:
 * interrupts get their turn.
 */
#include <vesper/kernel/kernel.h>

#define EXPIRIES	4
#define HELP_STEPS	ABI_LEVELS
#define SEARCH_STEPS	4
#define SLACK_TURN_NS	1000000u	/* of one vp on slack */

/* Boot and kernel entries only; interrupts are off in the kernel. */
static struct {
	int64_t turn_left;	/* ticks: of the turn on slack, which is of */
	const struct abi_vp *turn_of; /* that vp; NULL: it is over */
	struct abi_vp *payer;	/* for whom the current vp runs, or NULL: */
	int64_t *left;		/* ticks: with that turn or its budget's time */
	uint64_t stamp;		/* ticks: time is charged up to here */
	uint64_t end;		/* ticks: nothing is due before */
	uint64_t turn;		/* ticks: length of a turn on slack */
	uint64_t place;		/* the next in the order of slack, a key */
} sched;

bool sched_due;			/* sched_next() must look at the queues */

static bool has_deadline(const struct abi_vp *vp)
{
	return heap_has(HEAP_READY, vp) &&
	       vp->sched.queued[HEAP_READY].key < SCHED_SLACK;
}

static bool is_queued(const struct abi_vp *vp)
{
	return heap_has(HEAP_READY, vp) || heap_has(HEAP_TIMER, vp);
}

/* For an event or its time. */
static bool is_waiting(const struct abi_vp *vp)
{
	return vp->state != ABI_VP_READY && vp->state != ABI_VP_WAIT_POOL;
}

static uint64_t earlier(uint64_t a, uint64_t b)
{
	return a < b ? a : b;
}

/* In `ticks`, or never. */
static uint64_t after(uint64_t now, uint64_t ticks)
{
	return ticks < UINT64_MAX - now ? now + ticks : UINT64_MAX;
}

static void timer_set(struct abi_vp *vp, uint64_t at)
{
	heap_set(HEAP_TIMER, vp, at);
	sched.end = earlier(sched.end, at);
}

/* Put `vp`, which can run or help, where its budget says. */
RARE static struct abi_vp *place(struct abi_vp *vp)
{
	const struct abi_budget *budget = vp->budget;

	heap_remove(HEAP_TIMER, vp);
	if (budget != NULL && budget->left <= 0)
		timer_set(vp, budget->deadline);
	if (budget != NULL && budget->left > 0)
		heap_set(HEAP_READY, vp, budget->deadline);
	else if (budget != NULL && (budget->flags & ABI_BUDGET_SLACK) == 0)
		heap_remove(HEAP_READY, vp);
	else if (has_deadline(vp) || !heap_has(HEAP_READY, vp))
		heap_set(HEAP_READY, vp, sched.place++);
	return vp;
}

static void exhaust_if_over(struct abi_vp *vp)
{
	if (has_deadline(vp) && vp->budget->left <= 0)
		place(vp);
}

struct abi_vp *sched_wake(struct abi_vp *vp, uint64_t now)
{
	struct abi_budget *budget = vp->budget;

	sched_due = true;
	vp->state = ABI_VP_READY;
	if (budget != NULL && !has_deadline(vp))
		budget_wake(budget, now);
	if (budget == NULL || budget->left <= 0 || is_queued(vp) ||
	    !heap_lead(HEAP_READY, vp, budget->deadline))
		return place(vp);
	return vp;
}

void sched_ready(struct abi_vp *vp)
{
	(void)sched_wake(vp, arch_now());
}

void sched_help(struct abi_vp *vp)
{
	sched_due = true;
	if (!is_queued(vp))
		place(vp);
}

void sched_refit(struct abi_vp *vp)
{
	sched_due = true;
	if (is_queued(vp) && !is_waiting(vp))
		place(vp);
}

void sched_unready(struct abi_vp *vp)
{
	sched_due = true;
	heap_remove(HEAP_READY, vp);
	heap_remove(HEAP_TIMER, vp);
}

/* Time that a call may still take, in which it also waits. */
static uint64_t limit_left(const struct abi_vp *vp)
{
	const struct abi_sched *s = &vp->sched;

	if (s->limit == 0)
		return UINT64_MAX;
	return s->limit > s->spent ? s->limit - s->spent : 0;
}

void sched_wait(struct abi_vp *vp, enum abi_vp_state state, uint64_t timeout)
{
	uint64_t now = arch_now();
	uint64_t end = after(now, earlier(timeout, limit_left(vp)));

	sched_unready(vp);
	vp->state = (uint8_t)state;
	vp->sched.since = now;
	if (end != UINT64_MAX)
		timer_set(vp, end);
}

bool sched_waited(struct abi_vp *vp, uint64_t now)
{
	vp->sched.spent += now - vp->sched.since;
	return limit_left(vp) == 0;
}

/* A vp is in TIMER for its budget, or for the end of its wait. */
RARE static void expire_due(void)
{
	for (int i = 0; i < EXPIRIES && heap_key(HEAP_TIMER) <= sched.stamp;
	     i++) {
		struct abi_vp *vp = heap_first(HEAP_TIMER);

		if (is_waiting(vp)) {
			vp_timeout(vp);
			continue;
		}
		budget_fill(vp->budget);
		vp_allocate(vp, ABI_REASON_ALLOCATED);
		place(vp);
	}
}

/* The vp that runs when `vp`, which waits, is picked: who holds what it waits
 * for; NULL if that is waiting for something else. */
RARE static struct abi_vp *helped(struct abi_vp *vp)
{
	for (int i = 0; i < HELP_STEPS && vp != NULL &&
			vp->state == ABI_VP_WAIT_POOL; i++) {
		if (pool_is_stopped(vp->wait_pool))
			pool_leave(vp);
		else
			vp = pool_holder(vp->wait_pool);
	}
	return vp != NULL && vp->state == ABI_VP_READY ? vp : NULL;
}

/* Nobody runs: wait for what changes that, or for no time if there is one to
 * look at. An interrupt costs nobody then. */
RARE static void idle(void)
{
	if (VESPER_DEBUG)
		kernel_check();
	arch_timer(heap_first(HEAP_READY) != NULL ? sched.stamp
						  : heap_key(HEAP_TIMER));
	arch_idle();
	sched.stamp = arch_now();
	expire_due();
}

/* Time may have run out for the payer, who ran in its place, or others. */
RARE static void expired(void)
{
	struct abi_vp *payer = sched.payer;

	if (sched.turn_left <= 0) {
		sched.turn_of = NULL;
		if (heap_has(HEAP_READY, payer) && !has_deadline(payer))
			heap_set(HEAP_READY, payer, sched.place++);
	}
	exhaust_if_over(payer);
	exhaust_if_over(arch_current());
	expire_due();
}

/* `payer` is picked, until its time is over, or a timer, or the time `end`. Who
 * gets a turn on slack has all of it, whatever the one before has left. */
static inline void launch(struct abi_vp *payer, uint64_t end)
{
	sched.payer = payer;
	if (payer->sched.queued[HEAP_READY].key < SCHED_SLACK) {
		sched.left = &payer->budget->left;
	} else {
		sched.left = &sched.turn_left;
		if (sched.turn_of != payer) {
			sched.turn_of = payer;
			sched.turn_left = (int64_t)sched.turn;
		}
	}
	end = earlier(end, sched.stamp + (uint64_t)*sched.left);
	sched.end = earlier(end, heap_key(HEAP_TIMER));
	arch_timer(sched.end);
}

/* Who goes on learns what happened to it, and gets its registers. */
RARE static struct abi_vp *settle(struct abi_vp *vp)
{
	const struct abi_vp *current = arch_current(); /* NULL at boot */

	kernel_assert(!VESPER_DEBUG || space_is_clean());
	if (current != NULL && vp != current)
		vp_allocate(vp, ABI_REASON_PREEMPTED);
	vp_settle(vp);
	fp_settle(vp);
	return vp;
}

/* Who runs for the first in READY that can help somebody. A payer that cannot
 * leaves the queues until the pool for which it waits wakes it. NULL after some
 * of those, or if there is no payer. */
static struct abi_vp *candidate(struct abi_vp **payer)
{
	for (int i = 0; i < SEARCH_STEPS; i++) {
		struct abi_vp *runner;

		sched_due = false;
		*payer = heap_first(HEAP_READY);
		runner = helped(*payer);
		if (runner != NULL || *payer == NULL)
			return runner;
		sched_unready(*payer);
	}
	return NULL;
}

/* What `vp` has to do before it goes on is done. False: it is dead. */
static bool prepare(struct abi_vp *vp)
{
	return call_settle(vp, limit_left(vp) == 0 ? call_limit_passed(vp)
						   : E_STOPPED);
}

/* What becomes due meanwhile is looked at by the next entry, which comes at
 * once. */
RARE static struct abi_vp *search(void)
{
	struct abi_vp *payer, *runner;

	if (sched.stamp >= sched.end)
		expired();
	while ((runner = candidate(&payer)) == NULL || !prepare(runner))
		idle();
	launch(payer, sched_due ? sched.stamp
				: after(sched.stamp, limit_left(runner)));
	return settle(runner);
}

/* The way out: who runs from the stamp on. Mostly nothing is due, and the first
 * in READY runs as it is. */
__attribute__((noinline))
static struct abi_vp *choose(void)
{
	struct abi_vp *first = heap_first(HEAP_READY);

	if (sched.stamp >= sched.end || first == NULL ||
	    (first->special | vp_domain(first)->special | fp_used) != 0)
		return search();
	kernel_assert(!VESPER_DEBUG || space_is_clean());
	sched_due = false;
	launch(first, UINT64_MAX);
	return first->activation != 0 ? settle(first) : first;
}

/* Time that another one has paid for, or that nobody has. */
static void owe(const struct abi_vp *vp, uint64_t ticks)
{
	if (vp->budget != NULL)
		vp->budget->left -= (int64_t)ticks;
}

/* The way in: the time since the last stamp goes to who was picked, and as a
 * debt to who ran in its place. */
static inline void account(struct abi_vp *current, uint64_t now)
{
	uint64_t used = now - sched.stamp;

	*sched.left -= (int64_t)used;
	sched.stamp = now;
	if (current != sched.payer) {
		owe(current, used);
		sched.end = 0;	/* it may be over */
	}
	current->sched.spent += used;
	if (vp_in_call(current))
		pool_record(current);
}

struct abi_vp *sched_next(struct abi_vp *current)
{
	account(current, arch_now());
	return choose();
}

/* The time up to now is that of its own turn. */
struct abi_vp *sched_yield(struct abi_vp *vp)
{
	account(vp, arch_now());
	if (sched.payer == vp && sched.left == &sched.turn_left) {
		sched.turn_of = NULL;
		heap_set(HEAP_READY, vp, sched.place++);
	} else if (has_deadline(vp)) {
		if (vp->budget->left > 0)
			vp->budget->left = 0;
		place(vp);
	}
	return choose();
}

uint64_t sched_enter(struct abi_vp *current)
{
	account(current, arch_entered());
	return sched.stamp;
}

/* An interrupt of one on a budget, or one after which its driver does not run.
 * The driver pays for the kernel's time up to here, unless it runs, which begins
 * with the entry; and half as much again, which is given to who was interrupted,
 * for the registers and the way back. */
RARE static void interrupt_charge(struct abi_vp *driver)
{
	uint64_t way = arch_now() - sched.stamp;
	uint64_t back = sched.left != &sched.turn_left ? way / 2 : 0;

	*sched.left += (int64_t)back;
	if (!heap_is_first(HEAP_READY, driver) ||
	    (has_deadline(driver) &&
	     driver->budget->left <= (int64_t)(way + back))) {
		sched.stamp += way;
		back += way;
	}
	owe(driver, back);
	exhaust_if_over(driver);
}

struct abi_vp *sched_interrupted(struct abi_vp *driver)
{
	if (driver != NULL && (sched.left != &sched.turn_left ||
			       !heap_is_first(HEAP_READY, driver)))
		interrupt_charge(driver);
	return choose();
}

struct abi_vp *sched_continue(struct abi_vp *current)
{
	if (sched_due || !call_is_settled(current))
		return sched_next(current);
	return settle(current);
}

RARE struct abi_vp *sched_init(void)
{
	struct abi_budget *budgets = object_at(boot_record.budgets.base);
	struct abi_portal *portals = object_at(boot_record.portals.base);
	struct abi_vp *vps = vp_table();
	uint64_t frequency = arch_frequency();

	heap_init();
	sched.place = SCHED_SLACK;
	sched.stamp = arch_now();
	sched.turn = budget_ticks(SLACK_TURN_NS, frequency);
	for (uint64_t i = 0; i < boot_record.budgets.count; i++)
		budget_start(&budgets[i], frequency, sched.stamp);
	for (uint64_t i = 0; i < boot_record.portals.count; i++)
		portals[i].limit = budget_ticks(portals[i].limit, frequency);
	for (uint64_t i = 0; i < boot_record.vps.count; i++)
		if (vps[i].state == ABI_VP_READY)
			place(&vps[i]);
	/* Nobody has run whose time could be over; the timer fires at once. */
	sched.end = UINT64_MAX;
	return search();
}
