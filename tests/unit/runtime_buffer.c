/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * Memory for buffer parameters: buffers that do not overlap, and pieces that are
 * free again; what was given back wrongly changes nothing.
 */
#include <string.h>

#include <CUnit/Basic.h>

#include <vesper/buffer.h>

enum { SIZE = 8192, PIECE = SIZE / VESPER_BUFFER_UNITS, ROUNDS = 20000 };

static _Alignas(16) uint8_t memory[SIZE];
static struct vesper_buffers heap;

static void set_up(uint32_t size)
{
	heap = (struct vesper_buffers){ .base = memory, .size = size };
}

static void test_all_of_it(void)
{
	set_up(SIZE);
	CU_ASSERT_PTR_EQUAL(vesper_buffer_take(&heap, SIZE), memory);
	CU_ASSERT_PTR_NULL(vesper_buffer_take(&heap, 1));
	vesper_buffer_give(&heap, memory);
	CU_ASSERT_PTR_NULL(vesper_buffer_take(&heap, SIZE + 1));
	CU_ASSERT_PTR_NULL(vesper_buffer_take(&heap, UINT64_MAX));
	CU_ASSERT_PTR_EQUAL(vesper_buffer_take(&heap, SIZE), memory);
}

/* Sizes that are no multiple of anything: never over the end. */
static void test_odd_sizes(void)
{
	for (uint32_t size = 16; size < SIZE; size += 16) {
		const uint8_t *last = NULL, *taken;

		set_up(size);
		while ((taken = vesper_buffer_take(&heap, 1)) != NULL) {
			if (taken < memory || taken >= memory + size ||
			    (last && taken <= last) ||
			    vesper_word(taken) % 16 != 0)
				CU_FAIL("a buffer outside of the heap");
			last = taken;
		}
		CU_ASSERT_PTR_NOT_NULL(last);
	}
}

static void test_wrong_gifts(void)
{
	uint8_t *a, *b;
	struct vesper_buffers before;

	set_up(SIZE);
	a = vesper_buffer_take(&heap, 3 * PIECE);
	b = vesper_buffer_take(&heap, 1);
	CU_ASSERT_PTR_EQUAL(b, a + 3 * PIECE);
	before = heap;
	vesper_buffer_give(&heap, NULL);
	vesper_buffer_give(&heap, a + 1);
	vesper_buffer_give(&heap, a + PIECE);
	vesper_buffer_give(&heap, b + PIECE);
	vesper_buffer_give(&heap, memory + SIZE);
	vesper_buffer_give(&heap, &heap);
	CU_ASSERT(memcmp(&before, &heap, sizeof(heap)) == 0);
	vesper_buffer_give(&heap, a);
	CU_ASSERT_PTR_EQUAL(vesper_buffer_take(&heap, 2 * PIECE), a);
}

static void test_parts(void)
{
	set_up(SIZE);
	CU_ASSERT(vesper_buffers_have(&heap, memory, SIZE));
	CU_ASSERT(vesper_buffers_have(&heap, memory + SIZE, 0));
	CU_ASSERT_FALSE(vesper_buffers_have(&heap, memory + 1, SIZE));
	CU_ASSERT_FALSE(vesper_buffers_have(&heap,
		vesper_address(vesper_word(memory) - 1), 1));
	CU_ASSERT_FALSE(vesper_buffers_have(&heap, memory + 1, UINT64_MAX));
	CU_ASSERT_FALSE(vesper_buffers_have(&heap, NULL, 1));
}

/* Buffers come and go, each with a mark of its own in all of its bytes. */
static void test_no_overlap(void)
{
	enum { HELD = 16 };
	struct { uint8_t *at; uint32_t size; } held[HELD] = { { NULL, 0 } };
	uint32_t random = 1;

	set_up(SIZE);
	for (unsigned round = 0; round < ROUNDS; round++) {
		unsigned i = random % HELD;

		random = random * 1664525u + 1013904223u;
		for (uint32_t k = 0; held[i].at && k < held[i].size; k++)
			if (held[i].at[k] != i)
				CU_FAIL_FATAL("two buffers overlap");
		vesper_buffer_give(&heap, held[i].at);
		held[i].size = (random >> 8) % 1500;
		held[i].at = vesper_buffer_take(&heap, held[i].size);
		if (held[i].at)
			memset(held[i].at, (int)i, held[i].size);
	}
	for (unsigned i = 0; i < HELD; i++)
		vesper_buffer_give(&heap, held[i].at);
	CU_ASSERT_PTR_EQUAL(vesper_buffer_take(&heap, SIZE), memory);
}

int main(void)
{
	CU_pSuite suite;
	unsigned failures;

	if (CU_initialize_registry() != CUE_SUCCESS)
		return 99;
	suite = CU_add_suite("buffers", NULL, NULL);
	CU_add_test(suite, "all of it", test_all_of_it);
	CU_add_test(suite, "odd sizes", test_odd_sizes);
	CU_add_test(suite, "wrong gifts", test_wrong_gifts);
	CU_add_test(suite, "parts", test_parts);
	CU_add_test(suite, "no overlap", test_no_overlap);
	CU_basic_run_tests();
	failures = CU_get_number_of_failures();
	CU_cleanup_registry();
	return failures != 0;
}
