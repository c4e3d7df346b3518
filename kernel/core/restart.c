/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * Restarts.
 *
 * A stopped domain with a restart entry can run again, in the same place and
 * with the same capabilities, so that those of its clients stay good. First its
 * own code puts its memory in order: it runs on the domain's first vp, in a
 * link like a fault handler's, and holds the monitor's token meanwhile, so that
 * callers wait, and help it. Its reply lets them in, and every vp of the domain
 * begins anew.
 *
 * That is sound only if nothing of the old life comes back: no vp may have a
 * link in the domain, or be about to get one of its workers, and no vp of the
 * domain may be in a call. Until then the answer is E_BUSY. A vp that is in an
 * entry of the kernel's own might wait for ever there: that ends first, one vp
 * in a step. All bounds are of one domain: 16 workers, ABI_RESTART_VPS vps,
 * ABI_LINKS links each.
 */
#include <vesper/kernel/kernel.h>

struct abi_link *worker_link(const struct abi_worker *worker)
{
	struct abi_vp *vp = worker->holder;

	if (vp == NULL)
		return NULL;
	for (struct abi_link *link = vp->link; link != vp_base(vp); link++)
		if (link_worker(link) == worker)
			return link;
	return vp->handed == worker ? vp->link : NULL;
}

static bool domain_is_quiet(const struct abi_domain *domain)
{
	const struct abi_pool *pool = domain->pool;
	struct abi_vp *vps = domain->vps;

	for (uint64_t i = 0; i < domain->vps_count; i++)
		if (vp_in_call(&vps[i]) || vps[i].handed != NULL)
			return false;
	for (uint64_t i = 0; pool != NULL && i < pool->count; i++)
		if (worker_link(&pool->workers[i]) != NULL)
			return false;
	return true;
}

void vp_expel(struct abi_vp *vp)
{
	if (vp->state == ABI_VP_WAIT_EVENT &&
	    vp_domain(vp)->state != ABI_DOMAIN_RUNNING)
		event_wait_end(vp, E_CANCELLED, arch_now());
	if (vp->state == ABI_VP_READY || vp->state == ABI_VP_WAIT_POOL)
		(void)call_settle(vp, E_STOPPED);
}

bool domain_restarts(const struct abi_domain *domain)
{
	return domain->restart != 0 &&
	       (vp_base(domain->vps) - 1)->handler == ABI_LINK_RESTART;
}

void vp_interrupt(struct abi_vp *vp)
{
	if (vp->state == ABI_VP_WAIT_EVENT)
		vp->wait_event->wake = NULL;
	else if (vp->state == ABI_VP_WAIT_POOL)
		call_forget(vp);
	sched_unready(vp);
	vp->state = ABI_VP_DEAD;
}

RARE kernel_status domain_restart(struct abi_vp *asks, const struct cap_view *cap)
{
	struct abi_domain *domain = cap->object;
	struct abi_vp *vp = domain->vps;

	if (domain->restart == 0)
		return E_OPERATION;
	if (domain->state != ABI_DOMAIN_STOPPED)
		return E_STATE;
	for (uint64_t i = 0; i < domain->vps_count; i++)
		if (vp_in_call(&vp[i]) && vp_domain(&vp[i]) == domain) {
			vp_expel(&vp[i]);
			return operation_again();
		}
	pool_record(asks); /* those of others were when they lost the CPU */
	if (!domain_is_quiet(domain))
		return E_BUSY;
	for (uint64_t i = 0; i < domain->vps_count; i++)
		vp_interrupt(&vp[i]);
	domain->state = ABI_DOMAIN_RUNNING;
	domain->handling = NULL;
	arch_domain_start(domain);
	if (domain->pool != NULL)
		pool_fill(domain->pool, vp);
	(void)call_push_inside(vp, ABI_LINK_RESTART);
	call_begin(vp, domain->restart, vp->start_stack);
	sched_ready(vp);
	return OK;
}

/* A vp without a beginning of its own is there for restarts alone. */
RARE void domain_restarted(struct abi_vp *vp)
{
	const struct abi_domain *domain = vp->home;
	struct abi_pool *pool = domain->pool;

	for (uint64_t i = 0; i < domain->vps_count; i++, vp++) {
		vp_interrupt(vp);
		vp->reason = ABI_REASON_NONE;
		call_begin(vp, vp->start_pc, vp->start_stack);
		if (vp->start_pc != 0 && !vp_recovers(vp))
			sched_ready(vp);
	}
	if (pool != NULL) {
		pool->owner = NULL;
		pool_suspend(pool);
	}
}
