/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * Measures what each got of a third of a second. The emulator counts
 * instructions for it ('flags'), so that a busy host takes no time from anyone.
 */
#include <component.h>
#include <vesper/syscall.h>

#include "../tap/tap.h"

#define BUSY	4u		/* in the order of the system file */
static const struct share {
	uint64_t at_least, at_most;	/* permille */
	const char *name;
} shares[BUSY] = {
	{ 195, 202, "TIM-010 2 ms of 10 is 20 percent, no more and no less" },
	{ 295, 302, "TIM-011 3 ms of 10 is 30 percent" },
	{ 195, 202, "TIM-012 20 percent, spent in a server, is 20 percent" },
	{ 285, 302, "TIM-013 who has no budget gets what is left" },
};

static uint64_t ran(uint32_t i)
{
	uint64_t ticks = 0;

	if (time_busy_ran(busy[i], &ticks) != OK)
		__builtin_trap();
	return ticks;
}

static void judge_sleep(void)
{
	uint64_t wanted = vesper_frequency() / 100;
	uint64_t start = vesper_now();
	vesper_status status = vesper_sleep(wanted);
	uint64_t slept = vesper_now() - start;

	(void)tap_equal((uint64_t)-status, (uint64_t)-E_TIMEOUT,
			"TIM-001 sleep ends by its time");
	(void)tap_check(slept >= wanted, "TIM-002 not before");
	(void)tap_check(slept < 20 * wanted, "TIM-003 and not long after");
}

static void judge_shares(void)
{
	uint64_t before[BUSY], after[BUSY];
	uint64_t start = vesper_now(), passed;

	for (uint32_t i = 0; i < BUSY; i++)
		before[i] = ran(i);
	(void)vesper_sleep(vesper_frequency() / 3);
	for (uint32_t i = 0; i < BUSY; i++)
		after[i] = ran(i);
	passed = vesper_now() - start;
	for (uint32_t i = 0; i < BUSY; i++) {
		uint64_t share = (after[i] - before[i]) * 1000 / passed;

		if (!tap_check(share >= shares[i].at_least &&
			       share <= shares[i].at_most,
			       shares[i].name))
			tap_note("permille", share);
	}
}

static void check_status(vesper_status got, int want, const char *name)
{
	(void)tap_equal((uint64_t)-(int64_t)got, (uint64_t)-(int64_t)want,
			name);
}

/* `limited` may take 1 ms a call. */
static void judge_limit(void)
{
	uint64_t ms = vesper_frequency() / 1000, took, got;
	uint64_t start = vesper_now();
	vesper_status status = time_spinner_spin(limited, ms / 2, &got);

	took = vesper_now() - start;
	check_status(status, OK, "TIM-020 a call within its time limit");
	(void)tap_check(took >= ms / 2, "TIM-021 takes its time");
	start = vesper_now();
	status = time_spinner_spin(limited, 1000 * ms, &got);
	took = vesper_now() - start;
	check_status(status, E_LIMIT, "TIM-022 one over its time limit");
	/* The limit is of its own time; others have theirs meanwhile. */
	(void)tap_check(took >= ms && took < 100 * ms,
			"TIM-023 ends there");
	check_status(time_spinner_spin(limited, 1, &got), E_STOPPED,
		     "TIM-024 its server is stopped");
}

int main(void)
{
	tap_plan(3 + BUSY + 5);
	judge_sleep();
	judge_limit();
	judge_shares();
	return sys_power_off(power);
}
