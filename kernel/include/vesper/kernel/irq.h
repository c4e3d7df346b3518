/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * Interrupt lines: each an event of its driver, masked until acknowledged.
 */
#ifndef VESPER_KERNEL_IRQ_H
#define VESPER_KERNEL_IRQ_H

#include <vesper/kernel/object.h>

/* Boot only: lines that have an irq object are unmasked. */
RARE void irq_init(void);

/* Line `line` of the board has been pending, and is masked since `now`: the vp
 * for which it is, or NULL. */
struct abi_vp *irq_raise(uint64_t line, uint64_t now);

#endif
