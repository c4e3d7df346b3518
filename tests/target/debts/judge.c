/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * Measures who gets what is left over, how long one waits for a monitor whose
 * holder has no time, and how long that one has none then. The emulator counts
 * instructions for the time ('flags').
 */
#include <component.h>
#include <vesper/syscall.h>

#include "../tap/tap.h"

#define RESULTS		7u
#define MS_MEASURED	200u	/* its ends may fall into a period: 5 permille */
#define MS_AHEAD	3u	/* the holder is inside, and has used its budget */
#define MS_HELPED	8u	/* less than two periods of the holder's */
/* 5 ms by 1 ms in each 20 ms: there is time again when five periods are over. */
#define MS_DEBT		80u
#define MS_PAID		121u

static uint64_t in_ms(uint64_t ms)
{
	return ms * vesper_frequency() / 1000;
}

static uint64_t ran(debts_part part)
{
	uint64_t ticks = 0;

	if (debts_part_ran(part, &ticks) != OK)
		__builtin_trap();
	return ticks;
}

static void check_share(uint64_t ticks, uint64_t passed, uint64_t least,
			uint64_t most, const char *name)
{
	uint64_t share = ticks * 1000 / passed;

	(void)tap_check(share >= least && share <= most, name);
	tap_note("permille", share);
}

static void judge_slack(void)
{
	uint64_t start = vesper_now(), passed;
	uint64_t strictly = ran(strict), laxly = ran(lax);

	(void)vesper_sleep(in_ms(MS_MEASURED));
	strictly = ran(strict) - strictly;
	laxly = ran(lax) - laxly;
	passed = vesper_now() - start;
	check_share(strictly, passed, 95, 105,
		    "TIM-030 who may not use slack has its budget alone");
	check_share(laxly, passed, 850, 905,
		    "TIM-031 who may has all that nobody else wants");
}

/* How long it took, or 0: it is not done. */
static uint64_t took(debts_part part)
{
	uint64_t from = 0, to = 0;

	if (debts_part_ask(part, &from, &to) != OK)
		__builtin_trap();
	return to == 0 ? 0 : to - from;
}

static void begin(debts_part part)
{
	if (debts_part_begin(part) != OK)
		__builtin_trap();
}

static void judge_helping(void)
{
	begin(holder);
	(void)vesper_sleep(in_ms(MS_AHEAD));
	begin(helper);
	(void)vesper_sleep(in_ms(2 * MS_HELPED));
	(void)tap_check(took(helper) != 0,
			"TIM-040 who waits for a monitor helps who is inside");
	(void)tap_check(took(helper) >= in_ms(1) &&
			took(helper) <= in_ms(MS_HELPED),
			"TIM-041 for as long as that takes");
	(void)tap_check(took(holder) == 0,
			"TIM-042 who was helped owes the time");
	(void)vesper_sleep(in_ms(MS_PAID));
	(void)tap_check(took(holder) >= in_ms(MS_DEBT),
			"TIM-043 and does not run before it is paid,");
	(void)tap_check(took(holder) != 0 && took(holder) <= in_ms(MS_PAID),
			"TIM-044 period by period");
	tap_note("helped for", took(helper));
	tap_note("paid in", took(holder));
	tap_note("frequency", vesper_frequency());
}

int main(void)
{
	tap_plan(RESULTS);
	judge_slack();
	judge_helping();
	return sys_power_off(power);
}
