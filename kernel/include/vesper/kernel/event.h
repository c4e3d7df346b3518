/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * Events: everything asynchronous.
 */
#ifndef VESPER_KERNEL_EVENT_H
#define VESPER_KERNEL_EVENT_H

#include <vesper/kernel/object.h>

/* Set bits; wake who is to be woken. The time is `now`. The vp for which the event
 * is: bound to it, or waiting; or NULL. */
struct abi_vp *event_signal(struct abi_event *event, uint64_t now,
			    uint64_t bits);

/* The vps that wait inside a pool do no longer; at most its workers' number. */
void event_cancel(const struct abi_pool *pool);

/* The wait of `vp` ends, at the time `now`: OK, E_CANCELLED or E_TIMEOUT. `vp`. */
struct abi_vp *event_wait_end(struct abi_vp *vp, kernel_status status,
			      uint64_t now);

#endif
