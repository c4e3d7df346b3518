/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * The queue of characters, on the host. The manifest names this file alone, as
 * the design does, so it has what it tests in it.
 */
#include <CUnit/Basic.h>

#include "line.c"

static uint8_t bytes[8];

static void put(struct line *line, const char *text)
{
	while (*text)
		CU_ASSERT_TRUE(line_put(line, *text++));
}

static void test_lines(void)
{
	struct line line = { .bytes = bytes, .size = sizeof(bytes) };
	char data[4];
	struct vesper_text text = VESPER_TEXT(data);

	CU_ASSERT_FALSE(line_take(&line, &text));
	put(&line, "ab\nlong");
	CU_ASSERT_TRUE(line_take(&line, &text));
	CU_ASSERT_STRING_EQUAL(data, "ab");
	CU_ASSERT_FALSE(line_take(&line, &text));
	put(&line, "er\n");
	CU_ASSERT_TRUE(line_take(&line, &text));
	CU_ASSERT_STRING_EQUAL(data, "lon");
	put(&line, "12345678");
	CU_ASSERT_FALSE(line_put(&line, '9'));
}

int main(void)
{
	CU_pSuite suite;
	unsigned failures;

	if (CU_initialize_registry() != CUE_SUCCESS)
		return 1;
	suite = CU_add_suite("line", NULL, NULL);
	if (!suite || !CU_add_test(suite, "lines", test_lines))
		return 1;
	CU_basic_run_tests();
	failures = CU_get_number_of_failures();
	CU_cleanup_registry();
	return failures != 0;
}
