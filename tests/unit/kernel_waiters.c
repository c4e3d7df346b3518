/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * Those that wait for what others hold: who is told of its end, who helps whom,
 * and that nothing of a neighbour is taken for one's own.
 */
#include "kernel.h"

#define SLOT_SERVER	4	/* of client: domain, CONTROL */
#define SLOT_EVENT	5	/* of server: an event, WAIT */
#define SLOT_CLIENT	6	/* of the boss: domain, CONTROL; */
#define SLOT_VP		7	/* and f.other, CONTROL */
#define OTHERS		4
#define SOON		100000000u

static struct abi_vp *others[OTHERS];

static void make(void)
{
	fixture_make();
	for (int i = 0; i < OTHERS; i++)
		others[i] = world_vp(f.client, "");
	world_cap(f.client, SLOT_SERVER, f.server, ABI_RIGHT_CONTROL, 0);
	world_cap(f.server, SLOT_EVENT, world_event(NULL, 0), ABI_RIGHT_WAIT,
		  0);
}

static int64_t invoke(uint64_t slot, uint64_t operation, uint64_t x1)
{
	regs()[0] = slot;
	regs()[1] = x1;
	regs()[8] = operation;
	RUNS(world_syscall(ABI_SYS_INVOKE));
	return status();
}

/* Nobody who waits can help: who is inside waits for an event. So they leave the
 * queues; the end of the server brings all of them back, one by one. */
static void test_everybody_is_told_of_the_end(void)
{
	make();
	RUNS(world_boot());
	RUNS(call(SLOT_PORTAL, 1));
	(void)invoke(SLOT_EVENT, ABI_EVENT_WAIT, UINT64_MAX);
	CU_ASSERT_EQUAL(f.vp->state, ABI_VP_WAIT_EVENT);
	RUNS(call(SLOT_PORTAL, 1)); /* there is one worker, which has a call */
	for (int i = 0; i < OTHERS - 1; i++)
		RUNS(call(SLOT_PORTAL, 1));
	CU_ASSERT_PTR_EQUAL_FATAL(world.current, others[OTHERS - 1]);
	CU_ASSERT_EQUAL(invoke(SLOT_SERVER, ABI_DOMAIN_STOP, 0), OK);
	switch_to(f.vp);
	CU_ASSERT_EQUAL(status(), E_STOPPED);
	switch_to(f.other);
	CU_ASSERT_EQUAL(status(), E_STOPPED);
	for (int i = 0; i < OTHERS - 1; i++) {
		switch_to(others[i]);
		CU_ASSERT_EQUAL(status(), E_STOPPED);
	}
	CU_ASSERT_EQUAL(f.pool->waiters, 0);
}

/* The first that waits for a stopped server is told, but stopped itself before it
 * runs: the next is told then, though who is inside never comes back. */
static void test_told_behind_one_that_is_stopped(void)
{
	make();
	world_cap(f.client, SLOT_VP, f.other, ABI_RIGHT_CONTROL, 0);
	world_cap(f.deep, SLOT_EVENT, world_event(NULL, 0), ABI_RIGHT_WAIT, 0);
	RUNS(world_boot());
	RUNS(call(SLOT_PORTAL, 1));
	RUNS(call(SLOT_DEEP, 1));
	(void)invoke(SLOT_EVENT, ABI_EVENT_WAIT, UINT64_MAX);
	for (int i = 0; i < OTHERS; i++)
		RUNS(call(SLOT_PORTAL, 1));
	CU_ASSERT_PTR_EQUAL_FATAL(world.current, others[OTHERS - 1]);
	CU_ASSERT_EQUAL(invoke(SLOT_SERVER, ABI_DOMAIN_STOP, 0), OK);
	CU_ASSERT_PTR_EQUAL_FATAL(world.current, others[OTHERS - 1]);
	CU_ASSERT_EQUAL(invoke(SLOT_VP, ABI_VP_STOP, 0), OK);
	CU_ASSERT_EQUAL(f.other->state, ABI_VP_DEAD);
	for (int i = 0; i < OTHERS - 1; i++) {
		switch_to(others[i]);
		CU_ASSERT_EQUAL(status(), E_STOPPED);
	}
	CU_ASSERT_PTR_NULL(f.pool->waiters);
}

/* While it waits, another portal is made in the place of the one that it called, into
 * another pool, and stands in the same slot. */
static void test_another_portal_in_its_place(void)
{
	make();
	RUNS(world_boot());
	RUNS(call(SLOT_PORTAL, 1));
	switch_to(f.other);
	RUNS(call(SLOT_PORTAL, 1));
	CU_ASSERT_EQUAL(f.other->state, ABI_VP_WAIT_POOL);
	f.portal->pool = f.deep_pool;
	switch_to(f.vp);
	RUNS(reply(OK));
	switch_to(f.other);
	CU_ASSERT_PTR_EQUAL(running_in(), f.client);
	CU_ASSERT_EQUAL(status(), E_STALE);
	CU_ASSERT_PTR_NOT_NULL(f.pool->free);
}

/* Its fault handler, at home, waits to enter a server; its home ends, and then it is
 * stopped itself. */
static void test_handler_waits_in_a_stopped_home(void)
{
	struct abi_domain *boss;
	const struct abi_vp *boss_vp;

	make();
	f.client->handler = 0x6000;
	f.client->handler_stack = 0x7000;
	boss = world_domain("boss", 0, SLOTS);
	boss_vp = world_vp(boss, "boss");
	world_cap(boss, SLOT_CLIENT, f.client, ABI_RIGHT_CONTROL, 0);
	world_cap(boss, SLOT_VP, f.other, ABI_RIGHT_CONTROL, 0);
	RUNS(world_boot());
	RUNS(call(SLOT_PORTAL, 1));
	switch_to(f.other);
	RUNS(fault(ABI_FAULT_READ, 8));
	CU_ASSERT_EQUAL(world.current->context.pc, 0x6000);
	RUNS(call(SLOT_PORTAL, 1));
	CU_ASSERT_EQUAL(f.other->state, ABI_VP_WAIT_POOL);
	switch_to(boss_vp);
	CU_ASSERT_EQUAL(invoke(SLOT_CLIENT, ABI_DOMAIN_STOP, 0), OK);
	CU_ASSERT_EQUAL(f.other->state, ABI_VP_WAIT_POOL);
	CU_ASSERT_EQUAL(invoke(SLOT_VP, ABI_VP_STOP, 0), OK);
	CU_ASSERT_EQUAL(f.other->state, ABI_VP_DEAD);
	CU_ASSERT_EQUAL(f.pool->waiters, 0);
}

/* The vp waits at home to enter a server that goes on; its home ends, and then
 * it is stopped itself. Its place in the queue goes with it. */
static void test_wait_of_a_stopped_home(void)
{
	struct abi_domain *boss;
	const struct abi_vp *boss_vp;

	make();
	boss = world_domain("boss", 0, SLOTS);
	boss_vp = world_vp(boss, "boss");
	world_cap(boss, SLOT_CLIENT, f.client, ABI_RIGHT_CONTROL, 0);
	world_cap(boss, SLOT_VP, f.other, ABI_RIGHT_CONTROL, 0);
	RUNS(world_boot());
	RUNS(call(SLOT_PORTAL, 1));
	switch_to(f.other);
	RUNS(call(SLOT_PORTAL, 1));
	CU_ASSERT_EQUAL(f.other->state, ABI_VP_WAIT_POOL);
	switch_to(boss_vp);
	CU_ASSERT_EQUAL(invoke(SLOT_CLIENT, ABI_DOMAIN_STOP, 0), OK);
	CU_ASSERT_EQUAL(invoke(SLOT_VP, ABI_VP_STOP, 0), OK);
	CU_ASSERT_EQUAL(f.other->state, ABI_VP_DEAD);
	CU_ASSERT_EQUAL(f.pool->waiters, 0);
	CU_ASSERT_EQUAL(f.other->portal, 0);
	switch_to(f.vp);
	CU_ASSERT_PTR_EQUAL(running_in(), f.server);
	RUNS(reply(OK));
	CU_ASSERT_NOT_EQUAL(f.pool->free, 0);
}

/* Behind the links of a vp lies the next vp. */
static void test_limit_is_not_a_neighbours(void)
{
	struct abi_link *behind;

	make();
	CU_ASSERT_PTR_EQUAL_FATAL(f.other, f.vp + 1);
	behind = (struct abi_link *)f.other;
	f.portal->limit = 1000;
	f.portal->key |= ABI_KEY_SLOW;
	RUNS(world_boot());
	RUNS(call(SLOT_PORTAL, 1));
	behind->limit = 1; /* a register of f.other */
	world.now += 1000;
	RUNS(world_interrupt());
	switch_to(f.vp);
	CU_ASSERT_EQUAL(status(), E_LIMIT);
	CU_ASSERT_EQUAL(f.client->state, ABI_DOMAIN_RUNNING);
	CU_ASSERT_EQUAL(behind->limit, 1);
}

static void sleep_until(uint64_t time)
{
	regs()[0] = time - world.now;
	RUNS(world_syscall(ABI_SYS_BLOCK));
}

/* A waits for B, which waits for C: C runs on A's time before D, whose deadline
 * is later. */
static void test_help_goes_through_who_waits(void)
{
	struct abi_vp *a = f.vp, *b, *c;
	struct abi_portal *portal;
	struct abi_pool *pool;

	make();
	a = others[0];
	b = f.vp;
	c = f.other;
	pool = world_pool(world_domain("monitor", 3, SLOTS), 1, 1);
	portal = world_portal(pool, 0x900000);
	world_cap(f.client, SLOT_EMPTY, portal, ABI_RIGHT_CALL, 1);
	world_cap(f.server, SLOT_EMPTY, portal, ABI_RIGHT_CALL, 1);
	world_budget(a, 100000, 1000000, 0);
	world_budget(others[1], 100000, 50000000, 0);
	RUNS(world_boot());
	CU_ASSERT_PTR_EQUAL_FATAL(world.current, a);
	sleep_until(SOON);
	CU_ASSERT_PTR_EQUAL_FATAL(world.current, others[1]);
	sleep_until(SOON);
	switch_to(c);
	RUNS(call(SLOT_EMPTY, 1));
	switch_to(b);
	RUNS(call(SLOT_PORTAL, 1));
	RUNS(call(SLOT_EMPTY, 1));
	CU_ASSERT_EQUAL(b->state, ABI_VP_WAIT_POOL);
	CU_ASSERT(world.now < SOON);
	world.now = SOON;
	RUNS(world_interrupt());
	CU_ASSERT_PTR_EQUAL_FATAL(world.current, a);
	RUNS(call(SLOT_PORTAL, 1));
	CU_ASSERT_EQUAL(a->state, ABI_VP_WAIT_POOL);
	CU_ASSERT_PTR_EQUAL(world.current, c);
}

/* The holder of the token waits in its fault handler: nobody can help it. */
static void test_owner_waits_in_its_handler(void)
{
	struct abi_vp *keeper;

	make();
	keeper = world_vp(f.server, "keeper");
	f.server->handler = 0x6000;
	f.server->handler_stack = 0x7000;
	world_cap(f.server, SLOT_SERVER, f.server, ABI_RIGHT_CONTROL, 0);
	RUNS(world_boot());
	switch_to(keeper);
	CU_ASSERT_EQUAL(invoke(SLOT_SERVER, ABI_DOMAIN_ENTER, 0), OK);
	CU_ASSERT_PTR_EQUAL_FATAL(world.current, keeper);
	RUNS(fault(ABI_FAULT_READ, 8));
	CU_ASSERT_EQUAL(world.current->context.pc, 0x6000);
	(void)invoke(SLOT_EVENT, ABI_EVENT_WAIT, 5000);
	CU_ASSERT_EQUAL(keeper->state, ABI_VP_WAIT_EVENT);
	switch_to(f.vp);
	RUNS(call(SLOT_PORTAL, 1));
	CU_ASSERT_EQUAL(f.vp->state, ABI_VP_WAIT_POOL);
	CU_ASSERT_PTR_NOT_EQUAL(world.current, keeper);
	world.now += 5000;
	RUNS(world_interrupt());
	switch_to(keeper);
	CU_ASSERT_EQUAL(status(), E_TIMEOUT);
}

/* A monitor with two workers, and two events on which one waits there. */
static void monitor_make(void)
{
	fixture_make_pool(2, 1);
	others[0] = world_vp(f.client, "caller");
	others[1] = world_vp(f.client, "signaller");
	for (uint64_t i = 0; i < 2; i++) {
		struct abi_event *event = world_event(NULL, 0);

		world_cap(f.server, SLOT_EVENT + i, event, ABI_RIGHT_WAIT, 0);
		world_cap(f.client, SLOT_EVENT + i, event, ABI_RIGHT_SIGNAL,
			  1);
	}
	RUNS(world_boot());
}

static void wait_inside(const struct abi_vp *vp, uint64_t event)
{
	switch_to(vp);
	RUNS(call(SLOT_PORTAL, 1));
	CU_ASSERT_PTR_EQUAL(running_in(), f.server);
	(void)invoke(SLOT_EVENT + event, ABI_EVENT_WAIT, UINT64_MAX);
	CU_ASSERT_EQUAL(vp->state, ABI_VP_WAIT_EVENT);
}

static void signal_from_outside(uint64_t event)
{
	switch_to(others[1]);
	regs()[0] = SLOT_EVENT + event;
	RUNS(world_syscall(ABI_SYS_SIGNAL));
}

/* Who waits for an event gave up the token, and whoever comes back to a server in
 * which one runs waits, before those that are not in it yet. */
static void test_one_in_a_monitor(void)
{
	monitor_make();
	wait_inside(f.vp, 0);
	wait_inside(f.other, 1); /* there is no worker for more */
	signal_from_outside(0);
	CU_ASSERT_EQUAL(f.vp->state, ABI_VP_READY);
	CU_ASSERT_EQUAL(f.pool->token, 0);
	switch_to(others[0]);
	RUNS(call(SLOT_PORTAL, 1));
	CU_ASSERT_EQUAL(others[0]->state, ABI_VP_WAIT_POOL);
	signal_from_outside(1);
	CU_ASSERT_EQUAL(f.other->state, ABI_VP_WAIT_POOL);
	switch_to(f.vp);
	RUNS(reply(OK));
	CU_ASSERT_EQUAL(f.other->state, ABI_VP_READY);
	CU_ASSERT_EQUAL(others[0]->state, ABI_VP_WAIT_POOL);
	switch_to(f.other);
	RUNS(reply(OK));
	CU_ASSERT_EQUAL(others[0]->state, ABI_VP_READY);
}

/* A wait for an event inside ends as the server does, and becomes one for its
 * token; then the vp is to be stopped, which its caller, another server, forbids. It
 * waits for nothing there any more: the server begins anew, and keeps its token. */
static void test_waits_for_the_token_of_an_earlier_life(void)
{
	struct abi_domain *boss;
	struct abi_vp *keeper;
	const struct abi_vp *boss_vp;

	make();
	f.deep = world_domain("monitor", 2, SLOTS);
	f.deep_pool = world_pool(f.deep, 2, 1);
	f.deep_portal = world_portal(f.deep_pool, ENTRY_DEEP);
	world_cap(f.client, SLOT_DEEP, f.deep_portal, ABI_RIGHT_CALL, 1);
	world_cap(f.server, SLOT_DEEP, f.deep_portal, ABI_RIGHT_CALL, 2);
	world_cap(f.deep, SLOT_EVENT, world_event(NULL, 0), ABI_RIGHT_WAIT, 0);
	keeper = world_vp(f.deep, "keeper");
	keeper->state = ABI_VP_DEAD;
	f.deep->restart = 0x780000;
	f.deep->vps = keeper;
	f.deep->vps_count = 1;
	boss = world_domain("boss", 0, SLOTS);
	boss_vp = world_vp(boss, "boss");
	world_cap(boss, SLOT_SERVER, f.deep, ABI_RIGHT_CONTROL, 0);
	world_cap(boss, SLOT_CLIENT, f.other, ABI_RIGHT_CONTROL, 0);
	world_cap(boss, SLOT_VP, f.vp, ABI_RIGHT_CONTROL, 0);
	RUNS(world_boot());
	RUNS(call(SLOT_PORTAL, 1));
	RUNS(call(SLOT_DEEP, 1));
	(void)invoke(SLOT_EVENT, ABI_EVENT_WAIT, UINT64_MAX);
	switch_to(f.other);
	RUNS(call(SLOT_DEEP, 1));
	CU_ASSERT_PTR_EQUAL(running_in(), f.deep);
	switch_to(boss_vp);
	CU_ASSERT_EQUAL(invoke(SLOT_SERVER, ABI_DOMAIN_STOP, 0), OK);
	CU_ASSERT_EQUAL(f.vp->state, ABI_VP_WAIT_POOL);
	CU_ASSERT_EQUAL(invoke(SLOT_CLIENT, ABI_VP_STOP, 0), OK);
	CU_ASSERT_EQUAL(invoke(SLOT_VP, ABI_VP_STOP, 0), E_BUSY);
	CU_ASSERT_EQUAL(f.vp->state, ABI_VP_READY);
	CU_ASSERT_PTR_NULL(f.deep_pool->waiters);
	CU_ASSERT_EQUAL(invoke(SLOT_SERVER, ABI_DOMAIN_RESTART, 0), OK);
	switch_to(keeper);
	RUNS(reply(OK));
	switch_to(f.vp);
	CU_ASSERT_PTR_EQUAL(running_in(), f.server);
	CU_ASSERT_EQUAL(status(), E_STOPPED);
	RUNS(call(SLOT_DEEP, 1));
	CU_ASSERT_EQUAL(f.vp->state, ABI_VP_READY);
	CU_ASSERT_PTR_EQUAL(running_in(), f.deep);
}

void suite_waiters(void)
{
	CU_pSuite suite = CU_add_suite("kernel: waiters", NULL, NULL);

	CU_ADD_TEST(suite, test_everybody_is_told_of_the_end);
	CU_ADD_TEST(suite, test_told_behind_one_that_is_stopped);
	CU_ADD_TEST(suite, test_another_portal_in_its_place);
	CU_ADD_TEST(suite, test_handler_waits_in_a_stopped_home);
	CU_ADD_TEST(suite, test_wait_of_a_stopped_home);
	CU_ADD_TEST(suite, test_limit_is_not_a_neighbours);
	CU_ADD_TEST(suite, test_help_goes_through_who_waits);
	CU_ADD_TEST(suite, test_owner_waits_in_its_handler);
	CU_ADD_TEST(suite, test_one_in_a_monitor);
	CU_ADD_TEST(suite, test_waits_for_the_token_of_an_earlier_life);
}
