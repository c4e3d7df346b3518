/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * What a call depends on is deleted at each moment of the call: the caller, the
 * server and who deletes get the end that stands in the table, and everything
 * can be taken apart. The ends of the caller and of the middle of a chain are in
 * tests/target/ends; tests/kernel/product.c has all of it on the host, by each
 * way to make the call.
 */
#include "world.h"

#include "../tap/tap.h"

struct row {
	const char *name;
	vesper_status (*act)(void);
	struct deed (*deed)(void); /* the same by the server, while it runs */
	struct end {
		vesper_status deleted, told;
	} waiting, inside, running;	/* of a call that waits to enter, of one
				   that has, and by itself: the deletion's status
				   and its own */
	bool granted, budget, looks;
};

/* The one place of a factory. */
#define DELETE(name)                                                  \
	static vesper_status delete_##name(void)                      \
	{                                                             \
		return vesper_delete(name##s, 0);                     \
	}                                                             \
	static struct deed name##_deed(void)                          \
	{                                                             \
		return (struct deed){ .slot = name##s,                \
				      .operation = ABI_FACTORY_DELETE }; \
	}
DELETE(grant)
DELETE(portal)
DELETE(event)
DELETE(pool)
DELETE(vp)
DELETE(time)

static vesper_status delete_capability(void)
{
	return vesper_cap_delete(NAMED);
}

static vesper_status revoke(void)
{
	return vesper_grant_revoke(GRANT);
}

static struct deed revoke_deed(void)
{
	return (struct deed){ .slot = GRANT, .operation = ABI_GRANT_REVOKE };
}

static vesper_status take_region(void)
{
	return vesper_region_unshare(extra_cap, DOMAIN, EXTRA_VIEW);
}

static struct deed take_region_deed(void)
{
	return (struct deed){ .slot = extra_cap, .with = DOMAIN,
			      .operation = ABI_REGION_UNSHARE,
			      .x1 = LANDING + 1, .x2 = EXTRA_VIEW };
}

static vesper_status stop_server(void)
{
	return vesper_domain_stop(DOMAIN);
}

static struct deed stop_server_deed(void)
{
	return (struct deed){ .slot = DOMAIN, .operation = ABI_DOMAIN_STOP };
}

/* A call goes on without the authority with which it began; one that waits to
 * begin does not. What others are built on is not deleted under them. */
static const struct row rows[] = {
	/* Who deletes it has the CPU: that is the call preempted. */
	{ "capability", delete_capability, NULL, { OK, E_SLOT }, { OK, OK },
	  { OK, OK }, false, false, false },
	{ "grant revoked", revoke, revoke_deed, { OK, E_STALE }, { OK, OK },
	  { OK, OK }, true, false, false },
	{ "grant", delete_grant, grant_deed, { OK, E_STALE }, { OK, OK },
	  { OK, OK }, true, false, false },
	{ "portal", delete_portal, portal_deed, { OK, E_STALE }, { OK, OK },
	  { OK, OK }, false, false, false },
	{ "event", delete_event, event_deed, { OK, OK }, { OK, OK },
	  { OK, OK }, false, false, false },
	{ "pool", delete_pool, pool_deed, { E_BUSY, OK }, { E_BUSY, OK },
	  { E_BUSY, OK }, false, false, false },
	/* A vp that waits at home can go: its call has not begun. */
	{ "vp", delete_vp, vp_deed, { OK, NOBODY }, { E_BUSY, OK },
	  { E_BUSY, OK }, false, false, false },
	{ "budget", delete_time, time_deed, { E_BUSY, OK }, { E_BUSY, OK },
	  { E_BUSY, OK }, false, true, false },
	{ "region", take_region, take_region_deed, { OK, E_FAULT },
	  { OK, E_FAULT }, { OK, E_FAULT }, false, false, true },
	/* Who stops itself is told nothing. */
	{ "server", stop_server, stop_server_deed, { OK, E_STOPPED },
	  { OK, E_STOPPED }, { NOBODY, E_STOPPED }, false, false, false },
};
#define ROWS (sizeof(rows) / sizeof(rows[0]))
#define SENSELESS 1u	/* of the cells: the rows without a deed */

static const char *const moments[MOMENTS] = {
	"waiting", "preempted", "exhausted", "waiting for an event",
	"in a deeper call", "handling a fault", "running",
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
	vesper_status built, deleted = NOBODY, told, apart;

	built = world_build(row->granted);
	if (moment == RUNNING) {
		struct deed deed = row->deed();

		end = row->running;
		if (built == OK)
			built = world_act(&deed, budget, row->looks, &deleted);
	} else {
		if (built == OK)
			built = world_reach(moment, budget, row->looks);
		deleted = row->act();
	}
	told = world_end(moment);
	apart = world_take_apart(budget);
	(void)tap_equal(packed(built, deleted, told, apart),
			packed(OK, end.deleted, end.told, OK),
			name_of(r, moment));
}

int main(void)
{
	tap_plan(1 + ROWS * MOMENTS - SENSELESS);
	(void)tap_check(code_write() == OK, "END-099 the server's code");
	for (unsigned r = 0; r < ROWS; r++)
		for (unsigned m = 0; m < MOMENTS; m++)
			if (m != RUNNING || rows[r].deed != NULL)
				judge_cell(r, (enum moment)m);
	return sys_power_off(power);
}
