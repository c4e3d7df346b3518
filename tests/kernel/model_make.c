/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * The second model: what is made and deleted at run time, by its factory; vps
 * that are started and stopped; shares of the processor.
 */
#include "model_parts.h"

#include <string.h>

static const int places[ABI_TYPE_COUNT] = {
#define X(type, all, there, count) [ABI_TYPE_##type] = count,
	OBJECTS(X)
#undef X
};

/* ---- made --------------------------------------------------------------- */

/* Slot x2 is of a domain that runs, to build something in. */
static int64_t built_in(int vp, int *domain)
{
	struct model_cap *cap;
	int64_t status = model_require(model_in(vp), model.vps[vp].x[2],
				       ABI_TYPE_DOMAIN, ABI_RIGHT_CONTROL,
				       &cap);

	if (status != OK)
		return status;
	*domain = model_object(cap);
	return model.domains[*domain].stopped ? E_STOPPED : OK;
}

static int64_t make_domain(int vp, int domain)
{
	const uint64_t *x = model.vps[vp].x;
	struct model_domain *d = &model.domains[domain];
	struct model_cap *cap;
	int64_t status;

	d->told = NONE;
	if (x[2] != UINT64_MAX) {
		status = model_require(model_in(vp), x[2], ABI_TYPE_EVENT,
				       ABI_RIGHT_SIGNAL, &cap);
		if (status != OK)
			return status;
		d->told = model_object(cap);
		d->told_bits = cap->badge;
		model.events[d->told].uses++;
	}
	d->handler = x[3];
	d->handler_stack = x[4];
	d->stopped = false;
	d->cleared = 0;
	return OK;
}

static int64_t make_vp(int vp, int object)
{
	struct model_vp *made = &model.vps[object];
	int home;
	int64_t status = built_in(vp, &home);

	if (status != OK)
		return status;
	*made = (struct model_vp){
		.state = DEAD, .home = home, .budget = NONE, .portal = NONE,
		.handed = NONE, .deadline = FOREVER, .reason = made->reason,
	};
	model.domains[home].vps++;
	return OK;
}

static int64_t make_pool(int vp, int pool)
{
	const uint64_t *x = model.vps[vp].x;
	struct model_pool *p = &model.pools[pool];
	int domain;
	int64_t status = built_in(vp, &domain);

	if (status != OK)
		return status;
	if (model.domains[domain].pool != NONE)
		return E_BUSY;
	if (x[5] == 0 || x[5] > POOL_ROOM || x[6] > model_slots(domain) ||
	    model_slots(domain) - x[6] < 3 * x[5])
		return E_VALUE;
	p->domain = domain;
	p->count = (int)x[5];
	p->portals = 0;
	for (int w = 0; w < p->count; w++) {
		p->stack[w] = x[3] + (uint64_t)w * x[4];
		p->landing[w] = x[6] + 3 * (uint64_t)w;
	}
	model_pool_start(p);
	model.domains[domain].pool = pool;
	return OK;
}

static int64_t make_portal(int vp, int portal)
{
	const uint64_t *x = model.vps[vp].x;
	int domain;
	int64_t status = built_in(vp, &domain);

	if (status != OK)
		return status;
	if (model.domains[domain].pool == NONE)
		return E_STATE;
	model.portals[portal] = (struct model_portal){
		.pool = model.domains[domain].pool, .entry = x[3],
		.limit = x[4],
	};
	model.pools[model.portals[portal].pool].portals++;
	return OK;
}

/* What `amount` in each `period` takes, if it fits. */
static int64_t share_of(uint64_t amount, uint64_t period, uint32_t room,
			uint32_t *share)
{
	if (amount < TICKS_MIN || amount > period || period >> 32 != 0)
		return E_VALUE;
	*share = (uint32_t)(amount * SHARE_WHOLE / period);
	return *share <= room ? OK : E_EMPTY;
}

static int64_t make_budget(int vp, int object)
{
	const uint64_t *x = model.vps[vp].x;
	struct model_budget *from;
	struct model_cap *cap;
	uint32_t share;
	int64_t status = model_require(model_in(vp), x[2], ABI_TYPE_BUDGET,
				       ABI_RIGHT_CONTROL, &cap);

	if (status != OK)
		return status;
	from = &model.budgets[model_object(cap)];
	status = share_of(x[3], x[4], from->share - from->given - from->used,
			  &share);
	if (status != OK)
		return status;
	from->given += share;
	model.budgets[object] = (struct model_budget){
		.amount = x[3], .period = x[4], .share = share, .used = share,
		.parent = model_object(cap), .vp = NONE, .renewed = true,
	};
	return OK;
}

/* Bound to the vp in slot x2, as its event x3; or to none. */
static int64_t make_event(int vp, int event)
{
	const uint64_t *x = model.vps[vp].x;
	struct model_cap *cap;
	int64_t status;

	model.events[event].bits = 0;
	if (x[2] == 0)
		return OK;
	status = model_require(model_in(vp), x[2], ABI_TYPE_VP,
			       ABI_RIGHT_CONTROL, &cap);
	if (status != OK)
		return status;
	if (!ACTIVATED(model_object(cap)))
		return E_STATE;
	if (x[3] >= 64 * 64)
		return E_VALUE;
	model.events[event].bound = model_object(cap);
	model.events[event].number = (unsigned)x[3];
	return OK;
}

static int64_t make(int vp, uint32_t type, int object)
{
	switch (type) {
	case ABI_TYPE_DOMAIN:
		return make_domain(vp, object);
	case ABI_TYPE_VP:
		return make_vp(vp, object);
	case ABI_TYPE_POOL:
		return make_pool(vp, object);
	case ABI_TYPE_PORTAL:
		return make_portal(vp, object);
	case ABI_TYPE_BUDGET:
		return make_budget(vp, object);
	case ABI_TYPE_EVENT:
		return make_event(vp, object);
	case ABI_TYPE_REGION:
		model.regions[object].code = false;
		model.vps[vp].x[2] = model_place.window[object];
		return OK;
	default:
		return OK;
	}
}

/* Places are taken in turn. */
static int next_place(uint32_t type)
{
	int place = model.last_made[type];

	for (int n = 0; n < places[type]; n++) {
		place = (place + 1) % places[type];
		if (!model.made[type][place].taken)
			return place;
	}
	return NONE;
}

static int64_t create(int vp, uint32_t type)
{
	struct model_vp *v = &model.vps[vp];
	struct model_cap cap = { .type = type, .grant = NONE, .rights = 0xff };
	int64_t status = model_room(model_in(vp), v->x[1]);
	int place = next_place(type);

	if (status == OK && place == NONE)
		status = E_EMPTY;
	if (status != OK)
		return status;
	cap.object = model_first_made[type] + place;
	cap.life = model.made[type][place].life;
	status = make(vp, type, cap.object);
	if (status != OK)
		return status;
	model.made[type][place].taken = true;
	model.last_made[type] = place;
	model_put(model_in(vp), v->x[1], cap, UINT64_MAX);
	v->x[1] = (uint64_t)place;
	return OK;
}

/* ---- ended -------------------------------------------------------------- */

#define MORE 1	/* the deletion is not over */

static int64_t end_domain(int domain)
{
	struct model_domain *d = &model.domains[domain];
	int all = VIEWS + (int)model_slots(domain);

	if (!d->stopped || d->pool != NONE || d->vps != 0)
		return E_BUSY;
	for (int n = 0; n < DELETE_STEP && d->cleared < all; n++) {
		int i = d->cleared++;

		if (i < VIEWS)
			model.views[domain][i].region = NONE;
		else
			model_empty(domain, (uint64_t)(i - VIEWS));
	}
	if (d->cleared < all)
		return MORE;
	if (d->told != NONE)
		model.events[d->told].uses--;
	d->told = NONE;
	return OK;
}

/* Not in a call, and not with the token, and not oneself. */
static int64_t halt(int asks, int vp)
{
	struct model_vp *v = &model.vps[vp];

	if (vp == asks)
		return E_BUSY;
	model_expel(vp);
	if (v->state == DEAD)
		return OK;
	if (v->depth != 0 || model_owns(vp))
		return E_BUSY;
	if (v->state == WAIT_EVENT)
		model_wait_ends(vp, E_CANCELLED, 0);
	if (v->state == WAIT_POOL)
		model_forget(vp);
	model_wake(v);
	v->state = DEAD;
	return OK;
}

static int64_t end_vp(int asks, int vp)
{
	struct model_vp *v = &model.vps[vp];
	int64_t status = halt(asks, vp);

	if (status != OK)
		return status;
	if (v->budget != NONE)
		model.budgets[v->budget].vp = NONE;
	v->budget = NONE;
	model.domains[v->home].vps--;
	return OK;
}

/* A call on this worker, or one that is about to be. */
static bool uses_worker(int vp, int pool, int worker)
{
	const struct model_vp *v = &model.vps[vp];

	for (int i = 0; i < v->depth; i++)
		if (!v->links[i].handler && v->links[i].pool == pool &&
		    v->links[i].worker == worker)
			return true;
	return v->portal != NONE && v->handed == worker && v->wait == pool;
}

/* Who uses the worker, or NONE. */
static int user(int pool, int worker)
{
	for (int vp = 0; vp < VPS; vp++)
		if (uses_worker(vp, pool, worker))
			return vp;
	return NONE;
}

/* It asks for the end itself, or is in a call of somebody who goes on. */
static bool stays(int asks, int vp, int pool, int worker)
{
	const struct model_vp *v = &model.vps[vp];

	if (vp == asks)
		return true;
	if (v->portal != NONE && v->handed == worker && v->wait == pool)
		return false;
	for (int i = v->depth - 1; i >= 0; i--) {
		const struct model_link *link = &v->links[i];

		if (!model.domains[link->domain].stopped)
			return true;
		if (!link->handler && link->pool == pool &&
		    link->worker == worker)
			break;
	}
	return false;
}

/* Who is in it leaves it, and who waits for it waits no longer: one in a step,
 * unless somebody stays. */
static int64_t end_pool(int asks, int pool)
{
	struct model_pool *p = &model.pools[pool];
	int next = p->waits > 0 ? p->waiters[0] : NONE;

	if (!model.domains[p->domain].stopped || p->portals != 0)
		return E_BUSY;
	for (int w = 0; w < p->count; w++) {
		int vp = user(pool, w);

		if (vp != NONE && stays(asks, vp, pool, w))
			return E_BUSY;
		if (vp != NONE)
			next = vp;
	}
	if (next != NONE) {
		model_hear(next);
		model_expel(next);
		return MORE;
	}
	model.domains[p->domain].pool = NONE;
	return OK;
}

static int64_t end_budget(int object)
{
	struct model_budget *budget = &model.budgets[object];

	if (budget->vp != NONE || budget->given != 0)
		return E_BUSY;
	model.budgets[budget->parent].given -= budget->share;
	return OK;
}

static int64_t end_event(int event)
{
	if (model.events[event].uses != 0)
		return E_BUSY;
	model_untell(event);
	model.events[event].bound = NONE;
	if (model.events[event].waiter != NONE)
		model_wait_ends(model.events[event].waiter, E_CANCELLED, 0);
	return OK;
}

static int64_t end(int vp, uint32_t type, int object)
{
	switch (type) {
	case ABI_TYPE_DOMAIN:
		return end_domain(object);
	case ABI_TYPE_VP:
		return end_vp(vp, object);
	case ABI_TYPE_POOL:
		return end_pool(vp, object);
	case ABI_TYPE_PORTAL:
		model.pools[model.portals[object].pool].portals--;
		return OK;
	case ABI_TYPE_BUDGET:
		return end_budget(object);
	case ABI_TYPE_EVENT:
		return end_event(object);
	case ABI_TYPE_REGION:
		model_unmap(object);
		return OK;
	default:
		model_revoke(object);
		return OK;
	}
}

/* From the first step on no capability leads to it. */
static void delete(int vp, uint32_t type)
{
	struct model_vp *v = &model.vps[vp];
	uint64_t place = v->x[1];
	struct model_made *made = &model.made[type][place % PLACES];
	int64_t status;

	if (place >= (uint64_t)places[type] || !made->taken) {
		model_end(v, place >= (uint64_t)places[type] ? E_VALUE
							      : E_EMPTY);
		return;
	}
	status = end(vp, type, model_first_made[type] + (int)place);
	if (status >= 0 && !made->dying) {
		made->life++;
		made->dying = true;
	}
	if (status == MORE) {
		model_again(v);
		return;
	}
	if (status == OK)
		made->taken = made->dying = false;
	model_end(v, status);
}

void model_factory_operation(int vp, const struct model_cap *cap)
{
	struct model_vp *v = &model.vps[vp];
	uint32_t type = (uint32_t)model_object(cap);

	if (v->x[8] == ABI_FACTORY_CREATE)
		model_end(v, create(vp, type));
	else
		delete(vp, type);
}

/* ---- vps and budgets ---------------------------------------------------- */

/* Nothing of what it did is left. */
static int64_t start(int asks, int vp)
{
	const uint64_t *x = model.vps[asks].x;
	struct model_vp *v = &model.vps[vp];

	if (v->state != DEAD)
		return E_BUSY;
	if (model.domains[v->home].stopped)
		return E_STOPPED;
	model_clear(v, 0, 30);
	v->x[0] = x[3];
	v->pc = x[1];
	v->sp = v->tls = x[2];
	v->pstate = 0;
	v->reason = ABI_REASON_NONE;
	if (ACTIVATED(vp))
		model.controls[vp].masked = 1;
	v->again = false;
	v->state = READY;
	return OK;
}

/* A vp that does not run, and a budget that is nobody's. */
static int64_t bind(int asks, int vp)
{
	struct model_vp *v = &model.vps[vp];
	struct model_budget *budget;
	struct model_cap *cap;
	int64_t status = model_require(model_in(asks), model.vps[asks].x[1],
				       ABI_TYPE_BUDGET, ABI_RIGHT_CONTROL,
				       &cap);

	if (status != OK)
		return status;
	budget = &model.budgets[model_object(cap)];
	if (v->state != DEAD || budget->vp != NONE)
		return E_BUSY;
	if (budget->amount == 0)
		return E_VALUE;
	if (v->budget != NONE)
		model.budgets[v->budget].vp = NONE;
	v->budget = model_object(cap);
	budget->vp = vp;
	return OK;
}

void model_vp_operation(int vp, const struct model_cap *cap)
{
	struct model_vp *v = &model.vps[vp];
	int object = model_object(cap);

	if (v->x[8] == ABI_VP_START)
		model_end(v, start(vp, object));
	else if (v->x[8] == ABI_VP_STOP)
		model_end(v, halt(vp, object));
	else
		model_end(v, bind(vp, object));
}

static int64_t change(struct model_budget *budget, const uint64_t *x)
{
	uint32_t share;
	int64_t status = share_of(x[1], x[2], budget->share - budget->given,
				  &share);

	if (status != OK)
		return status;
	budget->used = share;
	budget->amount = x[1];
	budget->period = x[2];
	budget->renewed = true;
	return OK;
}

void model_budget_operation(int vp, const struct model_cap *cap)
{
	struct model_vp *v = &model.vps[vp];
	struct model_budget *budget = &model.budgets[model_object(cap)];

	if (v->x[8] == ABI_BUDGET_CHANGE) {
		model_end(v, change(budget, v->x));
		return;
	}
	model_end(v, OK);
	v->x[1] = budget->amount;
	v->x[2] = budget->period;
	v->x[3] = (uint64_t)budget->left;
	v->x[4] = budget->share;
	v->x[5] = budget->given;
}
