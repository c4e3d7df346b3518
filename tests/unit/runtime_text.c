/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * Texts: what does not fit is cut and told, never written.
 */
#include <string.h>

#include <CUnit/Basic.h>

#include <vesper/text.h>

static void test_append(void)
{
	char data[8];
	struct vesper_text text = VESPER_TEXT(data);

	CU_ASSERT_EQUAL(text.max, 7);
	CU_ASSERT_TRUE(vesper_text_append(&text, VESPER_STRING("abc")));
	CU_ASSERT_TRUE(vesper_text_append(&text, VESPER_STRING("")));
	CU_ASSERT_TRUE(vesper_text_append(&text, VESPER_STRING("defg")));
	CU_ASSERT_EQUAL(text.size, 7);
	CU_ASSERT_STRING_EQUAL(data, "abcdefg");
}

static void test_cut(void)
{
	char data[] = "zzzzzz";
	struct vesper_text text = { data, 4, 0 };

	CU_ASSERT_FALSE(vesper_text_append(&text, VESPER_STRING("abcdef")));
	CU_ASSERT_EQUAL(text.size, 4);
	CU_ASSERT_EQUAL(memcmp(data, "abcd\0z", 7), 0);
	CU_ASSERT_FALSE(vesper_text_append(&text, VESPER_STRING("x")));
	CU_ASSERT_TRUE(vesper_text_append(&text, VESPER_STRING("")));
	CU_ASSERT_EQUAL(text.size, 4);
}

static void test_inner_nul(void)
{
	char data[8];
	struct vesper_text text = VESPER_TEXT(data);

	CU_ASSERT_TRUE(vesper_text_append(&text,
		(struct vesper_string){ "a\0b", 3 }));
	CU_ASSERT_EQUAL(vesper_text_string(text).size, 3);
	CU_ASSERT_EQUAL(memcmp(data, "a\0b", 4), 0);
}

static void check_number(uint64_t number, unsigned base, const char *want)
{
	char data[65];
	struct vesper_text text = VESPER_TEXT(data);

	CU_ASSERT_TRUE(vesper_text_append_number(&text, number, base));
	CU_ASSERT_STRING_EQUAL(data, want);
}

static void test_number(void)
{
	char data[4];
	struct vesper_text text = VESPER_TEXT(data);

	check_number(0, 10, "0");
	check_number(1234567890, 10, "1234567890");
	check_number(UINT64_MAX, 10, "18446744073709551615");
	check_number(UINT64_MAX, 16, "ffffffffffffffff");
	check_number(UINT64_MAX, 2, "1111111111111111111111111111111111111111"
		"111111111111111111111111");
	CU_ASSERT_FALSE(vesper_text_append_number(&text, 1234, 10));
	CU_ASSERT_STRING_EQUAL(data, "123");
}

int main(void)
{
	CU_pSuite suite;
	unsigned failures;

	if (CU_initialize_registry() != CUE_SUCCESS)
		return 99;
	suite = CU_add_suite("runtime: texts", NULL, NULL);
	CU_ADD_TEST(suite, test_append);
	CU_ADD_TEST(suite, test_cut);
	CU_ADD_TEST(suite, test_inner_nul);
	CU_ADD_TEST(suite, test_number);
	CU_basic_set_mode(CU_BRM_VERBOSE);
	CU_basic_run_tests();
	failures = CU_get_number_of_failures();
	CU_cleanup_registry();
	return failures != 0;
}
