/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * When the supervisor lets a component begin again.
 */
#include <CUnit/Basic.h>

#include "life.h"

#define SECOND UINT64_C(1000000000)

static vesper_restart_policy policy;
static struct life life;

static void begin(uint32_t at_most, uint64_t within, uint64_t first,
		  uint64_t last)
{
	policy = (vesper_restart_policy){ .always = 1, .at_most = at_most,
		.within = within, .backoff = first, .backoff_last = last };
	life = (struct life){ 0 };
}

/* It ends at `now`, and begins when it is due; gives the time between. */
static uint64_t end(uint64_t now)
{
	uint64_t due = life_end(&life, &policy, now);

	CU_ASSERT_EQUAL(life.due, due);
	if (due == LIFE_OVER)
		return LIFE_OVER;
	life_begin(&life, due);
	CU_ASSERT_EQUAL(life.due, 0);
	return due - now;
}

static void test_never(void)
{
	begin(0, 0, 0, 0);
	policy.always = 0;
	CU_ASSERT_EQUAL(end(SECOND), LIFE_OVER);
}

static void test_any_number(void)
{
	begin(0, 0, 0, 0);
	for (int i = 0; i < 100; i++)
		CU_ASSERT_EQUAL(end(SECOND), 0);
}

static void test_at_most(void)
{
	begin(3, 10 * SECOND, 0, 0);
	CU_ASSERT_EQUAL(end(1 * SECOND), 0);
	CU_ASSERT_EQUAL(end(2 * SECOND), 0);
	CU_ASSERT_EQUAL(end(3 * SECOND), 0);
	CU_ASSERT_EQUAL(end(11 * SECOND - 1), LIFE_OVER);
}

/* The time slides: what is long ago does not count. */
static void test_within(void)
{
	begin(3, 10 * SECOND, 0, 0);
	for (uint64_t i = 1; i < 50; i++)
		CU_ASSERT_EQUAL(end(4 * SECOND * i), 0);
	CU_ASSERT_EQUAL(end(198 * SECOND - 1), LIFE_OVER);
	CU_ASSERT_EQUAL(end(198 * SECOND), 0);
}

static void test_most_that_a_policy_can_say(void)
{
	begin(ABI_RESTARTS_MAX, 10 * SECOND, 0, 0);
	for (uint64_t i = 1; i <= ABI_RESTARTS_MAX; i++)
		CU_ASSERT_EQUAL(end(SECOND), 0);
	CU_ASSERT_EQUAL(end(SECOND), LIFE_OVER);
}

static void test_backoff_doubles(void)
{
	begin(0, 0, 50, 300);
	CU_ASSERT_EQUAL(end(SECOND), 50);
	CU_ASSERT_EQUAL(end(2 * SECOND), 100);
	CU_ASSERT_EQUAL(end(3 * SECOND), 200);
	CU_ASSERT_EQUAL(end(4 * SECOND), 300);
	CU_ASSERT_EQUAL(end(5 * SECOND), 300);
}

static void test_backoff_of_one_time(void)
{
	begin(0, 0, 50, 50);
	CU_ASSERT_EQUAL(end(SECOND), 50);
	CU_ASSERT_EQUAL(end(2 * SECOND), 50);
}

/* A life that lasted is a new start. */
static void test_backoff_begins_again(void)
{
	begin(5, SECOND, 50, 800);
	CU_ASSERT_EQUAL(end(10 * SECOND), 50);
	CU_ASSERT_EQUAL(end(10 * SECOND + 60), 100);
	CU_ASSERT_EQUAL(end(10 * SECOND + 170), 200);
	CU_ASSERT_EQUAL(end(12 * SECOND), 50);
}

int main(void)
{
	CU_pSuite suite;
	unsigned failures;

	if (CU_initialize_registry() != CUE_SUCCESS)
		return 99;
	suite = CU_add_suite("supervisor: lives", NULL, NULL);
	CU_ADD_TEST(suite, test_never);
	CU_ADD_TEST(suite, test_any_number);
	CU_ADD_TEST(suite, test_at_most);
	CU_ADD_TEST(suite, test_within);
	CU_ADD_TEST(suite, test_most_that_a_policy_can_say);
	CU_ADD_TEST(suite, test_backoff_doubles);
	CU_ADD_TEST(suite, test_backoff_of_one_time);
	CU_ADD_TEST(suite, test_backoff_begins_again);
	CU_basic_set_mode(CU_BRM_VERBOSE);
	CU_basic_run_tests();
	failures = CU_get_number_of_failures();
	CU_cleanup_registry();
	return failures != 0;
}
