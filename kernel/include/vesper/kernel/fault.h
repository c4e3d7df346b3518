/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * Faults of components: recorded, reported, and the end of the domain alone.
 */
#ifndef VESPER_KERNEL_FAULT_H
#define VESPER_KERNEL_FAULT_H

#include <vesper/kernel/object.h>

/* Where the context of what faults is put: in its own place, if it is free, so
 * that a handler can be entered. */
static inline struct abi_context *fault_place(struct abi_vp *vp)
{
	return vp->handling != 0 ? &vp->context : &vp->faulted;
}

/* The domain in which `vp` runs, and which is not stopped, did what its record
 * says; the context is in fault_place(). True if a handler is entered: x9 to x30
 * are still to be cleared. */
bool fault_take(struct abi_vp *vp);

/* The call of `vp` by `link` has lasted too long: a fault of that server, and, if
 * it cannot recover, the end of it. With which status the calls into it end. */
RARE kernel_status fault_time_limit(struct abi_vp *vp, struct abi_link *link);

/* The reply of an entry of the kernel's own: with x0 = OK what stands still in
 * `kept` goes on, at x1. The status. */
kernel_status fault_resume(struct abi_vp *vp, const struct abi_context *kept);

/* The fault handler of the domain in which `vp` runs has replied; its link is
 * popped. */
void fault_handled(struct abi_vp *vp);

/* What faulted in `domain` is handled, or given up: its place is free. */
static inline void fault_leave(struct abi_vp *vp, struct abi_domain *domain)
{
	domain->handling = NULL;
	vp->handling = 0;
}

#endif
