/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * What a factory makes is what its maker asked for, and holds nothing of what
 * was in its place; what is deleted leaves nothing behind.
 */
#include "kernel_builder.h"

#define OLD	0x7777u		/* what an earlier use might have left, */
#define OLD_PLACE ((void *)(uintptr_t)OLD) /* as an address, too */
#define HANDLER	0x9000u

static void *at(uint64_t address)
{
	return (void *)(uintptr_t)address;
}

static struct abi_event *events(void)
{
	return at(factories[EVENTS]->first);
}

static struct abi_portal *portals(void)
{
	return at(factories[PORTALS]->first);
}

static int64_t pool_create(uint64_t workers, uint64_t landing)
{
	regs()[5] = workers;
	regs()[6] = landing;
	return invoke(POOLS, ABI_FACTORY_CREATE, POOL, DOMAIN, STACKS, 0x1000);
}

/* ---- budgets ------------------------------------------------------------- */

static void read_parent(uint64_t amount, uint64_t period, int64_t left)
{
	CU_ASSERT_EQUAL(invoke(PARENT, ABI_BUDGET_READ, 0, 0, 0, 0), OK);
	CU_ASSERT_EQUAL(regs()[1], amount);
	CU_ASSERT_EQUAL(regs()[2], period);
	CU_ASSERT_EQUAL((int64_t)regs()[3], left);
}

/* Nothing is left of a budget that is changed, but for a debt: its time comes
 * with the new period. */
static void test_budget_change_begins_a_period(void)
{
	builder_make();
	read_parent(100000, 1000000, 100000);
	CU_ASSERT_EQUAL(invoke(PARENT, ABI_BUDGET_CHANGE, 2000, 500000, 0, 0),
			OK);
	read_parent(2000, 500000, 0);
	CU_ASSERT_EQUAL(parent->deadline, world.now + 500000);
	parent->left = -7;
	CU_ASSERT_EQUAL(invoke(PARENT, ABI_BUDGET_CHANGE, 50000, 900000, 0, 0),
			OK);
	read_parent(50000, 900000, -7);
}

static void test_budget_made_in_a_used_place(void)
{
	uint32_t share;

	builder_make();
	budgets[0].left = OLD;
	CU_ASSERT_EQUAL(invoke(PARENT, ABI_BUDGET_CHANGE, 1000, 1000000, 0, 0),
			OK);
	CU_ASSERT_EQUAL(create(BUDGETS, BUDGET, PARENT, 50000, 1000000), OK);
	CU_ASSERT_EQUAL(budgets[0].left, 0);
	CU_ASSERT_EQUAL(budgets[0].flags, ABI_BUDGET_SLACK); /* its parent's */
	share = budgets[0].share;
	CU_ASSERT_NOT_EQUAL(share, 0);
	CU_ASSERT_EQUAL(invoke(BUDGET, ABI_BUDGET_READ, 0, 0, 0, 0), OK);
	CU_ASSERT_EQUAL(regs()[4], share);
	CU_ASSERT_EQUAL(regs()[5], 0);
	CU_ASSERT_EQUAL(invoke(PARENT, ABI_BUDGET_READ, 0, 0, 0, 0), OK);
	CU_ASSERT_EQUAL(regs()[4], parent->share);
	CU_ASSERT_EQUAL(regs()[5], share);
	CU_ASSERT_EQUAL(delete(BUDGETS, 0), OK);
	CU_ASSERT_EQUAL(budgets[0].share, 0);
	CU_ASSERT_EQUAL(parent->given, 0);
}

/* A vp that gets another budget gives the first one back. */
static void test_second_budget_frees_the_first(void)
{
	builder_make();
	build(0);
	CU_ASSERT_EQUAL(invoke(PARENT, ABI_BUDGET_CHANGE, 1000, 1000000, 0, 0),
			OK);
	CU_ASSERT_EQUAL(create(BUDGETS, BUDGET, PARENT, 50000, 1000000), OK);
	CU_ASSERT_EQUAL(invoke(VP, ABI_VP_BIND, BUDGET, 0, 0, 0), OK);
	CU_ASSERT_EQUAL(delete(BUDGETS, 0), E_BUSY);
	CU_ASSERT_EQUAL(invoke(VP, ABI_VP_BIND, PARENT, 0, 0, 0), OK);
	CU_ASSERT_EQUAL(budgets[0].vp, 0);
	CU_ASSERT_EQUAL(delete(BUDGETS, 0), OK);
}

/* ---- domains ------------------------------------------------------------- */

static void test_domain_made_in_a_used_place(void)
{
	builder_make();
	places[0].fault.kind = ABI_FAULT_WRITE;
	places[0].fault.address = OLD;
	places[0].handling = OLD_PLACE;
	places[0].cleared = 3;
	CU_ASSERT_EQUAL(create(DOMAINS, DOMAIN, NONE, HANDLER, STACKS), OK);
	CU_ASSERT_EQUAL(places[0].handler, HANDLER);
	CU_ASSERT_EQUAL(places[0].handler_stack, STACKS);
	CU_ASSERT_EQUAL(places[0].handling, 0);
	CU_ASSERT_EQUAL(places[0].fault.kind, ABI_FAULT_NONE);
	CU_ASSERT_EQUAL(places[0].fault.address, 0);
	CU_ASSERT_EQUAL(places[0].cleared, 0);
	CU_ASSERT_EQUAL(places[0].supervisor, 0);
}

static void test_running_domain_is_not_deleted(void)
{
	builder_make();
	CU_ASSERT_EQUAL(create(DOMAINS, DOMAIN, NONE, 0, 0), OK);
	CU_ASSERT_EQUAL(delete(DOMAINS, 0), E_BUSY);
	CU_ASSERT_EQUAL(places[0].state, ABI_DOMAIN_RUNNING);
	CU_ASSERT_EQUAL(invoke(DOMAIN, ABI_DOMAIN_STOP, 0, 0, 0, 0), OK);
	CU_ASSERT_EQUAL(delete(DOMAINS, 0), OK);
}

static void check_empty(const struct abi_domain *domain)
{
	const struct abi_view *views = domain->views;

	for (uint64_t i = 0; i < domain->caps_count; i++)
		CU_ASSERT_EQUAL(world_slot(domain, i)->key, 0);
	for (uint64_t i = 0; i < domain->views_count; i++)
		CU_ASSERT_EQUAL(views[i].region, 0);
	CU_ASSERT_EQUAL(domain->supervisor, 0);
	CU_ASSERT_EQUAL(domain->pool, 0);
}

/* Each time: a capability that is left would be a gift to who is next. */
static void test_deleted_domain_leaves_nothing(void)
{
	builder_make();
	for (uint64_t life = 0; life < 4; life++) {
		build(life % 2);
		for (uint64_t slot = 0; slot < MADE_SLOTS; slot++)
			CU_ASSERT_EQUAL(invoke(DOMAIN, ABI_DOMAIN_INSTALL,
					       EVENT, slot, UINT64_MAX, 0),
					OK);
		CU_ASSERT_NOT_EQUAL(places[life % 2].supervisor, 0);
		take_apart(life % 2);
		check_empty(&places[life % 2]);
	}
	check_all_free();
}

/* Its views go before the region does. */
static void test_deleted_domain_sees_nothing(void)
{
	const struct abi_region *region;

	builder_make();
	region = at(factories[REGIONS]->first);
	build(0);
	CU_ASSERT_NOT_EQUAL(region->views, 0);
	CU_ASSERT_EQUAL(invoke(DOMAIN, ABI_DOMAIN_STOP, 0, 0, 0, 0), OK);
	CU_ASSERT_EQUAL(delete(VPS, 0), OK);
	CU_ASSERT_EQUAL(delete(PORTALS, 0), OK);
	CU_ASSERT_EQUAL(delete(POOLS, 0), OK);
	CU_ASSERT_EQUAL(delete(DOMAINS, 0), OK);
	CU_ASSERT_EQUAL(region->views, 0);
	CU_ASSERT_EQUAL(world_entry(&places[0], WINDOW), 0);
	check_empty(&places[0]);
}

/* ---- pools and portals --------------------------------------------------- */

static void test_pool_made_in_a_used_place(void)
{
	const struct abi_worker *first;
	struct abi_worker *workers;

	builder_make();
	CU_ASSERT_EQUAL(create(DOMAINS, DOMAIN, NONE, 0, 0), OK);
	workers = pools[0].workers;
	for (int i = 0; i < 2; i++)
		workers[i] = (struct abi_worker){
			.next = OLD_PLACE, .stack = OLD,
			.pool = OLD_PLACE, .landing = OLD,
			.holder = client_vp,
		};
	pools[0].count = OLD;
	CU_ASSERT_EQUAL(pool_create(2, 1), OK);
	CU_ASSERT_EQUAL(pools[0].count, 2);
	for (unsigned i = 0; i < 2; i++) {
		CU_ASSERT_EQUAL(workers[i].stack, STACKS + i * 0x1000);
		CU_ASSERT_EQUAL(workers[i].landing, 1 + i * ABI_FIELDS);
		CU_ASSERT_EQUAL(workers[i].pool, (uintptr_t)&pools[0]);
		CU_ASSERT_EQUAL(workers[i].holder, 0);
		CU_ASSERT_EQUAL(workers[i].next, 0);
	}
	first = pools[0].free;
	CU_ASSERT_PTR_EQUAL(first, &workers[0]);
	CU_ASSERT_EQUAL(pools[0].reserve, (uintptr_t)&workers[1]);
}

static void test_pool_values(void)
{
	builder_make();
	CU_ASSERT_EQUAL(pool_create(1, 0), E_SLOT); /* of no domain */
	CU_ASSERT_EQUAL(create(DOMAINS, DOMAIN, NONE, 0, 0), OK);
	CU_ASSERT_EQUAL(pool_create(0, 0), E_VALUE);
	CU_ASSERT_EQUAL(pool_create(3, 0), E_VALUE); /* room for two */
	CU_ASSERT_EQUAL(pool_create(1, MADE_SLOTS + 1), E_VALUE);
	CU_ASSERT_EQUAL(pool_create(1, MADE_SLOTS - ABI_FIELDS + 1), E_VALUE);
	CU_ASSERT_EQUAL(pool_create(2, MADE_SLOTS - 2 * ABI_FIELDS + 1),
			E_VALUE);
	CU_ASSERT_EQUAL(places[0].pool, 0);
	CU_ASSERT_EQUAL(pool_create(1, MADE_SLOTS - ABI_FIELDS), OK);
	CU_ASSERT_EQUAL(pools[0].count, 1);
	CU_ASSERT_EQUAL(pool_create(1, 0), E_OCCUPIED);
	CU_ASSERT_EQUAL(delete(POOLS, 0), E_BUSY); /* its domain runs */
}

/* The fast path is for portals without a limit into domains without FP. */
static void portal_is_slow(uint32_t fp, uint64_t limit, uint64_t slow)
{
	builder_make();
	places[0].fp = fp;
	portals()[0].key |= ABI_KEY_SLOW;
	portals()[0].limit = OLD;
	CU_ASSERT_EQUAL(create(DOMAINS, DOMAIN, NONE, 0, 0), OK);
	CU_ASSERT_EQUAL(pool_create(2, 0), OK);
	CU_ASSERT_EQUAL(create(PORTALS, PORTAL, DOMAIN, 0x5000, limit), OK);
	CU_ASSERT_EQUAL(portals()[0].limit, limit);
	CU_ASSERT_EQUAL(portals()[0].key & ABI_KEY_SLOW, slow);
}

static void test_portal_limit_and_path(void)
{
	portal_is_slow(0, 0, 0);
	portal_is_slow(0, 5000, ABI_KEY_SLOW);
	portal_is_slow(1, 0, ABI_KEY_SLOW);
	portal_is_slow(1, 5000, ABI_KEY_SLOW);
}

/* Who gave the token back does not hold it any more. */
static void test_exit_gives_the_token_back(void)
{
	builder_make();
	build(0);
	CU_ASSERT_EQUAL(invoke(VP, ABI_VP_START, 0x6000, STACKS, 0, 0), OK);
	CU_ASSERT_EQUAL(invoke(DOMAIN, ABI_DOMAIN_INSTALL, DOMAIN, 7,
			       UINT64_MAX, 0), OK);
	switch_to(&vps[0]);
	CU_ASSERT_EQUAL(invoke(7, ABI_DOMAIN_ENTER, 0, 0, 0, 0), OK);
	CU_ASSERT_EQUAL(pools[0].owner, (uintptr_t)&vps[0]);
	CU_ASSERT_EQUAL(invoke(7, ABI_DOMAIN_EXIT, 0, 0, 0, 0), OK);
	CU_ASSERT_EQUAL(pools[0].owner, 0);
	CU_ASSERT_EQUAL(invoke(7, ABI_DOMAIN_EXIT, 0, 0, 0, 0), E_STATE);
	CU_ASSERT_EQUAL(invoke(7, ABI_DOMAIN_ENTER, 0, 0, 0, 0), OK);
}

/* By another domain's capability nobody takes part in the own one's monitor. */
static void test_enter_by_a_neighbours_name(void)
{
	builder_make();
	build(0);
	CU_ASSERT_EQUAL(invoke(VP, ABI_VP_START, 0x6000, STACKS, 0, 0), OK);
	world_cap(&places[0], 7, builder, ABI_RIGHT_CONTROL, 0);
	switch_to(&vps[0]);
	CU_ASSERT_EQUAL(invoke(7, ABI_DOMAIN_ENTER, 0, 0, 0, 0), E_STATE);
	CU_ASSERT_EQUAL(pools[0].owner, 0);
}

/* ---- events -------------------------------------------------------------- */

static void test_event_made_in_a_used_place(void)
{
	builder_make();
	for (uint64_t life = 0; life < 4; life++) {
		CU_ASSERT_EQUAL(create(EVENTS, EVENT, 0, 0, 0), OK);
		CU_ASSERT_EQUAL(events()[life % 2].key & ABI_KEY_SLOW, 0);
		CU_ASSERT_EQUAL(invoke(EVENT, ABI_EVENT_TAKE, 0, 0, 0, 0), OK);
		CU_ASSERT_EQUAL(regs()[1], 0);
		discard(FREE);
		CU_ASSERT_EQUAL(invoke(EVENT, ABI_CAP_MINT, FREE, 0xff, 4, 0),
				OK);
		regs()[0] = FREE;
		RUNS(world_syscall(ABI_SYS_SIGNAL));
		CU_ASSERT_EQUAL(events()[life % 2].bits, 4);
		CU_ASSERT_EQUAL(delete(EVENTS, life % 2), OK);
		discard(EVENT);
	}
}

static void test_deleted_event_ends_a_wait(void)
{
	builder_make();
	CU_ASSERT_EQUAL(create(EVENTS, EVENT, 0, 0, 0), OK);
	switch_to(client_vp);
	regs()[0] = EVENT;
	regs()[1] = NONE;
	regs()[8] = ABI_EVENT_WAIT;
	RUNS(world_syscall(ABI_SYS_INVOKE));
	CU_ASSERT_EQUAL(client_vp->state, ABI_VP_WAIT_EVENT);
	switch_to(main_vp);
	CU_ASSERT_EQUAL(delete(EVENTS, 0), OK);
	CU_ASSERT_EQUAL(client_vp->state, ABI_VP_READY);
	switch_to(client_vp);
	CU_ASSERT_EQUAL(status(), E_CANCELLED);
}

/* ---- vps ----------------------------------------------------------------- */

static void test_vp_made_in_a_used_place(void)
{
	struct abi_link *base;

	builder_make();
	base = vps[0].link;
	vps[0].link = base - 1;
	vps[0].fp_link = base;
	vps[0].reason = ABI_REASON_EVENT;
	vps[0].context.pstate = 0xf0000000u;
	CU_ASSERT_EQUAL(create(DOMAINS, DOMAIN, NONE, 0, 0), OK);
	CU_ASSERT_EQUAL(create(VPS, VP, DOMAIN, 0, 0), OK);
	CU_ASSERT_EQUAL(vps[0].link, base);
	CU_ASSERT_EQUAL(invoke(VP, ABI_VP_START, 0x6000, STACKS, 42, 0), OK);
	CU_ASSERT_EQUAL(vps[0].fp_link, 0);
	CU_ASSERT_EQUAL(vps[0].reason, ABI_REASON_NONE);
	CU_ASSERT_EQUAL(vps[0].context.pstate, 0);
}

/* A vp that pays for who deletes it: its budget is charged all the same, or the
 * one in its place would have that time again. */
static void test_delete_of_the_payer(void)
{
	int64_t left;

	builder_make();
	build(0);
	CU_ASSERT_EQUAL(invoke(PARENT, ABI_BUDGET_CHANGE, 1000, 1000000, 0, 0),
			OK);
	CU_ASSERT_EQUAL(create(BUDGETS, BUDGET, PARENT, 50000, 1000000), OK);
	CU_ASSERT_EQUAL(invoke(VP, ABI_VP_BIND, BUDGET, 0, 0, 0), OK);
	CU_ASSERT_EQUAL(invoke(VP, ABI_VP_START, 0x6000, STACKS, 0, 0), OK);
	world_cap(&places[0], 5, factories[VPS], ABI_RIGHT_CONTROL, 0);
	world_cap(&places[0], 6, &places[0], ABI_RIGHT_CONTROL, 0);
	switch_to(client_vp);
	RUNS(call(PORTAL, 1));
	world.now = budgets[0].deadline; /* it has time from then on */
	RUNS(world_interrupt());
	switch_to(&vps[0]);
	regs()[0] = 6;
	regs()[8] = ABI_DOMAIN_ENTER;
	RUNS(world_syscall(ABI_SYS_INVOKE));
	CU_ASSERT_PTR_EQUAL(world.current, client_vp); /* helped */
	left = budgets[0].left;
	world.now += 100;
	CU_ASSERT_EQUAL(delete(5, 0), OK);
	CU_ASSERT_EQUAL(budgets[0].left, left - 100);
	CU_ASSERT_EQUAL(budgets[0].vp, 0);
}

/* The server in which it is has ended: then it is in no call any more. */
static void test_stop_of_a_vp_in_a_stopped_server(void)
{
	builder_make();
	build(0);
	world_cap(builder, FREE, client_vp, ABI_RIGHT_CONTROL, 0);
	switch_to(client_vp);
	RUNS(call(PORTAL, 1));
	CU_ASSERT_PTR_EQUAL(running_in(), &places[0]);
	switch_to(main_vp);
	CU_ASSERT_EQUAL(invoke(FREE, ABI_VP_STOP, 0, 0, 0, 0), E_BUSY);
	CU_ASSERT_EQUAL(invoke(DOMAIN, ABI_DOMAIN_STOP, 0, 0, 0, 0), OK);
	CU_ASSERT_EQUAL(invoke(FREE, ABI_VP_STOP, 0, 0, 0, 0), OK);
	CU_ASSERT_EQUAL(client_vp->state, ABI_VP_DEAD);
	CU_ASSERT_PTR_EQUAL(world_in(client_vp), builder);
}

/* ---- regions ------------------------------------------------------------- */

static void test_region_made_in_a_used_place(void)
{
	struct abi_region *region;

	builder_make();
	region = at(factories[REGIONS]->first);
	CU_ASSERT_EQUAL(create(REGIONS, REGION, 0, 0, 0), OK);
	region->state = ABI_REGION_CODE;
	CU_ASSERT_EQUAL(delete(REGIONS, 0), OK);
	CU_ASSERT_EQUAL(region->state, ABI_REGION_DATA);
}

/* ---- grants and views ---------------------------------------------------- */

/* What was lent through a grant that was deleted stays worthless, even when
 * another grant in its place lends the same. */
static void test_deleted_grant_lends_no_more(void)
{
	builder_make();
	build(0);
	CU_ASSERT_EQUAL(invoke(GRANT, ABI_GRANT_DELEGATE, REGION, FREE,
			       UINT64_MAX, 0), OK);
	for (uint64_t n = 0; n < 2; n++) {
		CU_ASSERT_EQUAL(delete(GRANTS, n), OK);
		CU_ASSERT_EQUAL(discard(GRANT), OK);
		CU_ASSERT_EQUAL(create(GRANTS, GRANT, 0, 0, 0), OK);
	}
	CU_ASSERT_EQUAL(regs()[1], 0);
	CU_ASSERT_EQUAL(invoke(GRANT, ABI_GRANT_DELEGATE, REGION, FREE2,
			       UINT64_MAX, 0), OK);
	CU_ASSERT_EQUAL(invoke(FREE2, ABI_CAP_INFO, 0, 0, 0, 0), OK);
	CU_ASSERT_EQUAL(invoke(FREE, ABI_CAP_INFO, 0, 0, 0, 0), E_STALE);
}

/* A view begins as the first of its lists, whatever it was before. */
static void test_view_made_in_a_used_place(void)
{
	struct abi_view *views;

	builder_make();
	build(0);
	CU_ASSERT_EQUAL(invoke(GRANT, ABI_GRANT_DELEGATE, REGION, FREE,
			       UINT64_MAX, 0), OK);
	views = builder->views;
	views[0].place = views[0].grant_place = OLD_PLACE;
	CU_ASSERT_EQUAL(invoke(FREE, ABI_REGION_SHARE, OWN, 0, 1, RIGHTS_RW),
			OK);
	CU_ASSERT_NOT_EQUAL(views[0].grant, 0);
	CU_ASSERT_PTR_EQUAL(views[0].place, &views[0].region->views);
	CU_ASSERT_PTR_EQUAL(views[0].grant_place, &views[0].grant->views);
	CU_ASSERT_EQUAL(delete(GRANTS, 0), OK);
	CU_ASSERT_EQUAL(views[0].region, 0);
	CU_ASSERT_EQUAL(views[0].grant, 0);
}

void suite_made(void)
{
	CU_pSuite suite = CU_add_suite("kernel: places used again", NULL, NULL);

	CU_ADD_TEST(suite, test_budget_change_begins_a_period);
	CU_ADD_TEST(suite, test_budget_made_in_a_used_place);
	CU_ADD_TEST(suite, test_second_budget_frees_the_first);
	CU_ADD_TEST(suite, test_domain_made_in_a_used_place);
	CU_ADD_TEST(suite, test_running_domain_is_not_deleted);
	CU_ADD_TEST(suite, test_deleted_domain_leaves_nothing);
	CU_ADD_TEST(suite, test_deleted_domain_sees_nothing);
	CU_ADD_TEST(suite, test_pool_made_in_a_used_place);
	CU_ADD_TEST(suite, test_pool_values);
	CU_ADD_TEST(suite, test_portal_limit_and_path);
	CU_ADD_TEST(suite, test_exit_gives_the_token_back);
	CU_ADD_TEST(suite, test_enter_by_a_neighbours_name);
	CU_ADD_TEST(suite, test_event_made_in_a_used_place);
	CU_ADD_TEST(suite, test_deleted_event_ends_a_wait);
	CU_ADD_TEST(suite, test_vp_made_in_a_used_place);
	CU_ADD_TEST(suite, test_delete_of_the_payer);
	CU_ADD_TEST(suite, test_stop_of_a_vp_in_a_stopped_server);
	CU_ADD_TEST(suite, test_region_made_in_a_used_place);
	CU_ADD_TEST(suite, test_deleted_grant_lends_no_more);
	CU_ADD_TEST(suite, test_view_made_in_a_used_place);
}
