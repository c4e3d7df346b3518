/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * Floating point: no domain ever finds what another left in the registers.
 */
#include <vesper/abi/operation.h>

#include "kernel.h"

#define MARK	0xf1f1f1f1u

/* `client` has FP; `fp_too`: the server as well. */
static void boot(bool fp_too)
{
	fixture_make();
	f.client->fp = 1;
	f.server->fp = fp_too;
	world_slot(f.client, SLOT_PORTAL)->key |= ABI_CAP_SLOW;
	if (fp_too)
		f.portal->key |= ABI_KEY_SLOW;
	RUNS(world_boot());
	CU_ASSERT_TRUE(world.fp_enabled);
}

static void fp_set(uint64_t value)
{
	for (int i = 0; i < WORLD_FP; i++)
		world.fp[i] = value;
}

static bool fp_is(uint64_t value)
{
	for (int i = 0; i < WORLD_FP; i++)
		if (world.fp[i] != value)
			return false;
	return true;
}

static void test_off_in_a_domain_without(void)
{
	boot(false);
	RUNS(call(SLOT_PORTAL, 1));
	CU_ASSERT_FALSE(world.fp_enabled);
	/* The reply must take the C path, which turns them on again. */
	CU_ASSERT_EQUAL(world_link(f.vp)->worker, 0);
	CU_ASSERT_NOT_EQUAL(world_link(f.vp)->slow_worker, 0);
	RUNS(reply(0));
	CU_ASSERT_TRUE(world.fp_enabled);
}

static void test_clear_on_entry_and_on_return(void)
{
	boot(true);
	fp_set(MARK);
	RUNS(call(SLOT_PORTAL, 1));
	CU_ASSERT_TRUE(fp_is(0));
	fp_set(MARK);
	RUNS(reply(0));
	CU_ASSERT_TRUE(fp_is(0));
}

static void test_kept_when_preempted(void)
{
	boot(false);
	fp_set(MARK);
	switch_to(f.other);
	CU_ASSERT_TRUE(fp_is(0));
	fp_set(MARK + 1);
	switch_to(f.vp);
	CU_ASSERT_TRUE(fp_is(MARK));
	switch_to(f.other);
	CU_ASSERT_TRUE(fp_is(MARK + 1));
}

static void test_kept_over_a_short_system_call(void)
{
	boot(false);
	fp_set(MARK);
	RUNS(world_interrupt());
	CU_ASSERT_PTR_EQUAL(world.current, f.vp);
	CU_ASSERT_TRUE(fp_is(MARK));
}

/* What a vp was preempted with in a call is not there in its next one. */
static void test_lost_with_the_call(void)
{
	boot(true);
	RUNS(call(SLOT_PORTAL, 1));
	fp_set(MARK);
	switch_to(f.other);
	switch_to(f.vp);
	CU_ASSERT_TRUE(fp_is(MARK));
	RUNS(reply(0));
	CU_ASSERT_TRUE(fp_is(0));
	RUNS(call(SLOT_PORTAL, 1));
	CU_ASSERT_TRUE(fp_is(0));
}

/* `vp`, at home, faults with MARK in its registers; its handler has used them,
 * and replies. */
static void handle(bool preempted)
{
	fixture_make();
	f.client->fp = 1;
	f.client->handler = 0x00750000;
	world_slot(f.client, SLOT_PORTAL)->key |= ABI_CAP_SLOW;
	RUNS(world_boot());
	fp_set(MARK);
	RUNS(fault(ABI_FAULT_READ, 8));
	CU_ASSERT_TRUE(fp_is(0));
	fp_set(MARK + 1);
	if (preempted) {
		switch_to(f.other);
		CU_ASSERT_TRUE(fp_is(0));
		switch_to(f.vp);
		CU_ASSERT_TRUE(fp_is(MARK + 1));
	}
	RUNS(reply(OK));
	CU_ASSERT_PTR_EQUAL(world.current, f.vp);
}

static void test_kept_over_a_handler(void)
{
	handle(false);
	CU_ASSERT_TRUE(fp_is(MARK));
}

static void test_kept_over_a_preempted_handler(void)
{
	handle(true);
	CU_ASSERT_TRUE(fp_is(MARK));
}

/* Nothing of what faulted before comes back with the next fault. */
static void test_kept_over_each_handler(void)
{
	handle(true);
	fp_set(MARK + 2);
	RUNS(fault(ABI_FAULT_READ, 8));
	CU_ASSERT_TRUE(fp_is(0));
	switch_to(f.other);
	switch_to(f.vp);
	CU_ASSERT_TRUE(fp_is(0));
	RUNS(reply(OK));
	CU_ASSERT_TRUE(fp_is(MARK + 2));
	switch_to(f.other);
	switch_to(f.vp);
	CU_ASSERT_TRUE(fp_is(MARK + 2));
}

#define SLOT_CONTROL	6	/* in client: the server, and behind it deep */

/* All have FP; `other` of the client controls the others. */
static void all_make(void)
{
	fixture_make();
	f.client->fp = f.server->fp = f.deep->fp = 1;
	f.client->handler = 0x00750000;
	f.portal->key |= ABI_KEY_SLOW;
	f.deep_portal->key |= ABI_KEY_SLOW;
	world_cap(f.client, SLOT_CONTROL, f.server, ABI_RIGHT_CONTROL, 0);
	world_cap(f.client, SLOT_CONTROL + 1, f.deep, ABI_RIGHT_CONTROL, 0);
}

static void other_does(uint64_t slot, uint64_t operation)
{
	switch_to(f.other);
	regs()[0] = slot;
	regs()[8] = operation;
	RUNS(world_syscall(ABI_SYS_INVOKE));
	switch_to(f.other);
}

static void test_kept_over_a_handler_that_calls(void)
{
	all_make();
	RUNS(world_boot());
	switch_to(f.vp);
	fp_set(MARK);
	RUNS(fault(ABI_FAULT_READ, 8));
	RUNS(call(SLOT_PORTAL, 1));
	RUNS(reply(OK));
	RUNS(reply(OK));
	CU_ASSERT_PTR_EQUAL(running_in(), f.client);
	CU_ASSERT_EQUAL(f.vp->handling, 0);
	CU_ASSERT_TRUE(fp_is(MARK));
}

/* A handler calls a server, which is stopped while its registers are kept: the
 * next one that the handler calls does not find them. */
static void test_lost_with_a_handler_s_call(void)
{
	all_make();
	RUNS(world_boot());
	switch_to(f.vp);
	RUNS(fault(ABI_FAULT_READ, 8));
	RUNS(call(SLOT_PORTAL, 1));
	CU_ASSERT_PTR_EQUAL(running_in(), f.server);
	fp_set(MARK);
	other_does(SLOT_CONTROL, ABI_DOMAIN_STOP);
	switch_to(f.vp);
	CU_ASSERT_EQUAL(status(), E_STOPPED);
	CU_ASSERT_PTR_EQUAL(running_in(), f.client);
	RUNS(call(SLOT_DEEP, 1));
	CU_ASSERT_PTR_EQUAL(running_in(), f.deep);
	CU_ASSERT_TRUE(fp_is(0));
}

/* The vp that runs a restart entry was in another domain, with its registers
 * kept, when both were stopped. */
static void test_lost_with_a_restart(void)
{
	struct abi_vp *keeper;

	all_make();
	keeper = world_vp(f.server, "keeper");
	f.server->restart = ENTRY;
	f.server->vps = keeper;
	f.server->vps_count = 1;
	RUNS(world_boot());
	switch_to(keeper);
	RUNS(call(SLOT_DEEP, 1));
	CU_ASSERT_PTR_EQUAL(running_in(), f.deep);
	fp_set(MARK);
	other_does(SLOT_CONTROL, ABI_DOMAIN_STOP);
	other_does(SLOT_CONTROL + 1, ABI_DOMAIN_STOP);
	switch_to(f.vp);
	other_does(SLOT_CONTROL, ABI_DOMAIN_RESTART);
	switch_to(keeper);
	CU_ASSERT_PTR_EQUAL(running_in(), f.server);
	CU_ASSERT_EQUAL(keeper->context.pc, ENTRY);
	CU_ASSERT_TRUE(fp_is(0));
}

void suite_fp(void)
{
	CU_pSuite suite = CU_add_suite("kernel: floating point", NULL, NULL);

	CU_ADD_TEST(suite, test_off_in_a_domain_without);
	CU_ADD_TEST(suite, test_clear_on_entry_and_on_return);
	CU_ADD_TEST(suite, test_kept_when_preempted);
	CU_ADD_TEST(suite, test_kept_over_a_short_system_call);
	CU_ADD_TEST(suite, test_lost_with_the_call);
	CU_ADD_TEST(suite, test_kept_over_a_handler);
	CU_ADD_TEST(suite, test_kept_over_a_preempted_handler);
	CU_ADD_TEST(suite, test_kept_over_each_handler);
	CU_ADD_TEST(suite, test_kept_over_a_handler_that_calls);
	CU_ADD_TEST(suite, test_lost_with_a_handler_s_call);
	CU_ADD_TEST(suite, test_lost_with_a_restart);
}
