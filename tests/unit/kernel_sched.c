/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * The scheduler: who runs.
 */
#include "kernel.h"

static void test_yield_takes_turns(void)
{
	fixture_boot();
	for (int i = 0; i < 3; i++) {
		RUNS(yield());
		CU_ASSERT_PTR_EQUAL(world.current, f.other);
		RUNS(yield());
		CU_ASSERT_PTR_EQUAL(world.current, f.vp);
	}
}

static void test_yield_alone_goes_on(void)
{
	world_reset();
	f.client = world_domain("client", 0, 1);
	f.vp = world_vp(f.client, "main");
	RUNS(world_boot());
	RUNS(yield());
	CU_ASSERT_PTR_EQUAL(world.current, f.vp);
}

static void test_yield_keeps_registers(void)
{
	fixture_boot();
	regs_fill(0x4000);
	RUNS(yield());
	regs_fill(0x8000);
	RUNS(yield());
	for (uint64_t i = 19; i < 31; i++)
		CU_ASSERT_EQUAL(regs()[i], 0x4000 + i);
}

/* On slack: `vp` has had nearly all of its turn, and gives up the rest. Who is next
 * has a whole one. */
#define TURN	1000000u	/* ns */

static void turn_is_whole(void)
{
	CU_ASSERT_PTR_EQUAL_FATAL(world.current, f.other);
	world.now += TURN - 2000;
	RUNS(world_interrupt());
	CU_ASSERT_PTR_EQUAL(world.current, f.other);
}

static void test_yield_takes_nothing_of_the_next_turn(void)
{
	fixture_boot();
	world.now += TURN - 1000;
	RUNS(yield());
	turn_is_whole();
	world.now += 2000;
	RUNS(world_interrupt());
	CU_ASSERT_PTR_EQUAL(world.current, f.vp);
}

static void test_sleep_takes_nothing_of_the_next_turn(void)
{
	fixture_boot();
	for (int i = 0; i < 3; i++) {
		world.now += TURN - 1000;
		regs()[0] = 1;
		RUNS(world_syscall(ABI_SYS_BLOCK));
		world.now++;
		RUNS(world_interrupt());
		CU_ASSERT_EQUAL(f.vp->state, ABI_VP_READY);
		turn_is_whole();
		world.now += 2000;
		RUNS(world_interrupt());
		if (world.current == f.other)
			RUNS(yield());
		CU_ASSERT_PTR_EQUAL(world.current, f.vp);
	}
}

static void test_all_blocked_is_idle(void)
{
	fixture_boot();
	regs()[0] = UINT64_MAX;
	RUNS(world_syscall(ABI_SYS_BLOCK));
	CU_ASSERT_PTR_EQUAL(world.current, f.other);
	regs()[0] = UINT64_MAX;
	CU_ASSERT_EQUAL(world_syscall(ABI_SYS_BLOCK), WORLD_IDLE);
}

void suite_sched(void)
{
	CU_pSuite suite = CU_add_suite("kernel: scheduler", NULL, NULL);

	CU_ADD_TEST(suite, test_yield_takes_turns);
	CU_ADD_TEST(suite, test_yield_alone_goes_on);
	CU_ADD_TEST(suite, test_yield_keeps_registers);
	CU_ADD_TEST(suite, test_yield_takes_nothing_of_the_next_turn);
	CU_ADD_TEST(suite, test_sleep_takes_nothing_of_the_next_turn);
	CU_ADD_TEST(suite, test_all_blocked_is_idle);
}
