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
 * or are dead, the CPU is idle until the timer, which fires at once: interrupts
 * get their turn.
 */
#include <vesper/kernel/sched.h>

#include <vesper/kernel/arch.h>
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
#define SEARCH_STEPS	4
#define SLACK_TURN_NS	1000000u	/* of one vp on slack */
#define SECOND_NS	1000000000u

/* Boot and kernel entries only; interrupts are off in the kernel. */
static struct {
	struct abi_vp *payer;	/* for whom the current vp runs, or NULL */
	uint64_t stamp;		/* ticks: time is charged up to here */
	uint64_t turn;		/* ticks: length of a turn on slack */
	uint64_t turn_end;	/* ticks: of the turn of the first on slack */
	uint64_t place;		/* the next in the order of slack */
	struct abi_vp *driver;	/* for whom the present interrupt is, or NULL */
	bool slack;		/* the payer's time costs it nothing */
} sched;

bool sched_due;			/* sched_next() must look at the queues */

static struct abi_budget *vp_budget(const struct abi_vp *vp)
{
	return object_at(vp->budget);
}

static bool has_deadline(const struct abi_vp *vp)
{
	return heap_has(HEAP_READY, vp) &&
	       vp->sched.queued[HEAP_READY].key < SCHED_SLACK;
}

/* Behind all others. */
static void slack_wait(struct abi_vp *vp)
{
	heap_set(HEAP_READY, vp, SCHED_SLACK + sched.place++);
}

/* Where a vp without time left waits: for the filling, and for slack. */
RARE static void exhaust(struct abi_vp *vp, const struct abi_budget *budget)
{
	heap_set(HEAP_TIMER, vp, budget->deadline);
	if ((budget->flags & ABI_BUDGET_SLACK) == 0)
		heap_remove(HEAP_READY, vp);
	else if (has_deadline(vp) || !heap_has(HEAP_READY, vp))
		slack_wait(vp);
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
	if (now < budget->deadline &&
	    (budget->left <= 0 ||
	     (uint64_t)budget->left * budget->period <=
		     (budget->deadline - now) * budget->amount))
		return;
	budget->left = (int64_t)budget->amount +
		       (budget->left < 0 ? budget->left : 0);
	budget->deadline = now + budget->period;
}

static void enqueue(struct abi_vp *vp)
{
	struct abi_budget *budget = vp_budget(vp);

	if (budget != NULL && budget->left > 0)
		heap_set(HEAP_READY, vp, budget->deadline);
	else if (budget != NULL)
		exhaust(vp, budget);
	else if (!heap_has(HEAP_READY, vp))
		slack_wait(vp);
}

void sched_request(void)
{
	sched_due = true;
}

bool sched_is_due(void)
{
	return sched_due;
}

void sched_ready(struct abi_vp *vp)
{
	struct abi_budget *budget = vp_budget(vp);

	sched_due = true;
	vp->state = ABI_VP_READY;
	if (heap_has(HEAP_TIMER, vp))
		heap_remove(HEAP_TIMER, vp);
	if (budget != NULL && !has_deadline(vp))
		budget_wake(budget, arch_now());
	enqueue(vp);
}

void sched_help(struct abi_vp *vp)
{
	sched_due = true;
	enqueue(vp);
}

void sched_refit(struct abi_vp *vp)
{
	if ((vp->state == ABI_VP_READY || vp->state == ABI_VP_WAIT_POOL) &&
	    (heap_has(HEAP_READY, vp) || heap_has(HEAP_TIMER, vp)))
		sched_help(vp);
}

void sched_unready(struct abi_vp *vp)
{
	sched_due = true;
	heap_remove(HEAP_READY, vp);
	heap_remove(HEAP_TIMER, vp);
}

static inline bool is_slack_first(const struct abi_vp *vp)
{
	return heap_first(HEAP_READY) == vp && !has_deadline(vp);
}

/* The vp whose turn on slack it was is the last now. */
static void turn_over(struct abi_vp *vp)
{
	slack_wait(vp);
	sched.turn_end = arch_now() + sched.turn;
}

void sched_yield(struct abi_vp *vp)
{
	sched_due = true;
	if (has_deadline(vp)) {
		vp_budget(vp)->left = 0;
		exhaust(vp, vp_budget(vp));
	} else if (is_slack_first(vp)) {
		turn_over(vp);
	}
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
		heap_set(HEAP_TIMER, vp, now + timeout);
}

bool sched_waited(struct abi_vp *vp)
{
	vp->sched.spent += arch_now() - vp->sched.since;
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
	heap_remove(HEAP_TIMER, vp);
	if (vp->state != ABI_VP_READY && vp->state != ABI_VP_WAIT_POOL) {
		vp_timeout(vp);
		return;
	}
	budget_fill(vp_budget(vp));
	vp_allocate(vp, ABI_REASON_ALLOCATED);
	enqueue(vp);
}

static uint64_t next_timer(void)
{
	const struct abi_vp *next = heap_first(HEAP_TIMER);

	return next != NULL ? next->sched.queued[HEAP_TIMER].key : UINT64_MAX;
}

RARE static void expire_due(uint64_t now)
{
	for (int i = 0; i < EXPIRIES && next_timer() <= now; i++)
		expire(heap_first(HEAP_TIMER));
}

/* The vp that runs when `vp`, which waits, is picked: who holds what it waits
 * for; NULL if that is waiting for something else. */
RARE static struct abi_vp *helped(struct abi_vp *vp)
{
	for (int i = 0; i < HELP_STEPS && vp != NULL &&
			vp->state == ABI_VP_WAIT_POOL; i++) {
		if (pool_is_stopped(object_at(vp->wait))) {
			pool_leave(vp);
			return vp;
		}
		vp = pool_holder(object_at(vp->wait));
	}
	return vp != NULL && vp->state == ABI_VP_READY ? vp : NULL;
}

static uint64_t earlier(uint64_t a, uint64_t b)
{
	return a < b ? a : b;
}

/* Nobody can run: wait for what changes that, or for the time `until`. */
RARE static uint64_t idle(uint64_t until)
{
	uint64_t now;

	if (VESPER_DEBUG)
		kernel_check();
	arch_timer(until);
	arch_idle();
	now = arch_now();
	sched.stamp = now;
	sched.driver = NULL; /* the interrupt cost nobody */
	expire_due(now);
	return now;
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

/* `payer` is picked and `runner` runs, until the payer's time is over, or a
 * timer, or the time `end`. A turn on slack begins when slack does. */
static inline struct abi_vp *launch(struct abi_vp *payer,
				    struct abi_vp *runner, uint64_t now,
				    uint64_t end)
{
	sched.payer = payer;
	sched.slack = payer->sched.queued[HEAP_READY].key >= SCHED_SLACK;
	if (!sched.slack)
		end = earlier(end, now + (uint64_t)vp_budget(payer)->left);
	else if (now < sched.turn_end)
		end = earlier(end, sched.turn_end);
	else
		end = earlier(end, sched.turn_end = now + sched.turn);
	arch_timer(earlier(end, next_timer()));
	return settled(runner);
}

/* What is due now is looked at by the next entry, which comes at once. */
static uint64_t limit_end(const struct abi_vp *vp, uint64_t now)
{
	if (sched_due)
		return now;
	return limit_left(vp) < UINT64_MAX - now ? now + limit_left(vp)
						 : UINT64_MAX;
}

/* A payer that can help nobody leaves the queues until the pool for which it
 * waits wakes it. */
RARE static struct abi_vp *search(struct abi_vp *current, uint64_t now)
{
	struct abi_vp *payer, *runner;
	int steps = 0;

	do {
		if (steps == SEARCH_STEPS) {
			now = idle(now);
			steps = 0;
		}
		steps++;
		sched_due = false;
		while ((payer = heap_first(HEAP_READY)) == NULL)
			now = idle(next_timer());
		runner = helped(payer);
		if (runner == NULL) {
			sched_unready(payer);
			continue;
		}
		if (runner != current && runner->activation != 0)
			vp_allocate(runner, ABI_REASON_PREEMPTED);
		if (limit_left(runner) == 0)
			call_limit_passed(runner);
	} while (runner == NULL || !call_settle(runner, E_STOPPED));
	return launch(payer, runner, now, limit_end(runner, now));
}

/* Whether `vp` runs if it is picked, and there is nothing else to do. */
static bool is_plain(const struct abi_vp *vp)
{
	return vp->state == ABI_VP_READY && vp->sched.limit == 0 &&
	       call_is_settled(vp);
}

static struct abi_vp *dispatch(struct abi_vp *current, uint64_t now)
{
	struct abi_vp *first = heap_first(HEAP_READY);

	if (first == NULL || !is_plain(first))
		return search(current, now);
	sched_due = false;
	if (first != current && first->activation != 0)
		vp_allocate(first, ABI_REASON_PREEMPTED);
	return launch(first, first, now, UINT64_MAX);
}

static void exhaust_if_over(struct abi_vp *vp)
{
	if (has_deadline(vp) && vp_budget(vp)->left <= 0)
		exhaust(vp, vp_budget(vp));
}

/* Time may have run out for the payer, who ran in its place, or others. */
RARE static struct abi_vp *expired(struct abi_vp *current, uint64_t now)
{
	if (sched.slack && now >= sched.turn_end &&
	    is_slack_first(sched.payer))
		turn_over(sched.payer);
	exhaust_if_over(sched.payer);
	exhaust_if_over(current);
	if (sched.driver != NULL)
		exhaust_if_over(sched.driver);
	expire_due(now);
	return search(current, now);
}

/* The time since the last stamp goes to who was picked, and as a debt to who
 * ran in its place. True if that was too much for one of them. */
static inline bool account(struct abi_vp *current, uint64_t now)
{
	uint64_t used = now - sched.stamp;
	bool over = sched.slack ? now >= sched.turn_end
				: charge(sched.payer, used);

	if (current != sched.payer)
		over |= charge(current, used);
	pool_record(current);
	current->sched.spent += used;
	sched.stamp = now;
	return over;
}

RARE void sched_charge(struct abi_vp *current)
{
	(void)account(current, arch_now());
}

struct abi_vp *sched_next(struct abi_vp *current)
{
	uint64_t now = arch_now();
	bool over = account(current, now);

	if (over || next_timer() <= now)
		return expired(current, now);
	return dispatch(current, now);
}

void sched_drive(struct abi_vp *driver)
{
	sched.driver = driver;
}

/* The time of the kernel itself is the driver's, from the entry to the exit. A
 * driver that has the CPU then pays for the way back, too: as much as for the way
 * there, which is given to who was interrupted. */
struct abi_vp *sched_interrupted(struct abi_vp *current, uint64_t entered)
{
	struct abi_vp *driver = sched.driver, *runner;
	const struct abi_vp *payer = sched.slack ? NULL : sched.payer;
	uint64_t now, way;
	bool over;

	if (driver == NULL)
		return sched_next(current);
	over = account(current, entered);
	now = arch_now();
	over |= charge(driver, now - entered);
	sched.stamp = now;
	runner = over || next_timer() <= now ? expired(current, now)
					     : dispatch(current, now);
	sched.driver = NULL;
	way = arch_now() - now;
	(void)charge(driver, way);
	if (runner != driver)
		sched.stamp += way;
	else if (payer != NULL)
		(void)charge(payer, -way);
	return runner;
}

struct abi_vp *sched_continue(struct abi_vp *current)
{
	if (sched_due || !call_is_settled(current))
		return sched_next(current);
	return settled(current);
}

struct abi_vp *sched_first(void)
{
	return search(heap_first(HEAP_READY), sched.stamp);
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
}

RARE void sched_init(void)
{
	struct abi_budget *budgets = object_at(boot_record.budgets.base);
	struct abi_portal *portals = object_at(boot_record.portals.base);
	struct abi_vp *vps = vp_table();
	uint64_t frequency = arch_frequency();

	heap_init();
	sched.payer = sched.driver = NULL;
	sched.place = 0;
	sched.stamp = arch_now();
	sched.turn = ticks(SLACK_TURN_NS, frequency);
	for (uint64_t i = 0; i < boot_record.budgets.count; i++)
		budget_init(&budgets[i], frequency, sched.stamp);
	for (uint64_t i = 0; i < boot_record.portals.count; i++)
		portals[i].limit = ticks(portals[i].limit, frequency);
	for (uint64_t i = 0; i < boot_record.vps.count; i++)
		if (vps[i].state == ABI_VP_READY)
			enqueue(&vps[i]);
}
