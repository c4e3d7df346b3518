/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * Records and cells: as the stubs make them, with each wrong value of their
 * fields, and with counts that lie. A record that is wrong is left out, a cell
 * that is wrong is no value (E_RESULT), one that was never told or never stands
 * still is none yet (E_STATE); and the next that is right comes through.
 */
#include <vesper/ring.h>

#include "conformance.h"

enum { DEPTH = CONFORMANCE_TOLD_RING_DEPTH };

static struct vesper_ring *ring(void)
{
	return (struct vesper_ring *)(void *)vesper_slot(conform_told.to,
						CONFORMANCE_TOLD_TO_SLOT);
}

static struct vesper_head *head(void)
{
	return (struct vesper_head *)(void *)vesper_slot(conform_told.from,
						CONFORMANCE_TOLD_FROM_SLOT);
}

static struct vesper_cell *cell(uint32_t type)
{
	return (struct vesper_cell *)vesper_address(conform_told.from +
		(uint32_t)sizeof(struct vesper_head)) + type;
}

static bool holds(const _Atomic uint64_t words[7], struct vesper_message m)
{
	for (unsigned i = 0; i < 7; i++)
		if (words[i] != vesper_message_words(&m)[i])
			return false;
	return true;
}

/* How many records have come, and whether the last was this value. */
static bool came(uint32_t count, const void *value, uint32_t size)
{
	uint8_t last[48];
	uint32_t n;

	return conformance_told_look(conform_told, &n, last) == OK &&
	       n == count && (!value || memcmp(last, value, size) == 0);
}

/* What is read is this value, or all zero. */
static bool reads(uint32_t type, vesper_status status, const void *value)
{
	static const uint8_t zero[48];
	const struct conform_news *news = &conform_news[type];
	uint8_t out[48] __attribute__((aligned(8)));

	memset(out, 0xaa, sizeof(out));
	return news->read(out) == status && (status == OK && !value ? true :
	       memcmp(out, value ? value : zero, news->size) == 0);
}

static void write_cell(uint32_t type, struct vesper_message m)
{
	for (unsigned i = 0; i < 7; i++)
		cell(type)->words[i] = vesper_message_words(&m)[i];
	cell(type)->sequence = 2;
}

/* ---- values ---------------------------------------------------------------- */

static bool value_is_right(const struct conform_told *told)
{
	const struct conform_news *news = &conform_news[told->type];
	struct vesper_message m = conform_message(&told->words);
	struct vesper_record *record = &ring()->records[ring()->tail % DEPTH];

	return news->post(told->value) == OK &&
	       record->method == news->method * CONFORM_POST &&
	       holds(record->words, m) && came(1, told->value, told->size) &&
	       news->tell(told->value) == OK &&
	       holds(cell(told->type)->words, m) &&
	       reads(told->type, OK, told->value);
}

/* Words past the stubs. */
static bool words_are_right(uint32_t type, struct vesper_message m,
			    bool is_record, bool is_cell)
{
	uint64_t method = conform_news[type].method * CONFORM_POST;

	write_cell(type, m);
	return vesper_ring_put(conform_told.slot, (char *)ring(),
			       (char *)head(), DEPTH, method, &m) == OK &&
	       came(is_record, NULL, 0) &&
	       reads(type, is_cell ? OK : E_RESULT, NULL);
}

static bool every_is_right(const struct conform_told *told)
{
	for (unsigned value = 0; value < 256; value++) {
		struct vesper_message m = conform_message(&told->words);
		bool is_good = false;

		for (uint32_t i = 0; i < told->accepted_count; i++)
			is_good |= value >= told->accepted[i].first &&
				   value <= told->accepted[i].last;
		((uint8_t *)&m)[told->offset] = (uint8_t)value;
		if (!words_are_right(told->type, m, is_good, is_good))
			return false;
	}
	return true;
}

static bool told_is_right(const struct conform_told *told)
{
	if (told->accepted_count)
		return every_is_right(told);
	return (!told->value || value_is_right(told)) &&
	       words_are_right(told->type, conform_message(&told->words),
			       told->is_record, told->is_cell);
}

/* ---- lies ------------------------------------------------------------------- */

static const uint8_t byte = 7;

/* After a lie that is taken back, the next record comes. */
static bool mends(void)
{
	return conform_news[0].post(&byte) == OK && came(1, &byte, 1) &&
	       conform_news[0].tell(&byte) == OK && reads(0, OK, &byte);
}

static bool tail_lies(uint64_t more)
{
	uint32_t tail = ring()->tail;
	bool is_right;

	ring()->tail = tail + (uint32_t)more;
	is_right = came(0, NULL, 0) && head()->head == tail;
	ring()->tail = tail;
	return is_right;
}

static bool head_lies(uint64_t less)
{
	uint32_t tail = ring()->tail;
	bool is_right;

	head()->head = tail - (uint32_t)less;
	is_right = conform_news[0].post(&byte) == E_FULL &&
		   ring()->tail == tail;
	head()->head = tail;
	return is_right;
}

static bool method_lies(uint64_t method)
{
	struct vesper_message m = { .w1 = byte };

	return vesper_ring_put(conform_told.slot, (char *)ring(),
			       (char *)head(), DEPTH, method, &m) == OK &&
	       came(0, NULL, 0);
}

static bool sequence_lies(uint64_t sequence)
{
	cell(0)->sequence = sequence;
	cell(0)->words[0] = byte;
	return reads(0, E_STATE, NULL);
}

/* A writer that stopped half way: the rest of its words is the last value's. */
static bool is_torn(uint64_t sequence)
{
	cell(1)->sequence = sequence;
	cell(1)->words[0] = UINT64_MAX;
	return reads(1, E_STATE, NULL);
}

static const struct {
	const char *name;
	bool (*holds)(uint64_t argument);
	uint64_t argument;
} lies[] = {
	{ "ring: one record more than it holds", tail_lies, DEPTH + 1 },
	{ "ring: 1000 records", tail_lies, 1000 },
	{ "ring: half of all numbers", tail_lies, 0x80000000 },
	{ "ring: one record less than none", tail_lies, UINT32_MAX },
	{ "ring: as many as it holds not taken", head_lies, DEPTH },
	{ "ring: more than it holds not taken", head_lies, DEPTH + 1 },
	{ "ring: half of all numbers not taken", head_lies, 0x80000000 },
	{ "ring: more taken than were sent", head_lies, UINT32_MAX },
	{ "ring: method 0", method_lies, 0 },
	{ "ring: no such method", method_lies, 299 },
	{ "ring: a method that is called", method_lies,
	  CONFORMANCE_TOLD_LOOK_METHOD },
	{ "ring: a notification", method_lies,
	  CONFORMANCE_TOLD_TOLD_BYTE_METHOD },
	{ "ring: a method in 33 bits", method_lies, UINT64_C(1) << 32 |
	  CONFORMANCE_TOLD_POST_TOLD_BYTE_METHOD },
	{ "cell: never told", sequence_lies, 0 },
	{ "cell: being written", sequence_lies, 1 },
	{ "cell: being written, a large number", sequence_lies,
	  UINT64_C(1) << 63 | 1 },
	{ "cell: torn", is_torn, 3 },
};

enum { LIES = sizeof(lies) / sizeof(*lies) };

unsigned conform_told_results(void)
{
	return conform_told_count + LIES;
}

void conform_told_run(void)
{
	for (unsigned i = 0; i < conform_told_count; i++)
		conform_say(told_is_right(&conform_tolds[i]),
			    conform_tolds[i].name);
	for (unsigned i = 0; i < LIES; i++)
		conform_say(lies[i].holds(lies[i].argument) && mends(),
			    lies[i].name);
}
