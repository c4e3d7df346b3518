/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * Unit tests of vlink's front end: what whole manifests do not reach.
 */
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <CUnit/Basic.h>

#include "front.h"
#include "jobs.h"
#include "json.h"
#include "number.h"

/* What every test begins with; freed by the next one. */
static struct world {
	struct arena arena;
	struct interner interner;
	struct sources sources;
	struct diag diag;
	struct system system;
} world;

static void begin(void)
{
	arena_free(&world.arena);
	memset(&world, 0, sizeof(world));
	arena_init(&world.arena);
	interner_init(&world.interner, &world.arena);
	sources_init(&world.sources, &world.arena);
	diag_init(&world.diag, &world.arena, &world.sources, "test");
	world.system = (struct system){ .arena = &world.arena,
		.interner = &world.interner, .diag = &world.diag };
}

static bool has_error(unsigned number)
{
	for (uint32_t i = 0; i < world.diag.messages.count; i++)
		if (world.diag.messages.items[i]->number == number)
			return true;
	return false;
}

static const struct statement *parse(const char *text)
{
	struct source_file *file;

	source_add(&world.sources, "test", text, strlen(text), &file);
	return manifest_read(&world.arena, &world.interner, &world.diag, file);
}

/* ---- numbers ---------------------------------------------------------------- */

static uint64_t number(const char *text, enum unit unit)
{
	struct word word = { .text = text, .kind = WORD_NUMBER };

	number_read(&world.diag, &word);
	CU_ASSERT_EQUAL(word.unit, unit);
	return word.value;
}

static void test_numbers(void)
{
	begin();
	CU_ASSERT_EQUAL(number("0", UNIT_NONE), 0);
	CU_ASSERT_EQUAL(number("18446744073709551615", UNIT_NONE), UINT64_MAX);
	CU_ASSERT_EQUAL(number("0xffff_ffff", UNIT_NONE), 0xffffffff);
	CU_ASSERT_EQUAL(number("0xAbC", UNIT_NONE), 0xabc);
	CU_ASSERT_EQUAL(number("64K", UNIT_SIZE), 65536);
	CU_ASSERT_EQUAL(number("3G", UNIT_SIZE), UINT64_C(3) << 30);
	CU_ASSERT_EQUAL(number("1_000us", UNIT_TIME), 1000000);
	CU_ASSERT_EQUAL(number("2s", UNIT_TIME), 2000000000);
	CU_ASSERT_EQUAL(number("3%", UNIT_PERCENT), 3);
	CU_ASSERT_EQUAL(world.diag.errors, 0);
	number("18446744073709551616", UNIT_NONE);
	CU_ASSERT_TRUE(has_error(CHECK_NUMBER));
	begin();
	number("17179869184G", UNIT_SIZE);
	CU_ASSERT_TRUE(has_error(CHECK_NUMBER));
	begin();
	number("0x", UNIT_NONE);
	CU_ASSERT_TRUE(has_error(CHECK_UNIT));
	begin();
	number("12k", UNIT_NONE);
	CU_ASSERT_TRUE(has_error(CHECK_UNIT));
}

/* What is printed is read as the same value. */
static void test_number_text(void)
{
	static const uint64_t values[] = { 0, 1, 1023, 1024, 1536, 1u << 20,
		UINT64_C(3) << 30, 999, 1000, 1500, 2000000, 3000000000 };

	begin();
	for (size_t i = 0; i < sizeof(values) / sizeof(*values); i++) {
		struct word word = { .kind = WORD_NUMBER };

		word.text = number_text(&world.arena, UNIT_SIZE, values[i]);
		number_read(&world.diag, &word);
		CU_ASSERT_EQUAL(word.value, values[i]);
		word = (struct word){ .text = number_text(&world.arena,
			UNIT_TIME, values[i]) };
		number_read(&world.diag, &word);
		CU_ASSERT_EQUAL(word.value, values[i]);
		CU_ASSERT_EQUAL(word.unit, UNIT_TIME);
	}
	CU_ASSERT_EQUAL(world.diag.errors, 0);
}

/* ---- the keyword table --------------------------------------------------------- */

/* A word that fits an argument of a pattern. */
static const char *sample(const char *token)
{
	static const char *const samples[][2] = {
		{ "NAME", "a" }, { "TYPE", "u8" }, { "KIND", "k" },
		{ "INTERFACE", "a.b" }, { "PATH", "a.b" }, { "PATTERN", "*.b" },
		{ "COUNT", "3" }, { "ADDRESS", "0x1000" }, { "SIZE", "4K" },
		{ "TIME", "3ms" }, { "PERCENT", "3%" }, { "STRING", "\"s\"" },
		{ "VALUE", "true" },
	};

	for (size_t i = 0; i < sizeof(samples) / sizeof(*samples); i++)
		if (strcmp(samples[i][0], token) == 0)
			return samples[i][1];
	return NULL;
}

/* A statement as a pattern wants it, with or without what may be left out. */
static const char *statement_text(const struct keyword *k, bool full)
{
	const char *text = *k->word ? k->word : "anything";
	char pattern[128], *save = NULL;
	bool skip = false;

	snprintf(pattern, sizeof(pattern), "%s", k->pattern);
	for (char *token = strtok_r(pattern, " ", &save); token;
	     token = strtok_r(NULL, " ", &save)) {
		const char *word = sample(token);

		if (strcmp(token, "[") == 0)
			skip = !full;
		else if (strcmp(token, "]") == 0)
			skip = false;
		else if (strcmp(token, ",...") == 0)
			continue;
		else if (!skip)
			text = arena_printf(&world.arena, "%s %.*s", text,
				word ? (int)strlen(word) :
				(int)strcspn(token, "|"), word ? word : token);
	}
	return arena_printf(&world.arena, "%s%s", text,
			    k->block == PLACE_NONE ? ";" : " { }");
}

/* Every keyword's own pattern is matched, whole and at its shortest. */
static void test_keywords(void)
{
	for (size_t i = 0; i < 2 * KEY_COUNT; i++) {
		const struct keyword *k = &keywords[i / 2];
		struct match match;
		const struct statement *s;
		const char *text;

		begin();
		text = statement_text(k, i % 2);
		s = parse(text);
		CU_ASSERT_PTR_NOT_NULL_FATAL(s);
		if (!keyword_match(&world.diag, k->place, s, &match) ||
		    match.keyword != k)
			printf("not matched: %s\n", text);
		CU_ASSERT_EQUAL(world.diag.errors, 0);
		CU_ASSERT_PTR_EQUAL(match.keyword, k);
		CU_ASSERT_TRUE(*k->text != '\0');
	}
}

/* No word of a statement can be left out or doubled without an error. */
static void test_keywords_refuse(void)
{
	begin();
	for (size_t i = 0; i < KEY_COUNT; i++) {
		const struct keyword *k = &keywords[i];
		const char *text = arena_printf(&world.arena, "%s = = =;",
			*k->word ? k->word : "anything");
		struct match match;
		const struct statement *s = parse(text);

		CU_ASSERT_FALSE(keyword_match(&world.diag, k->place, s,
					      &match));
	}
}

static void test_repeated(void)
{
	const struct statement *s;
	const struct word *word;
	struct match match;

	begin();
	s = parse("source \"a\", \"b\", \"c\";");
	CU_ASSERT_TRUE_FATAL(keyword_match(&world.diag, PLACE_COMPONENT, s,
					   &match));
	CU_ASSERT_EQUAL(match.count[0], 3);
	word = word_next_item(match.arg[0]);
	CU_ASSERT_STRING_EQUAL(word->text, "b");
	word = word_next_item(word);
	CU_ASSERT_STRING_EQUAL(word->text, "c");
	CU_ASSERT_PTR_NULL(word_next_item(word));
}

/* ---- areas ----------------------------------------------------------------------- */

static const struct abi_note_method methods[2] = { { 11, 1, 0, 0 }, { 22, 2, 0, 0 } };
static const struct abi_note_method others[2] = { { 11, 1, 0, 0 }, { 23, 2, 0, 0 } };

/* Two instances and one connection; `server` is the server's note. */
static struct connection *two_instances(struct interface_note *client,
					struct interface_note *server)
{
	static struct interface interface = { .name = "a.b",
					      .header = "a.idl.h" };
	static struct provide_decl provide_decl;
	static struct use_decl use_decl;
	static struct component components[2];
	static struct instance instances[2];
	static struct provide provide;
	static struct use use;
	static struct connection connection, *list[1];

	provide_decl = (struct provide_decl){ .name = "p",
					      .interface = &interface };
	use_decl = (struct use_decl){ .name = "u", .interface = &interface };
	provide = (struct provide){ .decl = &provide_decl };
	use = (struct use){ .decl = &use_decl };
	components[0] = (struct component){ .name = "c", .notes = client,
					    .notes_count = client != NULL };
	components[1] = (struct component){ .name = "s", .notes = server,
					    .notes_count = server != NULL };
	for (int i = 0; i < 2; i++)
		instances[i] = (struct instance){ .name = i ? "server" :
			"client", .component = &components[i], .callers = 3 };
	connection = (struct connection){ .client = &instances[0],
		.server = &instances[1], .use = &use, .provide = &provide };
	list[0] = &connection;
	world.system.connections = list;
	world.system.connections_count = 1;
	return &connection;
}

static struct interface_note note(const struct abi_note_method *list,
				  uint32_t slot, uint32_t slack)
{
	return (struct interface_note){ .interface = "a.b", .object = "o",
		.to_slot = slot, .to_slack = slack, .methods = list,
		.methods_count = 2 };
}

static void test_areas(void)
{
	struct interface_note client = note(methods, 256, 100);
	struct interface_note server = note(methods, 256, 4000);
	struct connection *c;

	begin();
	server.interface = client.interface;
	c = two_instances(&client, &server);
	((struct interface *)c->use->decl->interface)->name = client.interface;
	CU_ASSERT_TRUE(areas_plan(&world.system));
	CU_ASSERT_EQUAL(world.system.areas_count, 1);
	CU_ASSERT_PTR_NULL(c->from.area);
	/* 3 callers' slots and the larger slack, in whole pages; every pointer
	   below the limit has the slack behind it. */
	CU_ASSERT_EQUAL(c->to.area->size, 2 * 4096);
	CU_ASSERT_EQUAL(c->to.limit, 2 * 4096 - 4000);
}

static void test_methods_differ(void)
{
	struct interface_note client = note(methods, 256, 100);
	struct interface_note server = note(others, 256, 100);

	begin();
	server.interface = client.interface;
	two_instances(&client, &server);
	CU_ASSERT_FALSE(areas_plan(&world.system));
	CU_ASSERT_TRUE(has_error(CHECK_METHODS));
	begin();
	server = note(methods, 256, 100);
	server.interface = client.interface;
	server.methods_count = 1;	/* the client has one more */
	two_instances(&client, &server);
	CU_ASSERT_FALSE(areas_plan(&world.system));
	CU_ASSERT_TRUE(has_error(CHECK_METHODS));
	begin();
	client.methods_count = 1;	/* a subset is right */
	server.methods_count = 2;
	two_instances(&client, &server);
	CU_ASSERT_TRUE(areas_plan(&world.system));
}

static void test_no_note(void)
{
	struct interface_note client = note(methods, 256, 100);

	begin();
	two_instances(&client, NULL);
	CU_ASSERT_FALSE(areas_plan(&world.system));
	CU_ASSERT_TRUE(has_error(CHECK_NO_NOTE));
}

/* ---- JSON --------------------------------------------------------------------------- */

static const struct json *json(const char *text)
{
	const char *error;

	begin();
	return json_read(&world.arena, text, strlen(text), &error);
}

static void test_json(void)
{
	const struct json *j = json("{ \"a\": [1, {\"b\": \"x\\n\\u0041\"}], "
				    "\"c\": true, \"d\": 18446744073709551615 }");

	CU_ASSERT_PTR_NOT_NULL_FATAL(j);
	CU_ASSERT_EQUAL(json_number(j, "d"), UINT64_MAX);
	CU_ASSERT_TRUE(json_truth(j, "c"));
	CU_ASSERT_FALSE(json_truth(j, "a"));
	j = json_member(j, "a", JSON_ARRAY)->first;
	CU_ASSERT_EQUAL(j->number, 1);
	CU_ASSERT_STRING_EQUAL(json_text(j->next, "b"), "x\nA");
	CU_ASSERT_STRING_EQUAL(json_text(j->next, "nothing"), "");
}

/* Every beginning of a document is an error, and none is read beyond. */
static void test_json_truncated(void)
{
	static const char whole[] = "{\"a\": [1, true, {\"b\": \"x\\u0041\"}]}";
	const char *error;

	begin();
	for (size_t size = 0; size < sizeof(whole) - 1; size++) {
		char *copy = malloc(size ? size : 1);	/* for ASan */

		memcpy(copy, whole, size);
		CU_ASSERT_PTR_NULL(json_read(&world.arena, copy, size,
					     &error));
		CU_ASSERT_PTR_NOT_NULL(error);
		free(copy);
	}
}

/* ---- stamps ----------------------------------------------------------------------------- */

static void write_file(const char *path, const char *text)
{
	FILE *file = fopen(path, "w");

	CU_ASSERT_PTR_NOT_NULL_FATAL(file);
	fputs(text, file);
	fclose(file);
}

static void test_stamps(void)
{
	char folder[] = "/tmp/vesper-stamp.XXXXXX";
	struct job job = { 0 };
	const char *input, *depended;

	begin();
	CU_ASSERT_PTR_NOT_NULL_FATAL(mkdtemp(folder));
	job.output = arena_printf(&world.arena, "%s/out", folder);
	job.depfile = arena_printf(&world.arena, "%s/out.d", folder);
	input = arena_printf(&world.arena, "%s/in", folder);
	depended = arena_printf(&world.arena, "%s/a b", folder);
	*VEC_PUSH(&world.arena, &job.argv) = "cc";
	*VEC_PUSH(&world.arena, &job.inputs) = input;
	write_file(input, "1");
	write_file(depended, "1");
	CU_ASSERT_FALSE(stamp_is_fresh(&world.arena, &job));
	write_file(job.output, "1");
	CU_ASSERT_FALSE(stamp_is_fresh(&world.arena, &job));
	write_file(job.depfile, arena_printf(&world.arena,
		"out: \\\n  %s/a\\ b\n", folder));
	CU_ASSERT_TRUE(stamp_write(&world.arena, &job));
	CU_ASSERT_TRUE(stamp_is_fresh(&world.arena, &job));
	write_file(depended, "22");	/* what the depfile names changed */
	CU_ASSERT_FALSE(stamp_is_fresh(&world.arena, &job));
	CU_ASSERT_TRUE(stamp_write(&world.arena, &job));
	*VEC_PUSH(&world.arena, &job.argv) = "-O2";	/* another command */
	CU_ASSERT_FALSE(stamp_is_fresh(&world.arena, &job));
	CU_ASSERT_TRUE(stamp_write(&world.arena, &job));
	unlink(input);			/* an input that is gone */
	CU_ASSERT_FALSE(stamp_is_fresh(&world.arena, &job));
	unlink(depended);
	unlink(job.output);
	unlink(job.depfile);
	unlink(arena_printf(&world.arena, "%s.stamp", job.output));
	rmdir(folder);
}

int main(void)
{
	static const struct { const char *name; void (*run)(void); } tests[] = {
		{ "numbers and their units", test_numbers },
		{ "numbers as text", test_number_text },
		{ "every keyword by its pattern", test_keywords },
		{ "wrong words after every keyword", test_keywords_refuse },
		{ "repeated arguments", test_repeated },
		{ "sizes and limits of areas", test_areas },
		{ "methods that differ", test_methods_differ },
		{ "an interface without a note", test_no_note },
		{ "JSON", test_json },
		{ "JSON that ends too soon", test_json_truncated },
		{ "stamps", test_stamps },
	};
	unsigned failures;
	CU_pSuite suite;

	if (CU_initialize_registry() != CUE_SUCCESS)
		return 99;
	suite = CU_add_suite("vlink's front end", NULL, NULL);
	for (size_t i = 0; i < sizeof(tests) / sizeof(*tests); i++)
		CU_add_test(suite, tests[i].name, tests[i].run);
	CU_basic_set_mode(CU_BRM_VERBOSE);
	CU_basic_run_tests();
	failures = CU_get_number_of_failures();
	CU_cleanup_registry();
	arena_free(&world.arena);
	return failures ? 1 : 0;
}
