/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * A world with factories: a builder at level 0 that makes domains with all that
 * belongs to them, at level 1, in two places of each type.
 */
#ifndef TESTS_UNIT_KERNEL_BUILDER_H
#define TESTS_UNIT_KERNEL_BUILDER_H

#include "kernel.h"

#define NONE		UINT64_MAX
#define WINDOW		UINT64_C(0x10000000)
#define STACKS		UINT64_C(0x10004000)
#define MADE_SLOTS	8
#define PLACES		2	/* of each factory */
#define RIGHTS_RW	(ABI_RIGHT_READ | ABI_RIGHT_WRITE)

/* Slots of the builder: factories, then what it makes. */
enum slot {
	DOMAINS, VPS, POOLS, PORTALS, EVENTS, REGIONS, BUDGETS, GRANTS,
	PARENT, OWN, /* a budget to hand on; its own domain */
	DOMAIN, VP, POOL, PORTAL, EVENT, REGION, BUDGET, GRANT,
	FREE, FREE2, BUILDER_SLOTS
};

extern struct abi_domain *builder, *places;
extern struct abi_vp *main_vp, *client_vp, *vps;
extern struct abi_pool *pools;
extern struct abi_budget *parent, *budgets;
extern struct abi_factory *factories[GRANTS + 1];

/* Make it, and boot it; `main_vp` has the CPU. */
void builder_make(void);

/* An operation of the vp that runs; steps of one that is long are all made. */
int64_t invoke(uint64_t slot, uint64_t operation, uint64_t x1, uint64_t x2,
	       uint64_t x3, uint64_t x4);
/* By a factory into slot `to`, a pool with two workers; and away with number
 * `number`, and with what a slot holds. */
int64_t create(uint64_t slot, uint64_t to, uint64_t x2, uint64_t x3,
	       uint64_t x4);
int64_t delete(uint64_t slot, uint64_t number);
int64_t discard(uint64_t slot);

/* A domain with everything; each object is number `n` of its factory. */
void build(uint64_t n);
void take_apart(uint64_t n);
void check_all_free(void);

#endif
