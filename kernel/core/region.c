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

#define CLEAN_PAGES	4u	/* made fit to be executed in one step */

/* Rights of a view that keep its region in its state: of these it has only what
 * the state allows. */
#define STATE_RIGHTS	(ABI_RIGHT_WRITE | ABI_RIGHT_EXEC)

static unsigned state_forbidden(const struct abi_region *region)
{
	return region->state == ABI_REGION_CODE ? ABI_RIGHT_WRITE
						: ABI_RIGHT_EXEC;
}

static void view_link(struct abi_region *region, struct abi_view *view)
{
	LIST_INSERT(&region->views, view, next, place);
	if ((view->rights & STATE_RIGHTS) != 0)
		region->writable++;
}

static inline void view_unlink(struct abi_region *region, struct abi_view *view)
{
	LIST_REMOVE(view, next, place);
	if ((view->rights & STATE_RIGHTS) != 0)
		region->writable--;
}

static uint64_t view_address(const struct abi_region *region, uint32_t window)
{
	return region->window + window * (uint64_t)ABI_WINDOW_SIZE;
}

void view_remove(struct abi_view *view)
{
	struct abi_region *region = view->region;

	space_unmap(view->domain,
		    view_address(region, view->window), view->windows);
	view_unlink(region, view);
	grant_remove_view(view);
	view->region = NULL;
}

RARE static kernel_status domain_behind(const struct abi_vp *vp,
					const struct abi_domain **domain)
{
	struct cap_view cap;
	kernel_status status = cap_require(vp, 1, ABI_TYPE_DOMAIN,
					   ABI_RIGHT_SHARE, &cap);

	*domain = cap.object;
	return status;
}

/* x1 and x2 name a view record of a domain. */
static kernel_status view_named(const struct abi_vp *vp, struct abi_view **view)
{
	uint64_t number = vp->context.x[2];
	const struct abi_domain *domain = cap_direct(vp_domain(vp),
						     vp->context.x[1],
						     ABI_TYPE_DOMAIN,
						     ABI_RIGHT_SHARE);
	kernel_status status;

	if (domain == NULL) {
		status = domain_behind(vp, &domain);
		if (status != OK)
			return status;
	}
	*view = domain->views + number;
	return number < domain->views_count ? OK : E_VALUE;
}

static kernel_status range_check(const struct abi_region *region,
				 uint32_t first, uint32_t windows)
{
	if (windows == 0 || windows > ABI_VIEW_WINDOWS ||
	    first >= region->windows || windows > region->windows - first)
		return E_VALUE;
	return OK;
}

kernel_status region_share(struct abi_vp *vp, const struct cap_view *cap)
{
	const struct abi_context *context = &vp->context;
	uint32_t first = (uint32_t)(context->x[3] >> 32);
	uint32_t windows = (uint32_t)context->x[3];
	unsigned rights = (unsigned)context->x[4] & cap->rights;
	struct abi_region *region = cap->object;
	struct abi_view *view;
	kernel_status status = view_named(vp, &view);

	if (status == OK)
		status = range_check(region, first, windows);
	if (status != OK)
		return status;
	if ((cap->flags & CAP_IS_LENT) != 0)
		return E_STATE;
	/* Views are found from the grant that they are linked to alone. */
	if (cap->grant != NULL && cap->grant->depth > 1)
		return E_LEVEL;
	/* No entry can take reading away. */
	if ((rights & ABI_RIGHT_READ) == 0 ||
	    (rights & state_forbidden(region)) != 0)
		return E_RIGHTS;
	if (view->region != NULL ||
	    !space_is_free(view->domain, view_address(region, first),
			   windows))
		return E_OCCUPIED;
	view->region = region;
	view->window = first;
	view->windows = windows;
	view->rights = rights;
	view->generation = key_generation(region->key);
	view_link(region, view);
	if ((rights & ABI_RIGHT_WRITE) != 0)
		region->clean = 0;
	grant_add_view(cap->grant, view);
	space_map(view->domain, view_address(region, first), windows,
		  region->table + first * (uint64_t)ABI_PAGE_SIZE, rights);
	return OK;
}

/* Some more pages of what is to be code; false if the caller cannot see them.
 * A step is a power of two, so it stays in one window. */
static bool clean_step(const struct abi_vp *vp, struct abi_region *region)
{
	uint32_t pages = region->pages - region->clean;

	if (pages > CLEAN_PAGES)
		pages = CLEAN_PAGES;
	if (!space_clean(vp_domain(vp), region, region->clean,
			 pages))
		return false;
	region->clean += pages;
	return true;
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
	if (cap_is_lent(cap->slot) || region->state == ABI_REGION_DEVICE)
		return E_STATE;
	if (state == region->state)
		return OK;
	if (region->writable != 0)
		return E_BUSY;
	if (code && region->clean < region->pages)
		return clean_step(vp, region) ? operation_again() : E_STATE;
	region->state = (uint32_t)state;
	return OK;
}

kernel_status region_unshare(struct abi_vp *vp, const struct cap_view *cap)
{
	struct abi_view *view;
	kernel_status status = view_named(vp, &view);

	if (status != OK)
		return status;
	if (view->region != cap->object)
		return E_STATE;
	view_remove(view);
	return OK;
}

/* x2 becomes where it is. */
kernel_status region_make(struct abi_vp *vp, void *object)
{
	struct abi_region *region = object;

	region->key |= ABI_KEY_LOOSE;
	vp->context.x[2] = region->window;
	return OK;
}

/* What is in its memory stays there. */
kernel_status region_unmake(struct abi_vp *vp, void *object)
{
	struct abi_region *region = object;

	for (int i = 0; i < REVOKE_VIEWS && region->views != NULL; i++)
		view_remove(region->views);
	if (region->views != NULL)
		return operation_again();
	region->state = ABI_REGION_DATA;
	return OK;
}
