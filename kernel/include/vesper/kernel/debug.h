/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * The debug object.
 */
#ifndef VESPER_KERNEL_DEBUG_H
#define VESPER_KERNEL_DEBUG_H

#include <vesper/kernel/object.h>

/* Operations on a debug capability (ABI_DEBUG_*). */
void debug_invoke(struct abi_vp *vp);

#endif
