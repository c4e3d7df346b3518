/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * The functions of the operations (abi/operation.h), each in the file of its
 * object. What they are called with: the running vp, in whose context are the
 * arguments and the results, and a capability of its domain, which is good and
 * has the right that the operation needs.
 */
#ifndef VESPER_KERNEL_OPERATION_H
#define VESPER_KERNEL_OPERATION_H

#include <vesper/abi/operation.h>
#include <vesper/kernel/cap.h>

/* One step is done: the system call is made again, when others have had their
 * turn. */
#define OPERATION_AGAIN ((kernel_status)1)
RARE kernel_status operation_again(void);

typedef kernel_status operation_function(struct abi_vp *vp,
					 const struct cap_view *cap);
#define X(type, name, right, function, ...) operation_function function;
ABI_OPERATIONS(X)
#undef X

/* What is called through a table takes what others there need. */
#pragma GCC diagnostic ignored "-Wunused-parameter"

#endif
