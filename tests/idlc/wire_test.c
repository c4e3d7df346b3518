/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * Round trips of every kind of parameter: a client stub, the message, the
 * dispatch, an echo, and back; then messages that no stub would send, each
 * of which must be refused with the right status. Small types are tried with
 * every value.
 */
#include <stdlib.h>
#include <string.h>

#include <CUnit/Basic.h>

#include <wire.idl.h>

#include "wire_echo.h"

enum { SLOT = 3, AREA = 0x40000 };

static wire_echo echo;
static vesper_client record;

/* ---- a broken server: what the client's checks are for ------------------ */

static struct vesper_message forged;
static const void *forged_bytes;
static uint32_t forged_size;

static vesper_status forge(const vesper_client *client, uint32_t method,
			   struct vesper_message *m)
{
	(void)client;
	(void)method;
	if (forged_bytes)
		memcpy(vesper_slot(echo.from, WIRE_ECHO_FROM_SLOT),
		       forged_bytes, forged_size);
	*m = forged;
	return OK;
}

static void set_up(void)
{
	echo = (wire_echo){ SLOT, vesper_host_area(AREA),
			    vesper_host_area(AREA) };
	record = vesper_host_client(echo.to, echo.from, AREA,
				    WIRE_ECHO_FROM_SLOT);
	vesper_host_connect(SLOT, wire_echo_dispatch, &record);
	vesper_thread()->caller = 2;
}

/* ---- good values -------------------------------------------------------- */

static void test_scalars(void)
{
	static const struct { uint8_t a; int8_t b; bool c; wire_color d;
		wire_access e; wire_state f; wire_flags g; } cases[] = {
		{ 0, 0, false, WIRE_COLOR_RED, 0, 0, 0 },
		{ 255, -128, true, WIRE_COLOR_BLUE, 3, -32768, UINT32_MAX },
		{ 1, 127, true, WIRE_COLOR_GREEN, 1, 32767, 4 },
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		uint8_t a; int8_t b; bool c; wire_color d;
		wire_access e; wire_state f; wire_flags g;
		vesper_status status = wire_echo_bytes(echo, cases[i].a,
			cases[i].b, cases[i].c, cases[i].d, cases[i].e,
			cases[i].f, cases[i].g, &a, &b, &c, &d, &e, &f, &g);

		CU_ASSERT_EQUAL(status, OK);
		CU_ASSERT(a == cases[i].a && b == cases[i].b &&
			  c == cases[i].c && d == cases[i].d &&
			  e == cases[i].e && f == cases[i].f &&
			  g == cases[i].g);
	}
}

static void test_words(void)
{
	uint64_t a, c;
	int64_t b;
	wire_huge d;

	CU_ASSERT_EQUAL(wire_echo_words(echo, UINT64_MAX, INT64_MIN, 7,
		WIRE_HUGE_FIRST, &a, &b, &c, &d), OK);
	CU_ASSERT(a == UINT64_MAX && b == INT64_MIN && c == 7 &&
		  d == WIRE_HUGE_FIRST);
}

static void test_packed(void)
{
	uint8_t a; int8_t b; bool c, j; wire_color d; uint16_t e; int16_t f;
	uint32_t g; int32_t h; uint64_t i;

	CU_ASSERT_EQUAL(wire_echo_packed(echo, 200, -1, true, WIRE_COLOR_BLUE,
		65535, -32768, UINT32_MAX, -1, UINT64_MAX, false,
		&a, &b, &c, &d, &e, &f, &g, &h, &i, &j), OK);
	CU_ASSERT(a == 200 && b == -1 && c && d == WIRE_COLOR_BLUE &&
		  e == 65535 && f == -32768 && g == UINT32_MAX && h == -1 &&
		  i == UINT64_MAX && !j);
}

/* A value with a name and a path; the rest of them is full of rubbish. */
static struct wire_person a_person(void)
{
	struct wire_person p;

	memset(&p, 0xaa, sizeof(p));
	p.name.size = 3;
	memcpy(p.name.data, "Ada", 3);
	p.path.count = 1;
	p.path.data[0] = (struct wire_point){ -5, 6 };
	memcpy(p.colors, "\0\1\5", 3);
	p.home = 99;
	return p;
}

static void test_record(void)
{
	uint64_t a[8] = { 1, 2, 3, 4, 5, 6, 7, UINT64_MAX }, ra[8];
	struct wire_person c = a_person(), rc;
	int8_t rb;

	CU_ASSERT_EQUAL(wire_echo_record(echo, a, -9, &c, ra, &rb, &rc), OK);
	CU_ASSERT(memcmp(a, ra, sizeof(a)) == 0 && rb == -9);
	CU_ASSERT(rc.name.size == 3 && memcmp(rc.name.data, "Ada", 3) == 0 &&
		  rc.path.count == 1 && rc.path.data[0].x == -5 &&
		  rc.home == 99);
	/* Nothing of the rubbish has travelled. */
	for (size_t i = 3; i < sizeof(rc.name.data); i++)
		CU_ASSERT_EQUAL(rc.name.data[i], 0);
	CU_ASSERT(rc.path.data[1].x == 0 && rc.path.data[2].y == 0);
	for (size_t i = 0; i < sizeof(rc.reserved_0); i++)
		CU_ASSERT_EQUAL(rc.reserved_0[i], 0);
}

static void test_structs(void)
{
	struct wire_point a = { 1, -2 }, ra;
	struct wire_odd b = { 3, 4, 5 }, rb;
	wire_mac c = { 1, 2, 3, 4, 5, 6 }, rc;
	struct wire_pixel p = { { 9, 8 }, WIRE_COLOR_GREEN, true,
				{ 0xaa, 0xbb } }, rp;

	CU_ASSERT_EQUAL(wire_echo_small(echo, &a, &b, c, &ra, &rb, rc), OK);
	CU_ASSERT(memcmp(&a, &ra, sizeof(a)) == 0 &&
		  memcmp(&b, &rb, sizeof(b)) == 0 &&
		  memcmp(c, rc, sizeof(c)) == 0);
	CU_ASSERT_EQUAL(wire_echo_checked(echo, &p, &rp), OK);
	CU_ASSERT(rp.at.x == 9 && rp.hue == WIRE_COLOR_GREEN && rp.is_on &&
		  rp.reserved_0[0] == 0 && rp.reserved_0[1] == 0);
}

static void test_union(void)
{
	struct wire_shape s, r;

	memset(&s, 0xaa, sizeof(s));
	s.tag = WIRE_SHAPE_DOT;
	s.dot = (struct wire_point){ 1, 2 };
	CU_ASSERT_EQUAL(wire_echo_either(echo, &s, &r), OK);
	CU_ASSERT(r.tag == WIRE_SHAPE_DOT && r.dot.x == 1 && r.dot.y == 2);
	for (size_t i = 16; i < sizeof(r); i++)
		CU_ASSERT_EQUAL(((const char *)&r)[i], 0);
	s.tag = WIRE_SHAPE_TEXT;
	s.text.size = 20;
	memset(s.text.data, 'x', 20);
	CU_ASSERT_EQUAL(wire_echo_either(echo, &s, &r), OK);
	CU_ASSERT(r.text.size == 20 && r.text.data[19] == 'x');
	for (uint32_t tag = 0; tag < 20; tag++) {
		memset(&s, 0, sizeof(s));
		s.tag = tag;
		CU_ASSERT_EQUAL(wire_echo_either(echo, &s, &r),
				tag == 1 || tag == 2 || tag == 3 || tag == 7 ?
				OK : E_ARGUMENT);
	}
	s.tag = WIRE_SHAPE_TEXT;
	s.text.size = 21;
	CU_ASSERT_EQUAL(wire_echo_either(echo, &s, &r), E_BOUNDS);
}

static void test_strings(void)
{
	char in[300], out[257], tiny[5];
	struct vesper_text text = VESPER_TEXT(out), small = VESPER_TEXT(tiny);

	memset(in, 'q', sizeof(in));
	for (uint32_t n = 0; n <= 257; n++) {
		struct vesper_string s = { n ? in : NULL, n };
		vesper_status status = wire_echo_text(echo, s, &text);

		CU_ASSERT_EQUAL(status, n <= 256 ? OK : E_BOUNDS);
		if (status == OK)
			CU_ASSERT(text.size == n && text.data[n] == '\0' &&
				  memcmp(text.data, in, n) == 0);
	}
	CU_ASSERT_EQUAL(wire_echo_text(echo, VESPER_STRING("12345"), &small),
			E_BOUNDS);
	CU_ASSERT(small.size == 0 && small.data[0] == '\0');
	CU_ASSERT_EQUAL(wire_echo_text(echo, VESPER_STRING("1234"), &small),
			OK);
	CU_ASSERT_STRING_EQUAL(small.data, "1234");
}

static void test_utf8(void)
{
	static const struct { const char *text; bool is_good; } cases[] = {
		{ "", true }, { "abc", true }, { "\x7f", true },
		{ "\xc2\x80", true }, { "\xdf\xbf", true },
		{ "\xe0\xa0\x80", true }, { "\xed\x9f\xbf", true },
		{ "\xee\x80\x80", true }, { "\xf0\x90\x80\x80", true },
		{ "\xf4\x8f\xbf\xbf", true }, { "\x80", false },
		{ "\xc0\x80", false }, { "\xc1\xbf", false },
		{ "\xe0\x9f\xbf", false }, { "\xed\xa0\x80", false },
		{ "\xf0\x8f\xbf\xbf", false }, { "\xf4\x90\x80\x80", false },
		{ "\xf5\x80\x80\x80", false }, { "\xff", false },
		{ "\xe2\x82", false }, { "\xe2\x28\xa1", false },
		{ "a\xc3", false },
	};
	char b[13], a[11];
	struct vesper_text rb = VESPER_TEXT(b), ra = VESPER_TEXT(a);
	uint32_t n;

	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct vesper_string s = { cases[i].text,
					   (uint32_t)strlen(cases[i].text) };

		CU_ASSERT_EQUAL(wire_echo_two(echo, VESPER_STRING("zz"), 5, s,
					      &rb, &n, &ra),
				cases[i].is_good ? OK : E_TEXT);
		if (cases[i].is_good) {
			CU_ASSERT(n == 5 && ra.size == 2 &&
				  rb.size == s.size &&
				  memcmp(rb.data, s.data, s.size) == 0);
		} else {
			CU_ASSERT(n == 0 && ra.size == 0 && rb.size == 0);
		}
	}
}

static void test_vecs(void)
{
	struct wire_point p[16], rp[16];
	wire_color c[16] = { 0, 1, 5, 1 }, rc[16];
	uint32_t count;

	for (int i = 0; i < 16; i++)
		p[i] = (struct wire_point){ i, -i };
	CU_ASSERT_EQUAL(wire_echo_points(echo, p, 16, rp, &count), OK);
	CU_ASSERT(count == 16 && memcmp(p, rp, sizeof(p)) == 0);
	CU_ASSERT_EQUAL(wire_echo_points(echo, p, 0, rp, &count), OK);
	CU_ASSERT_EQUAL(count, 0);
	CU_ASSERT_EQUAL(wire_echo_points(echo, p, 17, rp, &count), E_BOUNDS);
	CU_ASSERT_EQUAL(wire_echo_colors(echo, c, 4, rc, &count), OK);
	CU_ASSERT(count == 4 && memcmp(c, rc, 4) == 0);
	c[3] = 2;
	CU_ASSERT_EQUAL(wire_echo_colors(echo, c, 4, rc, &count), E_ARGUMENT);
	CU_ASSERT_EQUAL(wire_echo_colors(echo, c, 3, rc, &count), OK);
}

static void test_nested_vecs(void)
{
	struct wire_shape s[4], rs[4];
	wire_mac m[4] = { { 1 }, { 2 }, { 3 }, { 4, 5, 6, 7, 8, 9 } }, rm[4];
	uint8_t t[4][3] = { { 1, 2, 3 }, { 4, 5, 6 } }, rt[4][3];
	uint32_t count, count2;

	memset(s, 0, sizeof(s));
	s[0].tag = WIRE_SHAPE_WIDE;
	s[0].wide = 77;
	s[1].tag = WIRE_SHAPE_TWO;
	s[1].two[1].hue = WIRE_COLOR_BLUE;
	CU_ASSERT_EQUAL(wire_echo_shapes(echo, s, 2, rs, &count), OK);
	CU_ASSERT(count == 2 && rs[0].wide == 77 &&
		  rs[1].two[1].hue == WIRE_COLOR_BLUE);
	s[1].two[1].hue = 3;
	CU_ASSERT_EQUAL(wire_echo_shapes(echo, s, 2, rs, &count), E_ARGUMENT);
	CU_ASSERT_EQUAL(count, 0);
	CU_ASSERT_EQUAL(wire_echo_macs(echo, (const wire_mac *)m, 4,
		(const uint8_t (*)[3])t, 2, rm, &count, rt, &count2), OK);
	CU_ASSERT(count == 4 && count2 == 2 && rm[3][5] == 9 &&
		  rt[1][2] == 6);
}

static void test_in_place(void)
{
	static char text[3001], out[3001];
	static uint32_t numbers[1000], back[1000];
	struct vesper_text r = VESPER_TEXT(out);
	uint32_t count;

	memset(text, 'L', 3000);
	numbers[999] = 42;
	CU_ASSERT_EQUAL(wire_echo_large(echo, (struct vesper_string){ text,
		3000 }, numbers, 1000, &r, back, &count), OK);
	CU_ASSERT(r.size == 3000 && memcmp(out, text, 3001) == 0 &&
		  count == 1000 && back[999] == 42);
}

static void test_buffers(void)
{
	char *to = (char *)vesper_address(echo.to) + 0x20000;
	char *from = (char *)vesper_address(echo.from) + 0x20000;
	struct wire_point *c = (struct wire_point *)(void *)(from + 0x1000);
	uint32_t sum;

	memset(to, 6, 1000);
	for (int i = 0; i < 10; i++)
		c[i] = (struct wire_point){ i, 0 };
	CU_ASSERT_EQUAL(wire_echo_buffers(echo, vesper_buf_in_at(to, 1000),
		vesper_buf_out_at(from, 999), vesper_buf_out_at(c, 10), &sum), OK);
	CU_ASSERT(from[0] == 7 && from[998] == 7 && from[999] == 0 &&
		  sum == 45 && c[9].y == 9);
	CU_ASSERT_EQUAL(wire_echo_buffers(echo, vesper_buf_in_at(to, 1001),
		vesper_buf_out_at(from, 1), vesper_buf_out_at(c, 1), &sum),
		E_BOUNDS);
	CU_ASSERT_EQUAL(wire_echo_buffers(echo, vesper_buf_in_at(from, 1),
		vesper_buf_out_at(from, 1), vesper_buf_out_at(c, 1), &sum),
		E_BUFFER);
	CU_ASSERT_EQUAL(wire_echo_buffers(echo, vesper_buf_in_at(to, 1),
		vesper_buf_out_at(to, 1), vesper_buf_out_at(c, 1), &sum), E_BUFFER);
	CU_ASSERT_EQUAL(wire_echo_buffers(echo, vesper_buf_in_at(to, 1),
		vesper_buf_out_at(from, 1), vesper_buf_out_at(from + 2, 1), &sum),
		E_ALIGN);
	CU_ASSERT_EQUAL(sum, 0);
}

/* What is nowhere does not get as far as a call. */
static void test_buffers_nowhere(void)
{
	char *to = (char *)vesper_address(echo.to);
	char *from = (char *)vesper_address(echo.from);
	struct vesper_buf_in in = vesper_pass_in(&record, to, 8);
	struct vesper_buf_out out = vesper_pass_out(&record, from, 8);
	uint32_t sum;

	CU_ASSERT(in.address == echo.to && in.count == 8 &&
		  out.address == echo.from && out.count == 8);
	CU_ASSERT_EQUAL(vesper_pass_in(&record, from, 8).address, 0);
	CU_ASSERT_EQUAL(vesper_pass_in(&record, &sum, 1).address, 0);
	CU_ASSERT_EQUAL(vesper_pass_out(&record, to, 8).address, 0);
	CU_ASSERT_EQUAL(vesper_pass_out(&record, &sum, 1).address, 0);
	wire_echo_last = NULL;
	for (unsigned i = 0; i < 3; i++) {
		sum = 1;
		CU_ASSERT_EQUAL(wire_echo_buffers(echo,
			i == 0 ? vesper_pass_in(&record, &sum, 1) : in,
			i == 1 ? vesper_pass_out(&record, &sum, 1) : out,
			i == 2 ? vesper_pass_out(&record, &sum, 1) : out,
			&sum), E_BUFFER);
		CU_ASSERT(sum == 0 && wire_echo_last == NULL);
	}
}

/* ---- statuses ----------------------------------------------------------- */

static void test_statuses(void)
{
	struct vesper_message m = { 1, 2, 3, 4, 5, 6, 7, 0 };

	CU_ASSERT_EQUAL(wire_echo_ping(echo), OK);
	/* fail() returns int8 `how`: its own domain is other { STRANGE = 2 }. */
	for (int how = -128; how < 128; how++) {
		vesper_status status = wire_echo_fail(echo, (uint8_t)how);
		bool is_declared = how == 2 || (how <= 0 && how >= -63);

		CU_ASSERT_EQUAL(status, is_declared ? how : E_SERVER);
	}
	for (uint32_t method = 0; method < 70000; method += 1) {
		if (method < 34 && method != 0 && method != 3 && method != 4)
			continue;
		CU_ASSERT_EQUAL(wire_echo_dispatch(&record, method, &m),
				E_METHOD);
		CU_ASSERT(m.w1 == 0 && m.w7 == 0);
	}
}

static int lives, stops;

/* Its server ends so often, and is seen to be stopped so often after that. */
static vesper_status restarting(const vesper_client *client, uint32_t method,
				struct vesper_message *m)
{
	if (lives-- > 0) {
		*m = (struct vesper_message){ 0 };
		return E_FAULT;
	}
	if (lives == -1 && stops-- > 0) {
		lives++;
		*m = (struct vesper_message){ 0 };
		return E_STOPPED;
	}
	return wire_echo_dispatch(client, method, m);
}

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wdeprecated-declarations"
static void test_restart(void)
{
	uint32_t n;

	vesper_host_connect(SLOT, restarting, &record);
	lives = 1;
	CU_ASSERT_EQUAL(wire_echo_again(echo, 20, 22, &n), OK);
	CU_ASSERT_EQUAL(n, 42);
	lives = 2;
	CU_ASSERT_EQUAL(wire_echo_again(echo, 20, 22, &n), E_FAULT);
	CU_ASSERT_EQUAL(n, 0);
	CU_ASSERT_EQUAL(lives, 0);
	lives = 1;
	stops = 2;
	CU_ASSERT_EQUAL(wire_echo_again(echo, 20, 22, &n), OK);
	CU_ASSERT_EQUAL(n, 42);
	lives = 1;
	stops = 100;
	CU_ASSERT_EQUAL(wire_echo_again(echo, 20, 22, &n), E_STOPPED);
	CU_ASSERT_EQUAL(stops, 97);
	stops = 0;
	lives = 1;
	CU_ASSERT_EQUAL(wire_echo_ping(echo), E_FAULT);
	vesper_host_connect(SLOT, wire_echo_dispatch, &record);
}
#pragma GCC diagnostic pop

/* ---- messages that no stub sends --------------------------------------- */

static vesper_status send(uint32_t method, struct vesper_message m)
{
	return wire_echo_dispatch(&record, method, &m);
}

static uint64_t extended(int value)
{
	return (uint64_t)(int64_t)value;
}

static void test_bad_words(void)
{
	for (uint64_t v = 0; v < 1024; v++) {
		CU_ASSERT_EQUAL(send(10, (struct vesper_message){ .w1 = v }),
				v < 256 ? OK : E_ARGUMENT);
		CU_ASSERT_EQUAL(send(10, (struct vesper_message){ .w3 = v }),
				v < 2 ? OK : E_ARGUMENT);
		CU_ASSERT_EQUAL(send(10, (struct vesper_message){ .w4 = v }),
				v == 0 || v == 1 || v == 5 ? OK : E_ARGUMENT);
		CU_ASSERT_EQUAL(send(10, (struct vesper_message){ .w5 = v }),
				v < 4 ? OK : E_ARGUMENT);
	}
	for (int v = -70000; v < 70000; v++) {
		CU_ASSERT_EQUAL(send(10, (struct vesper_message){
			.w2 = extended(v) }), v >= -128 && v < 128 ?
			OK : E_ARGUMENT);
		CU_ASSERT_EQUAL(send(10, (struct vesper_message){
			.w6 = extended(v) }), v >= -32768 && v < 32768 ?
			OK : E_ARGUMENT);
	}
	/* Bits over the type, one by one. */
	for (int bit = 0; bit < 64; bit++) {
		uint64_t v = UINT64_C(1) << bit;

		CU_ASSERT_EQUAL(send(10, (struct vesper_message){ .w1 = v }),
				bit < 8 ? OK : E_ARGUMENT);
		CU_ASSERT_EQUAL(send(10, (struct vesper_message){ .w7 = v }),
				bit < 32 ? OK : E_ARGUMENT);
		CU_ASSERT_EQUAL(send(11, (struct vesper_message){
			.w4 = v }), bit == 0 || bit == 63 ? OK : E_ARGUMENT);
	}
}

static void test_bad_packed(void)
{
	struct vesper_message good = { 0 }, m;

	/* Method 11 with everything 0 has no such strict huge. */
	CU_ASSERT_EQUAL(send(11, good), E_ARGUMENT);
	CU_ASSERT_EQUAL(send(12, good), OK);
	for (uint64_t v = 0; v < 256; v++) {
		m = good;
		m.w1 = v << 16;		/* bool c */
		CU_ASSERT_EQUAL(send(12, m), v < 2 ? OK : E_ARGUMENT);
		m.w1 = v << 24;		/* color d */
		CU_ASSERT_EQUAL(send(12, m), v == 0 || v == 1 || v == 5 ?
				OK : E_ARGUMENT);
		m = good;
		m.w4 = v;		/* bool j, alone in its word */
		CU_ASSERT_EQUAL(send(12, m), v < 2 ? OK : E_ARGUMENT);
	}
}

static void test_bad_pointers(void)
{
	uint64_t slack = WIRE_ECHO_FROM_SLOT;
	uint64_t limit = AREA - slack;
	struct { uint64_t to, n, from; vesper_status status; } cases[] = {
		{ echo.to, 256, echo.from, OK },
		{ echo.to, 257, echo.from, E_BOUNDS },
		{ echo.to, UINT64_MAX, echo.from, E_BOUNDS },
		{ echo.to, (UINT64_C(1) << 32) + 1, echo.from, E_BOUNDS },
		{ echo.to - 1, 1, echo.from, E_BUFFER },
		{ echo.to + limit - 1, 256, echo.from, OK },
		{ echo.to + limit, 1, echo.from, E_BUFFER },
		{ 0, 0, echo.from, E_BUFFER },
		{ (uint64_t)(uintptr_t)&record, 8, echo.from, E_BUFFER },
		{ echo.from, 8, echo.from, E_BUFFER },
		{ UINT64_MAX, 8, echo.from, E_BUFFER },
		{ echo.to + (UINT64_C(1) << 32), 8, echo.from, E_BUFFER },
		{ echo.to, 8, echo.from + 4, E_ALIGN },
		{ echo.to, 8, echo.from - 8, E_BUFFER },
		{ echo.to, 8, echo.from + limit, E_BUFFER },
		{ echo.to, 8, echo.to, E_BUFFER },
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++)
		CU_ASSERT_EQUAL(send(17, (struct vesper_message){
			.w1 = cases[i].to, .w2 = cases[i].n,
			.w3 = cases[i].from }), cases[i].status);
	/* A vec of points is aligned to 4. */
	for (uint32_t i = 0; i < 8; i++)
		CU_ASSERT_EQUAL(send(19, (struct vesper_message){
			.w1 = echo.to + i, .w2 = 2, .w3 = echo.from }),
			i % 4 ? E_ALIGN : OK);
}

/* The dispatch's result words for an error are zero. */
static void test_error_is_empty(void)
{
	struct vesper_message m = { echo.to, 300, echo.from, 9, 9, 9, 9, 0 };

	CU_ASSERT_EQUAL(wire_echo_dispatch(&record, 17, &m), E_BOUNDS);
	CU_ASSERT(!m.w1 && !m.w2 && !m.w3 && !m.w4 && !m.w7);
}

/* ---- results that no dispatch sends ------------------------------------ */

static void test_forged_results(void)
{
	char out[257];
	struct vesper_text text = VESPER_TEXT(out);
	struct wire_shape shape = { .tag = WIRE_SHAPE_WIDE }, r;
	wire_color c[1] = { 0 }, rc[16];
	struct wire_pixel p = { .hue = WIRE_COLOR_RED }, rp;
	uint32_t count = 5;

	vesper_host_connect(SLOT, forge, &record);
	forged = (struct vesper_message){ .w1 = 257 };
	CU_ASSERT_EQUAL(wire_echo_text(echo, VESPER_STRING("x"), &text),
			E_RESULT);
	CU_ASSERT_EQUAL(text.size, 0);
	forged.w1 = UINT64_C(1) << 32;
	CU_ASSERT_EQUAL(wire_echo_text(echo, VESPER_STRING("x"), &text),
			E_RESULT);
	forged.w1 = 17;
	CU_ASSERT_EQUAL(wire_echo_colors(echo, c, 1, rc, &count), E_RESULT);
	CU_ASSERT_EQUAL(count, 0);
	forged_bytes = "\0\1\2";
	forged_size = 3;
	forged.w1 = 2;
	CU_ASSERT_EQUAL(wire_echo_colors(echo, c, 1, rc, &count), OK);
	forged.w1 = 3;
	CU_ASSERT_EQUAL(wire_echo_colors(echo, c, 1, rc, &count), E_RESULT);
	CU_ASSERT_EQUAL(count, 0);
	/* A pixel in two words: its reserved bytes are 2 to 3 of the second. */
	forged = (struct vesper_message){ .w2 = 1 | 1 << 8 };
	CU_ASSERT_EQUAL(wire_echo_checked(echo, &p, &rp), OK);
	forged.w2 = 1 | 1 << 8 | 1 << 16;
	CU_ASSERT_EQUAL(wire_echo_checked(echo, &p, &rp), E_RESULT);
	forged.w2 = 1 | 2 << 8;
	CU_ASSERT_EQUAL(wire_echo_checked(echo, &p, &rp), E_RESULT);
	forged.w2 = UINT64_C(1) << 40;
	CU_ASSERT_EQUAL(wire_echo_checked(echo, &p, &rp), E_RESULT);
	CU_ASSERT(rp.hue == 0 && rp.at.x == 0);
	forged = (struct vesper_message){ .w1 = 4 };
	CU_ASSERT_EQUAL(wire_echo_either(echo, &shape, &r), E_RESULT);
	CU_ASSERT_EQUAL(r.tag, 0);
	forged_bytes = NULL;
	vesper_host_connect(SLOT, wire_echo_dispatch, &record);
}

/* Results of one word: beside the status, and stored. */
static void test_answers(void)
{
	struct wire_echo_halves_answer halves =
		wire_echo_halves_answer(echo, 7, UINT32_MAX);
	struct wire_echo_pieces_answer pieces =
		wire_echo_pieces_answer(echo, true, -2, WIRE_COLOR_BLUE);
	uint32_t a = 1, b = 1;

	CU_ASSERT(halves.status == OK && halves.ra == 7 &&
		  halves.word == UINT32_MAX);
	CU_ASSERT(pieces.status == OK && pieces.ra && pieces.rb == -2 &&
		  pieces.rc == WIRE_COLOR_BLUE);
	CU_ASSERT_EQUAL(wire_echo_halves(echo, 3, 4, &a, &b), OK);
	CU_ASSERT(a == 3 && b == 4);
	halves = wire_echo_halves_answer(echo, UINT32_MAX, 1);
	CU_ASSERT(halves.status == E_FULL && halves.word_ == 0);
	CU_ASSERT_EQUAL(wire_echo_halves(echo, UINT32_MAX, 4, &a, &b),
			E_FULL);
	CU_ASSERT(a == 0 && b == 0);
}

static vesper_status lie(const vesper_client *client, uint32_t method,
			 struct vesper_message *m)
{
	(void)client;
	(void)method;
	*m = forged;
	return E_FULL;
}

/* A server that sends results beside an error, or what is no result. */
static void test_forged_answers(void)
{
	uint32_t a = 1, b = 1;
	bool is_set = true;
	int16_t n = 1;
	wire_color color = WIRE_COLOR_RED;

	vesper_host_connect(SLOT, lie, &record);
	forged = (struct vesper_message){ .w1 = UINT64_MAX };
	CU_ASSERT_EQUAL(wire_echo_halves(echo, 1, 2, &a, &b), E_FULL);
	CU_ASSERT(a == 0 && b == 0);
	CU_ASSERT_EQUAL(wire_echo_pieces(echo, 1, 2, WIRE_COLOR_RED, &is_set,
					 &n, &color), E_FULL);
	CU_ASSERT(!is_set && n == 0 && color == 0);
	CU_ASSERT_EQUAL(wire_echo_pieces_answer(echo, 1, 2, WIRE_COLOR_RED)
			.word_, 0);
	vesper_host_connect(SLOT, forge, &record);
	forged.w1 = 2;		/* a bool that is none */
	CU_ASSERT_EQUAL(wire_echo_pieces_answer(echo, 1, 2, WIRE_COLOR_RED)
			.status, E_RESULT);
	forged.w1 = 1 | UINT64_C(99) << 32;	/* no color */
	CU_ASSERT_EQUAL(wire_echo_pieces_answer(echo, 1, 2, WIRE_COLOR_RED)
			.status, E_RESULT);
	forged.w1 = 1 | UINT64_C(1) << 56;	/* wider than all three */
	CU_ASSERT_EQUAL(wire_echo_pieces_answer(echo, 1, 2, WIRE_COLOR_RED)
			.status, E_RESULT);
	vesper_host_connect(SLOT, wire_echo_dispatch, &record);
}

/* Constants and layouts that other programs rely on. */
static void test_constants(void)
{
	CU_ASSERT_EQUAL(WIRE_SECTOR, 512);
	CU_ASSERT_EQUAL(WIRE_LEAST, INT64_MIN);
	CU_ASSERT_STRING_EQUAL(WIRE_GREETING, "say \"hi\"\n");
	CU_ASSERT_EQUAL(WIRE_LOUD, true);
	CU_ASSERT_EQUAL(WIRE_DEFAULT, WIRE_COLOR_GREEN);
	CU_ASSERT_EQUAL(WIRE_ECHO_LIMIT, 1024);
	CU_ASSERT_EQUAL(offsetof(struct wire_person, home), 56);
	CU_ASSERT_EQUAL(offsetof(struct wire_shape, dot), 8);
	CU_ASSERT_EQUAL(wire_echo_note.note.magic, ABI_NOTE_MAGIC);
	CU_ASSERT_STRING_EQUAL(wire_echo_note.note.interface, "wire.echo");
	CU_ASSERT_EQUAL(wire_echo_note.methods[0].number, 1);
	/* An inherited method is the same to both. */
	CU_ASSERT_EQUAL(wire_echo_note.methods[0].hash,
			wire_root_note.methods[0].hash);
}

static const CU_TestInfo tests[] = {
	{ "scalars come back", test_scalars },
	{ "whole words come back", test_words },
	{ "packed scalars come back", test_packed },
	{ "a record comes back without rubbish", test_record },
	{ "structs in words come back", test_structs },
	{ "unions: every tag", test_union },
	{ "strings of every length", test_strings },
	{ "utf8: good and bad", test_utf8 },
	{ "vecs come back", test_vecs },
	{ "vecs of unions and arrays", test_nested_vecs },
	{ "large contents in place", test_in_place },
	{ "buffers stay where they are", test_buffers },
	{ "statuses: declared and not", test_statuses },
	{ "idempotent methods are called once more", test_restart },
	{ "words that are no values", test_bad_words },
	{ "packed words that are no values", test_bad_packed },
	{ "pointers that are not the client's", test_bad_pointers },
	{ "an error has no results", test_error_is_empty },
	{ "results that are no values", test_forged_results },
	{ "buffers that are nowhere", test_buffers_nowhere },
	{ "results beside the status", test_answers },
	{ "and what is none", test_forged_answers },
	{ "constants, layouts, notes", test_constants },
};

int main(void)
{
	CU_pSuite suite;
	unsigned failures;

	if (CU_initialize_registry() != CUE_SUCCESS)
		return 99;
	suite = CU_add_suite("wire", NULL, NULL);
	for (size_t i = 0; i < sizeof(tests) / sizeof(*tests); i++)
		CU_add_test(suite, tests[i].pName, tests[i].pTestFunc);
	set_up();
	CU_basic_run_tests();
	failures = CU_get_number_of_failures();
	CU_cleanup_registry();
	return failures ? 1 : 0;
}
