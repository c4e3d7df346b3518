/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * System calls by number, operations by type.
 */
#include "kernel.h"

static int64_t invoke(uint64_t slot, uint64_t operation)
{
	regs()[0] = slot;
	regs()[8] = operation;
	RUNS(world_syscall(ABI_SYS_INVOKE));
	return status();
}

static void test_invoke_checks_the_slot(void)
{
	fixture_boot();
	CU_ASSERT_EQUAL(invoke(SLOT_EMPTY, ABI_DEBUG_PUT), E_SLOT);
	CU_ASSERT_EQUAL(invoke(SLOTS, ABI_DEBUG_PUT), E_SLOT);
	f.portal->key += UINT64_C(1) << ABI_CAP_GENERATION_SHIFT;
	CU_ASSERT_EQUAL(invoke(SLOT_PORTAL, ABI_DEBUG_PUT), E_STALE);
	CU_ASSERT_EQUAL(world.size, 0);
}

static void test_invoke_of_a_portal(void)
{
	fixture_boot();
	CU_ASSERT_EQUAL(invoke(SLOT_PORTAL, ABI_DEBUG_PUT), E_OPERATION);
	CU_ASSERT_EQUAL(world.size, 0);
}

/* A capability of the domain in which the vp runs, not of its home. */
static void test_invoke_inside_a_call(void)
{
	fixture_boot();
	RUNS(call(SLOT_PORTAL, 0));
	CU_ASSERT_EQUAL(invoke(SLOT_DEBUG, ABI_DEBUG_PUT), E_SLOT);
}

/* A capability with all rights but those of a mask, for an object of a type. */
static void make_cap(uint32_t type, unsigned without)
{
	uint64_t *object = world_debug();

	fixture_boot();
	world.unchecked = true; /* there is only the key of that object */
	*object = abi_key(type, 0, ABI_KEY_SLOW, 1);
	world_cap(f.client, SLOT_DEBUG, object, 0xffu & ~without, 1);
}

#define ABI_TYPE_CAP ABI_TYPE_GRANT

/* Each operation needs its right, and its type of object. */
static void test_operations_need_their_right(void)
{
#define X(type, name, right, ...)                                           \
	if (ABI_RIGHT_##right != 0) {                                       \
		make_cap(ABI_TYPE_##type, ABI_RIGHT_##right);               \
		CU_ASSERT_EQUAL(invoke(SLOT_DEBUG, ABI_##type##_##name),    \
				E_RIGHTS);                                  \
	}                                                                   \
	if (ABI_##type##_##name > ABI_CAP_INFO) {                           \
		make_cap(ABI_TYPE_##type == ABI_TYPE_DEBUG ? ABI_TYPE_IRQ   \
							   : ABI_TYPE_DEBUG,\
			 0);                                                \
		CU_ASSERT_EQUAL(invoke(SLOT_DEBUG, ABI_##type##_##name),    \
				E_OPERATION);                               \
	}
	ABI_OPERATIONS(X)
#undef X
}

static void unknown(uint32_t number)
{
	uint64_t pc;

	fixture_boot();
	pc = world.current->context.pc;
	CU_ASSERT_EQUAL(world_syscall(number), WORLD_IDLE);
	CU_ASSERT_EQUAL(f.client->fault.kind, ABI_FAULT_SYSCALL);
	CU_ASSERT_EQUAL(f.client->fault.address, number);
	CU_ASSERT_EQUAL(f.client->fault.pc, pc - 4);
}

static void test_unknown_is_a_fault(void)
{
	unknown(ABI_SYS_COUNT);
	unknown(0xffff);
}

void suite_syscall(void)
{
	CU_pSuite suite = CU_add_suite("kernel: system calls", NULL, NULL);

	CU_ADD_TEST(suite, test_invoke_checks_the_slot);
	CU_ADD_TEST(suite, test_invoke_of_a_portal);
	CU_ADD_TEST(suite, test_invoke_inside_a_call);
	CU_ADD_TEST(suite, test_operations_need_their_right);
	CU_ADD_TEST(suite, test_unknown_is_a_fault);
}
