/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * Makes calls of which some take longer than their portal allows (1 ms), and
 * asks the server afterwards. The emulator counts instructions ('flags').
 */
#include <component.h>
#include <vesper/abi/fault.h>
#include <vesper/object.h>
#include <vesper/syscall.h>

#include "../tap/tap.h"

#define RESULTS 21u

static uint64_t ms;
static uint32_t done, recovered, kind;
static bool half;

static void check_status(vesper_status got, int want, const char *name)
{
	(void)tap_equal((uint64_t)-(int64_t)got, (uint64_t)-(int64_t)want,
			name);
}

static vesper_status told(recovery_work server)
{
	return recovery_work_told(server, &done, &recovered, &kind, &half);
}

static void judge_given_up(void)
{
	uint64_t start;

	check_status(recovery_work_work(worker, ms / 2, false), OK,
		     "REC-001 a call within its limit");
	start = vesper_now();
	check_status(recovery_work_work(worker, 1000000 * ms, false), E_LIMIT,
		     "REC-002 one that hangs returns");
	(void)tap_check(vesper_now() - start < 100 * ms,
			"REC-003 when its time is over");
	check_status(told(worker), OK, "REC-004 the server serves on");
	(void)tap_check(recovered == 1 && kind == ABI_FAULT_TIME_LIMIT,
			"REC-005 it was told what happened");
	(void)tap_check(done == 1 && !half,
			"REC-006 the call was given up, its state put right");
	check_status(recovery_work_work(worker, ms / 2, false), OK,
		     "REC-007 the stack serves again");
}

static void judge_goes_on(void)
{
	check_status(recovery_work_work(worker, 20 * ms, true), E_LIMIT,
		     "REC-010 a call that may go on returns in time");
	check_status(told(worker), OK, "REC-011 the next one waits for it");
	(void)tap_check(recovered == 2 && done == 3 && !half,
			"REC-012 it has been done after all");
	check_status(recovery_work_work(worker, ms / 2, false), OK,
		     "REC-013 its late reply has gone nowhere");
}

/* What is lent with a call ends with it, for who is let go on without its client as
 * for everybody. */
static void judge_lent(void)
{
	vesper_event_borrowed badged = { spare };
	int32_t used = 0;
	uint64_t bits;

	(void)vesper_cap_mint(bell, spare, ABI_RIGHT_SIGNAL, 2);
	check_status(recovery_work_late(worker, badged, ms / 4), OK,
		     "REC-030 an event is lent");
	(void)tap_check(vesper_event_take(bell, &bits) == OK && bits == 2,
			"REC-031 and signalled");
	check_status(recovery_work_late(worker, badged, 20 * ms), E_LIMIT,
		     "REC-032 lent to one who is too late");
	check_status(recovery_work_used(worker, &used), OK,
		     "REC-033 who is let go on");
	check_status(used, E_SLOT, "REC-034 it has it no more");
	(void)tap_check(vesper_event_take(bell, &bits) == OK && bits == 0,
			"REC-035 and has not signalled it");
}

/* `front` calls `back`: both have 1 ms, of which front needs some itself. */
static void judge_deeper(void)
{
	check_status(recovery_work_work(front, 1000000 * ms, false), E_LIMIT,
		     "REC-020 a call that hangs in a deeper one");
	check_status(told(front), OK, "REC-021 its server serves on");
	(void)tap_check(recovered == 1 && done == 0 && !half,
			"REC-022 it was recovered");
	check_status(recovery_work_work(front, ms / 4, false), OK,
		     "REC-023 and so was the deeper one");
}

int main(void)
{
	ms = vesper_frequency() / 1000;
	tap_plan(RESULTS);
	judge_given_up();
	judge_goes_on();
	judge_lent();
	judge_deeper();
	return sys_power_off(power);
}
