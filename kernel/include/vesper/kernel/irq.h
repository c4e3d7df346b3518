/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * Interrupt lines: each an event of its driver, masked until acknowledged.
 */
#ifndef VESPER_KERNEL_IRQ_H
#define VESPER_KERNEL_IRQ_H

#include <vesper/kernel/cap.h>
#include <vesper/kernel/object.h>

/* Boot only: lines that have an irq object are unmasked. */
void irq_init(void);

/* Line `line` of the board is pending. */
void irq_raise(uint32_t line);

/* Operations on an irq capability (ABI_IRQ_*). */
void irq_invoke(struct abi_vp *vp, const struct cap_view *cap);

#endif
