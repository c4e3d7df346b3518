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
 * event, the waiting vp while there is one (there are no bits then), and else 0.
 * A signal that finds 0 has only to set bits, which is what the fast path does.
 */
#include <vesper/kernel/kernel.h>

/* The wait was the call's time, and the token is to be had again. Who waits for
 * a worker that the vp has can help it. */
RARE static struct abi_vp *wait_end_inside(struct abi_vp *vp,
					   kernel_status status, uint64_t now)
{
	if (sched_waited(vp, now) && status == E_TIMEOUT)
		status = E_CANCELLED;
	call_end(vp, status);
	(void)sched_wake(vp, now);
	if (vp->link->pool != NULL)
		pool_resume(vp->link->pool, vp);
	pool_help(vp);
	return vp;
}

inline struct abi_vp *event_wait_end(struct abi_vp *vp, kernel_status status,
				     uint64_t now)
{
	vp->wait_event->wake = NULL;
	if (vp_in_call(vp))
		return wait_end_inside(vp, status, now);
	call_end(vp, status);
	return sched_wake(vp, now);
}

/* A vp at home in a stopped domain waits for nothing any more: the bits, and the
 * place, are for others. */
static bool waiter_lives(const struct abi_vp *vp)
{
	return vp_domain(vp)->state == ABI_DOMAIN_RUNNING;
}

struct abi_vp *event_signal(struct abi_event *event, uint64_t now, uint64_t bits)
{
	struct abi_vp *vp = event->wake;

	if (vp != NULL && event->vp == NULL && waiter_lives(vp)) {
		vp->context.x[1] = bits;
		return event_wait_end(vp, OK, now);
	}
	event->bits |= bits;
	if (vp == NULL)
		return event->vp;
	if (event->vp == NULL)
		return event_wait_end(vp, E_CANCELLED, now);
	event->wake = NULL;
	return vp_event_set(vp, event->number);
}

/* The badge of the capability is the bits. */
RARE kernel_status event_signal_call(struct abi_vp *vp)
{
	struct cap_view cap;

	TRY(cap_require(vp, 0, ABI_TYPE_EVENT, ABI_RIGHT_SIGNAL, &cap));
	event_signal(cap.event, arch_now(), cap.badge);
	return OK;
}

RARE void event_cancel(const struct abi_pool *pool)
{
	for (uint64_t i = 0; i < pool->count; i++) {
		struct abi_vp *vp = pool->workers[i].holder;

		if (vp == NULL || vp->link->pool != pool)
			continue;
		if (vp->state == ABI_VP_WAIT_EVENT)
			event_wait_end(vp, E_CANCELLED, arch_now());
		else if (vp->state == ABI_VP_WAIT_POOL)
			call_forget(vp);
	}
}

/* The results are 0 until the wait ends: the bits, if a signal ends it. */
kernel_status event_wait(struct abi_vp *vp, const struct cap_view *cap)
{
	uint64_t timeout = vp->context.x[1];
	struct abi_event *event = cap->event;

	if (event->vp != NULL ||
	    (event->wake != NULL && waiter_lives(event->wake)))
		return E_BUSY;
	if (event->wake != NULL)
		event_wait_end(event->wake, E_CANCELLED, arch_now());
	if (pool_owns(vp))
		return E_STATE;
	if (event->bits != 0)
		return event_clear(vp, cap);
	call_return(vp, OK);
	event->wake = vp;
	vp->wait_event = event;
	sched_wait(vp, ABI_VP_WAIT_EVENT, timeout);
	if (vp->link->pool != NULL)
		pool_suspend(vp->link->pool);
	return OK;
}

kernel_status event_clear(struct abi_vp *vp, const struct cap_view *cap)
{
	struct abi_event *event = cap->event;

	vp->context.x[1] = event->bits;
	event->bits = 0;
	if (event->vp != NULL) {
		vp_event_clear(event->vp, event->number);
		event->wake = event->vp;
	}
	return OK;
}

/* x2 = slot of the vp to which it is bound, 0 = none; x3 = its number there. */
kernel_status event_make(struct abi_vp *asks, const struct cap_view *made)
{
	const uint64_t *x = asks->context.x;
	struct abi_event *event = made->object;
	struct cap_view cap;

	if (x[2] != 0) {
		TRY(cap_require(asks, 2, ABI_TYPE_VP, ABI_RIGHT_CONTROL, &cap));
		if (cap.vp->control == NULL)
			return E_STATE;
		if (x[3] >= ABI_PENDING_WORDS * UINT64_C(64))
			return E_VALUE;
		cap.vp->bound++;
		event->vp = event->wake = cap.vp;
		event->number = (uint32_t)x[3];
	}
	event->bits = 0;
	event->key &= ~(uint64_t)ABI_KEY_SLOW;
	return OK;
}

kernel_status event_unmake(struct abi_vp *vp, const struct cap_view *cap)
{
	struct abi_event *event = cap->object;

	if (event->uses != 0)
		return E_BUSY;
	if (event->vp != NULL) {
		vp_event_clear(event->vp, event->number);
		event->vp->bound--;
		event->vp = event->wake = NULL;
	}
	if (event->wake != NULL)
		event_wait_end(event->wake, E_CANCELLED, arch_now());
	return OK;
}
