/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * Virtual processors: waiting, and activations.
 *
 * A vp at home that gets the CPU with a reason is activated: what it did before
 * goes into a slot of its control block and its activation code starts with
 * x0 = reason, x1 = slot. With activations off, or without activation code, it
 * goes on where it was. Inside a call it always does: its client must not see
 * the server's registers, and a reason waits until the vp is home.
 */
#ifndef VESPER_KERNEL_VP_H
#define VESPER_KERNEL_VP_H

#include <vesper/kernel/object.h>

/* Timeouts of waits are relative, in ticks; this one never ends. */
#define VP_FOREVER UINT64_MAX

/* The vp has time again: PREEMPTED, another one had the CPU meanwhile, or
 * ALLOCATED, it had used up its budget and a new period begins. Told only if
 * activations are on at that moment. */
void vp_allocate(struct abi_vp *vp, enum abi_reason reason);

/* What runs faulted, and nobody handles that: it is activated, if it is at home
 * and activations are on; false if not. */
bool vp_fault(struct abi_vp *vp);

/* The time of its wait is over. */
void vp_timeout(struct abi_vp *vp);

/* Bit `number` of its pending words is set, or is 0 again. Setting returns `vp`, and
 * is not in its caller, which needs no stack then. */
__attribute__((noinline))
struct abi_vp *vp_event_set(struct abi_vp *vp, uint32_t number);
void vp_event_clear(struct abi_vp *vp, uint32_t number);

/* Before it runs: activate it if it is due. */
void vp_settle(struct abi_vp *vp);

#endif
