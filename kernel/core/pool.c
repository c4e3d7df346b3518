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

#define OF_POOL offsetof(struct abi_vp, next)
#define LIMIT_MAX INT64_MAX /* ticks: with a vp's own time still no overflow */

static void list_push(struct abi_worker **list, struct abi_worker *worker)
{
	worker->next = *list;
	*list = worker;
}

static struct abi_worker *list_pop(struct abi_worker **list)
{
	struct abi_worker *worker = *list;

	if (worker != NULL)
		*list = worker->next;
	return worker;
}

struct abi_worker *pool_take(struct abi_pool *pool)
{
	return list_pop(&pool->free);
}

/* Before which vp one has to wait that goes on with a worker of its own: the
 * first that has none. */
static struct abi_vp *pool_first_new(const struct abi_pool *pool)
{
	struct abi_vp *vp = object_at(pool->waiters);

	while (vp != NULL && vp->portal == NULL)
		vp = object_at(vp->next);
	return vp;
}

void pool_wait(struct abi_pool *pool, struct abi_vp *vp)
{
	struct abi_vp *next = vp->portal == NULL ? pool_first_new(pool) : NULL;

	list_insert(&pool->waiters, &pool->last, object_address(vp), OF_POOL,
		    next != NULL ? next->previous : pool->last,
		    object_address(next));
	vp->wait_pool = pool;
	vp->state = ABI_VP_WAIT_POOL;
	sched_request();
}

void pool_leave(struct abi_vp *vp)
{
	struct abi_pool *pool = vp->wait_pool;

	list_remove(&pool->waiters, &pool->last, object_address(vp), OF_POOL);
	vp->next = vp->previous = 0;
	if (vp->portal == NULL)
		vp->wait_pool = NULL;
	sched_ready(vp);
}

/* `vp` waits for the token alone. */
static void token_hand(struct abi_pool *pool, struct abi_vp *vp)
{
	if (!vp_in_call(vp))
		pool->owner = vp;
	pool_leave(vp);
}

/* The first vp that waits gets the token: with a worker to enter on, or to go
 * on with its own. */
static void pool_hand(struct abi_pool *pool, struct abi_worker *worker)
{
	struct abi_vp *vp = object_at(pool->waiters);

	if (vp->portal == NULL) {
		list_push(&pool->reserve, worker);
		token_hand(pool, vp);
	} else {
		worker->holder = vp;
		vp->handed = worker;
		pool_leave(vp);
	}
}

static void pool_offer(struct abi_pool *pool, struct abi_worker *worker)
{
	if (pool->waiters != 0)
		pool_hand(pool, worker);
	else
		list_push(&pool->free, worker);
}

void pool_release(struct abi_worker *worker)
{
	worker->holder = NULL;
	pool_offer(worker->pool, worker);
}

void pool_suspend(struct abi_pool *pool)
{
	struct abi_worker *worker = list_pop(&pool->reserve);
	struct abi_vp *first = object_at(pool->waiters);

	if (worker != NULL)
		pool_offer(pool, worker);
	else if (first != NULL && first->portal == NULL)
		token_hand(pool, first);
	else
		pool->token = 1;
}

bool pool_resume(struct abi_pool *pool)
{
	struct abi_worker *worker = list_pop(&pool->free);

	if (worker != NULL) {
		worker->holder = NULL; /* the fast path of reply leaves it */
		list_push(&pool->reserve, worker);
		return true;
	}
	if (pool->token != 0) {
		pool->token = 0;
		return true;
	}
	return false;
}

void pool_stop(struct abi_pool *pool)
{
	struct abi_vp *vp = object_at(pool->waiters);

	pool->free = 0;
	pool->reserve = NULL;
	pool->owner = NULL;
	if (vp != NULL)
		sched_help(vp);
}

bool pool_owns(struct abi_vp *vp)
{
	const struct abi_domain *home = vp->home;
	const struct abi_pool *pool = home->pool;

	return !vp_in_call(vp) && pool != NULL &&
	       pool->owner == vp;
}

bool pool_is_stopped(const struct abi_pool *pool)
{
	const struct abi_domain *domain = pool->domain;

	return domain->state != ABI_DOMAIN_RUNNING;
}

void pool_help(struct abi_vp *vp)
{
	for (struct abi_link *link = vp->link; link != vp_base(vp); link++) {
		const struct abi_pool *pool = link->pool;

		if (pool != NULL && pool->waiters != 0)
			sched_help(object_at(pool->waiters));
	}
}

struct abi_vp *pool_holder(const struct abi_pool *pool)
{
	const struct abi_worker *workers = pool->workers;

	if (pool->owner != NULL)
		return pool->owner;
	for (uint64_t i = 0; i < pool->count; i++) {
		struct abi_vp *vp = workers[i].holder;

		if (vp != NULL && (vp->state == ABI_VP_READY ||
				   (vp->state == ABI_VP_WAIT_POOL &&
				    vp->wait_pool != pool)))
			return vp;
	}
	return NULL;
}

inline void pool_record(struct abi_vp *vp)
{
	for (struct abi_link *link = vp->link; link != vp_base(vp); link++) {
		struct abi_worker *worker = link_worker(link);

		if (worker != NULL)
			worker->holder = vp;
	}
}

void pool_fill(struct abi_pool *pool, struct abi_vp *owner)
{
	struct abi_worker *workers = pool->workers;

	pool->free = pool->reserve = NULL;
	pool->token = 0;
	pool->owner = owner;
	for (uint64_t i = pool->count; i-- > 0;) {
		workers[i].holder = NULL;
		list_push(i > 0 || owner != NULL ? &pool->reserve : &pool->free,
			  &workers[i]);
	}
	if (pool->waiters != 0)
		sched_help(object_at(pool->waiters));
}

/* x2 = slot of its domain, x3 = thread block of the first worker, x4 = distance
 * to the next, x5 = workers, x6 = their first landing slot. */
kernel_status pool_make(struct abi_vp *vp, void *object)
{
	const uint64_t *x = vp->context.x;
	struct abi_pool *pool = object;
	struct abi_worker *workers = pool->workers;
	struct abi_domain *domain;
	kernel_status status = domain_found(vp, &domain);

	if (status != OK)
		return status;
	if (domain->pool != NULL)
		return E_BUSY;
	if (x[5] == 0 || x[5] > pool->room || x[6] > domain->caps_count ||
	    domain->caps_count - x[6] < ABI_FIELDS * x[5])
		return E_VALUE;
	domain->pool = pool;
	pool->domain = domain;
	pool->count = x[5];
	for (uint64_t i = 0; i < x[5]; i++) {
		workers[i].stack = x[3] + i * x[4];
		workers[i].landing = x[6] + ABI_FIELDS * i;
		workers[i].pool = pool;
	}
	pool_fill(pool, NULL);
	return OK;
}

/* Whether who uses the worker stays when it is expelled: it asks for that, or it
 * is in a call that goes on. */
static bool worker_stays(const struct abi_worker *worker,
			 const struct abi_vp *asks)
{
	const struct abi_vp *vp = worker->holder;

	if (vp == asks)
		return true;
	if (vp->handed == worker)
		return false;
	for (const struct abi_link *link = vp->link;; link++) {
		if (link->domain->state == ABI_DOMAIN_RUNNING)
			return true;
		if (link_worker(link) == worker)
			return false;
	}
}

/* One vp leaves in a step: those that are inside before those that wait. */
kernel_status pool_unmake(struct abi_vp *asks, void *object)
{
	struct abi_pool *pool = object;
	struct abi_worker *workers = pool->workers;
	struct abi_domain *domain = pool->domain;
	struct abi_vp *vp = object_at(pool->waiters);

	if (!pool_is_stopped(pool) || pool->portals != 0)
		return E_BUSY;
	for (uint64_t i = 0; i < pool->count; i++) {
		if (!worker_is_used(&workers[i]))
			continue;
		if (worker_stays(&workers[i], asks))
			return E_BUSY;
		vp = workers[i].holder;
	}
	if (vp == NULL) {
		domain->pool = NULL;
		return OK;
	}
	if (vp == object_at(pool->waiters))
		pool_leave(vp);
	vp_expel(vp);
	return operation_again();
}

/* x2 = slot of its domain, x3 = entry, x4 = time limit in ticks, 0 = none. */
kernel_status portal_make(struct abi_vp *vp, void *object)
{
	struct abi_portal *portal = object;
	struct abi_domain *domain;
	struct abi_pool *pool;
	kernel_status status = domain_found(vp, &domain);

	if (status != OK)
		return status;
	pool = domain->pool;
	if (pool == NULL)
		return E_STATE;
	if (vp->context.x[4] > LIMIT_MAX)
		return E_VALUE;
	pool->portals++;
	portal->pool = domain->pool;
	portal->entry = vp->context.x[3];
	portal->limit = vp->context.x[4];
	if (portal->limit == 0 && domain->fp == 0)
		portal->key &= ~(uint64_t)ABI_KEY_SLOW;
	return OK;
}

/* Who waits to enter looks at the capability again. */
kernel_status portal_unmake(struct abi_vp *vp, void *object)
{
	const struct abi_portal *portal = object;
	struct abi_pool *pool = portal->pool;

	pool->portals--;
	return OK;
}
