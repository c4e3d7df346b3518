/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * Recovery of calls whose time limit passed.
 */
#ifndef VESPER_KERNEL_RECOVERY_H
#define VESPER_KERNEL_RECOVERY_H

#include <vesper/kernel/object.h>

/* Whether `vp` is the recovery vp of its home. */
static inline bool vp_recovers(const struct abi_vp *vp)
{
	const struct abi_pool *pool = vp->home->pool;

	return pool != NULL && pool->recovery == vp;
}

/* The time limit of `link`, a call of `vp`, is over, and its server runs. True if
 * the server's recovery vp has the call now, and `vp` its E_LIMIT. */
bool recovery_take(struct abi_vp *vp, struct abi_link *link);

/* The call that is frozen is the innermost one of the recovery vp `vp`. */
void recovery_enter(struct abi_vp *vp);

/* The recovery entry has replied; its link is popped. */
void recovery_end(struct abi_vp *vp);

#endif
