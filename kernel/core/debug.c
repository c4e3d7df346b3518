/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * The debug object: console output and inspection. Only debug builds of an
 * image hold a capability to it.
 */
#include <vesper/kernel/debug.h>

#include <vesper/abi/operation.h>
#include <vesper/kernel/board.h>
#include <vesper/kernel/call.h>

static void debug_fault(struct abi_vp *vp)
{
	uint64_t index = vp->context.x[1];
	const struct abi_fault *fault;

	if (index >= boot_record.domains.count) {
		call_return(vp, E_VALUE);
		return;
	}
	fault = &domain_table()[index].fault;
	call_return(vp, OK);
	vp->context.x[1] = fault->kind;
	vp->context.x[2] = fault->cause;
	vp->context.x[3] = fault->address;
	vp->context.x[4] = fault->pc;
	vp->context.x[5] = fault->esr;
}

void debug_invoke(struct abi_vp *vp)
{
	switch (vp->context.x[8]) {
	case ABI_DEBUG_PUT:
		board_put((char)vp->context.x[1]);
		call_return(vp, OK);
		break;
	case ABI_DEBUG_FAULT:
		debug_fault(vp);
		break;
	case ABI_DEBUG_DOMAINS:
		call_return(vp, OK);
		vp->context.x[1] = boot_record.domains.count;
		break;
	default:
		call_return(vp, E_OPERATION);
	}
}
