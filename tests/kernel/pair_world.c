/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * One system made twice, for kernel and second model, and its comparison:
 * objects by number, registers by value, capabilities by what they say and
 * whether they are good.
 */
#include "pair_parts.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <vesper/abi/cap.h>
#include <vesper/abi/memory.h>
#include <vesper/kernel/cap.h>

#include "pair.h"
#include "world.h"

#define ENTRY		0x700000u
#define HANDLER		0x600000u
#define HANDLER_STACK	0x610000u
#define ACTIVATION	0x620000u
#define REGION_AT	0x10000000u

struct real real;

bool wrong(const char *format, ...)
{
	va_list arguments;

	if (pair_wrong[0] != '\0')
		return false;
	va_start(arguments, format);
	vsnprintf(pair_wrong, PAIR_WRONG, format, arguments);
	va_end(arguments);
	return false;
}

/* ---- one system, made twice --------------------------------------------- */

static void *real_object(uint32_t type, int number)
{
	switch (type) {
	case ABI_TYPE_DOMAIN:
		return real.domains[number];
	case ABI_TYPE_PORTAL:
		return real.portals[number];
	case ABI_TYPE_EVENT:
		return real.events[number];
	case ABI_TYPE_GRANT:
		return real.grants[number];
	case ABI_TYPE_IRQ:
		return real.irqs[number];
	case ABI_TYPE_FACTORY:
		return real.factory;
	default:
		return real.regions[number];
	}
}

/* What a domain may have: a handler, FP registers, a supervisor. */
static void make_domains(void)
{
	struct abi_domain *domain;

	for (int i = 0; i < DOMAINS; i++) {
		real.domains[i] = world_domain("d", (uint32_t)i, SLOTS);
		world_views(real.domains[i], VIEWS);
	}
	domain = real.domains[HANDLER_DOMAIN];
	domain->handler = HANDLER;
	domain->handler_stack = HANDLER_STACK;
	real.domains[FP_DOMAIN]->fp = 1;
}

static void make_vps(void)
{
	static const int homes[VPS] = VP_HOMES;

	for (int i = 0; i < VPS; i++) {
		real.vps[i] = world_vp(real.domains[homes[i]], "");
		if (!ACTIVATED(i))
			continue;
		world_control(real.vps[i], ACTIVATION);
		world_written(real.vps[i])->masked = 1;
	}
}

static void make_events(void)
{
	struct abi_domain *domain = real.domains[SUPERVISED];

	for (int i = 0; i < EVENTS; i++)
		real.events[i] = world_event(
			i == BOUND_EVENT ? real.vps[0] : NULL, BOUND_NUMBER);
	for (int i = EVENTS; i < ALL_EVENTS; i++)
		real.events[i] = world_event(NULL, 0);
	real.factory = world_factory(ABI_TYPE_EVENT, real.events[EVENTS],
				     MADE_EVENTS);
	domain->supervisor = (uintptr_t)real.events[SUPERVISOR_EVENT];
	domain->supervisor_bits = SUPERVISOR_BITS;
	real.irqs[0] = world_irq(real.events[IRQ_EVENT], IRQ_BITS, LINE);
}

void make_world(bool budgets)
{
	static const int workers[POOLS] = POOL_WORKERS;

	world_reset();
	make_domains();
	world_record()->names.count = 0; /* faults are silent */
	make_vps();
	if (budgets) {
		world_budget(real.vps[1], 200, 1009, 0);
		world_budget(real.vps[2], 150, 701, ABI_BUDGET_SLACK);
		world_budget(real.vps[3], 300, 907, 0);
	}
	for (int i = 0; i < POOLS; i++) {
		struct abi_worker *worker;

		real.pools[i] = world_pool(real.domains[i + 1],
					   (uint64_t)workers[i], 1);
		worker = (void *)(uintptr_t)real.pools[i]->workers;
		for (int w = 0; w < workers[i]; w++)
			worker[w].landing = LANDING;
		real.portals[i] = world_portal(real.pools[i],
					       ENTRY + (unsigned)i * 0x1000);
		real.portals[i]->interface = (uint64_t)i + 1;
	}
	real.portals[LIMITED]->limit = LIMIT;
	real.portals[LIMITED]->key |= ABI_KEY_SLOW;
	make_events();
	for (int i = 0; i < GRANTS; i++)
		real.grants[i] = world_grant();
	real.regions[0] = world_region(REGION_AT, REGION_WINDOWS);
	real.regions[0]->pages = REGION_PAGES;
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
}

void make_model(void)
{
	struct model_places places;

	for (int i = 0; i < POOLS; i++) {
		const struct abi_worker *worker =
			(void *)(uintptr_t)real.pools[i]->workers;

		places.entry[i] = real.portals[i]->entry;
		for (uint64_t w = 0; w < real.pools[i]->count; w++)
			places.stack[i][w] = worker[w].stack;
	}
	for (int i = 0; i < VPS; i++) {
		places.pc[i] = real.vps[i]->context.pc;
		places.sp[i] = real.vps[i]->context.sp;
		places.tls[i] = real.vps[i]->context.tls;
	}
	places.handler = HANDLER;
	places.handler_stack = HANDLER_STACK;
	places.activation = ACTIVATION;
	model_reset(&places);
}

/* ---- comparison --------------------------------------------------------- */

int vp_number(const struct abi_vp *vp)
{
	for (int i = 0; i < VPS; i++)
		if (real.vps[i] == vp)
			return i;
	return NONE;
}

static bool same_vp(int i)
{
	const struct abi_vp *vp = real.vps[i];
	const struct model_vp *v = &model.vps[i];
	long depth = &vp->links[ABI_LINKS - 1] - world_link(vp);

	if (vp->state != (uint32_t)v->state)
		return wrong("vp %d: state %u, model %d", i, vp->state,
			     (int)v->state);
	if (v->state != DEAD && depth != v->depth)
		return wrong("vp %d: %ld calls deep, model %d", i, depth,
			     v->depth);
	if (v->state != DEAD && world_in(vp) != real.domains[model_in(i)])
		return wrong("vp %d: in domain %u, model %d", i,
			     world_in(vp)->index, model_in(i));
	return true;
}

bool same_registers(int i)
{
	const struct abi_context *context = &real.vps[i]->context;
	const struct model_vp *v = &model.vps[i];

	for (int r = 0; r < 31; r++)
		if (context->x[r] != v->x[r])
			return wrong("vp %d: x%d is %#lx, model %#lx", i, r,
				     context->x[r], v->x[r]);
	if (context->pc != v->pc || context->sp != v->sp ||
	    context->tls != v->tls)
		return wrong("vp %d: pc %#lx sp %#lx tls %#lx, "
			     "model %#lx %#lx %#lx", i, context->pc,
			     context->sp, context->tls, v->pc, v->sp, v->tls);
	if (context->pstate != v->pstate)
		return wrong("vp %d: pstate %#lx, model %#lx", i,
			     context->pstate, v->pstate);
	return true;
}

/* The pages that the component shares with the kernel. */
static bool same_control(int i)
{
	const struct abi_control_write *control = world_written(real.vps[i]);
	const struct model_control *m = &model.controls[i];

	if (control->masked != m->masked || control->slot != m->slot ||
	    control->stack != m->stack)
		return wrong("vp %d: masked %lu slot %lu stack %#lx, model %lu "
			     "%lu %#lx", i, control->masked, control->slot,
			     control->stack, m->masked, m->slot, m->stack);
	for (int c = 0; c < ABI_CONTEXTS; c++)
		if (memcmp(&control->contexts[c], &m->contexts[c],
			   sizeof(m->contexts[c])) != 0)
			return wrong("vp %d: context %d differs", i, c);
	return true;
}

/* The registers in the CPU are those of who runs, and off for the others. */
bool same_fp(int i)
{
	bool uses = model_in(i) == FP_DOMAIN;
	uint64_t from = model.vps[i].fp;

	if (world.fp_enabled != uses)
		return wrong("vp %d: fp %d, model %d", i, world.fp_enabled,
			     uses);
	for (unsigned r = 0; r < WORLD_FP && uses; r++)
		if (world.fp[r] != (from == 0 ? 0 : from + r))
			return wrong("vp %d: fp register %u is %#lx, model's "
				     "first %#lx", i, r, world.fp[r], from);
	return true;
}

static bool same_cap(int d, int slot)
{
	const struct abi_cap *cap = world_slot(real.domains[d],
					       (uint64_t)slot);
	const struct model_cap *m = &model.caps[d][slot];
	uint32_t named = (uint32_t)(cap->where >> ABI_CAP_OBJECT_SHIFT);
	const void *object;
	struct cap_view view;
	int64_t status;

	if (m->type == 0 || cap->key == 0) {
		if ((m->type == 0) != (cap->key == 0))
			return wrong("domain %d slot %d: key %#lx, model's "
				     "type %u", d, slot, cap->key, m->type);
		return true;
	}
	object = m->grant != NONE ? (void *)real.grants[m->grant]
				  : real_object(m->type, m->object);
	if ((cap->key >> ABI_CAP_TYPE_SHIFT & 0xff) != m->type ||
	    (cap->key >> ABI_CAP_RIGHTS_SHIFT & 0xff) != m->rights ||
	    (uint32_t)cap->where != m->badge ||
	    ((cap->key & ABI_CAP_LENT) != 0) != m->lent ||
	    named != (uint32_t)(uintptr_t)object)
		return wrong("domain %d slot %d: %#lx %#lx, model type %u "
			     "object %d grant %d rights %#x badge %#x lent %d",
			     d, slot, cap->where, cap->key, m->type, m->object,
			     m->grant, m->rights, m->badge, m->lent);
	status = cap_lookup(real.domains[d], (uint64_t)slot, &view);
	if ((status == OK) != model_alive(d, slot))
		return wrong("domain %d slot %d: status %ld, model %s", d,
			     slot, status,
			     model_alive(d, slot) ? "good" : "stale");
	return true;
}

static int length(uint64_t list)
{
	int n = 0;

	for (; list != 0; n++)
		list = ((const struct abi_worker *)(uintptr_t)list)->next;
	return n;
}

static bool same_pool(int i)
{
	const struct abi_pool *pool = real.pools[i];
	const struct model_pool *p = &model.pools[i];
	const struct abi_vp *first = (void *)(uintptr_t)pool->waiters;
	const struct abi_vp *owner = (void *)(uintptr_t)pool->owner;
	int frees = length(pool->free), reserves = length(pool->reserve);

	if (model.stopped[p->domain])
		return true;
	if (frees != p->frees || reserves != p->reserves ||
	    (pool->token != 0) != p->token || vp_number(owner) != p->owner)
		return wrong("pool %d: free %d reserve %d token %lu owner %d, "
			     "model %d %d %d %d", i, frees, reserves,
			     pool->token, vp_number(owner), p->frees,
			     p->reserves, p->token, p->owner);
	if (vp_number(first) != (p->waits > 0 ? p->waiters[0] : NONE))
		return wrong("pool %d: first waiter %d", i, vp_number(first));
	return true;
}

/* What a domain may do by its entry for a window of the region. */
static uint64_t entry_rights(int d, unsigned w)
{
	uint64_t entry = world_entry(real.domains[d],
				     REGION_AT + w * ABI_WINDOW_SIZE);
	uint64_t rights = (entry & 1) == 0 ? 0 : ABI_RIGHT_READ;

	if ((entry & 1) != 0 && (entry >> 62 & 1) == 0)
		rights |= ABI_RIGHT_WRITE;
	if ((entry & 1) != 0 && (entry >> 60 & 1) == 0)
		rights |= ABI_RIGHT_EXEC;
	return rights;
}

/* A view is there exactly when its entries are, with just its rights. */
static bool same_windows(int d)
{
	const uint32_t memory =
		ABI_RIGHT_READ | ABI_RIGHT_WRITE | ABI_RIGHT_EXEC;
	uint64_t want[REGION_WINDOWS] = { 0 };

	for (int i = 0; i < VIEWS; i++) {
		const struct model_view *v = &model.views[d][i];

		if (v->region == NONE)
			continue;
		for (int w = v->first; w < v->first + v->windows; w++)
			want[w] = v->rights & memory;
	}
	for (unsigned w = 0; w < REGION_WINDOWS; w++) {
		uint64_t rights = entry_rights(d, w);

		if (rights != want[w])
			return wrong("domain %d window %u: rights %#lx, "
				     "model %#lx", d, w, rights, want[w]);
	}
	return true;
}

/* And no page is writable in one domain while it is executable in one. */
static bool same_region(int i)
{
	const struct abi_region *region = real.regions[i];
	uint64_t rights = 0;

	if ((region->state == ABI_REGION_CODE) != model.regions[i].code)
		return wrong("region %d: state %u, model's code %d", i,
			     region->state, model.regions[i].code);
	for (int d = 0; d < DOMAINS; d++)
		for (unsigned w = 0; w < REGION_WINDOWS; w++)
			rights |= entry_rights(d, w);
	if ((rights & ABI_RIGHT_WRITE) != 0 && (rights & ABI_RIGHT_EXEC) != 0)
		return wrong("region %d is writable and executable", i);
	return true;
}

bool same_world(void)
{
	bool good = true;

	for (int i = 0; i < VPS && good; i++)
		good = same_vp(i) && (!ACTIVATED(i) || same_control(i));
	for (int i = 0; i < IRQS && good; i++)
		if ((real.irqs[i]->masked != 0) != model.masked[i] ||
		    world.unmasked[LINE] == model.masked[i])
			good = wrong("irq %d: masked %u, model %d", i,
				     real.irqs[i]->masked, model.masked[i]);
	for (int d = 0; d < DOMAINS && good; d++) {
		for (int slot = 0; slot < SLOTS && good; slot++)
			good = same_cap(d, slot);
		good = good && same_windows(d);
	}
	for (int i = 0; i < POOLS && good; i++)
		good = same_pool(i);
	for (int i = 0; i < REGIONS && good; i++)
		good = same_region(i);
	for (int i = 0; i < ALL_EVENTS && good; i++)
		if ((i < EVENTS || model.events[i].made) &&
		    real.events[i]->bits != model.events[i].bits)
			good = wrong("event %d: bits %#lx, model %#lx", i,
				     real.events[i]->bits,
				     model.events[i].bits);
	return good;
}
