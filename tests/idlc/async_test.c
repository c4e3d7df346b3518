/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * Methods that nobody waits for, on the host: rings and cells as they should
 * be, then with each lie that a client or a server can write into the memory
 * that they share.
 */
#include <pthread.h>
#include <sched.h>
#include <string.h>
#include <time.h>

#include <CUnit/Basic.h>

#include <probe.idl.h>

enum { PORTAL = 5, EVENT = PORTAL + 1, NOTIFY = 20, AREA = 0x10000,
       CALLERS = 3 };

static probe_more more;
static vesper_client record;
static _Atomic unsigned posts;
static unsigned empties;
static uint16_t last;
static uint8_t last_text[48];

void probe_more_serve_post(const vesper_client *client, const uint8_t text[48],
			   probe_color c, uint16_t n)
{
	(void)client;
	CU_ASSERT(c == PROBE_COLOR_RED || c == PROBE_COLOR_BLUE);
	memcpy(last_text, text, sizeof(last_text));
	posts++;
	last = n;
}

void probe_more_serve_empty(const vesper_client *client)
{
	(void)client;
	empties++;
}

vesper_status probe_more_serve_posted(const vesper_client *client,
	uint32_t *times, uint32_t *wrong, uint16_t *n)
{
	(void)client;
	*times = posts;
	*wrong = 0;
	*n = last;
	return OK;
}

vesper_status probe_more_serve_tell(const vesper_client *client, uint64_t value)
{
	(void)client;
	(void)value;
	return OK;
}

static struct vesper_ring *ring(unsigned caller)
{
	return vesper_address(more.to + caller * PROBE_MORE_TO_SLOT);
}

static struct vesper_head *head(unsigned caller)
{
	return vesper_address(more.from + caller * PROBE_MORE_FROM_SLOT);
}

static struct vesper_cell *cell(unsigned i)
{
	return (struct vesper_cell *)vesper_address(more.from +
		sizeof(struct vesper_head)) + i;
}

static void set_up(void)
{
	if (!more.to) {
		more = (probe_more){ PORTAL, vesper_host_area(AREA),
				     vesper_host_area(AREA) };
		vesper_host_connect(PORTAL, probe_more_dispatch, &record);
	}
	memset(vesper_address(more.to), 0, AREA);
	memset(vesper_address(more.from), 0, AREA);
	record = vesper_host_client(more.to, more.from, AREA, 64);
	record.to_slots = more.to;
	record.to_stride = PROBE_MORE_TO_SLOT;
	record.from_slots = more.from;
	record.from_stride = PROBE_MORE_FROM_SLOT;
	record.callers = CALLERS;
	record.ring_depth = PROBE_MORE_RING_DEPTH;
	record.cells = 3;
	record.notify = NOTIFY;
	vesper_thread()->caller = 1;
	posts = empties = last = 0;
	(void)vesper_host_signals(EVENT);
	for (unsigned i = 0; i < 3; i++)
		(void)vesper_host_signals(NOTIFY + i);
}

static vesper_status post(unsigned n)
{
	uint8_t text[48];

	memset(text, (int)n, sizeof(text));
	return probe_more_post(more, text, PROBE_COLOR_BLUE, (uint16_t)n);
}

/* The first of an empty ring signals, others need not. */
static void test_ring(void)
{
	set_up();
	for (unsigned n = 1; n <= PROBE_MORE_RING_DEPTH; n++)
		CU_ASSERT_EQUAL(post(n), OK);
	CU_ASSERT_EQUAL(vesper_host_signals(EVENT), 1);
	CU_ASSERT_EQUAL(post(99), E_FULL);
	CU_ASSERT_FALSE(probe_more_drain(&record));
	CU_ASSERT(posts == PROBE_MORE_RING_DEPTH && last == PROBE_MORE_RING_DEPTH);
	CU_ASSERT(last_text[0] == last && last_text[47] == last);
	CU_ASSERT_EQUAL(post(17), OK);
	CU_ASSERT_EQUAL(vesper_host_signals(EVENT), 1);
}

/* The base's ring is the default; the server is told by the client's record. */
static void test_depths(void)
{
	probe_news base;

	set_up();
	base = (probe_news){ more.slot, more.to, more.from };
	record.to_stride = PROBE_NEWS_TO_SLOT;
	record.from_stride = PROBE_NEWS_FROM_SLOT;
	record.ring_depth = PROBE_NEWS_RING_DEPTH;
	CU_ASSERT(PROBE_NEWS_RING_DEPTH == 16 && PROBE_MORE_RING_DEPTH == 32);
	CU_ASSERT(probe_news_note.note.ring_depth == 16 &&
		  probe_more_note.note.ring_depth == 32);
	for (unsigned round = 0; round < 5; round++) {
		for (unsigned n = 0; n < 16; n++)
			CU_ASSERT_EQUAL(probe_news_empty(base), OK);
		CU_ASSERT_EQUAL(probe_news_empty(base), E_FULL);
		CU_ASSERT_FALSE(probe_more_drain(&record));
		CU_ASSERT_EQUAL(empties, 16 * (round + 1));
	}
}

/* Over the end of the 32-bit counts too. */
static void test_wrap(void)
{
	set_up();
	ring(1)->tail = head(1)->head = UINT32_MAX - 3;
	for (unsigned n = 0; n < 100; n++) {
		CU_ASSERT_EQUAL(post(n), OK);
		CU_ASSERT_EQUAL(probe_more_empty(more), OK);
		CU_ASSERT_FALSE(probe_more_drain(&record));
	}
	CU_ASSERT(posts == 100 && empties == 100 && last == 99);
}

static void test_callers(void)
{
	set_up();
	for (unsigned caller = 0; caller < CALLERS; caller++) {
		vesper_thread()->caller = caller;
		CU_ASSERT_EQUAL(post(caller), OK);
	}
	CU_ASSERT_EQUAL(vesper_host_signals(EVENT), CALLERS);
	CU_ASSERT_FALSE(probe_more_drain(&record));
	CU_ASSERT_EQUAL(posts, CALLERS);
}

/* A client whose interface is older has no rings: nothing is looked at. */
static void test_no_rings(void)
{
	set_up();
	record.callers = 0;
	ring(0)->tail = 5;
	CU_ASSERT_FALSE(probe_more_drain(&record));
	CU_ASSERT_EQUAL(posts, 0);
}

/* Counts that cannot be are nothing to the server, and full to the client. */
static void test_wrong_counts(void)
{
	static const uint32_t lies[] = { 17, 18, 1000, 0x7fffffff, 0x80000000,
					 UINT32_MAX };

	for (size_t i = 0; i < sizeof(lies) / sizeof(*lies); i++) {
		set_up();
		ring(1)->tail = lies[i];
		CU_ASSERT_FALSE(probe_more_drain(&record));
		CU_ASSERT_EQUAL(posts, 0);
		set_up();
		/* That is one record, for all the client can know. */
		head(1)->head = lies[i];
		CU_ASSERT_EQUAL(post(1), lies[i] == UINT32_MAX ? OK : E_FULL);
	}
}

/* What is in the records is judged as any request: unknown numbers, calls. */
static void test_wrong_records(void)
{
	set_up();
	for (uint64_t method = 0; method < 1100; method++) {
		uint64_t old = ring(1)->tail;

		CU_ASSERT_EQUAL(post(7), OK);
		ring(1)->records[old % PROBE_MORE_RING_DEPTH].method =
			method | (uint64_t)(method % 2) << 32;
		(void)probe_more_drain(&record);
	}
	/* Of the even numbers those of the two oneways alone. */
	CU_ASSERT_EQUAL(posts, 1);
	CU_ASSERT_EQUAL(empties, 0);
	for (unsigned c = 0; c < 256; c++) {
		struct vesper_message m = { 0 };
		struct probe_more_post_request request;
		vesper_status want = c == PROBE_COLOR_RED ||
			c == PROBE_COLOR_BLUE ? OK : E_ARGUMENT;

		vesper_words(&m, 1)[48] = (char)c;
		CU_ASSERT_EQUAL(probe_more_post_check(&record, &m, &request),
				want);
	}
}

/* One-way methods and notifications cannot be called. */
static void test_not_called(void)
{
	struct vesper_message m = { 0 };

	set_up();
	CU_ASSERT_EQUAL(probe_more_dispatch(&record, PROBE_MORE_POST_METHOD,
					    &m), E_METHOD);
	CU_ASSERT_EQUAL(probe_more_dispatch(&record, PROBE_MORE_WHOLE_METHOD,
					    &m), E_METHOD);
}

static void test_cells(void)
{
	struct probe_point at = { -3, 4 }, at_read;
	uint64_t a, b, c, d, e, f, g;
	uint8_t hue;
	int8_t low;
	probe_color color;
	bool on;

	set_up();
	CU_ASSERT_EQUAL(probe_more_first(more, &on), E_STATE);
	CU_ASSERT_EQUAL(probe_more_notify_first(&record, true), OK);
	CU_ASSERT_EQUAL(probe_more_first(more, &on), OK);
	CU_ASSERT_TRUE(on);
	CU_ASSERT_EQUAL(probe_more_notify_whole(&record, 1, 2, 3, 4, 5, 6,
						UINT64_MAX), OK);
	CU_ASSERT_EQUAL(probe_more_notify_mixed(&record, &at, 200, -128,
						PROBE_COLOR_BLUE), OK);
	CU_ASSERT_EQUAL(probe_more_whole(more, &a, &b, &c, &d, &e, &f, &g), OK);
	CU_ASSERT(a == 1 && d == 4 && g == UINT64_MAX);
	CU_ASSERT_EQUAL(probe_more_mixed(more, &at_read, &hue, &low, &color),
			OK);
	CU_ASSERT(at_read.x == -3 && at_read.y == 4 && hue == 200 &&
		  low == -128 && color == PROBE_COLOR_BLUE);
	/* The base's comes first, the others by number. */
	CU_ASSERT(vesper_host_signals(NOTIFY) == 1 &&
		  vesper_host_signals(NOTIFY + 1) == 1 &&
		  vesper_host_signals(NOTIFY + 2) == 1);
	/* The latest value wins. */
	CU_ASSERT_EQUAL(probe_more_notify_first(&record, false), OK);
	CU_ASSERT_EQUAL(probe_more_first(more, &on), OK);
	CU_ASSERT_FALSE(on);
}

/* To a client of the base alone, the others are not there. */
static void test_fewer_cells(void)
{
	struct vesper_cell before;

	set_up();
	record.cells = 1;
	memcpy(&before, cell(1), sizeof(before));
	CU_ASSERT_EQUAL(probe_more_notify_whole(&record, 1, 2, 3, 4, 5, 6, 7),
			OK);
	CU_ASSERT(memcmp(&before, cell(1), sizeof(before)) == 0);
	CU_ASSERT_EQUAL(vesper_host_signals(NOTIFY + 1), 0);
	record.notify = 0;
	CU_ASSERT_EQUAL(probe_more_notify_first(&record, true), OK);
	CU_ASSERT_EQUAL(vesper_host_signals(NOTIFY), 0);
}

/* A cell that never stands still, and one with no value of its type. */
static void test_wrong_cells(void)
{
	bool on = true;

	set_up();
	cell(0)->sequence = 3;
	CU_ASSERT_EQUAL(probe_more_first(more, &on), E_STATE);
	CU_ASSERT_FALSE(on);
	/* The server's next word mends it. */
	CU_ASSERT_EQUAL(probe_more_notify_first(&record, true), OK);
	CU_ASSERT_EQUAL(probe_more_first(more, &on), OK);
	for (unsigned bit = 0; bit < 64; bit++) {
		cell(0)->words[0] = UINT64_C(1) << bit;
		CU_ASSERT_EQUAL(probe_more_first(more, &on),
				bit ? E_RESULT : OK);
		CU_ASSERT_EQUAL(on, bit == 0);
	}
}

/* ---- both ends at once ---------------------------------------------------- */

enum { MANY = 20000, SECONDS = 20 };

static void *post_many(void *unused)
{
	vesper_thread()->caller = 1;
	for (unsigned n = 1; n <= MANY; n++)
		while (post(n) == E_FULL)
			sched_yield();
	return unused;
}

/* The server looks only when it was signalled: a lost one would end it here. */
static void test_no_lost_signal(void)
{
	pthread_t client;
	time_t end;

	set_up();
	end = time(NULL) + SECONDS;
	CU_ASSERT_EQUAL_FATAL(pthread_create(&client, NULL, post_many, NULL),
			      0);
	while (posts < MANY && time(NULL) < end) {
		if (vesper_host_signals(EVENT))
			while (probe_more_drain(&record))
				;
		else
			sched_yield();
	}
	CU_ASSERT_EQUAL(posts, MANY);
	/* The client gets on, or it would wait for ever. */
	while (posts < MANY)
		(void)probe_more_drain(&record);
	pthread_join(client, NULL);
	CU_ASSERT_EQUAL(last, (uint16_t)MANY);
}

static _Atomic bool is_over;

static void *tell_many(void *unused)
{
	for (uint64_t n = 1; !is_over; n++)
		(void)probe_more_notify_whole(&record, n, n, n, n, n, n, n);
	return unused;
}

/* What is read is one value, not parts of two. */
static void test_no_torn_cell(void)
{
	uint64_t a, b, c, d, e, f, g, before = 0;
	unsigned read = 0;
	pthread_t server;

	set_up();
	is_over = false;
	CU_ASSERT_EQUAL_FATAL(pthread_create(&server, NULL, tell_many, NULL),
			      0);
	for (time_t end = time(NULL) + SECONDS;
	     read < MANY && time(NULL) < end;) {
		if (probe_more_whole(more, &a, &b, &c, &d, &e, &f, &g) != OK)
			continue;
		read++;
		if (a != b || b != c || c != d || d != e || e != f || f != g ||
		    a < before)
			CU_FAIL("parts of two values");
		before = a;
	}
	is_over = true;
	pthread_join(server, NULL);
	CU_ASSERT_EQUAL(read, MANY);
}

int main(void)
{
	CU_pSuite suite;
	unsigned failures;

	if (CU_initialize_registry() != CUE_SUCCESS)
		return 99;
	suite = CU_add_suite("oneway and notify", NULL, NULL);
	CU_add_test(suite, "ring", test_ring);
	CU_add_test(suite, "depths", test_depths);
	CU_add_test(suite, "wrap", test_wrap);
	CU_add_test(suite, "callers", test_callers);
	CU_add_test(suite, "no rings", test_no_rings);
	CU_add_test(suite, "wrong counts", test_wrong_counts);
	CU_add_test(suite, "wrong records", test_wrong_records);
	CU_add_test(suite, "not called", test_not_called);
	CU_add_test(suite, "cells", test_cells);
	CU_add_test(suite, "fewer cells", test_fewer_cells);
	CU_add_test(suite, "wrong cells", test_wrong_cells);
	CU_add_test(suite, "no lost signal", test_no_lost_signal);
	CU_add_test(suite, "no torn cell", test_no_torn_cell);
	CU_basic_run_tests();
	failures = CU_get_number_of_failures();
	CU_cleanup_registry();
	return failures != 0;
}
