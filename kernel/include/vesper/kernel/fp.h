/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * Floating point and SIMD registers, for the domains that asked for them.
 */
#ifndef VESPER_KERNEL_FP_H
#define VESPER_KERNEL_FP_H

#include <vesper/kernel/object.h>

/* Before `vp` runs: give its domain its own FP registers, cleared ones, or
 * none. */
void fp_settle(struct abi_vp *vp);

#endif
