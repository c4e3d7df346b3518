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
	struct abi_vp *payer;	/* for whom the current vp runs, or NULL */
	struct abi_budget *budget; /* that pays; NULL: time on slack is free */
	uint64_t stamp;		/* ticks: time is charged up to here */
	uint64_t end;		/* ticks: nothing is due before */
	uint64_t next_timer;	/* ticks: of the first of TIMER, or for ever */
	uint64_t turn;		/* ticks: length of a turn on slack */
	int64_t turn_left;	/* ticks: of the turn of the first on slack, */
	const struct abi_vp *turn_of; /* or of the one that was it before */
	uint64_t place;		/* the next in the order of slack, a key */
} sched;

bool sched_due;			/* sched_next() must look at the queues */

static struct abi_budget *vp_budget(const struct abi_vp *vp)
{
	return vp->budget;
}

static bool has_deadline(const struct abi_vp *vp)
{
	return heap_has(HEAP_READY, vp) &&
	       vp->sched.queued[HEAP_READY].key < SCHED_SLACK;
}

static uint64_t earlier(uint64_t a, uint64_t b)
{
	return a < b ? a : b;
}

static void timer_update(void)
{
	const struct abi_vp *first = heap_first(HEAP_TIMER);

	sched.next_timer = first != NULL ? first->sched.queued[HEAP_TIMER].key
					 : UINT64_MAX;
	sched.end = earlier(sched.end, sched.next_timer);
}

RARE static void timer_set(struct abi_vp *vp, uint64_t at)
{
	heap_set(HEAP_TIMER, vp, at);
	timer_update();
}

RARE static void timer_remove(struct abi_vp *vp)
{
	heap_remove(HEAP_TIMER, vp);
	timer_update();
}

/* Where a vp without time left waits: for the filling, and for slack. */
RARE static void exhaust(struct abi_vp *vp, const struct abi_budget *budget)
{
	timer_set(vp, budget->deadline);
	if ((budget->flags & ABI_BUDGET_SLACK) == 0)
		heap_remove(HEAP_READY, vp);
	else if (has_deadline(vp) || !heap_has(HEAP_READY, vp))
		heap_pass(HEAP_READY, vp, sched.place++);
}

/* A vp that is in neither queue. */
RARE static void queue_new(struct abi_vp *vp)
{
	const struct abi_budget *budget = vp_budget(vp);

	if (budget != NULL && budget->left > 0) {
		heap_add(HEAP_READY, vp, budget->deadline);
		return;
	}
	if (budget != NULL) {
		heap_add(HEAP_TIMER, vp, budget->deadline);
		timer_update();
	}
	if (budget == NULL || (budget->flags & ABI_BUDGET_SLACK) != 0)
		heap_add(HEAP_READY, vp, sched.place++);
}

static bool is_queued(const struct abi_vp *vp)
{
	const struct abi_queued *queued = vp->sched.queued;

	return (queued[HEAP_READY].at | queued[HEAP_TIMER].at) != 0;
}

/* One that may be in the queues, by another rule. */
RARE static void enqueue(struct abi_vp *vp)
{
	const struct abi_budget *budget = vp_budget(vp);

	if (!is_queued(vp))
		queue_new(vp);
	else if (budget != NULL && budget->left > 0)
		heap_set(HEAP_READY, vp, budget->deadline);
	else if (budget != NULL)
		exhaust(vp, budget);
}

void sched_request(void)
{
	sched_due = true;
}

bool sched_is_due(void)
{
	return sched_due;
}

/* One that has no budget, or is in a queue: for its timeout, or to help. */
RARE static void wake_queued(struct abi_vp *vp, uint64_t now)
{
	struct abi_budget *budget = vp_budget(vp);

	if (heap_has(HEAP_TIMER, vp))
		timer_remove(vp);
	if (budget != NULL && !has_deadline(vp))
		budget_wake(budget, now);
	enqueue(vp);
}

void sched_wake(struct abi_vp *vp, uint64_t now)
{
	struct abi_budget *budget = vp_budget(vp);

	sched_due = true;
	vp->state = ABI_VP_READY;
	if (budget == NULL || is_queued(vp)) {
		wake_queued(vp, now);
		return;
	}
	budget_wake(budget, now);
	if (budget->left > 0)
		heap_add(HEAP_READY, vp, budget->deadline);
	else
		queue_new(vp);
}

void sched_ready(struct abi_vp *vp)
{
	sched_wake(vp, arch_now());
}

void sched_help(struct abi_vp *vp)
{
	sched_due = true;
	if (!is_queued(vp))
		queue_new(vp);
}

void sched_refit(struct abi_vp *vp)
{
	sched.end = 0;
	sched_due = true;
	if ((vp->state == ABI_VP_READY || vp->state == ABI_VP_WAIT_POOL) &&
	    is_queued(vp))
		enqueue(vp);
}

void sched_unready(struct abi_vp *vp)
{
	sched_due = true;
	heap_remove(HEAP_READY, vp);
	if (heap_has(HEAP_TIMER, vp))
		timer_remove(vp);
}

static inline bool is_slack_first(const struct abi_vp *vp)
{
	return heap_first(HEAP_READY) == vp && !has_deadline(vp);
}

/* A whole turn on slack. */
static void turn_begin(const struct abi_vp *vp)
{
	sched.turn_left = (int64_t)sched.turn;
	sched.turn_of = vp;
}

/* The vp whose turn on slack it was is the last now. The first in READY. */
static struct abi_vp *turn_over(struct abi_vp *vp)
{
	struct abi_vp *first;

	heap_pass(HEAP_READY, vp, sched.place++);
	first = heap_first(HEAP_READY);
	turn_begin(first);
	return first;
}

/* Time that a call may still take, in which it also waits. */
static uint64_t limit_left(const struct abi_vp *vp)
{
	const struct abi_sched *s = &vp->sched;

	if (s->limit == 0)
		return UINT64_MAX;
	return s->limit > s->spent ? s->limit - s->spent : 0;
}

void sched_timer(struct abi_vp *vp, uint64_t timeout)
{
	uint64_t now = arch_now();
	uint64_t left = limit_left(vp);

	sched_due = true;
	vp->sched.since = now;
	if (left < timeout)
		timeout = left;
	if (timeout < UINT64_MAX - now)
		timer_set(vp, now + timeout);
}

bool sched_waited(struct abi_vp *vp, uint64_t now)
{
	vp->sched.spent += now - vp->sched.since;
	return limit_left(vp) == 0;
}

/* Whether no time is left. */
static bool charge(const struct abi_vp *vp, uint64_t ticks)
{
	struct abi_budget *budget = vp_budget(vp);

	if (budget == NULL)
		return false;
	budget->left -= (int64_t)ticks;
	return budget->left <= 0;
}

/* A vp is in TIMER for its budget, or for the end of its wait. */
static void expire(struct abi_vp *vp)
{
	timer_remove(vp);
	if (vp->state != ABI_VP_READY && vp->state != ABI_VP_WAIT_POOL) {
		vp_timeout(vp);
		return;
	}
	budget_fill(vp_budget(vp));
	vp_allocate(vp, ABI_REASON_ALLOCATED);
	enqueue(vp);
}

RARE static void expire_due(uint64_t now)
{
	for (int i = 0; i < EXPIRIES && sched.next_timer <= now; i++)
		expire(heap_first(HEAP_TIMER));
}

/* The vp that runs when `vp`, which waits, is picked: who holds what it waits
 * for; NULL if that is waiting for something else. */
RARE static struct abi_vp *helped(struct abi_vp *vp)
{
	for (int i = 0; i < HELP_STEPS && vp != NULL &&
			vp->state == ABI_VP_WAIT_POOL; i++) {
		if (pool_is_stopped(vp->wait_pool)) {
			pool_leave(vp);
			return vp;
		}
		vp = pool_holder(vp->wait_pool);
	}
	return vp != NULL && vp->state == ABI_VP_READY ? vp : NULL;
}

/* Nobody can run: wait for what changes that, or for the time `until`. An
 * interrupt costs nobody then. */
RARE static void idle(uint64_t until)
{
	if (VESPER_DEBUG)
		kernel_check();
	arch_timer(until);
	arch_idle();
	sched.stamp = arch_now();
	expire_due(sched.stamp);
}

RARE static struct abi_vp *settle(struct abi_vp *vp)
{
	vp_settle(vp);
	fp_settle(vp);
	return vp;
}

static inline struct abi_vp *settled(struct abi_vp *vp)
{
	kernel_assert(!VESPER_DEBUG || space_is_clean());
	if (vp->reason != ABI_REASON_NONE || !fp_is_off(vp))
		return settle(vp);
	return vp;
}

/* `payer` is picked, until its time is over, or a timer, or the time `end`. */
static inline void launch(struct abi_vp *payer, uint64_t now, uint64_t end)
{
	sched.payer = payer;
	if (payer->sched.queued[HEAP_READY].key < SCHED_SLACK) {
		sched.budget = vp_budget(payer);
		end = earlier(end, now + (uint64_t)sched.budget->left);
	} else {
		sched.budget = NULL;
		end = earlier(end, now + (uint64_t)sched.turn_left);
	}
	sched.end = earlier(end, sched.next_timer);
	arch_timer(sched.end);
}

/* What is due now is looked at by the next entry, which comes at once. */
static uint64_t limit_end(const struct abi_vp *vp, uint64_t now)
{
	if (sched_due)
		return now;
	return limit_left(vp) < UINT64_MAX - now ? now + limit_left(vp)
						 : UINT64_MAX;
}

/* Do what `vp` has to do before it goes on. False: it is dead. */
RARE static bool prepare(struct abi_vp *vp, const struct abi_vp *current)
{
	if (vp != current && vp->activation != 0)
		vp_allocate(vp, ABI_REASON_PREEMPTED);
	return call_settle(vp, limit_left(vp) == 0 ? call_limit_passed(vp)
						   : E_STOPPED);
}

/* Who runs for the first in READY that can help somebody. A payer that cannot
 * leaves the queues until the pool for which it waits wakes it. NULL after some
 * of those, or if who would run is dead. */
RARE static struct abi_vp *candidate(const struct abi_vp *current,
				     struct abi_vp **payer)
{
	struct abi_vp *runner = NULL;

	for (int i = 0; runner == NULL && i < SEARCH_STEPS; i++) {
		sched_due = false;
		while ((*payer = heap_first(HEAP_READY)) == NULL)
			idle(sched.next_timer);
		runner = helped(*payer);
		if (runner == NULL)
			sched_unready(*payer);
	}
	return runner != NULL && prepare(runner, current) ? runner : NULL;
}

RARE static struct abi_vp *search(struct abi_vp *current)
{
	struct abi_vp *payer, *runner;

	while ((runner = candidate(current, &payer)) == NULL)
		idle(sched.stamp);
	launch(payer, sched.stamp, limit_end(runner, sched.stamp));
	return settled(runner);
}

/* Whether `vp` runs if it is picked, and there is nothing else to do. */
static inline bool is_plain(const struct abi_vp *vp)
{
	const struct abi_domain *domain = vp_domain(vp);

	return (vp->special | domain->state | domain->fp | fp_used) == 0;
}

RARE static struct abi_vp *allocated(struct abi_vp *vp,
				     const struct abi_vp *current)
{
	if (vp != current)
		vp_allocate(vp, ABI_REASON_PREEMPTED);
	return settled(vp);
}

/* `first` is in READY. */
static inline struct abi_vp *dispatch(struct abi_vp *current,
				      struct abi_vp *first, uint64_t now)
{
	if (first == NULL || !is_plain(first))
		return search(current);
	kernel_assert(!VESPER_DEBUG || space_is_clean());
	sched_due = false;
	launch(first, now, UINT64_MAX);
	return first->activation != 0 ? allocated(first, current) : first;
}

static void exhaust_if_over(struct abi_vp *vp)
{
	if (has_deadline(vp) && vp_budget(vp)->left <= 0)
		exhaust(vp, vp_budget(vp));
}

/* Time may have run out for the payer, who ran in its place, or others. */
RARE static struct abi_vp *expired(struct abi_vp *current, uint64_t now)
{
	/* Of a turn that another one began and did not use up, nothing is taken
	 * from the next: or who sleeps before its end would take it all. */
	if (sched.turn_left <= 0 && sched.turn_of == sched.payer &&
	    is_slack_first(sched.payer))
		(void)turn_over(sched.payer);
	else if (sched.turn_left <= 0)
		turn_begin(sched.payer);
	exhaust_if_over(sched.payer);
	exhaust_if_over(current);
	expire_due(now);
	return search(current);
}

/* The time since the last stamp goes to who was picked, and as a debt to who
 * ran in its place. */
static inline void account(struct abi_vp *current, uint64_t now)
{
	uint64_t used = now - sched.stamp;

	if (sched.budget != NULL)
		sched.budget->left -= (int64_t)used;
	else
		sched.turn_left -= (int64_t)used;
	if (current != sched.payer && charge(current, used))
		sched.end = 0;
	pool_record(current);
	current->sched.spent += used;
	sched.stamp = now;
}

/* What is due at the stamp is done, or nothing is. */
static inline struct abi_vp *choose(struct abi_vp *current,
				    struct abi_vp *first)
{
	uint64_t now = sched.stamp;

	return now >= sched.end ? expired(current, now)
				: dispatch(current, first, now);
}

RARE void sched_charge(struct abi_vp *current)
{
	account(current, arch_now());
}

struct abi_vp *sched_next(struct abi_vp *current)
{
	account(current, arch_now());
	return choose(current, heap_first(HEAP_READY));
}

/* The time up to now is that of its own turn. */
struct abi_vp *sched_yield(struct abi_vp *vp)
{
	account(vp, arch_now());
	if (has_deadline(vp)) {
		if (vp_budget(vp)->left > 0)
			vp_budget(vp)->left = 0;
		exhaust(vp, vp_budget(vp));
	} else if (sched.payer == vp) {
		return choose(vp, turn_over(vp));
	}
	return choose(vp, heap_first(HEAP_READY));
}

/* Whether `vp` runs now and has time for `ticks`. */
static bool can_pay(const struct abi_vp *vp, uint64_t ticks)
{
	return heap_first(HEAP_READY) == vp &&
	       (!has_deadline(vp) || vp_budget(vp)->left > (int64_t)ticks);
}

/* An interrupt of one on a budget, or one after which its driver does not run.
 * The driver pays for the kernel's time up to here, unless it runs, which begins
 * with the entry; and half as much again, which is given to who was interrupted,
 * for the registers and the way back. The first in READY then. */
RARE static struct abi_vp *interrupt_charge(struct abi_vp *driver)
{
	uint64_t way = arch_now() - sched.stamp;

	if (driver == NULL)
		return heap_first(HEAP_READY);
	if (sched.budget != NULL) {
		sched.budget->left += (int64_t)(way / 2);
		(void)charge(driver, way / 2);
	}
	if (!can_pay(driver, way)) {
		sched.stamp += way;
		(void)charge(driver, way);
	}
	exhaust_if_over(driver);
	return heap_first(HEAP_READY);
}

uint64_t sched_enter(struct abi_vp *current)
{
	uint64_t now = arch_entered();

	account(current, now);
	return now;
}

__attribute__((noinline))
struct abi_vp *sched_interrupted(struct abi_vp *current, struct abi_vp *driver)
{
	struct abi_vp *first = heap_first(HEAP_READY);

	if (sched.budget != NULL || first != driver)
		first = interrupt_charge(driver);
	return choose(current, first);
}

struct abi_vp *sched_continue(struct abi_vp *current)
{
	if (sched_due || !call_is_settled(current))
		return sched_next(current);
	return settled(current);
}

struct abi_vp *sched_first(void)
{
	return search(heap_first(HEAP_READY));
}

RARE void sched_init(void)
{
	struct abi_budget *budgets = object_at(boot_record.budgets.base);
	struct abi_portal *portals = object_at(boot_record.portals.base);
	struct abi_vp *vps = vp_table();
	uint64_t frequency = arch_frequency();

	heap_init();
	sched.payer = NULL;
	sched.budget = NULL;
	sched.next_timer = UINT64_MAX;
	sched.place = SCHED_SLACK;
	sched.stamp = arch_now();
	sched.turn = budget_ticks(SLACK_TURN_NS, frequency);
	for (uint64_t i = 0; i < boot_record.budgets.count; i++)
		budget_start(&budgets[i], frequency, sched.stamp);
	for (uint64_t i = 0; i < boot_record.portals.count; i++)
		portals[i].limit = budget_ticks(portals[i].limit, frequency);
	for (uint64_t i = 0; i < boot_record.vps.count; i++)
		if (vps[i].state == ABI_VP_READY)
			enqueue(&vps[i]);
	turn_begin(heap_first(HEAP_READY));
}
