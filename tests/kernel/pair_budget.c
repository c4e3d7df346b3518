/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * Time, by the rules that the manual gives for it: what may become of a budget
 * from one entry to the next, and who may have the CPU. The second model does
 * not choose; it judges what the kernel chose.
 *
 * Who ran is charged, unless it ran on slack of its own; and besides it at most
 * one vp that waits for it. Nothing else takes time away. A budget is filled
 * when its deadline has come and nothing is left. One that wakes up begins a
 * new period if it could use up what is left too fast, or has none.
 */
#include "pair_parts.h"

#include <stdio.h>
#include <stdlib.h>

#include "pair.h"
#include "world.h"

#define CHAIN		8	/* waits that are followed */
#define FILLINGS	4	/* in one entry */

/* As they were when the entry began. */
static struct {
	const struct abi_budget *budget;
	int64_t left;
	uint64_t deadline;
	bool could_pay;		/* it waits for who has the CPU */
	bool waits;
	bool queued;		/* for a pool: it can be filled meanwhile */
} before[VPS];
static uint64_t began;
static int runner;
static bool skips;		/* the CPU idled: all may have happened */

static struct abi_budget *budget_of(int vp)
{
	return (void *)(uintptr_t)real.vps[vp]->budget;
}

static bool has_slack(int vp)
{
	return budget_of(vp) == NULL ||
	       (budget_of(vp)->flags & ABI_BUDGET_SLACK) != 0;
}

static bool is_in(int vp, int pool)
{
	const struct model_vp *v = &model.vps[vp];

	for (int i = 0; i < v->depth; i++)
		if (v->links[i].pool == pool)
			return true;
	return model.pools[pool].owner == vp;
}

/* Whether `vp` waits for `holder`, or for one that does. */
static bool waits_for(int vp, int holder, int steps)
{
	const struct model_vp *v = &model.vps[vp];

	if (v->state != WAIT_POOL || steps == 0)
		return false;
	for (int i = 0; i < VPS; i++)
		if (i != vp && is_in(i, v->wait) &&
		    (i == holder || waits_for(i, holder, steps - 1)))
			return true;
	return false;
}

static void note_waits(int vp)
{
	before[vp].waits = model.vps[vp].state != READY;
	before[vp].queued = model.vps[vp].state == WAIT_POOL;
}

void budget_begin(int vp)
{
	for (int i = 0; i < BUDGETS; i++) {
		model.budgets[i].left = real.budgets[i]->left;
		model.budgets[i].renewed = false;
	}
	runner = vp;
	began = world.now;
	skips = false;
	for (int i = 0; i < VPS; i++) {
		const struct abi_budget *budget = budget_of(i);

		model.vps[i].rested = false;
		/* Or did, and the kernel means to look at once. */
		before[i].could_pay = waits_for(i, vp, CHAIN) ||
				      world.timer <= world.now;
		note_waits(i);
		before[i].budget = budget;
		if (budget == NULL)
			continue;
		before[i].left = budget->left;
		before[i].deadline = budget->deadline;
	}
}

void budget_idles(void)
{
	skips = true;
	for (int i = 0; i < VPS; i++)
		note_waits(i);
}

/* Whether `left` until `deadline` comes of a new period that begins now. */
static bool begins_anew(const struct abi_budget *budget, int64_t left,
			uint64_t deadline)
{
	int64_t room = (int64_t)(deadline - world.now);

	if (left <= 0 && world.now < deadline)
		return false;
	if (left > 0 && room > 0 &&
	    left * (int64_t)budget->period <= room * (int64_t)budget->amount)
		return false;
	if (left > 0)
		left = 0;
	return budget->left == left + (int64_t)budget->amount &&
	       budget->deadline == world.now + budget->period;
}

/* Whether it may have become what it is if `charge` was taken from it. */
static bool may_follow(int vp, int64_t charge, bool yields)
{
	const struct abi_budget *budget = budget_of(vp);
	int64_t left = before[vp].left - charge;
	uint64_t deadline = before[vp].deadline;
	const struct model_vp *v = &model.vps[vp];
	bool wakes = before[vp].waits || v->rested || v->state != READY;

	if (yields && left > 0)
		left = 0;
	for (int i = 0; i <= FILLINGS; i++) {
		if (budget->left == left && budget->deadline == deadline)
			return true;
		if (wakes && begins_anew(budget, left, deadline))
			return true;
		if (left > 0 || deadline > world.now)
			break;
		left += (int64_t)budget->amount;
		deadline += budget->period;
	}
	return false;
}

/* It was made or changed in this entry: all is to come. */
static bool is_renewed(const struct abi_budget *budget)
{
	for (int i = 0; i < BUDGETS; i++)
		if (real.budgets[i] == budget)
			return model.budgets[i].renewed;
	return false;
}

/* Whether its budget is the one that it began this entry with. */
static bool is_judged(int vp)
{
	const struct abi_budget *budget = budget_of(vp);

	return budget != NULL && budget == before[vp].budget &&
	       !is_renewed(budget);
}

/* One that wakes up may begin a new period, which is no filling. */
bool budget_filled(int vp)
{
	const struct abi_budget *budget = budget_of(vp);
	bool wakes = before[vp].waits &&
		     !(before[vp].queued && model.vps[vp].state == WAIT_POOL);

	return is_judged(vp) && budget->deadline != before[vp].deadline &&
	       !(wakes && budget->deadline == world.now + budget->period);
}

/* How much was taken from it: 0, all the time, or -1: what is there cannot
 * come of either. */
static int64_t charged(int vp, bool yields)
{
	int64_t time = (int64_t)(world.now - began);

	if (vp == runner && !has_slack(vp))
		return may_follow(vp, time, yields) ? time : -1;
	if (may_follow(vp, 0, yields && vp == runner))
		return 0;
	if (vp != runner && !before[vp].could_pay)
		return -1;
	return may_follow(vp, time, yields && vp == runner) ? time : -1;
}

static bool same_renewed(void)
{
	for (int i = 0; i < BUDGETS; i++) {
		const struct abi_budget *budget = real.budgets[i];
		int64_t left = model.budgets[i].left;

		/* A part that is made has nothing, not even debts. */
		if (!model.budgets[i].renewed ||
		    (budget->deadline == world.now + budget->period &&
		     (budget->left == 0 ||
		      (left < 0 && budget->left == left))))
			continue;
		return wrong("budget %d: %ld left until %lu, is new at %lu", i,
			     budget->left, budget->deadline, world.now);
	}
	return true;
}

static bool same_budgets(bool yields)
{
	int payers = 0;

	for (int i = 0; i < VPS; i++) {
		int64_t charge = is_judged(i) ? charged(i, yields) : 0;

		if (charge < 0)
			return wrong("vp %d: budget %ld until %lu, after %ld "
				     "until %lu, now %lu, vp %d ran since %lu",
				     i, budget_of(i)->left,
				     budget_of(i)->deadline, before[i].left,
				     before[i].deadline, world.now, runner,
				     began);
		payers += charge > 0 && i != runner;
	}
	return payers <= 1 || wrong("%d vps pay for vp %d", payers, runner);
}

static bool has_time(int vp)
{
	return budget_of(vp) != NULL && budget_of(vp)->left > 0;
}

/* Nobody who can run and has time left has an earlier deadline than who runs,
 * or than one who waits for it. */
static bool is_earliest(int vp)
{
	uint64_t earliest = UINT64_MAX;
	uint64_t latest = has_time(vp) ? budget_of(vp)->deadline : 0;

	for (int i = 0; i < VPS; i++) {
		if (!has_time(i))
			continue;
		if (model.vps[i].state == READY &&
		    budget_of(i)->deadline < earliest)
			earliest = budget_of(i)->deadline;
		if (waits_for(i, vp, CHAIN) &&
		    (latest == 0 || budget_of(i)->deadline < latest))
			latest = budget_of(i)->deadline;
	}
	if (earliest == UINT64_MAX || (latest != 0 && latest <= earliest))
		return true;
	return wrong("vp %d runs, with time until %lu; there is one until %lu",
		     vp, latest, earliest);
}

bool budget_lets_run(int vp)
{
	return has_time(vp) || has_slack(vp);
}

/* Who has no time and no slack runs for others alone. */
static bool may_run(int vp)
{
	if (budget_lets_run(vp))
		return true;
	for (int i = 0; i < VPS; i++)
		if (waits_for(i, vp, CHAIN))
			return true;
	return wrong("vp %d runs, without time", vp);
}

bool budget_end(int vp, bool yields, bool chose)
{
	if (skips)
		return true;
	if (!same_renewed() || !same_budgets(yields))
		return false;
	/* What is due now is looked at by the next entry, at once. */
	if (!chose || world.timer <= world.now)
		return true;
	return is_earliest(vp) && may_run(vp);
}
