/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * Takes capabilities, looks at them, keeps or returns them.
 */
#include <component.h>
#include <vesper/transfer.h>

#include "taker.h"

#define SLOTS	16u	/* no table here is longer */

_Noreturn void taker_entry(uint64_t entry, uint64_t w1, uint64_t w2,
			   uint64_t w3, uint64_t w4, uint64_t w5, uint64_t w6,
			   uint64_t w7, uint64_t fields);

/* The first landing slot of the worker: what is there beside `next`. */
static uint64_t landed(void)
{
	struct vesper_message m;

	for (uint64_t slot = 1; slot < SLOTS; slot++)
		if (slot != PARAM_kept && slot != next.slot &&
		    vesper_cap_info(slot, &m) == OK)
			return slot;
	return 0;
}

static vesper_status ping(uint64_t slot)
{
	struct vesper_message m = { 0 };
	vesper_status status = vesper_call(slot, TAKER_PING, &m);

	return status == OK && m.w1 != TAKER_VALUE ? E_RESULT : status;
}

static struct vesper_message look(uint64_t fields)
{
	struct vesper_message m = { 0 };
	uint64_t slot = landed();

	(void)vesper_cap_info(slot, &m);
	return (struct vesper_message){ fields, m.w1, m.w2, m.w3,
		(uint64_t)(int64_t)ping(slot), slot, 0, 0 };
}

static uint64_t status_word(vesper_status status)
{
	return (uint64_t)(int64_t)status;
}

_Noreturn void taker_entry(uint64_t entry, uint64_t w1, uint64_t w2,
			   uint64_t w3, uint64_t w4, uint64_t w5, uint64_t w6,
			   uint64_t w7, uint64_t fields)
{
	struct vesper_message m = { w1, w2, w3, w4, w5, w6, w7, 0 };

	switch ((enum taker_method)(uint32_t)(entry >> 32)) {
	case TAKER_PING:
		m.w1 = TAKER_VALUE;
		break;
	case TAKER_LOOK:
		m = look(fields);
		break;
	case TAKER_KEEP:
		m.w1 = status_word(vesper_cap_move(landed(), w1));
		break;
	case TAKER_USE:
		m.w1 = status_word(ping(w1));
		break;
	case TAKER_REFUSE:
		vesper_reply(E_STATE, &m);
	case TAKER_GIVE:
		m.w1 = status_word(vesper_reply_cap(OK, &m,
						    vesper_field(0, w1, w2)));
		break;
	case TAKER_FAULT:
		__builtin_trap();
	}
	vesper_reply(OK, &m);
}
