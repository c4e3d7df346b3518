/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * The second model: operations on objects.
 */
#include "model_parts.h"

#include <string.h>

static int64_t copy(int domain, const struct model_cap *cap, const uint64_t *x,
		    uint32_t badge)
{
	struct model_cap made = *cap;
	int64_t status = model_room(domain, x[1]);

	if (cap->lent || cap->landed)
		return E_STATE;
	if (status != OK)
		return status;
	made.badge = badge;
	model_put(domain, x[1], made, x[2]);
	return OK;
}

static int64_t mint(int domain, const struct model_cap *cap, const uint64_t *x)
{
	if (cap->badge != 0)
		return E_STATE;
	if (x[3] >> 32 != 0)
		return E_VALUE;
	return copy(domain, cap, x, (uint32_t)x[3]);
}

static int64_t move(int domain, struct model_cap *cap, const uint64_t *x)
{
	int64_t status = model_room(domain, x[1]);

	if (cap->lent)
		return E_STATE;
	if (status != OK)
		return status;
	model.caps[domain][x[1]] = *cap;
	model.caps[domain][x[1]].landed = false;
	memset(cap, 0, sizeof(*cap));
	return OK;
}

/* Where it lies, and whether it can be taken back. */
static void region_info(const struct model_cap *cap, uint64_t *x)
{
	x[3] = REGION_AT(model_object(cap));
	x[4] = REGION_PAGES;
	x[5] = (cap->grant != NONE ? ABI_CAP_GRANTED : 0u) |
	       (cap->lent ? ABI_CAP_LENT : 0u) |
	       (cap->landed ? ABI_CAP_LANDED : 0u) |
	       (model_object(cap) >= MADE_REGION ? ABI_KEY_LOOSE : 0u);
}

static void any_operation(struct model_vp *v, int domain, struct model_cap *cap)
{
	switch (v->x[8]) {
	case ABI_CAP_COPY:
		model_end(v, copy(domain, cap, v->x, cap->badge));
		break;
	case ABI_CAP_MINT:
		model_end(v, mint(domain, cap, v->x));
		break;
	case ABI_CAP_MOVE:
		model_end(v, move(domain, cap, v->x));
		break;
	case ABI_CAP_DELETE:
		memset(cap, 0, sizeof(*cap));
		model_end(v, OK);
		break;
	case ABI_CAP_INFO:
		model_end(v, OK);
		v->x[1] = cap->type;
		v->x[2] = cap->rights;
		v->x[3] = cap->type == ABI_TYPE_PORTAL
				  ? (uint64_t)model_object(cap) + 1
				  : 0;
		if (cap->type == ABI_TYPE_REGION)
			region_info(cap, v->x);
		break;
	}
}

int64_t model_may_leave(const struct model_cap *cap)
{
	if (cap->lent || cap->landed)
		return E_STATE;
	return (cap->rights & ABI_RIGHT_SHARE) != 0 ? OK : E_RIGHTS;
}

static int64_t install(int domain, int to, const uint64_t *x)
{
	struct model_cap *cap;
	int64_t status = model_lookup(domain, x[1], &cap);

	if (status == OK)
		status = model_room(to, x[2]);
	if (status == OK)
		status = model_may_leave(cap);
	if (status == OK)
		model_put(to, x[2], *cap, x[3]);
	return status;
}

static struct model_pool *home_pool(int vp, int domain)
{
	int pool = model.domains[domain].pool;

	if (model.vps[vp].depth != 0 || model.vps[vp].home != domain)
		return NULL;
	return pool == NONE ? NULL : &model.pools[pool];
}

static void monitor(int vp, int domain, bool enters)
{
	struct model_vp *v = &model.vps[vp];
	struct model_pool *p = home_pool(vp, domain);

	if (p == NULL || (p->owner == vp) == enters) {
		model_end(v, E_STATE);
		return;
	}
	model_end(v, OK);
	if (!enters) {
		p->owner = NONE;
		model_give_token(p);
	} else if (model_take_token(p)) {
		p->owner = vp;
	} else {
		model_queue(p, vp);
	}
}

static void domain_operation(int vp, const struct model_cap *cap)
{
	struct model_vp *v = &model.vps[vp];
	int domain = model_object(cap);

	switch (v->x[8]) {
	case ABI_DOMAIN_INSTALL:
		model_end(v, install(model_in(vp), domain, v->x));
		break;
	case ABI_DOMAIN_STOP:
		model_end(v, OK);
		model_stop(domain);
		break;
	case ABI_DOMAIN_ENTER:
		monitor(vp, domain, true);
		break;
	case ABI_DOMAIN_EXIT:
		monitor(vp, domain, false);
		break;
	}
}

static void event_operation(int vp, const struct model_cap *cap)
{
	struct model_vp *v = &model.vps[vp];
	int event = model_object(cap);
	uint64_t timeout = v->x[1];

	if (v->x[8] == ABI_EVENT_WAIT &&
	    (model.events[event].bound != NONE ||
	     model_waiter_lives(event))) {
		model_end(v, E_BUSY);
		return;
	}
	if (v->x[8] == ABI_EVENT_WAIT && model.events[event].waiter != NONE)
		model_wait_ends(model.events[event].waiter, E_CANCELLED, 0);
	if (v->x[8] == ABI_EVENT_WAIT && model_owns(vp)) {
		model_end(v, E_STATE);
		return;
	}
	if (v->x[8] == ABI_EVENT_TAKE || model.events[event].bits != 0) {
		model_end(v, OK);
		v->x[1] = model.events[event].bits;
		model.events[event].bits = 0;
		model_untell(event);
		return;
	}
	model_end(v, OK);
	model.events[event].waiter = vp;
	v->wait = event;
	v->state = WAIT_EVENT;
	model_wait_begins(v, timeout);
	if (model_pool_inside(v) != NULL)
		model_give_token(model_pool_inside(v));
}

/* What the manual's table says: the object, and the right that is needed. */
static const struct {
	uint64_t operation;
	uint32_t type;		/* 0: any */
	uint32_t right;
} table[] = {
	{ ABI_CAP_COPY, 0, 0 },
	{ ABI_CAP_MINT, 0, ABI_RIGHT_CONTROL },
	{ ABI_CAP_MOVE, 0, 0 },
	{ ABI_CAP_DELETE, 0, 0 },
	{ ABI_CAP_INFO, 0, 0 },
	{ ABI_DOMAIN_INSTALL, ABI_TYPE_DOMAIN, ABI_RIGHT_CONTROL },
	{ ABI_DOMAIN_STOP, ABI_TYPE_DOMAIN, ABI_RIGHT_CONTROL },
	{ ABI_DOMAIN_ENTER, ABI_TYPE_DOMAIN, ABI_RIGHT_CONTROL },
	{ ABI_DOMAIN_EXIT, ABI_TYPE_DOMAIN, ABI_RIGHT_CONTROL },
	{ ABI_REGION_SHARE, ABI_TYPE_REGION, ABI_RIGHT_SHARE },
	{ ABI_REGION_UNSHARE, ABI_TYPE_REGION, ABI_RIGHT_SHARE },
	{ ABI_REGION_CHANGE, ABI_TYPE_REGION, ABI_RIGHT_CONTROL },
	{ ABI_GRANT_DELEGATE, ABI_TYPE_GRANT, ABI_RIGHT_CONTROL },
	{ ABI_GRANT_REVOKE, ABI_TYPE_GRANT, ABI_RIGHT_CONTROL },
	{ ABI_EVENT_TAKE, ABI_TYPE_EVENT, ABI_RIGHT_WAIT },
	{ ABI_EVENT_WAIT, ABI_TYPE_EVENT, ABI_RIGHT_WAIT },
	{ ABI_FACTORY_CREATE, ABI_TYPE_FACTORY, ABI_RIGHT_CONTROL },
	{ ABI_FACTORY_DELETE, ABI_TYPE_FACTORY, ABI_RIGHT_CONTROL },
	{ ABI_VP_START, ABI_TYPE_VP, ABI_RIGHT_CONTROL },
	{ ABI_VP_STOP, ABI_TYPE_VP, ABI_RIGHT_CONTROL },
	{ ABI_VP_BIND, ABI_TYPE_VP, ABI_RIGHT_CONTROL },
	{ ABI_BUDGET_READ, ABI_TYPE_BUDGET, ABI_RIGHT_READ },
	{ ABI_BUDGET_CHANGE, ABI_TYPE_BUDGET, ABI_RIGHT_CONTROL },
	{ ABI_IRQ_ACKNOWLEDGE, ABI_TYPE_IRQ, ABI_RIGHT_CONTROL },
};

static int64_t allowed(uint64_t operation, const struct model_cap *cap)
{
	for (unsigned i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
		if (table[i].operation != operation ||
		    (table[i].type != 0 && table[i].type != cap->type))
			continue;
		return (table[i].right & ~cap->rights) == 0 ? OK : E_RIGHTS;
	}
	return E_OPERATION;
}

static void irq_operation(struct model_vp *v, int irq)
{
	model_end(v, model.masked[irq] ? OK : E_STATE);
	model.masked[irq] = false;
}

void model_again(struct model_vp *v)
{
	v->pc -= 4;
	v->again = true;
}

void model_operation(int vp, struct model_cap *cap)
{
	struct model_vp *v = &model.vps[vp];
	int64_t status = allowed(v->x[8], cap);

	if (status != OK)
		model_end(v, status);
	else if (v->x[8] <= ABI_CAP_INFO)
		any_operation(v, model_in(vp), cap);
	else if (cap->type == ABI_TYPE_DOMAIN)
		domain_operation(vp, cap);
	else if (cap->type == ABI_TYPE_EVENT)
		event_operation(vp, cap);
	else if (cap->type == ABI_TYPE_GRANT)
		model_grant_operation(vp, cap);
	else if (cap->type == ABI_TYPE_REGION)
		model_region_operation(vp, cap);
	else if (cap->type == ABI_TYPE_FACTORY)
		model_factory_operation(vp, cap);
	else if (cap->type == ABI_TYPE_VP)
		model_vp_operation(vp, cap);
	else if (cap->type == ABI_TYPE_BUDGET)
		model_budget_operation(vp, cap);
	else
		irq_operation(v, model_object(cap));
}
