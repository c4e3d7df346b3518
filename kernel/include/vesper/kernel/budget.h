/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * Budgets as objects; the scheduler spends them (sched.h).
 */
#ifndef VESPER_KERNEL_BUDGET_H
#define VESPER_KERNEL_BUDGET_H

#include <vesper/kernel/object.h>

/* The share of the processor, in 1/ABI_BUDGET_WHOLE. */
uint64_t budget_share(uint64_t amount, uint64_t period);

#endif
