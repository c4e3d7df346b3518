/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * Calls that are deep, that wait, and that end because somebody died.
 */
#include <component.h>
#include <vesper/syscall.h>

#include "../tap/tap.h"

#define PATIENCE	2000u	/* yields */
#define A_WHILE		5u	/* yields in which another gets into its call */
#define CALLS		10u	/* param rounds of the callers */

static void check_status(vesper_status got, int want, const char *name)
{
	(void)tap_equal((uint64_t)-(int64_t)got, (uint64_t)-(int64_t)want,
			name);
}

static void let_others_run(void)
{
	for (unsigned i = 0; i < A_WHILE; i++)
		vesper_yield();
}

/* Wait for a caller's end: its last status, and how many calls went well. */
static vesper_status caller_wait(invocation_report caller, uint32_t *done)
{
	bool finished = false;
	int32_t last = 0;

	for (unsigned i = 0; i < PATIENCE && !finished; i++) {
		vesper_yield();
		if (invocation_report_progress(caller, done, &last,
					       &finished) != OK)
			return E_STOPPED;
	}
	return finished ? last : (vesper_status)E_TIMEOUT;
}

static bool caller_did_all(invocation_report caller)
{
	uint32_t done = 0;

	return caller_wait(caller, &done) == OK && done == CALLS;
}

static void judge_depth(void)
{
	uint32_t depth = 0;

	check_status(invocation_node_depth(chain, &depth), OK,
		     "INV-001 seven calls deep");
	(void)tap_equal(depth, 6, "INV-002 and all of them counted");
}

static void judge_misuse(void)
{
	register uint64_t x0 __asm__("x0") = 0;
	int32_t status = 0;

	VESPER_SYSCALL(ABI_SYS_REPLY, x0);
	check_status((vesper_status)x0, E_NO_CALL,
		     "INV-003 a reply outside of any call");
	check_status(invocation_node_block(chain, &status), OK,
		     "INV-004 a server that blocks in a call comes back");
	check_status(status, E_IN_CALL, "INV-005 with an error");
}

static void judge_waiting(void)
{
	uint32_t most = 0;
	bool all = true;

	for (uint32_t i = 0; i < monitor_callers_count; i++)
		all = caller_did_all(monitor_callers[i]) && all;
	(void)tap_check(all, "INV-010 all who wait for a monitor get in");
	check_status(invocation_node_enter(monitor, 0, &most), OK,
		     "INV-011 it is free again afterwards");
	(void)tap_equal(most, 1, "INV-012 one at a time was inside");
	all = true;
	for (uint32_t i = 0; i < double_callers_count; i++)
		all = caller_did_all(double_callers[i]) && all;
	(void)tap_check(all, "INV-013 all who wait for one of two workers get in");
	check_status(invocation_node_enter(pair, 0, &most), OK,
		     "INV-014 they are free again afterwards");
	(void)tap_equal(most, 1, "INV-015 still one at a time was inside");
}

/* Others wait for the worker in which the server faults. */
static void judge_server_dies(void)
{
	uint32_t done;

	check_status(invocation_node_fault(doomed, A_WHILE), E_FAULT,
		     "INV-020 a server's fault ends the call that caused it");
	check_status(caller_wait(doomed_callers[0], &done), E_STOPPED,
		     "INV-021 and those that wait for it");
	check_status(caller_wait(doomed_callers[1], &done), E_STOPPED,
		     "INV-022 all of them");
	check_status(invocation_node_enter(doomed, 0, &done), E_STOPPED,
		     "INV-023 and later ones");
}

/* The client dies while its call is in the server. */
static void judge_client_dies(void)
{
	uint32_t most = 0;

	let_others_run();
	check_status(invocation_node_fault(dying, 0), E_FAULT,
		     "INV-030 a client dies while it is in a call");
	check_status(invocation_node_enter(dying_server, 0, &most), OK,
		     "INV-031 its server goes on and serves the next");
	(void)tap_equal(most, 1, "INV-032 after it had finished");
	check_status(invocation_node_enter(dying, 0, &most), E_STOPPED,
		     "INV-033 the client is stopped");
}

/* walker -> middle -> end, and the middle dies. Nothing is printed from the
 * walker's start to its end, as the kernel's report comes in between. */
static void judge_middle_dies(void)
{
	uint32_t done = 0, most = 0;
	vesper_status started = invocation_report_start(walker);
	vesper_status ended = caller_wait(walker, &done);

	check_status(started, OK, "INV-040 a chain of calls");
	check_status(ended, E_STOPPED,
		     "INV-041 its middle dies: the caller gets an error");
	check_status(invocation_node_enter(end, 0, &most), OK,
		     "INV-042 the end of the chain serves on");
	(void)tap_equal(most, 1, "INV-043 after it had finished");
}

int main(void)
{
	tap_plan(23);
	judge_depth();
	judge_misuse();
	judge_waiting();
	judge_server_dies();
	judge_client_dies();
	judge_middle_dies();
	return sys_power_off(power);
}
