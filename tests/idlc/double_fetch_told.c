/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * A peer that changes records and cells while they are read (double_fetch.c does
 * it to messages; the fields of capabilities come in a register, and nobody can
 * change them). A record that is taken must be a value of its type; a cell that
 * is read too, and all of one telling if the teller is honest.
 */
#include <string.h>

#include <CUnit/Basic.h>

#include <probe.idl.h>

#include "trap.h"

enum { PORTAL = 5, HALF = 0x2000, NO_LIMIT = 1000, POSTS = 3 };

static probe_more more;
static vesper_client record;
static unsigned posts, contradictions;

static struct vesper_ring *ring(void)
{
	return vesper_address(more.to);
}

static struct vesper_cell *cell(unsigned i)
{
	return (struct vesper_cell *)vesper_address(more.from +
		(uint32_t)sizeof(struct vesper_head)) + i;
}

/* ---- the server ------------------------------------------------------------- */

void probe_more_serve_post(const vesper_client *client, const uint8_t text[48],
			   probe_color c, uint16_t n)
{
	(void)client;
	(void)text;
	(void)n;
	posts++;
	contradictions += !probe_color_is_valid(c);
}

void probe_more_serve_empty(const vesper_client *client)
{
	(void)client;
}

vesper_status probe_more_serve_posted(const vesper_client *client,
	uint32_t *times, uint32_t *wrong, uint16_t *n)
{
	(void)client;
	*times = *wrong = *n = 0;
	return OK;
}

vesper_status probe_more_serve_tell(const vesper_client *client, uint64_t value)
{
	(void)client;
	(void)value;
	return OK;
}

static void set_up(void)
{
	static const uint8_t text[48] = { 1 };

	if (!more.to) {
		more.slot = PORTAL;
		more.to = vesper_host_area(2 * HALF);
		more.from = more.to + HALF;
	}
	memset(vesper_address(more.to), 0, 2 * HALF);
	record = vesper_host_client(more.to, more.from, HALF, 64);
	record.to_slots = more.to;
	record.to_stride = PROBE_MORE_TO_SLOT;
	record.from_slots = more.from;
	record.from_stride = PROBE_MORE_FROM_SLOT;
	record.callers = 1;
	record.ring_depth = PROBE_MORE_RING_DEPTH;
	record.cells = 3;
	posts = 0;
	for (unsigned i = 0; i < POSTS; i++)
		CU_ASSERT_EQUAL(probe_more_post(more, text, PROBE_COLOR_BLUE,
						1), OK);
}

/* ---- the hostile peer ------------------------------------------------------- */

enum pattern { TURNS_BAD, TURNS_GOOD, TURNS_EACH_TIME, PATTERNS };

static struct {
	enum pattern pattern;
	unsigned at;
	uint8_t poison;
	uintptr_t first, size;	/* what changes */
} plan;

static uint8_t good[HALF];
static uintptr_t seen[NO_LIMIT];
static unsigned seen_count, repeated;

static void fill(bool is_good)
{
	void *memory = vesper_address((uint32_t)plan.first);

	if (is_good)
		memcpy(memory, good, plan.size);
	else
		memset(memory, plan.poison, plan.size);
}

static void on_load(uintptr_t address, unsigned count, bool is_own)
{
	(void)is_own;
	if (address - plan.first < plan.size) {
		for (unsigned i = 0; i < seen_count; i++)
			repeated += seen[i] == address;
		if (seen_count < NO_LIMIT)
			seen[seen_count++] = address;
	}
	if (plan.pattern == TURNS_EACH_TIME)
		fill(count % 2 == 0);
	else if (count == plan.at)
		fill(plan.pattern == TURNS_GOOD);
}

static void begin(void *first, size_t size)
{
	plan.first = (uintptr_t)first;
	plan.size = size;
	memcpy(good, first, size);
	if (plan.pattern == TURNS_GOOD)
		fill(false);
	seen_count = 0;
	trap_start(more.to, 2 * HALF, on_load);
}

/* Each moment and each pattern; `run` returns how many loads there were. */
static void attack(unsigned (*run)(void))
{
	static const uint8_t poisons[] = { 0xff, 0x03, 0x80 };

	repeated = contradictions = 0;
	for (unsigned i = 0; i < sizeof(poisons) * PATTERNS; i++) {
		unsigned loads = 1;

		plan.poison = poisons[i / PATTERNS];
		plan.pattern = (enum pattern)(i % PATTERNS);
		for (plan.at = 1; plan.at <= loads; plan.at++)
			loads = run();
		CU_ASSERT(loads > 0 && loads < NO_LIMIT);
	}
}

/* ---- records ----------------------------------------------------------------- */

static unsigned drain(void)
{
	set_up();
	begin(ring()->records, POSTS * sizeof(struct vesper_record));
	(void)probe_more_drain(&record);
	return trap_stop();
}

static void test_records(void)
{
	attack(drain);
	CU_ASSERT_EQUAL(contradictions, 0);
	CU_ASSERT_EQUAL(repeated, 0);
}

/* The count too: never more records than the ring holds. */
static unsigned drain_count(void)
{
	unsigned loads;

	set_up();
	begin(ring(), sizeof(struct vesper_ring) +
		      POSTS * sizeof(struct vesper_record));
	(void)probe_more_drain(&record);
	loads = trap_stop();
	contradictions += posts > PROBE_MORE_RING_DEPTH;
	return loads;
}

static void test_counts(void)
{
	attack(drain_count);
	CU_ASSERT_EQUAL(contradictions, 0);
}

/* By a server that looks at a record where it is, and then takes it. */
static unsigned drain_twice(void)
{
	set_up();
	begin(ring()->records, POSTS * sizeof(struct vesper_record));
	for (unsigned i = 0; i < POSTS; i++) {
		const volatile uint8_t *color =
			(const uint8_t *)ring()->records[i].words + 48;

		if (probe_color_is_valid(*color))
			probe_more_serve_post(&record, NULL, *color, 0);
	}
	return trap_stop();
}

static void test_server_that_reads_twice(void)
{
	attack(drain_twice);
	CU_ASSERT(contradictions > 0);
	CU_ASSERT(repeated > 0);
}

/* ---- cells -------------------------------------------------------------------- */

static const struct probe_point point = { 1, 2 };

/* A hostile teller: what is read is of its type, or zero. */
static unsigned read_cell(void)
{
	struct probe_point at;
	vesper_status status;
	probe_color color;
	unsigned loads;
	uint8_t hue;
	int8_t low;

	set_up();
	(void)probe_more_notify_mixed(&record, &point, 3, 4, PROBE_COLOR_BLUE);
	begin(cell(2)->words, sizeof(cell(2)->words));
	status = probe_more_mixed(more, &at, &hue, &low, &color);
	loads = trap_stop();
	contradictions += status == OK ? !probe_color_is_valid(color) :
		status != E_RESULT || at.x || at.y || hue || low || color;
	return loads;
}

static void test_cells(void)
{
	attack(read_cell);
	CU_ASSERT_EQUAL(contradictions, 0);
	CU_ASSERT_EQUAL(repeated, 0);
}

/* An honest one tells again, whole, after some loads or after each. */
static void on_load_tell(uintptr_t address, unsigned count, bool is_own)
{
	(void)address;
	(void)is_own;
	if (count != plan.at && plan.pattern != TURNS_EACH_TIME)
		return;
	cell(1)->sequence += 2;
	for (unsigned i = 0; i < 7; i++)
		cell(1)->words[i] = count + 1;
}

static unsigned read_told(void)
{
	uint64_t w[7];
	vesper_status status;
	unsigned loads;

	set_up();
	(void)probe_more_notify_whole(&record, 1, 1, 1, 1, 1, 1, 1);
	trap_start(more.to, 2 * HALF, on_load_tell);
	status = probe_more_whole(more, &w[0], &w[1], &w[2], &w[3], &w[4],
				  &w[5], &w[6]);
	loads = trap_stop();
	for (unsigned i = 0; i < 7; i++)
		contradictions += w[i] != w[0];
	contradictions += status != (plan.pattern == TURNS_EACH_TIME ? E_STATE :
								       OK);
	contradictions += (status == OK) != (w[0] != 0);
	return loads;
}

static void test_telling(void)
{
	attack(read_told);
	CU_ASSERT_EQUAL(contradictions, 0);
}

int main(void)
{
	CU_pSuite suite;
	unsigned failures;

	if (!trap_works)
		return 77;
	if (CU_initialize_registry() != CUE_SUCCESS)
		return 99;
	suite = CU_add_suite("records and cells that change", NULL, NULL);
	CU_add_test(suite, "a record is one thing", test_records);
	CU_add_test(suite, "a count is one ring's at most", test_counts);
	CU_add_test(suite, "a server that reads twice is found",
		    test_server_that_reads_twice);
	CU_add_test(suite, "a cell is one thing", test_cells);
	CU_add_test(suite, "a cell is of one telling", test_telling);
	CU_basic_set_mode(CU_BRM_VERBOSE);
	CU_basic_run_tests();
	failures = CU_get_number_of_failures();
	CU_cleanup_registry();
	return failures ? 1 : 0;
}
