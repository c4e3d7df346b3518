/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * Made vps with control blocks: events that are bound to them at run time, and
 * what is left of them in their places. Regions tell where they are.
 */
#include "kernel_builder.h"

#define ACTIVATION	0x00660000u
#define NUMBER		70u

static struct abi_control_write *block;

static struct abi_control_read *state(void)
{
	return (void *)(block + 1);
}

/* The first place for a vp has a control block; it is used. */
static void boot(void)
{
	builder_make();
	world_control(&vps[0], 0);
	block = world_written(&vps[0]);
	CU_ASSERT_EQUAL(create(DOMAINS, DOMAIN, NONE, 0, 0), OK);
	CU_ASSERT_EQUAL(create(VPS, VP, DOMAIN, ACTIVATION, 0), OK);
}

static struct abi_event *events(void)
{
	return (void *)(uintptr_t)factories[EVENTS]->first;
}

static void test_bound_event_activates(void)
{
	boot();
	CU_ASSERT_EQUAL(create(EVENTS, EVENT, VP, NUMBER, 0), OK);
	CU_ASSERT_EQUAL(events()[0].vp, (uintptr_t)&vps[0]);
	CU_ASSERT_EQUAL(events()[0].wake, (uintptr_t)&vps[0]);
	CU_ASSERT_EQUAL(events()[0].number, NUMBER);
	block->masked = 0;
	CU_ASSERT_EQUAL(invoke(VP, ABI_VP_START, 0x6000, STACKS, 0, 0), OK);
	CU_ASSERT_EQUAL(block->masked, 1); /* off at the start */
	block->masked = 0;
	block->slot = 2;
	regs()[0] = EVENT;
	RUNS(world_syscall(ABI_SYS_SIGNAL));
	switch_to(&vps[0]);
	CU_ASSERT_EQUAL(vps[0].context.pc, ACTIVATION);
	CU_ASSERT_EQUAL(regs()[0], ABI_REASON_EVENT);
	CU_ASSERT_EQUAL(block->contexts[2].pc, 0x6000);
	CU_ASSERT_EQUAL(state()->pending[1], UINT64_C(1) << (NUMBER - 64));
}

/* With an event pending nobody blocks, but is activated: also one that was told
 * of it, and allows activations by its own hand. */
static void test_block_with_an_event_pending(void)
{
	boot();
	CU_ASSERT_EQUAL(create(EVENTS, EVENT, VP, NUMBER, 0), OK);
	CU_ASSERT_EQUAL(invoke(VP, ABI_VP_START, 0x6000, STACKS, 0, 0), OK);
	regs()[0] = EVENT;
	RUNS(world_syscall(ABI_SYS_SIGNAL));
	block->masked = 0;
	switch_to(&vps[0]);
	for (int i = 0; i < 2; i++) {
		CU_ASSERT_EQUAL(vps[0].context.pc, ACTIVATION);
		CU_ASSERT_EQUAL(regs()[0], ABI_REASON_EVENT);
		CU_ASSERT_EQUAL(block->masked, 1);
		vps[0].context.pc = 0x6100;
		block->masked = 0;
		regs()[0] = UINT64_MAX;
		RUNS(world_syscall(ABI_SYS_BLOCK));
		CU_ASSERT_PTR_EQUAL(world.current, &vps[0]);
	}
}

/* The event goes first; nothing of it stays. */
static void test_event_before_its_vp(void)
{
	boot();
	CU_ASSERT_EQUAL(create(EVENTS, EVENT, VP, NUMBER, 0), OK);
	regs()[0] = EVENT;
	RUNS(world_syscall(ABI_SYS_SIGNAL));
	CU_ASSERT_EQUAL(state()->summary, 2);
	CU_ASSERT_EQUAL(delete(VPS, 0), E_BUSY);
	CU_ASSERT_EQUAL(delete(EVENTS, 0), OK);
	CU_ASSERT_EQUAL(state()->summary, 0);
	CU_ASSERT_EQUAL(events()[0].vp, 0);
	CU_ASSERT_EQUAL(events()[0].wake, 0);
	CU_ASSERT_EQUAL(delete(VPS, 0), OK);
}

static void test_what_cannot_be_bound(void)
{
	boot();
	world_cap(builder, FREE, &vps[0], ABI_RIGHT_READ, 0);
	CU_ASSERT_EQUAL(create(EVENTS, EVENT, FREE, NUMBER, 0), E_RIGHTS);
	CU_ASSERT_EQUAL(create(EVENTS, EVENT, DOMAIN, NUMBER, 0), E_TYPE);
	CU_ASSERT_EQUAL(create(EVENTS, EVENT, VP, 64 * ABI_PENDING_WORDS, 0),
			E_VALUE);
	CU_ASSERT_EQUAL(create(VPS, FREE2, DOMAIN, ACTIVATION, 0), OK);
	CU_ASSERT_EQUAL(vps[1].activation, 0); /* it has no control block */
	CU_ASSERT_EQUAL(create(EVENTS, EVENT, FREE2, NUMBER, 0), E_STATE);
	CU_ASSERT_EQUAL(factories[EVENTS]->free, 3);
	CU_ASSERT_EQUAL(vps[0].bound, 0);
	/* The last number there is. */
	CU_ASSERT_EQUAL(create(EVENTS, EVENT, VP, 64 * ABI_PENDING_WORDS - 1,
			       0), OK);
}

/* The registers that it kept are not for the next one, in another domain. */
static void test_block_made_in_a_used_place(void)
{
	const uint8_t *bytes;
	unsigned sum = 0;

	boot();
	memset(block, 0x5a, 2 * sizeof(*block));
	CU_ASSERT_EQUAL(delete(VPS, 0), OK);
	discard(VP);
	for (int i = 0; i < 2; i++)
		CU_ASSERT_EQUAL(create(VPS, i == 0 ? FREE : VP, DOMAIN, 0, 0),
				OK);
	CU_ASSERT_EQUAL(regs()[1], 0);
	CU_ASSERT_EQUAL(vps[0].activation, 0);
	bytes = (const uint8_t *)block;
	for (size_t i = 0; i < 2 * sizeof(*block); i++)
		sum += bytes[i];
	CU_ASSERT_EQUAL(sum, 0);
}

/* Who makes a region learns where it is. */
static void test_region_tells_its_address(void)
{
	builder_make();
	for (uint64_t i = 0; i < PLACES; i++) {
		CU_ASSERT_EQUAL(create(REGIONS, i == 0 ? REGION : FREE, 0, 0,
				       0), OK);
		CU_ASSERT_EQUAL(regs()[1], i);
		CU_ASSERT_EQUAL(regs()[2], WINDOW + i * 0x200000u);
	}
}

/* An interface is its place's, whatever the maker says. */
static void test_portal_keeps_its_interface(void)
{
	struct abi_portal *portal;

	builder_make();
	portal = (void *)(uintptr_t)factories[PORTALS]->first;
	portal->interface = 77;
	build(0);
	CU_ASSERT_EQUAL(invoke(PORTAL, ABI_CAP_INFO, 0, 0, 0, 0), OK);
	CU_ASSERT_EQUAL(regs()[3], 77);
}

void suite_block(void)
{
	CU_pSuite suite = CU_add_suite("kernel: made with more", NULL, NULL);

	CU_ADD_TEST(suite, test_bound_event_activates);
	CU_ADD_TEST(suite, test_block_with_an_event_pending);
	CU_ADD_TEST(suite, test_event_before_its_vp);
	CU_ADD_TEST(suite, test_what_cannot_be_bound);
	CU_ADD_TEST(suite, test_block_made_in_a_used_place);
	CU_ADD_TEST(suite, test_region_tells_its_address);
	CU_ADD_TEST(suite, test_portal_keeps_its_interface);
}
