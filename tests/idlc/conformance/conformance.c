/* SPDX-License-Identifier: BlueOak-1.0.0 */
#include "conformance.h"

static char *to_slot(void)
{
	return vesper_slot(conform_self.to, CONFORMANCE_ALL_TO_SLOT);
}

static char *from_slot(void)
{
	return vesper_slot(conform_self.from, CONFORMANCE_ALL_FROM_SLOT);
}

struct vesper_message conform_message(const struct conform_words *words)
{
	struct vesper_message m = { 0 };
	uint64_t *word = &m.w1;

	for (unsigned i = 0; words->kinds[i]; i++) {
		word[i] = words->numbers[i];
		if (words->kinds[i] == '@')
			word[i] += vesper_word(to_slot());
		else if (words->kinds[i] == '>')
			word[i] += vesper_word(from_slot());
		else if (words->kinds[i] == '^')
			word[i] += vesper_word(conform_heap);
		else if (words->kinds[i] == '~')
			word[i] += vesper_word(&conform_self);
	}
	return m;
}

static bool equal(const struct vesper_message *a,
		  const struct vesper_message *b)
{
	return memcmp(a, b, sizeof(*a)) == 0;
}

/* ---- values -------------------------------------------------------------- */

static bool stub_is_right(const struct conform_stub *stub)
{
	struct vesper_message sent = conform_message(&stub->wire.request);
	bool is_same = false, is_right;

	memset(to_slot(), 0xee, CONFORM_BYTES);
	is_right = stub->call(&is_same) == stub->status && is_same;
	if (!stub->is_sent)
		return is_right;
	return is_right && conform_was_sent(&sent) &&
	       (stub->wire.size == 0 ||
		memcmp(to_slot(), stub->wire.bytes, stub->wire.size) == 0);
}

/* ---- messages ------------------------------------------------------------ */

/* Send a message past the stub; its reply must be the one that is wanted. */
static bool is_answered(uint32_t method, struct vesper_message m,
			const struct conform_wire *wire, const uint8_t *bytes,
			vesper_status status)
{
	struct vesper_message wanted = status == OK ? conform_message(&wire->reply) :
				       (struct vesper_message){ 0 };

	vesper_copy(to_slot(), bytes, wire->size);
	memset(from_slot(), 0, CONFORM_BYTES);
	if (vesper_call(conform_self.slot, method, &m) != status ||
	    !equal(&m, &wanted))
		return false;
	/* What was in the slot comes back there, unless the words are all. */
	return status != OK || wire->size == 0 ||
	       memcmp(from_slot(), bytes, wire->size) == 0;
}

static bool raw_is_right(const struct conform_raw *raw)
{
	struct vesper_message reply = conform_message(&raw->wire.reply);

	if (!is_answered(raw->method, conform_message(&raw->wire.request), &raw->wire,
			 raw->wire.bytes, raw->status))
		return false;
	return !raw->is_mirrored ||
	       conform_forged(raw->sample, &reply, raw->wire.bytes,
			      raw->wire.size, raw->status == OK ? OK :
								  E_RESULT);
}

/* ---- every value of a byte ----------------------------------------------- */

static bool is_accepted(const struct conform_every *every, unsigned value)
{
	for (uint32_t i = 0; i < every->accepted_count; i++)
		if (value >= every->accepted[i].first &&
		    value <= every->accepted[i].last)
			return true;
	return false;
}

/* Only whether it is refused: unused bytes come back zeroed. */
static bool value_is_right(const struct conform_every *every, unsigned value)
{
	const struct conform_wire *wire = &every->wire;
	struct vesper_message m = conform_message(&wire->request);
	struct vesper_message reply = conform_message(&wire->reply);
	uint8_t bytes[CONFORM_BYTES];
	bool is_good = is_accepted(every, value);
	vesper_status status;

	vesper_copy(bytes, wire->bytes, wire->size);
	if (wire->size)
		bytes[every->offset] = (uint8_t)value;
	else
		((uint8_t *)&m)[every->offset] =
			((uint8_t *)&reply)[every->offset] = (uint8_t)value;
	vesper_copy(to_slot(), bytes, wire->size);
	status = vesper_call(conform_self.slot, every->method, &m);
	if ((status == OK) != is_good || status < STATUS_SYSTEM_MIN)
		return false;
	return !every->is_mirrored ||
	       conform_forged(every->sample, &reply, bytes, wire->size,
			      is_good ? OK : E_RESULT);
}

static bool every_is_right(const struct conform_every *every)
{
	for (unsigned value = 0; value < 256; value++)
		if (!value_is_right(every, value))
			return false;
	return true;
}

unsigned conform_count(void)
{
	return conform_stub_count + conform_raw_count + conform_every_count +
	       conform_caps_count() + conform_told_results();
}

void conform_run(void)
{
	for (unsigned i = 0; i < conform_stub_count; i++)
		conform_say(stub_is_right(&conform_stubs[i]),
			    conform_stubs[i].name);
	for (unsigned i = 0; i < conform_raw_count; i++)
		conform_say(raw_is_right(&conform_raws[i]),
			    conform_raws[i].name);
	for (unsigned i = 0; i < conform_every_count; i++)
		conform_say(every_is_right(&conform_everies[i]),
			    conform_everies[i].name);
	conform_caps_run();
	conform_told_run();
}
