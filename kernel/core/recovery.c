/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * Recovery.
 *
 * A call whose time limit passed is a fault of its server, but the server need
 * not end of it. If its pool names a recovery vp, the client returns and the
 * call, with its worker, the monitor's token and whatever it has called, moves
 * to that vp, on whose budget it waits or goes on from now on. What it has
 * called ends first. Then the recovery vp is entered at an entry of the
 * component's own, with the fault in x0..x4, while the half-done call is frozen
 * beneath: it can put the server's state in order, since it has the token. It
 * replies x0 = OK to let the call go on, at x1, whose late reply goes nowhere;
 * or anything else to give it up. Either way its worker serves again then.
 *
 * A recovery vp is DEAD while it has nothing to do, and never runs at home. One
 * that is busy, a fault handler that runs in the call, and FP registers in use
 * are as if there were none: the domain is stopped.
 */
#include <vesper/kernel/kernel.h>

static bool can_move(const struct abi_vp *vp, const struct abi_link *link)
{
	for (const struct abi_link *at = vp->link; at <= link; at++)
		if (at->handler != ABI_LINK_CALL || at->domain->fp != 0)
			return false;
	return true;
}

RARE bool recovery_take(struct abi_vp *vp, struct abi_link *link)
{
	struct abi_vp *to = link->pool->recovery;

	if (to == NULL || to->state != ABI_VP_DEAD || !can_move(vp, link))
		return false;
	call_move(vp, link, to);
	sched_ready(to);
	return true;
}

RARE void recovery_enter(struct abi_vp *vp)
{
	vp->link->frozen = 0;
	vp->watched = vp->sched.limit != 0;
	vp->frozen = vp->context;
	(void)call_push_inside(vp, ABI_LINK_RECOVERY);
	call_begin(vp, vp->start_pc, vp->start_stack);
	vp->context.x[0] = ABI_FAULT_TIME_LIMIT;
	vp->context.x[2] = vp->frozen.pc;
}

RARE void recovery_end(struct abi_vp *vp)
{
	kernel_status status = fault_resume(vp, &vp->frozen);

	if (status != OK)
		call_pop(vp, status);
}
