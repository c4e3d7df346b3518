/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * System calls, by number, and the operations of objects, by type.
 */
#include <vesper/kernel/syscall.h>

#include <vesper/abi/operation.h>
#include <vesper/abi/syscall.h>
#include <vesper/kernel/call.h>
#include <vesper/kernel/cap.h>
#include <vesper/kernel/debug.h>
#include <vesper/kernel/domain.h>
#include <vesper/kernel/event.h>
#include <vesper/kernel/fault.h>
#include <vesper/kernel/grant.h>
#include <vesper/kernel/irq.h>
#include <vesper/kernel/panic.h>
#include <vesper/kernel/region.h>
#include <vesper/kernel/sched.h>
#include <vesper/kernel/space.h>
#include <vesper/kernel/vp.h>

static void invoke(struct abi_vp *vp)
{
	struct cap_view cap;
	kernel_status status;

	status = cap_lookup(link_domain(vp_link(vp)), vp->context.x[0], &cap);
	if (status != OK) {
		if (status == E_STALE && vp->context.x[8] == ABI_CAP_DELETE)
			status = cap_discard(cap.slot);
		call_return(vp, status);
		return;
	}
	if (vp->context.x[8] >= ABI_CAP_FIRST) {
		cap_invoke(vp, &cap);
		return;
	}
	switch (cap.type) {
	case ABI_TYPE_DOMAIN:
		domain_invoke(vp, &cap);
		break;
	case ABI_TYPE_REGION:
		region_invoke(vp, &cap);
		break;
	case ABI_TYPE_GRANT:
		grant_invoke(vp, &cap);
		break;
	case ABI_TYPE_EVENT:
		event_invoke(vp, &cap);
		break;
	case ABI_TYPE_IRQ:
		irq_invoke(vp, &cap);
		break;
	case ABI_TYPE_DEBUG:
		debug_invoke(vp);
		break;
	default:
		call_return(vp, E_OPERATION);
	}
}

/* The SVC instruction is behind the pc already. */
static void syscall_unknown(struct abi_vp *vp, uint32_t number)
{
	struct abi_fault fault = {
		.kind = ABI_FAULT_SYSCALL,
		.address = number,
		.pc = vp->context.pc - 4,
	};

	fault_raise(vp, &fault);
}

bool syscall_invoke(struct abi_vp *vp)
{
	invoke(vp);
	kernel_assert(space_is_clean());
	return !sched_is_due();
}

void syscall_run(struct abi_vp *vp, uint32_t number)
{
	call_clobber(vp);
	switch (number) {
	case ABI_SYS_CALL:
		call_enter_plain(vp);
		break;
	case ABI_SYS_CALL_CAP:
		call_enter(vp);
		break;
	case ABI_SYS_REPLY_CAP:
		call_reply_cap(vp);
		break;
	case ABI_SYS_REPLY:
		call_reply(vp);
		break;
	case ABI_SYS_SIGNAL:
		event_signal_call(vp);
		break;
	case ABI_SYS_INVOKE:
		invoke(vp);
		break;
	case ABI_SYS_RESUME:
		vp_resume(vp);
		break;
	case ABI_SYS_ENABLE:
		vp_enable(vp);
		break;
	case ABI_SYS_BLOCK:
		vp_block(vp);
		break;
	case ABI_SYS_YIELD:
		call_return(vp, OK);
		sched_yield(vp);
		break;
	default:
		syscall_unknown(vp, number);
	}
}
