/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * Capabilities.
 *
 * A capability is a pair of words in a table that its domain cannot write
 * (abi/cap.h). There is no tree of derivations: deleting an object, or revoking
 * a grant, is one increment of a generation, after which every capability to it
 * is stale and none can ever name what takes its place.
 */
#include <vesper/kernel/cap.h>

#include <vesper/kernel/operation.h>

/* The address in `where`: its upper half, sign-extended. */
static void *where_object(uint64_t where)
{
	return object_at((uint64_t)((int64_t)where >> ABI_CAP_OBJECT_SHIFT));
}

/* From a grant to the object behind it; NULL if a step is gone. */
static void *grant_object(const struct abi_grant *grant)
{
	for (uint32_t depth = grant->depth; depth > 1; depth--) {
		const struct abi_grant *outer = object_at(grant->target);

		if (outer == NULL || outer->epoch != grant->target_key)
			return NULL;
		grant = outer;
	}
	if (grant->target == 0 ||
	    object_key(object_at(grant->target)) != grant->target_key)
		return NULL;
	return object_at(grant->target);
}

/* What the generation of a capability must be that names `grant` or, if that is
 * NULL, `object`. */
static uint32_t named_generation(const struct abi_grant *grant,
				 const void *object)
{
	return grant != NULL ? grant->epoch
			     : key_generation(object_key(object));
}

kernel_status cap_lookup(const struct abi_domain *domain, uint64_t slot,
			 struct cap_view *view)
{
	struct abi_cap *table = object_at(domain->caps);
	const struct abi_cap *cap;
	void *object;

	if (slot >= domain->caps_count || table[slot].key == 0)
		return E_SLOT;
	cap = &table[slot];
	view->slot = &table[slot];
	object = where_object(cap->where);
	view->grant = (cap->key & ABI_CAP_GRANTED) != 0 ? object : NULL;
	if (named_generation(view->grant, object) != key_generation(cap->key))
		return E_STALE;
	if (view->grant != NULL)
		object = grant_object(view->grant);
	if (object == NULL)
		return E_STALE;
	view->object = object;
	view->badge = (uint32_t)cap->where;
	view->generation = key_generation(object_key(object));
	view->type = (uint8_t)(cap->key >> ABI_CAP_TYPE_SHIFT);
	view->rights = (uint8_t)(cap->key >> ABI_CAP_RIGHTS_SHIFT);
	return OK;
}

kernel_status cap_require(const struct abi_domain *domain, uint64_t slot,
			  enum abi_type type, unsigned rights,
			  struct cap_view *view)
{
	kernel_status status = cap_lookup(domain, slot, view);

	if (status != OK)
		return status;
	if (view->type != type)
		return E_TYPE;
	if ((view->rights & rights) != rights)
		return E_RIGHTS;
	return OK;
}

kernel_status cap_room(const struct abi_domain *domain, uint64_t slot,
		       struct abi_cap **room)
{
	struct abi_cap *table = object_at(domain->caps);

	if (slot >= domain->caps_count)
		return E_SLOT;
	if (table[slot].key != 0)
		return E_OCCUPIED;
	*room = &table[slot];
	return OK;
}

/* Whether a call from `domain` through `portal` goes up. */
static bool call_goes_up(const struct abi_domain *domain,
			 const struct abi_portal *portal)
{
	const struct abi_pool *pool = object_at(portal->pool);
	const struct abi_domain *server = object_at(pool->domain);

	return domain->level < server->level;
}

void cap_put(const struct abi_domain *domain, struct abi_cap *room,
	     const struct cap_view *view, uint64_t rights, uint32_t badge)
{
	const void *named = view->grant != NULL ? (void *)view->grant
						: view->object;
	unsigned flags = view->grant != NULL ? ABI_CAP_GRANTED : 0;
	unsigned kept = view->rights & (unsigned)rights;

	if (view->type == ABI_TYPE_PORTAL) {
		if (!call_goes_up(domain, view->object))
			kept &= ~(unsigned)ABI_RIGHT_CALL;
		if (domain->fp != 0)
			flags |= ABI_CAP_SLOW;
	}
	room->where = abi_where(object_address(named), badge);
	room->key = abi_key(view->type, kept, flags,
			    named_generation(view->grant, named));
}

kernel_status cap_may_leave(const struct cap_view *view)
{
	if (cap_is_lent(view->slot))
		return E_STATE;
	return (view->rights & ABI_RIGHT_SHARE) != 0 ? OK : E_RIGHTS;
}

static kernel_status copy_with(struct abi_vp *vp, const struct cap_view *view,
			       uint32_t badge)
{
	const struct abi_domain *domain = vp_domain(vp);
	struct abi_cap *room;
	kernel_status status = cap_room(domain, vp->context.x[1], &room);

	if (cap_is_lent(view->slot))
		return E_STATE;
	if (status == OK)
		cap_put(domain, room, view, vp->context.x[2], badge);
	return status;
}

kernel_status cap_copy(struct abi_vp *vp, const struct cap_view *view)
{
	return copy_with(vp, view, view->badge);
}

kernel_status cap_mint(struct abi_vp *vp, const struct cap_view *view)
{
	if (view->badge != 0)
		return E_STATE;
	if (vp->context.x[3] > UINT32_MAX)
		return E_VALUE;
	return copy_with(vp, view, (uint32_t)vp->context.x[3]);
}

kernel_status cap_move(struct abi_vp *vp, const struct cap_view *view)
{
	struct abi_cap *room;
	kernel_status status = cap_room(vp_domain(vp), vp->context.x[1], &room);

	if ((view->slot->key & ABI_CAP_LENT) != 0)
		return E_STATE;
	if (status != OK)
		return status;
	*room = *view->slot;
	room->key &= ~(uint64_t)ABI_CAP_LANDED;
	*view->slot = abi_cap_empty();
	return OK;
}

kernel_status cap_delete(struct abi_vp *vp, const struct cap_view *view)
{
	(void)vp;
	*view->slot = abi_cap_empty();
	return OK;
}

kernel_status cap_info(struct abi_vp *vp, const struct cap_view *view)
{
	uint64_t *x = vp->context.x;

	x[1] = view->type;
	x[2] = view->rights;
	x[3] = 0;
	if (view->type == ABI_TYPE_PORTAL)
		x[3] = ((const struct abi_portal *)view->object)->interface;
	return OK;
}
