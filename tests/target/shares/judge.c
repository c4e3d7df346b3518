/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * What the victim does in some time, alone and under each attack, by rounds of
 * the same instructions. The emulator counts instructions for the time ('flags'):
 * what it is short of, the kernel did for somebody else in its time. The ends of
 * that time can fall into a period, which alone moves the figure by some permille.
 *
 * A kernel that charges interrupts to whom they interrupt leaves 892 permille in
 * the storm; one that does not, but for the saving and loading of registers
 * outside of what it measures, leaves 985.
 */
#include <component.h>
#include <vesper/syscall.h>

#include "../tap/tap.h"

#define ATTACKS		4u	/* in the order of the system file */
#define PARTS		(ATTACKS + 1)	/* and the victim, as the last */
#define LEAST		985u	/* permille of what it does alone */
#define LEAST_STORM	975u	/* with 1,000 interrupts in its time */
#define MOST		1015u
#define ROUNDED		5u	/* permille of all: the ends of the time */
#define PERIODS		10u	/* of 10 ms that are measured */

static const struct attack {
	const char *who, *name, *made, *share;
	uint64_t least;
	uint64_t rounds;	/* that show that it was made */
	uint64_t budget;	/* permille of all; 1000: it has none */
} attacks[ATTACKS] = {
	{ "hog", "SHR-010 a hog takes nothing from it", "SHR-011 it ran",
	  "SHR-012 on what is left over", LEAST, 30000, 1000 },
	{ "storm",
	  "SHR-020 nor does a storm of interrupts, but for registers",
	  "SHR-021 it blew", "SHR-022 within its budget", LEAST_STORM, 1000,
	  100 },
	{ "caller", "SHR-030 nor who is in a server", "SHR-031 it was",
	  "SHR-032 within its budget", LEAST, 30, 100 },
	{ "flood", "SHR-040 nor a flood of signals", "SHR-041 it came",
	  "SHR-042 within its budget", LEAST, 10000, 100 },
};

struct done {
	uint64_t rounds, ticks;
};

static shares_part part(uint32_t i)
{
	return i < ATTACKS ? attackers[i] : victim;
}

static struct done done(uint32_t i)
{
	struct done done = { 0 };

	if (shares_part_done(part(i), &done.rounds, &done.ticks) != OK)
		__builtin_trap();
	return done;
}

static void run(uint32_t i, bool runs)
{
	if (shares_part_run(part(i), runs) != OK)
		__builtin_trap();
}

/* Of the last measurement: permille of all time, as each has measured it. */
static uint64_t shares[PARTS];

/* What the victim does in PERIODS of its periods. */
static uint64_t measure(void)
{
	struct done before[PARTS];
	uint64_t start, passed;

	(void)vesper_sleep(vesper_frequency() / 100);
	start = vesper_now();
	for (uint32_t i = 0; i < PARTS; i++)
		before[i] = done(i);
	(void)vesper_sleep(vesper_frequency() * PERIODS / 100);
	passed = vesper_now() - start;
	for (uint32_t i = 0; i < PARTS; i++)
		shares[i] = (done(i).ticks - before[i].ticks) * 1000 / passed;
	return done(ATTACKS).rounds - before[ATTACKS].rounds;
}

static void note_shares(void)
{
	tap_note("permille of all time: victim", shares[ATTACKS]);
	for (uint32_t i = 0; i < ATTACKS; i++)
		tap_note(attacks[i].who, shares[i]);
}

static void check_victim(uint64_t got, uint64_t alone, uint64_t least,
			 const char *name)
{
	uint64_t share = got * 1000 / alone;

	(void)tap_check(share >= least && share <= MOST, name);
	tap_note("permille of what it does alone", share);
	note_shares();
}

/* In one period more than are measured: both ends of the time can fall where a
 * part has what a period gives. */
static bool is_within(uint32_t i)
{
	uint64_t budget = attacks[i].budget;

	return shares[i] <= budget + budget / PERIODS + ROUNDED;
}

static void judge_attack(uint32_t i, uint64_t alone)
{
	const struct attack *attack = &attacks[i];
	uint64_t before = done(i).rounds, rounds;

	run(i, true);
	check_victim(measure(), alone, attack->least, attack->name);
	run(i, false);
	rounds = done(i).rounds - before;
	(void)tap_check(rounds >= attack->rounds, attack->made);
	tap_note("rounds", rounds);
	(void)tap_check(shares[i] > 0 && is_within(i), attack->share);
}

/* All at once; those with a budget have no more than that. */
static void judge_all(uint64_t alone)
{
	bool within = true;

	for (uint32_t i = 0; i < ATTACKS; i++)
		run(i, true);
	check_victim(measure(), alone, LEAST_STORM,
		     "SHR-050 nor do they all at once");
	for (uint32_t i = 0; i < ATTACKS; i++)
		within = within && is_within(i);
	(void)tap_check(within, "SHR-051 each within its own budget");
}

int main(void)
{
	uint64_t alone;

	tap_plan(3 * ATTACKS + 3);
	run(ATTACKS, true);
	alone = measure();
	check_victim(measure(), alone, LEAST,
		     "SHR-001 its share is the same each time");
	for (uint32_t i = 0; i < ATTACKS; i++)
		judge_attack(i, alone);
	judge_all(alone);
	return sys_power_off(power);
}
