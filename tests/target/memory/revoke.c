/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * A grant with more views than go in one step of a revocation. A vp with a
 * deadline wakes up at some moment of that, which is another one each time, and
 * finds some of the views gone and others not. It makes a view of its own then,
 * and tries one under the grant. The emulator counts instructions ('flags').
 */
#include <component.h>
#include <vesper/abi/memory.h>
#include <vesper/object.h>

#include "../tap/tap.h"
#include "revoke.h"

#define EACH		10u	/* views in each of two domains */
#define VIEWS		(2 * EACH)
#define NONE		VIEWS
#define ROUNDS		40u
#define STEP_TICKS	4u	/* by which the moments differ */
#define READ		ABI_RIGHT_READ
#define ALL_RIGHTS	0xffu
#define LENT		(spare + 10)

static volatile uint64_t delay;	/* ticks until the racer wakes up */
static volatile bool raced;
static volatile uint32_t freed;	/* views that it found gone */
static volatile uint32_t own;	/* the one that it made, or NONE */
static volatile vesper_status late; /* of the one under the grant */

static const vesper_domain *domain_of(uint32_t view)
{
	return view < EACH ? &viewer_domain : &other_domain;
}

static vesper_status share(uint64_t slot, uint32_t view)
{
	const vesper_domain *domain = domain_of(view);

	return vesper_region_share(slot, domain->slot,
				   domain->views + view % EACH, view % EACH, 1,
				   READ);
}

static vesper_status unshare(uint32_t view)
{
	const vesper_domain *domain = domain_of(view);

	return vesper_region_unshare(meadow_cap, domain->slot,
				     domain->views + view % EACH);
}

/* Views that are free, but for `own`. */
static uint32_t count_free(void)
{
	uint32_t count = 0;

	for (uint32_t view = 0; view < VIEWS; view++)
		if (view != own && share(meadow_cap, view) == OK) {
			count++;
			(void)unshare(view);
		}
	return count;
}

static void make_own(void)
{
	for (uint32_t view = 0; view < VIEWS; view++)
		if (share(meadow_cap, view) == OK) {
			own = view;
			return;
		}
}

void racer(void)
{
	uint64_t bits;

	for (;;) {
		(void)vesper_event_wait(start, UINT64_MAX, &bits);
		(void)vesper_sleep(delay);
		freed = count_free();
		late = OK;
		if (freed > 0 && freed < VIEWS) {
			make_own();
			late = share(LENT, own == 0 ? 1 : 0);
		}
		raced = true;
	}
}

static bool lend_all(void)
{
	bool good = vesper_grant_delegate(loan, meadow_cap, LENT,
					  READ | ABI_RIGHT_SHARE) == OK;

	for (uint32_t view = 0; view < VIEWS; view++)
		good = good && share(LENT, view) == OK;
	return good;
}

static bool lent, revoked, all_gone, own_stays, refused;
static uint32_t between;

static bool reads(uint32_t view)
{
	uint64_t value = 0;
	uint32_t kind = 0, cause = 0;

	return view >= EACH ||
	       (memory_viewer_read(viewer, (uintptr_t)meadow +
				   view * (uint64_t)ABI_WINDOW_SIZE, &value,
				   &kind, &cause) == OK &&
		kind == ABI_FAULT_NONE);
}

static void look_between(void)
{
	between++;
	refused = refused && late == E_STALE;
	own_stays = own_stays && own != NONE && reads(own) &&
		    share(meadow_cap, own) == E_OCCUPIED;
}

static void race(uint64_t ticks)
{
	own = NONE;
	raced = false;
	delay = ticks;
	lent = lend_all() && lent;
	(void)vesper_signal(start);
	revoked = vesper_grant_revoke(loan) == OK && revoked;
	while (!raced)
		(void)vesper_yield();
	all_gone = count_free() == VIEWS - (own != NONE) && all_gone;
	if (freed > 0 && freed < VIEWS)
		look_between();
	if (own != NONE)
		(void)unshare(own);
	(void)vesper_cap_delete(LENT);
}

void judge_revocation(void)
{
	uint64_t badged = spare + 11;

	(void)vesper_grant_revoke(loan);
	(void)vesper_cap_mint(start, badged, ALL_RIGHTS, 1);
	lent = revoked = all_gone = own_stays = refused = true;
	for (uint32_t i = 0; i < ROUNDS; i++)
		race(i * STEP_TICKS);
	(void)tap_check(lent, "GRT-040 twenty views under a grant");
	(void)tap_check(revoked && all_gone,
			"GRT-041 are gone when its revocation is over");
	(void)tap_check(between > 0, "GRT-042 others run between its steps");
	tap_note("times", between);
	(void)tap_check(refused, "GRT-043 and make no view under the grant");
	(void)tap_check(own_stays, "GRT-044 while one of their own stays");
	(void)vesper_cap_delete(badged);
	own = NONE;
	(void)tap_check(count_free() == VIEWS, "GRT-045 all records are free");
}
