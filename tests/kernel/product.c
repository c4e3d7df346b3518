/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * The whole product of what can end and when: each thing that a call depends on
 * is deleted or stopped at each moment of the call, with the call made in each
 * way. In every cell the caller, the middle and the server must get just the
 * end that stands in the table, everybody else goes on, and nothing is left
 * over: no link, worker, token, waiter, slot or view.
 *
 * A cell that makes no sense stands in the table with its reason. One that is
 * missing fails the test.
 */
#include "product.h"

#include <stdio.h>
#include <string.h>

#include <vesper/abi/cap.h>
#include <vesper/abi/status.h>
#include <vesper/abi/syscall.h>

struct cell {
	const char *senseless;	/* the reason, or NULL */
	struct outcome outcome;
	bool there;
};

struct row {
	const char *name;
	int64_t (*prepare)(void); /* by the boss, before the call */
	int64_t (*act)(void);	/* by the actor, or the server if RUNNING */
	int actor;
	int stopped;		/* domain, or -1 */
	int loses;		/* domain with a slot less, or -1 */
	bool touches;		/* the server uses the region at its end */
	enum abi_type made;	/* what the actor's factory has made */
	int64_t status;		/* of the deletion */
	struct cell cells[MOMENTS];
};

#define ENDS(server, middle, client) \
	{ NULL, { server, middle, client }, true }
#define SENSELESS(why)	{ why, { NEVER, 0, 0 }, true }
#define GOES_ON		ENDS(REPLIED, OK, OK)
#define ALWAYS_BUT_WAITING(ends) \
	[RUNNING] = ends, [PREEMPTED] = ends, [EXHAUSTED] = ends, \
	[EVENT_WAIT] = ends, [DEEPER] = ends, [HANDLING] = ends
#define ONE_CORE	"who deletes has the CPU: that is the call preempted"

/* ---- what is done ------------------------------------------------------- */

static int64_t delete_capability(void)
{
	return product_invoke(AT_SERVER, ABI_CAP_DELETE, 0, 0, 0, 0);
}

/* The middle's capability is one under the grant. */
static int64_t delegate(void)
{
	int64_t status = product_invoke(AT_GRANT, ABI_GRANT_DELEGATE,
					AT_PORTAL, AT_DELEGATED,
					ABI_RIGHT_CALL | ABI_RIGHT_SHARE, 0);

	if (status != OK)
		return status;
	*world_slot(product.domains[MIDDLE], AT_SERVER) = abi_cap_empty();
	return product_invoke(AT_DOMAIN(MIDDLE), ABI_DOMAIN_INSTALL,
			      AT_DELEGATED, AT_SERVER, UINT64_MAX, 0);
}

static int64_t revoke(void)
{
	return product_invoke(AT_GRANT, ABI_GRANT_REVOKE, 0, 0, 0, 0);
}

static int64_t stop_server(void)
{
	return product_invoke(AT_DOMAIN(SERVER), ABI_DOMAIN_STOP, 0, 0, 0, 0);
}

static int64_t stop_client(void)
{
	return product_invoke(AT_DOMAIN(CLIENT), ABI_DOMAIN_STOP, 0, 0, 0, 0);
}

static int64_t stop_middle(void)
{
	return product_invoke(AT_DOMAIN(MIDDLE), ABI_DOMAIN_STOP, 0, 0, 0, 0);
}

static int64_t unshare(void)
{
	return product_invoke(AT_REGION, ABI_REGION_UNSHARE, AT_DOMAIN(SERVER),
			      0, 0, 0);
}

/* All steps of it. */
static int64_t delete_made(void)
{
	const struct abi_vp *vp = world.current;
	uint64_t pc = vp->context.pc;
	int64_t status;

	do {
		status = product_invoke(AT_FACTORY, ABI_FACTORY_DELETE, 0, 0,
					0, 0);
	} while (world.current == vp && vp->context.pc != pc);
	return status;
}

/* ---- the table ---------------------------------------------------------- */

/* The call that runs goes on without the authority with which it began; one
 * that waits to begin does not. */
static const struct row rows[] = {
	{ "capability", NULL, delete_capability, MATE, -1, MIDDLE, false,
	  ABI_TYPE_NONE, OK, {
		[WAITING] = ENDS(NEVER, E_SLOT, OK),
		[RUNNING] = SENSELESS(ONE_CORE),
		[PREEMPTED] = GOES_ON,
		[EXHAUSTED] = GOES_ON,
		[EVENT_WAIT] = GOES_ON,
		[DEEPER] = GOES_ON,
		[HANDLING] = GOES_ON,
	} },
	{ "grant", delegate, revoke, ACTOR, -1, -1, false,
	  ABI_TYPE_NONE, OK, {
		[WAITING] = ENDS(NEVER, E_STALE, OK),
		[RUNNING] = GOES_ON,
		[PREEMPTED] = GOES_ON,
		[EXHAUSTED] = GOES_ON,
		[EVENT_WAIT] = GOES_ON,
		[DEEPER] = GOES_ON,
		[HANDLING] = GOES_ON,
	} },
	{ "server", NULL, stop_server, ACTOR, SERVER, -1, false,
	  ABI_TYPE_NONE, OK, {
		[WAITING] = ENDS(NEVER, E_STOPPED, OK),
		[RUNNING] = ENDS(CUT, E_STOPPED, OK),
		[PREEMPTED] = ENDS(CUT, E_STOPPED, OK),
		[EXHAUSTED] = ENDS(CUT, E_STOPPED, OK),
		[EVENT_WAIT] = ENDS(CUT, E_STOPPED, OK),
		[DEEPER] = ENDS(CUT, E_STOPPED, OK),
		[HANDLING] = ENDS(CUT, E_STOPPED, OK),
	} },
	/* The server is never left half-done by the end of who called it. */
	{ "caller", NULL, stop_client, ACTOR, CLIENT, -1, false,
	  ABI_TYPE_NONE, OK, {
		[WAITING] = ENDS(REPLIED, OK, NOBODY),
		[RUNNING] = ENDS(REPLIED, OK, NOBODY),
		[PREEMPTED] = ENDS(REPLIED, OK, NOBODY),
		[EXHAUSTED] = ENDS(REPLIED, OK, NOBODY),
		[EVENT_WAIT] = ENDS(REPLIED, OK, NOBODY),
		[DEEPER] = ENDS(REPLIED, OK, NOBODY),
		[HANDLING] = ENDS(REPLIED, OK, NOBODY),
	} },
	{ "middle of a chain", NULL, stop_middle, ACTOR, MIDDLE, -1, false,
	  ABI_TYPE_NONE, OK, {
		[WAITING] = ENDS(NEVER, NOBODY, E_STOPPED),
		[RUNNING] = ENDS(REPLIED, NOBODY, E_STOPPED),
		[PREEMPTED] = ENDS(REPLIED, NOBODY, E_STOPPED),
		[EXHAUSTED] = ENDS(REPLIED, NOBODY, E_STOPPED),
		[EVENT_WAIT] = ENDS(REPLIED, NOBODY, E_STOPPED),
		[DEEPER] = ENDS(REPLIED, NOBODY, E_STOPPED),
		[HANDLING] = ENDS(REPLIED, NOBODY, E_STOPPED),
	} },
	/* The server's next access faults: it ends, its callers are told. */
	{ "region", NULL, unshare, ACTOR, SERVER, -1, true,
	  ABI_TYPE_NONE, OK, {
		[WAITING] = ENDS(CUT, E_FAULT, OK),
		[RUNNING] = ENDS(CUT, E_FAULT, OK),
		[PREEMPTED] = ENDS(CUT, E_FAULT, OK),
		[EXHAUSTED] = ENDS(CUT, E_FAULT, OK),
		[EVENT_WAIT] = ENDS(CUT, E_FAULT, OK),
		[DEEPER] = ENDS(CUT, E_FAULT, OK),
		[HANDLING] = ENDS(CUT, E_FAULT, OK),
	} },
	{ "region's object", NULL, delete_made, ACTOR, SERVER, -1, true,
	  ABI_TYPE_REGION, OK, {
		[WAITING] = ENDS(CUT, E_FAULT, OK),
		[RUNNING] = ENDS(CUT, E_FAULT, OK),
		[PREEMPTED] = ENDS(CUT, E_FAULT, OK),
		[EXHAUSTED] = ENDS(CUT, E_FAULT, OK),
		[EVENT_WAIT] = ENDS(CUT, E_FAULT, OK),
		[DEEPER] = ENDS(CUT, E_FAULT, OK),
		[HANDLING] = ENDS(CUT, E_FAULT, OK),
	} },
	{ "grant's object", delegate, delete_made, ACTOR, -1, -1, false,
	  ABI_TYPE_GRANT, OK, {
		[WAITING] = ENDS(NEVER, E_STALE, OK),
		ALWAYS_BUT_WAITING(GOES_ON),
	} },
	{ "portal", NULL, delete_made, ACTOR, -1, -1, false,
	  ABI_TYPE_PORTAL, OK, {
		[WAITING] = ENDS(NEVER, E_STALE, OK),
		ALWAYS_BUT_WAITING(GOES_ON),
	} },
	/* The wait ends, with E_CANCELLED; the call does not. */
	{ "event", NULL, delete_made, ACTOR, -1, -1, false,
	  ABI_TYPE_EVENT, OK, {
		[WAITING] = GOES_ON,
		ALWAYS_BUT_WAITING(GOES_ON),
	} },
	/* What others are built on is not deleted under them. */
	{ "pool", NULL, delete_made, ACTOR, -1, -1, false,
	  ABI_TYPE_POOL, E_BUSY, {
		[WAITING] = GOES_ON,
		ALWAYS_BUT_WAITING(GOES_ON),
	} },
	{ "vp", NULL, delete_made, ACTOR, -1, -1, false,
	  ABI_TYPE_VP, E_BUSY, {
		[WAITING] = GOES_ON,
		ALWAYS_BUT_WAITING(GOES_ON),
	} },
	{ "budget", NULL, delete_made, ACTOR, -1, -1, false,
	  ABI_TYPE_BUDGET, E_BUSY, {
		[WAITING] = GOES_ON,
		ALWAYS_BUT_WAITING(GOES_ON),
	} },
};
#define ROWS (sizeof(rows) / sizeof(rows[0]))

static const char *const moments[MOMENTS] = {
	"waiting", "running", "preempted", "exhausted", "waiting for an event",
	"in a deeper call", "handling a fault",
};
static const char *const variants[VARIANTS] = {
	"fast", "slow", "with a capability lent", "with a capability moved",
};

/* ---- one cell ----------------------------------------------------------- */

static unsigned failures;

static bool wrong(const struct row *row, int moment, int variant,
		  const char *what, long have, long want)
{
	failures++;
	printf("not ok: %s x %s, call %s: %s (%ld, must be %ld)\n", row->name,
	       moments[moment], variants[variant], what, have, want);
	if (world.size != 0)
		printf("%s\n", world.output);
	return false;
}

static bool same_outcome(const struct row *row, int m, int v)
{
	const struct outcome *want = &row->cells[m].outcome;
	const struct outcome *have = &product.seen;

	if (have->server != want->server)
		return wrong(row, m, v, "the server's end", have->server,
			     want->server);
	if (have->middle != want->middle)
		return wrong(row, m, v, "what the middle is told", have->middle,
			     want->middle);
	if (have->client != want->client)
		return wrong(row, m, v, "what the client is told", have->client,
			     want->client);
	return true;
}

/* What was before, less what the row takes away and, of a call that came to its
 * reply, the capability that went with it. */
static bool same_census(const struct row *row, int m, int v,
			struct census want)
{
	struct census have = product_census();
	static const int pool_of[PRODUCT_DOMAINS] = { -1, -1, 0, 1, 2 };

	if (row->loses >= 0)
		want.slots[row->loses]--;
	if (v == MOVED && product.seen.server == REPLIED)
		want.slots[MIDDLE]--;
	if (row->stopped >= 0 && pool_of[row->stopped] >= 0)
		want.idle[pool_of[row->stopped]] =
			want.runnable[pool_of[row->stopped]] = 0;
	if (row->touches)
		want.views[SERVER]--;
	for (int i = 0; i < PRODUCT_POOLS; i++) {
		if (have.idle[i] != want.idle[i])
			return wrong(row, m, v, "idle workers", have.idle[i],
				     want.idle[i]);
		if (have.runnable[i] != want.runnable[i])
			return wrong(row, m, v, "tokens", have.runnable[i],
				     want.runnable[i]);
	}
	for (int d = 0; d < PRODUCT_DOMAINS; d++) {
		if (have.slots[d] != want.slots[d])
			return wrong(row, m, v, "slots", have.slots[d],
				     want.slots[d]);
		if (have.views[d] != want.views[d])
			return wrong(row, m, v, "views", have.views[d],
				     want.views[d]);
	}
	for (int i = 0; i < PRODUCT_VPS; i++)
		if (have.links[i] != 0)
			return wrong(row, m, v, "links", have.links[i], 0);
	return true;
}

static bool run_cell(const struct row *row, int m, int v)
{
	struct census before;
	const char *left;

	int64_t status;

	product_make((enum moment)m, row->made);
	product.touches = row->touches;
	product.unreachable = row->made == ABI_TYPE_PORTAL;
	if (row->prepare != NULL && row->prepare() != OK)
		return wrong(row, m, v, "cannot be prepared", 0, 0);
	before = product_census();
	if (!product_reach((enum moment)m, (enum variant)v, row->actor))
		return wrong(row, m, v, "the call does not get there", 0, 0);
	status = row->act();
	/* Who deletes what it runs in is not there to be told. */
	if (status != row->status && world.current != NULL &&
	    (m != RUNNING || row->stopped != SERVER))
		return wrong(row, m, v, "the deletion's status", status,
			     row->status);
	if (!product_end())
		return wrong(row, m, v, "it does not end", 0, 0);
	if (!same_outcome(row, m, v))
		return false;
	left = product_leftover();
	if (left != NULL)
		return wrong(row, m, v, left, 1, 0);
	return same_census(row, m, v, before);
}

/* A dot for each variant in which the cell is as it must be. */
static void run_row(const struct row *row, unsigned *ran, unsigned *senseless)
{
	for (int m = 0; m < MOMENTS; m++) {
		const struct cell *cell = &row->cells[m];

		if (!cell->there) {
			wrong(row, m, 0, "the table has no such cell", 0, 1);
		} else if (cell->senseless != NULL) {
			++*senseless;
			printf("%s x %s makes no sense: %s\n", row->name,
			       moments[m], cell->senseless);
		} else {
			++*ran;
			for (int v = 0; v < VARIANTS; v++)
				(void)run_cell(row, m, v);
		}
	}
}

int main(void)
{
	unsigned ran = 0, senseless = 0;

	for (size_t i = 0; i < ROWS; i++)
		run_row(&rows[i], &ran, &senseless);
	printf("%zu cells: %u run, each in %d ways, %u make no sense; "
	       "%u failures\n", ROWS * MOMENTS, ran, VARIANTS, senseless,
	       failures);
	return failures != 0;
}
