/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * Capabilities as parameters: by ownership, and wrong in each way.
 */
#include <component.h>
#include <vesper/object.h>
#include <vesper/transfer.h>

#include "../tap/tap.h"
#include "judge.h"

#define A	(free)		/* free slots */
#define B	(free + 1)
#define C	(free + 2)
#define ALL	0xffu

/* The example's own: a region lent, a disk returned for good. */
static void judge_share(void)
{
	sys_block_disk_owned child;
	vesper_region_borrowed region = { shared_cap };

	check_status(sys_block_disk_share(disk, region, A, &child), OK,
		     "LANG-010 share");
	(void)tap_equal(child.slot, A, "LANG-011 it landed where it should");
	check_status(sys_block_disk_ping((sys_block_disk){ .slot = A }), OK,
		     "LANG-012 the child is a disk");
	check_status(sys_block_disk_share(disk, region, B, &child),
		     SYS_BLOCK_BLK_ERR_RO, "LANG-013 it was moved");
	(void)tap_check(child.slot == 0 && is_empty(B),
			"LANG-014 with an error nothing lands");
	check_status(sys_block_disk_share(disk, region, A, &child),
		     E_OCCUPIED, "LANG-015 not where something is");
	check_status(sys_block_disk_share(disk, region, 0, &child), E_CAP,
		     "LANG-016 nor in no slot");
	(void)vesper_cap_delete(A);
}

static void judge_requests(void)
{
	vesper_event_cap event = { one };
	uint32_t rights;
	uint64_t bits;

	check_status(probe_caps_lend(probe, (vesper_region_borrowed){
			shared_cap }, &rights), OK, "LANG-020 lend");
	(void)tap_check((rights & ABI_RIGHT_READ) != 0, "LANG-021 with rights");
	check_status(probe_caps_lend(probe, (vesper_region_borrowed){ one },
				     &rights), E_CAP,
		     "LANG-022 an event is no region");
	(void)vesper_cap_copy(shared_cap, A, ABI_RIGHT_WRITE);
	check_status(probe_caps_lend(probe, (vesper_region_borrowed){ A },
				     &rights), E_CAP,
		     "LANG-023 a region without the right");
	(void)vesper_cap_delete(A);
	check_status(probe_caps_lend(probe, (vesper_region_borrowed){ A },
				     &rights), E_SLOT,
		     "LANG-024 an empty slot");
	check_status(probe_caps_copied(probe, event, &rights), OK,
		     "LANG-025 send a copy");
	(void)tap_check(vesper_event_take(one, &bits) == OK && bits == 0,
			"LANG-026 a signal without a badge sets nothing");
	(void)vesper_cap_mint(one, A, ALL, 4);
	check_status(probe_caps_refuse(probe, (vesper_event_owned){ A }),
		     E_STATE, "LANG-027 one that is refused");
	(void)tap_check(!is_empty(A), "LANG-028 stays where it is");
	check_status(probe_caps_keep(probe, (vesper_event_owned){ A }), OK,
		     "LANG-029 one that is kept");
	(void)tap_check(is_empty(A), "LANG-030 is gone");
}

static void judge_optional(void)
{
	sys_block_disk_borrowed wrong = { con.slot };
	uint32_t twice;
	bool came;

	check_status(probe_caps_maybe(probe, sys_block_disk_plain_lend(disk), 4,
				      &came, &twice), OK,
		     "LANG-040 an optional one");
	(void)tap_check(came && twice == 8, "LANG-041 came");
	check_status(probe_caps_maybe(probe, (sys_block_disk_borrowed){ 0 }, 5,
				      &came, &twice), OK,
		     "LANG-042 one that is left out");
	(void)tap_check(!came && twice == 10, "LANG-043 did not");
	check_status(probe_caps_maybe(probe, wrong, 4, &came, &twice), E_CAP,
		     "LANG-044 a console is no disk");
}

static void judge_results(void)
{
	static const char *const names[] = {
		"LANG-051 another interface", "LANG-052 an event",
		"LANG-053 nothing",
	};
	static const vesper_status wants[] = { E_RESULT, E_RESULT, E_SERVER };
	sys_block_disk_owned d;
	uint32_t version;

	check_status(probe_caps_give(probe, 0, A, &d), OK, "LANG-050 a disk");
	check_status(probe_caps_base(probe, (sys_object_borrowed){ A },
				     &version), OK,
		     "LANG-054 as what it extends");
	(void)vesper_cap_delete(A);
	for (uint32_t i = 0; i < 3; i++)
		check_status(probe_caps_give(probe, i + 1, A, &d), wants[i],
			     names[i]);
	(void)tap_check(is_empty(A), "LANG-055 none of them stays");
}

/* What `keep` was given comes back: minted, so that signals are seen. */
static void judge_three(void)
{
	vesper_event_owned kept, other;
	uint64_t bits;

	(void)vesper_cap_mint(one, A, ABI_RIGHT_SIGNAL, 2);
	check_status(probe_caps_three(probe, (vesper_event_borrowed){ A }, B,
				      &kept, C, &other), OK,
		     "LANG-060 three at once, one left out");
	(void)tap_check(vesper_event_take(one, &bits) == OK && bits == 2,
			"LANG-061 the first was signalled");
	(void)tap_check(kept.slot == B && other.slot == 0 && is_empty(C) &&
			vesper_signal(B) == OK &&
			vesper_event_take(one, &bits) == OK && bits == 4,
			"LANG-062 the second is what was kept");
	(void)vesper_cap_delete(A);
	(void)vesper_cap_delete(B);
}

void judge_caps(void)
{
	judge_share();
	judge_requests();
	judge_optional();
	judge_results();
	judge_three();
}
