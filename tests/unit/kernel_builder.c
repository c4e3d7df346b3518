/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * The world with factories.
 */
#include "kernel_builder.h"

struct abi_domain *builder, *places;
struct abi_vp *main_vp, *client_vp, *vps;
struct abi_pool *pools;
struct abi_budget *parent, *budgets;
struct abi_factory *factories[GRANTS + 1];

static void add_factory(enum slot slot, enum abi_type type, void *first)
{
	factories[slot] = world_factory(type, first, PLACES);
	world_cap(builder, slot, factories[slot], ABI_RIGHT_CONTROL, 0);
}

/* The builder, at level 0, with two vps; places for two of each type. */
void builder_make(void)
{
	void *first[GRANTS + 1];

	world_reset();
	builder = world_domain("builder", 0, BUILDER_SLOTS);
	world_views(builder, 2);
	main_vp = world_vp(builder, "main");
	client_vp = world_vp(builder, "client");
	parent = world_budget(main_vp, 100000, 1000000, ABI_BUDGET_SLACK);
	main_vp->budget = NULL;
	parent->vp = NULL;
	for (int i = 0; i < PLACES; i++) {
		struct abi_domain *domain =
			world_domain("place", 1, MADE_SLOTS);
		struct abi_vp *vp = world_vp(builder, "place");
		struct abi_pool *pool = world_pool(domain, 2, 1);

		world_views(domain, 1);
		void *objects[] = {
			domain, vp, pool, world_portal(pool, 0),
			world_event(NULL, 0),
			world_region(WINDOW + (unsigned)i * 0x200000u, 1),
			world_budget(vp, 1, 1, 0), world_grant(),
		};
		if (i == 0)
			memcpy(first, objects, sizeof(first));
	}
	places = first[DOMAINS];
	vps = first[VPS];
	pools = first[POOLS];
	budgets = first[BUDGETS];
	add_factory(BUDGETS, ABI_TYPE_BUDGET, budgets);
	add_factory(VPS, ABI_TYPE_VP, vps);
	add_factory(PORTALS, ABI_TYPE_PORTAL, first[PORTALS]);
	add_factory(POOLS, ABI_TYPE_POOL, pools);
	add_factory(DOMAINS, ABI_TYPE_DOMAIN, places);
	add_factory(EVENTS, ABI_TYPE_EVENT, first[EVENTS]);
	add_factory(REGIONS, ABI_TYPE_REGION, first[REGIONS]);
	add_factory(GRANTS, ABI_TYPE_GRANT, first[GRANTS]);
	world_cap(builder, PARENT, parent,
		  ABI_RIGHT_READ | ABI_RIGHT_CONTROL, 0);
	world_cap(builder, OWN, builder, ABI_RIGHT_SHARE | ABI_RIGHT_CONTROL,
		  0);
	RUNS(world_boot());
}

/* An operation of the vp that runs; steps of one that is long are all made. */
int64_t invoke(uint64_t slot, uint64_t operation, uint64_t x1, uint64_t x2,
	       uint64_t x3, uint64_t x4)
{
	uint64_t pc = world.current->context.pc, after = pc;

	do {
		const struct abi_vp *vp = world.current;

		world.current->context.pc = pc;
		regs()[0] = slot;
		regs()[1] = x1;
		regs()[2] = x2;
		regs()[3] = x3;
		regs()[4] = x4;
		regs()[8] = operation;
		RUNS(world_syscall(ABI_SYS_INVOKE));
		switch_to(vp);
		after = world.current->context.pc;
		world.current->context.pc = pc;
	} while (after == pc - 4);
	return status();
}

int64_t create(uint64_t slot, uint64_t to, uint64_t x2, uint64_t x3,
	       uint64_t x4)
{
	regs()[5] = 2;
	regs()[6] = 0;
	return invoke(slot, ABI_FACTORY_CREATE, to, x2, x3, x4);
}

int64_t delete(uint64_t slot, uint64_t number)
{
	return invoke(slot, ABI_FACTORY_DELETE, number, 0, 0, 0);
}

int64_t discard(uint64_t slot)
{
	return invoke(slot, ABI_CAP_DELETE, 0, 0, 0, 0);
}

/* A domain with everything; each object is number `n` of its factory. */
void build(uint64_t n)
{
	CU_ASSERT_EQUAL(create(EVENTS, EVENT, 0, 0, 0), OK);
	CU_ASSERT_EQUAL(regs()[1], n);
	CU_ASSERT_EQUAL(create(DOMAINS, DOMAIN, EVENT, 0, 0), OK);
	CU_ASSERT_EQUAL(regs()[1], n);
	CU_ASSERT_EQUAL(create(POOLS, POOL, DOMAIN, STACKS, 0x1000), OK);
	CU_ASSERT_EQUAL(create(PORTALS, PORTAL, DOMAIN, 0x5000, 0), OK);
	CU_ASSERT_EQUAL(create(REGIONS, REGION, 0, 0, 0), OK);
	CU_ASSERT_EQUAL(invoke(REGION, ABI_REGION_SHARE, DOMAIN, 0, 1,
			       RIGHTS_RW), OK);
	CU_ASSERT_EQUAL(create(VPS, VP, DOMAIN, 0, 0), OK);
	CU_ASSERT_EQUAL(create(GRANTS, GRANT, 0, 0, 0), OK);
	CU_ASSERT_EQUAL(regs()[1], n);
}

void take_apart(uint64_t n)
{
	CU_ASSERT_EQUAL(invoke(DOMAIN, ABI_DOMAIN_STOP, 0, 0, 0, 0), OK);
	CU_ASSERT_EQUAL(delete(VPS, n), OK);
	CU_ASSERT_EQUAL(delete(PORTALS, n), OK);
	CU_ASSERT_EQUAL(delete(POOLS, n), OK);
	CU_ASSERT_EQUAL(delete(DOMAINS, n), OK);
	CU_ASSERT_EQUAL(delete(REGIONS, n), OK);
	CU_ASSERT_EQUAL(delete(EVENTS, n), OK);
	CU_ASSERT_EQUAL(delete(GRANTS, n), OK);
	for (uint64_t slot = DOMAIN; slot <= GRANT; slot++) {
		if (slot == BUDGET)
			continue;
		CU_ASSERT_EQUAL(invoke(slot, ABI_CAP_INFO, 0, 0, 0, 0),
				E_STALE);
		CU_ASSERT_EQUAL(discard(slot), OK);
	}
}

void check_all_free(void)
{
	for (int i = DOMAINS; i <= GRANTS; i++)
		CU_ASSERT_EQUAL(factories[i]->free, 3);
}
