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

void suite_boot(void)
{
	CU_pSuite suite = CU_add_suite("kernel: boot", NULL, NULL);

	CU_ADD_TEST(suite, test_first_vp_runs);
	CU_ADD_TEST(suite, test_no_vp);
	CU_ADD_TEST(suite, test_record_without_magic);
	CU_ADD_TEST(suite, test_record_of_another_version);
}
