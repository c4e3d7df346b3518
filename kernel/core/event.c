/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * Events.
 *
 * An event is a word of sticky bits. A signal ORs the badge of its capability
 * in; taking clears. An event bound to a vp sets a pending bit in that vp's
 * control block; another can be waited for by one vp at a time, at home or in a
 * server, where the wait gives up the monitor token and keeps the stack.
 *
 * Invariant: `wake` is the bound vp while it has not been told of bits in the
 * event, the waiting vp while there is one, and else 0. A signal that finds 0
 * has only to set bits, which is what the fast path does.
 */
#include <vesper/kernel/kernel.h>

static uint64_t event_take(struct abi_event *event)
{
	uint64_t bits = event->bits;

	event->bits = 0;
	if (event->vp != NULL) {
		vp_event_clear(event->vp, event->number);
		event->wake = event->vp;
	}
	return bits;
}

/* The pool in which a vp waits or goes on, or NULL at home. */
static struct abi_pool *vp_pool(struct abi_vp *vp)
{
	return vp_in_call(vp) ? vp->link->pool : NULL;
}

/* A vp that waited in a pool can run, but goes on only with the token. */
static void pool_return(struct abi_vp *vp)
{
	struct abi_pool *pool = vp_pool(vp);

	if (pool != NULL)
		pool_resume(pool, vp);
	pool_help(vp);
}

/* In a call the wait was the call's time, and the token is to be had again. */
RARE static void wait_end_inside(struct abi_vp *vp, kernel_status status,
				 uint64_t now)
{
	if (sched_waited(vp, now) && status == E_TIMEOUT)
		status = E_CANCELLED;
	call_end(vp, status);
	sched_wake(vp, now);
	pool_return(vp);
}

/* The other results are 0 since it waits. */
static inline void wait_end(struct abi_event *event, struct abi_vp *vp,
			    kernel_status status, uint64_t bits, uint64_t now)
{
	event->wake = NULL;
	vp->wait_event = NULL;
	vp->context.x[1] = bits;
	if (vp_in_call(vp)) {
		wait_end_inside(vp, status, now);
		return;
	}
	call_end(vp, status);
	sched_wake(vp, now);
}

void event_wait_end(struct abi_vp *vp, kernel_status status, uint64_t bits,
		    uint64_t now)
{
	wait_end(vp->wait_event, vp, status, bits, now);
}

void event_forget(struct abi_vp *vp)
{
	struct abi_event *event = vp->wait_event;

	event->wake = NULL;
	vp->wait_event = NULL;
}

void event_wait_cancel(struct abi_vp *vp)
{
	event_wait_end(vp, E_CANCELLED, 0, arch_now());
}

/* A vp at home in a stopped domain waits for nothing any more: the bits, and the
 * place, are for others. */
static bool waiter_lives(const struct abi_vp *vp)
{
	return vp_domain(vp)->state == ABI_DOMAIN_RUNNING;
}

/* Nobody waits who can have the bits. */
RARE static void event_keep(struct abi_event *event, struct abi_vp *vp,
			    uint64_t bits)
{
	event->bits = bits;
	if (vp == NULL)
		return;
	if (event->vp == NULL) {
		event_wait_cancel(vp);
		return;
	}
	event->wake = NULL;
	vp_event_set(vp, event->number);
}

void event_signal(struct abi_event *event, uint64_t now, uint64_t bits)
{
	struct abi_vp *vp = event->wake;

	bits |= event->bits;
	if (vp == NULL || event->vp != NULL || !waiter_lives(vp)) {
		event_keep(event, vp, bits);
		return;
	}
	event->bits = 0;
	wait_end(event, vp, OK, bits, now);
}

/* The badge of the capability is the bits. */
RARE kernel_status event_signal_call(struct abi_vp *vp)
{
	struct cap_view cap;

	TRY(cap_require(vp, 0, ABI_TYPE_EVENT, ABI_RIGHT_SIGNAL, &cap));
	event_signal(cap.object, arch_now(), cap.badge);
	return OK;
}

RARE void event_cancel(const struct abi_pool *pool)
{
	const struct abi_worker *workers = pool->workers;

	for (uint64_t i = 0; i < pool->count; i++) {
		struct abi_vp *vp = workers[i].holder;

		if (vp == NULL || vp_pool(vp) != pool)
			continue;
		if (vp->state == ABI_VP_WAIT_EVENT)
			event_wait_cancel(vp);
		else if (vp->state == ABI_VP_WAIT_POOL)
			call_forget(vp);
	}
}

kernel_status event_wait(struct abi_vp *vp, const struct cap_view *cap)
{
	uint64_t timeout = vp->context.x[1];
	struct abi_event *event = cap->object;
	struct abi_pool *pool = vp_pool(vp);

	if (event->vp != NULL ||
	    (event->wake != NULL && waiter_lives(event->wake)))
		return E_BUSY;
	if (event->wake != NULL)
		event_wait_cancel(event->wake);
	if (pool_owns(vp))
		return E_STATE;
	if (event->bits != 0)
		return event_clear(vp, cap);
	call_return(vp, OK);
	event->wake = vp;
	vp->wait_event = event;
	vp->state = ABI_VP_WAIT_EVENT;
	sched_unready(vp);
	sched_timer(vp, timeout);
	if (pool != NULL)
		pool_suspend(pool);
	return OK;
}

kernel_status event_clear(struct abi_vp *vp, const struct cap_view *cap)
{
	vp->context.x[1] = event_take(cap->object);
	return OK;
}

/* x2 = slot of the vp to which it is bound, 0 = none; x3 = its number there. */
static kernel_status event_bind(const struct abi_vp *asks,
				struct abi_event *event)
{
	uint64_t number = asks->context.x[3];
	struct abi_vp *vp;
	struct cap_view cap;
	kernel_status status = cap_require(asks, 2, ABI_TYPE_VP,
					   ABI_RIGHT_CONTROL, &cap);

	if (status != OK)
		return status;
	vp = cap.object;
	if (vp->control == 0)
		return E_STATE;
	if (number >= ABI_PENDING_WORDS * UINT64_C(64))
		return E_VALUE;
	vp->bound++;
	event->vp = event->wake = vp;
	event->number = (uint32_t)number;
	return OK;
}

kernel_status event_make(struct abi_vp *vp, void *object)
{
	struct abi_event *event = object;
	kernel_status status = vp->context.x[2] == 0 ? OK
						     : event_bind(vp, event);

	if (status != OK)
		return status;
	event->bits = 0;
	event->key &= ~(uint64_t)ABI_KEY_SLOW;
	return OK;
}

kernel_status event_unmake(struct abi_vp *vp, void *object)
{
	struct abi_event *event = object;
	struct abi_vp *bound = event->vp;

	if (event->uses != 0)
		return E_BUSY;
	if (bound != NULL) {
		vp_event_clear(bound, event->number);
		bound->bound--;
		event->vp = event->wake = NULL;
	}
	if (event->wake != NULL)
		event_wait_cancel(event->wake);
	return OK;
}
