/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * The base library of the two compilers.
 */
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <CUnit/Basic.h>

#include "base/diag.h"
#include "base/emit.h"
#include "base/intern.h"
#include "base/map.h"
#include "base/suggest.h"

static struct arena arena;

static void test_arena(void)
{
	struct arena a;
	VEC(uint32_t) list = { 0 };

	arena_init(&a);
	for (size_t size = 0; size < 200000; size = size * 3 + 1) {
		char *p = arena_alloc(&a, size);

		CU_ASSERT_EQUAL((uintptr_t)p % _Alignof(max_align_t), 0);
		for (size_t i = 0; i < size; i++)
			if (p[i])
				CU_FAIL("not zeroed");
		memset(p, 0xff, size);
	}
	for (uint32_t i = 0; i < 1000; i++)
		*VEC_PUSH(&a, &list) = i;
	for (uint32_t i = 0; i < 1000; i++)
		CU_ASSERT_EQUAL(list.items[i], i);
	CU_ASSERT_STRING_EQUAL(arena_printf(&a, "%d-%s", 7, "x"), "7-x");
	arena_free(&a);
}

static void test_intern(void)
{
	struct interner names;
	const char *first, *again;
	char text[16];

	interner_init(&names, &arena);
	first = intern_string(&names, "name7");
	for (int i = 0; i < 5000; i++) {
		snprintf(text, sizeof(text), "name%d", i);
		intern_string(&names, text);
	}
	again = intern(&names, "name77", 5);
	CU_ASSERT_PTR_EQUAL(first, again);
	CU_ASSERT_EQUAL(intern_length(first), 5);
	CU_ASSERT_PTR_NOT_EQUAL(first, intern_string(&names, "name8"));
	CU_ASSERT_STRING_EQUAL(intern(&names, "", 0), "");
}

static void test_map(void)
{
	struct map map = { 0 };
	static int values[1000];

	CU_ASSERT_PTR_NULL(map_get(&map, 0));
	for (uint64_t i = 0; i < 1000; i++)
		CU_ASSERT_PTR_NULL(map_add(&map, &arena, i << 32, &values[i]));
	for (uint64_t i = 0; i < 1000; i++)
		CU_ASSERT_PTR_EQUAL(map_get(&map, i << 32), &values[i]);
	CU_ASSERT_PTR_EQUAL(map_add(&map, &arena, 0, &values[5]), &values[0]);
	CU_ASSERT_PTR_NULL(map_get(&map, 1));
}

static void test_suggest(void)
{
	struct suggest s = suggest_start("strng");

	CU_ASSERT_EQUAL(suggest_distance("abc", "abc"), 0);
	CU_ASSERT_EQUAL(suggest_distance("abc", "acb"), 1);
	CU_ASSERT_EQUAL(suggest_distance("", "abc"), 3);
	CU_ASSERT_EQUAL(suggest_distance("kitten", "sitting"), 3);
	suggest_offer(&s, "struct");
	suggest_offer(&s, "string");
	suggest_offer(&s, "sting");
	CU_ASSERT_STRING_EQUAL(s.best, "string");
	s = suggest_start("x");
	suggest_offer(&s, "completely");
	CU_ASSERT_STRING_EQUAL(suggest_text(&s, &arena), "");
}

/* ---- places and messages ------------------------------------------------ */

static void test_places(void)
{
	struct sources sources;
	struct source_file *a, *b;
	struct source_place p;
	uint32_t size;

	sources_init(&sources, &arena);
	source_add(&sources, "a", "one\ntwo\r\n\nfour", 14, &a);
	source_add(&sources, "b", "", 0, &b);
	p = source_place(&sources, a->base);
	CU_ASSERT(p.file == a && p.line == 1 && p.column == 1);
	p = source_place(&sources, a->base + 4);
	CU_ASSERT(p.file == a && p.line == 2 && p.column == 1);
	p = source_place(&sources, a->base + 14);
	CU_ASSERT(p.file == a && p.line == 4 && p.column == 5);
	p = source_place(&sources, b->base);
	CU_ASSERT(p.file == b && p.line == 1 && p.column == 1);
	CU_ASSERT_PTR_NULL(source_place(&sources, 0).file);
	source_line(&sources, a, 2, &size);
	CU_ASSERT_EQUAL(size, 3);
	source_line(&sources, a, 3, &size);
	CU_ASSERT_EQUAL(size, 0);
}

static char *printed(struct diag *diag, void (*print)(struct diag *, FILE *))
{
	char *text = NULL;
	size_t size = 0;
	FILE *stream = open_memstream(&text, &size);

	print(diag, stream);
	fclose(stream);
	return text;
}

static void test_messages(void)
{
	struct sources sources;
	struct source_file *f;
	struct diag diag;
	char *text;

	sources_init(&sources, &arena);
	diag_init(&diag, &arena, &sources, "test");
	source_add(&sources, "f", "\tab\xc3\xa9 cd\x1b\nsecond", 16, &f);
	diag_error(&diag, (struct span){ f->base + 10, f->base + 16 }, 7,
		   "later");
	diag_error(&diag, (struct span){ f->base + 6, f->base + 8 }, 8, "cd");
	diag_note(&diag, (struct span){ f->base + 1, f->base + 5 }, "ab");
	diag_error(&diag, (struct span){ f->base + 6, f->base + 7 }, 9,
		   "a consequence");
	diag_note(&diag, (struct span){ f->base, f->base }, "of that");
	diag_warning(&diag, (struct span){ 0, 0 }, 200, "no place");
	CU_ASSERT_EQUAL(diag.errors, 2);
	CU_ASSERT_EQUAL(diag.warnings, 1);
	text = printed(&diag, diag_print);
	CU_ASSERT_STRING_EQUAL(text,
		"test: warning W0200: no place\n"
		"f:1:7: error E0008: cd\n"
		"\tab\xc3\xa9 cd?\n"
		"\t    ^~\n"
		"f:1:2: note: ab\n"
		"\tab\xc3\xa9 cd?\n"
		"\t^~~\n"
		"f:2:1: error E0007: later\n"
		"second\n"
		"^~~~~~\n");
	free(text);
	text = printed(&diag, diag_print_json);
	CU_ASSERT_PTR_NOT_NULL(strstr(text, "{\"severity\":\"error\","
		"\"code\":\"E0008\",\"message\":\"cd\",\"file\":\"f\","
		"\"line\":1,\"column\":7,\"endLine\":1,\"endColumn\":9,"
		"\"notes\":[{\"message\":\"ab\""));
	free(text);
}

static void test_limit(void)
{
	struct sources sources;
	struct source_file *f;
	struct diag diag;
	char *text;

	sources_init(&sources, &arena);
	diag_init(&diag, &arena, &sources, "test");
	diag.limit = 1;
	source_add(&sources, "f", "abcdef", 6, &f);
	for (uint32_t i = 0; i < 5; i++)
		diag_error(&diag, (struct span){ f->base + i, f->base + i }, 1,
			   "wrong");
	CU_ASSERT_TRUE(diag_is_enough(&diag));
	text = printed(&diag, diag_print);
	CU_ASSERT_STRING_EQUAL(text, "f:1:1: error E0001: wrong\nabcdef\n^\n"
			       "test: 4 more errors are not shown\n");
	free(text);
}

/* ---- files --------------------------------------------------------------- */

static void test_emit(void)
{
	struct emit e;

	emit_init(&e);
	emit(&e, "a {\n");
	emit_deeper(&e);
	emit(&e, "b %d\n\n", 1);
	emit(&e, "c");
	emit(&e, "d\n");
	emit_back(&e);
	emit(&e, "}\n");
	CU_ASSERT_EQUAL(e.size, strlen("a {\n\tb 1\n\n\tcd\n}\n"));
	CU_ASSERT(memcmp(e.data, "a {\n\tb 1\n\n\tcd\n}\n", e.size) == 0);
	emit_free(&e);
}

static void test_save(void)
{
	char folder[] = "/tmp/idlc_base.XXXXXX", path[64], part[64];
	struct stat before, after;
	struct emit e;

	CU_ASSERT_PTR_NOT_NULL_FATAL(mkdtemp(folder));
	snprintf(path, sizeof(path), "%s/out", folder);
	snprintf(part, sizeof(part), "%s/no/out", folder);
	emit_init(&e);
	emit(&e, "text\n");
	CU_ASSERT_TRUE(emit_save(&e, path, 0644));
	CU_ASSERT_EQUAL(stat(path, &before), 0);
	CU_ASSERT_EQUAL(before.st_size, 5);
	CU_ASSERT_TRUE(emit_save(&e, path, 0644));
	CU_ASSERT_EQUAL(stat(path, &after), 0);
	CU_ASSERT_EQUAL(before.st_ino, after.st_ino);
	CU_ASSERT_FALSE(emit_save(&e, part, 0644));
	CU_ASSERT_TRUE(emit_save(&e, "/dev/null", 0644));
	emit_free(&e);
	CU_ASSERT_EQUAL(unlink(path), 0);
	CU_ASSERT_EQUAL(rmdir(folder), 0); /* nothing else was left */
}

static const struct {
	const char *name;
	void (*run)(void);
} tests[] = {
	{ "arena: zeroed, aligned, growing arrays", test_arena },
	{ "intern: one pointer for one text", test_intern },
	{ "map: the first value stays", test_map },
	{ "suggest: the nearest name, if any is near", test_suggest },
	{ "source: lines and columns", test_places },
	{ "diag: sorted, one error for a place, notes", test_messages },
	{ "diag: the limit", test_limit },
	{ "emit: indentation", test_emit },
	{ "emit: files are replaced only when they change", test_save },
};

int main(void)
{
	CU_pSuite suite;
	unsigned failures;

	if (CU_initialize_registry() != CUE_SUCCESS)
		return 99;
	arena_init(&arena);
	suite = CU_add_suite("base", NULL, NULL);
	for (size_t i = 0; i < sizeof(tests) / sizeof(*tests); i++)
		CU_add_test(suite, tests[i].name, tests[i].run);
	CU_basic_run_tests();
	failures = CU_get_number_of_failures();
	CU_cleanup_registry();
	arena_free(&arena);
	return failures ? 1 : 0;
}
