/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * The rules of a budget as a constant-bandwidth server: amount in each period,
 * served by deadline; overrun is carried over.
 */
#ifndef VESPER_KERNEL_BUDGET_H
#define VESPER_KERNEL_BUDGET_H

#include <vesper/kernel/object.h>

/* Nanoseconds in ticks of a counter of `frequency` Hz. */
RARE uint64_t budget_ticks(uint64_t ns, uint64_t frequency);

/* Boot only: times of the image become ticks; its first period begins `now`. */
RARE void budget_start(struct abi_budget *budget, uint64_t frequency,
		       uint64_t now);

/* Nothing was left, so no more than the amount is now. */
static inline void budget_fill(struct abi_budget *budget)
{
	budget->left += (int64_t)budget->amount;
	budget->deadline += budget->period;
}

/* Its vp wakes up. What is left may not be used faster than the bandwidth; else
 * a new period begins. */
static inline void budget_wake(struct abi_budget *budget, uint64_t now)
{
	if (now < budget->deadline &&
	    (budget->left <= 0 ||
	     (uint64_t)budget->left * budget->period <=
		     (budget->deadline - now) * budget->amount))
		return;
	budget->left = (int64_t)budget->amount +
		       (budget->left < 0 ? budget->left : 0);
	budget->deadline = now + budget->period;
}

#endif
