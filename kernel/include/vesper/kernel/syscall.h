/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * The C entries of the kernel: what a vp wanted, or did, is in its context.
 */
#ifndef VESPER_KERNEL_SYSCALL_H
#define VESPER_KERNEL_SYSCALL_H

#include <vesper/kernel/object.h>

/* System call `number` of the running vp, whose context is saved. */
void syscall_run(struct abi_vp *vp, uint32_t number);

/* Boot only: from the filled image to the first vp. */
struct abi_vp *kernel_boot(void);

#endif
