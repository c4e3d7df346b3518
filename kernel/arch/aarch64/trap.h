/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * The C side of the vectors. `vp` had the CPU and its context is complete; the
 * vp that is returned gets it.
 */
#ifndef VESPER_TRAP_H
#define VESPER_TRAP_H

#include <vesper/kernel/object.h>
#include <vesper/kernel/sched.h>
#include <vesper/kernel/syscall.h>

/* Called by the assembly, of which a compiler that takes the kernel for the
 * whole program knows nothing. */
#define FROM_ASSEMBLY __attribute__((externally_visible))

FROM_ASSEMBLY struct abi_vp *trap_sync(struct abi_vp *vp, uint64_t esr,
				       uint64_t far);
FROM_ASSEMBLY struct abi_vp *trap_irq(struct abi_vp *vp);
FROM_ASSEMBLY struct abi_vp *trap_serror(struct abi_vp *vp, uint64_t esr,
					 uint64_t far);
FROM_ASSEMBLY _Noreturn void trap_kernel(void);
FROM_ASSEMBLY struct abi_vp *kernel_boot(void);
FROM_ASSEMBLY bool syscall_invoke(struct abi_vp *vp);
FROM_ASSEMBLY struct abi_vp *sched_next(struct abi_vp *current);

/* Handle the lines that are pending, a bounded number of them. */
void trap_lines(void);

#endif
