/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * What the audit reads may be anything: JSON that is none, images that are
 * none. It refuses them and never crashes (the sanitizers look).
 */
#include <stdlib.h>
#include <string.h>

#include <CUnit/Basic.h>

#include "audit.h"
#include "json.h"

/* ---- JSON ---------------------------------------------------------------- */

static bool parses(const char *text, size_t size)
{
	struct json root;
	char error[128];
	char *copy = malloc(size + 1);	/* exact, so that an overrun is seen */
	bool good;

	memcpy(copy, text, size);
	copy = realloc(copy, size ? size : 1);
	good = json_parse(&root, copy, size, error);
	CU_ASSERT_EQUAL(good, error[0] == 0);
	json_free(&root);
	free(copy);
	return good;
}

static bool parses_text(const char *text)
{
	return parses(text, strlen(text));
}

static const char good_text[] =
	"{\"a\": [1, 2, {\"b\": true, \"c\": false}], \"d\\n\\u0041\": \"x\","
	" \"e\": [], \"f\": {}, \"g\": 18446744073709551615}";

static void test_values(void)
{
	struct json root;
	char error[128];
	const struct json *list;

	CU_ASSERT_TRUE_FATAL(json_parse(&root, good_text, strlen(good_text),
					error));
	list = json_member(&root, "a", JSON_ARRAY);
	CU_ASSERT_PTR_NOT_NULL_FATAL(list);
	CU_ASSERT_EQUAL(list->count, 3);
	CU_ASSERT_EQUAL(list->items[1].number, 2);
	CU_ASSERT_EQUAL(json_member(&list->items[2], "b", JSON_BOOL)->number,
			1);
	CU_ASSERT_STRING_EQUAL(json_member(&root, "d\nA", JSON_STRING)->string,
			       "x");
	CU_ASSERT_EQUAL(json_member(&root, "g", JSON_NUMBER)->number,
			UINT64_MAX);
	CU_ASSERT_PTR_NULL(json_member(&root, "a", JSON_NUMBER));
	CU_ASSERT_PTR_NULL(json_member(&root, "z", JSON_NUMBER));
	json_free(&root);
}

static void test_every_truncation(void)
{
	for (size_t n = 0; n < strlen(good_text); n++)
		CU_ASSERT_FALSE(parses(good_text, n));
}

static void test_not_json(void)
{
	static const char *const texts[] = {
		"", " ", "{", "[", "]", "{]", "[1,]", "{\"a\"}", "{\"a\":}",
		"{1: 2}", "[1 2]", "tru", "nul", "-1", "1.5", "01", "1 2",
		"18446744073709551616", "\"", "\"\\x\"", "\"\\u12\"",
		"\"\\u0000\"", "\"\\u1234\"", "\"a\nb\"",
		"{\"a\": 1, \"a\": 2}",
	};

	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
		CU_ASSERT_FALSE(parses_text(texts[i]));
	CU_ASSERT_FALSE(parses("[1]\0", 4));
}

static void test_depth(void)
{
	char text[2 * 100000];

	memset(text, '[', sizeof text);
	CU_ASSERT_FALSE(parses(text, sizeof text));
	memset(text + JSON_DEPTH, ']', JSON_DEPTH);
	CU_ASSERT_TRUE(parses(text, 2 * JSON_DEPTH));
	text[JSON_DEPTH] = '[';
	CU_ASSERT_FALSE(parses(text, 2 * JSON_DEPTH));
}

/* ---- images -------------------------------------------------------------- */

static void test_not_an_image(void)
{
	struct image image;
	static uint8_t bytes[8192];
	struct abi_boot boot = {
		.magic = ABI_BOOT_MAGIC, .version = ABI_VERSION,
		.image_end = ABI_LOAD_ADDRESS + sizeof bytes,
		.zero_end = ABI_LOAD_ADDRESS + 2 * sizeof bytes,
		.runs = { ABI_LOAD_ADDRESS + 4096, 1 },
	};
	struct abi_run run = { ABI_LOAD_ADDRESS + sizeof bytes, 1, 1, 0 };

	CU_ASSERT_FALSE(image_load_bytes(&image, bytes, 0, NULL));
	CU_ASSERT_FALSE(image_load_bytes(&image, bytes, sizeof bytes, NULL));
	CU_ASSERT_FALSE(image_load_bytes(&image, (const uint8_t *)"\177ELF",
					 4, NULL));
	memcpy(bytes + ABI_BOOT_OFFSET, &boot, sizeof boot);
	memcpy(bytes + 4096, &run, sizeof run);
	CU_ASSERT_TRUE(image_load_bytes(&image, bytes, sizeof bytes, NULL));
	image_free(&image);
	for (size_t n = 0; n < sizeof bytes; n += 8)
		CU_ASSERT_FALSE(image_load_bytes(&image, bytes, n, NULL));
	run.address = ABI_LOAD_ADDRESS + 4096;	/* into the stored pages */
	memcpy(bytes + 4096, &run, sizeof run);
	CU_ASSERT_FALSE(image_load_bytes(&image, bytes, sizeof bytes, NULL));
	run.address = ABI_LOAD_ADDRESS + 2 * sizeof bytes - 8;
	run.count = 2;				/* over the end */
	memcpy(bytes + 4096, &run, sizeof run);
	CU_ASSERT_FALSE(image_load_bytes(&image, bytes, sizeof bytes, NULL));
}

/* The counts and ends in the boot record, each as large as can be. */
static void test_huge_numbers(void)
{
	static uint8_t bytes[8192];
	struct abi_boot boot = {
		.magic = ABI_BOOT_MAGIC, .version = ABI_VERSION,
		.image_end = ABI_LOAD_ADDRESS + sizeof bytes,
		.zero_end = ABI_LOAD_ADDRESS + 2 * sizeof bytes,
	};
	struct image image;

	memcpy(bytes + ABI_BOOT_OFFSET, &boot, sizeof boot);
	for (size_t at = 16; at < 88; at += 8) {
		uint64_t huge = UINT64_MAX - 4095, old;
		uint8_t *field = bytes + ABI_BOOT_OFFSET + at;

		memcpy(&old, field, 8);
		memcpy(field, &huge, 8);
		if (image_load_bytes(&image, bytes, sizeof bytes, NULL))
			image_free(&image);
		memcpy(field, &old, 8);
	}
}

int main(void)
{
	CU_pSuite suite;
	unsigned failures;

	if (CU_initialize_registry() != CUE_SUCCESS)
		return 99;
	suite = CU_add_suite("vaudit: hostile inputs", NULL, NULL);
	CU_ADD_TEST(suite, test_values);
	CU_ADD_TEST(suite, test_every_truncation);
	CU_ADD_TEST(suite, test_not_json);
	CU_ADD_TEST(suite, test_depth);
	CU_ADD_TEST(suite, test_not_an_image);
	CU_ADD_TEST(suite, test_huge_numbers);
	CU_basic_set_mode(CU_BRM_VERBOSE);
	CU_basic_run_tests();
	failures = CU_get_number_of_failures();
	CU_cleanup_registry();
	return failures != 0;
}
