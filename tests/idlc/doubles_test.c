/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * A component's code against doubles of what it uses: what it would look like
 * in a test of a component.
 */
#define VESPER_DOUBLES
#include <sys.doubles.h>

#include <CUnit/Basic.h>

static sys_console con;

/* The component under test: greet whoever answers. */
static vesper_status greet(void)
{
	char line[257];
	struct vesper_text name = VESPER_TEXT(line);
	vesper_status status = sys_console_read_line(con, &name);

	return status != OK ? status :
		sys_console_write(con, vesper_text_string(name));
}

static void test_script(void)
{
	sys_console_double.on_read_line.give.line = "Ada";
	CU_ASSERT_EQUAL(greet(), OK);
	CU_ASSERT_EQUAL(sys_console_double.on_read_line.calls, 1);
	CU_ASSERT_EQUAL(sys_console_double.on_write.calls, 1);
	CU_ASSERT_STRING_EQUAL(sys_console_double.on_write.got.text, "Ada");
}

static void test_error(void)
{
	sys_console_double.on_read_line.status = E_END;
	CU_ASSERT_EQUAL(greet(), E_END);
	CU_ASSERT_EQUAL(sys_console_double.on_write.calls, 1);
}

static unsigned hooked;

static vesper_status hook(const vesper_client *client,
			  struct vesper_text *line)
{
	(void)client;
	vesper_text_fill(line, "Eve", 3);
	hooked++;
	return OK;
}

static void test_hook(void)
{
	sys_console_double.on_read_line.hook = hook;
	CU_ASSERT_EQUAL(greet(), OK);
	CU_ASSERT_EQUAL(hooked, 1);
	CU_ASSERT_STRING_EQUAL(sys_console_double.on_write.got.text, "Eve");
}

int main(void)
{
	vesper_client client;
	CU_pSuite suite;
	unsigned failures;

	con = (sys_console){ 1, vesper_host_area(4096),
			     vesper_host_area(4096) };
	client = vesper_host_client(con.to, con.from, 4096, 256);
	sys_console_double_connect(1, &client);
	if (CU_initialize_registry() != CUE_SUCCESS)
		return 99;
	suite = CU_add_suite("doubles", NULL, NULL);
	CU_add_test(suite, "scripted replies, recorded calls", test_script);
	CU_add_test(suite, "a scripted error", test_error);
	CU_add_test(suite, "a hook", test_hook);
	CU_basic_run_tests();
	failures = CU_get_number_of_failures();
	CU_cleanup_registry();
	return failures ? 1 : 0;
}
