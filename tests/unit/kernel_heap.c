/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * The heaps of vps: in each order of insertion, change and removal the first
 * is the least.
 */
#include "kernel.h"

#include <vesper/kernel/heap.h>

#define ROUNDS 20000

static struct abi_vp *vps[WORLD_VPS];
static uint64_t keys[WORLD_VPS];	/* 0: not in the heap */

static uint64_t random_next(void)
{
	static uint64_t state = 88172645463325252;

	state ^= state << 13;
	state ^= state >> 7;
	state ^= state << 17;
	return state;
}

static void make(void)
{
	world_reset();
	f.client = world_domain("client", 0, 0);
	for (int i = 0; i < WORLD_VPS; i++) {
		vps[i] = world_vp(f.client, "");
		keys[i] = 0;
	}
	heap_init();
}

static uint64_t least(void)
{
	uint64_t key = UINT64_MAX;

	for (int i = 0; i < WORLD_VPS; i++)
		if (keys[i] != 0 && keys[i] < key)
			key = keys[i];
	return key;
}

static void check_first(enum heap heap)
{
	const struct abi_vp *first = heap_first(heap);
	uint64_t key = least();

	if (first == NULL) {
		CU_ASSERT_EQUAL(key, UINT64_MAX);
		return;
	}
	CU_ASSERT_EQUAL(keys[first - vps[0]], key);
}

static void check_heap(enum heap heap)
{
	make();
	for (int round = 0; round < ROUNDS; round++) {
		uint64_t i = random_next() % WORLD_VPS;

		CU_ASSERT_EQUAL(heap_has(heap, vps[i]), keys[i] != 0);
		if (random_next() % 3 == 0) {
			heap_remove(heap, vps[i]);
			keys[i] = 0;
		} else {
			keys[i] = random_next() % 16 + 1;
			heap_set(heap, vps[i], keys[i]);
		}
		check_first(heap);
	}
}

static void test_ready(void)
{
	check_heap(HEAP_READY);
}

static void test_timer(void)
{
	check_heap(HEAP_TIMER);
}

void suite_heap(void)
{
	CU_pSuite suite = CU_add_suite("kernel: heaps", NULL, NULL);

	CU_ADD_TEST(suite, test_ready);
	CU_ADD_TEST(suite, test_timer);
}
