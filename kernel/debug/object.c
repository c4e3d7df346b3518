/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * The debug object: console output and inspection. Only debug builds of an
 * image hold a capability to it, and a release kernel has none of its operations.
 */
#include <vesper/kernel/kernel.h>

RARE kernel_status debug_put(struct abi_vp *vp, const struct cap_view *cap)
{
	board_put((char)vp->context.x[1]);
	return OK;
}

RARE kernel_status debug_fault(struct abi_vp *vp, const struct cap_view *cap)
{
	uint64_t *x = vp->context.x;
	const struct abi_fault *fault;

	if (x[1] >= boot_record.domains.count)
		return E_VALUE;
	fault = &domain_table()[x[1]].fault;
	x[1] = fault->kind;
	x[2] = fault->cause;
	x[3] = fault->address;
	x[4] = fault->pc;
	x[5] = fault->esr;
	return OK;
}

RARE kernel_status debug_domains(struct abi_vp *vp, const struct cap_view *cap)
{
	vp->context.x[1] = boot_record.domains.count;
	return OK;
}
