/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * What a call depends on is deleted at each moment of the call: the caller, the
 * server and who deletes get the end that stands in the table, and everything
 * can be taken apart. tests/kernel/product.c has all the combinations, on the
 * host, the ends of domains among them; those are in tests/target/ends, too.
 */
#include "world.h"

#include "../tap/tap.h"

struct row {
	const char *name;
	vesper_status (*act)(void);
	struct end {
		vesper_status deleted, told;
	} waiting, inside;	/* of a call that waits to enter, and of one that
				   has: the deletion's status and its own */
	bool granted, budget, looks;
};

static vesper_status delete_capability(void)
{
	return vesper_cap_delete(NAMED);
}

static vesper_status revoke(void)
{
	return vesper_grant_revoke(GRANT);
}

static vesper_status delete_grant(void)
{
	return vesper_delete(grants, 0);
}

static vesper_status delete_portal(void)
{
	return vesper_delete(portals, 0);
}

static vesper_status delete_event(void)
{
	return vesper_delete(events, 0);
}

static vesper_status delete_pool(void)
{
	return vesper_delete(pools, 0);
}

static vesper_status delete_vp(void)
{
	return vesper_delete(vps, 0);
}

static vesper_status delete_budget(void)
{
	return vesper_delete(times, 0);
}

static vesper_status take_region(void)
{
	return vesper_region_unshare(extra_cap, DOMAIN, EXTRA_VIEW);
}

/* A call goes on without the authority with which it began; one that waits to
 * begin does not. What others are built on is not deleted under them. */
static const struct row rows[] = {
	{ "capability", delete_capability, { OK, E_SLOT }, { OK, OK },
	  false, false, false },
	{ "grant revoked", revoke, { OK, E_STALE }, { OK, OK },
	  true, false, false },
	{ "grant", delete_grant, { OK, E_STALE }, { OK, OK },
	  true, false, false },
	{ "portal", delete_portal, { OK, E_STALE }, { OK, OK },
	  false, false, false },
	{ "event", delete_event, { OK, OK }, { OK, OK }, false, false, false },
	{ "pool", delete_pool, { E_BUSY, OK }, { E_BUSY, OK },
	  false, false, false },
	/* A vp that waits at home can go: its call has not begun. */
	{ "vp", delete_vp, { OK, NOBODY }, { E_BUSY, OK },
	  false, false, false },
	{ "budget", delete_budget, { E_BUSY, OK }, { E_BUSY, OK },
	  false, true, false },
	{ "region", take_region, { OK, E_FAULT }, { OK, E_FAULT },
	  false, false, true },
};
#define ROWS (sizeof(rows) / sizeof(rows[0]))

static const char *const moments[MOMENTS] = {
	"waiting", "preempted", "exhausted", "waiting for an event",
	"in a deeper call", "handling a fault",
};

/* END-1rm: row r, moment m. */
static const char *name_of(unsigned row, unsigned moment)
{
	static char name[64];
	const char *parts[] = { "END-1", NULL, " ", rows[row].name, " x ",
				moments[moment] };
	char digits[] = { (char)('0' + row), (char)('0' + moment), 0 };
	unsigned n = 0;

	parts[1] = digits;
	for (unsigned i = 0; i < sizeof(parts) / sizeof(parts[0]); i++)
		for (const char *c = parts[i]; *c != 0; c++)
			name[n++] = *c;
	name[n] = 0;
	return name;
}

static uint64_t packed(vesper_status built, vesper_status deleted,
		       vesper_status told, vesper_status apart)
{
	return (uint64_t)(-built & 0xffff) << 48 |
	       (uint64_t)(-deleted & 0xffff) << 32 |
	       (uint64_t)(-told & 0xffff) << 16 | (uint64_t)(-apart & 0xffff);
}

static void judge_cell(unsigned r, enum moment moment)
{
	const struct row *row = &rows[r];
	struct end end = moment == WAITING ? row->waiting : row->inside;
	bool budget = row->budget || moment == EXHAUSTED;
	vesper_status built, deleted, told, apart;

	built = world_build(row->granted);
	if (built == OK)
		built = world_reach(moment, budget, row->looks);
	deleted = row->act();
	told = world_end(moment);
	apart = world_take_apart(budget);
	(void)tap_equal(packed(built, deleted, told, apart),
			packed(OK, end.deleted, end.told, OK),
			name_of(r, moment));
}

int main(void)
{
	tap_plan(1 + ROWS * MOMENTS);
	(void)tap_check(code_write() == OK, "END-099 the server's code");
	for (unsigned r = 0; r < ROWS; r++)
		for (unsigned m = 0; m < MOMENTS; m++)
			judge_cell(r, (enum moment)m);
	return sys_power_off(power);
}
