/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * Invocation: how a vp moves into a server and back.
 *
 * These are the C paths; the common case runs in arch/ARCH/vectors.S and ends
 * here for whatever is unusual. Both must do the same.
 */
#ifndef VESPER_KERNEL_CALL_H
#define VESPER_KERNEL_CALL_H

#include <vesper/kernel/object.h>

/* System calls of the running vp; results are in its context. */
void call_enter(struct abi_vp *vp);
void call_reply(struct abi_vp *vp);

/*
 * Go back through links whose callers are stopped until a live one is found;
 * the first caller that lives gets `status`. A vp whose home is stopped is
 * dead afterwards.
 */
void call_unwind(struct abi_vp *vp, kernel_status status);

/* `domain` has been stopped: end every call into it and every vp of it. */
void call_domain_stopped(struct abi_domain *domain);

#endif
