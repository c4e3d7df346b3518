/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * What the portable core asks of an architecture; arch/aarch64 and arch/host
 * implement it.
 */
#ifndef VESPER_KERNEL_ARCH_H
#define VESPER_KERNEL_ARCH_H

#include <vesper/kernel/object.h>

/* The vp whose registers the CPU holds; 0 while booting. */
struct abi_vp *arch_current(void);

/* Wait until an interrupt is pending. */
void arch_idle(void);

/* Stop the CPU for ever. */
_Noreturn void arch_halt(void);

/* Print the CPU's own state, for a panic. */
void arch_dump(void);

#endif
