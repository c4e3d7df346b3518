/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * Grants.
 *
 * Delegating through a grant makes a capability that names the grant; copies of
 * it, however many and wherever, name it too. Revoking is one increment of the
 * grant's epoch, and the grant can be used again. Only views need work:
 * REVOKE_VIEWS of them are unmapped in one step, and the system call is made
 * again until none is left.
 */
#include <vesper/kernel/kernel.h>

/* Through a capability that was made under a grant: to that grant. */
RARE kernel_status grant_delegate(struct abi_vp *vp, const struct cap_view *cap)
{
	const uint64_t *x = vp->context.x;
	const struct abi_domain *domain = vp_domain(vp);
	struct abi_grant *grant = cap->object;
	const struct abi_grant *outer;
	struct cap_view source;
	struct abi_cap *room;

	TRY(cap_lookup(domain, x[1], &source));
	TRY(cap_room(domain, x[2], &room));
	outer = source.grant;
	if (cap_is_lent(&source))
		return E_STATE;
	if (grant->target != NULL || grant->views != NULL)
		return E_BUSY;
	/* Its epochs are used up: another one would be an old one's. */
	if (grant->epoch == UINT32_MAX)
		return E_EMPTY;
	if (outer != NULL && outer->depth == ABI_GRANT_DEPTH)
		return E_LEVEL;
	grant->depth = outer != NULL ? outer->depth + 1 : 1;
	grant->target = outer != NULL ? (void *)source.grant : source.object;
	grant->target_epoch = source.generation;
	source.where = abi_where(object_address(grant), source.badge);
	source.flags |= ABI_CAP_GRANTED;
	source.generation = grant->epoch;
	return cap_put(domain, room, &source, x[3]);
}

/* It is as its last deletion left it. */
kernel_status grant_make(struct abi_vp *vp, const struct cap_view *made)
{
	return OK;
}

/* The operation revoke as well. */
kernel_status grant_unmake(struct abi_vp *vp, const struct cap_view *cap)
{
	struct abi_grant *grant = cap->object;

	if (grant->target != NULL) {
		grant->epoch++;
		grant->target = NULL;
	}
	return views_remove(&grant->views);
}
