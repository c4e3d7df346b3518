/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * Invocation.
 *
 * A call moves the caller's vp, and the time it runs on, into the server: a
 * free worker of the portal's pool is taken, a call link is pushed on the vp,
 * and the server starts at the portal's entry. A reply pops the link. Nothing
 * is queued, copied or allocated; only when no worker is free does the vp wait.
 *
 * Invariants: links of a vp are live from vp->link up to the base link; a
 * worker is on its pool's free list, or in exactly one link, or its domain is
 * stopped; pool->waiters is not empty only while pool->free is.
 */
#include <vesper/kernel/call.h>

#include <vesper/abi/syscall.h>
#include <vesper/kernel/arch.h>
#include <vesper/kernel/cap.h>
#include <vesper/kernel/panic.h>
#include <vesper/kernel/sched.h>

#define METHOD_MASK	0xffffu
#define CLOBBERED_FIRST	9	/* x9..x18: what SVC does not keep */
#define CLOBBERED_LAST	18
#define KEPT_FIRST	19	/* x19..x30: in the link */
#define KEPT_LAST	30

static void context_clear(struct abi_context *context, int first, int last)
{
	for (int i = first; i <= last; i++)
		context->x[i] = 0;
}

/* The end of a system call other than a call that went into a server. */
static void call_return(struct abi_context *context, kernel_status status)
{
	context->x[0] = (uint64_t)status;
	context_clear(context, 1, 7);
	context->x[8] = (uint64_t)status & METHOD_MASK;
	context_clear(context, CLOBBERED_FIRST, CLOBBERED_LAST);
}

static void link_save(struct abi_link *link, const struct abi_context *context)
{
	link->pc = context->pc;
	link->sp = context->sp;
	link->tls = context->tls;
	for (int i = KEPT_FIRST; i <= KEPT_LAST; i++)
		link->saved[i - KEPT_FIRST] = context->x[i];
}

static void link_restore(const struct abi_link *link,
			 struct abi_context *context)
{
	context->pc = link->pc;
	context->sp = link->sp;
	context->tls = link->tls;
	for (int i = KEPT_FIRST; i <= KEPT_LAST; i++)
		context->x[i] = link->saved[i - KEPT_FIRST];
	context->pstate = 0;
}

/* Move `vp` into the portal's server on `worker`, which is off the list. */
static void call_push(struct abi_vp *vp, const struct abi_portal *portal,
		      struct abi_worker *worker, uint32_t badge)
{
	struct abi_pool *pool = object_at(portal->pool);
	struct abi_context *context = &vp->context;
	struct abi_link *link = vp_link(vp) - 1;

	kernel_assert(link >= vp->links);
	link_save(link, context);
	link->domain = pool->domain;
	link->worker = object_address(worker);
	link->pool = portal->pool;
	link->slow_worker = 0;
	vp->link = object_address(link);

	context->x[0] = badge | (context->x[8] & METHOD_MASK) << 32;
	context_clear(context, 8, KEPT_LAST);
	context->sp = worker->stack;
	context->tls = worker->stack;
	context->pc = portal->entry;
	context->pstate = 0;
}

static struct abi_worker *pool_take(struct abi_pool *pool)
{
	struct abi_worker *worker = object_at(pool->free);

	if (worker != NULL)
		pool->free = worker->next;
	return worker;
}

/* Behind the others that wait: first come, first served. */
static void pool_wait(struct abi_pool *pool, struct abi_vp *vp)
{
	uint64_t *at = &pool->waiters;

	while (*at != 0)
		at = &((struct abi_vp *)object_at(*at))->next;
	*at = object_address(vp);
	vp->next = 0;
	vp->wait = object_address(pool);
	vp->state = ABI_VP_WAIT_POOL;
}

/*
 * Try the call in the context's x0 and x8 from the start, as often as the vp
 * has waited: whatever it names may be gone by now. False if the vp waits.
 */
static bool call_try(struct abi_vp *vp)
{
	struct abi_context *context = &vp->context;
	struct abi_worker *worker;
	struct abi_portal *portal;
	struct abi_domain *server;
	struct abi_pool *pool;
	struct cap_view cap;
	kernel_status status;

	status = cap_require(link_domain(vp_link(vp)), context->x[0],
			     ABI_TYPE_PORTAL, ABI_RIGHT_CALL, &cap);
	if (status != OK) {
		call_return(context, status);
		return true;
	}
	portal = cap.object;
	pool = object_at(portal->pool);
	server = object_at(pool->domain);
	if (server->state != ABI_DOMAIN_RUNNING) {
		call_return(context, E_STOPPED);
		return true;
	}
	worker = pool_take(pool);
	if (worker == NULL) {
		pool_wait(pool, vp);
		return false;
	}
	call_push(vp, portal, worker, cap.badge);
	return true;
}

void call_enter(struct abi_vp *vp)
{
	(void)call_try(vp);
}

/* `vp` waits no longer, whatever for. */
static void pool_leave(struct abi_vp *vp)
{
	struct abi_pool *pool = object_at(vp->wait);
	uint64_t *at = &pool->waiters;

	while (*at != object_address(vp))
		at = &((struct abi_vp *)object_at(*at))->next;
	*at = vp->next;
	vp->wait = 0;
	sched_ready(vp);
}

/* The first vp that waits for `pool` tries its call again. */
static void pool_wake(struct abi_pool *pool)
{
	struct abi_vp *vp = object_at(pool->waiters);

	pool->waiters = vp->next;
	vp->wait = 0;
	if (call_try(vp))
		sched_ready(vp);
}

static void worker_release(struct abi_worker *worker)
{
	struct abi_pool *pool = object_at(worker->pool);
	struct abi_domain *domain = object_at(pool->domain);

	if (domain->state != ABI_DOMAIN_RUNNING)
		return;
	worker->next = pool->free;
	pool->free = object_address(worker);
	if (pool->waiters != 0)
		pool_wake(pool);
}

/* Pop the innermost link; the caller's registers but x0..x8 are back. */
static void link_pop(struct abi_vp *vp)
{
	struct abi_link *link = vp_link(vp);
	uint64_t worker = link->worker != 0 ? link->worker : link->slow_worker;

	link_restore(link, &vp->context);
	vp->link = object_address(link + 1);
	if (worker != 0)
		worker_release(object_at(worker));
}

void call_unwind(struct abi_vp *vp, kernel_status status)
{
	bool popped = false;

	while (link_domain(vp_link(vp))->state != ABI_DOMAIN_RUNNING) {
		if (vp->state == ABI_VP_WAIT_POOL)
			pool_leave(vp);
		if (!vp_in_call(vp)) {
			vp->state = ABI_VP_DEAD;
			return;
		}
		link_pop(vp);
		popped = true;
	}
	if (popped)
		call_return(&vp->context, status);
}

void call_reply(struct abi_vp *vp)
{
	struct abi_context *context = &vp->context;

	if (!vp_in_call(vp)) {
		call_return(context, (kernel_status)E_NO_CALL);
		return;
	}
	link_pop(vp);
	context->x[8] = 0;
	context_clear(context, CLOBBERED_FIRST, CLOBBERED_LAST);
	call_unwind(vp, E_STOPPED);
}

/* Replies to a stopped domain take the C path, which goes on to unwind. */
static void link_divert(struct abi_link *link)
{
	if (link->worker == 0)
		return;
	link->slow_worker = link->worker;
	link->worker = 0;
}

static void vp_domain_stopped(struct abi_vp *vp, struct abi_domain *domain)
{
	struct abi_link *innermost = vp_link(vp);

	for (struct abi_link *link = vp_base(vp); link > innermost; link--)
		if (link_domain(link) == domain)
			link_divert(link - 1);
	call_unwind(vp, E_STOPPED);
}

static void pool_domain_stopped(struct abi_pool *pool)
{
	pool->free = 0;
	while (pool->waiters != 0)
		pool_wake(pool);
}

void call_domain_stopped(struct abi_domain *domain)
{
	struct abi_pool *pools = object_at(boot_record.pools.base);
	struct abi_vp *vps = vp_table();

	for (uint64_t i = 0; i < boot_record.pools.count; i++)
		if (object_at(pools[i].domain) == domain)
			pool_domain_stopped(&pools[i]);
	for (uint64_t i = 0; i < boot_record.vps.count; i++)
		if (vps[i].state != ABI_VP_DEAD)
			vp_domain_stopped(&vps[i], domain);
}
