/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * The second model: operations on grants and regions.
 */
#include "model_parts.h"

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

void model_revoke(int grant)
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

void model_grant_operation(int vp, const struct model_cap *cap)
{
	struct model_vp *v = &model.vps[vp];
	int grant = model_object(cap);

	if (v->x[8] == ABI_GRANT_DELEGATE) {
		model_end(v, delegate(model_in(vp), grant, v->x));
	} else {
		model_revoke(grant);
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

void model_unmap(int region)
{
	for (int d = 0; d < DOMAINS; d++)
		for (int i = 0; i < VIEWS; i++)
			if (model.views[d][i].region == region)
				model.views[d][i].region = NONE;
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
		model_again(v);
	} else {
		model.regions[region].code = code;
		model_end(v, OK);
	}
}

void model_region_operation(int vp, const struct model_cap *cap)
{
	struct model_vp *v = &model.vps[vp];

	if (v->x[8] == ABI_REGION_SHARE)
		model_end(v, share(model_in(vp), cap, v->x));
	else if (v->x[8] == ABI_REGION_CHANGE)
		change(v, cap);
	else
		model_end(v, unshare(model_in(vp), cap, v->x));
}

