/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * Objects that are made at run time, by the slots of their factories. A new one
 * is known by its capability, with all rights, in a free slot, and by the number
 * of its place, with which it is deleted. Arguments, and what is E_BUSY: the
 * kernel's manual, "Factories".
 */
#ifndef VESPER_FACTORY_H
#define VESPER_FACTORY_H

#include <vesper/abi/memory.h>
#include <vesper/abi/object.h>
#include <vesper/object.h>
#include <vesper/syscall.h>
#include <vesper/types.h>

#define VESPER_NO_SLOT UINT64_MAX

static inline vesper_status vesper_create(uint64_t factory,
					  struct vesper_message m,
					  uint64_t *number)
{
	vesper_status status = vesper_invoke(factory, ABI_FACTORY_CREATE, &m);

	*number = status == OK ? m.w1 : 0;
	return status;
}

/* No capability leads to it any more; its place is free. */
static inline vesper_status vesper_delete(uint64_t factory, uint64_t number)
{
	struct vesper_message m = { .w1 = number };

	return vesper_invoke(factory, ABI_FACTORY_DELETE, &m);
}

/* `event`, VESPER_NO_SLOT for none, is signalled at its end. */
static inline vesper_status vesper_domain_create(uint64_t factory,
						 uint64_t slot, uint64_t event,
						 uint64_t *number)
{
	return vesper_create(factory, (struct vesper_message){ .w1 = slot,
			     .w2 = event }, number);
}

/* Workers whose thread blocks are `distance` apart, and whose landing slots are
   from `landing` on in the domain's table. */
static inline vesper_status vesper_pool_create(uint64_t factory, uint64_t slot,
					       uint64_t domain, uint64_t stack,
					       uint64_t distance,
					       uint64_t workers,
					       uint64_t landing,
					       uint64_t *number)
{
	return vesper_create(factory, (struct vesper_message){ .w1 = slot,
			     .w2 = domain, .w3 = stack, .w4 = distance,
			     .w5 = workers, .w6 = landing }, number);
}

/* An entry into the domain's pool; `limit` in ticks, 0 for none. */
static inline vesper_status vesper_portal_create(uint64_t factory,
						 uint64_t slot,
						 uint64_t domain,
						 uint64_t entry, uint64_t limit,
						 uint64_t *number)
{
	return vesper_create(factory, (struct vesper_message){ .w1 = slot,
			     .w2 = domain, .w3 = entry, .w4 = limit }, number);
}

static inline vesper_status vesper_vp_create(uint64_t factory, uint64_t slot,
					     uint64_t domain, uint64_t *number)
{
	return vesper_create(factory, (struct vesper_message){ .w1 = slot,
			     .w2 = domain }, number);
}

/* From a factory with `control`: it is activated at `activation`, 0 for never.
   Its control block is window `number` of the region NAME_blocks. */
static inline vesper_status vesper_vp_create_activated(uint64_t factory,
						       uint64_t slot,
						       uint64_t domain,
						       uint64_t activation,
						       uint64_t *number)
{
	return vesper_create(factory, (struct vesper_message){ .w1 = slot,
			     .w2 = domain, .w3 = activation }, number);
}

/* Bound to nothing; or to a vp with a control block, as its event `bit`. */
static inline vesper_status vesper_event_create(uint64_t factory, uint64_t slot,
						uint64_t *number)
{
	return vesper_create(factory, (struct vesper_message){ .w1 = slot },
			     number);
}

static inline vesper_status vesper_event_create_bound(uint64_t factory,
						      uint64_t slot,
						      uint64_t vp,
						      uint64_t bit,
						      uint64_t *number)
{
	return vesper_create(factory, (struct vesper_message){ .w1 = slot,
			     .w2 = vp, .w3 = bit }, number);
}

/* Memory at `*address`, `size` bytes as its manifest says, up to 32M. The last
   region in this place may have left something there: the domain in slot `own`
   gets to see it, by its free view `view`, before anybody else, and clears it. */
static inline vesper_status vesper_region_create(uint64_t factory,
						 uint64_t slot, uint64_t own,
						 uint64_t view, uint64_t size,
						 uint64_t *address,
						 uint64_t *number)
{
	struct vesper_message m = { .w1 = slot };
	vesper_status status = vesper_invoke(factory, ABI_FACTORY_CREATE, &m);
	uint64_t windows = (size + ABI_WINDOW_SIZE - 1) / ABI_WINDOW_SIZE;
	volatile uint64_t *words = (volatile uint64_t *)(uintptr_t)m.w2;

	*number = status == OK ? m.w1 : 0;
	*address = status == OK ? m.w2 : 0;
	if (status == OK)
		status = vesper_region_share(slot, own, view, 0,
					     (uint32_t)windows,
					     ABI_RIGHT_READ | ABI_RIGHT_WRITE);
	for (uint64_t i = 0; status == OK && i < size / sizeof *words; i++)
		words[i] = 0;
	return status;
}

/* A part of `parent`, ticks in each period; it has time from the second one on. */
static inline vesper_status vesper_budget_create(uint64_t factory,
						 uint64_t slot, uint64_t parent,
						 uint64_t amount,
						 uint64_t period,
						 uint64_t *number)
{
	return vesper_create(factory, (struct vesper_message){ .w1 = slot,
			     .w2 = parent, .w3 = amount, .w4 = period },
			     number);
}

/* ---- vps and budgets ------------------------------------------------------ */

/* It begins at `pc`, on this thread block, with x0 = argument. */
static inline vesper_status vesper_vp_start(uint64_t vp, uint64_t pc,
					    uint64_t stack, uint64_t argument)
{
	struct vesper_message m = { .w1 = pc, .w2 = stack, .w3 = argument };

	return vesper_invoke(vp, ABI_VP_START, &m);
}

/* What it does at home ends. */
static inline vesper_status vesper_vp_stop(uint64_t vp)
{
	struct vesper_message m = { 0 };

	return vesper_invoke(vp, ABI_VP_STOP, &m);
}

/* It runs on this budget from its next start on. */
static inline vesper_status vesper_vp_bind(uint64_t vp, uint64_t budget)
{
	struct vesper_message m = { .w1 = budget };

	return vesper_invoke(vp, ABI_VP_BIND, &m);
}

/* Ticks in each period, ticks left, and shares: see the manual. */
struct vesper_budget {
	uint64_t amount, period;
	int64_t left;
	uint64_t share, given;
};

static inline vesper_status vesper_budget_read(uint64_t budget,
					       struct vesper_budget *state)
{
	struct vesper_message m = { 0 };
	vesper_status status = vesper_invoke(budget, ABI_BUDGET_READ, &m);

	*state = (struct vesper_budget){ m.w1, m.w2, (int64_t)m.w3, m.w4,
					 m.w5 };
	return status;
}

static inline vesper_status vesper_budget_change(uint64_t budget,
						 uint64_t amount,
						 uint64_t period)
{
	struct vesper_message m = { .w1 = amount, .w2 = period };

	return vesper_invoke(budget, ABI_BUDGET_CHANGE, &m);
}

#endif
