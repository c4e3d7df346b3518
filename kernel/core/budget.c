/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * Budgets as objects: read, changed, and handed on.
 *
 * Each has a share of the processor, in fixed point: what it uses itself
 * (amount / period) and what it has given to budgets made from it never exceed
 * it, but for what is lost in rounding, less than 1 / ABI_BUDGET_WHOLE each.
 * Nothing that is made or changed has time before a period is
 * over, so that taking shares apart and putting them together again never yields
 * more than they are.
 */
#include <vesper/kernel/kernel.h>

#define TICKS_MIN 512u /* less is spent by the switch to a vp */
#define SECOND_NS 1000000000u

uint64_t budget_ticks(uint64_t ns, uint64_t frequency)
{
	return ns / SECOND_NS * frequency + ns % SECOND_NS * frequency / SECOND_NS;
}

void budget_start(struct abi_budget *budget, uint64_t frequency, uint64_t now)
{
	budget->amount = budget_ticks(budget->amount, frequency);
	budget->period = budget_ticks(budget->period, frequency);
	budget->left = (int64_t)budget->amount;
	budget->deadline = now + budget->period;
}

/* `amount` in each `period` from now on, if that fits into `room`. */
static kernel_status budget_set(struct abi_budget *budget, uint64_t amount,
				uint64_t period, uint32_t room)
{
	uint64_t share;

	if (amount < TICKS_MIN || amount > period || period > UINT32_MAX)
		return E_VALUE;
	share = amount * ABI_BUDGET_WHOLE / period;
	if (share > room)
		return E_EMPTY;
	budget->used = (uint32_t)share;
	budget->amount = amount;
	budget->period = period;
	budget->deadline = arch_now() + period;
	return OK;
}

RARE kernel_status budget_read(struct abi_vp *vp, const struct cap_view *cap)
{
	uint64_t *x = vp->context.x;

	x[1] = cap->budget->amount;
	x[2] = cap->budget->period;
	x[3] = (uint64_t)cap->budget->left;
	x[4] = cap->budget->share;
	x[5] = cap->budget->given;
	return OK;
}

RARE kernel_status budget_change(struct abi_vp *vp, const struct cap_view *cap)
{
	const uint64_t *x = vp->context.x;
	struct abi_budget *budget = cap->object;

	TRY(budget_set(budget, x[1], x[2], budget->share - budget->given));
	if (budget->left > 0)
		budget->left = 0;
	if (budget->vp != NULL)
		sched_refit(budget->vp);
	return OK;
}

/* x2 = slot of the budget from which it is made, x3 = ticks, x4 = period. */
kernel_status budget_make(struct abi_vp *vp, const struct cap_view *made)
{
	const uint64_t *x = vp->context.x;
	struct abi_budget *budget = made->object, *parent;
	struct cap_view cap;

	TRY(cap_require(vp, 2, ABI_TYPE_BUDGET, ABI_RIGHT_CONTROL, &cap));
	parent = cap.object;
	TRY(budget_set(budget, x[3], x[4],
		       parent->share - parent->given - parent->used));
	budget->left = 0;
	budget->flags = parent->flags;
	budget->share = budget->used;
	budget->parent = parent;
	parent->given += budget->share;
	return OK;
}

kernel_status budget_unmake(struct abi_vp *vp, const struct cap_view *cap)
{
	struct abi_budget *budget = cap->object;

	if (budget->vp != NULL || budget->given != 0)
		return E_BUSY;
	budget->parent->given -= budget->share;
	budget->share = 0;
	return OK;
}
