/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * Calls that meet the end of their server: those that may be repeated succeed in
 * its next life, after a wait for it; others, and those of a server that has
 * ended for good, give the status.
 */
#include <component.h>
#include <vesper/syscall.h>

#include "../tap/tap.h"

enum { BACKOFF = 50, WAITS = 5 };	/* 20 ms and 200 ms, as parts of a second */

static void check_status(vesper_status got, int want, const char *name)
{
	(void)tap_equal((uint64_t)-(int64_t)got, (uint64_t)-(int64_t)want,
			name);
}

static uint32_t entered(void)
{
	uint32_t count;

	return again_ledger_entered(ledger, &count) == OK ? count : 0;
}

static void judge_safe(void)
{
	uint64_t begin = vesper_now();
	uint32_t count = 0;

	check_status(again_flaky_safe(flaky, &count), OK,
		     "AGAIN-000 a call that may be repeated");
	(void)tap_equal(count, 2, "AGAIN-001 was answered by the second life");
	(void)tap_check(vesper_now() - begin >= vesper_frequency() / BACKOFF,
			"AGAIN-002 which began later");
	(void)tap_equal(entered(), 2, "AGAIN-003 it ran twice");
}

static void judge_plain(void)
{
	uint32_t count = 9;

	check_status(again_flaky_plain(flaky, &count), E_FAULT,
		     "AGAIN-010 one that may not");
	(void)tap_equal(count, 0, "AGAIN-011 without a result");
	(void)tap_equal(entered(), 3, "AGAIN-012 it ran once");
	(void)vesper_sleep(vesper_frequency() / WAITS);
	check_status(again_flaky_plain(flaky, &count), OK,
		     "AGAIN-013 the next life is there all the same");
	(void)tap_equal(count, 4, "AGAIN-014 and answers");
}

static void judge_text(void)
{
	char same[17];
	struct vesper_text text = VESPER_TEXT(same);
	uint32_t count;

	check_status(again_flaky_echo(flaky, VESPER_STRING("once more"), &text,
				      &count), OK,
		     "AGAIN-020 with a text in the message slot");
	(void)tap_check(text.size == 9 && same[0] == 'o' && same[8] == 'e' &&
			count == 6, "AGAIN-021 which the second life got too");
}

static void judge_relay(void)
{
	uint32_t count = 0;

	check_status(again_relay_pass(relay, &count), OK,
		     "AGAIN-030 from inside a call");
	(void)tap_equal(count, 8, "AGAIN-031 the second life");
}

static void judge_end(void)
{
	uint64_t begin = vesper_now(), waited;
	uint32_t count = 9;

	check_status(again_flaky_safe(flaky, &count), E_STOPPED,
		     "AGAIN-040 a server that has ended for good");
	waited = vesper_now() - begin;
	(void)tap_check(waited >= vesper_frequency() / WAITS &&
			waited < 10 * vesper_frequency(),
			"AGAIN-041 was waited for, with an end");
	(void)tap_check(count == 0 && entered() == 9,
			"AGAIN-042 and ran once");
}

int main(void)
{
	tap_plan(4 + 5 + 2 + 2 + 3);
	judge_safe();
	judge_plain();
	judge_text();
	judge_relay();
	judge_end();
	return sys_power_off(power);
}
