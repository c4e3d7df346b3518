/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * Virtual processors.
 *
 * The control block is memory that the component writes at any moment, so each
 * field is read once, and used only masked: a slot number modulo the number of
 * slots, a PSTATE with nothing but its condition flags. Whatever it holds, the
 * kernel writes inside the block, and the vp gets registers of its own making.
 *
 * No wake-up is lost: block and resume look at the pending words in the kernel,
 * where a signal cannot come between the look and the sleep.
 */
#include <vesper/kernel/kernel.h>

#define PSTATE_FLAGS	0xf0000000u	/* N, Z, C, V */
#define WORD_BITS	64
#define CONTROL_WORDS	(sizeof(struct abi_control) / sizeof(uint64_t))

static bool is_masked(const struct abi_vp *vp)
{
	return vp->activation == 0 || vp->control->write.masked != 0;
}

/* The reply that brings the vp home is not to miss a reason. */
static void reason_set(struct abi_vp *vp, enum abi_reason reason)
{
	if (vp->reason != ABI_REASON_NONE || vp->activation == 0)
		return;
	vp->reason = (uint8_t)reason;
	call_divert_home(vp);
}

struct abi_vp *vp_event_set(struct abi_vp *vp, uint32_t number)
{
	struct abi_control_read *control = &vp->control->read;
	uint32_t word = number / WORD_BITS;

	control->pending[word] |= UINT64_C(1) << number % WORD_BITS;
	control->summary |= UINT64_C(1) << word;
	if (vp->state == ABI_VP_BLOCKED)
		sched_ready(vp); /* with the status that it has: OK */
	reason_set(vp, ABI_REASON_EVENT);
	sched_request();
	return vp;
}

void vp_event_clear(struct abi_vp *vp, uint32_t number)
{
	struct abi_control_read *control = &vp->control->read;
	uint32_t word = number / WORD_BITS;

	control->pending[word] &= ~(UINT64_C(1) << number % WORD_BITS);
	if (control->pending[word] == 0)
		control->summary &= ~(UINT64_C(1) << word);
}

static void context_start(struct abi_vp *vp, uint64_t slot)
{
	struct abi_context *context = &vp->context;

	for (int i = 2; i < 31; i++)
		context->x[i] = 0;
	context->x[0] = vp->reason;
	context->x[1] = slot;
	context->sp = vp->control->write.stack;
	context->pc = vp->activation;
	context->pstate = 0;
	vp->reason = ABI_REASON_NONE;
	vp->control->write.masked = 1;
}

/* What ran goes into the slot that the component named. */
RARE static void activate(struct abi_vp *vp)
{
	uint64_t slot = vp->control->write.slot % ABI_CONTEXTS;

	vp->control->write.contexts[slot] = vp->context;
	context_start(vp, slot);
}

void vp_settle(struct abi_vp *vp)
{
	if (vp->activation == 0)
		vp->reason = ABI_REASON_NONE; /* nobody wants to know */
	if (vp->reason != ABI_REASON_NONE && !vp_in_call(vp) && !is_masked(vp))
		activate(vp);
}

void vp_allocate(struct abi_vp *vp, enum abi_reason reason)
{
	if (!is_masked(vp))
		reason_set(vp, reason);
}

RARE bool vp_fault(struct abi_vp *vp)
{
	if (vp_in_call(vp) || is_masked(vp))
		return false;
	vp->reason = ABI_REASON_FAULT;
	activate(vp);
	return true;
}

/* x0 = ticks. Until an event of the vp or that time; the status OK is there from
 * the beginning. */
kernel_status vp_block(struct abi_vp *vp)
{
	if (vp_in_call(vp))
		return E_IN_CALL;
	if (pool_owns(vp))
		return E_STATE;
	if (vp->control != NULL && vp->control->read.summary != 0)
		vp->reason = ABI_REASON_EVENT;
	else
		sched_wait(vp, ABI_VP_BLOCKED, vp->context.x[0]);
	return OK;
}

void vp_timeout(struct abi_vp *vp)
{
	if (vp->state == ABI_VP_WAIT_EVENT) {
		event_wait_end(vp, E_TIMEOUT, arch_now());
		return;
	}
	sched_ready(vp);
	call_return(vp, E_TIMEOUT);
	vp->reason = ABI_REASON_TIMEOUT;
}

/* Activations go on; pending events activate at once. */
kernel_status vp_enable(struct abi_vp *vp)
{
	if (vp_in_call(vp))
		return E_IN_CALL;
	if (vp->activation == 0)
		return E_STATE;
	vp->control->write.masked = 0;
	if (vp->control->read.summary != 0)
		vp->reason = ABI_REASON_EVENT;
	return OK;
}

/* x0 = slot of the context that goes on. With events pending it stays there: the
 * activation code is started again, with a slot number that names none. */
kernel_status vp_resume(struct abi_vp *vp)
{
	uint64_t slot = vp->context.x[0];

	if (slot >= ABI_CONTEXTS)
		return E_VALUE;
	TRY(vp_enable(vp));
	if (vp->reason != ABI_REASON_NONE) {
		context_start(vp, ABI_CONTEXTS);
	} else {
		vp->context = vp->control->write.contexts[slot];
		vp->context.pstate &= PSTATE_FLAGS;
	}
	return NO_STATUS;
}

/* ---- made, started and stopped at run time ------------------------------ */

RARE kernel_status vp_start(struct abi_vp *asks, const struct cap_view *cap)
{
	const uint64_t *x = asks->context.x;
	struct abi_vp *vp = cap->object;
	const struct abi_domain *home = vp->home;

	if (vp->state != ABI_VP_DEAD)
		return E_BUSY;
	if (home->state != ABI_DOMAIN_RUNNING)
		return E_STOPPED;
	/* It would begin anew wherever it was then; or has nothing to begin. */
	if (domain_restarts(home) || vp_recovers(vp))
		return E_STATE;
	call_begin(vp, x[1], x[2]);
	vp->context.x[0] = x[3];
	if (vp->control != NULL)
		vp->control->write.masked = 1;
	vp->reason = ABI_REASON_NONE;
	sched_ready(vp);
	return OK;
}

/* What a vp waits for at home it waits for no longer. In a call it stays, or
 * its server would be left half done: E_BUSY, as for one that stops itself, or
 * that holds its domain's token. */
RARE kernel_status vp_stop(struct abi_vp *asks, const struct cap_view *cap)
{
	struct abi_vp *vp = cap->object;

	if (vp == asks)
		return E_BUSY;
	vp_expel(vp);
	if (vp_in_call(vp) || pool_owns(vp))
		return E_BUSY;
	vp_interrupt(vp);
	return OK;
}

RARE kernel_status vp_bind(struct abi_vp *asks, const struct cap_view *cap)
{
	struct abi_vp *vp = cap->object;
	struct cap_view found;

	TRY(cap_require(asks, 1, ABI_TYPE_BUDGET, ABI_RIGHT_CONTROL, &found));
	if (vp->state != ABI_VP_DEAD || found.budget->vp != NULL)
		return E_BUSY;
	if (found.budget->amount == 0)
		return E_VALUE;
	if (vp->budget != NULL)
		vp->budget->vp = NULL;
	found.budget->vp = vp;
	vp->budget = found.budget;
	return OK;
}

/* x2 = slot of its home, x3 = its activation entry, or 0. It runs on slack alone
 * until a budget is bound. */
kernel_status vp_make(struct abi_vp *asks, const struct cap_view *made)
{
	struct abi_vp *vp = made->object;
	volatile uint64_t *words = (void *)vp->control;
	struct abi_domain *home;

	TRY(domain_found(asks, &home));
	/* A restart begins anew all vps that it knows. */
	if (home->restart != 0)
		return E_STATE;
	home->made_vps++;
	/* What the last one in this place left there. */
	for (uint64_t i = 0; words != NULL && i < CONTROL_WORDS; i++)
		words[i] = 0;
	vp->activation = vp->control != NULL ? asks->context.x[3] : 0;
	vp->home = vp_base(vp)->domain = home;
	vp->link = vp_base(vp);
	vp->sched.spent = 0;
	return OK;
}

kernel_status vp_unmake(struct abi_vp *asks, const struct cap_view *cap)
{
	struct abi_vp *vp = cap->object;

	if (vp->bound != 0)
		return E_BUSY;
	TRY(vp_stop(asks, cap));
	if (vp->budget != NULL)
		vp->budget->vp = NULL;
	vp->budget = NULL;
	vp->home->made_vps--;
	return OK;
}
