/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * The program of the kernel's unit tests, and what they share.
 */
#include "kernel.h"

#include <stdio.h>

struct fixture f;

void fixture_make(void)
{
	fixture_make_pool(1, 1);
}

void fixture_make_pool(uint64_t workers, uint64_t free)
{
	world_reset();
	f.client = world_domain("client", 0, SLOTS);
	f.server = world_domain("server", 1, SLOTS);
	f.deep = world_domain("deep", 2, SLOTS);
	f.vp = world_vp(f.client, "main");
	f.other = world_vp(f.client, "other");
	f.pool = world_pool(f.server, workers, free);
	f.deep_pool = world_pool(f.deep, 2, 2);
	f.portal = world_portal(f.pool, ENTRY);
	f.deep_portal = world_portal(f.deep_pool, ENTRY_DEEP);
	world_cap(f.client, SLOT_PORTAL, f.portal, ABI_RIGHT_CALL, BADGE);
	world_cap(f.client, SLOT_DEEP, f.deep_portal, ABI_RIGHT_CALL, 1);
	world_cap(f.client, SLOT_DEBUG, world_debug(), ABI_RIGHT_CONTROL, 0);
	world_cap(f.server, SLOT_DEEP, f.deep_portal, ABI_RIGHT_CALL, 2);
}

void fixture_boot(void)
{
	fixture_make();
	CU_ASSERT_EQUAL_FATAL(world_boot(), WORLD_RAN);
	CU_ASSERT_PTR_EQUAL_FATAL(world.current, f.vp);
}

bool runs(enum world_end end)
{
	if (end == WORLD_PANIC)
		fprintf(stderr, "%s\n", world.output);
	return end == WORLD_RAN;
}

uint64_t *regs(void)
{
	return world.current->context.x;
}

void regs_fill(uint64_t base)
{
	for (uint64_t i = 0; i < 31; i++)
		regs()[i] = base + i;
}

enum world_end call(uint64_t slot, uint64_t method)
{
	regs()[0] = slot;
	regs()[8] = method;
	return world_syscall(ABI_SYS_CALL);
}

enum world_end reply(int64_t value)
{
	regs()[0] = (uint64_t)value;
	return world_syscall(ABI_SYS_REPLY);
}

enum world_end fault(uint32_t kind, uint64_t address)
{
	struct abi_fault record = {
		.kind = kind,
		.cause = ABI_CAUSE_UNMAPPED,
		.address = address,
		.pc = world.current->context.pc,
		.esr = 0x92000046,
	};

	return world_fault(&record);
}

enum world_end yield(void)
{
	return world_syscall(ABI_SYS_YIELD);
}

void next_turn(void)
{
	world.now = world.timer != UINT64_MAX ? world.timer : world.now + 1;
	RUNS(world_interrupt());
}

void switch_to(const struct abi_vp *vp)
{
	for (int i = 0; i < 2 * WORLD_VPS && world.current != vp; i++)
		next_turn();
	CU_ASSERT_PTR_EQUAL_FATAL(world.current, vp);
}

int64_t status(void)
{
	return (int64_t)regs()[0];
}

const struct abi_domain *running_in(void)
{
	return world_in(world.current);
}

int main(void)
{
	unsigned failures;

	if (CU_initialize_registry() != CUE_SUCCESS)
		return 99;
#define X(name) suite_##name();
	KERNEL_SUITES(X)
#undef X
	CU_basic_set_mode(CU_BRM_VERBOSE);
	CU_basic_run_tests();
	failures = CU_get_number_of_failures();
	CU_cleanup_registry();
	return failures != 0;
}
