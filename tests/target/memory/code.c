/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * A region that is data, then code, then data again. The judge writes a function
 * there and the viewer, another domain, runs it; both try to have the same
 * memory writable and executable, each alone and one for the other.
 */
#include "code.h"

#include <component.h>
#include <vesper/object.h>

#include "../tap/tap.h"

#define READ		ABI_RIGHT_READ
#define WRITE		ABI_RIGHT_WRITE
#define EXEC		ABI_RIGHT_EXEC
#define SHARE		ABI_RIGHT_SHARE
#define LAST		0x4000u	/* in the last page: made code by a later step */
#define MOV_X0(n)	(0xd2800000u | (n) << 5)	/* mov x0, #n */
#define RET		0xd65f03c0u

static void check_status(vesper_status got, int want, const char *name)
{
	(void)tap_equal((uint64_t)-(int64_t)got, (uint64_t)-(int64_t)want,
			name);
}

static uint64_t place(uint64_t offset)
{
	return (uintptr_t)plant + offset;
}

static void write_function(uint64_t offset, uint32_t value)
{
	volatile uint32_t *words = (volatile uint32_t *)place(offset);

	words[0] = MOV_X0(value);
	words[1] = RET;
}

static vesper_status share(uint32_t view, uint64_t rights)
{
	return vesper_region_share(plant_cap, viewer_domain.slot,
				   viewer_domain.views + view, 0, 1, rights);
}

static vesper_status unshare(uint32_t view)
{
	return vesper_region_unshare(plant_cap, viewer_domain.slot,
				     viewer_domain.views + view);
}

static vesper_status share_self(uint64_t rights)
{
	return vesper_region_share(plant_cap, self.slot, (uint32_t)plant_view,
				   0, 1, rights);
}

static vesper_status unshare_self(void)
{
	return vesper_region_unshare(plant_cap, self.slot, plant_view);
}

/* What the viewer gets when it calls what is there, or its fault. */
static bool runs(uint64_t offset, uint64_t value, uint32_t kind, uint32_t cause)
{
	uint64_t got_value = 0;
	uint32_t got_kind = 0, got_cause = 0;

	return memory_viewer_run(viewer, place(offset), &got_value, &got_kind,
				 &got_cause) == OK &&
	       got_kind == kind && got_cause == cause &&
	       (kind != ABI_FAULT_NONE || got_value == value);
}

static bool may_not_run(uint64_t offset)
{
	return runs(offset, 0, ABI_FAULT_EXECUTE, ABI_CAUSE_RIGHTS);
}

static bool may_not_write(void)
{
	uint32_t kind = 0, cause = 0;

	return memory_viewer_write(viewer, place(0), 0, &kind, &cause) == OK &&
	       kind == ABI_FAULT_WRITE && cause == ABI_CAUSE_RIGHTS;
}

static vesper_status change(enum abi_region_state state)
{
	return vesper_region_change(plant_cap, state);
}

static void judge_data(void)
{
	write_function(0, 42);
	write_function(LAST, 43);
	check_status(share(0, READ | EXEC), E_RIGHTS,
		     "COD-001 data is not shared to be executed");
	check_status(share(0, READ | WRITE), OK, "COD-002 it is to be written");
	(void)tap_check(may_not_run(0), "COD-003 who writes does not run it");
	check_status(change(ABI_REGION_CODE), E_BUSY,
		     "COD-004 it stays data while two can write");
	check_status(unshare_self(), OK, "COD-005 give up the own view");
	check_status(change(ABI_REGION_CODE), E_BUSY,
		     "COD-006 it stays data while one can write");
	(void)unshare(0);
	check_status(share(0, READ), OK, "COD-007 a view to read");
	check_status(change(ABI_REGION_CODE), OK, "COD-008 now it is code");
	(void)tap_check(may_not_run(0) && may_not_write(),
			"COD-009 who reads neither runs nor writes it");
	(void)unshare(0);
}

static void judge_run(void)
{
	check_status(share_self(READ | WRITE), E_RIGHTS,
		     "COD-010 code is not shared to be written");
	check_status(share(0, READ | WRITE | EXEC), E_RIGHTS,
		     "COD-011 nor to be both");
	check_status(share(0, READ | EXEC), OK, "COD-012 it is to be executed");
	(void)tap_check(runs(0, 42, ABI_FAULT_NONE, ABI_CAUSE_NONE) &&
			runs(LAST, 43, ABI_FAULT_NONE, ABI_CAUSE_NONE),
			"COD-013 another domain runs it");
	(void)tap_check(may_not_write(), "COD-014 and does not write it");
	check_status(change(ABI_REGION_DATA), E_BUSY,
		     "COD-015 it stays code while one can run it");
	check_status(unshare(0), OK, "COD-016 take it back");
	(void)tap_check(runs(0, 0, ABI_FAULT_EXECUTE, ABI_CAUSE_UNMAPPED),
			"COD-017 it runs no more");
}

static void judge_again(void)
{
	check_status(change(ABI_REGION_DATA), OK, "COD-018 data again");
	check_status(share_self(READ | WRITE), OK,
		     "COD-019 the own view as before");
	write_function(0, 44);
	(void)unshare_self();
	(void)change(ABI_REGION_CODE);
	(void)share(0, READ | EXEC);
	(void)tap_check(runs(0, 44, ABI_FAULT_NONE, ABI_CAUSE_NONE),
			"COD-020 what was written now runs");
	(void)unshare(0);
}

static vesper_status viewer_changes(uint64_t slot, enum abi_region_state state)
{
	int32_t status = 0;

	return memory_viewer_change(viewer, slot, state, &status) == OK
		? status : E_RESULT;
}

static vesper_status viewer_shares(uint64_t slot, uint64_t rights)
{
	int32_t status = 0;

	return memory_viewer_share(viewer, slot, viewer_domain.views, rights,
				   &status) == OK ? status : E_RESULT;
}

/* The viewer holds a capability with every right but CONTROL. */
static void judge_attacker(void)
{
	uint64_t slot = viewer_domain.slots + 3;

	(void)vesper_domain_install(viewer_domain.slot, plant_cap, slot,
				    READ | WRITE | EXEC | SHARE);
	check_status(viewer_changes(slot, ABI_REGION_DATA), E_RIGHTS,
		     "COD-021 the change needs CONTROL");
	check_status(viewer_shares(slot, READ | WRITE), E_RIGHTS,
		     "COD-022 who holds it gets no writable view of code");
	(void)tap_check(viewer_shares(slot, READ | EXEC) == OK &&
			share_self(READ | WRITE) == E_RIGHTS,
			"COD-023 nor does the owner while the other runs it");
	(void)unshare(0);
	check_status(vesper_region_change(frames_cap, ABI_REGION_CODE),
		     E_RIGHTS, "COD-024 a region without `code` stays data");
	check_status(change(ABI_REGION_DEVICE), E_VALUE,
		     "COD-025 there is no third state");
	check_status(change(ABI_REGION_CODE), OK,
		     "COD-026 what is done already is no error");
}

void judge_code(void)
{
	judge_data();
	judge_run();
	judge_again();
	judge_attacker();
}
