/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * Pools: the workers of a server domain, and its monitor token.
 *
 * One worker runs in a pool at a time: `free` is the token and holds a worker
 * only while nobody runs; further idle workers are in `reserve`, for those that
 * come while a worker waits for an event. In a raw pool all idle workers are in
 * `free`, and as many run.
 */
#ifndef VESPER_KERNEL_POOL_H
#define VESPER_KERNEL_POOL_H

#include <vesper/kernel/object.h>

/* The first worker of a list, or NULL; of `free`, with the token. */
struct abi_worker *worker_take(struct abi_worker **list);

/* A worker and the token come back; the first vp that waits gets them, or, where
 * nobody can enter, is told so. */
void pool_release(struct abi_pool *pool, struct abi_worker *worker);

/* `vp` waits for the token: to go on in the pool if it enters no portal, else
 * behind all others. */
void pool_wait(struct abi_pool *pool, struct abi_vp *vp);

/* `vp` waits no longer; it can run. */
void pool_leave(struct abi_vp *vp);

/* Who had the token needs it no more, and keeps its worker: it is for others. */
void pool_suspend(struct abi_pool *pool);

/* `vp`, which needs no worker, goes on with the token, or waits for it. */
void pool_resume(struct abi_pool *pool, struct abi_vp *vp);

/* All workers are idle, and `owner` has the token; NULL: nobody has it yet. */
RARE void pool_fill(struct abi_pool *pool, struct abi_vp *owner);

/* Its domain is stopped: nobody enters, and the first that waits is told; when
 * that one leaves, the next. */
void pool_stop(struct abi_pool *pool);

/* Whether `vp`, at home, has the token of its domain's pool. */
bool pool_owns(struct abi_vp *vp);

static inline bool pool_is_stopped(const struct abi_pool *pool)
{
	return pool->domain->state != ABI_DOMAIN_RUNNING;
}

/* `vp` can run again: those that wait for the pools it is in can help. */
void pool_help(struct abi_vp *vp);

/* A vp in the pool that can run or can be helped, or NULL. */
struct abi_vp *pool_holder(const struct abi_pool *pool);

/* `vp` may lose the CPU: its workers say from now on that it holds them. */
RARE void pool_record(struct abi_vp *vp);

#endif
