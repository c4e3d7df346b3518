/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * Capabilities that travel in calls and replies.
 *
 * x8 has three fields, in bits 31:16, 47:32 and 63:48 (abi/syscall.h): a slot
 * and a mode. In a call a field with a mode sends a capability into a landing
 * slot of the worker; one without a mode and with a slot names where a
 * capability of the reply may land. What is sent is lent: it is out of the
 * landing slot when the call ends, unless the server has moved it away, which it
 * cannot do with what is borrowed.
 */
#ifndef VESPER_KERNEL_TRANSFER_H
#define VESPER_KERNEL_TRANSFER_H

#include <vesper/kernel/object.h>

/* The short path: x8 has one field, the first, and its capability is copied or
 * borrowed; returns x8 as the server sees it, or 0 and nothing is done. */
uint64_t transfer_short(const struct abi_domain *from,
			const struct abi_domain *to, uint64_t landing,
			uint64_t x8);

/* A call by `link`, which is not pushed yet: all fields of *x8
 * are sent to `worker`, and the slots for results are free: *x8 becomes what the
 * server sees, {type, rights} in each field. Else the first error, and nothing is
 * done. */
kernel_status transfer_call(struct abi_link *link,
			    const struct abi_worker *worker, uint64_t *x8);

/* The reply to the call of `link`, likewise; *x8 becomes what the caller sees. */
kernel_status transfer_reply(const struct abi_link *link, uint64_t *x8);

/* The call of `link` ends: nothing stays in the landing slots. What was moved
 * and is still there goes back to the caller unless the status is OK. */
void transfer_end(struct abi_link *link, kernel_status status);

#endif
