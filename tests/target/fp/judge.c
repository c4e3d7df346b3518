/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * Floating-point registers: kept while others run, never seen by others.
 */
#include <component.h>

#include "../tap/tap.h"
#include "registers.h"

#define ROUNDS	20000000u	/* many turns of the processor */

static uint64_t here[DUMP_WORDS], there[DUMP_WORDS];

static bool all_are(const uint64_t *dump, unsigned tag)
{
	for (unsigned i = 0; i < DUMP_FPSR; i++)
		if (dump[i] != ((uint64_t)tag << 48 | i / 2))
			return false;
	return true;
}

static bool any_is(const uint64_t *dump, unsigned tag)
{
	for (unsigned i = 0; i < DUMP_WORDS; i++)
		if (dump[i] >> 48 == tag)
			return true;
	return false;
}

static bool all_zero(const uint64_t *dump)
{
	for (unsigned i = 0; i < DUMP_WORDS; i++)
		if (dump[i] != 0)
			return false;
	return true;
}

static void show(bool good, const uint64_t *dump)
{
	for (unsigned i = 0; !good && i < DUMP_WORDS; i++)
		tap_note("word", dump[i]);
}

static bool there_read(void)
{
	for (unsigned i = 0; i < DUMP_WORDS; i++)
		if (fp_probe_seen(probe, i, &there[i]) != OK)
			return false;
	return true;
}

static void judge_preemption(void)
{
	fp_spin(here, (uint64_t)TAG_CLIENT << 48, ROUNDS);
	show(tap_check(all_are(here, TAG_CLIENT),
		       "FPU-001 registers are kept while others run"), here);
	(void)tap_check(here[DUMP_FPSR] == FPSR_FILLED,
			"FPU-002 and so are the flags");
}

static void judge_call(void)
{
	fp_call(here, probe.slot);
	show(tap_check(there_read() && all_zero(there),
		       "FPU-010 a server sees nothing of its client's"), there);
	show(tap_check(!any_is(here, TAG_SERVER) &&
		       here[DUMP_FPSR] != FPSR_FILLED,
		       "FPU-011 a client sees nothing of its server's"), here);
	show(tap_check(!any_is(here, TAG_PEER),
		       "FPU-012 nor of anybody else's"), here);
}

static void judge_plain(void)
{
	uint64_t word = 0;

	(void)tap_check(fp_probe_seen(plain, 6, &word) == OK && word == 7,
			"FPU-020 a server without fp can be called");
	(void)tap_check(fp_probe_dump(plain) == E_FAULT,
			"FPU-021 but it cannot use the registers");
}

/* The handler calls a server that fills them, then fills them itself while others
 * run. */
vesper_status mend(struct abi_fault *fault)
{
	uint64_t word;

	if (fp_probe_dump(probe) != OK || fp_probe_seen(probe, 0, &word) != OK)
		return E_STATE;
	fp_spin(there, (uint64_t)TAG_HANDLER << 48, ROUNDS);
	fault->pc += 4;
	return OK;
}

static void judge_fault(void)
{
	fp_fault(here, (uint64_t)TAG_CLIENT << 48);
	show(tap_check(all_are(here, TAG_CLIENT),
		       "FPU-030 what faulted goes on with what it had"), here);
	(void)tap_check(here[DUMP_FPSR] == FPSR_FILLED,
			"FPU-031 and with its flags");
	show(tap_check(all_are(there, TAG_HANDLER),
		       "FPU-032 its handler, preempted, kept its own"), there);
}

int main(void)
{
	tap_plan(10);
	judge_preemption();
	judge_call();
	judge_fault();
	judge_plain();
	return sys_power_off(power);
}
