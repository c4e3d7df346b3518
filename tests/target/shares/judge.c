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
#define LEAST		985u	/* permille of what it does alone */
#define LEAST_STORM	975u	/* with 1,000 interrupts in its time */
#define MOST		1015u

static const struct attack {
	const char *name, *made;
	uint64_t least;
	uint64_t rounds;	/* that show that it was made */
} attacks[ATTACKS] = {
	{ "SHR-010 a hog takes nothing from it", "SHR-011 it ran",
	  LEAST, 30000 },
	{ "SHR-020 nor does a storm of interrupts, but for registers",
	  "SHR-021 it blew", LEAST_STORM, 1000 },
	{ "SHR-030 nor who is in a server", "SHR-031 it was", LEAST, 3 },
	{ "SHR-040 nor a flood of signals", "SHR-041 it came", LEAST, 10000 },
};

static uint64_t done(shares_part part)
{
	uint64_t rounds = 0;

	if (shares_part_done(part, &rounds) != OK)
		__builtin_trap();
	return rounds;
}

static void run(shares_part part, bool runs)
{
	if (shares_part_run(part, runs) != OK)
		__builtin_trap();
}

/* What the victim does in four of its periods. */
static uint64_t measure(void)
{
	uint64_t before;

	(void)vesper_sleep(vesper_frequency() / 100);
	before = done(victim);
	(void)vesper_sleep(vesper_frequency() * 4 / 100);
	return done(victim) - before;
}

static void check_share(uint64_t got, uint64_t alone, uint64_t least,
			const char *name)
{
	uint64_t share = got * 1000 / alone;

	(void)tap_check(share >= least && share <= MOST, name);
	tap_note("permille", share);
}

int main(void)
{
	uint64_t alone;

	tap_plan(2 * ATTACKS + 2);
	run(victim, true);
	alone = measure();
	check_share(measure(), alone, LEAST,
		    "SHR-001 its share is the same each time");
	for (uint32_t i = 0; i < ATTACKS; i++) {
		uint64_t before = done(attackers[i]);

		run(attackers[i], true);
		check_share(measure(), alone, attacks[i].least,
			    attacks[i].name);
		run(attackers[i], false);
		(void)tap_check(done(attackers[i]) - before >=
				attacks[i].rounds, attacks[i].made);
		tap_note("rounds", done(attackers[i]) - before);
	}
	for (uint32_t i = 0; i < ATTACKS; i++)
		run(attackers[i], true);
	check_share(measure(), alone, LEAST_STORM,
		    "SHR-050 nor do they all at once");
	return sys_power_off(power);
}
