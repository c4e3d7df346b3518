/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * The console's line editor, typed at character by character, and the rate
 * divisor of its UART.
 */
#include <string.h>

#include <CUnit/Basic.h>

#include "line.h"
#include "registers.h"

static struct line line;
static char echo_data[LINE_ECHO_MAX + 1];
static struct vesper_text echo;
static char taken_data[LINE_MAX + 1];
static struct vesper_text taken;

static void start(void)
{
	memset(&line, 0, sizeof(line));
	echo = VESPER_TEXT(echo_data);
	taken = VESPER_TEXT(taken_data);
	echo_data[0] = taken_data[0] = '\0';
}

/* Types until the line is no more open; the number of characters taken. */
static size_t type(const char *text)
{
	size_t i;

	for (i = 0; text[i] != '\0' && line.state == LINE_OPEN; i++)
		line_type(&line, text[i], &echo);
	return i;
}

/* Types a whole line and expects it as `want`, with `want_echo` before. */
static void check_line(const char *typed, const char *want,
		       const char *want_echo)
{
	echo.size = taken.size = 0;
	CU_ASSERT_EQUAL(type(typed), strlen(typed));
	CU_ASSERT_EQUAL_FATAL(line.state, LINE_DONE);
	CU_ASSERT_TRUE(line_take(&line, &taken));
	CU_ASSERT_STRING_EQUAL(taken_data, want);
	CU_ASSERT_STRING_EQUAL(echo_data, want_echo);
}

static void test_plain(void)
{
	start();
	check_line("Ada\n", "Ada", "Ada\n");
	CU_ASSERT_EQUAL(line.state, LINE_OPEN);
	check_line("\n", "", "\n");
	check_line("Grace Hopper\n", "Grace Hopper", "Grace Hopper\n");
}

static void test_ends(void)
{
	start();
	check_line("a\r", "a", "a\n");
	check_line("\nb\r", "b", "b\n");	/* the LF belongs to the CR */
	check_line("\r", "", "\n");		/* a CR of its own */
	check_line("\nc\n", "c", "c\n");
	check_line("\n", "", "\n");		/* LF LF is two ends */
}

static void test_erase(void)
{
	start();
	check_line("ab\bc\n", "ac", "ab\b \bc\n");
	check_line("ab\x7f\x7f\x7f" "d\n", "d", "ab\b \b\b \bd\n");
	check_line("abc\x15" "d\n", "d", "abc\b \b\b \b\b \bd\n");
	check_line("\x15\n", "", "\n");
	/* One of two bytes, one of four. */
	check_line("x\xc3\xa9\b\n", "x", "x\xc3\xa9\b \b\n");
	check_line("\xf0\x9f\x98\x80\by\n", "y", "\xf0\x9f\x98\x80\b \by\n");
	/* Continuation bytes without a first one: no further than the start. */
	check_line("\xa9\xa9\b\n", "", "\xa9\xa9\b \b\n");
}

static void test_controls_ignored(void)
{
	start();
	check_line("a\x01\x03\x1b\tb\n", "ab", "ab\n");
}

static void test_end_of_input(void)
{
	start();
	check_line("Ada\n", "Ada", "Ada\n");
	echo.size = 0;
	CU_ASSERT_EQUAL(type("\x04Grace\n"), 1);
	CU_ASSERT_EQUAL(line.state, LINE_END);
	CU_ASSERT_STRING_EQUAL(echo_data, "\n");
}

static void test_end_behind_text(void)
{
	start();
	check_line("Grace\x04", "Grace", "Grace\n");
	CU_ASSERT_EQUAL(line.state, LINE_END);
}

static void test_full(void)
{
	char typed[LINE_MAX + 4], want_echo[LINE_MAX + 4];

	start();
	memset(typed, 'x', sizeof(typed));
	strcpy(typed + LINE_MAX, "yz\n");
	memset(want_echo, 'x', sizeof(want_echo));
	strcpy(want_echo + LINE_MAX, "\a\a\n");
	echo.size = 0;
	CU_ASSERT_EQUAL(type(typed), LINE_MAX + 3);
	CU_ASSERT_STRING_EQUAL(echo_data, want_echo);
	CU_ASSERT_TRUE(line_take(&line, &taken));
	CU_ASSERT_EQUAL(taken.size, LINE_MAX);
	CU_ASSERT_EQUAL(taken_data[LINE_MAX - 1], 'x');
}

/* The most that one character can echo fits in LINE_ECHO_MAX. */
static void test_full_erase(void)
{
	char typed[LINE_MAX + 1];

	start();
	memset(typed, 'x', LINE_MAX);
	typed[LINE_MAX] = '\0';
	type(typed);
	echo.size = 0;
	line_type(&line, '\x15', &echo);
	CU_ASSERT_EQUAL(line.size, 0);
	CU_ASSERT_EQUAL(echo.size, LINE_ECHO_MAX);
	CU_ASSERT_STRING_EQUAL(echo_data + LINE_ECHO_MAX - 3, "\b \b");
}

static void test_take_in_small_room(void)
{
	char small[3];
	struct vesper_text text = VESPER_TEXT(small);

	start();
	type("abc\n");
	CU_ASSERT_FALSE(line_take(&line, &text));
	CU_ASSERT_STRING_EQUAL(small, "ab");
}

/* 48 MHz / (16 * 115200) = 26.0417: 26 and 3/64 (TRM, section 3.3.6). */
static void test_divisor(void)
{
	CU_ASSERT_EQUAL(pl011_divisor(48000000, 115200), 26 * 64 + 3);
	CU_ASSERT_EQUAL(pl011_divisor(4000000, 230400), 1 * 64 + 5);
	CU_ASSERT_EQUAL(pl011_divisor(48000000, 3000000), 64);
	CU_ASSERT_EQUAL(pl011_divisor(48000000, 9600), 312 * 64 + 32);
}

int main(void)
{
	CU_pSuite suite;
	unsigned failures;

	if (CU_initialize_registry() != CUE_SUCCESS)
		return 99;
	suite = CU_add_suite("pl011: lines", NULL, NULL);
	CU_ADD_TEST(suite, test_plain);
	CU_ADD_TEST(suite, test_ends);
	CU_ADD_TEST(suite, test_erase);
	CU_ADD_TEST(suite, test_controls_ignored);
	CU_ADD_TEST(suite, test_end_of_input);
	CU_ADD_TEST(suite, test_end_behind_text);
	CU_ADD_TEST(suite, test_full);
	CU_ADD_TEST(suite, test_full_erase);
	CU_ADD_TEST(suite, test_take_in_small_room);
	CU_ADD_TEST(suite, test_divisor);
	CU_basic_set_mode(CU_BRM_VERBOSE);
	CU_basic_run_tests();
	failures = CU_get_number_of_failures();
	CU_cleanup_registry();
	return failures != 0;
}
