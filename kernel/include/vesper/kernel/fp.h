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

/* The fault handler has replied, and `vp` is where it was: with what it had. */
void fp_give_back(struct abi_vp *vp);

/* Since boot: else all is off, and nothing kept. Kernel entries only. */
extern bool fp_used;

/* Nothing is to be done before `vp` runs. */
static inline bool fp_is_off(const struct abi_vp *vp)
{
	return !fp_used && vp_domain(vp)->fp == 0;
}

#endif
