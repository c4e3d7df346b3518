/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * Boot: from the image to the first vp.
 */
#include "kernel.h"

static void test_first_vp_runs(void)
{
	fixture_make();
	RUNS(world_boot());
	CU_ASSERT_PTR_EQUAL(world.current, f.vp);
	CU_ASSERT_PTR_EQUAL(running_in(), f.client);
	CU_ASSERT_EQUAL(world.size, 0);
}

static void test_no_vp(void)
{
	world_reset();
	ASSERT_PANICS(world_boot(), "vps.count");
}

static void test_record_without_magic(void)
{
	fixture_make();
	world_record()->magic++;
	ASSERT_PANICS(world_boot(), "magic");
}

static void test_record_of_another_version(void)
{
	fixture_make();
	world_record()->version++;
	ASSERT_PANICS(world_boot(), "version");
}

/* What the image says in nanoseconds is ticks from then on. */
static void test_times_are_ticks(void)
{
	struct abi_budget *budget;

	fixture_make();
	budget = world_budget(f.vp, 1000000, 20000000, 0);
	f.portal->limit = 3000000;
	world.frequency = 62500000; /* 16 ns */
	RUNS(world_boot());
	CU_ASSERT_EQUAL(budget->amount, 62500);
	CU_ASSERT_EQUAL(budget->left, 62500);
	CU_ASSERT_EQUAL(budget->period, 1250000);
	CU_ASSERT_EQUAL(budget->deadline, world.now + 1250000);
	CU_ASSERT_EQUAL(f.portal->limit, 187500);
}

void suite_boot(void)
{
	CU_pSuite suite = CU_add_suite("kernel: boot", NULL, NULL);

	CU_ADD_TEST(suite, test_first_vp_runs);
	CU_ADD_TEST(suite, test_times_are_ticks);
	CU_ADD_TEST(suite, test_no_vp);
	CU_ADD_TEST(suite, test_record_without_magic);
	CU_ADD_TEST(suite, test_record_of_another_version);
}
