/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * Regions and views.
 *
 * A region owns whole windows and the level-3 tables of them; two regions never
 * share one. Every sight of a region is a view record in the array of the
 * domain that sees it, linked to the region, so that taking memory back finds
 * them all: one bounded step for each view.
 *
 * W^X for the whole machine: `state` says whether views may be writable or
 * executable, and changes only while there is none of the other kind.
 */
#include <vesper/kernel/kernel.h>

/* Rights of a view that keep its region in its state, */
#define STATE_RIGHTS	(ABI_RIGHT_WRITE | ABI_RIGHT_EXEC)

/* and which of them a state forbids. */
static const uint8_t state_forbids[] = {
	[ABI_REGION_DATA] = ABI_RIGHT_EXEC,
	[ABI_REGION_CODE] = ABI_RIGHT_WRITE,
	[ABI_REGION_DEVICE] = ABI_RIGHT_EXEC,
};

static uint64_t window_of(const struct abi_region *region, uint32_t window)
{
	return (region->window >> ABI_WINDOW_SHIFT) + window;
}

void view_remove(struct abi_view *view)
{
	struct abi_region *region = view->region;

	space_unmap(view->domain, window_of(region, view->window),
		    view->windows);
	LIST_REMOVE(view, next, place);
	region->writable -= (view->rights & STATE_RIGHTS) != 0;
	if (view->grant != NULL)
		LIST_REMOVE(view, grant_next, grant_place);
	view->grant = NULL;
	view->region = NULL;
}

kernel_status views_remove(struct abi_view *const *first)
{
	for (int i = 0; i < REVOKE_VIEWS && *first != NULL; i++)
		view_remove(*first);
	return *first == NULL ? OK : operation_again();
}

/* x1 and x2 name a view record of a domain. */
static kernel_status view_named(const struct abi_vp *vp, struct abi_view **view)
{
	uint64_t number = vp->context.x[2];
	struct cap_view cap;

	TRY(cap_require(vp, 1, ABI_TYPE_DOMAIN, ABI_RIGHT_SHARE, &cap));
	*view = cap.domain->views + number;
	return number < cap.domain->views_count ? OK : E_VALUE;
}

kernel_status region_share(struct abi_vp *vp, const struct cap_view *cap)
{
	const uint64_t *x = vp->context.x;
	uint32_t first = (uint32_t)(x[3] >> 32), windows = (uint32_t)x[3];
	unsigned rights = (unsigned)x[4] & cap->rights;
	struct abi_region *region = cap->object;
	struct abi_grant *grant = cap->grant;
	struct abi_view *view;

	TRY(view_named(vp, &view));
	if (windows - 1 >= ABI_VIEW_WINDOWS ||
	    (uint64_t)first + windows > region->windows)
		return E_VALUE;
	if (cap_is_lent(cap))
		return E_STATE;
	/* Views are found from the grant that they are linked to alone. */
	if (grant != NULL && grant->depth > 1)
		return E_LEVEL;
	/* No entry can take reading away. */
	if ((rights & ABI_RIGHT_READ) == 0 ||
	    (rights & state_forbids[region->state]) != 0)
		return E_RIGHTS;
	if (view->region != NULL ||
	    !space_map(view->domain, window_of(region, first), windows,
		       region->table + first * (uint64_t)ABI_PAGE_SIZE, rights))
		return E_OCCUPIED;
	view->region = region;
	view->window = first;
	view->windows = windows;
	view->rights = rights;
	region->writable += (rights & STATE_RIGHTS) != 0;
	if ((rights & ABI_RIGHT_WRITE) != 0)
		region->clean = 0;
	LIST_INSERT(&region->views, view, next, place);
	view->grant = grant;
	if (grant != NULL)
		LIST_INSERT(&grant->views, view, grant_next, grant_place);
	return OK;
}

/* x1 = the state to be in. Made again until all pages are clean; a writable
 * view that somebody makes meanwhile ends that. */
RARE kernel_status region_change(struct abi_vp *vp, const struct cap_view *cap)
{
	struct abi_region *region = cap->object;
	uint64_t state = vp->context.x[1];
	bool code = state == ABI_REGION_CODE;

	if (state > ABI_REGION_CODE)
		return E_VALUE;
	if ((cap->rights & (code ? ABI_RIGHT_EXEC : ABI_RIGHT_WRITE)) == 0)
		return E_RIGHTS;
	if (cap_is_lent(cap) || region->state == ABI_REGION_DEVICE)
		return E_STATE;
	if (state == region->state)
		return OK;
	if (region->writable != 0)
		return E_BUSY;
	if (code && region->clean < region->pages)
		return space_clean(vp_domain(vp), region);
	region->state = (uint32_t)state;
	return OK;
}

kernel_status region_unshare(struct abi_vp *vp, const struct cap_view *cap)
{
	struct abi_view *view;

	TRY(view_named(vp, &view));
	if (view->region != cap->object)
		return E_STATE;
	view_remove(view);
	return OK;
}

/* x2 becomes where it is. */
kernel_status region_make(struct abi_vp *vp, const struct cap_view *made)
{
	made->region->key |= ABI_KEY_LOOSE;
	vp->context.x[2] = made->region->window;
	return OK;
}

/* What is in its memory stays there. */
kernel_status region_unmake(struct abi_vp *vp, const struct cap_view *cap)
{
	TRY(views_remove(&cap->region->views));
	cap->region->state = ABI_REGION_DATA;
	return OK;
}
