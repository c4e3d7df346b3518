/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * What the parts of the second model have in common.
 */
#ifndef TESTS_KERNEL_MODEL_PARTS_H
#define TESTS_KERNEL_MODEL_PARTS_H

#include <vesper/abi/cap.h>
#include <vesper/abi/object.h>
#include <vesper/abi/status.h>
#include <vesper/abi/syscall.h>

#include "model.h"

#define FOREVER UINT64_MAX

extern struct model_places model_place;
/* The number of the first object of a type that a factory makes; 0: none. */
extern const int model_first_made[ABI_TYPE_COUNT];

/* A capability in a slot, E_SLOT or E_STALE; in the end it is for an object. */
int64_t model_lookup(int domain, uint64_t slot, struct model_cap **cap);
int64_t model_require(int domain, uint64_t slot, uint32_t type,
		      uint32_t rights, struct model_cap **cap);
int model_object(const struct model_cap *cap);

/* A free slot, what is put there, and away. */
int64_t model_room(int domain, uint64_t slot);
void model_put(int domain, uint64_t slot, struct model_cap cap,
	       uint64_t rights);
void model_empty(int domain, uint64_t slot);

/* Whether it may go to another domain for good. */
int64_t model_may_leave(const struct model_cap *cap);

/* The end of a system call: a status and no results; of an operation: registers
 * that are no result stay as they were. */
void model_done(struct model_vp *v, int64_t status);
void model_end(struct model_vp *v, int64_t status);
void model_clear(struct model_vp *v, int first, int last);
void model_wake(struct model_vp *v);

/* Pools: as new; a worker with the token comes back; a vp waits; the token alone. */
void model_pool_start(struct model_pool *p);
void model_release(struct model_pool *p, int worker);
void model_queue(struct model_pool *p, int vp);
void model_give_token(struct model_pool *p);
bool model_take_token(struct model_pool *p);
struct model_pool *model_pool_inside(const struct model_vp *v);
bool model_owns(int vp);

void model_wait_ends(int vp, int64_t status, uint64_t bits);
void model_signal(int event, uint32_t bits);
bool model_waiter_lives(int event);
/* A vp waits for no pool, and for no call that it wanted to make. */
void model_forget(int vp);

/* A domain is stopped; who waits for its pool hears of it one by one. */
void model_stop(int domain);
void model_drain(struct model_pool *p);

/* A handler takes a fault, or gives it back; true if it could. */
bool model_handles(int vp, const struct model_fault *fault);
void model_handled(int vp);

/* The context of a vp, kept elsewhere. */
void model_save(struct model_context *to, const struct model_vp *v);
void model_load(struct model_vp *v, const struct model_context *from);

/* The capabilities of a call end with it; what its caller had comes back. */
void model_fields_end(struct model_vp *v, int link, int64_t status);
void model_link_restore(struct model_vp *v, const struct model_link *link);

/* A call whose limit has passed goes on on the recovery vp of its server, which
 * is entered when the call is the innermost one; false if there is none. A
 * recovery vp that is at home again stands still. */
bool model_recovers(int vp, int link);
void model_recovery_enter(int vp);
void model_recovery_rest(struct model_vp *v);

/* Time limits: a wait that begins, and ends; what is left of a vp's. */
void model_wait_begins(struct model_vp *v, uint64_t timeout);
uint64_t model_limit_left(const struct model_vp *v);
int model_limit_passed(int vp);

void model_reason(int vp, int reason);
bool model_fault_activates(int vp, const struct model_fault *fault);
bool model_pending(int vp);
void model_untell(int event);
void model_unmask(int vp, bool resume);

bool model_unwind(int vp, int64_t status);
void model_call(int vp);
void model_reply(int vp);
void model_reply_cap(int vp);
void model_operation(int vp, struct model_cap *cap);
void model_grant_operation(int vp, const struct model_cap *cap);
void model_region_operation(int vp, const struct model_cap *cap);
void model_factory_operation(int vp, const struct model_cap *cap);
void model_vp_operation(int vp, const struct model_cap *cap);
void model_budget_operation(int vp, const struct model_cap *cap);

/* An operation is not finished: it is made again. */
void model_again(struct model_vp *v);
/* The views under a grant, or of a region, are no more. */
void model_revoke(int grant);
void model_unmap(int region);

#endif
