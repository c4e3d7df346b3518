/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * Panics say what was wrong, who ran, and every register; then they stop.
 */
#include "kernel.h"

#include <stdio.h>

#include <vesper/kernel/panic.h>

static void enter_panic(void *unused)
{
	(void)unused;
	panic("the reason", 0x123);
}

static void test_while_a_vp_runs(void)
{
	char line[64];

	fixture_boot();
	regs_fill(0xabc000);
	RUNS(call(SLOT_PORTAL, 1));
	regs_fill(0xabc000);
	ASSERT_PANICS(world_enter(enter_panic, NULL),
		      "panic: the reason (0x123)\n");
	CU_ASSERT_TRUE(world_says("vp main in server, pc 0x700000 sp 0x"));
	for (unsigned i = 0; i < 31; i++) {
		snprintf(line, sizeof(line), "  x%u 0x%x", i, 0xabc000 + i);
		CU_ASSERT_TRUE(world_says(line));
	}
}

static void test_while_booting(void)
{
	fixture_make();
	ASSERT_PANICS(world_enter(enter_panic, NULL), "panic: the reason");
	CU_ASSERT_FALSE(world_says("vp"));
}

void suite_panic(void)
{
	CU_pSuite suite = CU_add_suite("kernel: panic", NULL, NULL);

	CU_ADD_TEST(suite, test_while_a_vp_runs);
	CU_ADD_TEST(suite, test_while_booting);
}
