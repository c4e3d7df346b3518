/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * Protection domains.
 *
 * A domain is stopped in one step: its root becomes the empty table, its pool
 * has no worker, and its state says so. The vps in it, or coming back to it,
 * find out when they run: they fault at the first instruction, or a C path
 * settles them (call.c).
 */
#include <vesper/kernel/domain.h>

#include <vesper/kernel/arch.h>
#include <vesper/kernel/event.h>
#include <vesper/kernel/operation.h>
#include <vesper/kernel/pool.h>
#include <vesper/kernel/sched.h>

void domain_stop(struct abi_domain *domain)
{
	domain->state = ABI_DOMAIN_STOPPED;
	arch_domain_stop(domain);
	if (domain->pool != 0) {
		event_cancel(object_at(domain->pool));
		pool_stop(object_at(domain->pool));
	}
	if (domain->supervisor != 0)
		event_signal(object_at(domain->supervisor),
			     domain->supervisor_bits);
	sched_request();
}

kernel_status domain_end(struct abi_vp *vp, const struct cap_view *cap)
{
	(void)vp;
	domain_stop(cap->object);
	return OK;
}

/* A copy of an own capability for a table that one controls. */
kernel_status domain_install(struct abi_vp *vp, const struct cap_view *cap)
{
	const struct abi_context *context = &vp->context;
	struct cap_view source;
	struct abi_cap *room;
	kernel_status status;

	status = cap_lookup(vp_domain(vp), context->x[1], &source);
	if (status == OK)
		status = cap_room(cap->object, context->x[2], &room);
	if (status == OK)
		status = cap_may_leave(&source);
	if (status == OK)
		cap_put(cap->object, room, &source, context->x[3],
			source.badge);
	return status;
}

/* Whether `vp` is at home in `domain`, which has a pool. */
static bool is_at_home(struct abi_vp *vp, const struct abi_domain *domain)
{
	return !vp_in_call(vp) && vp->home == object_address(domain) &&
	       domain->pool != 0;
}

/* A vp of a server takes part in its monitor; it waits, and is helped, like a
 * caller. */
kernel_status domain_enter(struct abi_vp *vp, const struct cap_view *cap)
{
	const struct abi_domain *domain = cap->object;
	struct abi_pool *pool = object_at(domain->pool);

	if (!is_at_home(vp, domain) || pool_owns(vp))
		return E_STATE;
	if (pool_resume(pool))
		pool->owner = object_address(vp);
	else
		pool_wait(pool, vp);
	return OK;
}

kernel_status domain_exit(struct abi_vp *vp, const struct cap_view *cap)
{
	const struct abi_domain *domain = cap->object;
	struct abi_pool *pool = object_at(domain->pool);

	if (!is_at_home(vp, domain) || !pool_owns(vp))
		return E_STATE;
	pool->owner = 0;
	pool_suspend(pool);
	return OK;
}
