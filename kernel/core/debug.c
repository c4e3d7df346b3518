/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * The debug object: console output and inspection. Only debug builds of an
 * image hold a capability to it.
 */
#include <vesper/kernel/board.h>
#include <vesper/kernel/syscall.h>

#include <vesper/abi/syscall.h>

static kernel_status debug_fault(struct abi_context *context)
{
	uint64_t index = context->x[1];
	const struct abi_fault *fault;

	if (index >= boot_record.domains.count)
		return E_VALUE;
	fault = &domain_table()[index].fault;
	context->x[1] = fault->kind;
	context->x[2] = fault->cause;
	context->x[3] = fault->address;
	context->x[4] = fault->pc;
	context->x[5] = fault->esr;
	return OK;
}

kernel_status debug_invoke(struct abi_context *context, uint64_t operation)
{
	switch (operation) {
	case ABI_DEBUG_PUT:
		board_put((char)context->x[1]);
		return OK;
	case ABI_DEBUG_FAULT:
		return debug_fault(context);
	case ABI_DEBUG_DOMAINS:
		context->x[1] = boot_record.domains.count;
		return OK;
	default:
		return E_OPERATION;
	}
}
