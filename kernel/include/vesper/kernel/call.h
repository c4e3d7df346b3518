/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * Invocation: how a vp moves into a server and back.
 *
 * These are the C paths; the common case runs in arch/ARCH/vectors.S and ends
 * here for whatever is unusual. Both must do the same.
 */
#ifndef VESPER_KERNEL_CALL_H
#define VESPER_KERNEL_CALL_H

#include <vesper/abi/syscall.h>
#include <vesper/kernel/object.h>

/*
 * The short path of call_cap, for vectors.S: one capability, copied or borrowed,
 * and nothing unusual; else false, and nothing has changed. The link is pushed,
 * x0 to x8 are right, and it is vectors.S that saves and clears the others.
 */
bool call_enter_short(struct abi_vp *vp);

/* Go on at `pc`, on this thread block, with nothing in the registers, nor in those
 * of floating point. */
void call_begin(struct abi_vp *vp, uint64_t pc, uint64_t stack);

/* The same, and the registers as they are. */
void call_start(struct abi_vp *vp, uint64_t pc, uint64_t stack);

/* A link, of those that are left, to enter the domain that runs at a place of
 * its own. */
struct abi_link *call_push_inside(struct abi_vp *vp, enum abi_link_kind kind);

/* The reply that brings `vp` home, if it is in a call, takes the C path: what
 * became pending meanwhile activates it then. */
void call_divert_home(struct abi_vp *vp);

/* End the innermost call with `status`; x0..x8 are still the callee's. */
void call_pop(struct abi_vp *vp, kernel_status status);

/* The call of `link`, and all that it has called, go on on `to`, which is at
 * home; `vp` returns from it with E_LIMIT. */
void call_move(struct abi_vp *vp, struct abi_link *link, struct abi_vp *to);

/* A time limit of the calls of `vp` is over: a fault of that server. With which
 * status its calls into what is stopped end. */
RARE kernel_status call_limit_passed(struct abi_vp *vp);

/* End a system call with a status of the kernel; results are in the context. */
static inline void call_end(struct abi_vp *vp, kernel_status status)
{
	vp->context.x[0] = (uint64_t)status;
	vp->context.x[8] = (uint64_t)status & ABI_METHOD_MASK;
}

/* And without results; NO_STATUS: the context is as it is to be. */
void call_return(struct abi_vp *vp, kernel_status status);

/* `vp`, which waits to enter a server, does no longer: E_STOPPED. */
void call_forget(struct abi_vp *vp);

/* Clear x9 to x30: who is entered finds nobody's in them. */
void call_clear(struct abi_vp *vp);

/* Nothing is to be done before `vp` runs. */
static inline bool call_is_settled(const struct abi_vp *vp)
{
	return vp->enters == 0 && vp->link->frozen == 0 &&
	       vp_domain(vp)->state == ABI_DOMAIN_RUNNING;
}

/*
 * Before `vp` runs: finish a call that waited for a worker, and pop the links
 * of stopped domains; the first caller that lives gets `status`. False if none
 * does: the vp is dead. At most ABI_LINKS steps.
 */
RARE bool call_settle(struct abi_vp *vp, kernel_status status);

#endif
