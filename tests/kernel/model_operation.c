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
	if (model.vps[vp].depth != 0 || model_homes[vp] != domain)
		return NULL;
	for (int i = 0; i < POOLS; i++)
		if (model.pools[i].domain == domain)
			return &model.pools[i];
	return NULL;
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
	    (event == BOUND_EVENT || model.events[event].waiter != NONE)) {
		model_end(v, E_BUSY);
		return;
	}
	if (v->x[8] == ABI_EVENT_WAIT && model_owns(vp)) {
		model_end(v, E_STATE);
		return;
	}
	if (v->x[8] == ABI_EVENT_TAKE || model.events[event].bits != 0) {
		model_end(v, OK);
		v->x[1] = model.events[event].bits;
		model.events[event].bits = 0;
		model.events[event].told = false;
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

/* ---- grants, regions ---------------------------------------------------- */

static bool grant_has_views(int grant)
{
	for (int d = 0; d < DOMAINS; d++)
		for (int i = 0; i < VIEWS; i++)
			if (model.views[d][i].region != NONE &&
			    model.views[d][i].grant == grant)
				return true;
	return false;
}

static int64_t delegate(int domain, int grant, const uint64_t *x)
{
	struct model_cap made, *cap;
	int64_t status = model_lookup(domain, x[1], &cap);

	if (status == OK)
		status = model_room(domain, x[2]);
	if (status != OK)
		return status;
	if (cap->lent || cap->landed)
		return E_STATE;
	if (model.grants[grant].used || grant_has_views(grant))
		return E_BUSY;
	made = *cap;
	model.grants[grant].used = true;
	model.grants[grant].grant = cap->grant;
	model.grants[grant].grant_epoch = cap->grant_epoch;
	model.grants[grant].object = cap->object;
	model.grants[grant].type = cap->type;
	model.grants[grant].life = cap->life;
	model.grants[grant].depth =
		cap->grant == NONE ? 1 : model.grants[cap->grant].depth + 1;
	made.grant = grant;
	made.grant_epoch = model.grants[grant].epoch;
	made.object = NONE;
	model_put(domain, x[2], made, x[3]);
	return OK;
}

static void revoke(int grant)
{
	if (model.grants[grant].used) {
		model.grants[grant].epoch++;
		model.grants[grant].used = false;
	}
	for (int d = 0; d < DOMAINS; d++)
		for (int i = 0; i < VIEWS; i++)
			if (model.views[d][i].grant == grant)
				model.views[d][i].region = NONE;
}

static void grant_operation(int vp, const struct model_cap *cap)
{
	struct model_vp *v = &model.vps[vp];
	int grant = model_object(cap);

	if (v->x[8] == ABI_GRANT_DELEGATE) {
		model_end(v, delegate(model_in(vp), grant, v->x));
	} else {
		revoke(grant);
		model_end(v, OK);
	}
}

static int64_t view_named(int domain, const uint64_t *x, int *d,
			  struct model_view **view)
{
	struct model_cap *cap;
	int64_t status = model_require(domain, x[1], ABI_TYPE_DOMAIN,
				 ABI_RIGHT_SHARE, &cap);

	if (status != OK)
		return status;
	if (x[2] >= VIEWS)
		return E_VALUE;
	*d = model_object(cap);
	*view = &model.views[*d][x[2]];
	return OK;
}

static bool windows_overlap(int d, int region, int first, int windows)
{
	for (int i = 0; i < VIEWS; i++) {
		const struct model_view *v = &model.views[d][i];

		if (v->region == region && v->first < first + windows &&
		    first < v->first + v->windows)
			return true;
	}
	return false;
}

static int64_t share(int domain, const struct model_cap *cap, const uint64_t *x)
{
	int region = model_object(cap), d;
	uint32_t first = (uint32_t)(x[3] >> 32), windows = (uint32_t)x[3];
	uint32_t rights = (uint32_t)x[4] & cap->rights;
	struct model_view *view;
	int64_t status = view_named(domain, x, &d, &view);

	if (status != OK)
		return status;
	if (windows == 0 || first >= REGION_WINDOWS ||
	    windows > REGION_WINDOWS - first)
		return E_VALUE;
	if (cap->lent || cap->landed)
		return E_STATE;
	if (cap->grant != NONE && model.grants[cap->grant].depth > 1)
		return E_LEVEL;
	if ((rights & (model.regions[region].code ? ABI_RIGHT_WRITE
						  : ABI_RIGHT_EXEC)) != 0 ||
	    (rights & ABI_RIGHT_READ) == 0)
		return E_RIGHTS;
	if (view->region != NONE ||
	    windows_overlap(d, region, (int)first, (int)windows))
		return E_OCCUPIED;
	if ((rights & ABI_RIGHT_WRITE) != 0)
		model.regions[region].clean = 0;
	*view = (struct model_view){ region, (int)first, (int)windows, rights,
				     cap->grant };
	return OK;
}

static int64_t unshare(int domain, const struct model_cap *cap,
		       const uint64_t *x)
{
	struct model_view *view;
	int d;
	int64_t status = view_named(domain, x, &d, &view);

	if (status != OK)
		return status;
	if (view->region != model_object(cap))
		return E_STATE;
	view->region = NONE;
	return OK;
}

/* Whether anybody sees the region with this right. */
static bool has_view(int region, uint32_t right)
{
	for (int d = 0; d < DOMAINS; d++)
		for (int i = 0; i < VIEWS; i++)
			if (model.views[d][i].region == region &&
			    (model.views[d][i].rights & right) != 0)
				return true;
	return false;
}

static void change(struct model_vp *v, const struct model_cap *cap)
{
	int region = model_object(cap);
	bool code = v->x[1] == 1, was = model.regions[region].code;
	uint32_t right = code ? ABI_RIGHT_EXEC : ABI_RIGHT_WRITE;

	if (v->x[1] > 1) {
		model_end(v, E_VALUE);
	} else if ((cap->rights & right) == 0) {
		model_end(v, E_RIGHTS);
	} else if (cap->lent || cap->landed) {
		model_end(v, E_STATE);
	} else if (code != was && has_view(region, was ? ABI_RIGHT_EXEC
						       : ABI_RIGHT_WRITE)) {
		model_end(v, E_BUSY);
	} else if (code && !was &&
		   model.regions[region].clean < REGION_PAGES) {
		model.regions[region].clean += STEP_PAGES;
		v->pc -= 4;
		v->again = true;
	} else {
		model.regions[region].code = code;
		model_end(v, OK);
	}
}

static void region_operation(int vp, const struct model_cap *cap)
{
	struct model_vp *v = &model.vps[vp];

	if (v->x[8] == ABI_REGION_SHARE)
		model_end(v, share(model_in(vp), cap, v->x));
	else if (v->x[8] == ABI_REGION_CHANGE)
		change(v, cap);
	else
		model_end(v, unshare(model_in(vp), cap, v->x));
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

/* Places are taken in turn. */
static int64_t create(int domain, uint64_t *x)
{
	struct model_cap cap = { .type = ABI_TYPE_EVENT, .grant = NONE };
	int64_t status = model_room(domain, x[1]);
	int place = model.last_made;

	if (status != OK)
		return status;
	for (int n = 0; n < MADE_EVENTS; n++) {
		place = (place + 1) % MADE_EVENTS;
		if (!model.events[EVENTS + place].made)
			break;
	}
	cap.object = EVENTS + place;
	if (model.events[cap.object].made)
		return E_EMPTY;
	cap.rights = 0xff;
	cap.life = model.events[cap.object].life;
	model.events[cap.object].made = true;
	model.events[cap.object].bits = 0;
	model.last_made = place;
	model_put(domain, x[1], cap, UINT64_MAX);
	x[1] = (uint64_t)place;
	return OK;
}

/* Who waits for it does no longer. */
static int64_t delete(uint64_t place)
{
	int event = EVENTS + (int)place;

	if (place >= MADE_EVENTS)
		return E_VALUE;
	if (!model.events[event].made)
		return E_EMPTY;
	if (model.events[event].waiter != NONE)
		model_wait_ends(model.events[event].waiter, E_CANCELLED, 0);
	model.events[event].made = false;
	model.events[event].life++;
	return OK;
}

static void irq_operation(struct model_vp *v, int irq)
{
	model_end(v, model.masked[irq] ? OK : E_STATE);
	model.masked[irq] = false;
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
		grant_operation(vp, cap);
	else if (v->x[8] == ABI_FACTORY_CREATE)
		model_end(v, create(model_in(vp), v->x));
	else if (v->x[8] == ABI_FACTORY_DELETE)
		model_end(v, delete(v->x[1]));
	else if (cap->type == ABI_TYPE_IRQ)
		irq_operation(v, model_object(cap));
	else
		region_operation(vp, cap);
}
