/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * Stops a server, a client or the middle of a chain at each moment of a call,
 * and asks the others what they have been told. What else a call depends on is
 * deleted in tests/target/product; tests/kernel/product.c has all the
 * combinations, on the host.
 */
#include <component.h>
#include <vesper/object.h>

#include "../tap/tap.h"
#include "ends.h"

#define RESULTS		15u
#define A_WHILE		5u	/* yields: the call gets there; each may take the
				   turn of one who helps, a millisecond */
#define PATIENCE	30000u	/* yields: the call ends */
#define MS_EXHAUSTED	5u	/* in which a poor client has used its budget */

/* Chains, in the order of the system file. */
enum { RUNNING, PREEMPTED, EXHAUSTED, EVENT, DEEPER, HANDLING, WAITING };
/* What can be stopped, likewise. */
enum {
	PREEMPTED_SERVER, EXHAUSTED_SERVER, EVENT_CLIENT, DEEPER_MIDDLE,
	HANDLING_SERVER, WAITING_SERVER
};

static volatile bool guest_begins, guest_is_back;
static volatile vesper_status guest_status;

/* Calls the server of the chain `waiting` first. */
void guest(void)
{
	while (!guest_begins)
		vesper_yield();
	guest_status = ends_stage_stay(busy, HOW_YIELDS);
	guest_is_back = true;
	for (;;)
		(void)vesper_block();
}

static void let_others_run(void)
{
	for (unsigned i = 0; i < A_WHILE; i++)
		vesper_yield();
}

static void begin(int chain, enum how how)
{
	if (ends_report_begin(client[chain], how) == OK)
		let_others_run();
}

/* What it has been told of its call, or 1: nothing. */
static int32_t told(ends_report who)
{
	bool back = false;
	int32_t status = 1;

	for (unsigned i = 0; i < PATIENCE && !back; i++) {
		vesper_yield();
		if (ends_report_ask(who, &back, &status) != OK)
			return E_STOPPED;
	}
	return back ? status : 1;
}

static void check(int32_t got, int want, const char *name)
{
	(void)tap_equal((uint64_t)-(int64_t)got, (uint64_t)-(int64_t)want,
			name);
}

static void judge_servers(void)
{
	begin(RUNNING, HOW_STOPS);
	check(told(client[RUNNING]), OK,
	      "END-001 a server that stops itself: the client goes on");
	check(told(middle[RUNNING]), E_STOPPED, "END-002 its caller is told");

	begin(PREEMPTED, HOW_YIELDS);
	(void)vesper_domain_stop(wards[PREEMPTED_SERVER].slot);
	check(told(client[PREEMPTED]), OK,
	      "END-003 a server stopped while preempted: the client goes on");
	check(told(middle[PREEMPTED]), E_STOPPED,
	      "END-004 its caller is told");

	begin(EXHAUSTED, HOW_BUSY);
	(void)vesper_sleep(vesper_frequency() * MS_EXHAUSTED / 1000);
	(void)vesper_domain_stop(wards[EXHAUSTED_SERVER].slot);
	check(told(client[EXHAUSTED]), OK,
	      "END-005 a server stopped without time: the client goes on");
	check(told(middle[EXHAUSTED]), E_STOPPED,
	      "END-006 its caller is told");

	begin(HANDLING, HOW_FAULTS);
	(void)vesper_domain_stop(wards[HANDLING_SERVER].slot);
	check(told(client[HANDLING]), OK,
	      "END-007 a server stopped in its fault handler: the client goes "
	      "on");
	check(told(middle[HANDLING]), E_STOPPED,
	      "END-008 its caller is told");
}

static void judge_callers(void)
{
	begin(EVENT, HOW_WAITS);
	(void)vesper_domain_stop(wards[EVENT_CLIENT].slot);
	let_others_run();
	(void)vesper_signal(bell);
	check(told(middle[EVENT]), OK,
	      "END-010 a client stopped while its server waits: the server "
	      "replies");
	check(told(client[EVENT]), E_STOPPED, "END-011 the client is gone");

	begin(DEEPER, HOW_CALLS);
	(void)vesper_domain_stop(wards[DEEPER_MIDDLE].slot);
	check(told(client[DEEPER]), E_STOPPED,
	      "END-012 the middle of a chain stopped under deeper calls: the "
	      "client is told");
	check(told(middle[DEEPER]), E_STOPPED, "END-013 the middle is gone");
}

static void judge_waiting(void)
{
	guest_begins = true;
	let_others_run();
	begin(WAITING, HOW_YIELDS);
	(void)vesper_domain_stop(wards[WAITING_SERVER].slot);
	check(told(middle[WAITING]), E_STOPPED,
	      "END-014 a server stopped under a call that waits: it is told");
	check(told(client[WAITING]), OK, "END-015 the client goes on");
	for (unsigned i = 0; i < PATIENCE && !guest_is_back; i++)
		vesper_yield();
	check(guest_is_back ? guest_status : 1, E_STOPPED,
	      "END-016 and so is the call that was inside");
}

int main(void)
{
	tap_plan(RESULTS);
	judge_servers();
	judge_callers();
	judge_waiting();
	return sys_power_off(power);
}
