/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * What an attempt to break the kernel found: time that runs out, and help that
 * does not come, at a bad moment. Each test is named by the mistake that it
 * covers.
 */
#include "kernel_attack.h"

static struct abi_event *ev;
static struct abi_vp *d, *e;

uint64_t address_of(const volatile void *p)
{
	return (uint64_t)(uintptr_t)p;
}

enum world_end operate(uint64_t slot, uint64_t operation, uint64_t x1,
		       uint64_t x2, uint64_t x3, uint64_t x4)
{
	regs()[0] = slot;
	regs()[1] = x1;
	regs()[2] = x2;
	regs()[3] = x3;
	regs()[4] = x4;
	regs()[8] = operation;
	return world_syscall(ABI_SYS_INVOKE);
}

enum world_end block_for(uint64_t ticks)
{
	regs()[0] = ticks;
	return world_syscall(ABI_SYS_BLOCK);
}

static void test_client_without_budget_kills_server(void)
{
	fixture_make();
	world_budget(f.vp, 100000, 10000000, 0);
	f.portal->limit = 200000;
	RUNS(world_boot());
	CU_ASSERT_PTR_EQUAL_FATAL(world.current, f.vp);
	world.now += 99000;
	RUNS(call(SLOT_PORTAL, 1));
	for (int i = 0; i < 4; i++)
		next_turn();
	CU_ASSERT_EQUAL(f.server->state, ABI_DOMAIN_RUNNING);
}

static void test_ready_and_in_ring_is_never_charged(void)
{
	struct abi_budget *b;

	fixture_make();
	b = world_budget(f.vp, 1000, 10000000, ABI_BUDGET_SLACK);
	RUNS(world_boot());
	RUNS(yield());
	CU_ASSERT_PTR_EQUAL_FATAL(world.current, f.other);
	RUNS(call(SLOT_PORTAL, 1));
	switch_to(f.vp);
	RUNS(call(SLOT_PORTAL, 1));
	CU_ASSERT_PTR_EQUAL_FATAL(world.current, f.other);
	world.now = b->deadline + 1;
	RUNS(reply(0));
	CU_ASSERT_PTR_EQUAL(world.current, f.vp);
	uint64_t start = world.now;
	for (int i = 0;
	     i < 50 && world.current == f.vp && world.now < start + 5000000;
	     i++)
		next_turn();
	CU_ASSERT(b->left <= 0);
}

static void test_slack_time_becomes_debt(void)
{
	struct abi_budget *b;

	fixture_make();
	b = world_budget(f.vp, 1000, 10000000, ABI_BUDGET_SLACK);
	RUNS(world_boot());
	RUNS(yield());
	switch_to(f.vp);
	CU_ASSERT_EQUAL(b->left, 0);
	world.now += 900000;
	RUNS(block_for(FOREVER));
	CU_ASSERT_EQUAL(b->left, 0);
}

/* An event that client signals, server and deep wait for; two more vps. */
static void with_budget(uint64_t workers)
{
	fixture_make_pool(workers, 1);
	d = world_vp(f.client, "d");
	e = world_vp(f.client, "B");
	world_budget(e, 1000000, 1000000000, 0);
	ev = world_event(NULL, 0);
	world_cap(f.client, S_SIG, ev, ABI_RIGHT_SIGNAL, 1);
	world_cap(f.server, S_EV, ev, ABI_RIGHT_WAIT, 0);
	world_cap(f.deep, S_EV, ev, ABI_RIGHT_WAIT, 0);
	RUNS(world_boot());
	CU_ASSERT_PTR_EQUAL_FATAL(world.current, e);
	RUNS(block_for(100000000));
}

static void test_returning_waiter_hides_the_holder(void)
{
	with_budget(2);
	switch_to(f.vp);
	RUNS(call(SLOT_PORTAL, 1));
	RUNS(operate(S_EV, ABI_EVENT_WAIT, FOREVER, 0, 0, 0));
	switch_to(f.other);
	RUNS(call(SLOT_PORTAL, 2));
	switch_to(d);
	regs()[0] = S_SIG;
	RUNS(world_syscall(ABI_SYS_SIGNAL));
	CU_ASSERT_EQUAL(f.vp->state, ABI_VP_WAIT_POOL);
	world.now = 100000100;
	RUNS(world_interrupt());
	CU_ASSERT_PTR_EQUAL_FATAL(world.current, e);
	RUNS(call(SLOT_PORTAL, 3));
	CU_ASSERT_NOT_EQUAL(e->sched.queued[0].at, 0); /* still helps */
	CU_ASSERT_PTR_EQUAL(world.current, f.other);
}

static void test_help_is_lost_when_the_holder_waited(void)
{
	with_budget(1);
	switch_to(f.vp);
	RUNS(call(SLOT_PORTAL, 1));
	RUNS(call(SLOT_DEEP, 1));
	RUNS(operate(S_EV, ABI_EVENT_WAIT, FOREVER, 0, 0, 0));
	switch_to(d);
	world.now = 100000100;
	RUNS(world_interrupt());
	CU_ASSERT_PTR_EQUAL_FATAL(world.current, e);
	RUNS(call(SLOT_PORTAL, 3));
	switch_to(d);
	regs()[0] = S_SIG;
	RUNS(world_syscall(ABI_SYS_SIGNAL));
	CU_ASSERT_EQUAL(f.vp->state, ABI_VP_READY);
	CU_ASSERT_EQUAL(e->state, ABI_VP_WAIT_POOL);
	CU_ASSERT_NOT_EQUAL(e->sched.queued[0].at, 0);
}

static struct abi_vp *own;
static void with_own(void)
{
	fixture_make();
	own = world_vp(f.server, "own");
	world_cap(f.server, 6, f.server, ABI_RIGHT_CONTROL, 0);
	ev = world_event(NULL, 0);
	world_cap(f.server, S_EV, ev, ABI_RIGHT_WAIT, 0);
	world_cap(f.client, S_SIG, ev, ABI_RIGHT_SIGNAL, 1);
}

static void test_own_vp_that_dies_breaks_the_chain(void)
{
	with_own();
	d = world_vp(f.client, "d");
	world_cap(f.client, 4, f.server, ABI_RIGHT_CONTROL, 0);
	world_cap(f.deep, S_EV, ev, ABI_RIGHT_WAIT, 0);
	RUNS(world_boot());
	switch_to(f.vp);
	RUNS(call(SLOT_PORTAL, 1));
	RUNS(call(SLOT_DEEP, 1));
	RUNS(operate(S_EV, ABI_EVENT_WAIT, FOREVER, 0, 0, 0));
	switch_to(own);
	RUNS(operate(6, ABI_DOMAIN_ENTER, 0, 0, 0, 0));
	switch_to(f.other);
	RUNS(call(SLOT_PORTAL, 2));
	switch_to(d);
	RUNS(operate(4, ABI_DOMAIN_STOP, 0, 0, 0, 0));
	for (int i = 0; i < 10; i++)
		next_turn();
	CU_ASSERT_EQUAL(own->state, ABI_VP_DEAD);
	CU_ASSERT_EQUAL(f.other->state, ABI_VP_READY);
}

static void test_own_vp_gets_token_without_owner(void)
{
	with_own();
	RUNS(world_boot());
	switch_to(f.vp);
	RUNS(call(SLOT_PORTAL, 1));
	switch_to(own);
	RUNS(operate(6, ABI_DOMAIN_ENTER, 0, 0, 0, 0));
	switch_to(f.vp);
	RUNS(operate(S_EV, ABI_EVENT_WAIT, FOREVER, 0, 0, 0));
	switch_to(own);
	CU_ASSERT_EQUAL(f.pool->owner, address_of(own));
	RUNS(operate(6, ABI_DOMAIN_EXIT, 0, 0, 0, 0));
	CU_ASSERT_EQUAL(status(), OK);
	switch_to(f.other);
	regs()[0] = S_SIG;
	RUNS(world_syscall(ABI_SYS_SIGNAL));
	CU_ASSERT_EQUAL(f.vp->state, ABI_VP_READY);
}

static void test_slack_holder_owes_nothing(void)
{
	struct abi_budget *b;

	fixture_make();
	e = world_vp(f.client, "B");
	world_budget(e, 1000000, 10000000, 0);
	b = world_budget(f.vp, 1000, 100000000, ABI_BUDGET_SLACK);
	RUNS(world_boot());
	if (world.current != e)
		RUNS(yield());
	CU_ASSERT_PTR_EQUAL_FATAL(world.current, e);
	RUNS(block_for(5000000));
	switch_to(f.vp);
	if (b->left > 0)
		RUNS(yield());
	switch_to(f.vp);
	RUNS(call(SLOT_PORTAL, 1));
	world.now = 5000001;
	RUNS(world_interrupt());
	CU_ASSERT_PTR_EQUAL_FATAL(world.current, e);
	RUNS(call(SLOT_PORTAL, 1));
	CU_ASSERT_PTR_EQUAL_FATAL(world.current, f.vp);
	int64_t before = b->left;
	world.now += 500000;
	RUNS(world_interrupt());
	CU_ASSERT(b->left < before);
}

static void test_limit_fires_for_a_vp_that_waits_deeper(void)
{ /* limit of server passes while vp waits for an event in deep: caller must get
     back */
	fixture_make();
	f.portal->limit = 5000;
	ev = world_event(NULL, 0);
	world_cap(f.deep, S_EV, ev, ABI_RIGHT_WAIT, 0);
	RUNS(world_boot());
	RUNS(call(SLOT_PORTAL, 1));
	RUNS(call(SLOT_DEEP, 1));
	RUNS(operate(S_EV, ABI_EVENT_WAIT, FOREVER, 0, 0, 0));
	for (int i = 0; i < 20; i++)
		next_turn();
	CU_ASSERT_EQUAL(f.vp->state, ABI_VP_READY);
}

/* Many vps that wait where nobody can help them, and many that are dead: between
 * four and the next four interrupts are taken. */
static void test_choosing_who_runs_is_bounded(void)
{
	struct abi_event *event;
	struct abi_vp *vps[5];

	fixture_make();
	event = world_event(NULL, 0);
	world_cap(f.server, SLOT_EMPTY, event, ABI_RIGHT_WAIT, 0);
	for (int i = 0; i < 5; i++)
		vps[i] = world_vp(f.client, "");
	RUNS(world_boot());
	RUNS(call(SLOT_PORTAL, 1));
	for (int i = 0; i < 5; i++) {
		switch_to(vps[i]);
		RUNS(call(SLOT_PORTAL, 1));
	}
	switch_to(f.other);
	RUNS(call(SLOT_PORTAL, 1));
	switch_to(f.vp);
	world.naps = 0;
	regs()[0] = SLOT_EMPTY;
	regs()[1] = UINT64_MAX;
	regs()[8] = ABI_EVENT_WAIT;
	CU_ASSERT_EQUAL(world_syscall(ABI_SYS_INVOKE), WORLD_IDLE);
	CU_ASSERT_EQUAL(world.naps, 1); /* six waited: four, and two */
}

/* All vps of a domain that is stopped find that out, one in a step. */
static void test_many_dead_at_once(void)
{
	struct abi_vp *vps[6];

	fixture_make();
	for (int i = 0; i < 6; i++)
		vps[i] = world_vp(f.deep, "");
	RUNS(world_boot());
	RUNS(call(SLOT_DEEP, 1));
	world.naps = 0;
	RUNS(fault(ABI_FAULT_WRITE, 8));
	for (int i = 0; i < 8; i++)
		next_turn();
	for (int i = 0; i < 6; i++)
		CU_ASSERT_EQUAL(vps[i]->state, ABI_VP_DEAD);
	CU_ASSERT_EQUAL(world.naps, 6);
}

/* A budget that has its time for a period hands its share on: it keeps nothing,
 * or there would be two shares at once. */
static void test_share_is_used_and_handed_on(void)
{
	struct abi_budget *b;

	fixture_make();
	b = world_budget(f.vp, 500000, 1000000, 0);
	b->share = b->used = (uint32_t)(ABI_BUDGET_WHOLE / 2);
	world_cap(f.client, 6, b, ABI_RIGHT_CONTROL, 0);
	RUNS(world_boot());
	RUNS(operate(6, ABI_BUDGET_CHANGE, 500000, UINT32_MAX, 0, 0));
	CU_ASSERT(b->left <= 0);
	CU_ASSERT(b->deadline >= UINT32_MAX);
	CU_ASSERT_PTR_EQUAL(world.current, f.other);
	world.now = 1000001; /* the old deadline */
	RUNS(world_interrupt());
	CU_ASSERT(b->left <= 0);
}

void suite_attack(void)
{
	CU_pSuite suite = CU_add_suite("attack", NULL, NULL);

	CU_ADD_TEST(suite, test_client_without_budget_kills_server);
	CU_ADD_TEST(suite, test_ready_and_in_ring_is_never_charged);
	CU_ADD_TEST(suite, test_slack_time_becomes_debt);
	CU_ADD_TEST(suite, test_returning_waiter_hides_the_holder);
	CU_ADD_TEST(suite, test_help_is_lost_when_the_holder_waited);
	CU_ADD_TEST(suite, test_own_vp_that_dies_breaks_the_chain);
	CU_ADD_TEST(suite, test_own_vp_gets_token_without_owner);
	CU_ADD_TEST(suite, test_slack_holder_owes_nothing);
	CU_ADD_TEST(suite, test_limit_fires_for_a_vp_that_waits_deeper);
	CU_ADD_TEST(suite, test_choosing_who_runs_is_bounded);
	CU_ADD_TEST(suite, test_many_dead_at_once);
	CU_ADD_TEST(suite, test_share_is_used_and_handed_on);
}
