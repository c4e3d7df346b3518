/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * What debug kernels say before they go on, or stop.
 */
#ifndef VESPER_KERNEL_REPORT_H
#define VESPER_KERNEL_REPORT_H

#include <vesper/kernel/object.h>

/* The last fault of `domain`, in which `vp` ran; in debug images. */
void report_fault(const struct abi_vp *vp, const struct abi_domain *domain);

/* What is known when the kernel ends. */
void report_panic(const char *why, uint64_t detail);

#endif
