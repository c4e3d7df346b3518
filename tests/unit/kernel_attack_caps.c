/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * What an attempt to break the kernel found: capabilities and memory that
 * outlive what they were given for. Each test is named by the mistake that it
 * covers.
 */
#include "kernel_attack.h"

static struct abi_vp *d;

#define WINDOW 0x10000000u
static struct abi_region *region;
static void mem(unsigned rights)
{
	fixture_make();
	region = world_region(WINDOW, 1);
	world_views(f.client, 2);
	world_views(f.server, 2);
	world_cap(f.client, 4, region, rights, 0);
	world_cap(f.client, 3, f.client, ABI_RIGHT_SHARE, 0);
	world_cap(f.server, 6, f.server, ABI_RIGHT_SHARE, 0);
	f.server->caps_count = SLOTS;
}

static void test_view_of_a_lent_region_outlives_the_call(void)
{
	mem(0xff);
	RUNS(world_boot());
	regs()[0] = SLOT_PORTAL;
	regs()[8] = 1 | (uint64_t)(4 | ABI_FIELD_BORROW) << ABI_FIELD_SHIFT(0);
	((struct abi_worker *)(uintptr_t)f.pool->workers)->landing = 3;
	RUNS(world_syscall(ABI_SYS_CALL_CAP));
	CU_ASSERT_PTR_EQUAL_FATAL(running_in(), f.server);
	RUNS(operate(3, ABI_REGION_SHARE, 6, 0, 1,
		    ABI_RIGHT_READ | ABI_RIGHT_WRITE));
	RUNS(reply(0));
	CU_ASSERT_EQUAL(world_entry(f.server, WINDOW), 0);
}

static void test_moved_cap_is_doubled_by_an_error_reply(void)
{
	mem(ABI_RIGHT_READ | ABI_RIGHT_SHARE);
	RUNS(world_boot());
	((struct abi_worker *)(uintptr_t)f.pool->workers)->landing = 3;
	regs()[0] = SLOT_PORTAL;
	regs()[8] = 1 | (uint64_t)(4 | ABI_FIELD_MOVE) << ABI_FIELD_SHIFT(0);
	RUNS(world_syscall(ABI_SYS_CALL_CAP));
	CU_ASSERT_PTR_EQUAL_FATAL(running_in(), f.server);
	RUNS(operate(3, ABI_CAP_MOVE, 2, 0, 0, 0));
	RUNS(operate(2, ABI_CAP_COPY, 3, 0xff, 0, 0));
	RUNS(reply(-1));
	CU_ASSERT((world_slot(f.client, 4)->key != 0) !=
		  (world_slot(f.server, 2)->key != 0));
}

static void test_copy_and_move_without_share(void)
{
	mem(ABI_RIGHT_READ);
	RUNS(world_boot());
	((struct abi_worker *)(uintptr_t)f.pool->workers)->landing = 3;
	*world_slot(f.client, 1) = abi_cap_empty();
	RUNS(operate(4, ABI_CAP_COPY, 1, 0xff, 0, 0));
	regs()[0] = SLOT_PORTAL;
	regs()[8] = 1 | (uint64_t)(1 | ABI_FIELD_MOVE) << ABI_FIELD_SHIFT(0);
	RUNS(world_syscall(ABI_SYS_CALL_CAP));
	RUNS(operate(3, ABI_CAP_COPY, 2, 0xff, 0, 0));
	RUNS(reply(0));
	CU_ASSERT(world_slot(f.client, 4)->key == 0 ||
		  world_slot(f.server, 2)->key == 0);
}

static void test_grant_revoked_while_the_call_waits(void)
{
	fixture_make();
	world_cap(f.client, 4, world_grant(), ABI_RIGHT_CONTROL, 0);
	d = world_vp(f.client, "d");
	RUNS(world_boot());
	world.unchecked = true;
	RUNS(operate(4, ABI_GRANT_DELEGATE, SLOT_PORTAL, 5, 0xff, 0));
	CU_ASSERT_EQUAL(status(), OK);
	RUNS(call(SLOT_PORTAL, 1));
	switch_to(f.other);
	RUNS(call(5, 2));
	switch_to(d);
	RUNS(operate(4, ABI_GRANT_REVOKE, 0, 0, 0, 0));
	CU_ASSERT_EQUAL(status(), OK);
	switch_to(f.vp);
	RUNS(reply(0));
	switch_to(f.other);
	CU_ASSERT_PTR_EQUAL(running_in(), f.client);
	CU_ASSERT_EQUAL(status(), E_STALE);
}

void suite_attack_caps(void)
{
	CU_pSuite suite = CU_add_suite("attack, capabilities", NULL, NULL);

	CU_ADD_TEST(suite, test_view_of_a_lent_region_outlives_the_call);
	CU_ADD_TEST(suite, test_moved_cap_is_doubled_by_an_error_reply);
	CU_ADD_TEST(suite, test_copy_and_move_without_share);
	CU_ADD_TEST(suite, test_grant_revoked_while_the_call_waits);
}
