/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * Operations on capabilities in one's own table, then capabilities in messages.
 * The judge provides an interface that nobody calls: the landing slots of its
 * workers are free slots to try things in.
 */
#include <component.h>
#include <vesper/transfer.h>

#include "../tap/tap.h"
#include "taker.h"

#define SLOTS_MAX	64u
#define ALL_RIGHTS	0xffu
#define KEPT		5u	/* param kept of the server */

static uint64_t a, b;		/* free slots */

static void check_status(vesper_status got, int want, const char *name)
{
	(void)tap_equal((uint64_t)-(int64_t)got, (uint64_t)-(int64_t)want,
			name);
}

static vesper_status ping(uint64_t slot)
{
	struct vesper_message m = { 0 };

	return vesper_call(slot, TAKER_PING, &m);
}

static bool is_empty(uint64_t slot)
{
	struct vesper_message m;

	return vesper_cap_info(slot, &m) == E_SLOT;
}

static uint64_t slot_find(uint64_t from)
{
	for (uint64_t slot = from; slot < SLOTS_MAX; slot++)
		if (vesper_cap_copy(server.slot, slot, ALL_RIGHTS) == OK &&
		    vesper_cap_delete(slot) == OK)
			return slot;
	__builtin_trap();
}

static void judge_info(void)
{
	struct vesper_message m;

	check_status(vesper_cap_info(server.slot, &m), OK,
		     "CAP-001 what a portal is");
	(void)tap_check(m.w1 == ABI_TYPE_PORTAL && m.w2 ==
			(ABI_RIGHT_CALL | ABI_RIGHT_SHARE) && m.w3 != 0,
			"CAP-002 type, rights and interface");
	check_status(vesper_cap_info(a, &m), E_SLOT,
		     "CAP-003 an empty slot is nothing");
	check_status(vesper_cap_info(1u << 20, &m), E_SLOT,
		     "CAP-004 nor is one behind the table");
}

static void judge_copy(void)
{
	struct vesper_message m;

	check_status(vesper_cap_copy(server.slot, a, ALL_RIGHTS), OK,
		     "CAP-010 a copy");
	check_status(ping(a), OK, "CAP-011 is as good");
	check_status(vesper_cap_copy(server.slot, a, ALL_RIGHTS), E_OCCUPIED,
		     "CAP-012 its slot is occupied now");
	check_status(vesper_cap_copy(server.slot, 1u << 20, ALL_RIGHTS),
		     E_SLOT, "CAP-013 a slot behind the table");
	check_status(vesper_cap_delete(a), OK, "CAP-014 delete it");
	check_status(ping(a), E_SLOT, "CAP-015 it is gone");
	check_status(ping(server.slot), OK, "CAP-016 the first one is not");
	check_status(vesper_cap_copy(a, b, ALL_RIGHTS), E_SLOT,
		     "CAP-017 a copy of nothing");
	check_status(vesper_cap_copy(server.slot, a, ABI_RIGHT_SHARE), OK,
		     "CAP-018 a copy with fewer rights");
	check_status(ping(a), E_RIGHTS, "CAP-019 lacks the right");
	check_status(vesper_cap_copy(a, b, ALL_RIGHTS), OK,
		     "CAP-020 a copy of it with all rights");
	(void)tap_check(vesper_cap_info(b, &m) == OK &&
			m.w2 == ABI_RIGHT_SHARE, "CAP-021 has no more");
	(void)vesper_cap_delete(a);
	(void)vesper_cap_delete(b);
}

static void judge_move(void)
{
	check_status(vesper_cap_copy(server.slot, a, ALL_RIGHTS), OK,
		     "CAP-030 a capability to move");
	check_status(vesper_cap_move(a, server.slot), E_OCCUPIED,
		     "CAP-031 not where another one is");
	check_status(vesper_cap_move(a, b), OK, "CAP-032 moved");
	(void)tap_check(is_empty(a), "CAP-033 it is no longer here");
	check_status(ping(b), OK, "CAP-034 but there");
	(void)vesper_cap_delete(b);
}

static void judge_mint(void)
{
	check_status(vesper_cap_mint(server.slot, a, ALL_RIGHTS, 5), E_RIGHTS,
		     "CAP-040 mint without CONTROL");
	check_status(vesper_cap_mint(dbg, a, ALL_RIGHTS, 5), OK,
		     "CAP-041 mint");
	check_status(vesper_cap_mint(a, b, ALL_RIGHTS, 6), E_STATE,
		     "CAP-042 what has a badge gets no other");
	(void)vesper_cap_delete(a);
}

/* A copy of `target` in slot a, and a call with it. */
static vesper_status send(uint64_t mode, uint64_t method,
			  struct vesper_message *m)
{
	uint64_t fields = vesper_field(0, a, mode);

	if (is_empty(a))
		(void)vesper_cap_copy(target.slot, a, ALL_RIGHTS);
	return vesper_call_cap(server.slot, method, m, &fields);
}

static bool looks_right(const struct vesper_message *m)
{
	unsigned rights = ABI_RIGHT_CALL | ABI_RIGHT_SHARE;

	return (uint16_t)(m->w1 >> ABI_FIELD_SHIFT(0)) ==
		       (ABI_TYPE_PORTAL | rights << 8) &&
	       m->w2 == ABI_TYPE_PORTAL && m->w3 == rights && m->w5 == OK;
}

static void judge_modes(void)
{
	struct vesper_message m = { 0 };

	check_status(send(ABI_FIELD_COPY, TAKER_LOOK, &m), OK,
		     "CAP-050 send a copy");
	(void)tap_check(looks_right(&m), "CAP-051 it arrives as announced");
	m = (struct vesper_message){ .w1 = m.w6 };
	(void)tap_check(vesper_call(server.slot, TAKER_USE, &m) == OK &&
			(vesper_status)m.w1 == E_SLOT,
			"CAP-052 it is gone when the call is over");
	check_status(ping(a), OK, "CAP-053 the sender has its own still");
	check_status(send(ABI_FIELD_BORROW, TAKER_LOOK, &m), OK,
		     "CAP-054 lend it");
	(void)tap_check(looks_right(&m), "CAP-055 it arrives as announced");
	m = (struct vesper_message){ .w1 = m.w6 };
	(void)tap_check(vesper_call(server.slot, TAKER_USE, &m) == OK &&
			(vesper_status)m.w1 == E_SLOT,
			"CAP-061 it is gone when the call is over");
	m = (struct vesper_message){ .w1 = KEPT };
	check_status(send(ABI_FIELD_BORROW, TAKER_KEEP, &m), OK,
		     "CAP-056 lend it to one who keeps things");
	check_status((vesper_status)m.w1, E_STATE,
		     "CAP-057 it cannot keep what is lent");
	m = (struct vesper_message){ .w1 = 0 };
	check_status(send(ABI_FIELD_MOVE, TAKER_LOOK, &m), OK,
		     "CAP-058 send it away");
	(void)tap_check(looks_right(&m), "CAP-059 it arrives as announced");
	(void)tap_check(is_empty(a), "CAP-060 the sender has it no more");
}

static void judge_landing(void)
{
	struct vesper_message m = { .w1 = KEPT };
	uint64_t fields = vesper_field(0, a, ABI_FIELD_COPY);

	check_status(send(ABI_FIELD_COPY, TAKER_KEEP, &m), OK,
		     "CAP-070 send a copy to one who keeps it");
	m = (struct vesper_message){ .w1 = KEPT };
	check_status(vesper_call(server.slot, TAKER_USE, &m), OK,
		     "CAP-071 in a later call");
	check_status((vesper_status)m.w1, OK, "CAP-072 it still works");
	check_status(send(ABI_FIELD_MOVE, TAKER_REFUSE, &m), E_STATE,
		     "CAP-073 a call that is refused");
	check_status(ping(a), OK, "CAP-074 moves nothing");
	(void)vesper_cap_delete(a);
	check_status(vesper_call_cap(server.slot, TAKER_LOOK, &m, &fields),
		     E_SLOT, "CAP-075 send what is not there");
	(void)vesper_cap_copy(target.slot, a, ABI_RIGHT_CALL);
	check_status(send(ABI_FIELD_COPY, TAKER_LOOK, &m), E_RIGHTS,
		     "CAP-076 send a copy without SHARE");
	(void)vesper_cap_delete(a);
}

/* target is above server: what it gets of server's cannot be called. */
static void judge_levels(void)
{
	struct vesper_message m = { 0 };
	uint64_t fields = vesper_field(0, server.slot, ABI_FIELD_COPY);

	check_status(vesper_call_cap(target.slot, TAKER_LOOK, &m, &fields), OK,
		     "CAP-080 send a portal upwards");
	(void)tap_equal(m.w3, ABI_RIGHT_SHARE,
			"CAP-081 it arrives without CALL");
	check_status((vesper_status)m.w5, E_RIGHTS,
		     "CAP-082 it cannot be called");
}

static void judge_results(void)
{
	struct vesper_message m = { .w1 = KEPT, .w2 = ABI_FIELD_COPY };
	uint64_t fields = vesper_field(0, a, 0);

	check_status(vesper_call_cap(server.slot, TAKER_GIVE, &m, &fields), OK,
		     "CAP-090 ask for a capability");
	(void)tap_equal(fields >> ABI_FIELD_SHIFT(0) & 0xff, ABI_TYPE_PORTAL,
			"CAP-091 it is announced");
	check_status(ping(a), OK, "CAP-092 it works");
	m = (struct vesper_message){ .w1 = KEPT, .w2 = ABI_FIELD_COPY };
	fields = vesper_field(0, a, 0);
	check_status(vesper_call_cap(server.slot, TAKER_GIVE, &m, &fields),
		     E_OCCUPIED, "CAP-093 not into an occupied slot");
	m = (struct vesper_message){ .w1 = KEPT, .w2 = ABI_FIELD_COPY };
	(void)vesper_cap_delete(a);
	check_status(vesper_call(server.slot, TAKER_GIVE, &m), OK,
		     "CAP-094 a reply to one who named no slot");
	check_status((vesper_status)m.w1, E_VALUE,
		     "CAP-095 is an error of the server");
}

static void judge_fault(void)
{
	struct vesper_message m = { 0 };

	check_status(send(ABI_FIELD_MOVE, TAKER_FAULT, &m), E_FAULT,
		     "CAP-100 a server faults with what was sent to it");
	check_status(ping(a), OK, "CAP-101 the sender has it back");
}

int main(void)
{
	tap_plan(54);
	a = slot_find(1);
	b = slot_find(a + 1);
	judge_info();
	judge_copy();
	judge_move();
	judge_mint();
	judge_modes();
	judge_landing();
	judge_levels();
	judge_results();
	judge_fault();
	return sys_power_off(power);
}

vesper_status capability_room_serve_nothing(const vesper_client *client)
{
	(void)client;
	return OK;
}
