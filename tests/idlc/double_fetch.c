/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * A peer that changes shared memory during a call. A request is right and turns
 * wrong, or the other way round, after the first load of it, after the second,
 * and so on, or at each; a server's results do the same while the client's stub
 * takes them out. Each call must fail or give values of their types; what came
 * back is sent once more, and an honest server must take it. That this finds a
 * second fetch is shown by a server and a client that have one.
 */
#include <stdlib.h>
#include <string.h>

#include <CUnit/Basic.h>

#include <wire.idl.h>

#include "trap.h"

enum {
	SLOT = 4,
	HALF = 0x10000,		/* of the area: first `to`, then `from` */
	NO_LIMIT = 4000,	/* loads of one call */
};

static wire_echo echo;
static vesper_client record;

/* ---- calls: once with good values, then with what came back -------------- */

static char text[257], text_a[11], text_b[13];
static struct wire_person person;
static uint64_t numbers[8];
static struct wire_point points[16];
static wire_color colors[16];
static struct wire_shape shapes[4];
static wire_mac macs[4];
static uint8_t triples[4][3];
static uint32_t words[1000];
static char large[3001];
static uint32_t text_size, text_a_size, text_b_size, points_count,
		colors_count, shapes_count, macs_count, triples_count,
		words_count, large_size;

static struct vesper_string got(const char *data, uint32_t size)
{
	/* A text that came back ends with a NUL. */
	CU_ASSERT_EQUAL(data[size], '\0');
	return (struct vesper_string){ data, size };
}

static vesper_status call_text(bool is_again)
{
	struct vesper_string a = VESPER_STRING("a text of some length");
	struct vesper_text ra = VESPER_TEXT(text);
	vesper_status status;

	if (is_again)
		a = got(text, text_size);
	status = wire_echo_text(echo, a, &ra);
	text_size = ra.size;
	return status;
}

static vesper_status call_two(bool is_again)
{
	struct vesper_string a = VESPER_STRING("ten bytes.");
	struct vesper_string b = VESPER_STRING("\xc3\xa4\xe2\x82\xac");
	struct vesper_text rb = VESPER_TEXT(text_b), ra = VESPER_TEXT(text_a);
	uint32_t n;
	vesper_status status;

	if (is_again) {
		a = got(text_a, text_a_size);
		b = got(text_b, text_b_size);
	}
	status = wire_echo_two(echo, a, 7, b, &rb, &n, &ra);
	text_b_size = rb.size;
	text_a_size = ra.size;
	return status;
}

static vesper_status call_record(bool is_again)
{
	uint64_t a[8] = { 1, 2, 3, 4, 5, 6, 7, 8 };
	struct wire_person c = { .name = { 3, "Ada" }, .path = { .count = 2 },
				 .colors = { WIRE_COLOR_BLUE } };
	int8_t rb;

	if (is_again)
		c = person;
	return wire_echo_record(echo, a, -1, &c, numbers, &rb, &person);
}

static vesper_status call_points(bool is_again)
{
	struct wire_point a[3] = { { 1, 2 }, { 3, 4 }, { 5, 6 } };

	return is_again ? wire_echo_points(echo, points, points_count, points,
					   &points_count) :
			  wire_echo_points(echo, a, 3, points, &points_count);
}

static vesper_status call_colors(bool is_again)
{
	wire_color a[7] = { 0, 1, 5, 0, 1, 5, 0 };

	return is_again ? wire_echo_colors(echo, colors, colors_count, colors,
					   &colors_count) :
			  wire_echo_colors(echo, a, 7, colors, &colors_count);
}

static vesper_status call_shapes(bool is_again)
{
	struct wire_shape a[3] = {
		{ .tag = WIRE_SHAPE_WIDE, .wide = 9 },
		{ .tag = WIRE_SHAPE_TEXT, .text = { 2, "no" } },
		{ .tag = WIRE_SHAPE_TWO, .two = { { .hue = 5, .is_on = true },
						  { .hue = 1 } } },
	};

	return is_again ? wire_echo_shapes(echo, shapes, shapes_count, shapes,
					   &shapes_count) :
			  wire_echo_shapes(echo, a, 3, shapes, &shapes_count);
}

static vesper_status call_macs(bool is_again)
{
	wire_mac a[2] = { { 1, 2, 3 }, { 4, 5, 6 } };
	uint8_t b[3][3] = { { 1 }, { 2 }, { 3 } };

	return is_again ? wire_echo_macs(echo, macs, macs_count,
			(const uint8_t (*)[3])triples, triples_count, macs,
			&macs_count, triples, &triples_count) :
		wire_echo_macs(echo, a, 2, (const uint8_t (*)[3])b, 3, macs,
			&macs_count, triples, &triples_count);
}

static vesper_status call_large(bool is_again)
{
	uint32_t b[5] = { 1, 2, 3, 4, 5 };
	struct vesper_text ra = VESPER_TEXT(large);
	struct vesper_string a = VESPER_STRING("it stays where it is");
	vesper_status status;

	if (is_again)
		a = got(large, large_size);
	status = is_again ? wire_echo_large(echo, a, words, words_count, &ra,
					    words, &words_count) :
			    wire_echo_large(echo, a, b, 5, &ra, words,
					    &words_count);
	large_size = ra.size;
	return status;
}

/* ---- the hostile peer ----------------------------------------------------- */

enum pattern { TURNS_BAD, TURNS_GOOD, TURNS_EACH_TIME, PATTERNS };

static struct {
	bool is_server;		/* who is under attack */
	enum pattern pattern;
	unsigned at;		/* after which load it turns */
	uint8_t poison;
	vesper_host_dispatch *dispatch;
} plan;

static uint8_t good[HALF];
static uintptr_t seen[NO_LIMIT];
static unsigned seen_count, repeated, loads, from_loads;

static uintptr_t shared(void)
{
	return plan.is_server ? echo.to : echo.from;
}

static void fill(bool is_good)
{
	void *memory = vesper_address(shared());

	if (is_good)
		memcpy(memory, good, HALF);
	else
		memset(memory, plan.poison, HALF);
}

static void on_load(uintptr_t address, unsigned count, bool is_own)
{
	if (address - shared() >= HALF) {
		from_loads++;
		return;
	}
	for (unsigned i = 0; is_own && i < seen_count; i++)
		repeated += seen[i] == address;
	if (is_own && seen_count < NO_LIMIT)
		seen[seen_count++] = address;
	if (plan.pattern == TURNS_EACH_TIME)
		fill(count % 2 == 0);
	else if (count == plan.at)
		fill(plan.pattern == TURNS_GOOD);
}

static void begin(void)
{
	memcpy(good, vesper_address(shared()), HALF);
	if (plan.pattern == TURNS_GOOD)
		fill(false);
	seen_count = 0;
	trap_start(echo.to, 2 * HALF, on_load);
}

/* In place of the kernel: the memory changes on one side of it. */
static vesper_status attacked(const vesper_client *client, uint32_t method,
			      struct vesper_message *m)
{
	vesper_status status;

	if (plan.is_server)
		begin();
	status = plan.dispatch(client, method, m);
	if (plan.is_server)
		loads = trap_stop();
	else
		begin();
	return status;
}

/* A contradiction: a result that is none, or one that cannot be sent again. */
static bool is_contradiction(vesper_status (*call)(bool is_again))
{
	vesper_status status;

	vesper_host_connect(SLOT, attacked, &record);
	status = call(false);
	if (!plan.is_server)
		loads = trap_stop();
	vesper_host_connect(SLOT, wire_echo_dispatch, &record);
	if (status != OK)
		return plan.is_server && status == E_RESULT;
	return call(true) != OK;
}

/* Each moment and each pattern; the contradictions. */
static unsigned attack(vesper_status (*call)(bool is_again), bool is_server,
		       vesper_host_dispatch *dispatch)
{
	static const uint8_t poisons[] = { 0xff, 0x03, 0x80 };
	unsigned found = 0;

	plan.is_server = is_server;
	plan.dispatch = dispatch;
	repeated = from_loads = 0;
	for (unsigned i = 0; i < sizeof(poisons) * PATTERNS; i++) {
		plan.poison = poisons[i / PATTERNS];
		plan.pattern = (enum pattern)(i % PATTERNS);
		loads = 1;
		for (plan.at = 1; plan.at <= loads; plan.at++)
			found += is_contradiction(call);
		CU_ASSERT(loads > 0 && loads < NO_LIMIT);
	}
	return found;
}

/* ---- tests ---------------------------------------------------------------- */

static vesper_status (*const calls[])(bool is_again) = {
	call_text, call_two, call_record, call_points, call_colors,
	call_shapes, call_macs, call_large,
};

static void test_server(void)
{
	for (size_t i = 0; i < sizeof(calls) / sizeof(*calls); i++) {
		CU_ASSERT_EQUAL(attack(calls[i], true, wire_echo_dispatch), 0);
		CU_ASSERT_EQUAL(repeated, 0);
		/* Results are written, and never read back. */
		CU_ASSERT_EQUAL(from_loads, 0);
	}
}

static void test_client(void)
{
	for (size_t i = 0; i < sizeof(calls) / sizeof(*calls); i++) {
		CU_ASSERT_EQUAL(attack(calls[i], false, wire_echo_dispatch),
				0);
		CU_ASSERT_EQUAL(repeated, 0);
	}
}

/* wire.echo.colors by somebody who checks, and then looks again. */
static vesper_status dispatch_twice(const vesper_client *client,
				    uint32_t method, struct vesper_message *m)
{
	const volatile wire_color *in = vesper_address(m->w1);
	wire_color *out = vesper_address(m->w3);
	uint64_t count = m->w2;

	(void)client;
	(void)method;
	*m = (struct vesper_message){ 0 };
	for (uint64_t i = 0; i < count; i++)
		if (!wire_color_is_valid(in[i]))
			return E_ARGUMENT;
	for (uint64_t i = 0; i < count; i++)
		out[i] = in[i];
	m->w1 = count;
	return OK;
}

static void test_server_that_reads_twice(void)
{
	CU_ASSERT(attack(call_colors, true, dispatch_twice) > 0);
	CU_ASSERT(repeated > 0);
}

/* A stub that checks results where they are, and then copies them. */
static vesper_status call_colors_twice(bool is_again)
{
	char *slot = vesper_slot(echo.to, WIRE_ECHO_TO_SLOT);
	const volatile wire_color *from = vesper_address(
		vesper_word(vesper_slot(echo.from, WIRE_ECHO_FROM_SLOT)));
	struct vesper_message m = { .w1 = vesper_word(slot), .w2 = 7,
				    .w3 = vesper_word(vesper_slot(
					    echo.from, WIRE_ECHO_FROM_SLOT)) };
	vesper_status status;

	if (is_again)
		return call_colors(true);
	memcpy(slot, "\0\1\5\0\1\5\0", 7);
	status = vesper_call(SLOT, WIRE_ECHO_COLORS_METHOD, &m);
	for (uint32_t i = 0; status == OK && i < 7; i++)
		if (!wire_color_is_valid(from[i]))
			status = E_RESULT;
	for (uint32_t i = 0; i < 7; i++)
		colors[i] = from[i];
	colors_count = 7;
	return status;
}

static void test_client_that_reads_twice(void)
{
	CU_ASSERT(attack(call_colors_twice, false, wire_echo_dispatch) > 0);
	CU_ASSERT(repeated > 0);
}

int main(void)
{
	CU_pSuite suite;
	unsigned failures;

	if (!trap_works)
		return 77;
	echo = (wire_echo){ SLOT, vesper_host_area(2 * HALF), 0 };
	echo.from = echo.to + HALF;
	record = vesper_host_client(echo.to, echo.from, HALF,
				    WIRE_ECHO_FROM_SLOT);
	if (CU_initialize_registry() != CUE_SUCCESS)
		return 1;
	suite = CU_add_suite("memory that changes during a call", NULL, NULL);
	CU_add_test(suite, "a server is told one thing", test_server);
	CU_add_test(suite, "a client is told one thing", test_client);
	CU_add_test(suite, "a server that reads twice is found",
		    test_server_that_reads_twice);
	CU_add_test(suite, "a client that reads twice is found",
		    test_client_that_reads_twice);
	CU_basic_set_mode(CU_BRM_VERBOSE);
	CU_basic_run_tests();
	failures = CU_get_number_of_failures();
	CU_cleanup_registry();
	return failures ? 1 : 0;
}
