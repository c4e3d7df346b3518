/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * The C entries of the kernel: what a vp wanted, or did, is in its context.
 */
#ifndef VESPER_KERNEL_SYSCALL_H
#define VESPER_KERNEL_SYSCALL_H

#include <vesper/abi/syscall.h>
#include <vesper/kernel/object.h>

/*
 * The functions of the system calls (abi/syscall.h), each in the file of its
 * object: for the running vp, in whose context are the arguments and the results.
 * They return the status with which the call ends, and is given back without
 * results; NO_STATUS: the context is as it is to be.
 */
#define NO_STATUS ((kernel_status)2)
#define X(name, function, ...) kernel_status function(struct abi_vp *vp);
ABI_STATUS_SYSCALLS(X)
#undef X

/* System call `number` of the running vp, whose context is saved. */
void syscall_run(struct abi_vp *vp, uint32_t number);

/*
 * The system call invoke, of which only x0 to x8 have been saved: the status, or
 * OPERATION_AGAIN. Results are in the context; it is for the caller to put the
 * status there, and to ask sched_next() if that is due.
 */
kernel_status syscall_operate(struct abi_vp *vp);

/* Boot only: from the filled image to the first vp. */
struct abi_vp *kernel_boot(void);

#endif
