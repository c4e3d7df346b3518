/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * Faults of components: recorded, reported, and the end of the domain alone.
 */
#ifndef VESPER_KERNEL_FAULT_H
#define VESPER_KERNEL_FAULT_H

#include <vesper/kernel/object.h>

/* The domain in which `vp` runs did what `fault` says. */
void fault_raise(struct abi_vp *vp, const struct abi_fault *fault);

/* A call of `vp` into `domain` has lasted longer than its portal allows. */
void fault_time_limit(struct abi_vp *vp, struct abi_domain *domain);

/* The fault handler of `domain` has replied; its link is popped. */
void fault_handled(struct abi_vp *vp, struct abi_domain *domain);

#endif
