/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * The debug object.
 */
#include "kernel.h"

static int64_t debug(uint64_t operation, uint64_t argument)
{
	regs_fill(0x1000);
	regs()[0] = SLOT_DEBUG;
	regs()[1] = argument;
	regs()[8] = operation;
	RUNS(world_syscall(ABI_SYS_INVOKE));
	return status();
}

static void test_put(void)
{
	fixture_boot();
	CU_ASSERT_EQUAL(debug(ABI_DEBUG_PUT, 'h'), OK);
	CU_ASSERT_EQUAL(debug(ABI_DEBUG_PUT, 'i'), OK);
	CU_ASSERT_STRING_EQUAL(world.output, "hi");
}

static void test_domains(void)
{
	fixture_boot();
	CU_ASSERT_EQUAL(debug(ABI_DEBUG_DOMAINS, 0), OK);
	CU_ASSERT_EQUAL(regs()[1], 3);
}

static void test_fault_record(void)
{
	fixture_boot();
	f.deep->fault = (struct abi_fault){ 1, 2, 3, 4, 5 };
	CU_ASSERT_EQUAL(debug(ABI_DEBUG_FAULT, f.deep->index), OK);
	for (uint64_t i = 1; i <= 5; i++)
		CU_ASSERT_EQUAL(regs()[i], i);
	CU_ASSERT_EQUAL(debug(ABI_DEBUG_FAULT, 3), E_VALUE);
	CU_ASSERT_EQUAL(debug(ABI_DEBUG_FAULT, UINT64_MAX), E_VALUE);
}

static void test_unknown_operation(void)
{
	fixture_boot();
	CU_ASSERT_EQUAL(debug(0, 0), E_OPERATION);
	CU_ASSERT_EQUAL(debug(UINT64_C(1) << 32 | ABI_DEBUG_DOMAINS, 0),
			E_OPERATION);
}

void suite_debug(void)
{
	CU_pSuite suite = CU_add_suite("kernel: debug object", NULL, NULL);

	CU_ADD_TEST(suite, test_put);
	CU_ADD_TEST(suite, test_domains);
	CU_ADD_TEST(suite, test_fault_record);
	CU_ADD_TEST(suite, test_unknown_operation);
}
