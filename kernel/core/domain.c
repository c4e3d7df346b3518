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

#include <vesper/abi/operation.h>
#include <vesper/kernel/arch.h>
#include <vesper/kernel/call.h>
#include <vesper/kernel/event.h>
#include <vesper/kernel/pool.h>
#include <vesper/kernel/restart.h>
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

/* A copy of an own capability for a table that one controls. */
static kernel_status domain_install(struct abi_vp *vp,
				    const struct abi_domain *domain)
{
	const struct abi_context *context = &vp->context;
	struct cap_view source;
	struct abi_cap *room;
	kernel_status status;

	status = cap_lookup(link_domain(vp_link(vp)), context->x[1], &source);
	if (status == OK)
		status = cap_room(domain, context->x[2], &room);
	if (status == OK)
		status = cap_may_leave(&source);
	if (status == OK)
		cap_put(domain, room, &source, context->x[3], source.badge);
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
static void domain_enter(struct abi_vp *vp, const struct abi_domain *domain)
{
	struct abi_pool *pool = object_at(domain->pool);

	if (!is_at_home(vp, domain) || pool_owns(vp)) {
		call_return(vp, E_STATE);
		return;
	}
	call_return(vp, OK);
	if (pool_resume(pool))
		pool->owner = object_address(vp);
	else
		pool_wait(pool, vp);
}

static void domain_exit(struct abi_vp *vp, const struct abi_domain *domain)
{
	struct abi_pool *pool = object_at(domain->pool);

	if (!is_at_home(vp, domain) || !pool_owns(vp)) {
		call_return(vp, E_STATE);
		return;
	}
	call_return(vp, OK);
	pool->owner = 0;
	pool_suspend(pool);
}

void domain_invoke(struct abi_vp *vp, const struct cap_view *cap)
{
	struct abi_domain *domain = cap->object;

	if ((cap->rights & ABI_RIGHT_CONTROL) == 0) {
		call_return(vp, E_RIGHTS);
		return;
	}
	switch (vp->context.x[8]) {
	case ABI_DOMAIN_INSTALL:
		call_return(vp, domain_install(vp, domain));
		break;
	case ABI_DOMAIN_STOP:
		call_return(vp, OK);
		domain_stop(domain);
		break;
	case ABI_DOMAIN_RESTART:
		call_return(vp, domain_restart(vp, domain));
		break;
	case ABI_DOMAIN_ENTER:
		domain_enter(vp, domain);
		break;
	case ABI_DOMAIN_EXIT:
		domain_exit(vp, domain);
		break;
	default:
		call_return(vp, E_OPERATION);
	}
}
