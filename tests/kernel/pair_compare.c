/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * Kernel and second model are compared: objects by number, registers by value,
 * capabilities by what they say and whether they are good.
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
	bool uses = model_has_fp(model_in(i));
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

static int length(const struct abi_worker *list)
{
	int n = 0;

	for (; list != NULL; n++)
		list = list->next;
	return n;
}

/* It was there from the beginning, or is made and not deleted. */
static bool is_made(uint32_t type, int number)
{
	const struct model_made *made = model_made(type, number);

	return made == NULL || (made->taken && !made->dying);
}

static bool same_pool(int i)
{
	const struct abi_pool *pool = real.pools[i];
	const struct model_pool *p = &model.pools[i];
	const struct abi_vp *first = pool->waiters, *owner = pool->owner;
	int frees = length(pool->free), reserves = length(pool->reserve);

	if (!is_made(ABI_TYPE_POOL, i) || model.domains[p->domain].stopped)
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

/* What a domain may do by its entry for a window of region `r`. */
static uint64_t entry_rights(int d, int r, unsigned w)
{
	uint64_t entry = world_entry(real.domains[d],
				     REGION_AT(r) + w * ABI_WINDOW_SIZE);
	uint64_t rights = (entry & 1) == 0 ? 0 : ABI_RIGHT_READ;

	if ((entry & 1) != 0 && (entry >> 62 & 1) == 0)
		rights |= ABI_RIGHT_WRITE;
	if ((entry & 1) != 0 && (entry >> 60 & 1) == 0)
		rights |= ABI_RIGHT_EXEC;
	return rights;
}

/* A view is there exactly when its entries are, with just its rights. */
static bool same_windows(int d, int r)
{
	const uint32_t memory =
		ABI_RIGHT_READ | ABI_RIGHT_WRITE | ABI_RIGHT_EXEC;
	uint64_t want[REGION_WINDOWS] = { 0 };

	for (int i = 0; i < VIEWS; i++) {
		const struct model_view *v = &model.views[d][i];

		if (v->region != r)
			continue;
		for (int w = v->first; w < v->first + v->windows; w++)
			want[w] = v->rights & memory;
	}
	for (unsigned w = 0; w < REGION_WINDOWS; w++) {
		uint64_t rights = entry_rights(d, r, w);

		if (rights != want[w])
			return wrong("domain %d region %d window %u: rights "
				     "%#lx, model %#lx", d, r, w, rights,
				     want[w]);
	}
	return true;
}

/* And no page is writable in one domain while it is executable in one. */
static bool same_region(int i)
{
	const struct abi_region *region = real.regions[i];
	uint64_t rights = 0;

	if (is_made(ABI_TYPE_REGION, i) &&
	    (region->state == ABI_REGION_CODE) != model.regions[i].code)
		return wrong("region %d: state %u, model's code %d", i,
			     region->state, model.regions[i].code);
	for (int d = 0; d < DOMAINS; d++) {
		if (!same_windows(d, i))
			return false;
		for (unsigned w = 0; w < REGION_WINDOWS; w++)
			rights |= entry_rights(d, i, w);
	}
	if ((rights & ABI_RIGHT_WRITE) != 0 && (rights & ABI_RIGHT_EXEC) != 0)
		return wrong("region %d is writable and executable", i);
	return true;
}

static bool same_event(int i)
{
	const struct abi_event *event = real.events[i];

	if (!is_made(ABI_TYPE_EVENT, i))
		return true;
	if (event->bits != model.events[i].bits)
		return wrong("event %d: bits %#lx, model %#lx", i, event->bits,
			     model.events[i].bits);
	return event->uses == (uint32_t)model.events[i].uses ||
	       wrong("event %d: uses %u, model %d", i, event->uses,
		     model.events[i].uses);
}

static bool same_irq(int i)
{
	if ((real.irqs[i]->masked != 0) == model.masked[i] &&
	    world.unmasked[LINE] != model.masked[i])
		return true;
	return wrong("irq %d: masked %u, model %d", i, real.irqs[i]->masked,
		     model.masked[i]);
}

/* What is left, and until when, pair_budget.c looks at. */
static bool same_share(int i)
{
	const struct abi_budget *budget = real.budgets[i];
	const struct model_budget *b = &model.budgets[i];
	const struct abi_vp *vp = (void *)(uintptr_t)budget->vp;

	if (!is_made(ABI_TYPE_BUDGET, i))
		return true;
	if (budget->amount != b->amount || budget->period != b->period ||
	    budget->share != b->share || budget->used != b->used ||
	    budget->given != b->given || vp_number(vp) != b->vp)
		return wrong("budget %d: %lu in %lu, share %u used %u given "
			     "%u, vp %d; model %lu in %lu, %u %u %u, %d", i,
			     budget->amount, budget->period, budget->share,
			     budget->used, budget->given, vp_number(vp),
			     b->amount, b->period, b->share, b->used, b->given,
			     b->vp);
	return true;
}

static bool same_domain(int d)
{
	const struct abi_domain *domain = real.domains[d];
	const struct model_domain *m = &model.domains[d];

	if ((domain->state != ABI_DOMAIN_RUNNING) != m->stopped)
		return wrong("domain %d: state %u, model stopped %d", d,
			     domain->state, m->stopped);
	if (domain->made_vps != (uint64_t)m->vps)
		return wrong("domain %d: %lu vps were made, model %d", d,
			     domain->made_vps, m->vps);
	for (int slot = 0; slot < (int)model_slots(d); slot++)
		if (!same_cap(d, slot))
			return false;
	return true;
}

/* Every place of a factory is free, or is not. */
static bool same_factory(uint32_t type, int places)
{
	const struct abi_factory *factory = real.factories[type];

	for (int i = 0; i < places; i++)
		if ((factory->free >> i & 1) == model.made[type][i].taken)
			return wrong("factory of type %u: free %#lx, model's "
				     "place %d taken %d", type, factory->free,
				     i, model.made[type][i].taken);
	return true;
}

static bool same_factories(void)
{
#define X(type, all, there, places)                        \
	if (!same_factory(ABI_TYPE_##type, places))        \
		return false;
	OBJECTS(X)
#undef X
	return true;
}

bool same_world(void)
{
	bool good = same_factories();

	for (int i = 0; i < VPS && good; i++)
		good = same_vp(i) && (!ACTIVATED(i) || same_control(i));
	for (int i = 0; i < IRQS && good; i++)
		good = same_irq(i);
	for (int d = 0; d < DOMAINS && good; d++)
		good = same_domain(d);
	for (int i = 0; i < POOLS && good; i++)
		good = same_pool(i);
	for (int i = 0; i < REGIONS && good; i++)
		good = same_region(i);
	for (int i = 0; i < EVENTS && good; i++)
		good = same_event(i);
	for (int i = 0; i < BUDGETS && good; i++)
		good = same_share(i);
	return good;
}
