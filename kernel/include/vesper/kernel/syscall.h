/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * The C entries of the kernel: what a vp wanted, or did, is in its context.
 */
#ifndef VESPER_KERNEL_SYSCALL_H
#define VESPER_KERNEL_SYSCALL_H

#include <vesper/kernel/object.h>

/* System call `number` of the running vp, whose context is saved. */
void syscall_run(struct abi_vp *vp, uint32_t number);

/*
 * The system call invoke, of which only x0 to x8 and the pc have been saved:
 * true if `vp` goes on, false if its context is to be completed first and
 * sched_next() to be asked.
 */
bool syscall_invoke(struct abi_vp *vp);

/* Boot only: from the filled image to the first vp. */
struct abi_vp *kernel_boot(void);

#endif
