/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * Exceptions from EL0: what the exception syndrome says, in words of the core.
 * Source: Arm Architecture Reference Manual DDI 0487, D17.2.37 "ESR_EL1".
 */
#include <vesper/kernel/kernel.h>

#include "trap.h"

#define ESR_CLASS(esr)		((uint32_t)(esr) >> 26)
#define ESR_IMMEDIATE(esr)	((uint32_t)(esr) & 0xffff)
#define ESR_STATUS(esr)		((uint32_t)(esr) & 0x3f)
#define ESR_WRITE		(1u << 6)

#define CLASS_WAIT		0x01		/* WFI, WFE */
#define CLASS_EXECUTE		0x20
#define CLASS_DATA		0x24
#define CLASS_SP_ALIGNMENT	0x26
#define CLASS_SERROR		0x2f
#define STATUS_ALIGNMENT	0x21

/* By the class of the exception, what it is to a component; NONE: nothing that
 * one knows of. An external abort that came late is SError, of which ISS 23:22
 * and 1:0 tell DECERR, SLVERR or ECC (Cortex-A53 TRM DDI 0500, "Exception
 * Syndrome Register, EL1"). */
static const uint8_t class_kinds[ESR_CLASS(~0u) + 1] = {
	[0x00] = ABI_FAULT_INSTRUCTION,		/* undefined */
	[0x18] = ABI_FAULT_INSTRUCTION,		/* a system register */
	[0x07] = ABI_FAULT_FP,
	[CLASS_EXECUTE] = ABI_FAULT_EXECUTE,
	[0x22] = ABI_FAULT_ALIGNMENT,		/* of pc */
	[CLASS_SP_ALIGNMENT] = ABI_FAULT_ALIGNMENT,
	[CLASS_DATA] = ABI_FAULT_READ,	/* or write: the ISS says it */
	[CLASS_SERROR] = ABI_FAULT_EXTERNAL,
	[0x3c] = ABI_FAULT_BREAKPOINT,
};

/* By the status of an abort, which for three of them ends in the level of the
 * table. No table of a component is of level 0: a translation that ends there
 * was of an address with more bits than the address space. */
static const uint8_t causes[ESR_STATUS(~0u) + 1] = {
	[0x00 ... 0x03] = ABI_CAUSE_ADDRESS,	/* size of an address */
	[0x04] = ABI_CAUSE_ADDRESS,		/* translation, level 0 */
	[0x05 ... 0x07] = ABI_CAUSE_UNMAPPED,	/* translation */
	[0x0c ... 0x0f] = ABI_CAUSE_RIGHTS,	/* permission */
};

/* An abort: an access that did not happen. */
static void abort_read(struct abi_fault *fault, uint64_t esr)
{
	fault->address = READ(far_el1);
	fault->cause = causes[ESR_STATUS(esr)];
	if (ESR_STATUS(esr) == STATUS_ALIGNMENT)
		fault->kind = ABI_FAULT_ALIGNMENT;
	else if (fault->cause == ABI_CAUSE_NONE)
		fault->kind = ABI_FAULT_EXTERNAL;
	else if (ESR_CLASS(esr) == CLASS_DATA && (esr & ESR_WRITE) != 0)
		fault->kind = ABI_FAULT_WRITE;
}

static void fault_read(struct abi_fault *fault, const struct abi_context *from,
		       uint64_t esr)
{
	uint32_t class = ESR_CLASS(esr);
	uint32_t kind = class_kinds[class];

	*fault = (struct abi_fault){
		.kind = kind != ABI_FAULT_NONE ? kind : ABI_FAULT_OTHER,
		.address = class == CLASS_SP_ALIGNMENT ? from->sp : from->pc,
		.pc = from->pc,
		.esr = esr,
	};
	if (class == CLASS_DATA || class == CLASS_EXECUTE)
		abort_read(fault, esr);
	else if (class == CLASS_SERROR)
		fault->address = READ(far_el1);
}

/* What faulted has been saved in its place. NULL: its handler is entered, with
 * x0 to x8, pc and stack in the vp. An external abort that came late belongs to
 * who touched the device: the kernel's own are known to answer. */
struct abi_vp *trap_fault(struct abi_vp *vp)
{
	struct abi_domain *domain = vp_domain(vp);
	uint64_t esr = READ(esr_el1);

	if (ESR_CLASS(esr) == CLASS_WAIT) {
		vp->context = *fault_place(vp);
		vp->context.pc += 4;
		return sched_yield(vp);
	}
	if (domain->state != ABI_DOMAIN_RUNNING)
		return sched_continue(vp);
	fault_read(&domain->fault, fault_place(vp), esr);
	if (!fault_take(vp))
		return sched_continue(vp);
	fp_settle(vp);
	return NULL;
}

struct abi_vp *trap_syscall(struct abi_vp *vp)
{
	syscall_run(vp, ESR_IMMEDIATE(READ(esr_el1)));
	return sched_continue(vp);
}

/* The timer needs no handling of its own: sched_next() looks at the time. */
struct abi_vp *trap_line(uint64_t now)
{
	uint64_t line = board_line_take();

	return line < BOARD_LINES ? irq_raise(line, now) : NULL;
}

struct abi_vp *trap_irq(struct abi_vp *vp)
{
	return sched_interrupted(trap_line(sched_enter(vp)));
}

void trap_kernel(void)
{
	panic("an exception in the kernel", 0);
}
