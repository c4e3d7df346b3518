/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * Runs: what boot expands is what the page held.
 */
#include <stdlib.h>
#include <string.h>

#include <CUnit/Basic.h>

#include "runs.h"
#include "vlink_back.h"

#define PAGE 4096u
#define WORDS (PAGE / 8)
#define BASE UINT64_C(0x80000)

/* Compress, expand over zeroes, compare; gives the number of runs. */
static size_t round_trip(const uint64_t words[WORDS])
{
	struct abi_run runs[WORDS];
	uint8_t memory[PAGE] = { 0 };
	size_t count = runs_of_page((const uint8_t *)words, BASE, runs, WORDS);

	CU_ASSERT_EQUAL(runs_of_page((const uint8_t *)words, BASE, NULL, 0),
			count);
	CU_ASSERT_EQUAL(runs_apply(runs, count, BASE, memory, PAGE), count);
	CU_ASSERT_EQUAL(memcmp(memory, words, PAGE), 0);
	return count;
}

static void test_zeroed_page_has_none(void)
{
	uint64_t words[WORDS] = { 0 };

	CU_ASSERT_EQUAL(round_trip(words), 0);
}

static void test_table_is_one_run(void)
{
	uint64_t words[WORDS];

	for (unsigned i = 0; i < WORDS; i++)
		words[i] = (0x100000 + (uint64_t)i * PAGE) |
			UINT64_C(0x0060000000000fff);
	CU_ASSERT_EQUAL(round_trip(words), 1);
	words[7] = 0;		/* a guard page in the middle */
	CU_ASSERT_EQUAL(round_trip(words), 2);
}

static void test_equal_words_are_one_run(void)
{
	uint64_t words[WORDS];

	for (unsigned i = 0; i < WORDS; i++)
		words[i] = UINT64_MAX;
	CU_ASSERT_EQUAL(round_trip(words), 1);
}

static void test_first_and_last_word(void)
{
	uint64_t words[WORDS] = { [0] = 1, [WORDS - 1] = UINT64_MAX };

	CU_ASSERT_EQUAL(round_trip(words), 2);
}

/* A step has 32 bits; a larger or a falling one begins a new run. */
static void test_step_limits(void)
{
	uint64_t words[WORDS] = { 1, 1 + (uint64_t)UINT32_MAX };

	CU_ASSERT_EQUAL(round_trip(words), 1);
	words[1]++;
	CU_ASSERT_EQUAL(round_trip(words), 2);
	words[1] = 0;
	words[2] = 9;
	words[3] = 8;
	CU_ASSERT_EQUAL(round_trip(words), 3);
}

static void test_random_pages(void)
{
	srand(1);
	for (unsigned n = 0; n < 2000; n++) {
		uint64_t words[WORDS] = { 0 };
		unsigned at = 0;

		while (at < WORDS) {
			unsigned length = 1 + (unsigned)rand() % 40;
			uint64_t value = (uint64_t)rand() << (rand() % 33);
			uint64_t step = (uint64_t)(rand() % 3) *
				(uint64_t)rand();

			for (; length && at < WORDS; length--, at++) {
				words[at] = n % 2 ? value : 0;
				value += step;
			}
			at += (unsigned)rand() % 30;
			if (at < WORDS)
				words[at++] = (uint64_t)rand();
		}
		round_trip(words);
	}
}

static void test_outside_is_refused(void)
{
	uint8_t memory[16] = { 0 };
	struct abi_run runs[] = {
		{ .address = BASE, .value = 1, .count = 2 },
		{ .address = BASE + 8, .value = 1, .count = 2 },
	};

	CU_ASSERT_EQUAL(runs_apply(runs, 2, BASE, memory, 16), 1);
	runs[1] = (struct abi_run){ .address = BASE - 8, .count = 1 };
	CU_ASSERT_EQUAL(runs_apply(runs, 2, BASE, memory, 16), 1);
	runs[1] = (struct abi_run){ .address = UINT64_MAX - 3, .count = 1 };
	CU_ASSERT_EQUAL(runs_apply(runs, 2, BASE, memory, 16), 1);
	runs[1] = (struct abi_run){ .address = BASE, .count = UINT32_MAX };
	CU_ASSERT_EQUAL(runs_apply(runs, 2, BASE, memory, 16), 1);
}

void suite_runs(void)
{
	CU_pSuite suite = CU_add_suite("vlink: runs", NULL, NULL);

	CU_ADD_TEST(suite, test_zeroed_page_has_none);
	CU_ADD_TEST(suite, test_table_is_one_run);
	CU_ADD_TEST(suite, test_equal_words_are_one_run);
	CU_ADD_TEST(suite, test_first_and_last_word);
	CU_ADD_TEST(suite, test_step_limits);
	CU_ADD_TEST(suite, test_random_pages);
	CU_ADD_TEST(suite, test_outside_is_refused);
}
