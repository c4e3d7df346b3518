/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * Invocation: calls, replies, and how calls end otherwise.
 */
#include "kernel.h"

#define FILL	0x10000
#define FILL2	0x20000

static const struct abi_worker *worker(const struct abi_pool *pool, int index)
{
	return (const struct abi_worker *)(uintptr_t)pool->workers + index;
}

static void check_zero(int first, int last)
{
	for (int i = first; i <= last; i++)
		CU_ASSERT_EQUAL(regs()[i], 0);
}

static void check_filled(uint64_t base, int first, int last)
{
	for (int i = first; i <= last; i++)
		CU_ASSERT_EQUAL(regs()[i], base + (uint64_t)i);
}

/* ---- registers ---------------------------------------------------------- */

static void test_call_enters_the_server(void)
{
	const struct abi_context *context;

	fixture_boot();
	regs_fill(FILL);
	world.current->context.pstate = 0xf0000000;
	RUNS(call(SLOT_PORTAL, 0xffffffffffff0007));
	context = &world.current->context;
	CU_ASSERT_PTR_EQUAL(world.current, f.vp);
	CU_ASSERT_PTR_EQUAL(running_in(), f.server);
	CU_ASSERT_EQUAL(regs()[0], BADGE | UINT64_C(7) << 32);
	check_filled(FILL, 1, 7);
	check_zero(8, 30);
	CU_ASSERT_EQUAL(context->pc, ENTRY);
	CU_ASSERT_EQUAL(context->sp, worker(f.pool, 0)->stack);
	CU_ASSERT_EQUAL(context->tls, worker(f.pool, 0)->stack);
	CU_ASSERT_EQUAL(context->pstate, 0);
}

static void test_reply_returns(void)
{
	struct abi_context before;

	fixture_boot();
	regs_fill(FILL);
	before = world.current->context;
	RUNS(call(SLOT_PORTAL, 7));
	regs_fill(FILL2);
	world.current->context.pstate = 0xf0000000;
	world.current->context.sp++;
	world.current->context.tls++;
	RUNS(reply(-5));
	CU_ASSERT_PTR_EQUAL(running_in(), f.client);
	CU_ASSERT_EQUAL(status(), -5);
	check_filled(FILL2, 1, 7);
	check_zero(8, 18);
	check_filled(FILL, 19, 30);
	CU_ASSERT_EQUAL(world.current->context.pc, before.pc);
	CU_ASSERT_EQUAL(world.current->context.sp, before.sp);
	CU_ASSERT_EQUAL(world.current->context.tls, before.tls);
	CU_ASSERT_EQUAL(world.current->context.pstate, 0);
}

/* The kernel's own status is told in x8; nothing else is left of the call. */
static void test_call_refused(void)
{
	static const struct {
		uint64_t slot;
		int64_t status;
	} cases[] = {
		{ SLOT_EMPTY, E_SLOT },
		{ SLOTS, E_SLOT },
		{ SLOT_DEBUG, E_TYPE },
		{ SLOT_DEEP, E_RIGHTS },
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		fixture_boot();
		world_cap(f.client, SLOT_DEEP, f.deep_portal, ABI_RIGHT_SHARE,
			  0);
		regs_fill(FILL);
		RUNS(call(cases[i].slot, 1));
		CU_ASSERT_PTR_EQUAL(running_in(), f.client);
		CU_ASSERT_EQUAL(status(), cases[i].status);
		check_zero(1, 7);
		CU_ASSERT_EQUAL(regs()[8],
				(uint64_t)cases[i].status & 0xffff);
		check_zero(9, 18);
		check_filled(FILL, 19, 30);
	}
}

static void test_call_stale(void)
{
	fixture_boot();
	f.portal->key += UINT64_C(1) << ABI_CAP_GENERATION_SHIFT;
	RUNS(call(SLOT_PORTAL, 1));
	CU_ASSERT_EQUAL(status(), E_STALE);
}

static void test_reply_without_call(void)
{
	fixture_boot();
	RUNS(reply(0));
	CU_ASSERT_EQUAL(status(), E_NO_CALL);
	CU_ASSERT_PTR_EQUAL(running_in(), f.client);
}

/* ---- chains and workers ------------------------------------------------- */

static void test_chain(void)
{
	fixture_boot();
	RUNS(call(SLOT_PORTAL, 1));
	regs_fill(FILL);
	RUNS(call(SLOT_DEEP, 2));
	CU_ASSERT_PTR_EQUAL(running_in(), f.deep);
	CU_ASSERT_EQUAL(regs()[0], 2 | UINT64_C(2) << 32);
	RUNS(reply(8));
	CU_ASSERT_PTR_EQUAL(running_in(), f.server);
	CU_ASSERT_EQUAL(status(), 8);
	check_filled(FILL, 19, 30);
	RUNS(reply(9));
	CU_ASSERT_PTR_EQUAL(running_in(), f.client);
	CU_ASSERT_EQUAL(status(), 9);
}

/* Two workers, two calls at once, each on a stack of its own. */
static void test_workers_differ(void)
{
	uint64_t stack;

	fixture_boot();
	RUNS(call(SLOT_DEEP, 1));
	stack = world.current->context.sp;
	RUNS(yield());
	CU_ASSERT_PTR_EQUAL(world.current, f.other);
	RUNS(call(SLOT_DEEP, 1));
	CU_ASSERT_PTR_EQUAL(running_in(), f.deep);
	CU_ASSERT_NOT_EQUAL(world.current->context.sp, stack);
	CU_ASSERT_EQUAL(f.deep_pool->free, 0);
}

/* Let `vp` enter the server and `other` wait for it. */
static void other_waits(void)
{
	fixture_boot();
	RUNS(call(SLOT_PORTAL, 1));
	RUNS(yield());
	CU_ASSERT_PTR_EQUAL_FATAL(world.current, f.other);
	regs_fill(FILL2);
	RUNS(call(SLOT_PORTAL, 2));
	CU_ASSERT_PTR_EQUAL_FATAL(world.current, f.vp);
	CU_ASSERT_EQUAL(f.other->state, ABI_VP_WAIT_POOL);
}

static void test_waiter_enters_after_reply(void)
{
	other_waits();
	RUNS(reply(0));
	switch_to(f.other);
	CU_ASSERT_PTR_EQUAL(running_in(), f.server);
	CU_ASSERT_EQUAL(regs()[0], BADGE | UINT64_C(2) << 32);
	check_filled(FILL2, 1, 7);
	check_zero(8, 30);
}

/* The authority to enter is looked at again when the turn comes. */
static void test_waiter_of_a_portal_that_goes(void)
{
	other_waits();
	f.portal->key += UINT64_C(1) << ABI_CAP_GENERATION_SHIFT;
	RUNS(reply(0));
	switch_to(f.other);
	CU_ASSERT_PTR_EQUAL(running_in(), f.client);
	CU_ASSERT_EQUAL(status(), E_STALE);
	check_filled(FILL2, 19, 30);
	CU_ASSERT_PTR_EQUAL((void *)(uintptr_t)f.pool->free, worker(f.pool, 0));
}

static void test_waiter_loses_its_authority(void)
{
	other_waits();
	*world_slot(f.client, SLOT_PORTAL) = abi_cap_empty();
	RUNS(reply(0));
	switch_to(f.other);
	CU_ASSERT_PTR_EQUAL(running_in(), f.client);
	CU_ASSERT_EQUAL(status(), E_SLOT);
	CU_ASSERT_PTR_EQUAL((void *)(uintptr_t)f.pool->free, worker(f.pool, 0));
}

/* The slot that the call named holds another portal by now. */
static void test_waiter_of_a_slot_that_changes(void)
{
	other_waits();
	world_cap(f.client, SLOT_PORTAL, f.deep_portal, ABI_RIGHT_CALL, 1);
	RUNS(reply(0));
	switch_to(f.other);
	CU_ASSERT_PTR_EQUAL(running_in(), f.client);
	CU_ASSERT_EQUAL(status(), E_STALE);
	CU_ASSERT_PTR_EQUAL((void *)(uintptr_t)f.pool->free, worker(f.pool, 0));
}

static void test_waiters_in_order(void)
{
	struct abi_vp *third;

	fixture_make();
	third = world_vp(f.client, "third");
	RUNS(world_boot());
	RUNS(call(SLOT_PORTAL, 1));
	switch_to(f.other);
	RUNS(call(SLOT_PORTAL, 2));
	switch_to(third);
	RUNS(call(SLOT_PORTAL, 3));
	CU_ASSERT_PTR_EQUAL(world.current, f.vp);
	RUNS(reply(0));
	switch_to(f.other);
	CU_ASSERT_PTR_EQUAL(running_in(), f.server);
	CU_ASSERT_EQUAL(third->state, ABI_VP_WAIT_POOL);
	RUNS(reply(0));
	switch_to(third);
	CU_ASSERT_PTR_EQUAL(running_in(), f.server);
}

/* ---- stopped domains ---------------------------------------------------- */

static void test_call_of_stopped_server(void)
{
	fixture_boot();
	RUNS(call(SLOT_PORTAL, 1));
	RUNS(fault(ABI_FAULT_READ, 0));
	CU_ASSERT_PTR_EQUAL(running_in(), f.client);
	CU_ASSERT_EQUAL(status(), E_FAULT);
	RUNS(call(SLOT_PORTAL, 1));
	CU_ASSERT_PTR_EQUAL(running_in(), f.client);
	CU_ASSERT_EQUAL(status(), E_STOPPED);
}

static void test_waiter_of_stopped_server(void)
{
	other_waits();
	RUNS(fault(ABI_FAULT_READ, 0));
	switch_to(f.other);
	CU_ASSERT_PTR_EQUAL(running_in(), f.client);
	CU_ASSERT_EQUAL(status(), E_STOPPED);
	check_filled(FILL2, 19, 30);
}

/* The middle of a chain stops: the innermost call is finished first. */
static void test_middle_of_chain_stops(void)
{
	fixture_make();
	f.other = world_vp(f.server, "of the server");
	RUNS(world_boot());
	regs_fill(FILL);
	RUNS(call(SLOT_PORTAL, 1));
	RUNS(call(SLOT_DEEP, 1));
	switch_to(f.other);
	RUNS(fault(ABI_FAULT_WRITE, 4));
	CU_ASSERT_EQUAL(f.other->state, ABI_VP_DEAD);
	CU_ASSERT_PTR_EQUAL(world.current, f.vp);
	CU_ASSERT_PTR_EQUAL(running_in(), f.deep);
	RUNS(reply(0));
	CU_ASSERT_PTR_EQUAL(running_in(), f.client);
	CU_ASSERT_EQUAL(status(), E_STOPPED);
	check_zero(1, 7);
	CU_ASSERT_EQUAL(regs()[8], (uint64_t)E_STOPPED & 0xffff);
	check_filled(FILL, 19, 30);
}

/* A server's worker, preempted in its call, when the server stops. */
static void test_preempted_in_stopped_server(void)
{
	fixture_make();
	world_cap(f.client, SLOT_PORTAL, f.deep_portal, ABI_RIGHT_CALL, BADGE);
	RUNS(world_boot());
	RUNS(call(SLOT_DEEP, 1));
	switch_to(f.other);
	RUNS(call(SLOT_DEEP, 1));
	RUNS(fault(ABI_FAULT_EXECUTE, 8));
	switch_to(f.vp);
	CU_ASSERT_PTR_EQUAL(running_in(), f.client);
	CU_ASSERT_EQUAL(status(), E_STOPPED);
	switch_to(f.other);
	CU_ASSERT_EQUAL(status(), E_FAULT);
}

/* The caller's home stops while its vp is in a server: the server goes on, and
 * with its reply the vp is dead. */
static void test_caller_stops(void)
{
	fixture_boot();
	RUNS(call(SLOT_PORTAL, 1));
	switch_to(f.other);
	RUNS(fault(ABI_FAULT_READ, 0));
	CU_ASSERT_PTR_EQUAL(world.current, f.vp);
	CU_ASSERT_PTR_EQUAL(running_in(), f.server);
	CU_ASSERT_EQUAL(reply(0), WORLD_IDLE);
	CU_ASSERT_EQUAL(f.vp->state, ABI_VP_DEAD);
	CU_ASSERT_PTR_EQUAL((void *)(uintptr_t)f.pool->free, worker(f.pool, 0));
}

/* A waiting caller's home stops: nobody waits any more. */
static void test_waiting_caller_stops(void)
{
	struct abi_vp *third;

	fixture_make();
	third = world_vp(f.server, "of the server");
	RUNS(world_boot());
	RUNS(call(SLOT_PORTAL, 1));
	switch_to(f.other);
	RUNS(call(SLOT_PORTAL, 1));
	switch_to(third);
	RUNS(fault(ABI_FAULT_READ, 0));
	switch_to(f.vp);
	CU_ASSERT_EQUAL(status(), E_STOPPED);
	switch_to(f.other);
	CU_ASSERT_EQUAL(status(), E_STOPPED);
	CU_ASSERT_EQUAL(f.pool->waiters, 0);
}

/* A server stops while a call of its waits, behind another, for a third. */
static void test_waits_for_another_in_stopped_server(void)
{
	struct abi_vp *third, *own;

	fixture_make();
	f.deep_portal->pool = world_pool(f.deep, 1, 1);
	third = world_vp(f.client, "third");
	own = world_vp(f.server, "own");
	RUNS(world_boot());
	switch_to(f.other);
	RUNS(call(SLOT_DEEP, 1));
	switch_to(third);
	RUNS(call(SLOT_DEEP, 1));
	switch_to(f.vp);
	RUNS(call(SLOT_PORTAL, 1));
	RUNS(call(SLOT_DEEP, 1));
	CU_ASSERT_EQUAL(f.vp->state, ABI_VP_WAIT_POOL);
	switch_to(own);
	RUNS(fault(ABI_FAULT_READ, 0));
	switch_to(f.vp);
	CU_ASSERT_PTR_EQUAL(running_in(), f.client);
	CU_ASSERT_EQUAL(status(), E_STOPPED);
	switch_to(f.other);
	RUNS(reply(0));
	switch_to(third);
	CU_ASSERT_PTR_EQUAL(running_in(), f.deep);
}

/* The first waiter of two, then the second, is of a domain that stops. */
static void test_waiters_leave(void)
{
	for (int first = 0; first < 2; first++) {
		struct abi_domain *bad;
		struct abi_vp *vps[2], *spare;

		fixture_make();
		bad = world_domain("bad", 0, SLOTS);
		world_cap(bad, SLOT_PORTAL, f.portal, ABI_RIGHT_CALL, 9);
		vps[first] = world_vp(bad, "waits");
		vps[!first] = world_vp(f.client, "third");
		spare = world_vp(bad, "faults");
		if (first != 0) {
			struct abi_vp *swap = vps[0];

			vps[0] = vps[1];
			vps[1] = swap;
		}
		RUNS(world_boot());
		RUNS(call(SLOT_PORTAL, 1));
		switch_to(vps[first]);
		RUNS(call(SLOT_PORTAL, 1));
		switch_to(vps[!first]);
		RUNS(call(SLOT_PORTAL, 1));
		switch_to(spare);
		RUNS(fault(ABI_FAULT_READ, 0));
		switch_to(f.vp);
		RUNS(reply(0));
		switch_to(vps[1]);
		CU_ASSERT_PTR_EQUAL(running_in(), f.server);
		RUNS(reply(0));
		for (int i = 0; i < WORLD_VPS; i++)
			next_turn();
		CU_ASSERT_EQUAL(vps[0]->state, ABI_VP_DEAD);
	}
}

void suite_call(void)
{
	CU_pSuite suite = CU_add_suite("kernel: invocation", NULL, NULL);

	CU_ADD_TEST(suite, test_call_enters_the_server);
	CU_ADD_TEST(suite, test_reply_returns);
	CU_ADD_TEST(suite, test_call_refused);
	CU_ADD_TEST(suite, test_call_stale);
	CU_ADD_TEST(suite, test_reply_without_call);
	CU_ADD_TEST(suite, test_chain);
	CU_ADD_TEST(suite, test_workers_differ);
	CU_ADD_TEST(suite, test_waiter_enters_after_reply);
	CU_ADD_TEST(suite, test_waiter_of_a_portal_that_goes);
	CU_ADD_TEST(suite, test_waiter_loses_its_authority);
	CU_ADD_TEST(suite, test_waiter_of_a_slot_that_changes);
	CU_ADD_TEST(suite, test_waiters_in_order);
	CU_ADD_TEST(suite, test_call_of_stopped_server);
	CU_ADD_TEST(suite, test_waiter_of_stopped_server);
	CU_ADD_TEST(suite, test_middle_of_chain_stops);
	CU_ADD_TEST(suite, test_preempted_in_stopped_server);
	CU_ADD_TEST(suite, test_caller_stops);
	CU_ADD_TEST(suite, test_waiting_caller_stops);
	CU_ADD_TEST(suite, test_waits_for_another_in_stopped_server);
	CU_ADD_TEST(suite, test_waiters_leave);
}
