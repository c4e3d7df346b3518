/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * Calls between two domains, through the generated stubs on both sides. A
 * figure is a loop of calls less the same loop without them.
 */
#include <component.h>

#include "../count/count.h"

#define TEXT	"12345678901234567890123456789012345678901234567890123456789012"
_Static_assert(sizeof(TEXT) - 1 == 62, "as long as figures.md says");

#define LIVE	10

static void check(bool good)
{
	if (!good)
		__builtin_trap();
}

static uint64_t loop_empty(void)
{
	return COUNT_LOOP(count_use(0));
}

static void measure_null(void)
{
	uint64_t total = COUNT_LOOP(count_use(calls_nothing_null(nothing)));

	check(calls_nothing_null(nothing) == OK);
	count_report("call_null", total - loop_empty(), ITERATIONS);
}

/* Ten values that live over a call, or over nothing. */
#define LIVE_HERE                                                             \
	__asm__ volatile("" : "+r"(a), "+r"(b), "+r"(c), "+r"(d), "+r"(e),    \
			 "+r"(f), "+r"(g), "+r"(h), "+r"(i), "+r"(j))
#define LIVE_FUNCTION(name, statement)                                        \
	__attribute__((noinline)) static uint64_t name(const uint64_t *v)     \
	{                                                                     \
		uint64_t a = v[0], b = v[1], c = v[2], d = v[3], e = v[4],    \
			 f = v[5], g = v[6], h = v[7], i = v[8], j = v[9];    \
		LIVE_HERE;                                                    \
		statement;                                                    \
		LIVE_HERE;                                                    \
		return a ^ b ^ c ^ d ^ e ^ f ^ g ^ h ^ i ^ j;                 \
	}
LIVE_FUNCTION(live_call, count_use(calls_nothing_null(nothing)))
LIVE_FUNCTION(live_nothing, count_use(0))

static void measure_null_in_c(void)
{
	uint64_t values[LIVE] = { 1, 2, 3, 4, 5, 6, 7, 8, 9, 10 };
	uint64_t total, empty;

	count_use(values);	/* the compiler does not know them */
	total = COUNT_LOOP(count_use(live_call(values)));
	empty = COUNT_LOOP(count_use(live_nothing(values)));

	check(live_call(values) == live_nothing(values));
	count_report("call_null_in_c", total - empty, ITERATIONS);
}

static vesper_status call_words(uint64_t *r)
{
	return calls_echo_words(echo, 1, 2, 3, 4, 5, 6, 7, &r[0], &r[1], &r[2],
				&r[3], &r[4], &r[5], &r[6]);
}

static void measure_words(void)
{
	uint64_t r[7] = { 0 };
	uint64_t total = COUNT_LOOP(count_use(call_words(r)));

	for (unsigned i = 0; i < 7; i++)
		check(r[i] == i + 1);
	count_report("call_7_words", total - loop_empty(), ITERATIONS);
}

static void measure_string(void)
{
	char data[63];
	struct vesper_text answer = VESPER_TEXT(data);
	uint64_t total = COUNT_LOOP(count_use(
		calls_echo_text(echo, VESPER_STRING(TEXT), &answer)));

	check(answer.size == 62 && data[0] == '1' && data[61] == '2');
	count_report("call_string", total - loop_empty(), ITERATIONS);
}

/* Filled once by each side; what is counted is the call with it. */
static void measure_buffer(void)
{
	struct vesper_buf_out data = vesper_buf_out_at(bulk_from, bulk_buffers);
	uint64_t total;

	for (unsigned i = 0; i < bulk_buffers; i++)
		bulk_from[i] = (uint8_t)i;
	total = COUNT_LOOP(count_use(calls_bulk_pass(bulk, data)));
	check(calls_bulk_pass(bulk, data) == OK);
	check(bulk_from[0] == (uint8_t)~0u && bulk_from[479] == (uint8_t)~479u);
	count_report("call_buffer_480", total - loop_empty(), ITERATIONS);
}

int main(void)
{
	measure_null();
	measure_null_in_c();
	measure_words();
	measure_string();
	measure_buffer();
	return sys_power_off(power);
}
