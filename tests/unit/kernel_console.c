/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * The kernel's formatted output, and names of objects.
 */
#include "kernel.h"

#include <vesper/kernel/console.h>
#include <vesper/kernel/object.h>

static void test_text(void)
{
	world_reset();
	console_print("plain\n");
	CU_ASSERT_STRING_EQUAL(world.output, "plain\n");
}

static void test_conversions(void)
{
	world_reset();
	console_print("<%s|%u|%x>", "", UINT64_MAX, UINT64_C(0));
	CU_ASSERT_STRING_EQUAL(world.output, "<|18446744073709551615|0x0>");
	world_reset();
	console_print("%x %u%s", UINT64_C(0xfedcba9876543210), UINT64_C(10),
		      "!");
	CU_ASSERT_STRING_EQUAL(world.output, "0xfedcba9876543210 10!");
}

static void test_names(void)
{
	uint32_t name;

	world_reset();
	name = world_name("a name");
	CU_ASSERT_STRING_EQUAL(object_name(name), "a name");
	CU_ASSERT_STRING_EQUAL(object_name(0), "");
	CU_ASSERT_STRING_EQUAL(object_name(name + 7), "?");
	world_record()->names.count = 0;
	CU_ASSERT_STRING_EQUAL(object_name(0), "?");
}

void suite_console(void)
{
	CU_pSuite suite = CU_add_suite("kernel: console", NULL, NULL);

	CU_ADD_TEST(suite, test_text);
	CU_ADD_TEST(suite, test_conversions);
	CU_ADD_TEST(suite, test_names);
}
