/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * Factories: domains built at run time, used, stopped, deleted, built again; and
 * everything that must not be possible on the way.
 */
#include "kernel_builder.h"

/* More often than there are places; they are taken in turn. */
static void test_build_and_take_apart(void)
{
	builder_make();
	for (uint64_t i = 0; i < 5; i++) {
		const struct abi_domain *domain = &places[i % 2];

		build(i % 2);
		CU_ASSERT_EQUAL(world_entry(domain, WINDOW + i % 2 * 0x200000)
				& 1, 1);
		RUNS(call(PORTAL, 7));
		CU_ASSERT_PTR_EQUAL(running_in(), domain);
		CU_ASSERT_EQUAL(world.current->context.pc, 0x5000);
		CU_ASSERT_EQUAL(world.current->context.sp, STACKS);
		RUNS(reply(3));
		CU_ASSERT_EQUAL(status(), 3);
		take_apart(i % 2);
		CU_ASSERT_EQUAL(world_entry(domain, WINDOW + i % 2 * 0x200000),
				0);
	}
	check_all_free();
}

/* A vp of the new domain runs, on a part of a budget, and is told apart from
 * others by its registers. */
static void test_vp_runs(void)
{
	builder_make();
	build(0);
	CU_ASSERT_EQUAL(create(BUDGETS, BUDGET, PARENT, 50000, 1000000),
			E_EMPTY);
	CU_ASSERT_EQUAL(invoke(PARENT, ABI_BUDGET_CHANGE, 50000, 1000000, 0, 0),
			OK);
	CU_ASSERT_EQUAL(create(BUDGETS, BUDGET, PARENT, 50000, 1000000), OK);
	CU_ASSERT_EQUAL(create(BUDGETS, FREE, PARENT, 512, 1000000), E_EMPTY);
	CU_ASSERT_EQUAL(invoke(PARENT, ABI_BUDGET_CHANGE, 50001, 1000000, 0, 0),
			E_EMPTY);
	CU_ASSERT_EQUAL(invoke(VP, ABI_VP_BIND, BUDGET, 0, 0, 0), OK);
	CU_ASSERT_EQUAL(invoke(VP, ABI_VP_BIND, BUDGET, 0, 0, 0), E_BUSY);
	CU_ASSERT_EQUAL(invoke(VP, ABI_VP_START, 0x6000, STACKS, 42, 0), OK);
	CU_ASSERT_EQUAL(invoke(VP, ABI_VP_START, 0x6000, STACKS, 42, 0),
			E_BUSY);
	CU_ASSERT_EQUAL(invoke(VP, ABI_VP_BIND, PARENT, 0, 0, 0), E_BUSY);
	CU_ASSERT_EQUAL(vps[0].state, ABI_VP_READY);
	switch_to(&vps[0]);
	CU_ASSERT_PTR_EQUAL(running_in(), &places[0]);
	CU_ASSERT_EQUAL(world.current->context.pc, 0x6000);
	CU_ASSERT_EQUAL(world.current->context.tls, STACKS);
	CU_ASSERT_EQUAL(regs()[0], 42);
	CU_ASSERT_EQUAL(regs()[1], 0);
	switch_to(main_vp);
	CU_ASSERT_EQUAL(delete(BUDGETS, 0), E_BUSY);
	take_apart(0);
	CU_ASSERT_EQUAL(delete(BUDGETS, 0), OK);
	CU_ASSERT_EQUAL(parent->given, 0);
	check_all_free();
}

/* What is made has no time before a period is over, however often. */
static void test_budget_begins_empty(void)
{
	builder_make();
	CU_ASSERT_EQUAL(invoke(PARENT, ABI_BUDGET_CHANGE, 1000, 1000000, 0, 0),
			OK);
	CU_ASSERT_EQUAL(create(BUDGETS, BUDGET, PARENT, 90000, 1000000), OK);
	CU_ASSERT_EQUAL(invoke(BUDGET, ABI_BUDGET_READ, 0, 0, 0, 0), OK);
	CU_ASSERT_EQUAL(regs()[1], 90000);
	CU_ASSERT_EQUAL(regs()[2], 1000000);
	CU_ASSERT_EQUAL(regs()[3], 0);
	CU_ASSERT_EQUAL(budgets[0].deadline, world.now + 1000000);
	CU_ASSERT_EQUAL(create(BUDGETS, FREE, BUDGET, 1000, 1000000), E_EMPTY);
	CU_ASSERT_EQUAL(invoke(BUDGET, ABI_BUDGET_CHANGE, 1000, 1000000, 0, 0),
			OK);
	CU_ASSERT_EQUAL(create(BUDGETS, FREE, BUDGET, 1000, 1000000), OK);
	CU_ASSERT_EQUAL(delete(BUDGETS, 0), E_BUSY);
	CU_ASSERT_EQUAL(delete(BUDGETS, 1), OK);
	CU_ASSERT_EQUAL(delete(BUDGETS, 0), OK);
}

static void test_budget_values(void)
{
	builder_make();
	CU_ASSERT_EQUAL(invoke(PARENT, ABI_BUDGET_CHANGE, 511, 1000000, 0, 0),
			E_VALUE);
	CU_ASSERT_EQUAL(invoke(PARENT, ABI_BUDGET_CHANGE, 2000, 1999, 0, 0),
			E_VALUE);
	CU_ASSERT_EQUAL(invoke(PARENT, ABI_BUDGET_CHANGE, 1000,
			       UINT64_C(1) << 32, 0, 0), E_VALUE);
	CU_ASSERT_EQUAL(create(BUDGETS, BUDGET, PARENT, 0, 1000000), E_VALUE);
	CU_ASSERT_EQUAL(create(BUDGETS, BUDGET, OWN, 1000, 1000000), E_TYPE);
	CU_ASSERT_EQUAL(create(BUDGETS, BUDGET, FREE, 1000, 1000000), E_SLOT);
	world_cap(builder, FREE, parent, ABI_RIGHT_READ, 0);
	CU_ASSERT_EQUAL(create(BUDGETS, BUDGET, FREE, 1000, 1000000),
			E_RIGHTS);
	CU_ASSERT_EQUAL(parent->given, 0);
}

/* Nothing is made beyond the places, without the right, or in a used slot. */
static void test_refusals(void)
{
	builder_make();
	CU_ASSERT_EQUAL(create(EVENTS, OWN, 0, 0, 0), E_OCCUPIED);
	CU_ASSERT_EQUAL(create(EVENTS, BUILDER_SLOTS, 0, 0, 0), E_SLOT);
	CU_ASSERT_EQUAL(create(EVENTS, EVENT, 0, 0, 0), OK);
	CU_ASSERT_EQUAL(create(EVENTS, FREE, 0, 0, 0), OK);
	CU_ASSERT_EQUAL(create(EVENTS, FREE2, 0, 0, 0), E_EMPTY);
	CU_ASSERT_EQUAL(create(OWN, FREE2, 0, 0, 0), E_OPERATION);
	world_cap(builder, FREE2, factories[DOMAINS], ABI_RIGHT_READ, 0);
	CU_ASSERT_EQUAL(create(FREE2, DOMAIN, NONE, 0, 0), E_RIGHTS);
	CU_ASSERT_EQUAL(delete(FREE2, 0), E_RIGHTS);
	CU_ASSERT_EQUAL(delete(EVENTS, PLACES), E_VALUE);
	CU_ASSERT_EQUAL(delete(EVENTS, UINT64_MAX), E_VALUE);
	CU_ASSERT_EQUAL(delete(DOMAINS, 0), E_EMPTY);
	CU_ASSERT_EQUAL(create(DOMAINS, DOMAIN, OWN, 0, 0), E_TYPE);
	CU_ASSERT_EQUAL(create(VPS, VP, EVENT, 0, 0), E_TYPE);
	CU_ASSERT_EQUAL(factories[DOMAINS]->free, 3);
}

/* A domain that is restarted has the vps that it was given at boot. */
static void test_no_vp_for_who_restarts(void)
{
	builder_make();
	builder->restart = 0x4000;
	CU_ASSERT_EQUAL(create(VPS, VP, OWN, 0, 0), E_STATE);
	builder->restart = 0;
	CU_ASSERT_EQUAL(create(VPS, VP, OWN, 0, 0), OK);
}

/* What is built on something cannot be without it. */
static void test_order(void)
{
	builder_make();
	CU_ASSERT_EQUAL(create(DOMAINS, DOMAIN, NONE, 0, 0), OK);
	CU_ASSERT_EQUAL(create(PORTALS, PORTAL, DOMAIN, 0x5000, 0), E_STATE);
	regs()[5] = 3;
	CU_ASSERT_EQUAL(invoke(POOLS, ABI_FACTORY_CREATE, POOL, DOMAIN, STACKS,
			       0x1000), E_VALUE);
	regs()[5] = 2;
	regs()[6] = 3;
	CU_ASSERT_EQUAL(invoke(POOLS, ABI_FACTORY_CREATE, POOL, DOMAIN, STACKS,
			       0x1000), E_VALUE);
	CU_ASSERT_EQUAL(create(POOLS, POOL, DOMAIN, STACKS, 0x1000), OK);
	CU_ASSERT_EQUAL(create(POOLS, FREE, DOMAIN, STACKS, 0x1000), E_BUSY);
	CU_ASSERT_EQUAL(create(PORTALS, PORTAL, DOMAIN, 0x5000, UINT64_MAX),
			E_VALUE);
	CU_ASSERT_EQUAL(create(PORTALS, PORTAL, DOMAIN, 0x5000,
			       UINT64_C(1) << 63), E_VALUE);
	CU_ASSERT_EQUAL(create(PORTALS, PORTAL, DOMAIN, 0x5000, 0), OK);
	CU_ASSERT_EQUAL(create(VPS, VP, DOMAIN, 0, 0), OK);
	CU_ASSERT_EQUAL(delete(POOLS, 0), E_BUSY);
	CU_ASSERT_EQUAL(delete(DOMAINS, 0), E_BUSY);
	CU_ASSERT_EQUAL(invoke(DOMAIN, ABI_DOMAIN_STOP, 0, 0, 0, 0), OK);
	CU_ASSERT_EQUAL(delete(POOLS, 0), E_BUSY);
	CU_ASSERT_EQUAL(delete(DOMAINS, 0), E_BUSY);
	CU_ASSERT_EQUAL(create(VPS, FREE, DOMAIN, 0, 0), E_STOPPED);
	CU_ASSERT_EQUAL(create(PORTALS, FREE, DOMAIN, 0x5000, 0), E_STOPPED);
	CU_ASSERT_EQUAL(invoke(VP, ABI_VP_START, 0x6000, STACKS, 0, 0),
			E_STOPPED);
	CU_ASSERT_EQUAL(delete(PORTALS, 0), OK);
	CU_ASSERT_EQUAL(delete(POOLS, 0), OK);
	CU_ASSERT_EQUAL(delete(DOMAINS, 0), E_BUSY);
	CU_ASSERT_EQUAL(delete(VPS, 0), OK);
	CU_ASSERT_EQUAL(delete(DOMAINS, 0), OK);
	check_all_free();
}

/* A client is in the server, another one waits: both are told, and all goes. */
static void test_delete_while_called(void)
{
	builder_make();
	build(0);
	switch_to(client_vp);
	RUNS(call(PORTAL, 1));
	switch_to(main_vp);
	CU_ASSERT_EQUAL(delete(POOLS, 0), E_BUSY);
	take_apart(0);
	check_all_free();
	switch_to(client_vp);
	CU_ASSERT_PTR_EQUAL(running_in(), builder);
	CU_ASSERT_EQUAL(status(), E_STOPPED);
	RUNS(call(PORTAL, 1));
	CU_ASSERT_EQUAL(status(), E_SLOT);
}

/* The portal goes while a client waits to enter it, and comes back as another
 * one's: the client is told that its capability is stale. */
static void test_portal_goes_under_a_waiter(void)
{
	builder_make();
	build(0);
	CU_ASSERT_EQUAL(invoke(VP, ABI_VP_START, 0x6000, STACKS, 0, 0), OK);
	CU_ASSERT_EQUAL(invoke(DOMAIN, ABI_DOMAIN_INSTALL, DOMAIN, 7,
			       UINT64_MAX, 0), OK);
	switch_to(&vps[0]);
	CU_ASSERT_EQUAL(invoke(7, ABI_DOMAIN_ENTER, 0, 0, 0, 0), OK);
	switch_to(client_vp);
	RUNS(call(PORTAL, 1));
	CU_ASSERT_EQUAL(client_vp->state, ABI_VP_WAIT_POOL);
	switch_to(main_vp);
	CU_ASSERT_EQUAL(delete(PORTALS, 0), OK);
	CU_ASSERT_EQUAL(create(PORTALS, FREE, DOMAIN, 0x7000, 0), OK);
	CU_ASSERT_EQUAL(create(PORTALS, FREE2, DOMAIN, 0x8000, 0), OK);
	CU_ASSERT_EQUAL(factories[PORTALS]->free, 0);
	switch_to(&vps[0]);
	CU_ASSERT_EQUAL(invoke(7, ABI_DOMAIN_EXIT, 0, 0, 0, 0), OK);
	switch_to(client_vp);
	CU_ASSERT_EQUAL(status(), E_STALE);
	CU_ASSERT_PTR_EQUAL(running_in(), builder);
}

/* A vp of a domain that is deleted waits for an event: so it does no more. */
static void test_waiting_vp_goes(void)
{
	builder_make();
	build(0);
	CU_ASSERT_EQUAL(invoke(VP, ABI_VP_START, 0x6000, STACKS, 0, 0), OK);
	CU_ASSERT_EQUAL(invoke(DOMAIN, ABI_DOMAIN_INSTALL, EVENT, 7,
			       UINT64_MAX, 0), OK);
	switch_to(&vps[0]);
	regs()[0] = 7;
	regs()[1] = NONE;
	regs()[8] = ABI_EVENT_WAIT;
	RUNS(world_syscall(ABI_SYS_INVOKE));
	CU_ASSERT_EQUAL(vps[0].state, ABI_VP_WAIT_EVENT);
	switch_to(main_vp);
	CU_ASSERT_EQUAL(delete(EVENTS, 0), E_BUSY);
	CU_ASSERT_EQUAL(invoke(VP, ABI_VP_STOP, 0, 0, 0, 0), OK);
	CU_ASSERT_EQUAL(vps[0].state, ABI_VP_DEAD);
	CU_ASSERT_EQUAL(invoke(VP, ABI_VP_STOP, 0, 0, 0, 0), OK);
	CU_ASSERT_EQUAL(invoke(VP, ABI_VP_START, 0x6000, STACKS, 0, 0), OK);
	take_apart(0);
	check_all_free();
}

/* A vp cannot be stopped while it holds the token, or by itself. */
static void test_stop_of_a_busy_vp(void)
{
	builder_make();
	build(0);
	CU_ASSERT_EQUAL(invoke(VP, ABI_VP_START, 0x6000, STACKS, 0, 0), OK);
	CU_ASSERT_EQUAL(invoke(DOMAIN, ABI_DOMAIN_INSTALL, DOMAIN, 7,
			       UINT64_MAX, 0), OK);
	CU_ASSERT_EQUAL(invoke(DOMAIN, ABI_DOMAIN_INSTALL, VP, 6,
			       UINT64_MAX, 0), OK);
	switch_to(&vps[0]);
	CU_ASSERT_EQUAL(invoke(6, ABI_VP_STOP, 0, 0, 0, 0), E_BUSY);
	CU_ASSERT_EQUAL(invoke(7, ABI_DOMAIN_ENTER, 0, 0, 0, 0), OK);
	switch_to(main_vp);
	CU_ASSERT_EQUAL(delete(VPS, 0), E_BUSY);
	CU_ASSERT_EQUAL(invoke(VP, ABI_VP_STOP, 0, 0, 0, 0), E_BUSY);
	take_apart(0);
	check_all_free();
}

/* Its end is told, and the event must stay until the domain is gone. */
static void test_end_is_told(void)
{
	builder_make();
	build(0);
	CU_ASSERT_EQUAL(invoke(VP, ABI_VP_START, 0x6000, STACKS, 0, 0), OK);
	CU_ASSERT_EQUAL(delete(EVENTS, 0), E_BUSY);
	discard(FREE);
	CU_ASSERT_EQUAL(invoke(EVENT, ABI_CAP_MINT, FREE, 0xff, 4, 0), OK);
	CU_ASSERT_EQUAL(create(DOMAINS, FREE2, FREE, 0, 0), OK);
	CU_ASSERT_EQUAL(invoke(FREE2, ABI_DOMAIN_STOP, 0, 0, 0, 0), OK);
	CU_ASSERT_EQUAL(invoke(EVENT, ABI_EVENT_TAKE, 0, 0, 0, 0), OK);
	CU_ASSERT_EQUAL(regs()[1], 4);
	CU_ASSERT_EQUAL(delete(DOMAINS, 1), OK);
	switch_to(&vps[0]);
	RUNS(fault(ABI_FAULT_READ, 0));
	switch_to(main_vp);
	take_apart(0);
	check_all_free();
}

/* Number 0 of a factory is made for the last time when it is made. */
static void wear_out(enum slot factory)
{
	uint64_t *key = (void *)(uintptr_t)factories[factory]->first;

	*key = abi_key(ABI_TYPE_NONE, 0, ABI_KEY_SLOW, UINT32_MAX - 2);
}

/* A place whose generations are used up is never used again. */
static void test_retirement(void)
{
	builder_make();
	wear_out(EVENTS);
	CU_ASSERT_EQUAL(create(EVENTS, EVENT, 0, 0, 0), OK);
	CU_ASSERT_EQUAL(delete(EVENTS, 0), OK);
	CU_ASSERT_EQUAL(invoke(EVENT, ABI_CAP_INFO, 0, 0, 0, 0), E_STALE);
	CU_ASSERT_EQUAL(factories[EVENTS]->free, 2);
	CU_ASSERT_EQUAL(delete(EVENTS, 0), E_EMPTY);
	CU_ASSERT_EQUAL(factories[EVENTS]->free, 2);
	CU_ASSERT_EQUAL(create(EVENTS, FREE, 0, 0, 0), OK);
	CU_ASSERT_EQUAL(regs()[1], 1);
	CU_ASSERT_EQUAL(create(EVENTS, FREE2, 0, 0, 0), E_EMPTY);
}

/* Deleted once more, it does not take from what it was built on again: a pool has
 * its other portal, a domain its other vp, a budget its other part. */
static void test_retired_is_deleted_once(void)
{
	static const enum slot worn[] = { PORTALS, VPS, POOLS, BUDGETS };

	builder_make();
	for (int i = 0; i < 4; i++)
		wear_out(worn[i]);
	build(0);
	CU_ASSERT_EQUAL(invoke(PARENT, ABI_BUDGET_CHANGE, 1000, 1000000, 0, 0),
			OK);
	CU_ASSERT_EQUAL(create(BUDGETS, BUDGET, PARENT, 10000, 1000000), OK);
	CU_ASSERT_EQUAL(create(BUDGETS, FREE, PARENT, 10000, 1000000), OK);
	CU_ASSERT_EQUAL(delete(BUDGETS, 0), OK);
	CU_ASSERT_EQUAL(delete(BUDGETS, 0), E_EMPTY);
	CU_ASSERT_EQUAL(parent->given, budgets[1].share);
	CU_ASSERT_EQUAL(discard(FREE), OK);
	CU_ASSERT_EQUAL(create(VPS, FREE, DOMAIN, 0, 0), OK);
	CU_ASSERT_EQUAL(delete(VPS, 0), OK);
	CU_ASSERT_EQUAL(delete(VPS, 0), E_EMPTY);
	CU_ASSERT_EQUAL(places[0].made_vps, 1);
	CU_ASSERT_EQUAL(create(PORTALS, FREE2, DOMAIN, 0x6000, 0), OK);
	CU_ASSERT_EQUAL(delete(PORTALS, 0), OK);
	CU_ASSERT_EQUAL(delete(PORTALS, 0), E_EMPTY);
	CU_ASSERT_EQUAL(pools[0].portals, 1);
	CU_ASSERT_EQUAL(invoke(DOMAIN, ABI_DOMAIN_STOP, 0, 0, 0, 0), OK);
	CU_ASSERT_EQUAL(delete(POOLS, 0), E_BUSY);
	CU_ASSERT_EQUAL(delete(PORTALS, 1), OK);
	CU_ASSERT_EQUAL(delete(POOLS, 0), OK);
	CU_ASSERT_EQUAL(delete(POOLS, 0), E_EMPTY);
	for (int i = 0; i < 4; i++)
		CU_ASSERT_EQUAL(factories[worn[i]]->free & 1, 0);
}

/* A grant that is deleted is revoked; a region takes its views along. */
static void test_memory_goes(void)
{
	builder_make();
	build(0);
	CU_ASSERT_EQUAL(invoke(GRANT, ABI_GRANT_DELEGATE, REGION, FREE,
			       UINT64_MAX, 0), OK);
	CU_ASSERT_EQUAL(invoke(FREE, ABI_REGION_SHARE, OWN, 0, 1, RIGHTS_RW),
			OK);
	CU_ASSERT_EQUAL(world_entry(builder, WINDOW) & 1, 1);
	CU_ASSERT_EQUAL(delete(GRANTS, 0), OK);
	CU_ASSERT_EQUAL(world_entry(builder, WINDOW), 0);
	CU_ASSERT_EQUAL(invoke(FREE, ABI_CAP_INFO, 0, 0, 0, 0), E_STALE);
	CU_ASSERT_EQUAL(invoke(REGION, ABI_REGION_SHARE, OWN, 1, 1, RIGHTS_RW),
			OK);
	CU_ASSERT_EQUAL(delete(REGIONS, 0), OK);
	CU_ASSERT_EQUAL(world_entry(builder, WINDOW), 0);
	CU_ASSERT_EQUAL(world_entry(&places[0], WINDOW), 0);
}

/* What is taken from one, or goes with it, is pending for the other no more; the
 * next signal is. */
static void test_two_events_of_one_number(void)
{
	const uint64_t *pending;

	builder_make();
	world_control(client_vp, 0x8000);
	pending = world_read(client_vp)->pending;
	world_cap(builder, FREE, client_vp, ABI_RIGHT_CONTROL, 0);
	CU_ASSERT_EQUAL(create(EVENTS, EVENT, FREE, 7, 0), OK);
	CU_ASSERT_EQUAL(create(EVENTS, FREE2, FREE, 7, 0), OK);
	regs()[0] = EVENT;
	RUNS(world_syscall(ABI_SYS_SIGNAL));
	CU_ASSERT_EQUAL(pending[0], 1 << 7);
	CU_ASSERT_EQUAL(delete(EVENTS, 1), OK);
	CU_ASSERT_EQUAL(pending[0], 0);
	CU_ASSERT_EQUAL(invoke(EVENT, ABI_EVENT_TAKE, 0, 0, 0, 0), OK);
	regs()[0] = EVENT;
	RUNS(world_syscall(ABI_SYS_SIGNAL));
	CU_ASSERT_EQUAL(pending[0], 1 << 7);
}

/* ---- in steps ------------------------------------------------------------ */

/* How many times the vp that runs makes a deletion, until it is done. */
static int steps_of_delete(uint64_t slot)
{
	const struct abi_vp *vp = world.current;
	uint64_t pc = vp->context.pc;
	int steps = 0;

	do {
		world.current->context.pc = pc;
		regs()[0] = slot;
		regs()[1] = 0;
		regs()[8] = ABI_FACTORY_DELETE;
		RUNS(world_syscall(ABI_SYS_INVOKE));
		CU_ASSERT_PTR_EQUAL_FATAL(world.current, vp);
		steps++;
	} while (vp->context.pc == pc - 4);
	return steps;
}

/* It has more views than one step takes away. */
static void test_region_deleted_in_steps(void)
{
	const uint64_t views = 9;
	struct abi_region *region;
	struct abi_domain *domain;

	world_reset();
	domain = world_domain("d", 0, 8);
	world_views(domain, views);
	(void)world_vp(domain, "main");
	region = world_region(WINDOW, views);
	world_cap(domain, 0, world_factory(ABI_TYPE_REGION, region, 1),
		  ABI_RIGHT_CONTROL, 0);
	world_cap(domain, 1, domain, ABI_RIGHT_SHARE, 0);
	RUNS(world_boot());
	CU_ASSERT_EQUAL(create(0, 2, 0, 0, 0), OK);
	CU_ASSERT_EQUAL(invoke(2, ABI_CAP_INFO, 0, 0, 0, 0), OK);
	CU_ASSERT_EQUAL(world.current->context.x[5], ABI_KEY_LOOSE);
	for (uint64_t v = 0; v < views; v++)
		CU_ASSERT_EQUAL(invoke(2, ABI_REGION_SHARE, 1, v,
				       v << 32 | 1, RIGHTS_RW), OK);
	CU_ASSERT_EQUAL(steps_of_delete(0), 2);
	CU_ASSERT_EQUAL(status(), OK);
	CU_ASSERT_EQUAL(region->views, 0);
	CU_ASSERT_EQUAL(region->writable, 0);
	for (uint64_t v = 0; v < views; v++)
		CU_ASSERT_EQUAL(world_entry(domain, WINDOW + (v << 21)), 0);
}

/* A vp is in a call of it, and many wait: each is told in a step of its own. */
static void test_pool_deleted_in_steps(void)
{
	enum { CROWD = 9 };
	struct abi_vp *crowd[CROWD];

	builder_make();
	build(0);
	for (int i = 0; i < CROWD; i++) {
		crowd[i] = world_vp(builder, "");
		crowd[i]->state = ABI_VP_DEAD;
		world_cap(builder, FREE, crowd[i], ABI_RIGHT_CONTROL, 0);
		CU_ASSERT_EQUAL(invoke(FREE, ABI_VP_START, 0x6000, STACKS, 0,
				       0), OK);
	}
	switch_to(client_vp);
	RUNS(call(PORTAL, 1));
	for (int i = 0; i < CROWD; i++) {
		switch_to(crowd[i]);
		RUNS(call(PORTAL, 1));
		CU_ASSERT_EQUAL(crowd[i]->state, ABI_VP_WAIT_POOL);
	}
	switch_to(main_vp);
	CU_ASSERT_EQUAL(delete(PORTALS, 0), OK);
	CU_ASSERT_EQUAL(invoke(DOMAIN, ABI_DOMAIN_STOP, 0, 0, 0, 0), OK);
	CU_ASSERT_EQUAL(pools[0].waiters, crowd[0]);
	CU_ASSERT_EQUAL(steps_of_delete(POOLS), 1 + CROWD + 1);
	CU_ASSERT_EQUAL(status(), OK);
	CU_ASSERT_EQUAL(pools[0].waiters, 0);
	for (int i = 0; i < CROWD; i++) {
		switch_to(crowd[i]);
		CU_ASSERT_EQUAL(status(), E_STOPPED);
	}
}

void suite_factory(void)
{
	CU_pSuite suite = CU_add_suite("kernel: factories", NULL, NULL);

	CU_ADD_TEST(suite, test_build_and_take_apart);
	CU_ADD_TEST(suite, test_vp_runs);
	CU_ADD_TEST(suite, test_budget_begins_empty);
	CU_ADD_TEST(suite, test_budget_values);
	CU_ADD_TEST(suite, test_refusals);
	CU_ADD_TEST(suite, test_no_vp_for_who_restarts);
	CU_ADD_TEST(suite, test_order);
	CU_ADD_TEST(suite, test_delete_while_called);
	CU_ADD_TEST(suite, test_portal_goes_under_a_waiter);
	CU_ADD_TEST(suite, test_waiting_vp_goes);
	CU_ADD_TEST(suite, test_stop_of_a_busy_vp);
	CU_ADD_TEST(suite, test_end_is_told);
	CU_ADD_TEST(suite, test_retirement);
	CU_ADD_TEST(suite, test_retired_is_deleted_once);
	CU_ADD_TEST(suite, test_memory_goes);
	CU_ADD_TEST(suite, test_two_events_of_one_number);
	CU_ADD_TEST(suite, test_region_deleted_in_steps);
	CU_ADD_TEST(suite, test_pool_deleted_in_steps);
}
