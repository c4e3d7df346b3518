/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * Regions, the views of them, and grants under which views are made.
 */
#include "kernel.h"

#include <vesper/abi/descriptor.h>
#include <vesper/abi/memory.h>
#include <vesper/kernel/space.h>

#define SLOT_REGION	4
#define SLOT_OF_CLIENT	5	/* the domains, with SHARE and CONTROL */
#define SLOT_OF_SERVER	6
#define SLOT_GRANT	7
#define SLOT_GRANTED	8
#define SLOT_ROOM	9
#define VIEWS		4
#define WINDOW		0x10000000u
#define WINDOWS		20u
#define READ		ABI_RIGHT_READ
#define WRITE		ABI_RIGHT_WRITE
#define EXEC		ABI_RIGHT_EXEC
#define SHARE		ABI_RIGHT_SHARE
#define RANGE(first, windows) ((uint64_t)(first) << 32 | (windows))

static struct abi_region *region;
static struct abi_grant *grants[ABI_GRANT_DEPTH + 1];

static void boot(enum abi_region_state state)
{
	fixture_make();
	region = world_region(WINDOW, WINDOWS);
	region->state = state;
	world_views(f.client, VIEWS);
	world_views(f.server, VIEWS + 8);
	world_cap(f.client, SLOT_REGION, region, READ | WRITE | EXEC | SHARE,
		  0);
	world_cap(f.client, SLOT_OF_CLIENT, f.client, SHARE, 0);
	world_cap(f.client, SLOT_OF_SERVER, f.server, SHARE, 0);
	for (unsigned i = 0; i <= ABI_GRANT_DEPTH; i++)
		grants[i] = world_grant();
	world_cap(f.client, SLOT_GRANT, grants[0], ABI_RIGHT_CONTROL, 0);
	RUNS(world_boot());
}

static int64_t invoke(uint64_t slot, uint64_t operation, uint64_t x1,
		      uint64_t x2, uint64_t x3, uint64_t x4)
{
	regs()[0] = slot;
	regs()[8] = operation;
	regs()[1] = x1;
	regs()[2] = x2;
	regs()[3] = x3;
	regs()[4] = x4;
	RUNS(world_syscall(ABI_SYS_INVOKE));
	return status();
}

static int64_t share(uint64_t view, uint64_t range, uint64_t rights)
{
	return invoke(SLOT_REGION, ABI_REGION_SHARE, SLOT_OF_SERVER, view,
		      range, rights);
}

static int64_t unshare(uint64_t view)
{
	return invoke(SLOT_REGION, ABI_REGION_UNSHARE, SLOT_OF_SERVER, view, 0,
		      0);
}

static uint64_t entry(unsigned window)
{
	return world_entry(f.server, WINDOW + window * ABI_WINDOW_SIZE);
}

static uint64_t table(unsigned window)
{
	return region->table + window * ABI_PAGE_SIZE;
}

/* ---- entries ------------------------------------------------------------ */

static void test_entries(void)
{
	boot(ABI_REGION_DATA);
	CU_ASSERT_EQUAL(share(1, RANGE(2, 2), READ | WRITE), OK);
	CU_ASSERT_EQUAL(entry(1), 0);
	CU_ASSERT_EQUAL(entry(2), table(2) | DESC_WINDOW | DESC_UXN_TABLE);
	CU_ASSERT_EQUAL(entry(3), table(3) | DESC_WINDOW | DESC_UXN_TABLE);
	CU_ASSERT_EQUAL(entry(4), 0);
	CU_ASSERT_EQUAL(unshare(1), OK);
	CU_ASSERT_EQUAL(entry(2), 0);
	CU_ASSERT_EQUAL(entry(3), 0);
	CU_ASSERT_EQUAL(world.invalidated, f.server->ttbr & ~DESC_ADDRESS);
}

static void test_rights_are_taken_away(void)
{
	boot(ABI_REGION_DATA);
	CU_ASSERT_EQUAL(share(0, RANGE(0, 1), READ), OK);
	CU_ASSERT_EQUAL(entry(0), table(0) | DESC_WINDOW_READ_ONLY |
				  DESC_UXN_TABLE);
	boot(ABI_REGION_CODE);
	CU_ASSERT_EQUAL(share(0, RANGE(0, 1), READ | EXEC), OK);
	CU_ASSERT_EQUAL(entry(0), table(0) | DESC_WINDOW_READ_ONLY);
}

static void test_writable_or_executable(void)
{
	boot(ABI_REGION_DATA);
	CU_ASSERT_EQUAL(share(0, RANGE(0, 1), READ | EXEC), E_RIGHTS);
	CU_ASSERT_EQUAL(share(0, RANGE(0, 1), READ | WRITE | EXEC), E_RIGHTS);
	boot(ABI_REGION_CODE);
	CU_ASSERT_EQUAL(share(0, RANGE(0, 1), READ | WRITE), E_RIGHTS);
	boot(ABI_REGION_DEVICE);
	CU_ASSERT_EQUAL(share(0, RANGE(0, 1), READ | EXEC), E_RIGHTS);
	CU_ASSERT_EQUAL(share(0, RANGE(0, 1), READ | WRITE), OK);
	CU_ASSERT_EQUAL(entry(1), 0);
}

/* An entry always lets one read, so there is no view without that right. */
static void test_view_without_read(void)
{
	boot(ABI_REGION_DATA);
	CU_ASSERT_EQUAL(share(0, RANGE(0, 1), WRITE), E_RIGHTS);
	CU_ASSERT_EQUAL(share(0, RANGE(0, 1), 0), E_RIGHTS);
	world_cap(f.client, SLOT_REGION, region, WRITE | SHARE, 0);
	CU_ASSERT_EQUAL(share(0, RANGE(0, 1), READ | WRITE), E_RIGHTS);
	CU_ASSERT_EQUAL(entry(0), 0);
}

static void test_ranges(void)
{
	boot(ABI_REGION_DATA);
	CU_ASSERT_EQUAL(share(0, RANGE(0, 0), READ), E_VALUE);
	CU_ASSERT_EQUAL(share(0, RANGE(WINDOWS, 1), READ), E_VALUE);
	CU_ASSERT_EQUAL(share(0, RANGE(WINDOWS - 1, 2), READ), E_VALUE);
	CU_ASSERT_EQUAL(share(0, RANGE(0, ABI_VIEW_WINDOWS + 1), READ),
			E_VALUE);
	CU_ASSERT_EQUAL(share(0, RANGE(UINT32_MAX, 2), READ), E_VALUE);
	CU_ASSERT_EQUAL(share(0, RANGE(WINDOWS - 1, 1), READ), OK);
	CU_ASSERT_EQUAL(share(1, RANGE(0, ABI_VIEW_WINDOWS), READ), OK);
}

static void test_names_of_views(void)
{
	boot(ABI_REGION_DATA);
	CU_ASSERT_EQUAL(share(VIEWS + 8, RANGE(0, 1), READ), E_VALUE);
	CU_ASSERT_EQUAL(share(VIEWS + 7, RANGE(0, 1), READ), OK);
	CU_ASSERT_EQUAL(share(VIEWS + 7, RANGE(1, 1), READ), E_OCCUPIED);
	CU_ASSERT_EQUAL(share(0, RANGE(0, 1), READ), E_OCCUPIED);
	CU_ASSERT_EQUAL(unshare(0), E_STATE);
	CU_ASSERT_EQUAL(unshare(VIEWS + 8), E_VALUE);
	world_cap(f.client, SLOT_OF_SERVER, f.server, 0, 0);
	CU_ASSERT_EQUAL(share(0, RANGE(1, 1), READ), E_RIGHTS);
	CU_ASSERT_EQUAL(unshare(VIEWS + 7), E_RIGHTS);
}

static void test_share_needs_the_right(void)
{
	boot(ABI_REGION_DATA);
	CU_ASSERT_EQUAL(share(0, RANGE(0, 1), READ), OK);
	world_cap(f.client, SLOT_REGION, region, READ | WRITE, 0);
	CU_ASSERT_EQUAL(share(1, RANGE(1, 1), READ), E_RIGHTS);
	CU_ASSERT_EQUAL(unshare(0), E_RIGHTS);
	CU_ASSERT_NOT_EQUAL(entry(0), 0);
	CU_ASSERT_EQUAL(invoke(SLOT_REGION, 99, 0, 0, 0, 0), E_OPERATION);
}

static void test_lent_region(void)
{
	boot(ABI_REGION_DATA);
	world_slot(f.client, SLOT_REGION)->key |= ABI_CAP_LENT;
	CU_ASSERT_EQUAL(share(0, RANGE(0, 1), READ), E_STATE);
	CU_ASSERT_EQUAL(entry(0), 0);
}

/* A GiB for which the domain has no table. */
static void test_domain_without_table(void)
{
	boot(ABI_REGION_DATA);
	region->window = 0x50000000;
	CU_ASSERT_EQUAL(space_entry(f.server, region->window), 0);
	CU_ASSERT_EQUAL(share(0, RANGE(0, 1), READ), E_OCCUPIED);
	/* The second window is the first one of the next GiB. */
	region->window = 0x40000000 - ABI_WINDOW_SIZE;
	CU_ASSERT_EQUAL(share(0, RANGE(0, 2), READ), E_OCCUPIED);
	CU_ASSERT_EQUAL(share(0, RANGE(0, 1), READ), OK);
}

/* Any one of its windows is taken: nothing of the view is made. */
static void test_windows_that_are_taken(void)
{
	boot(ABI_REGION_DATA);
	CU_ASSERT_EQUAL(share(0, RANGE(1, 1), READ), OK);
	CU_ASSERT_EQUAL(share(1, RANGE(0, 2), READ), E_OCCUPIED);
	CU_ASSERT_EQUAL(share(1, RANGE(1, 2), READ), E_OCCUPIED);
	CU_ASSERT_EQUAL(entry(0), 0);
	CU_ASSERT_EQUAL(entry(2), 0);
	CU_ASSERT_EQUAL(share(1, RANGE(2, 2), READ), OK);
}

/* Views of one region in two domains, taken back in every order. */
static void test_lists(void)
{
	static const uint8_t orders[6][3] = {
		{ 0, 1, 2 }, { 0, 2, 1 }, { 1, 0, 2 },
		{ 1, 2, 0 }, { 2, 0, 1 }, { 2, 1, 0 },
	};

	for (int i = 0; i < 6; i++) {
		boot(ABI_REGION_DATA);
		for (unsigned v = 0; v < 3; v++)
			CU_ASSERT_EQUAL(share(v, RANGE(v, 1),
					      v == 1 ? READ : READ | WRITE),
					OK);
		CU_ASSERT_EQUAL(region->writable, 2);
		for (int v = 0; v < 3; v++) {
			CU_ASSERT_EQUAL(unshare(orders[i][v]), OK);
			CU_ASSERT_EQUAL(entry(orders[i][v]), 0);
		}
		CU_ASSERT_EQUAL(region->views, 0);
		CU_ASSERT_EQUAL(region->writable, 0);
	}
}

/* ---- data and code ------------------------------------------------------ */

/* The change to `state`, made until it is done; returns the system calls. */
static int change(uint64_t state)
{
	uint64_t pc = f.vp->context.pc;
	int steps = 0;

	do {
		f.vp->context.pc = pc;
		(void)invoke(SLOT_REGION, ABI_REGION_CHANGE, state, 0, 0, 0);
		steps++;
	} while (f.vp->context.pc == pc - 4);
	return steps;
}

static void give(unsigned rights)
{
	world_cap(f.client, SLOT_REGION, region, rights, 0);
}

/* In steps of four pages, in whatever window; only what may have been written
 * since is cleaned again. */
static void test_code_is_cleaned(void)
{
	boot(ABI_REGION_DATA);
	give(READ | WRITE | EXEC | SHARE | ABI_RIGHT_CONTROL);
	region->pages = ABI_TABLE_ENTRIES + 3;
	CU_ASSERT_EQUAL(change(ABI_REGION_CODE), 130);
	CU_ASSERT_EQUAL(status(), OK);
	CU_ASSERT_EQUAL(region->state, ABI_REGION_CODE);
	CU_ASSERT_EQUAL(world.cleaned, region->pages * ABI_PAGE_SIZE);
	CU_ASSERT_EQUAL(world.cleaned_at, WINDOW + ABI_WINDOW_SIZE);
	CU_ASSERT_EQUAL(world_entry(f.client, WINDOW + ABI_WINDOW_SIZE), 0);
	CU_ASSERT_EQUAL(world.invalidated, f.client->ttbr & ~DESC_ADDRESS);
	CU_ASSERT_EQUAL(change(ABI_REGION_CODE), 1);
	CU_ASSERT_EQUAL(change(ABI_REGION_DATA), 1);
	CU_ASSERT_EQUAL(change(ABI_REGION_CODE), 1);
	CU_ASSERT_EQUAL(change(ABI_REGION_DATA), 1);
	CU_ASSERT_EQUAL(share(0, RANGE(0, 1), READ), OK);
	CU_ASSERT_EQUAL(change(ABI_REGION_CODE), 1);
	CU_ASSERT_EQUAL(change(ABI_REGION_DATA), 1);
	CU_ASSERT_EQUAL(share(1, RANGE(1, 1), READ | WRITE), OK);
	CU_ASSERT_EQUAL(unshare(1), OK);
	CU_ASSERT_EQUAL(change(ABI_REGION_CODE), 130);
	CU_ASSERT_EQUAL(world.cleaned, 2 * region->pages * ABI_PAGE_SIZE);
}

/* The caller sees it all the while, and goes on seeing it. */
static void test_cleaned_where_it_is_seen(void)
{
	uint64_t before;

	boot(ABI_REGION_DATA);
	give(READ | EXEC | SHARE | ABI_RIGHT_CONTROL);
	region->pages = 4;
	CU_ASSERT_EQUAL(invoke(SLOT_REGION, ABI_REGION_SHARE, SLOT_OF_CLIENT,
			       0, RANGE(0, 1), READ), OK);
	before = world_entry(f.client, WINDOW);
	CU_ASSERT_EQUAL(change(ABI_REGION_CODE), 2);
	CU_ASSERT_EQUAL(status(), OK);
	CU_ASSERT_EQUAL(world_entry(f.client, WINDOW), before);
	CU_ASSERT_EQUAL(world.invalidated, 0);
}

/* A writable view that comes between two steps. */
static void test_written_between_steps(void)
{
	boot(ABI_REGION_DATA);
	give(READ | WRITE | EXEC | SHARE | ABI_RIGHT_CONTROL);
	region->pages = 8;
	(void)invoke(SLOT_REGION, ABI_REGION_CHANGE, ABI_REGION_CODE, 0, 0, 0);
	CU_ASSERT_EQUAL(region->clean, 4);
	CU_ASSERT_EQUAL(share(0, RANGE(0, 1), READ | WRITE), OK);
	CU_ASSERT_EQUAL(change(ABI_REGION_CODE), 1);
	CU_ASSERT_EQUAL(status(), E_BUSY);
	CU_ASSERT_EQUAL(unshare(0), OK);
	CU_ASSERT_EQUAL(change(ABI_REGION_CODE), 3);
	CU_ASSERT_EQUAL(status(), OK);
}

static int64_t changed(uint64_t state)
{
	(void)change(state);
	return status();
}

static void test_change_refused(void)
{
	boot(ABI_REGION_DATA);
	give(READ | WRITE | EXEC | SHARE);
	CU_ASSERT_EQUAL(changed(ABI_REGION_CODE), E_RIGHTS);
	give(READ | WRITE | SHARE | ABI_RIGHT_CONTROL);
	CU_ASSERT_EQUAL(changed(ABI_REGION_CODE), E_RIGHTS);
	CU_ASSERT_EQUAL(changed(ABI_REGION_DATA), OK);
	CU_ASSERT_EQUAL(changed(ABI_REGION_DEVICE), E_VALUE);
	give(READ | EXEC | SHARE | ABI_RIGHT_CONTROL);
	CU_ASSERT_EQUAL(changed(ABI_REGION_DATA), E_RIGHTS);
	world_slot(f.client, SLOT_REGION)->key |= ABI_CAP_LENT;
	CU_ASSERT_EQUAL(changed(ABI_REGION_CODE), E_STATE);
	boot(ABI_REGION_DEVICE);
	give(READ | WRITE | EXEC | SHARE | ABI_RIGHT_CONTROL);
	CU_ASSERT_EQUAL(changed(ABI_REGION_CODE), E_STATE);
	CU_ASSERT_EQUAL(changed(ABI_REGION_DATA), E_STATE);
	boot(ABI_REGION_DATA);
	give(READ | WRITE | EXEC | SHARE | ABI_RIGHT_CONTROL);
	region->window = 0x50000000;
	CU_ASSERT_EQUAL(changed(ABI_REGION_CODE), E_STATE);
	CU_ASSERT_EQUAL(region->state, ABI_REGION_DATA);
	boot(ABI_REGION_CODE);
	CU_ASSERT_EQUAL(share(0, RANGE(0, 1), READ | EXEC), OK);
	give(READ | WRITE | ABI_RIGHT_CONTROL);
	CU_ASSERT_EQUAL(changed(ABI_REGION_DATA), E_BUSY);
}

/* ---- grants ------------------------------------------------------------- */

static int64_t delegate(uint64_t grant, uint64_t from, uint64_t to)
{
	return invoke(grant, ABI_GRANT_DELEGATE, from, to, UINT64_MAX, 0);
}

static int64_t revoke(uint64_t grant)
{
	return invoke(grant, ABI_GRANT_REVOKE, 0, 0, 0, 0);
}

/* Where it lies, for who has to believe a client; and on which terms. */
static void test_info_of_a_region(void)
{
	boot(ABI_REGION_DATA);
	region->pages = 5;
	CU_ASSERT_EQUAL(invoke(SLOT_REGION, ABI_CAP_INFO, 0, 0, 0, 0), OK);
	CU_ASSERT_EQUAL(regs()[1], ABI_TYPE_REGION);
	CU_ASSERT_EQUAL(regs()[2], READ | WRITE | EXEC | SHARE);
	CU_ASSERT_EQUAL(regs()[3], WINDOW);
	CU_ASSERT_EQUAL(regs()[4], 5);
	CU_ASSERT_EQUAL(regs()[5], 0);
	CU_ASSERT_EQUAL(delegate(SLOT_GRANT, SLOT_REGION, SLOT_GRANTED), OK);
	CU_ASSERT_EQUAL(invoke(SLOT_GRANTED, ABI_CAP_INFO, 0, 0, 0, 0), OK);
	CU_ASSERT_EQUAL(regs()[3], WINDOW);
	CU_ASSERT_EQUAL(regs()[5], ABI_CAP_GRANTED);
	world_slot(f.client, SLOT_REGION)->key |= ABI_CAP_LENT;
	CU_ASSERT_EQUAL(invoke(SLOT_REGION, ABI_CAP_INFO, 0, 0, 0, 0), OK);
	CU_ASSERT_EQUAL(regs()[5], ABI_CAP_LENT);
}

/* What its maker can delete, or has gaps; a grant of it, too. */
static void test_info_of_a_loose_region(void)
{
	boot(ABI_REGION_DATA);
	region->key |= ABI_KEY_LOOSE;
	CU_ASSERT_EQUAL(invoke(SLOT_REGION, ABI_CAP_INFO, 0, 0, 0, 0), OK);
	CU_ASSERT_EQUAL(regs()[5], ABI_KEY_LOOSE);
	CU_ASSERT_EQUAL(delegate(SLOT_GRANT, SLOT_REGION, SLOT_GRANTED), OK);
	CU_ASSERT_EQUAL(invoke(SLOT_GRANTED, ABI_CAP_INFO, 0, 0, 0, 0), OK);
	CU_ASSERT_EQUAL(regs()[5], ABI_KEY_LOOSE | ABI_CAP_GRANTED);
}

static int64_t share_granted(uint64_t view)
{
	return invoke(SLOT_GRANTED, ABI_REGION_SHARE, SLOT_OF_SERVER, view,
		      RANGE(view, 1), READ | WRITE);
}

/* Revoking takes the views back as well, and only those of the grant. */
static void test_revoke_takes_views(void)
{
	boot(ABI_REGION_DATA);
	CU_ASSERT_EQUAL(delegate(SLOT_GRANT, SLOT_REGION, SLOT_GRANTED), OK);
	CU_ASSERT_EQUAL(share(0, RANGE(0, 1), READ), OK);
	CU_ASSERT_EQUAL(share_granted(1), OK);
	CU_ASSERT_EQUAL(share_granted(2), OK);
	CU_ASSERT_EQUAL(share_granted(3), OK);
	CU_ASSERT_EQUAL(invoke(SLOT_GRANTED, ABI_REGION_UNSHARE,
			       SLOT_OF_SERVER, 2, 0, 0), OK);
	CU_ASSERT_EQUAL(revoke(SLOT_GRANT), OK);
	CU_ASSERT_NOT_EQUAL(entry(0), 0);
	CU_ASSERT_EQUAL(entry(1), 0);
	CU_ASSERT_EQUAL(entry(3), 0);
	CU_ASSERT_EQUAL(share_granted(1), E_STALE);
	CU_ASSERT_EQUAL(grants[0]->views, 0);
}

/* More views than one step takes: the system call is made again. */
static void test_revoke_in_steps(void)
{
	uint64_t pc;
	int64_t result;
	bool again;
	int steps = 0;

	boot(ABI_REGION_DATA);
	CU_ASSERT_EQUAL(delegate(SLOT_GRANT, SLOT_REGION, SLOT_GRANTED), OK);
	for (unsigned v = 0; v < VIEWS + 8; v++)
		CU_ASSERT_EQUAL(share_granted(v), OK);
	pc = f.vp->context.pc;
	do {
		f.vp->context.pc = pc;
		result = revoke(SLOT_GRANT);
		again = f.vp->context.pc == pc - 4;
		if (again) /* nor is it free for somebody else between */
			CU_ASSERT_EQUAL(delegate(SLOT_GRANT, SLOT_REGION,
						 SLOT_ROOM), E_BUSY);
		steps++;
	} while (again);
	CU_ASSERT_EQUAL(result, OK);
	CU_ASSERT_EQUAL(steps, 2);
	for (unsigned v = 0; v < VIEWS + 8; v++)
		CU_ASSERT_EQUAL(entry(v), 0);
	/* And the grant can be used again. */
	CU_ASSERT_EQUAL(invoke(SLOT_GRANTED, ABI_CAP_DELETE, 0, 0, 0, 0), OK);
	CU_ASSERT_EQUAL(delegate(SLOT_GRANT, SLOT_REGION, SLOT_GRANTED), OK);
	CU_ASSERT_EQUAL(share_granted(0), OK);
}

/* A chain of grants, as long as it may be; each link of it can be cut. */
static void test_nested(void)
{
	for (unsigned cut = 0; cut < ABI_GRANT_DEPTH; cut++) {
		uint64_t from = SLOT_REGION, slot = SLOT_ROOM;

		boot(ABI_REGION_DATA);
		for (unsigned i = 0; i < ABI_GRANT_DEPTH; i++, from = slot++) {
			world_cap(f.client, SLOT_GRANT, grants[i],
				  ABI_RIGHT_CONTROL, 0);
			CU_ASSERT_EQUAL(delegate(SLOT_GRANT, from, slot), OK);
		}
		world_cap(f.client, SLOT_GRANT, grants[ABI_GRANT_DEPTH],
			  ABI_RIGHT_CONTROL, 0);
		CU_ASSERT_EQUAL(delegate(SLOT_GRANT, from, slot), E_LEVEL);
		/* Views are made under a grant that names the region. */
		CU_ASSERT_EQUAL(invoke(from, ABI_REGION_SHARE, SLOT_OF_SERVER,
				       0, RANGE(0, 1), READ), E_LEVEL);
		world_cap(f.client, SLOT_GRANT, grants[cut],
			  ABI_RIGHT_CONTROL, 0);
		CU_ASSERT_EQUAL(revoke(SLOT_GRANT), OK);
		for (unsigned i = 0; i < ABI_GRANT_DEPTH; i++)
			CU_ASSERT_EQUAL(invoke(SLOT_ROOM + i, ABI_CAP_INFO, 0,
					       0, 0, 0),
					i < cut ? OK : E_STALE);
	}
}

static void test_grant_refuses(void)
{
	boot(ABI_REGION_DATA);
	CU_ASSERT_EQUAL(delegate(SLOT_GRANT, SLOT_EMPTY, SLOT_GRANTED),
			E_SLOT);
	CU_ASSERT_EQUAL(delegate(SLOT_GRANT, SLOT_REGION, SLOT_PORTAL),
			E_OCCUPIED);
	world_slot(f.client, SLOT_REGION)->key |= ABI_CAP_LENT;
	CU_ASSERT_EQUAL(delegate(SLOT_GRANT, SLOT_REGION, SLOT_GRANTED),
			E_STATE);
	world_slot(f.client, SLOT_REGION)->key &= ~(uint64_t)ABI_CAP_LENT;
	CU_ASSERT_EQUAL(delegate(SLOT_GRANT, SLOT_REGION, SLOT_GRANTED), OK);
	CU_ASSERT_EQUAL(delegate(SLOT_GRANT, SLOT_REGION, SLOT_ROOM), E_BUSY);
	CU_ASSERT_EQUAL(invoke(SLOT_GRANT, 9, 0, 0, 0, 0), E_OPERATION);
	world_cap(f.client, SLOT_GRANT, grants[0], 0, 0);
	CU_ASSERT_EQUAL(revoke(SLOT_GRANT), E_RIGHTS);
}

/* The last epoch is never used: after it the first one would come again. */
static void test_grant_is_used_up(void)
{
	boot(ABI_REGION_DATA);
	grants[0]->epoch = UINT32_MAX - 1;
	CU_ASSERT_EQUAL(delegate(SLOT_GRANT, SLOT_REGION, SLOT_GRANTED), OK);
	CU_ASSERT_EQUAL(revoke(SLOT_GRANT), OK);
	CU_ASSERT_EQUAL(share_granted(0), E_STALE);
	CU_ASSERT_EQUAL(delegate(SLOT_GRANT, SLOT_REGION, SLOT_ROOM), E_EMPTY);
	CU_ASSERT_EQUAL(revoke(SLOT_GRANT), OK);
	CU_ASSERT_EQUAL(grants[0]->epoch, UINT32_MAX);
	CU_ASSERT_EQUAL(share_granted(0), E_STALE);
}

/* The object behind a grant is deleted. */
static void test_granted_object_goes(void)
{
	boot(ABI_REGION_DATA);
	CU_ASSERT_EQUAL(delegate(SLOT_GRANT, SLOT_REGION, SLOT_GRANTED), OK);
	region->key += UINT64_C(1) << ABI_CAP_GENERATION_SHIFT;
	CU_ASSERT_EQUAL(share_granted(0), E_STALE);
}

void suite_region(void)
{
	CU_pSuite suite = CU_add_suite("kernel: regions, grants", NULL, NULL);

	CU_ADD_TEST(suite, test_entries);
	CU_ADD_TEST(suite, test_rights_are_taken_away);
	CU_ADD_TEST(suite, test_writable_or_executable);
	CU_ADD_TEST(suite, test_view_without_read);
	CU_ADD_TEST(suite, test_ranges);
	CU_ADD_TEST(suite, test_names_of_views);
	CU_ADD_TEST(suite, test_share_needs_the_right);
	CU_ADD_TEST(suite, test_lent_region);
	CU_ADD_TEST(suite, test_domain_without_table);
	CU_ADD_TEST(suite, test_windows_that_are_taken);
	CU_ADD_TEST(suite, test_lists);
	CU_ADD_TEST(suite, test_code_is_cleaned);
	CU_ADD_TEST(suite, test_cleaned_where_it_is_seen);
	CU_ADD_TEST(suite, test_written_between_steps);
	CU_ADD_TEST(suite, test_change_refused);
	CU_ADD_TEST(suite, test_revoke_takes_views);
	CU_ADD_TEST(suite, test_revoke_in_steps);
	CU_ADD_TEST(suite, test_nested);
	CU_ADD_TEST(suite, test_grant_refuses);
	CU_ADD_TEST(suite, test_grant_is_used_up);
	CU_ADD_TEST(suite, test_info_of_a_region);
	CU_ADD_TEST(suite, test_info_of_a_loose_region);
	CU_ADD_TEST(suite, test_granted_object_goes);
}
