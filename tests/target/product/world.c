/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * See world.h. Each factory has one place, so that what is left of one world
 * keeps the next one from being built.
 */
#include "world.h"

#define STACK_SIZE	0x1000u
#define READ		ABI_RIGHT_READ
#define WRITE		ABI_RIGHT_WRITE
#define EXEC		ABI_RIGHT_EXEC
#define ALL		UINT64_MAX
#define MS_A_WHILE	6u	/* longer than a period of the budget */
#define PATIENCE	20u	/* such whiles: the call ends */
#define BELL_SLOT	0u	/* of the server */
#define DEEP_SLOT	1u
#define METHOD		1u

extern const char made_begin[], made_handler[], made_end[], caller[];

volatile struct call the_call, guest_call;

static uint64_t made_at(const char *what)
{
	return (uintptr_t)plant + (uintptr_t)(what - made_begin);
}

/* The Nth thread block. */
static uint64_t made_stack(unsigned n)
{
	return (uintptr_t)stacks + (n + 1) * STACK_SIZE - 64;
}

/* The word that lets the server end: its handler knows just its own stack. */
static volatile uint64_t *go_on(void)
{
	return (volatile uint64_t *)made_stack(1);
}

/* Where it says what became of its deed. */
static volatile int64_t *deed_status(void)
{
	return (volatile int64_t *)(made_stack(1) + 8);
}

static void wait_a_while(void)
{
	(void)vesper_sleep(vesper_frequency() * MS_A_WHILE / 1000);
}

vesper_status code_write(void)
{
	for (long i = 0; i < made_end - made_begin; i++)
		((volatile char *)plant)[i] = made_begin[i];
	(void)vesper_region_unshare(plant_cap, self.slot, plant_view);
	return vesper_region_change(plant_cap, ABI_REGION_CODE);
}

static vesper_status domain_build(void)
{
	uint64_t number;
	vesper_status status = vesper_create(
		domains, (struct vesper_message){
			.w1 = DOMAIN, .w2 = ALL, .w3 = made_at(made_handler),
			.w4 = made_stack(1) }, &number);

	if (status == OK)
		status = vesper_region_share(plant_cap, DOMAIN, 0, 0, 1,
					     READ | EXEC);
	if (status == OK)
		status = vesper_region_share(stacks_cap, DOMAIN, 1, 0, 1,
					     READ | WRITE);
	if (status == OK)
		status = vesper_region_share(extra_cap, DOMAIN, EXTRA_VIEW, 0,
					     1, READ);
	if (status == OK)
		status = vesper_domain_install(DOMAIN, EVENT, BELL_SLOT, ALL);
	if (status == OK)
		status = vesper_domain_install(DOMAIN, deep.slot, DEEP_SLOT,
					       ALL);
	return status;
}

static vesper_status server_build(void)
{
	uint64_t number;
	vesper_status status = vesper_pool_create(pools, POOL, DOMAIN,
						  made_stack(0), STACK_SIZE, 1,
						  LANDING, &number);

	if (status == OK)
		status = vesper_portal_create(portals, PORTAL, DOMAIN,
					      made_at(made_begin), 0, &number);
	if (status == OK)
		status = vesper_vp_create(vps, VP, self.slot, &number);
	if (status == OK)
		status = vesper_vp_create(vps, GUEST, self.slot, &number);
	return status;
}

vesper_status world_build(bool with_grant)
{
	uint64_t number;
	vesper_status status = vesper_create(
		events, (struct vesper_message){ .w1 = EVENT }, &number);

	if (status == OK)
		status = domain_build();
	if (status == OK)
		status = server_build();
	if (status == OK)
		status = vesper_create(
			grants, (struct vesper_message){ .w1 = GRANT },
			&number);
	if (status != OK)
		return status;
	return with_grant ? vesper_grant_delegate(GRANT, PORTAL, NAMED, ALL)
			  : vesper_cap_copy(PORTAL, NAMED, ALL);
}

static vesper_status budget_bind(void)
{
	uint64_t number, ms = vesper_frequency() / 1000;
	vesper_status status = vesper_budget_create(times, BUDGET, times_budget,
						    ms / 2, 5 * ms, &number);

	return status == OK ? vesper_vp_bind(VP, BUDGET) : status;
}

static vesper_status call_begin(uint64_t vp, volatile struct call *call,
				enum how how, bool looks)
{
	call->slot = NAMED;
	call->how = how;
	call->until = (uintptr_t)go_on();
	call->looks_at = looks ? (uintptr_t)extra : 0;
	if (how != HOW_ACTS) {
		call->operation = ABI_EVENT_WAIT;
		call->x8 = METHOD;
	}
	call->done = 0;
	return vesper_vp_start(vp, (uintptr_t)caller, made_stack(2),
			       (uintptr_t)call);
}

vesper_status world_reach(enum moment moment, bool with_budget, bool looks)
{
	static const enum how hows[MOMENTS] = {
		[WAITING] = HOW_YIELDS, [PREEMPTED] = HOW_YIELDS,
		[EXHAUSTED] = HOW_BUSY, [EVENT_WAIT] = HOW_WAITS,
		[DEEPER] = HOW_CALLS, [HANDLING] = HOW_FAULTS,
	};
	vesper_status status = with_budget ? budget_bind() : OK;

	*go_on() = 0;
	guest_call.done = 1;
	if (status == OK && moment == WAITING) {
		status = call_begin(GUEST, &guest_call, HOW_YIELDS, false);
		wait_a_while();
	}
	if (status == OK)
		status = call_begin(VP, &the_call, hows[moment], looks);
	wait_a_while();
	return status == OK && the_call.done != 0 ? E_STATE : status;
}

/* Lent: a factory's capability cannot be handed on. */
static uint64_t fields_of(const struct deed *deed)
{
	uint64_t fields = (ABI_FIELD_BORROW | deed->slot) << ABI_FIELD_SHIFT(0);

	if (deed->with != 0)
		fields |= (ABI_FIELD_BORROW | deed->with)
			  << ABI_FIELD_SHIFT(1);
	return fields;
}

vesper_status world_act(const struct deed *deed, bool with_budget, bool looks,
			vesper_status *told)
{
	vesper_status status = with_budget ? budget_bind() : OK;

	*go_on() = 0;
	*deed_status() = NOBODY;
	guest_call.done = 1;
	the_call.operation = deed->operation;
	the_call.x1 = deed->x1;
	the_call.x2 = deed->x2;
	the_call.x8 = METHOD | fields_of(deed);
	if (status == OK)
		status = call_begin(VP, &the_call, HOW_ACTS, looks);
	wait_a_while();
	*told = (vesper_status)*deed_status();
	return status;
}

vesper_status world_end(enum moment moment)
{
	*go_on() = 1;
	(void)vesper_signal(EVENT);
	if (moment == DEEPER)
		(void)vesper_signal(bell);
	for (unsigned i = 0; i < PATIENCE; i++) {
		if (the_call.done != 0 && guest_call.done != 0)
			return (vesper_status)the_call.status;
		wait_a_while();
	}
	return NOBODY;
}

/* The one place of a factory; what was deleted before is not there. */
static vesper_status clear(uint64_t factory, uint64_t number)
{
	vesper_status status = vesper_delete(factory, number);

	return status == E_EMPTY ? OK : status;
}

vesper_status world_take_apart(bool with_budget)
{
	vesper_status status = vesper_domain_stop(DOMAIN);

	if (status == OK)
		status = clear(vps, 0);
	if (status == OK)
		status = clear(vps, 1);
	if (status == OK)
		status = clear(portals, 0);
	if (status == OK)
		status = clear(pools, 0);
	if (status == OK)
		status = clear(domains, 0);
	if (status == OK)
		status = clear(events, 0);
	if (status == OK)
		status = clear(grants, 0);
	if (status == OK && with_budget)
		status = vesper_delete(times, 0);
	for (uint64_t slot = DOMAIN; slot <= NAMED; slot++)
		(void)vesper_cap_delete(slot);
	return status;
}
