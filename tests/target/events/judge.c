/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * Events, as their owner and as somebody who holds few rights. The second vp is
 * the one that waits; both are vps of one domain, so they share what is static.
 */
#include <component.h>
#include <vesper/object.h>

#include "../tap/tap.h"

#define RESULTS		36u
#define SIGNAL_WAIT	(ABI_RIGHT_SIGNAL | ABI_RIGHT_WAIT)
#define PATIENCE	1000u	/* yields */
#define MANY		(VESPER_FOREVER - 1)

static const uint64_t one = 0, two = 1, empty = 2; /* of the spare slots */

/* What the guest is to do, and what came of it. */
static volatile enum task { IDLE, WAIT_HOME, WAIT_CALL } task;
static volatile vesper_status guest_status;
static volatile int32_t guest_inner;
static volatile uint64_t guest_bits;
static volatile uint32_t guest_done;

static uint64_t slot(uint64_t index)
{
	return spare + index;
}

static void check_status(vesper_status got, int want, const char *name)
{
	(void)tap_equal((uint64_t)-(int64_t)got, (uint64_t)-(int64_t)want,
			name);
}

static uint64_t take(void)
{
	uint64_t bits;

	return vesper_event_take(ring, &bits) == OK ? bits : UINT64_MAX;
}

static void judge_own(void)
{
	check_status(vesper_signal(ring), OK, "EVT-001 signal without a badge");
	(void)tap_equal(take(), 0, "EVT-002 sets no bit");
	check_status(vesper_cap_mint(ring, slot(one), SIGNAL_WAIT, 1), OK,
		     "EVT-003 a capability with bits");
	check_status(vesper_cap_mint(ring, slot(two), ABI_RIGHT_SIGNAL,
				     0x80000000u), OK, "EVT-004 and another");
	check_status(vesper_signal(slot(one)), OK, "EVT-005 signal");
	check_status(vesper_signal(slot(one)), OK, "EVT-006 the same again");
	check_status(vesper_signal(slot(two)), OK, "EVT-007 and the other");
	(void)tap_equal(take(), 0x80000001u, "EVT-008 take what was set");
	(void)tap_equal(take(), 0, "EVT-009 taken is cleared");
	check_status(vesper_signal(slot(empty)), E_SLOT,
		     "EVT-010 signal an empty slot");
	check_status(vesper_signal(self.slot), E_TYPE,
		     "EVT-011 signal a domain");
	check_status(vesper_signal(parlor.slot), E_TYPE,
		     "EVT-012 signal a portal");
}

static void judge_rights(void)
{
	int32_t status = 1, take_status = 1, wait = 1, mint = 1, signal = 1;
	uint64_t bits = 1;

	(void)tap_check(events_partner_poke(partner, &status) == OK &&
			status == OK, "EVT-020 another component signals");
	(void)tap_equal(take(), 4, "EVT-021 with the bits that it was given");
	(void)tap_check(events_partner_overstep(partner, &take_status, &wait,
						&mint) == OK &&
			take_status == E_RIGHTS && wait == E_RIGHTS &&
			mint == E_RIGHTS,
			"EVT-022 it cannot take, wait or mint");
	(void)tap_check(vesper_cap_delete(slot(two)) == OK &&
			vesper_cap_mint(heard, slot(two), ABI_RIGHT_SIGNAL,
					9) == OK &&
			vesper_signal(slot(two)) == OK &&
			events_partner_take(partner, &bits, &status,
					    &signal) == OK &&
			status == OK && bits == 9,
			"EVT-023 it takes the one that it may wait for");
	(void)tap_equal((uint64_t)-(int64_t)signal,
			(uint64_t)-(int64_t)E_RIGHTS,
			"EVT-024 and cannot signal it");
	(void)vesper_cap_delete(slot(two));
	check_status(vesper_cap_copy(slot(one), slot(two), ABI_RIGHT_WAIT), OK,
		     "EVT-025 a copy without SIGNAL");
	check_status(vesper_signal(slot(two)), E_RIGHTS,
		     "EVT-026 cannot signal");
}

static void judge_wait(void)
{
	uint64_t bits, start = vesper_now(), pause = vesper_frequency() / 200;

	(void)vesper_signal(slot(one));
	check_status(vesper_event_wait(ring, VESPER_FOREVER, &bits), OK,
		     "EVT-030 wait for what is there");
	(void)tap_equal(bits, 1, "EVT-031 gives its bits");
	start = vesper_now();
	check_status(vesper_event_wait(ring, pause, &bits), E_TIMEOUT,
		     "EVT-032 wait for what does not come");
	(void)tap_check(vesper_now() - start >= pause &&
			vesper_now() - start < 10 * pause,
			"EVT-033 ends at its time");
}

void guest(void)
{
	for (;;) {
		uint64_t bits = 0;
		int32_t inner = 0;

		while (task == IDLE)
			vesper_yield();
		if (task == WAIT_HOME)
			guest_status = vesper_event_wait(ring, VESPER_FOREVER,
							 &bits);
		else
			guest_status = events_parlor_wait(parlor, MANY, &bits,
							  &inner);
		guest_bits = bits;
		guest_inner = inner;
		task = IDLE;
		guest_done++;
	}
}

/* Until the guest has done `count` tasks; false if it takes too long. */
static bool guest_wait(uint32_t count)
{
	for (unsigned i = 0; i < PATIENCE && guest_done != count; i++)
		vesper_yield();
	return guest_done == count;
}

static void guest_start(enum task what)
{
	task = what;
	for (unsigned i = 0; i < 10; i++)
		vesper_yield();
}

static void judge_waiter(void)
{
	uint64_t bits;
	uint32_t count = 0;

	guest_start(WAIT_HOME);
	check_status(vesper_event_wait(ring, 0, &bits), E_BUSY,
		     "EVT-040 one waits at a time");
	(void)tap_check(guest_done == 0, "EVT-041 the waiter waits");
	(void)vesper_signal(slot(one));
	(void)tap_check(guest_wait(1) && guest_status == OK && guest_bits == 1,
			"EVT-042 a signal ends its wait");
	(void)tap_equal(take(), 0, "EVT-043 and the bits are the waiter's");

	guest_start(WAIT_CALL);
	(void)tap_check(events_parlor_waiting(parlor, &count) == OK &&
			count == 1,
			"EVT-044 who waits in a server lets others in");
	check_status(vesper_signal(bell), OK, "EVT-045 signal the server's");
	(void)tap_check(guest_wait(2) && guest_status == OK &&
			guest_inner == OK && guest_bits == 6,
			"EVT-046 the call goes on");
	(void)tap_check(events_parlor_waiting(parlor, &count) == OK &&
			count == 0, "EVT-047 and ends");
}

static void judge_bound(void)
{
	const volatile struct abi_control_read *control =
		vesper_control_state(0);
	uint64_t bits;

	check_status(vesper_event_wait(early, 0, &bits), E_BUSY,
		     "EVT-050 nobody can wait for a bound event");
	(void)vesper_cap_delete(slot(two));
	(void)vesper_cap_mint(late, slot(two), ABI_RIGHT_SIGNAL, 2);
	(void)vesper_signal(slot(two));
	(void)tap_check(control->summary == 1 &&
			control->pending[0] == 1u << late_number &&
			late_number != (unsigned)early_number,
			"EVT-051 its bit is pending");
	check_status(vesper_block(), OK,
		     "EVT-052 sleep does not miss what came before");
	(void)tap_check(vesper_event_take(late, &bits) == OK && bits == 2,
			"EVT-053 take it");
	(void)tap_check(control->summary == 0 && control->pending[0] == 0,
			"EVT-054 then nothing is pending");
}

int main(void)
{
	tap_plan(RESULTS);
	judge_own();
	judge_rights();
	judge_wait();
	judge_waiter();
	judge_bound();
	return sys_power_off(power);
}
