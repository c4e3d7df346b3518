/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * Builds a domain: memory, capabilities, a portal with a pool, a vp with a part
 * of a budget. Calls it, stops it, takes it apart, and begins again.
 */
#include "judge.h"

#define ROUNDS		20u	/* there are two places for domains */
#define RESULTS		(23u + HOSTILE_RESULTS + LAND_RESULTS + \
			 UPCALL_RESULTS)
#define READ		ABI_RIGHT_READ
#define WRITE		ABI_RIGHT_WRITE
#define EXEC		ABI_RIGHT_EXEC
#define ALL		UINT64_MAX
#define PART		10000u	/* ticks */

void check_status(vesper_status got, int want, const char *name)
{
	(void)tap_equal((uint64_t)-(int64_t)got, (uint64_t)-(int64_t)want,
			name);
}

void discard(uint64_t slot)
{
	(void)vesper_cap_delete(slot);
}

uint64_t made_at(const char *what)
{
	return (uintptr_t)plant + (uintptr_t)(what - made_begin);
}

uint64_t made_stack(unsigned n)
{
	return (uintptr_t)stacks + (n + 1) * STACK_SIZE - 64;
}

/* What runs there is data first, then code, which the judge sees no more. */
static vesper_status write_code(void)
{
	for (long i = 0; i < made_end - made_begin; i++)
		((volatile char *)plant)[i] = made_begin[i];
	(void)vesper_region_unshare(plant_cap, self.slot, plant_view);
	return vesper_region_change(plant_cap, ABI_REGION_CODE);
}

static uint64_t event_bits(void)
{
	uint64_t bits = 0;

	(void)vesper_event_take(EVENT, &bits);
	return bits;
}

static vesper_status build_inside(struct built *built)
{
	vesper_status status;

	status = vesper_region_share(plant_cap, DOMAIN, 0, 0, 1, READ | EXEC);
	if (status == OK)
		status = vesper_region_share(stacks_cap, DOMAIN, 1, 0, 1,
					     READ | WRITE);
	if (status == OK)
		status = vesper_domain_install(DOMAIN, MINTED, MADE_EVENT, ALL);
	if (status == OK)
		status = vesper_pool_create(pools, POOL, DOMAIN, made_stack(0),
					    STACK_SIZE, 2, 2, &built->pool);
	if (status == OK)
		status = vesper_portal_create(portals, PORTAL, DOMAIN,
					      made_at(made_serve), 0,
					      &built->portal);
	if (status == OK)
		status = vesper_vp_create(vps, VP, DOMAIN, &built->vp);
	return status;
}

vesper_status build(struct built *built)
{
	vesper_status status;

	status = vesper_create(events, (struct vesper_message){ .w1 = EVENT },
			       &built->event);
	if (status == OK)
		status = vesper_cap_mint(EVENT, MINTED, ALL, 4);
	if (status == OK)
		status = vesper_domain_create(domains, DOMAIN, EVENT,
					      &built->domain);
	return status == OK ? build_inside(built) : status;
}

vesper_status take_apart(const struct built *built)
{
	vesper_status status = vesper_domain_stop(DOMAIN);

	if (status == OK)
		status = vesper_delete(vps, built->vp);
	if (status == OK)
		status = vesper_delete(portals, built->portal);
	if (status == OK)
		status = vesper_delete(pools, built->pool);
	if (status == OK)
		status = vesper_delete(domains, built->domain);
	if (status == OK)
		status = vesper_delete(events, built->event);
	for (uint64_t slot = DOMAIN; slot <= MINTED; slot++)
		discard(slot);
	return status;
}

static uint64_t call_portal(uint64_t word, vesper_status *status)
{
	struct vesper_message m = { .w1 = word };

	*status = vesper_call(PORTAL, 1, &m);
	return m.w1;
}

static void judge_life(void)
{
	struct built built;
	vesper_status status;

	check_status(build(&built), OK, "FAC-001 a domain is built");
	(void)tap_equal(call_portal(41, &status), 42,
			"FAC-002 its portal is called");
	check_status(status, OK, "FAC-003 and it replies");
	check_status(take_apart(&built), OK, "FAC-004 it is taken apart");
	(void)call_portal(41, &status);
	check_status(status, E_SLOT, "FAC-005 and is there no more");
}

static void judge_rounds(void)
{
	unsigned good = 0, again = 0;
	uint64_t last = UINT64_MAX;

	for (unsigned i = 0; i < ROUNDS; i++) {
		struct built built = { 0 };
		vesper_status status;

		good += build(&built) == OK && call_portal(i, &status) == i + 1;
		again += built.domain == last;
		last = built.domain;
		good += take_apart(&built) == OK;
	}
	(void)tap_equal(good, 2 * ROUNDS,
			"FAC-006 more often than there are places");
	(void)tap_equal(again, 0, "FAC-007 which are taken in turn");
}

/* A vp of it runs on a part of what the manifest has reserved. */
static void judge_vp(void)
{
	struct vesper_budget whole, part;
	struct built built;
	uint64_t bits = 0;

	(void)build(&built);
	(void)vesper_budget_read(times_budget, &whole);
	check_status(vesper_budget_create(times, BUDGET, times_budget, PART,
					  20 * PART, &built.budget), OK,
		     "FAC-010 a part of a budget");
	(void)vesper_budget_read(BUDGET, &part);
	(void)tap_check(part.amount == PART && part.period == 20 * PART &&
			part.left <= 0 && part.share != 0,
			"FAC-011 it has no time yet");
	check_status(vesper_vp_bind(VP, BUDGET), OK, "FAC-012 bound to a vp");
	check_status(vesper_vp_start(VP, made_at(made_count), made_stack(2),
				     MADE_EVENT), OK,
		     "FAC-013 the vp is started");
	check_status(vesper_event_wait(EVENT, UINT64_MAX, &bits), OK,
		     "FAC-014 it runs");
	(void)tap_equal(bits, 4, "FAC-015 with the capability that it got");
	check_status(vesper_vp_stop(VP), OK, "FAC-016 it is stopped");
	(void)event_bits();
	check_status(vesper_event_wait(EVENT, 40 * PART, &bits), E_TIMEOUT,
		     "FAC-017 and does not run");
	check_status(vesper_vp_start(VP, made_at(made_count), made_stack(2),
				     MADE_EVENT), OK, "FAC-018 and again");
	(void)vesper_event_wait(EVENT, UINT64_MAX, &bits);
	check_status(take_apart(&built), OK,
		     "FAC-019 it is taken apart while it runs");
	check_status(vesper_delete(times, built.budget), OK,
		     "FAC-020 the part comes back");
	(void)vesper_budget_read(times_budget, &part);
	(void)tap_check(part.given == whole.given && part.given == 0,
			"FAC-021 all of it");
	discard(BUDGET);
}

/* It is what the factory's manifest says, for who gets its capability. */
static void judge_interface(void)
{
	struct built built;
	uint32_t taken = 0;

	(void)build(&built);
	check_status(made_shop_take(shop, (made_adder_borrowed){ .slot = PORTAL },
				    &taken), OK,
		     "FAC-030 a portal that was made is passed on");
	(void)tap_equal(taken, 1, "FAC-031 and taken");
	check_status(made_shop_wants_other(shop,
					   (made_other_borrowed){ .slot = PORTAL }),
		     E_CAP, "FAC-032 for another interface it is not");
	(void)take_apart(&built);
}

int main(void)
{
	tap_plan(RESULTS);
	check_status(write_code(), OK, "FAC-000 the code is written");
	judge_life();
	judge_rounds();
	judge_vp();
	judge_interface();
	judge_hostile();
	judge_lands();
	judge_upcalls();
	return sys_power_off(power);
}
