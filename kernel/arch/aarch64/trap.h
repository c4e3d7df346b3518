/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * The C side of the vectors. `vp` had the CPU and its context is complete; the
 * vp that is returned gets it.
 */
#ifndef VESPER_TRAP_H
#define VESPER_TRAP_H

#include <vesper/kernel/object.h>

struct abi_vp *trap_sync(struct abi_vp *vp, uint64_t esr, uint64_t far);
struct abi_vp *trap_irq(struct abi_vp *vp);
struct abi_vp *trap_serror(struct abi_vp *vp, uint64_t esr, uint64_t far);
_Noreturn void trap_kernel(void);

/* Handle the lines that are pending, a bounded number of them. */
void trap_lines(void);

#endif
