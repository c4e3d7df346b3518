/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * Capabilities.
 *
 * A capability is a pair of words in a table that its domain cannot write
 * (abi/cap.h). There is no tree of derivations: deleting an object, or revoking
 * a grant, is one increment of a generation, after which every capability to it
 * is stale and none can ever name what takes its place.
 */
#include <vesper/kernel/kernel.h>

/* From a grant, step by step, to the object behind it. */
kernel_status cap_lookup_granted(struct cap_view *view)
{
	uint64_t epoch = view->generation;

	view->grant = view->object;
	for (uint32_t depth = view->grant->depth; depth > 0; depth--) {
		const struct abi_grant *grant = view->object;

		if (grant->epoch != epoch || grant->target == NULL)
			return E_STALE;
		view->object = grant->target;
		epoch = grant->target_epoch;
	}
	return key_generation(object_key(view->object)) == epoch ? OK : E_STALE;
}

kernel_status cap_room(const struct abi_domain *domain, uint64_t slot,
		       struct abi_cap **room)
{
	if (slot >= domain->caps_count)
		return E_SLOT;
	*room = &domain->caps[slot];
	return (*room)->key == 0 ? OK : E_OCCUPIED;
}

#define KEY_KEPT (~UINT64_C(0xffffff) | ABI_CAP_GRANTED)
#define KEY_CALL KEY_RIGHTS(ABI_RIGHT_CALL)
#define KEY_CONTROL KEY_RIGHTS(ABI_RIGHT_CONTROL)

/* CALL is for those alone from whose domain a call goes up. CONTROL of a portal
 * makes callers: with a badge, it becomes CALL there (decision 0031). */
inline kernel_status cap_put(const struct abi_domain *domain,
			     struct abi_cap *room, const struct cap_view *view,
			     uint64_t rights)
{
	uint64_t key = view->key & (KEY_KEPT | KEY_RIGHTS(rights & UINT8_MAX));

	if (view->type == ABI_TYPE_PORTAL) {
		if (domain->level >= view->portal->pool->domain->level)
			key &= ~KEY_CALL;
		else if ((key & KEY_CONTROL) != 0 && view->badge != 0)
			key = (key & ~KEY_CONTROL) | KEY_CALL;
		if (domain->fp != 0)
			key |= ABI_CAP_SLOW;
	}
	room->where = view->where;
	room->key = key;
	return OK;
}

kernel_status cap_may_leave(const struct cap_view *view)
{
	if (cap_is_lent(view))
		return E_STATE;
	return (view->rights & ABI_RIGHT_SHARE) != 0 ? OK : E_RIGHTS;
}

inline kernel_status cap_copy(struct abi_vp *vp, const struct cap_view *view)
{
	const struct abi_domain *domain = vp_domain(vp);
	struct abi_cap *room;

	if (cap_is_lent(view))
		return E_STATE;
	TRY(cap_room(domain, vp->context.x[1], &room));
	return cap_put(domain, room, view, vp->context.x[2]);
}

kernel_status cap_mint(struct abi_vp *vp, const struct cap_view *view)
{
	struct cap_view minted;

	if (view->badge != 0)
		return E_STATE;
	if (vp->context.x[3] >> 32 != 0)
		return E_VALUE;
	minted.object = view->object;
	minted.where = view->where | vp->context.x[3];
	minted.key = view->key;
	return cap_copy(vp, &minted);
}

RARE kernel_status cap_move(struct abi_vp *vp, const struct cap_view *view)
{
	struct abi_cap *room;

	if ((view->flags & ABI_CAP_LENT) != 0)
		return E_STATE;
	TRY(cap_room(vp_domain(vp), vp->context.x[1], &room));
	*room = *view->slot;
	room->key &= ~(uint64_t)ABI_CAP_LANDED;
	return cap_delete(vp, view);
}

kernel_status cap_delete(struct abi_vp *vp, const struct cap_view *view)
{
	*view->slot = abi_cap_empty();
	return OK;
}

RARE kernel_status cap_info(struct abi_vp *vp, const struct cap_view *view)
{
	uint64_t *x = vp->context.x;

	x[1] = view->type;
	x[2] = view->rights;
	x[3] = view->type == ABI_TYPE_PORTAL ? view->portal->interface : 0;
	if (view->type == ABI_TYPE_REGION) {
		x[3] = view->region->window;
		x[4] = view->region->pages;
		x[5] = view->flags | (view->region->key & ABI_KEY_LOOSE);
	}
	return OK;
}
