/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * Uses of factories that must not work, or must end well.
 */
#include "judge.h"

static vesper_status make_event(uint64_t slot, uint64_t *number)
{
	return vesper_create(events, (struct vesper_message){ .w1 = slot },
			     number);
}

static void judge_places(void)
{
	uint64_t number[3] = { 0 };

	check_status(make_event(EVENT, &number[0]), OK, "FAC-100 one place");
	check_status(make_event(EVENT, &number[1]), E_OCCUPIED,
		     "FAC-101 nothing is made for a slot that is taken");
	check_status(make_event(OTHER, &number[1]), OK, "FAC-102 the other");
	check_status(make_event(FREE, &number[2]), E_EMPTY,
		     "FAC-103 there are no more");
	check_status(vesper_delete(events, 2), E_VALUE,
		     "FAC-104 there is no such place");
	check_status(vesper_delete(loans, 0), E_EMPTY,
		     "FAC-105 nothing is there");
	check_status(vesper_delete(events, number[0]), OK,
		     "FAC-106 one is deleted");
	check_status(vesper_signal(EVENT), E_STALE,
		     "FAC-107 its capability is stale");
	check_status(make_event(FREE, &number[2]), OK,
		     "FAC-108 its place is used again");
	check_status(vesper_signal(EVENT), E_STALE,
		     "FAC-109 and the capability leads to nothing");
	(void)vesper_delete(events, number[1]);
	(void)vesper_delete(events, number[2]);
	discard(EVENT);
	discard(OTHER);
	discard(FREE);
}

static void judge_arguments(void)
{
	uint64_t number;
	struct built built;

	check_status(vesper_vp_create(vps, FREE, self.slot, &number), OK,
		     "FAC-110 a vp for the own domain");
	check_status(vesper_delete(vps, number), OK, "FAC-111 and away");
	discard(FREE);
	check_status(vesper_vp_create(vps, FREE, events, &number), E_TYPE,
		     "FAC-112 an event is no domain");
	check_status(vesper_vp_create(self.slot, FREE, self.slot, &number),
		     E_OPERATION, "FAC-113 a domain is no factory");
	check_status(vesper_portal_create(portals, FREE, self.slot, 0, 0,
					  &number), E_STATE,
		     "FAC-114 no portal without a pool");
	(void)build(&built);
	check_status(vesper_cap_copy(domains, FREE, ABI_RIGHT_READ), OK,
		     "FAC-115 a factory's capability without CONTROL");
	check_status(vesper_delete(FREE, built.domain), E_RIGHTS,
		     "FAC-116 deletes nothing");
	discard(FREE);
	check_status(vesper_pool_create(pools, FREE, DOMAIN, 0, 0, 1, 0,
					&number), E_BUSY,
		     "FAC-117 a domain has one pool");
	check_status(vesper_vp_start(PORTAL, 0, 0, 0), E_OPERATION,
		     "FAC-118 a portal is not started");
	check_status(vesper_budget_create(times, FREE, times_budget, 1000000,
					  1000000, &number), E_EMPTY,
		     "FAC-119 a part is no more than the whole");
	check_status(vesper_vp_bind(VP, times_budget), E_VALUE,
		     "FAC-120 nobody runs on what is to be handed on");
	check_status(vesper_delete(domains, built.domain), E_BUSY,
		     "FAC-121 a domain that runs is not deleted");
	check_status(vesper_delete(pools, built.pool), E_BUSY,
		     "FAC-122 nor its pool");
	(void)vesper_domain_stop(DOMAIN);
	check_status(vesper_vp_start(VP, 0, 0, 0), E_STOPPED,
		     "FAC-123 nothing starts in a stopped one");
	check_status(vesper_delete(domains, built.domain), E_BUSY,
		     "FAC-124 a domain with a pool is not deleted");
	check_status(take_apart(&built), OK, "FAC-125 in order it is");
}

/* The new domain faults while it is called. */
static void judge_fault(void)
{
	struct vesper_message m = { 0 };
	struct built built;
	uint64_t number, bits = 0;

	(void)build(&built);
	(void)vesper_portal_create(portals, OTHER, DOMAIN, made_at(made_break),
				   0, &number);
	check_status(vesper_call(OTHER, 0, &m), E_FAULT,
		     "FAC-126 a fault of the new domain is its own");
	check_status(vesper_call(PORTAL, 0, &m), E_STOPPED,
		     "FAC-127 it is stopped");
	(void)vesper_delete(portals, number);
	discard(OTHER);
	check_status(take_apart(&built), OK, "FAC-128 and taken apart");
	check_status(vesper_event_take(EVENT, &bits), E_SLOT,
		     "FAC-129 with everything");
}

void judge_hostile(void)
{
	judge_places();
	judge_arguments();
	judge_fault();
}
