/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * The runtime's heap: pieces that do not overlap, and come together again.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <CUnit/Basic.h>

#include <vesper/heap.h>

/* What the static linker makes of `heap 4K;`. */
#define SIZE 4096
_Alignas(16) uint8_t vesper_heap[SIZE];
extern uint8_t vesper_heap_end[];
__asm__(".globl vesper_heap_end\n.set vesper_heap_end, vesper_heap + 4096");

static void test_all_of_it(void)
{
	void *all = vesper_allocate(SIZE - 16);

	CU_ASSERT_PTR_NOT_NULL(all);
	CU_ASSERT_PTR_NULL(vesper_allocate(1));
	vesper_free(all);
	CU_ASSERT_PTR_NULL(vesper_allocate(SIZE - 15));
	CU_ASSERT_PTR_NULL(vesper_allocate(SIZE_MAX));
	CU_ASSERT_PTR_NULL(vesper_allocate(SIZE_MAX - 15));
	CU_ASSERT_PTR_EQUAL(vesper_allocate(SIZE - 16), all);
	vesper_free(all);
	vesper_free(NULL);
}

static void test_nothing(void)
{
	void *a = vesper_allocate(0), *b = vesper_allocate(0);

	CU_ASSERT_PTR_NOT_NULL(a);
	CU_ASSERT_PTR_NOT_EQUAL(a, b);
	vesper_free(a);
	vesper_free(b);
}

/* The one in the middle last: all three are one again. */
static void test_neighbours(void)
{
	void *a = vesper_allocate(100), *b = vesper_allocate(200);
	void *c = vesper_allocate(SIZE - 3 * 16 - 112 - 208);

	CU_ASSERT_PTR_NOT_NULL_FATAL(c);
	CU_ASSERT_PTR_NULL(vesper_allocate(0));
	vesper_free(c);
	vesper_free(a);
	CU_ASSERT_PTR_NULL(vesper_allocate(SIZE - 16));
	vesper_free(b);
	a = vesper_allocate(SIZE - 16);
	CU_ASSERT_PTR_NOT_NULL(a);
	vesper_free(a);
}

/* Many sizes in an order that a seed gives; each piece keeps its contents. */
#define PIECES 24
static void test_at_random(void)
{
	unsigned char *pieces[PIECES] = { NULL };
	size_t sizes[PIECES] = { 0 };
	uint32_t seed = 1, denied = 0;

	for (int step = 0; step < 20000; step++) {
		unsigned i;

		seed = seed * 1103515245u + 12345u;
		i = seed >> 16 & 0x7fff;
		i %= PIECES;
		if (pieces[i] != NULL) {
			for (size_t b = 0; b < sizes[i]; b++)
				CU_ASSERT_EQUAL_FATAL(pieces[i][b], i);
			vesper_free(pieces[i]);
			pieces[i] = NULL;
			continue;
		}
		sizes[i] = seed >> 8 & 0x1ff;
		pieces[i] = vesper_allocate(sizes[i]);
		denied += pieces[i] == NULL;
		if (pieces[i] == NULL)
			continue;
		CU_ASSERT_EQUAL_FATAL((uintptr_t)pieces[i] % 16, 0);
		CU_ASSERT_FATAL(pieces[i] + sizes[i] <= vesper_heap + SIZE);
		memset(pieces[i], (int)i, sizes[i]);
	}
	CU_ASSERT_TRUE(denied > 0);
	for (unsigned i = 0; i < PIECES; i++)
		vesper_free(pieces[i]);
	CU_ASSERT_PTR_NOT_NULL(vesper_allocate(SIZE - 16));
}

int main(void)
{
	CU_pSuite suite;
	unsigned failures;

	if (CU_initialize_registry() != CUE_SUCCESS)
		return 99;
	suite = CU_add_suite("runtime: heap", NULL, NULL);
	CU_ADD_TEST(suite, test_all_of_it);
	CU_ADD_TEST(suite, test_nothing);
	CU_ADD_TEST(suite, test_neighbours);
	CU_ADD_TEST(suite, test_at_random);
	CU_basic_set_mode(CU_BRM_VERBOSE);
	CU_basic_run_tests();
	failures = CU_get_number_of_failures();
	CU_cleanup_registry();
	return failures != 0;
}
