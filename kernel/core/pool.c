/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * Pools.
 *
 * Invariant: while vps wait, `free` is empty; the fast path of a reply tests
 * `waiters` and leaves the rest to pool_release(). Waiters are served first
 * come, first served, but those first that need the token alone, because they
 * are in the pool already. Each is a bounded step: the worker is handed to the
 * first one, which enters, or finds that it cannot and passes it on, when it
 * runs.
 */
#include <vesper/kernel/kernel.h>

static void worker_push(struct abi_worker **list, struct abi_worker *worker)
{
	worker->next = *list;
	*list = worker;
}

struct abi_worker *worker_take(struct abi_worker **list)
{
	struct abi_worker *worker = *list;

	if (worker != NULL)
		*list = worker->next;
	return worker;
}

/* Idle, and without the token. The short path of a reply leaves its holder. */
static void worker_rest(struct abi_worker *worker)
{
	worker->holder = NULL;
	worker_push(&worker->pool->reserve, worker);
}

/* Whoever goes on with a worker of its own is before those that have none. */
void pool_wait(struct abi_pool *pool, struct abi_vp *vp)
{
	struct abi_vp **where = vp->portal == NULL ? &pool->waiters : pool->end;

	while (*where != NULL && (*where)->portal == NULL)
		where = &(*where)->next;
	LIST_INSERT(where, vp, next, place);
	if (vp->next == NULL)
		pool->end = &vp->next;
	vp->wait_pool = pool;
	vp->state = ABI_VP_WAIT_POOL;
	sched_request();
}

/* The first that waits, if there is one, can help, or is to be told. */
static void pool_rouse(const struct abi_pool *pool)
{
	if (pool->waiters != NULL)
		sched_help(pool->waiters);
}

void pool_leave(struct abi_vp *vp)
{
	if (vp->next == NULL)
		vp->wait_pool->end = vp->place;
	LIST_REMOVE(vp, next, place);
	sched_ready(vp);
	/* Who is the first now was not told of what `vp` was. */
	pool_rouse(vp->wait_pool);
}

/* `vp`, which has a worker or needs none, gets the token. */
static void token_give(struct abi_pool *pool, struct abi_vp *vp)
{
	if (!vp_in_call(vp))
		pool->owner = vp;
}

void pool_suspend(struct abi_pool *pool)
{
	struct abi_vp *vp = pool->waiters;
	struct abi_worker *worker;

	if (vp != NULL && vp->portal == NULL) {
		token_give(pool, vp);
		pool_leave(vp);
		return;
	}
	worker = worker_take(&pool->reserve);
	if (worker == NULL) {
		pool->token = 1;
	} else if (vp == NULL) {
		worker_push(&pool->free, worker);
	} else {
		worker->holder = vp;
		vp->handed = worker;
		pool_leave(vp);
	}
}

void pool_release(struct abi_pool *pool, struct abi_worker *worker)
{
	if (pool_is_stopped(pool))
		return;
	worker_rest(worker);
	pool_suspend(pool);
}

void pool_resume(struct abi_pool *pool, struct abi_vp *vp)
{
	struct abi_worker *worker = worker_take(&pool->free);

	if (worker != NULL) {
		worker_rest(worker);
	} else if (pool->token != 0) {
		pool->token = 0;
	} else {
		pool_wait(pool, vp);
		return;
	}
	token_give(pool, vp);
}

void pool_stop(struct abi_pool *pool)
{
	pool->free = pool->reserve = NULL;
	pool->owner = NULL;
	pool_rouse(pool);
}

void pool_fill(struct abi_pool *pool, struct abi_vp *owner)
{
	pool_stop(pool);
	pool->token = 0;
	pool->owner = owner;
	for (uint64_t i = pool->count; i-- > 0;)
		worker_rest(&pool->workers[i]);
}

bool pool_owns(struct abi_vp *vp)
{
	const struct abi_pool *pool = vp->home->pool;

	return !vp_in_call(vp) && pool != NULL && pool->owner == vp;
}

void pool_help(struct abi_vp *vp)
{
	for (struct abi_link *link = vp->link; link != vp_base(vp); link++)
		if (link->pool != NULL)
			pool_rouse(link->pool);
}

struct abi_vp *pool_holder(const struct abi_pool *pool)
{
	if (pool->owner != NULL)
		return pool->owner;
	for (uint64_t i = 0; i < pool->count; i++) {
		struct abi_vp *vp = pool->workers[i].holder;

		if (vp != NULL && (vp->state == ABI_VP_READY ||
				   (vp->state == ABI_VP_WAIT_POOL &&
				    vp->wait_pool != pool)))
			return vp;
	}
	return NULL;
}

void pool_record(struct abi_vp *vp)
{
	for (struct abi_link *link = vp->link; link != vp_base(vp); link++) {
		struct abi_worker *worker = link_worker(link);

		if (worker != NULL)
			worker->holder = vp;
	}
}

/* x2 = slot of its domain, x3 = thread block of the first worker, x4 = distance
 * to the next, x5 = workers, x6 = their first landing slot. */
kernel_status pool_make(struct abi_vp *vp, const struct cap_view *made)
{
	const uint64_t *x = vp->context.x;
	struct abi_pool *pool = made->object;
	struct abi_domain *domain;

	TRY(domain_found(vp, &domain));
	if (domain->pool != NULL)
		return E_BUSY;
	if (x[5] == 0 || x[5] > pool->room || x[6] > domain->caps_count ||
	    domain->caps_count - x[6] < ABI_FIELDS * x[5])
		return E_VALUE;
	domain->pool = pool;
	pool->domain = domain;
	pool->count = x[5];
	for (uint64_t i = 0; i < x[5]; i++) {
		struct abi_worker *worker = &pool->workers[i];

		worker->stack = x[3] + i * x[4];
		worker->landing = x[6] + ABI_FIELDS * i;
		worker->pool = pool;
	}
	pool_fill(pool, NULL);
	pool_suspend(pool);
	return OK;
}

/* One vp leaves in a step: those that are inside before those that wait. Who asks
 * is not one of them, as it runs. A call from inside that goes on in a domain
 * that runs is left alone. */
kernel_status pool_unmake(struct abi_vp *asks, const struct cap_view *cap)
{
	struct abi_pool *pool = cap->object;
	struct abi_vp *vp = pool->waiters;

	if (!pool_is_stopped(pool) || pool->portals != 0)
		return E_BUSY;
	for (uint64_t i = 0; i < pool->count; i++) {
		const struct abi_worker *worker = &pool->workers[i];
		const struct abi_link *end = worker_link(worker);

		if (end == NULL)
			continue;
		vp = worker->holder;
		for (struct abi_link *link = vp->link; link != end; link++)
			if (link->domain->state == ABI_DOMAIN_RUNNING)
				return E_BUSY;
	}
	if (vp == NULL) {
		pool->domain->pool = NULL;
		return OK;
	}
	if (vp == pool->waiters)
		pool_leave(vp);
	vp_expel(vp);
	return operation_again();
}

/* x2 = slot of its domain, x3 = entry, x4 = time limit in ticks, 0 = none. */
kernel_status portal_make(struct abi_vp *vp, const struct cap_view *made)
{
	struct abi_portal *portal = made->object;
	struct abi_domain *domain;

	TRY(domain_found(vp, &domain));
	if (domain->pool == NULL)
		return E_STATE;
	/* With a vp's own time still no overflow. */
	if (vp->context.x[4] > INT64_MAX)
		return E_VALUE;
	domain->pool->portals++;
	portal->pool = domain->pool;
	portal->entry = vp->context.x[3];
	portal->limit = vp->context.x[4];
	if (portal->limit == 0 && domain->fp == 0)
		portal->key &= ~(uint64_t)ABI_KEY_SLOW;
	return OK;
}

/* Who waits to enter looks at the capability again. */
kernel_status portal_unmake(struct abi_vp *vp, const struct cap_view *cap)
{
	cap->portal->pool->portals--;
	return OK;
}
