/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * Shares a region of two windows with a viewer and takes it back, by hand and by
 * grants; lets the viewer look each time. A revocation with others in between
 * (revoke.c), faults that are mended or not, and memory that becomes code (code.c).
 */
#include <component.h>
#include <vesper/abi/memory.h>
#include <vesper/object.h>

#include "../tap/tap.h"
#include "code.h"
#include "revoke.h"

#define RESULTS		(57u + REVOKE_RESULTS + CODE_RESULTS)
#define READ		ABI_RIGHT_READ
#define WRITE		ABI_RIGHT_WRITE
#define ALL_RIGHTS	0xffu
#define VIEWS		10u	/* free ones of the viewer */
#define VALUE		UINT64_C(0x1122334455667788)

static uint64_t frame(uint64_t window)
{
	return (uintptr_t)frames + window * ABI_WINDOW_SIZE;
}

static volatile uint64_t *word(uint64_t window)
{
	return (volatile uint64_t *)frame(window);
}

static void check_status(vesper_status got, int want, const char *name)
{
	(void)tap_equal((uint64_t)-(int64_t)got, (uint64_t)-(int64_t)want,
			name);
}

static vesper_status share(uint32_t view, uint32_t first, uint32_t count,
			   uint64_t rights)
{
	return vesper_region_share(frames_cap, viewer_domain.slot,
				   viewer_domain.views + view, first, count,
				   rights);
}

static vesper_status unshare(uint32_t view)
{
	return vesper_region_unshare(frames_cap, viewer_domain.slot,
				     viewer_domain.views + view);
}

/* What the viewer reads there, or the fault: kind and cause. */
static bool reads(uint64_t address, uint64_t value, uint32_t kind,
		  uint32_t cause)
{
	uint64_t got_value = 0;
	uint32_t got_kind = 0, got_cause = 0;

	return memory_viewer_read(viewer, address, &got_value, &got_kind,
				  &got_cause) == OK &&
	       got_kind == kind && got_cause == cause &&
	       (kind != ABI_FAULT_NONE || got_value == value);
}

static bool sees(uint64_t window, uint64_t value)
{
	return reads(frame(window), value, ABI_FAULT_NONE, ABI_CAUSE_NONE);
}

static bool sees_nothing(uint64_t window)
{
	return reads(frame(window), 0, ABI_FAULT_READ, ABI_CAUSE_UNMAPPED);
}

static bool writes(uint64_t window, uint64_t value, uint32_t kind,
		   uint32_t cause)
{
	uint32_t got_kind = 0, got_cause = 0;

	return memory_viewer_write(viewer, frame(window), value, &got_kind,
				   &got_cause) == OK &&
	       got_kind == kind && got_cause == cause;
}

static void judge_share(void)
{
	*word(0) = VALUE;
	*word(1) = VALUE + 1;
	(void)tap_check(sees_nothing(0), "MEM-001 a region of another's");
	check_status(share(0, 0, 1, READ), OK, "MEM-002 share a window");
	(void)tap_check(sees(0, VALUE), "MEM-003 it is seen");
	(void)tap_check(sees_nothing(1), "MEM-004 the next window is not");
	(void)tap_check(writes(0, 1, ABI_FAULT_WRITE, ABI_CAUSE_RIGHTS) &&
			*word(0) == VALUE, "MEM-005 nor can it be written");
	check_status(share(0, 1, 1, READ), E_OCCUPIED,
		     "MEM-006 the record is in use");
	check_status(share(1, 0, 2, READ), E_OCCUPIED,
		     "MEM-007 and so is the window");
	check_status(unshare(0), OK, "MEM-008 take it back");
	(void)tap_check(sees_nothing(0), "MEM-009 nothing is seen");
	check_status(unshare(0), E_STATE, "MEM-010 take it back twice");
	check_status(share(0, 0, 2, READ | WRITE), OK,
		     "MEM-011 share both to be written");
	(void)tap_check(writes(1, 42, ABI_FAULT_NONE, ABI_CAUSE_NONE) &&
			*word(1) == 42, "MEM-012 what is written is there");
	check_status(unshare(0), OK, "MEM-013 take both back");
	(void)tap_check(sees_nothing(0) && sees_nothing(1),
			"MEM-014 both are gone");
}

static void judge_refused(void)
{
	uint64_t few = spare, none = spare + 1;

	check_status(share(VIEWS, 0, 1, READ), E_VALUE,
		     "MEM-020 a record that is not there");
	check_status(share(0, 2, 1, READ), E_VALUE,
		     "MEM-021 a window that is not there");
	check_status(share(0, 1, 2, READ), E_VALUE, "MEM-022 too many");
	check_status(share(0, 0, 0, READ), E_VALUE, "MEM-023 none");
	check_status(share(0, 0, 1, READ | ABI_RIGHT_EXEC), OK,
		     "MEM-024 a right that the capability lacks is dropped");
	(void)unshare(0);
	check_status(vesper_cap_copy(frames_cap, few, READ | ABI_RIGHT_SHARE),
		     OK, "MEM-025 a capability to read");
	check_status(vesper_region_share(few, viewer_domain.slot,
					 viewer_domain.views, 0, 1,
					 READ | WRITE),
		     OK, "MEM-026 shares no more than that");
	(void)tap_check(sees(0, VALUE) && writes(0, 1, ABI_FAULT_WRITE,
						 ABI_CAUSE_RIGHTS),
			"MEM-027 it is read-only");
	check_status(unshare(0), OK, "MEM-028 any capability takes it back");
	check_status(vesper_cap_copy(frames_cap, none, READ | WRITE), OK,
		     "MEM-029 one without SHARE");
	check_status(vesper_region_share(none, viewer_domain.slot,
					 viewer_domain.views, 0, 1, READ),
		     E_RIGHTS, "MEM-030 shares nothing");
	check_status(vesper_region_share(frames_cap, blind_domain.slot,
					 blind_domain.views, 0, 1, READ),
		     E_RIGHTS, "MEM-031 nor with a domain without SHARE");
	check_status(vesper_region_share(frames_cap, ring, 0, 0, 1, READ),
		     E_TYPE, "MEM-032 nor with what is no domain");
	(void)vesper_cap_delete(few);
	(void)vesper_cap_delete(none);
}

/* Each capability is delegated to spare, then put into the viewer's slot. */
static vesper_status lend(uint64_t slot, uint64_t rights)
{
	vesper_status status = vesper_grant_delegate(loan, slot, spare, rights);

	if (status == OK)
		status = vesper_domain_install(viewer_domain.slot, spare,
					       viewer_domain.slots, ALL_RIGHTS);
	return status;
}

static vesper_status viewer_signals(void)
{
	int32_t status = 0;

	return memory_viewer_signal(viewer, viewer_domain.slots, &status) == OK
		? status : E_RESULT;
}

static void judge_grant(void)
{
	uint64_t badged = spare + 1, bits;

	(void)vesper_cap_mint(ring, badged,
			      ABI_RIGHT_SIGNAL | ABI_RIGHT_SHARE, 2);
	check_status(lend(badged, ALL_RIGHTS), OK, "GRT-001 lend an event");
	check_status(viewer_signals(), OK, "GRT-002 it can be signalled");
	(void)tap_check(vesper_event_take(ring, &bits) == OK && bits == 2,
			"GRT-003 with the bits of the capability");
	check_status(vesper_grant_delegate(loan, ring, spare + 2, ALL_RIGHTS),
		     E_BUSY, "GRT-004 a grant is for one thing at a time");
	check_status(vesper_grant_revoke(loan), OK, "GRT-005 revoke");
	check_status(viewer_signals(), E_STALE, "GRT-006 it is stale");
	check_status(vesper_signal(spare), E_STALE,
		     "GRT-007 so is what was lent from");
	check_status(vesper_signal(badged), OK, "GRT-008 the own one is not");
	check_status(vesper_cap_delete(spare), OK,
		     "GRT-009 a stale one can be deleted");
	check_status(lend(badged, ALL_RIGHTS), E_OCCUPIED,
		     "GRT-010 the viewer still has its stale one");
	(void)vesper_grant_revoke(loan);
}

/* Five grants, each of what the one before gave. */
static void judge_nested(void)
{
	const uint64_t grants[] = { loan, loan_2, loan_3, loan_4, loan_5 };
	uint64_t badged = spare + 1, from = badged;
	bool good = true;

	for (unsigned i = 0; i < 4; i++) {
		good = good && vesper_grant_delegate(grants[i], from,
					spare + 4 + i, ALL_RIGHTS) == OK;
		from = spare + 4 + i;
	}
	(void)tap_check(good && vesper_signal(from) == OK,
			"GRT-020 grants of grants, four deep");
	check_status(vesper_grant_delegate(loan_5, from, spare + 8,
					   ALL_RIGHTS),
		     E_LEVEL, "GRT-021 not five");
	check_status(vesper_grant_revoke(loan_2), OK,
		     "GRT-022 revoke the second");
	(void)tap_check(vesper_signal(from) == E_STALE &&
			vesper_signal(spare + 5) == E_STALE,
			"GRT-023 what comes after is stale");
	check_status(vesper_signal(spare + 4), OK,
		     "GRT-024 what comes before is not");
	for (unsigned i = 0; i < 4; i++) {
		(void)vesper_grant_revoke(grants[i]);
		(void)vesper_cap_delete(spare + 4 + i);
	}
}

static vesper_status viewer_shares(uint64_t slot, uint64_t view)
{
	int32_t status = 0;

	return memory_viewer_share(viewer, slot, viewer_domain.views + view,
				   READ, &status) == OK ? status : E_RESULT;
}

static void judge_grant_views(void)
{
	uint64_t slot = viewer_domain.slots + 1;

	(void)vesper_cap_delete(spare);
	check_status(vesper_grant_delegate(loan, frames_cap, spare,
					   READ | ABI_RIGHT_SHARE), OK,
		     "GRT-030 lend a region");
	check_status(vesper_domain_install(viewer_domain.slot, spare, slot,
					   ALL_RIGHTS), OK,
		     "GRT-031 to another component");
	check_status(viewer_shares(slot, 0), OK, "GRT-032 it maps it");
	(void)tap_check(sees(0, VALUE), "GRT-033 and sees it");
	check_status(vesper_region_share(spare, other_domain.slot,
					 other_domain.views, 0, 2, READ), OK,
		     "GRT-034 a second view under the grant");
	check_status(vesper_grant_revoke(loan), OK, "GRT-035 revoke");
	(void)tap_check(sees_nothing(0), "GRT-036 the view is gone");
	check_status(viewer_shares(slot, 0), E_STALE,
		     "GRT-037 and cannot be made again");
	check_status(vesper_region_share(frames_cap, other_domain.slot,
					 other_domain.views, 0, 2, READ), OK,
		     "GRT-038 the other record is free again");
	(void)vesper_region_unshare(frames_cap, other_domain.slot,
				    other_domain.views);
}

static void judge_faults(void)
{
	uint32_t kind = 0, cause = 0, value = 0;

	(void)tap_check(memory_viewer_overflow(viewer, &kind, &cause) == OK &&
			kind == ABI_FAULT_WRITE && cause == ABI_CAUSE_UNMAPPED,
			"FLT-001 a stack overflow is mended");
	(void)tap_check(memory_viewer_ping(viewer, &value) == OK && value == 7,
			"FLT-002 and the component goes on");
	check_status(memory_viewer_die(fragile, false), E_FAULT,
		     "FLT-003 a handler that gives up");
	check_status(memory_viewer_ping(fragile, &value), E_STOPPED,
		     "FLT-004 ends its component");
	check_status(memory_viewer_die(worse, true), E_FAULT,
		     "FLT-005 a handler that faults");
	check_status(memory_viewer_ping(worse, &value), E_STOPPED,
		     "FLT-006 ends its component too");
}

int main(void)
{
	tap_plan(RESULTS);
	judge_share();
	judge_refused();
	judge_grant();
	judge_nested();
	judge_grant_views();
	judge_revocation();
	judge_code();
	judge_faults();
	return sys_power_off(power);
}
