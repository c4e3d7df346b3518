/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * Budgets: constant-bandwidth servers by earliest deadline, slack, helping; and
 * the time limits of portals. A tick is a nanosecond, and booting is at 1.
 */
#include "kernel.h"

#define FOREVER UINT64_MAX
#define TURN	1000000u	/* on slack, ns */

static struct abi_budget *mine, *others;

/* `vp` gets 10 of 100, `other` 20 of 50. */
static void make(uint32_t flags)
{
	fixture_make();
	mine = world_budget(f.vp, 10, 100, flags);
	others = world_budget(f.other, 20, 50, 0);
}

static void pass(uint64_t to)
{
	world.now = to;
	RUNS(world_interrupt());
}

/* The CPU idles until the timer. */
static bool wait_for_timer(void)
{
	if (world.timer == FOREVER)
		return false;
	world.now = world.timer;
	return true;
}

static void test_earliest_deadline(void)
{
	make(0);
	RUNS(world_boot());
	CU_ASSERT_PTR_EQUAL(world.current, f.other);
	CU_ASSERT_EQUAL(world.timer, 21);
}

static void test_exhausted(void)
{
	make(0);
	RUNS(world_boot());
	pass(21);
	CU_ASSERT_PTR_EQUAL(world.current, f.vp);
	CU_ASSERT_EQUAL(others->left, 0);
	CU_ASSERT_EQUAL(world.timer, 31);
	world.idle = wait_for_timer;
	pass(31);
	/* Nobody has time left until the deadline of `other`. */
	CU_ASSERT_EQUAL(world.now, 51);
	CU_ASSERT_PTR_EQUAL(world.current, f.other);
	CU_ASSERT_EQUAL(others->left, 20);
	CU_ASSERT_EQUAL(others->deadline, 101);
	CU_ASSERT_EQUAL(mine->left, 0);
	pass(71);
	CU_ASSERT_EQUAL(world.now, 101);
	CU_ASSERT_EQUAL(mine->left, 10);
	CU_ASSERT_EQUAL(mine->deadline, 201);
}

static void test_filled_while_another_runs(void)
{
	make(0);
	others->amount = 1;
	others->period = 40;
	RUNS(world_boot());
	pass(2);
	CU_ASSERT_PTR_EQUAL(world.current, f.vp);
	mine->left = 1000;
	/* The filling is in time, and its deadline is the earlier. */
	pass(41);
	CU_ASSERT_PTR_EQUAL(world.current, f.other);
	CU_ASSERT_EQUAL(others->deadline, 81);
	CU_ASSERT_EQUAL(mine->left, 1000 - 39);
}

static void test_overrun_is_carried(void)
{
	make(0);
	RUNS(world_boot());
	world.idle = wait_for_timer;
	pass(1 + 45);
	CU_ASSERT_EQUAL(others->left, -25);
	pass(52);
	/* One filling is not enough. */
	CU_ASSERT_EQUAL(others->left, -5);
	pass(62);
	CU_ASSERT_EQUAL(world.now, 101);
}

static void test_yield_gives_up_the_rest(void)
{
	make(0);
	RUNS(world_boot());
	CU_ASSERT_PTR_EQUAL(world.current, f.other);
	RUNS(yield());
	CU_ASSERT_PTR_EQUAL(world.current, f.vp);
	CU_ASSERT_EQUAL(others->left, 0);
	CU_ASSERT_EQUAL(status(), 0);
}

static void test_slack(void)
{
	make(ABI_BUDGET_SLACK);
	RUNS(world_boot());
	pass(21);
	pass(31);
	/* `vp` goes on beyond its budget, `other` does not. */
	CU_ASSERT_PTR_EQUAL(world.current, f.vp);
	CU_ASSERT_EQUAL(world.timer, 51);
	pass(41);
	CU_ASSERT_EQUAL(mine->left, 0);
	pass(51);
	CU_ASSERT_PTR_EQUAL(world.current, f.other);
	pass(71);
	CU_ASSERT_PTR_EQUAL(world.current, f.vp);
	pass(101);
	/* Filled, it is no longer slack that it runs on. */
	CU_ASSERT_PTR_EQUAL(world.current, f.other);
	CU_ASSERT_EQUAL(mine->left, 10);
}

/* Who has no budget runs when nobody with one wants to. */
static void test_no_budget(void)
{
	make(0);
	f.vp->budget = 0;
	RUNS(world_boot());
	CU_ASSERT_PTR_EQUAL(world.current, f.other);
	pass(21);
	CU_ASSERT_PTR_EQUAL(world.current, f.vp);
	CU_ASSERT_EQUAL(world.timer, 51);
	pass(51);
	CU_ASSERT_PTR_EQUAL(world.current, f.other);
}

static void test_turns_on_slack(void)
{
	fixture_boot();
	CU_ASSERT_EQUAL(world.timer, 1 + TURN);
	pass(TURN);
	CU_ASSERT_PTR_EQUAL(world.current, f.vp);
	pass(1 + TURN);
	CU_ASSERT_PTR_EQUAL(world.current, f.other);
	pass(2 + TURN);
	CU_ASSERT_PTR_EQUAL(world.current, f.other);
	pass(1 + 2 * TURN);
	CU_ASSERT_PTR_EQUAL(world.current, f.vp);
}

/* Blocks for `ticks`; the others' turn. */
static void block(uint64_t ticks)
{
	regs()[0] = ticks;
	RUNS(world_syscall(ABI_SYS_BLOCK));
}

/* The rule of the constant-bandwidth server: what is left is kept only if it
 * can be used at the bandwidth until the deadline. */
static void test_waking_up(void)
{
	make(ABI_BUDGET_SLACK);
	RUNS(world_boot());
	world.now = 11;		/* 10 of 20 are left, deadline 51 */
	block(10);		/* until 21: 10 in 30 is within 20 in 50 */
	CU_ASSERT_PTR_EQUAL(world.current, f.vp);
	pass(21);
	CU_ASSERT_PTR_EQUAL(world.current, f.other);
	CU_ASSERT_EQUAL(others->left, 10);
	CU_ASSERT_EQUAL(others->deadline, 51);
	block(10);		/* until 31: 10 in 20 is too much */
	pass(31);
	CU_ASSERT_PTR_EQUAL(world.current, f.other);
	CU_ASSERT_EQUAL(others->left, 20);
	CU_ASSERT_EQUAL(others->deadline, 81);
	block(100);		/* until 131: past the deadline */
	world.idle = wait_for_timer;
	pass(131);
	CU_ASSERT_EQUAL(others->left, 20);
	CU_ASSERT_EQUAL(others->deadline, 181);
}

static void test_waking_up_in_debt(void)
{
	make(0);
	RUNS(world_boot());
	world.now = 31;		/* 10 too much, deadline 51 */
	block(5);
	world.idle = wait_for_timer;
	pass(36);
	CU_ASSERT_EQUAL(others->left, -10);
	CU_ASSERT_EQUAL(others->deadline, 51);
	CU_ASSERT_PTR_NOT_EQUAL(world.current, f.other);
	make(0);
	RUNS(world_boot());
	world.now = 31;
	world.idle = wait_for_timer;
	block(30);		/* until 61: a new period, less the debt */
	pass(61);
	CU_ASSERT_EQUAL(others->left, 10);
	CU_ASSERT_EQUAL(others->deadline, 111);
}

/* `other` waits for the worker that `vp` has: `vp` runs in its place, `other`
 * pays, and `vp` owes the same. */
static void test_helping(void)
{
	make(0);
	RUNS(world_boot());
	block(4);
	RUNS(call(SLOT_PORTAL, 1));
	pass(5);
	CU_ASSERT_PTR_EQUAL(world.current, f.other);
	CU_ASSERT_EQUAL(mine->left, 6);
	RUNS(call(SLOT_PORTAL, 1));
	CU_ASSERT_PTR_EQUAL(world.current, f.vp);
	pass(8);
	CU_ASSERT_EQUAL(others->left, 17);
	CU_ASSERT_EQUAL(mine->left, 3);
	/* Without time of its own it is helped all the same. */
	pass(20);
	CU_ASSERT_PTR_EQUAL(world.current, f.vp);
	CU_ASSERT_EQUAL(mine->left, -9);
	CU_ASSERT_EQUAL(others->left, 5);
	RUNS(reply(0));
	CU_ASSERT_PTR_EQUAL(world.current, f.other);
	CU_ASSERT_PTR_EQUAL(running_in(), f.server);
}

/* ---- time limits -------------------------------------------------------- */

static void limit(struct abi_portal *portal, uint64_t ticks)
{
	portal->limit = ticks;
	portal->key |= ABI_KEY_SLOW;
}

static void test_limit_passes(void)
{
	fixture_make();
	limit(f.portal, 100);
	RUNS(world_boot());
	RUNS(call(SLOT_PORTAL, 1));
	CU_ASSERT_EQUAL(world.timer, 101);
	pass(100);
	CU_ASSERT_PTR_EQUAL(running_in(), f.server);
	pass(101);
	CU_ASSERT_PTR_EQUAL(running_in(), f.client);
	CU_ASSERT_EQUAL(status(), E_LIMIT);
	CU_ASSERT_EQUAL(f.server->state, ABI_DOMAIN_STOPPED);
	CU_ASSERT_EQUAL(f.server->fault.kind, ABI_FAULT_TIME_LIMIT);
	CU_ASSERT_EQUAL(f.server->fault.pc, ENTRY);
	CU_ASSERT_TRUE(world_says("time limit of a call"));
}

static void test_limit_ends_with_the_call(void)
{
	fixture_make();
	limit(f.portal, 100);
	RUNS(world_boot());
	RUNS(call(SLOT_PORTAL, 1));
	pass(50);
	RUNS(reply(3));
	CU_ASSERT_EQUAL(status(), 3);
	pass(500);
	CU_ASSERT_EQUAL(f.server->state, ABI_DOMAIN_RUNNING);
	/* The next call has the whole of it. */
	RUNS(call(SLOT_PORTAL, 1));
	pass(590);
	CU_ASSERT_PTR_EQUAL(running_in(), f.server);
	pass(600);
	CU_ASSERT_EQUAL(status(), E_LIMIT);
}

/* A limit in a limit: the tighter one passes first, whichever it is. */
static void test_limits_nest(void)
{
	fixture_make();
	limit(f.portal, 100);
	limit(f.deep_portal, 30);
	RUNS(world_boot());
	RUNS(call(SLOT_PORTAL, 1));
	RUNS(call(SLOT_DEEP, 1));
	pass(31);
	CU_ASSERT_PTR_EQUAL(running_in(), f.server);
	CU_ASSERT_EQUAL(status(), E_LIMIT);
	CU_ASSERT_EQUAL(f.deep->state, ABI_DOMAIN_STOPPED);
	pass(101);
	CU_ASSERT_PTR_EQUAL(running_in(), f.client);
	CU_ASSERT_EQUAL(status(), E_LIMIT);

	fixture_make();
	limit(f.portal, 30);
	limit(f.deep_portal, 100);
	RUNS(world_boot());
	RUNS(call(SLOT_PORTAL, 1));
	RUNS(call(SLOT_DEEP, 1));
	pass(31);
	/* The innermost call is finished first. */
	CU_ASSERT_PTR_EQUAL(running_in(), f.deep);
	CU_ASSERT_EQUAL(f.server->state, ABI_DOMAIN_STOPPED);
	RUNS(reply(0));
	CU_ASSERT_PTR_EQUAL(running_in(), f.client);
	CU_ASSERT_EQUAL(f.vp->sched.limit, 0);
}

/* A limit is of a call's own time: waiting for another server's worker is the
 * fault of those who have it. */
static void test_limit_while_waiting(void)
{
	fixture_make();
	f.deep_portal->pool = world_pool(f.deep, 1, 1);
	limit(f.portal, 3 * TURN);
	RUNS(world_boot());
	switch_to(f.other);
	RUNS(call(SLOT_DEEP, 1));
	switch_to(f.vp);
	RUNS(call(SLOT_PORTAL, 1));
	RUNS(call(SLOT_DEEP, 1));
	CU_ASSERT_EQUAL(f.vp->state, ABI_VP_WAIT_POOL);
	pass(world.now + 5 * TURN);
	CU_ASSERT_EQUAL(f.server->state, ABI_DOMAIN_RUNNING);
	CU_ASSERT_PTR_EQUAL(world.current, f.other);
	RUNS(reply(0));
	switch_to(f.vp);
	CU_ASSERT_PTR_EQUAL(running_in(), f.deep);
	pass(world.now + 3 * TURN);
	switch_to(f.vp);
	CU_ASSERT_EQUAL(f.server->state, ABI_DOMAIN_STOPPED);
	RUNS(reply(0));
	switch_to(f.vp);
	CU_ASSERT_PTR_EQUAL(running_in(), f.client);
	CU_ASSERT_EQUAL(status(), E_STOPPED);
}

/* A limit of a server that has stopped for another reason. */
static void test_limit_of_a_stopped_server(void)
{
	struct abi_vp *own;

	fixture_make();
	limit(f.portal, 5 * TURN);
	own = world_vp(f.server, "own");
	RUNS(world_boot());
	RUNS(call(SLOT_PORTAL, 1));
	RUNS(call(SLOT_DEEP, 1));
	switch_to(own);
	RUNS(fault(ABI_FAULT_READ, 0));
	switch_to(f.vp);
	pass(world.now + 6 * TURN);
	switch_to(f.vp);
	CU_ASSERT_EQUAL(f.server->fault.kind, ABI_FAULT_READ);
	CU_ASSERT_PTR_EQUAL(running_in(), f.deep);
	RUNS(reply(0));
	switch_to(f.vp);
	CU_ASSERT_EQUAL(status(), E_STOPPED);
}

/* The same when it is in that server itself, and nobody has looked at the limit yet:
 * its call was ended by the stop. */
static void test_limit_after_the_end(void)
{
	const struct abi_vp *own;

	fixture_make();
	limit(f.portal, TURN);
	own = world_vp(f.server, "own");
	RUNS(world_boot());
	RUNS(call(SLOT_PORTAL, 1));
	pass(1 + TURN);
	CU_ASSERT_PTR_EQUAL(world.current, f.other);
	CU_ASSERT_EQUAL(f.vp->sched.spent, TURN);
	pass(1 + 2 * TURN);
	CU_ASSERT_PTR_EQUAL_FATAL(world.current, own);
	RUNS(fault(ABI_FAULT_READ, 0));
	CU_ASSERT_EQUAL(f.server->state, ABI_DOMAIN_STOPPED);
	switch_to(f.vp);
	CU_ASSERT_PTR_EQUAL(running_in(), f.client);
	CU_ASSERT_EQUAL(status(), E_STOPPED);
	CU_ASSERT_EQUAL(f.server->fault.kind, ABI_FAULT_READ);
}

/* The limit of a call that waits for an event. */
static void test_limit_while_waiting_for_event(void)
{
	struct abi_event *event;

	fixture_make();
	limit(f.portal, 30);
	event = world_event(NULL, 0);
	world_cap(f.server, SLOT_EMPTY, event, ABI_RIGHT_WAIT, 0);
	RUNS(world_boot());
	RUNS(call(SLOT_PORTAL, 1));
	regs()[0] = SLOT_EMPTY;
	regs()[1] = 1000;
	regs()[8] = ABI_EVENT_WAIT;
	RUNS(world_syscall(ABI_SYS_INVOKE));
	CU_ASSERT_PTR_EQUAL(world.current, f.other);
	CU_ASSERT_EQUAL(world.timer, 31);
	pass(31);
	CU_ASSERT_EQUAL(event->wake, 0);
	switch_to(f.vp);
	CU_ASSERT_PTR_EQUAL(running_in(), f.client);
	CU_ASSERT_EQUAL(status(), E_LIMIT);
}

/* The event comes when the limit has passed, but nobody has looked: it came, and the
 * limit passed. */
static void test_event_after_the_limit(void)
{
	struct abi_event *event;

	fixture_make();
	limit(f.portal, 30);
	event = world_event(NULL, 0);
	world_cap(f.server, SLOT_EMPTY, event, ABI_RIGHT_WAIT, 0);
	world_cap(f.client, SLOT_EMPTY, event, ABI_RIGHT_SIGNAL, 4);
	RUNS(world_boot());
	RUNS(call(SLOT_PORTAL, 1));
	regs()[0] = SLOT_EMPTY;
	regs()[1] = FOREVER;
	regs()[8] = ABI_EVENT_WAIT;
	RUNS(world_syscall(ABI_SYS_INVOKE));
	CU_ASSERT_PTR_EQUAL(world.current, f.other);
	world.now += 40;
	regs()[0] = SLOT_EMPTY;
	RUNS(world_syscall(ABI_SYS_SIGNAL));
	CU_ASSERT_EQUAL(event->bits, 0);
	switch_to(f.vp);
	CU_ASSERT_PTR_EQUAL(running_in(), f.client);
	CU_ASSERT_EQUAL(status(), E_LIMIT);
	CU_ASSERT_EQUAL(f.server->state, ABI_DOMAIN_STOPPED);
}

void suite_budget(void)
{
	CU_pSuite suite = CU_add_suite("kernel: budgets, limits", NULL, NULL);

	CU_ADD_TEST(suite, test_earliest_deadline);
	CU_ADD_TEST(suite, test_exhausted);
	CU_ADD_TEST(suite, test_filled_while_another_runs);
	CU_ADD_TEST(suite, test_overrun_is_carried);
	CU_ADD_TEST(suite, test_yield_gives_up_the_rest);
	CU_ADD_TEST(suite, test_slack);
	CU_ADD_TEST(suite, test_no_budget);
	CU_ADD_TEST(suite, test_turns_on_slack);
	CU_ADD_TEST(suite, test_waking_up);
	CU_ADD_TEST(suite, test_waking_up_in_debt);
	CU_ADD_TEST(suite, test_helping);
	CU_ADD_TEST(suite, test_limit_passes);
	CU_ADD_TEST(suite, test_limit_ends_with_the_call);
	CU_ADD_TEST(suite, test_limits_nest);
	CU_ADD_TEST(suite, test_limit_while_waiting);
	CU_ADD_TEST(suite, test_limit_of_a_stopped_server);
	CU_ADD_TEST(suite, test_limit_after_the_end);
	CU_ADD_TEST(suite, test_limit_while_waiting_for_event);
	CU_ADD_TEST(suite, test_event_after_the_limit);
}
