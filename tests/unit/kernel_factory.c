/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * Factories: domains built at run time, used, stopped, deleted, built again; and
 * everything that must not be possible on the way.
 */
#include "kernel.h"

#define NONE		UINT64_MAX
#define WINDOW		UINT64_C(0x10000000)
#define STACKS		UINT64_C(0x10004000)
#define MADE_SLOTS	8
#define PLACES		2	/* of each factory */
#define RIGHTS_RW	(ABI_RIGHT_READ | ABI_RIGHT_WRITE)

/* Slots of the builder: factories, then what it makes. */
enum slot {
	DOMAINS, VPS, POOLS, PORTALS, EVENTS, REGIONS, BUDGETS, GRANTS,
	PARENT, OWN, /* a budget to hand on; its own domain */
	DOMAIN, VP, POOL, PORTAL, EVENT, REGION, BUDGET, GRANT,
	FREE, FREE2, BUILDER_SLOTS
};

static struct abi_domain *builder, *places;
static struct abi_vp *main_vp, *client_vp, *vps;
static struct abi_pool *pools;
static struct abi_budget *parent, *budgets;
static struct abi_factory *factories[GRANTS + 1];

static void add_factory(enum slot slot, enum abi_type type, void *first)
{
	factories[slot] = world_factory(type, first, PLACES);
	world_cap(builder, slot, factories[slot], ABI_RIGHT_CONTROL, 0);
}

/* The builder, at level 0, with two vps; places for two of each type. */
static void make(void)
{
	void *first[GRANTS + 1];

	world_reset();
	builder = world_domain("builder", 0, BUILDER_SLOTS);
	world_views(builder, 2);
	main_vp = world_vp(builder, "main");
	client_vp = world_vp(builder, "client");
	parent = world_budget(main_vp, 100000, 1000000, ABI_BUDGET_SLACK);
	main_vp->budget = parent->vp = 0; /* it is there to be handed on */
	for (int i = 0; i < PLACES; i++) {
		struct abi_domain *domain =
			world_domain("place", 1, MADE_SLOTS);
		struct abi_vp *vp = world_vp(builder, "place");
		struct abi_pool *pool = world_pool(domain, 2, 1);

		world_views(domain, 1);
		void *objects[] = {
			domain, vp, pool, world_portal(pool, 0),
			world_event(NULL, 0),
			world_region(WINDOW + (unsigned)i * 0x200000u, 1),
			world_budget(vp, 1, 1, 0), world_grant(),
		};
		if (i == 0)
			memcpy(first, objects, sizeof(first));
	}
	places = first[DOMAINS];
	vps = first[VPS];
	pools = first[POOLS];
	budgets = first[BUDGETS];
	add_factory(BUDGETS, ABI_TYPE_BUDGET, budgets);
	add_factory(VPS, ABI_TYPE_VP, vps);
	add_factory(PORTALS, ABI_TYPE_PORTAL, first[PORTALS]);
	add_factory(POOLS, ABI_TYPE_POOL, pools);
	add_factory(DOMAINS, ABI_TYPE_DOMAIN, places);
	add_factory(EVENTS, ABI_TYPE_EVENT, first[EVENTS]);
	add_factory(REGIONS, ABI_TYPE_REGION, first[REGIONS]);
	add_factory(GRANTS, ABI_TYPE_GRANT, first[GRANTS]);
	world_cap(builder, PARENT, parent,
		  ABI_RIGHT_READ | ABI_RIGHT_CONTROL, 0);
	world_cap(builder, OWN, builder, ABI_RIGHT_SHARE | ABI_RIGHT_CONTROL,
		  0);
	RUNS(world_boot());
}

/* An operation of the vp that runs; steps of one that is long are all made. */
static int64_t invoke(uint64_t slot, uint64_t operation, uint64_t x1,
		      uint64_t x2, uint64_t x3, uint64_t x4)
{
	uint64_t pc = world.current->context.pc, after = pc;

	do {
		const struct abi_vp *vp = world.current;

		world.current->context.pc = pc;
		regs()[0] = slot;
		regs()[1] = x1;
		regs()[2] = x2;
		regs()[3] = x3;
		regs()[4] = x4;
		regs()[8] = operation;
		RUNS(world_syscall(ABI_SYS_INVOKE));
		switch_to(vp);
		after = world.current->context.pc;
		world.current->context.pc = pc;
	} while (after == pc - 4);
	return status();
}

static int64_t create(uint64_t slot, uint64_t to, uint64_t x2, uint64_t x3,
		      uint64_t x4)
{
	regs()[5] = 2;
	regs()[6] = 0;
	return invoke(slot, ABI_FACTORY_CREATE, to, x2, x3, x4);
}

static int64_t delete(uint64_t slot, uint64_t number)
{
	return invoke(slot, ABI_FACTORY_DELETE, number, 0, 0, 0);
}

static int64_t discard(uint64_t slot)
{
	return invoke(slot, ABI_CAP_DELETE, 0, 0, 0, 0);
}

/* A domain with everything; each object is number `n` of its factory. */
static void build(uint64_t n)
{
	CU_ASSERT_EQUAL(create(EVENTS, EVENT, 0, 0, 0), OK);
	CU_ASSERT_EQUAL(regs()[1], n);
	CU_ASSERT_EQUAL(create(DOMAINS, DOMAIN, EVENT, 0, 0), OK);
	CU_ASSERT_EQUAL(regs()[1], n);
	CU_ASSERT_EQUAL(create(POOLS, POOL, DOMAIN, STACKS, 0x1000), OK);
	CU_ASSERT_EQUAL(create(PORTALS, PORTAL, DOMAIN, 0x5000, 0), OK);
	CU_ASSERT_EQUAL(create(REGIONS, REGION, 0, 0, 0), OK);
	CU_ASSERT_EQUAL(invoke(REGION, ABI_REGION_SHARE, DOMAIN, 0, 1,
			       RIGHTS_RW), OK);
	CU_ASSERT_EQUAL(create(VPS, VP, DOMAIN, 0, 0), OK);
	CU_ASSERT_EQUAL(create(GRANTS, GRANT, 0, 0, 0), OK);
	CU_ASSERT_EQUAL(regs()[1], n);
}

static void take_apart(uint64_t n)
{
	CU_ASSERT_EQUAL(invoke(DOMAIN, ABI_DOMAIN_STOP, 0, 0, 0, 0), OK);
	CU_ASSERT_EQUAL(delete(VPS, n), OK);
	CU_ASSERT_EQUAL(delete(PORTALS, n), OK);
	CU_ASSERT_EQUAL(delete(POOLS, n), OK);
	CU_ASSERT_EQUAL(delete(DOMAINS, n), OK);
	CU_ASSERT_EQUAL(delete(REGIONS, n), OK);
	CU_ASSERT_EQUAL(delete(EVENTS, n), OK);
	CU_ASSERT_EQUAL(delete(GRANTS, n), OK);
	for (uint64_t slot = DOMAIN; slot <= GRANT; slot++) {
		if (slot == BUDGET)
			continue;
		CU_ASSERT_EQUAL(invoke(slot, ABI_CAP_INFO, 0, 0, 0, 0),
				E_STALE);
		CU_ASSERT_EQUAL(discard(slot), OK);
	}
}

static void check_all_free(void)
{
	for (int i = DOMAINS; i <= GRANTS; i++)
		CU_ASSERT_EQUAL(factories[i]->free, 3);
}

/* More often than there are places; they are taken in turn. */
static void test_build_and_take_apart(void)
{
	make();
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
	make();
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
	make();
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
	make();
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
	make();
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
	make();
	builder->restart = 0x4000;
	CU_ASSERT_EQUAL(create(VPS, VP, OWN, 0, 0), E_STATE);
	builder->restart = 0;
	CU_ASSERT_EQUAL(create(VPS, VP, OWN, 0, 0), OK);
}

/* What is built on something cannot be without it. */
static void test_order(void)
{
	make();
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
	make();
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
	make();
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
	make();
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
	make();
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
	make();
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

/* A place whose generations are used up is never used again. */
static void test_retirement(void)
{
	struct abi_event *event;

	make();
	event = (void *)(uintptr_t)factories[EVENTS]->first;
	event->key = abi_key(ABI_TYPE_NONE, 0, ABI_KEY_SLOW, UINT32_MAX - 1);
	CU_ASSERT_EQUAL(create(EVENTS, EVENT, 0, 0, 0), OK);
	CU_ASSERT_EQUAL(delete(EVENTS, 0), OK);
	CU_ASSERT_EQUAL(invoke(EVENT, ABI_CAP_INFO, 0, 0, 0, 0), E_STALE);
	CU_ASSERT_EQUAL(factories[EVENTS]->free, 2);
	CU_ASSERT_EQUAL(delete(EVENTS, 0), OK);
	CU_ASSERT_EQUAL(factories[EVENTS]->free, 2);
	CU_ASSERT_EQUAL(create(EVENTS, FREE, 0, 0, 0), OK);
	CU_ASSERT_EQUAL(regs()[1], 1);
	CU_ASSERT_EQUAL(create(EVENTS, FREE2, 0, 0, 0), E_EMPTY);
}

/* A grant that is deleted is revoked; a region takes its views along. */
static void test_memory_goes(void)
{
	make();
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
	CU_ADD_TEST(suite, test_memory_goes);
}
