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

#define KEPT 19 /* the first of the registers that a link keeps: x19..x30 */

static inline void context_clear(struct abi_vp *vp, int first, int last)
{
	/* Where the bounds are constants: a store for two registers. */
#pragma GCC unroll 31
	for (int i = first; i <= last; i++)
		vp->context.x[i] = 0;
}

void call_return(struct abi_vp *vp, kernel_status status)
{
	if (status == NO_STATUS)
		return;
	context_clear(vp, 1, 7);
	call_end(vp, status);
}

RARE void call_clear(struct abi_vp *vp)
{
	context_clear(vp, 9, 30);
}

void call_start(struct abi_vp *vp, uint64_t pc, uint64_t stack)
{
	vp->context.sp = vp->context.tls = stack;
	vp->context.pc = pc;
	vp->context.pstate = 0;
}

void call_begin(struct abi_vp *vp, uint64_t pc, uint64_t stack)
{
	context_clear(vp, 0, 8);
	call_clear(vp);
	call_start(vp, pc, stack);
	vp->fp_link = NULL; /* of a link in the same place, perhaps */
}

/* ---- links -------------------------------------------------------------- */

static void link_save(struct abi_link *link, const struct abi_vp *vp)
{
	link->pc = vp->context.pc;
	link->sp = vp->context.sp;
	link->tls = vp->context.tls;
	__builtin_memcpy(link->saved, &vp->context.x[KEPT],
			 sizeof(link->saved));
}

/* What no system call keeps may hold what the server left. */
RARE static void link_restore(const struct abi_link *link, struct abi_vp *vp)
{
	context_clear(vp, 9, KEPT - 1);
	vp->context.pc = link->pc;
	vp->context.sp = link->sp;
	vp->context.tls = link->tls;
	vp->context.pstate = 0;
	__builtin_memcpy(&vp->context.x[KEPT], link->saved,
			 sizeof(link->saved));
}

/* One that belongs to nobody yet. */
static inline struct abi_link *link_push(struct abi_vp *vp,
					 struct abi_domain *domain,
					 struct abi_pool *pool)
{
	struct abi_link *link = --vp->link;

	link->domain = domain;
	link->worker = link->slow_worker = NULL;
	link->pool = pool;
	link->limit = link->frozen = 0;
	return link;
}

inline struct abi_link *call_push_inside(struct abi_vp *vp,
					 enum abi_link_kind kind)
{
	struct abi_link *link = link_push(vp, vp_domain(vp), vp->link->pool);

	link->handler = kind;
	return link;
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

/* As the short paths expect to find it. */
RARE static void link_pop(struct abi_vp *vp)
{
	struct abi_link *link = vp->link++;

	link->slow_worker = NULL;
	link->fields = link->handler = link->reply = 0;
	link->limit = link->frozen = 0;
	if (vp->watched != 0)
		limit_update(vp);
}

/* The reply of this link takes the C path. */
static void link_divert(struct abi_link *link)
{
	link->reply = ABI_REPLY_SLOW;
	link->slow_worker = link_worker(link);
	link->worker = NULL;
}

void call_divert_home(struct abi_vp *vp)
{
	if (vp_in_call(vp))
		link_divert(vp_base(vp) - 1);
}

/* ---- calls -------------------------------------------------------------- */

/* Into the server; of its registers x0 to x8 are right then. */
static inline struct abi_link *call_push(struct abi_vp *vp,
					 const struct cap_view *cap,
					 const struct abi_worker *worker,
					 uint64_t fields)
{
	struct abi_pool *pool = cap->portal->pool;
	uint64_t *x = vp->context.x;

	x[0] = cap->badge | (x[8] & ABI_METHOD_MASK) << 32;
	x[8] = fields;
	call_start(vp, cap->portal->entry, worker->stack);
	return link_push(vp, pool->domain, pool);
}

/* Enter on a worker, which is in no list, or fail. */
RARE static kernel_status call_enter_on(struct abi_vp *vp,
					const struct cap_view *cap,
					struct abi_worker *worker)
{
	uint64_t fields = vp->context.x[8] & ~(uint64_t)ABI_METHOD_MASK;
	struct abi_link *link = vp->link - 1;

	kernel_assert(link >= vp->links);
	if (fields != 0)
		TRY(transfer_call(link, worker, &fields));
	link_save(link, vp);
	call_clear(vp);
	(void)call_push(vp, cap, worker, fields);
	link->worker = worker;
	if (cap->portal->limit != 0) {
		link->limit = vp->sched.spent + cap->portal->limit;
		limit_update(vp);
	}
	if ((link->fields | link->limit | link->domain->fp |
	     link[1].domain->fp) != 0)
		link_divert(link);
	return NO_STATUS;
}

RARE kernel_status call_enter(struct abi_vp *vp)
{
	struct abi_worker *worker;
	struct abi_pool *pool;
	struct cap_view cap;
	kernel_status status;

	TRY(cap_require(vp, 0, ABI_TYPE_PORTAL, ABI_RIGHT_CALL, &cap));
	pool = cap.portal->pool;
	if (pool_is_stopped(pool))
		return E_STOPPED;
	worker = worker_take(&pool->free);
	if (worker == NULL) {
		vp->portal = cap.portal;
		vp->enters = 1;
		pool_wait(pool, vp);
		return NO_STATUS;
	}
	status = call_enter_on(vp, &cap, worker);
	if (status != NO_STATUS)
		pool_release(pool, worker);
	return status;
}

/* All but CALL, which stands in the key of a portal. */
#define OTHER_RIGHTS (ABI_CAP_RIGHTS_MASK & ~KEY_RIGHTS(ABI_RIGHT_CALL))

bool call_enter_short(struct abi_vp *vp)
{
	uint64_t x8 = vp->context.x[8], seen;
	struct abi_worker *worker;
	struct abi_link *link;
	struct abi_pool *pool;
	struct cap_view cap;

	/* With a reason to activate the vp, the reply is to look at that. */
	if (cap_lookup(vp_domain(vp), vp->context.x[0], &cap) != OK ||
	    vp->reason != ABI_REASON_NONE)
		return false;
	/* By one compare, as in vectors.S: what is unusual differs there. */
	if ((cap.key & ~OTHER_RIGHTS) != cap.portal->key)
		return false;
	pool = cap.portal->pool;
	worker = pool->free;
	if (worker == NULL)
		return false;
	seen = transfer_short(vp_domain(vp), pool->domain, worker->landing, x8);
	if (seen == 0)
		return false;
	pool->free = worker->next;
	link = call_push(vp, &cap, worker, seen);
	link->slow_worker = worker;
	link->fields = x8;
	link->reply = ABI_REPLY_CAP;
	return true;
}

/* The end of a wait for a worker: enter, or find out that it is too late. The
 * authority to enter is looked at again: the portal may be gone, and another one
 * in its place. */
RARE static kernel_status call_admit(struct abi_vp *vp)
{
	const struct abi_portal *portal = vp->portal;
	struct abi_worker *worker = vp->handed;
	struct abi_pool *pool = vp->wait_pool;
	struct cap_view cap;
	kernel_status status = E_STOPPED;

	vp->portal = NULL;
	vp->handed = NULL;
	vp->enters = 0;
	if (!pool_is_stopped(pool) &&
	    vp_domain(vp)->state == ABI_DOMAIN_RUNNING)
		status = cap_require(vp, 0, ABI_TYPE_PORTAL, ABI_RIGHT_CALL,
				     &cap);
	if (status == OK && (cap.portal != portal || portal->pool != pool))
		status = E_STALE;
	if (status == OK)
		status = call_enter_on(vp, &cap, worker);
	if (status != NO_STATUS)
		pool_release(pool, worker);
	return status;
}

/* A call that waits for its worker is not to be made any more. */
RARE void call_forget(struct abi_vp *vp)
{
	vp->portal = NULL;
	vp->enters = 0;
	pool_leave(vp);
}

/* ---- limits ------------------------------------------------------------- */

/* Of several limits that are over the outermost counts: the others are within
 * what it has promised. */
kernel_status call_limit_passed(struct abi_vp *vp)
{
	struct abi_link *link = vp_base(vp) - 1;

	if (vp->portal != NULL)
		call_return(vp, call_admit(vp));
	while (link->limit == 0 || link->limit > vp->sched.spent)
		link--;
	link->limit = 0;
	limit_update(vp);
	return fault_time_limit(vp, link);
}

/* The registers of the first one's caller do not go along. */
RARE void call_move(struct abi_vp *vp, struct abi_link *link, struct abi_vp *to)
{
	struct abi_link *moved = vp_base(to) - (link + 1 - vp->link);
	uint64_t spent = vp->sched.spent;

	transfer_end(link, E_LIMIT);
	to->link = moved;
	for (; vp->link <= link; moved++) {
		*moved = *vp->link;
		if (moved->limit > spent)
			moved->limit += to->sched.spent - spent;
		else if (moved->limit != 0)
			moved->limit = 1; /* over there, too */
		link_divert(moved);
		link_pop(vp);
	}
	link_save(--moved, to);
	moved->frozen = 1;
	to->context = vp->context;
	pool_record(to);
	limit_update(to);
	link_restore(link, vp);
	call_return(vp, E_LIMIT);
}

/* ---- ends --------------------------------------------------------------- */

/* Pop the innermost link; the caller's x0..x8 are still the callee's. */
RARE void call_pop(struct abi_vp *vp, kernel_status status)
{
	struct abi_link *link = vp->link;
	struct abi_worker *worker = link_worker(link);

	if (link->slow_worker != NULL)
		transfer_end(link, status);
	if (link->handler == ABI_LINK_CALL)
		link_restore(link, vp);
	else
		fault_leave(vp, link->domain);
	link_pop(vp);
	if (!vp_in_call(vp) && vp_recovers(vp))
		vp_interrupt(vp); /* it has nothing more to do */
	if (worker != NULL)
		pool_release(worker->pool, worker);
}

bool call_settle(struct abi_vp *vp, kernel_status status)
{
	if (vp->portal != NULL && vp->state == ABI_VP_READY)
		call_return(vp, call_admit(vp));
	while (vp_domain(vp)->state != ABI_DOMAIN_RUNNING) {
		if (vp->state == ABI_VP_WAIT_POOL)
			call_forget(vp); /* it is not the caller's wait */
		if (!vp_in_call(vp)) {
			vp_interrupt(vp);
			return false;
		}
		call_pop(vp, status);
		call_return(vp, status);
	}
	if (vp->link->frozen != 0)
		recovery_enter(vp);
	return true;
}

/* With a status other than OK no capability goes along. */
RARE kernel_status call_reply(struct abi_vp *vp)
{
	uint64_t *x = vp->context.x;
	uint64_t kind = vp->link->handler;

	if (!vp_in_call(vp))
		return E_NO_CALL;
	if (x[0] != OK)
		x[8] = 0;
	if (x[8] != 0)
		TRY(transfer_reply(vp->link, &x[8]));
	if (kind == ABI_LINK_CALL) {
		call_pop(vp, (kernel_status)x[0]);
		return NO_STATUS;
	}
	link_pop(vp);
	if (kind == ABI_LINK_RESTART)
		domain_restarted(vp);
	else if (kind == ABI_LINK_RECOVERY)
		recovery_end(vp);
	else
		fault_handled(vp);
	return NO_STATUS;
}
