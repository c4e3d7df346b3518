/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * Invocation.
 *
 * A call moves the caller's vp, and the time it runs on, into the server: a
 * free worker of the portal's pool is taken, a call link is pushed on the vp,
 * and the server starts at the portal's entry. A reply pops the link. Nothing
 * is queued, copied or allocated; only when no worker is free does the vp wait.
 *
 * Stopping a domain changes no link: its root becomes the empty table, so that
 * a vp that comes back to it by the fast path faults at once, and every C path
 * ends in call_settle(), which pops links of stopped domains.
 *
 * Invariants: links of a vp are live from vp->link up to the base link; a
 * worker is idle in its pool, or handed to a vp, or in exactly one link, or its
 * domain is stopped. A call whose time limit passed moves, with all that it has
 * called, to the recovery vp of its server (recovery.c).
 */
#include <vesper/kernel/kernel.h>

#define CLOBBERED_FIRST	9	/* x9..x18: what SVC does not keep */
#define CLOBBERED_LAST	18
#define KEPT_FIRST	19	/* x19..x30: in the link */
#define KEPT_LAST	30

static void context_clear(struct abi_context *context, int first, int last)
{
	/* Where the bounds are constants: a store for two registers. */
#pragma GCC unroll 31
	for (int i = first; i <= last; i++)
		context->x[i] = 0;
}

void call_return(struct abi_vp *vp, kernel_status status)
{
	context_clear(&vp->context, 1, 7);
	call_end(vp, status);
}

void call_done(struct abi_vp *vp, kernel_status status)
{
	if (status != NO_STATUS)
		call_return(vp, status);
}

void call_clobber(struct abi_vp *vp)
{
	context_clear(&vp->context, CLOBBERED_FIRST, CLOBBERED_LAST);
}

void call_clear(struct abi_vp *vp)
{
	call_clobber(vp);
	context_clear(&vp->context, KEPT_FIRST, KEPT_LAST);
}

static void link_save(struct abi_link *link, const struct abi_context *context)
{
	link->pc = context->pc;
	link->sp = context->sp;
	link->tls = context->tls;
#pragma GCC unroll 12
	for (int i = KEPT_FIRST; i <= KEPT_LAST; i++)
		link->saved[i - KEPT_FIRST] = context->x[i];
}

static void link_restore(const struct abi_link *link,
			 struct abi_context *context)
{
	context->pc = link->pc;
	context->sp = link->sp;
	context->tls = link->tls;
#pragma GCC unroll 12
	for (int i = KEPT_FIRST; i <= KEPT_LAST; i++)
		context->x[i] = link->saved[i - KEPT_FIRST];
	context->pstate = 0;
}

/* The reply of this link takes the C path. */
static void link_divert(struct abi_link *link)
{
	link->reply = ABI_REPLY_SLOW;
	if (link->worker == NULL)
		return;
	link->slow_worker = link->worker;
	link->worker = NULL;
}

void call_divert_home(struct abi_vp *vp)
{
	if (vp_in_call(vp))
		link_divert(vp_base(vp) - 1);
}

static bool link_uses_fp(const struct abi_link *link)
{
	return link->domain->fp != 0 || link[1].domain->fp != 0;
}

/* The tightest limit of the links that are live. */
static void limit_update(struct abi_vp *vp)
{
	uint64_t limit = 0, frozen = 0;

	for (struct abi_link *link = vp->link; link != vp_base(vp); link++) {
		if (link->limit != 0 && (limit == 0 || link->limit < limit))
			limit = link->limit;
		frozen |= link->frozen;
	}
	vp->sched.limit = limit;
	vp->watched = (limit | frozen) != 0;
	sched_request();
}

/* Move `vp` into the portal's server on `worker`, which is in no list. */
static void call_push(struct abi_vp *vp, const struct abi_portal *portal,
		      struct abi_worker *worker, uint32_t badge)
{
	struct abi_pool *pool = portal->pool;
	struct abi_context *context = &vp->context;
	struct abi_link *link = vp->link - 1;
	uint64_t fields;
	bool fast;

	kernel_assert(link >= vp->links);
	link_save(link, context);
	link->domain = pool->domain;
	link->pool = portal->pool;
	vp->link = link;
	link->limit = link->frozen = 0;
	if (portal->limit != 0) {
		link->limit = vp->sched.spent + portal->limit;
		limit_update(vp);
	}
	fields = context->x[8] & ~(uint64_t)ABI_METHOD_MASK;
	fast = fields == 0 && portal->limit == 0 && !link_uses_fp(link);
	link->worker = fast ? worker : NULL;
	link->slow_worker = fast ? NULL : worker;

	context->x[0] = badge | (context->x[8] & ABI_METHOD_MASK) << 32;
	context->x[8] = fields == 0 ? 0 : transfer_send(link[1].domain,
							link, fields);
	call_clear(vp);
	call_start(vp, portal->entry, worker->stack);
}

void call_start(struct abi_vp *vp, uint64_t pc, uint64_t stack)
{
	struct abi_context *context = &vp->context;

	context->sp = stack;
	context->tls = stack;
	context->pc = pc;
	context->pstate = 0;
}

void call_begin(struct abi_vp *vp, uint64_t pc, uint64_t stack)
{
	context_clear(&vp->context, 0, CLOBBERED_FIRST - 1);
	call_clear(vp);
	call_start(vp, pc, stack);
}

inline struct abi_link *call_push_inside(struct abi_vp *vp,
					 enum abi_link_kind kind)
{
	struct abi_link *link = vp->link - 1;

	link->domain = (link + 1)->domain;
	link->worker = link->slow_worker = NULL;
	link->pool = (link + 1)->pool;
	link->handler = kind;
	link->limit = link->frozen = 0;
	vp->link = link;
	return link;
}

/* Enter on a worker that is the caller's now, or fail and give it back. */
RARE static kernel_status call_enter_on(struct abi_vp *vp,
					const struct abi_portal *portal,
					struct abi_worker *worker,
					uint32_t badge)
{
	kernel_status status = transfer_check(vp, worker, vp->context.x[8]);

	if (status != OK) {
		pool_release(worker);
		return status;
	}
	call_push(vp, portal, worker, badge);
	return NO_STATUS;
}

kernel_status call_enter(struct abi_vp *vp)
{
	struct abi_worker *worker;
	struct abi_portal *portal;
	struct cap_view cap;

	TRY(cap_require(vp, 0, ABI_TYPE_PORTAL, ABI_RIGHT_CALL, &cap));
	portal = cap.object;
	if (pool_is_stopped(portal->pool))
		return E_STOPPED;
	worker = pool_take(portal->pool);
	if (worker != NULL)
		return call_enter_on(vp, portal, worker, cap.badge);
	/* The authority to enter is looked at again then. */
	vp->portal = portal;
	vp->enters = 1;
	pool_wait(portal->pool, vp);
	return NO_STATUS;
}

/* Without capabilities. */
kernel_status call_enter_plain(struct abi_vp *vp)
{
	vp->context.x[8] &= ABI_METHOD_MASK;
	return call_enter(vp);
}

/* By one compare, as vectors.S finds it: what is unusual differs there. */
static inline const struct abi_portal *portal_find(const struct abi_vp *vp,
						   uint64_t *badge)
{
	uint64_t others = ABI_CAP_RIGHTS_MASK &
			  ~((uint64_t)ABI_RIGHT_CALL << ABI_CAP_RIGHTS_SHIFT);
	const struct abi_domain *domain = vp_domain(vp);
	const struct abi_cap *cap = domain->caps;
	uint64_t slot = vp->context.x[0], where;

	if (slot >= domain->caps_count || cap[slot].key == 0)
		return NULL;
	where = cap[slot].where;
	*badge = (uint32_t)where;
	where = (uint64_t)((int64_t)where >> ABI_CAP_OBJECT_SHIFT);
	return (cap[slot].key & ~others) == object_key(object_at(where))
		       ? object_at(where)
		       : NULL;
}

bool call_enter_short(struct abi_vp *vp)
{
	struct abi_link *link = vp->link - 1;
	uint64_t x8 = vp->context.x[8], badge, seen;
	const struct abi_portal *portal = portal_find(vp, &badge);
	struct abi_worker *worker;
	struct abi_pool *pool;

	/* With a reason to activate the vp, the reply is to look at that. */
	if (portal == NULL || vp->reason != ABI_REASON_NONE)
		return false;
	pool = portal->pool;
	worker = pool->free;
	if (worker == NULL)
		return false;
	seen = transfer_short(vp_domain(vp), pool->domain,
			      worker->landing, x8);
	if (seen == 0)
		return false;
	pool->free = worker->next;
	link->domain = pool->domain;
	link->worker = NULL;
	link->pool = portal->pool;
	link->slow_worker = worker;
	link->fields = x8;
	link->reply = ABI_REPLY_CAP;
	vp->link = link;
	vp->context.x[0] = badge | (x8 & ABI_METHOD_MASK) << 32;
	vp->context.x[8] = seen;
	call_start(vp, portal->entry, worker->stack);
	return true;
}

/* The end of a wait for a worker: enter, or find out that it is too late. The
 * portal may be gone, and another one in its place. */
RARE static kernel_status call_admit(struct abi_vp *vp)
{
	const struct abi_portal *portal = vp->portal;
	struct abi_worker *worker = vp->handed;
	struct abi_pool *pool = vp->wait_pool;
	struct cap_view cap;
	kernel_status status;

	vp->portal = NULL;
	vp->handed = NULL;
	vp->wait_pool = NULL;
	vp->enters = 0;
	if (pool_is_stopped(pool)) {
		pool_stop(pool);
		return E_STOPPED;
	}
	status = cap_require(vp, 0, ABI_TYPE_PORTAL, ABI_RIGHT_CALL, &cap);
	if (status == OK &&
	    (cap.object != portal || portal->pool != pool))
		status = E_STALE;
	if (status == OK && vp_domain(vp)->state == ABI_DOMAIN_RUNNING)
		return call_enter_on(vp, portal, worker, cap.badge);
	pool_release(worker);
	return status;
}

/* Of several limits that are over the outermost counts: the others are within
 * what it has promised. */
kernel_status call_limit_passed(struct abi_vp *vp)
{
	struct abi_link *link = vp_base(vp) - 1;

	if (vp->portal != NULL)
		call_done(vp, call_admit(vp));
	while (link->limit == 0 || link->limit > vp->sched.spent)
		link--;
	link->limit = 0;
	limit_update(vp);
	return recovery_take(vp, link) ? E_STOPPED
				       : fault_time_limit(vp, link->domain);
}

/* A limit that is over on one vp is so on the other. */
static uint64_t limit_move(uint64_t limit, const struct abi_vp *vp,
			   const struct abi_vp *to)
{
	if (limit == 0 || limit <= vp->sched.spent)
		return limit != 0;
	return limit - vp->sched.spent + to->sched.spent;
}

/* The registers of the first one's caller do not go along. */
RARE void call_move(struct abi_vp *vp, struct abi_link *link, struct abi_vp *to)
{
	struct abi_link *moved = vp_base(to);

	transfer_end(link, link[1].domain, E_LIMIT);
	for (struct abi_link *from = link; from >= vp->link; from--) {
		*--moved = *from;
		moved->limit = limit_move(from->limit, vp, to);
		link_divert(moved);
		from->slow_worker = NULL;
		from->limit = from->fields = from->reply = 0;
	}
	to->link = moved;
	moved = vp_base(to) - 1;
	link_save(moved, &to->context);
	moved->frozen = 1;
	to->context = vp->context;
	pool_record(to);
	limit_update(to);
	link_restore(link, &vp->context);
	vp->link = link + 1;
	limit_update(vp);
	call_clobber(vp);
	call_return(vp, E_LIMIT);
}

/* Pop the innermost link; the caller's x0..x8 are still the callee's. */
void call_pop(struct abi_vp *vp, kernel_status status)
{
	struct abi_link *link = vp->link;
	struct abi_worker *worker = link_worker(link);

	if (link->slow_worker != NULL)
		transfer_end(link, link[1].domain, status);
	if (link->handler == 0)
		link_restore(link, &vp->context);
	else
		fault_leave(vp, link->domain);
	link->handler = link->reply = 0;
	vp->link = link + 1;
	if (link->limit != 0) {
		link->limit = 0;
		limit_update(vp);
	}
	link->slow_worker = NULL;
	if (!vp_in_call(vp))
		recovery_rest(vp);
	if (worker == NULL)
		return;
	if (link->domain->state == ABI_DOMAIN_RUNNING)
		pool_release(worker);
	else
		pool_stop(worker->pool);
}

/* A call that waits for its worker is not to be made any more. */
RARE void call_forget(struct abi_vp *vp)
{
	vp->portal = NULL;
	vp->enters = 0;
	pool_leave(vp);
}

bool call_settle(struct abi_vp *vp, kernel_status status)
{
	if (vp->portal != NULL && vp->state == ABI_VP_READY)
		call_done(vp, call_admit(vp));
	while (vp_domain(vp)->state != ABI_DOMAIN_RUNNING) {
		if (vp->state == ABI_VP_WAIT_POOL)
			call_forget(vp);
		if (!vp_in_call(vp)) {
			if (vp_domain(vp)->pool != NULL)
				pool_stop(vp_domain(vp)->pool);
			sched_unready(vp);
			vp->state = ABI_VP_DEAD;
			return false;
		}
		call_pop(vp, status);
		call_clobber(vp);
		call_return(vp, status);
	}
	if (vp->link->frozen != 0)
		recovery_enter(vp);
	return true;
}

/* The reply of an entry that is the kernel's own. */
static void reply_inside(struct abi_vp *vp)
{
	struct abi_link *link = vp->link;
	uint64_t kind = link->handler;

	link->handler = ABI_LINK_CALL;
	link->reply = ABI_REPLY_SLOW;
	vp->link = link + 1;
	if (kind == ABI_LINK_RESTART)
		domain_restarted(vp, link->domain);
	else if (kind == ABI_LINK_RECOVERY)
		recovery_end(vp);
	else
		fault_handled(vp, link->domain);
}

kernel_status call_reply(struct abi_vp *vp)
{
	if (!vp_in_call(vp))
		return E_NO_CALL;
	if (vp->link->handler != ABI_LINK_CALL) {
		reply_inside(vp);
		return NO_STATUS;
	}
	call_pop(vp, (kernel_status)vp->context.x[0]);
	vp->context.x[8] = 0;
	return NO_STATUS;
}

/* With a status other than OK no capability goes along. */
kernel_status call_reply_cap(struct abi_vp *vp)
{
	uint64_t x8 = 0;
	kernel_status status;

	if (vp_in_call(vp) && vp->context.x[0] == OK) {
		x8 = vp->context.x[8];
		TRY(transfer_reply(vp, &x8));
	}
	status = call_reply(vp);
	if (x8 != 0)
		vp->context.x[8] = x8;
	return status;
}
