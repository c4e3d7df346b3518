/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * Faults of components: recorded, reported, and the end of the domain alone.
 */
#ifndef VESPER_KERNEL_FAULT_H
#define VESPER_KERNEL_FAULT_H

#include <vesper/kernel/object.h>

/* The domain in which `vp` runs did what `fault` says. */
void fault_raise(struct abi_vp *vp, const struct abi_fault *fault);

/* Record, and report, that a call of `vp` into it has lasted too long. */
RARE void fault_record_limit(const struct abi_vp *vp, struct abi_domain *domain);

/* Enter the domain at a place of its own, with `fault` in x0..x4. */
void fault_enter(struct abi_vp *vp, const struct abi_fault *fault,
		 enum abi_link_kind kind, uint64_t pc, uint64_t stack);

/* The same, and that is the end of the domain. */
RARE void fault_time_limit(struct abi_vp *vp, struct abi_domain *domain);

/* The fault handler of `domain` has replied; its link is popped. */
void fault_handled(struct abi_vp *vp, struct abi_domain *domain);

#endif
