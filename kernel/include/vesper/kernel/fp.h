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

/* Nothing is to be done for that: nobody has used them since boot. */
bool fp_is_off(const struct abi_vp *vp);

#endif
