/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * Who runs, and who pays.
 *
 * A vp can run on its budget (earliest deadline first over constant-bandwidth
 * servers) or, if it has used that up or has none, on slack: time that nobody
 * with a budget wants, in turns. The vp that is picked pays; if it waits for a
 * pool, the vp that holds the pool's worker runs in its place.
 */
#ifndef VESPER_KERNEL_SCHED_H
#define VESPER_KERNEL_SCHED_H

#include <vesper/kernel/object.h>

/* Keys of the heap READY from here on are places in the order of slack; all
 * deadlines are less. */
#define SCHED_SLACK	(UINT64_C(1) << 63)

/* Boot only: times of the image become ticks; every vp can run. The first one. */
struct abi_vp *sched_init(void);

/* A vp that waited can run, and is returned; the time is `now`. */
struct abi_vp *sched_wake(struct abi_vp *vp, uint64_t now);
void sched_ready(struct abi_vp *vp);

/* A vp has left the state READY for good or until sched_ready(). One that
 * waits for a pool stays: it pays for the vp that it waits for. */
void sched_unready(struct abi_vp *vp);

/* Something may have changed for who runs: a short path must not skip
 * sched_next(). */
extern bool sched_due;

static inline void sched_request(void)
{
	sched_due = true;
}

static inline bool sched_is_due(void)
{
	return sched_due;
}

/* A vp waits for an event from now on, and times out after `timeout` ticks
 * (vp_timeout), or when the time limit of a call is over. UINT64_MAX: never. */
void sched_wait(struct abi_vp *vp, enum abi_vp_state state, uint64_t timeout);

/* That wait is over, and its time spent; true if a time limit is, too. */
bool sched_waited(struct abi_vp *vp, uint64_t now);

/* A vp that waits for a pool can help again: who holds it can run. */
void sched_help(struct abi_vp *vp);

/* What is left of its budget, and the deadline, are others now. */
RARE void sched_refit(struct abi_vp *vp);

/*
 * The end of every C path: charge the time since the last one, let timers
 * expire, and say which vp is to run. Waits for an interrupt while there is
 * none.
 */
struct abi_vp *sched_next(struct abi_vp *current);

/* The current vp gives up its turn, on slack to the next vp, on a budget to
 * everyone until the budget is filled again; and sched_next(). */
struct abi_vp *sched_yield(struct abi_vp *vp);

/* An interrupt, or who pays for `current` loses its budget: time is charged up to
 * now, which is returned. */
uint64_t sched_enter(struct abi_vp *current);

/* The end of an interrupt, instead of sched_next(): `driver`, for which it is
 * (NULL: nobody in particular), pays for it. */
struct abi_vp *sched_interrupted(struct abi_vp *driver);

/* As sched_next(), where no time has passed to speak of: if nothing has become due, the
 * vp that has the CPU goes on, wherever it is now. */
struct abi_vp *sched_continue(struct abi_vp *current);

#endif
