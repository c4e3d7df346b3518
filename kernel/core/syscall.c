/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * System calls, by number, and the operations of objects, by type.
 */
#include <vesper/kernel/syscall.h>

#include <vesper/abi/syscall.h>
#include <vesper/kernel/call.h>
#include <vesper/kernel/cap.h>
#include <vesper/kernel/fault.h>
#include <vesper/kernel/sched.h>

static void invoke(struct abi_vp *vp)
{
	struct abi_context *context = &vp->context;
	struct cap_view cap;
	kernel_status status;

	status = cap_lookup(link_domain(vp_link(vp)), context->x[0], &cap);
	if (status == OK)
		status = cap.type == ABI_TYPE_DEBUG
				 ? debug_invoke(context, context->x[8])
				 : (kernel_status)E_OPERATION;
	context->x[0] = (uint64_t)status;
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

void syscall_run(struct abi_vp *vp, uint32_t number)
{
	switch (number) {
	case ABI_SYS_CALL:
		call_enter(vp);
		break;
	case ABI_SYS_REPLY:
		call_reply(vp);
		break;
	case ABI_SYS_INVOKE:
		invoke(vp);
		break;
	case ABI_SYS_YIELD:
		sched_yield(vp);
		break;
	case ABI_SYS_BLOCK:
		vp->state = ABI_VP_BLOCKED;
		break;
	default:
		syscall_unknown(vp, number);
	}
}
