/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * The catalogue of messages: every wrong example gives its number and no other,
 * every mended one compiles.
 */
#include <string.h>

#include <CUnit/Basic.h>

#include "errors.h"
#include "lint.h"
#include "session.h"

static const struct options none;

/* Whether a text compiles; else the one number of its messages, 0 if several
 * differ. */
static bool compiles(const char *text, bool is_lint, unsigned *number)
{
	struct session s;
	bool ok;

	session_init(&s, &none);
	ok = session_text(&s, "demo.idl", text, strlen(text));
	if (ok && is_lint) {
		lint_check(&s.compile, s.model->main);
		ok = s.diag.warnings == 0;
	}
	*number = 0;
	for (uint32_t i = 0; i < s.diag.messages.count; i++) {
		unsigned this = s.diag.messages.items[i]->number;

		if (i > 0 && this != *number) {
			*number = 0;
			break;
		}
		*number = this;
	}
	session_free(&s);
	return ok;
}

static void test_examples(void)
{
	for (size_t i = 0; i < idlc_catalogue_count; i++) {
		const struct diag_entry *e = &idlc_catalogue[i];
		bool is_lint = e->number >= E_LINT_DOC_UNUSED;
		unsigned number;

		if (!e->bad)
			continue;
		if (compiles(e->bad, is_lint, &number) || number != e->number)
			fprintf(stderr, "E%04u: its example gives %u\n",
				e->number, number);
		CU_ASSERT_FALSE(compiles(e->bad, is_lint, &number));
		CU_ASSERT_EQUAL(number, e->number);
		if (!compiles(e->good, is_lint, &number))
			fprintf(stderr, "E%04u: its mended example gives %u\n",
				e->number, number);
		CU_ASSERT_TRUE(compiles(e->good, is_lint, &number));
	}
}

static void test_order(void)
{
	for (size_t i = 1; i < idlc_catalogue_count; i++)
		CU_ASSERT(idlc_catalogue[i].number >
			  idlc_catalogue[i - 1].number);
}

int main(void)
{
	CU_pSuite suite;
	unsigned failures;

	if (CU_initialize_registry() != CUE_SUCCESS)
		return 99;
	suite = CU_add_suite("catalogue", NULL, NULL);
	CU_add_test(suite, "every example gives its message", test_examples);
	CU_add_test(suite, "numbers are in order", test_order);
	CU_basic_run_tests();
	failures = CU_get_number_of_failures();
	CU_cleanup_registry();
	return failures ? 1 : 0;
}
