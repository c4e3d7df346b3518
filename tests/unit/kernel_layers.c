/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * What is built on what: a pool that is deleted under calls, a budget that is
 * bound, and the entry that goes on with who ran.
 */
#include "kernel.h"

#include <vesper/kernel/sched.h>

#define SLOT_FACTORY	4
#define SLOT_SERVER	5
#define SLOT_VP		6
#define SLOT_BUDGET	7
#define WAITERS		6

static struct abi_vp *waiters[WAITERS];

/* The server's pool is as if a factory had made it. */
static void make_pool_factory(void)
{
	struct abi_pool copy = *f.pool;
	struct abi_factory *factory = world_factory(ABI_TYPE_POOL, f.pool, 1);

	factory->free = 0;
	*f.pool = copy;
	world_cap(f.client, SLOT_FACTORY, factory, ABI_RIGHT_CONTROL, 0);
	world_cap(f.client, SLOT_SERVER, f.server, ABI_RIGHT_CONTROL, 0);
}

static int64_t invoke(uint64_t slot, uint64_t operation, uint64_t x1)
{
	const struct abi_vp *vp = world.current;

	regs()[0] = slot;
	regs()[1] = x1;
	regs()[8] = operation;
	RUNS(world_syscall(ABI_SYS_INVOKE));
	return (int64_t)vp->context.x[0];
}

/* `vp` is in a deeper call, the others wait for the server. */
static void fill_server(void)
{
	fixture_make();
	for (int i = 0; i < WAITERS; i++)
		waiters[i] = world_vp(f.client, "waiter");
	make_pool_factory();
	RUNS(world_boot());
	switch_to(f.vp);
	RUNS(call(SLOT_PORTAL, 1));
	RUNS(call(SLOT_DEEP, 1));
	for (int i = 0; i < WAITERS; i++) {
		switch_to(waiters[i]);
		RUNS(call(SLOT_PORTAL, 1));
		CU_ASSERT_EQUAL(waiters[i]->state, ABI_VP_WAIT_POOL);
	}
	switch_to(f.other);
}

static void test_pool_is_deleted_under_calls(void)
{
	fill_server();
	CU_ASSERT_EQUAL(invoke(SLOT_FACTORY, ABI_FACTORY_DELETE, 0), E_BUSY);
	CU_ASSERT_EQUAL(invoke(SLOT_SERVER, ABI_DOMAIN_STOP, 0), OK);
	switch_to(f.other);
	/* A worker is still below the deeper call. */
	CU_ASSERT_EQUAL(invoke(SLOT_FACTORY, ABI_FACTORY_DELETE, 0), E_BUSY);
	switch_to(f.vp);
	RUNS(reply(0));
	CU_ASSERT_EQUAL((int64_t)f.vp->context.x[0], E_STOPPED);
	switch_to(f.other);
	CU_ASSERT_EQUAL(invoke(SLOT_FACTORY, ABI_FACTORY_DELETE, 0), OK);
	CU_ASSERT_EQUAL(f.server->pool, 0);
	for (int i = 0; i < WAITERS; i++) {
		switch_to(waiters[i]);
		CU_ASSERT_EQUAL(status(), E_STOPPED);
	}
}

/* Nobody has had the CPU since the stop: the deletion itself tells who is inside
 * and who waits, one in a step. */
static void test_waiters_of_a_deleted_pool(void)
{
	fill_server();
	switch_to(f.vp);
	RUNS(reply(0));
	switch_to(f.other);
	CU_ASSERT_EQUAL(invoke(SLOT_SERVER, ABI_DOMAIN_STOP, 0), OK);
	CU_ASSERT_PTR_EQUAL_FATAL(world.current, f.other);
	for (int i = 0; i < WAITERS; i++) {
		(void)invoke(SLOT_FACTORY, ABI_FACTORY_DELETE, 0);
		CU_ASSERT_EQUAL(f.vp->state, ABI_VP_READY);
		CU_ASSERT_EQUAL(f.pool->waiters, (uintptr_t)waiters[i]);
	}
	(void)invoke(SLOT_FACTORY, ABI_FACTORY_DELETE, 0);
	CU_ASSERT_EQUAL(f.pool->waiters, 0);
	CU_ASSERT_EQUAL(invoke(SLOT_FACTORY, ABI_FACTORY_DELETE, 0), OK);
	for (int i = 0; i < WAITERS; i++) {
		switch_to(waiters[i]);
		CU_ASSERT_EQUAL(status(), E_STOPPED);
	}
}

static void test_bind(void)
{
	struct abi_budget *budget, *empty;
	struct abi_vp *idle;

	fixture_make();
	idle = world_vp(f.client, "idle");
	idle->state = ABI_VP_DEAD;
	budget = world_budget(f.other, 100, 1000, 0);
	empty = world_budget(f.other, 0, 1000, 0);
	budget->vp = empty->vp = NULL;
	f.other->budget = NULL;
	world_cap(f.client, SLOT_VP, idle, ABI_RIGHT_CONTROL, 0);
	world_cap(f.client, SLOT_BUDGET, budget, ABI_RIGHT_CONTROL, 0);
	world_cap(f.client, SLOT_BUDGET + 1, empty, ABI_RIGHT_CONTROL, 0);
	world_cap(f.client, SLOT_BUDGET + 2, f.vp, ABI_RIGHT_CONTROL, 0);
	RUNS(world_boot());
	CU_ASSERT_EQUAL(invoke(SLOT_VP, ABI_VP_BIND, SLOT_PORTAL), E_TYPE);
	CU_ASSERT_EQUAL(invoke(SLOT_VP, ABI_VP_BIND, SLOT_BUDGET + 1),
			E_VALUE);
	CU_ASSERT_EQUAL(invoke(SLOT_BUDGET + 2, ABI_VP_BIND, SLOT_BUDGET),
			E_BUSY);
	CU_ASSERT_EQUAL(invoke(SLOT_VP, ABI_VP_BIND, SLOT_BUDGET), OK);
	CU_ASSERT_EQUAL(budget->vp, (uintptr_t)idle);
	CU_ASSERT_EQUAL(invoke(SLOT_VP, ABI_VP_BIND, SLOT_BUDGET), E_BUSY);
}

static void enter_continue(void *unused)
{
	(void)unused;
	world.current = sched_continue(world.current);
}

/* With nothing due, and its domain running, who ran goes on. */
static void test_continue(void)
{
	fixture_boot();
	next_turn();
	switch_to(f.vp);
	RUNS(world_enter(enter_continue, NULL));
	CU_ASSERT_PTR_EQUAL(world.current, f.vp);
	sched_request();
	RUNS(world_enter(enter_continue, NULL));
	f.client->state = ABI_DOMAIN_STOPPED;
	CU_ASSERT_EQUAL(world_enter(enter_continue, NULL), WORLD_IDLE);
}

/* Nor does who ran go on when somebody is woken whose deadline is earlier. */
static void test_continue_with_who_is_woken(void)
{
	fixture_make();
	world_budget(f.other, 100000, 1000000, 0);
	RUNS(world_boot());
	CU_ASSERT_PTR_EQUAL(world.current, f.other);
	regs()[0] = UINT64_MAX;
	RUNS(world_syscall(ABI_SYS_BLOCK));
	CU_ASSERT_PTR_EQUAL(world.current, f.vp);
	sched_ready(f.other);
	RUNS(world_enter(enter_continue, NULL));
	CU_ASSERT_PTR_EQUAL(world.current, f.other);
}

void suite_layers(void)
{
	CU_pSuite suite = CU_add_suite("kernel: layers", NULL, NULL);

	CU_ADD_TEST(suite, test_pool_is_deleted_under_calls);
	CU_ADD_TEST(suite, test_waiters_of_a_deleted_pool);
	CU_ADD_TEST(suite, test_bind);
	CU_ADD_TEST(suite, test_continue);
	CU_ADD_TEST(suite, test_continue_with_who_is_woken);
}
