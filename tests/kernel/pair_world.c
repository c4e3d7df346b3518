/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * One system made twice, for kernel and second model.
 */
#include "pair_parts.h"

#include <vesper/abi/cap.h>

#include "world.h"

#define ENTRY		0x700000u
#define HANDLER		0x600000u
#define HANDLER_STACK	0x610000u
#define ACTIVATION	0x620000u
#define RECOVER		0x630000u
#define RECOVER_STACK	0x640000u

struct real real;

void *real_object(uint32_t type, int number)
{
	switch (type) {
	case ABI_TYPE_DOMAIN:
		return real.domains[number];
	case ABI_TYPE_POOL:
		return real.pools[number];
	case ABI_TYPE_PORTAL:
		return real.portals[number];
	case ABI_TYPE_EVENT:
		return real.events[number];
	case ABI_TYPE_GRANT:
		return real.grants[number];
	case ABI_TYPE_IRQ:
		return real.irqs[number];
	case ABI_TYPE_FACTORY:
		return real.factories[number];
	case ABI_TYPE_VP:
		return real.vps[number];
	case ABI_TYPE_BUDGET:
		return real.budgets[number];
	default:
		return real.regions[number];
	}
}

/* What a domain may have: a handler, FP registers, a supervisor. */
static void make_domains(void)
{
	static const uint32_t levels[DOMAINS] = LEVELS;
	struct abi_domain *domain;

	for (int i = 0; i < DOMAINS; i++) {
		real.domains[i] = world_domain("d", levels[i], model_slots(i));
		world_views(real.domains[i], VIEWS);
	}
	domain = real.domains[HANDLER_DOMAIN];
	domain->handler = HANDLER;
	domain->handler_stack = HANDLER_STACK;
	real.domains[FP_DOMAIN]->fp = 1;
}

static void make_vps(void)
{
	static const int homes[MADE_VP] = VP_HOMES;

	for (int i = 0; i < VPS; i++) {
		int home = i < MADE_VP ? homes[i] : MADE_DOMAIN;

		real.vps[i] = world_vp(real.domains[home], "");
		if (!ACTIVATED(i))
			continue;
		world_control(real.vps[i], ACTIVATION);
		world_written(real.vps[i])->masked = 1;
	}
}

/* The first one is there to be handed on, and is nobody's. */
static void make_budgets(bool of_vps)
{
	for (int i = 0; i < BUDGETS; i++)
		real.budgets[i] =
			world_budget(real.vps[0], 1, 2, ABI_BUDGET_SLACK);
	real.budgets[0]->amount = real.budgets[0]->period = 0;
	real.budgets[0]->vp = 0;
	real.budgets[0]->share = SHARE_FIRST;
	real.budgets[0]->used = 0;
	real.vps[0]->budget = 0;
	if (!of_vps)
		return;
	world_budget(real.vps[1], 200, 1009, 0);
	world_budget(real.vps[2], 150, 701, ABI_BUDGET_SLACK);
	world_budget(real.vps[3], 300, 907, 0);
}

static void make_pools(void)
{
	static const int workers[MADE_POOL] = POOL_WORKERS;

	for (int i = 0; i < POOLS; i++) {
		int count = i < MADE_POOL ? workers[i] : POOL_ROOM;
		struct abi_worker *worker;

		real.pools[i] = world_pool(real.domains[i + 1],
					   (uint64_t)count, 1);
		worker = (void *)(uintptr_t)real.pools[i]->workers;
		for (int w = 0; w < count; w++)
			worker[w].landing = LANDING;
	}
	for (int i = 0; i < PORTALS; i++) {
		real.portals[i] = world_portal(
			real.pools[i < MADE_PORTAL ? i : MADE_POOL],
			ENTRY + (unsigned)i * 0x1000);
		real.portals[i]->interface = (uint64_t)i + 1;
	}
	real.portals[LIMITED]->limit = LIMIT;
	real.portals[LIMITED]->key |= ABI_KEY_SLOW;
}

static void make_events(void)
{
	struct abi_domain *domain = real.domains[SUPERVISED];

	for (int i = 0; i < EVENTS; i++)
		real.events[i] = world_event(
			i == BOUND_EVENT ? real.vps[0] : NULL, BOUND_NUMBER);
	domain->supervisor = real.events[SUPERVISOR_EVENT];
	domain->supervisor_bits = SUPERVISOR_BITS;
	real.irqs[0] = world_irq(real.events[IRQ_EVENT], IRQ_BITS, LINE);
}

static void make_memory(void)
{
	for (int i = 0; i < GRANTS; i++)
		real.grants[i] = world_grant();
	for (int i = 0; i < REGIONS; i++) {
		real.regions[i] = world_region(REGION_AT(i), REGION_WINDOWS);
		real.regions[i]->pages = REGION_PAGES;
	}
}

/* Then nobody has FP registers, which would not go along. */
static void make_recovery(void)
{
	struct abi_vp *vp = real.vps[RECOVERY_VP];

	real.domains[FP_DOMAIN]->fp = 0;
	vp->state = ABI_VP_DEAD;
	vp->start_pc = RECOVER;
	vp->start_stack = RECOVER_STACK;
	real.pools[RECOVERED]->recovery = vp;
	real.portals[RECOVERED]->limit = LIMIT;
	real.portals[RECOVERED]->key |= ABI_KEY_SLOW;
}

/* The domain calls by its first slot, and is called by its portal. */
static void make_fp_handler(void)
{
	struct abi_domain *domain = real.domains[HANDLER_DOMAIN];

	domain->fp = 1;
	world_slot(domain, 0)->key |= ABI_CAP_SLOW;
	real.portals[HANDLER_DOMAIN - 1]->key |= ABI_KEY_SLOW;
}

void make_world(bool budgets, bool recovery, bool fp_handler)
{
	world_reset();
	make_domains();
	make_vps();
	make_pools();
	make_events();
	make_memory();
	make_budgets(budgets);
	if (recovery)
		make_recovery();
#define X(type, all, there, places)                                   \
	real.factories[ABI_TYPE_##type] = world_factory(              \
		ABI_TYPE_##type, real_object(ABI_TYPE_##type, there), \
		places);
	OBJECTS(X)
#undef X
	world_record()->names.count = 0; /* faults are silent */
#define X(domain, slot, type, number, may, mark)                        \
	world_cap(real.domains[domain], slot,                           \
		  real_object(ABI_TYPE_##type, number), may, mark);
#define CALL		ABI_RIGHT_CALL
#define READ		ABI_RIGHT_READ
#define WRITE		ABI_RIGHT_WRITE
#define EXEC		ABI_RIGHT_EXEC
#define SHARE		ABI_RIGHT_SHARE
#define CONTROL		ABI_RIGHT_CONTROL
#define SIGNAL		ABI_RIGHT_SIGNAL
#define WAIT		ABI_RIGHT_WAIT
	CAPS(X)
#undef X
	if (fp_handler)
		make_fp_handler();
}

void make_model(void)
{
	struct model_places places;

	for (int i = 0; i < MADE_POOL; i++) {
		const struct abi_worker *worker =
			(void *)(uintptr_t)real.pools[i]->workers;

		places.entry[i] = real.portals[i]->entry;
		for (uint64_t w = 0; w < real.pools[i]->count; w++)
			places.stack[i][w] = worker[w].stack;
	}
	for (int i = 0; i < MADE_VP; i++) {
		places.pc[i] = real.vps[i]->context.pc;
		places.sp[i] = real.vps[i]->context.sp;
		places.tls[i] = real.vps[i]->context.tls;
	}
	places.handler = HANDLER;
	places.handler_stack = HANDLER_STACK;
	places.activation = ACTIVATION;
	places.recover = real.vps[RECOVERY_VP]->start_pc;
	places.recover_stack = real.vps[RECOVERY_VP]->start_stack;
	places.fp_domains = 0;
	for (int i = 0; i < DOMAINS; i++)
		places.fp_domains |= real.domains[i]->fp << i;
	for (int i = 0; i < REGIONS; i++)
		places.window[i] = real.regions[i]->window;
	model_reset(&places);
}
