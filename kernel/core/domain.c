/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * Protection domains.
 *
 * A domain is stopped in one step: its root becomes the empty table, its pool
 * has no worker, and its state says so. The vps in it, or coming back to it,
 * find out when they run: they fault at the first instruction, or a C path
 * settles them (call.c).
 */
#include <vesper/kernel/kernel.h>

#define CLEAR_STEPS 8 /* views and slots emptied in one step of a deletion */

void domain_stop(struct abi_domain *domain)
{
	domain->state = ABI_DOMAIN_STOPPED;
	arch_domain_stop(domain);
	if (domain->pool != NULL) {
		event_cancel(domain->pool);
		pool_stop(domain->pool);
	}
	if (domain->supervisor != NULL)
		event_signal(domain->supervisor, arch_now(),
			     domain->supervisor_bits);
	sched_request();
}

RARE kernel_status domain_end(struct abi_vp *vp, const struct cap_view *cap)
{
	domain_stop(cap->object);
	return OK;
}

/* A copy of an own capability for a table that one controls. */
RARE kernel_status domain_install(struct abi_vp *vp, const struct cap_view *cap)
{
	const uint64_t *x = vp->context.x;
	struct cap_view source;
	struct abi_cap *room;

	TRY(cap_lookup(vp_domain(vp), x[1], &source));
	TRY(cap_room(cap->object, x[2], &room));
	TRY(cap_may_leave(&source));
	return cap_put(cap->object, room, &source, x[3]);
}

/* A vp of a server takes part in its monitor; it waits, and is helped, like a
 * caller. */
kernel_status domain_enter(struct abi_vp *vp, const struct cap_view *cap)
{
	if (vp_in_call(vp) || vp->home != cap->object ||
	    vp->home->pool == NULL || pool_owns(vp))
		return E_STATE;
	pool_resume(vp->home->pool, vp);
	return OK;
}

kernel_status domain_exit(struct abi_vp *vp, const struct cap_view *cap)
{
	if (vp->home != cap->object || !pool_owns(vp))
		return E_STATE;
	vp->home->pool->owner = NULL;
	pool_suspend(vp->home->pool);
	return OK;
}

kernel_status domain_found(const struct abi_vp *vp, struct abi_domain **domain)
{
	struct cap_view cap;

	TRY(cap_require(vp, 2, ABI_TYPE_DOMAIN, ABI_RIGHT_CONTROL, &cap));
	*domain = cap.object;
	return (*domain)->state == ABI_DOMAIN_RUNNING ? OK : E_STOPPED;
}

/* x2 = slot of the event that is told of its end (SIGNAL), all ones = none;
 * x3, x4 = its fault handler and the thread block of that, or 0. */
kernel_status domain_make(struct abi_vp *vp, const struct cap_view *made)
{
	const uint64_t *x = vp->context.x;
	struct abi_domain *domain = made->object;
	struct cap_view cap;

	domain->supervisor = NULL;
	if (x[2] != UINT64_MAX) {
		TRY(cap_require(vp, 2, ABI_TYPE_EVENT, ABI_RIGHT_SIGNAL, &cap));
		domain->supervisor = cap.object;
		domain->supervisor->uses++;
		domain->supervisor_bits = cap.badge;
	}
	domain->handler = x[3];
	domain->handler_stack = x[4];
	domain->handling = NULL;
	domain->fault = (struct abi_fault){ 0 };
	domain->cleared = 0;
	domain->state = ABI_DOMAIN_RUNNING;
	arch_domain_start(domain);
	return OK;
}

/* One view, or slot, of a domain that is deleted. */
static void domain_clear(const struct abi_domain *domain, uint64_t i)
{
	if (i >= domain->views_count)
		domain->caps[i - domain->views_count] = abi_cap_empty();
	else if (domain->views[i].region != NULL)
		view_remove(&domain->views[i]);
}

kernel_status domain_unmake(struct abi_vp *vp, const struct cap_view *cap)
{
	struct abi_domain *domain = cap->object;
	uint64_t all = domain->views_count + domain->caps_count;

	if (domain->state == ABI_DOMAIN_RUNNING || domain->pool != NULL ||
	    domain->made_vps != 0)
		return E_BUSY;
	for (int i = 0; i < CLEAR_STEPS && domain->cleared < all; i++)
		domain_clear(domain, domain->cleared++);
	if (domain->cleared < all)
		return operation_again();
	if (domain->supervisor != NULL)
		domain->supervisor->uses--;
	domain->supervisor = NULL;
	return OK;
}
