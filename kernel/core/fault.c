/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * Faults of components.
 *
 * A fault belongs to the domain whose code ran. Its own handler, if it has one,
 * is entered by the spare link, on the current budget: x0 = kind, x1 = address,
 * x2 = pc, x3 = cause, x4 = ESR_EL1. It replies x0 = OK to let what faulted go
 * on, at x1, and anything else to have it ended.
 *
 * Without a handler, a vp at home that takes activations is activated: its own
 * scheduler decides, with what faulted in its slot and the record in x2..x6.
 *
 * A fault that neither takes, or in a handler, is recorded, reported on the console of
 * debug images, and the domain is stopped and its supervisor's event signalled.
 * Its callers get E_FAULT or E_STOPPED; everybody else goes on.
 */
#include <vesper/kernel/kernel.h>

RARE static void fault_end(struct abi_vp *vp)
{
	report_fault(vp, vp_domain(vp));
	domain_stop(vp_domain(vp));
	(void)call_settle(vp, E_FAULT);
}

static void fault_tell(uint64_t *x, const struct abi_fault *fault)
{
	x[0] = fault->kind;
	x[1] = fault->address;
	x[2] = fault->pc;
	x[3] = fault->cause;
	x[4] = fault->esr;
}

RARE static bool fault_unhandled(struct abi_vp *vp)
{
	vp->context = *fault_place(vp);
	if (vp_fault(vp))
		fault_tell(&vp->context.x[2], &vp_domain(vp)->fault);
	else
		fault_end(vp);
	return false;
}

bool fault_take(struct abi_vp *vp)
{
	struct abi_domain *domain = vp_domain(vp);
	uint64_t *x = vp->context.x;
	struct abi_link *link;

	/* The link must be one that is left, and neither handler nor vp busy:
	 * what a handler is to mend has one place in its vp. */
	if (domain->handler == 0 || domain->handling != NULL ||
	    vp->handling != 0 ||
	    vp->link - vp->links < ABI_LEVELS - (long)domain->level)
		return fault_unhandled(vp);
	link = call_push_inside(vp, ABI_LINK_FAULT);
	/* With a reason to activate the vp, the reply is to look at that. */
	if (domain->fp == 0 && vp->reason == ABI_REASON_NONE)
		link->reply = ABI_REPLY_FAULT;
	domain->handling = vp;
	vp->handling = 1;
	fault_tell(x, &domain->fault);
	x[5] = x[6] = x[7] = x[8] = 0;
	call_start(vp, domain->handler, domain->handler_stack);
	return true;
}

kernel_status fault_time_limit(struct abi_vp *vp, struct abi_link *link)
{
	struct abi_domain *domain = link->domain;

	if (domain->state != ABI_DOMAIN_RUNNING)
		return E_STOPPED;
	domain->fault = (struct abi_fault){ .kind = ABI_FAULT_TIME_LIMIT,
					    .pc = vp->context.pc };
	report_fault(vp, domain);
	if (recovery_take(vp, link))
		return E_STOPPED;
	domain_stop(domain);
	return E_LIMIT;
}

inline kernel_status fault_resume(struct abi_vp *vp,
				  const struct abi_context *kept)
{
	kernel_status status = (kernel_status)vp->context.x[0];
	uint64_t pc = vp->context.x[1];

	vp->context = *kept;
	if (status == OK)
		vp->context.pc = pc;
	return status;
}

void fault_handled(struct abi_vp *vp)
{
	fault_leave(vp, vp_domain(vp));
	fp_give_back(vp);
	if (fault_resume(vp, &vp->faulted) != OK)
		fault_end(vp);
}
