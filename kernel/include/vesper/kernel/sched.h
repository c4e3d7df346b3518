/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * Who runs. One vp is current; the others that could run are in the ready
 * queue, and nothing else holds a runnable vp.
 */
#ifndef VESPER_KERNEL_SCHED_H
#define VESPER_KERNEL_SCHED_H

#include <vesper/kernel/object.h>

/* Boot only: every vp of the image whose state is READY can run. */
void sched_init(void);

/* Make a vp READY that was not. */
void sched_ready(struct abi_vp *vp);

/* The current vp goes behind the others. */
void sched_yield(struct abi_vp *vp);

/* The vp to run next; waits for an interrupt while there is none. */
struct abi_vp *sched_next(struct abi_vp *current);

#endif
