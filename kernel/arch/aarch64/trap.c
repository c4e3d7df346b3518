/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * Exceptions from EL0: what the exception syndrome says, in words of the core.
 * Source: Arm Architecture Reference Manual DDI 0487, D17.2.37 "ESR_EL1".
 */
#include "trap.h"

#include <vesper/kernel/board.h>
#include <vesper/kernel/call.h>
#include <vesper/kernel/fault.h>
#include <vesper/kernel/irq.h>
#include <vesper/kernel/panic.h>
#include <vesper/kernel/sched.h>
#include <vesper/kernel/syscall.h>

#define ESR_CLASS(esr)		((uint32_t)(esr) >> 26)
#define ESR_IMMEDIATE(esr)	((uint32_t)(esr) & 0xffff)
#define ESR_STATUS(esr)		((uint32_t)(esr) & 0x3f)
#define ESR_WRITE		(1u << 6)

enum esr_class {
	CLASS_WAIT = 0x01,		/* WFI, WFE */
	CLASS_FP = 0x07,
	CLASS_EXECUTE = 0x20,
	CLASS_PC_ALIGNMENT = 0x22,
	CLASS_DATA = 0x24,
	CLASS_SP_ALIGNMENT = 0x26,
	CLASS_BREAKPOINT = 0x3c,
	CLASS_UNDEFINED = 0x00,
	CLASS_SYSTEM_REGISTER = 0x18,
};

/* Fault status codes, without the level in bits 1:0. */
enum esr_status {
	STATUS_ADDRESS = 0x00,
	STATUS_TRANSLATION = 0x04,
	STATUS_RIGHTS = 0x0c,
	STATUS_ALIGNMENT = 0x21,
};

/* No table of a component is of level 0: a translation that ends there was of
 * an address with more bits than the address space. */
static enum abi_fault_cause abort_cause(uint64_t esr)
{
	if (ESR_STATUS(esr) == STATUS_TRANSLATION)
		return ABI_CAUSE_ADDRESS;
	switch (ESR_STATUS(esr) & ~3u) {
	case STATUS_ADDRESS:
		return ABI_CAUSE_ADDRESS;
	case STATUS_TRANSLATION:
		return ABI_CAUSE_UNMAPPED;
	case STATUS_RIGHTS:
		return ABI_CAUSE_RIGHTS;
	default:
		return ABI_CAUSE_NONE;
	}
}

/* An abort: an access that did not happen. */
static enum abi_fault_kind abort_kind(uint64_t esr)
{
	if (ESR_STATUS(esr) == STATUS_ALIGNMENT)
		return ABI_FAULT_ALIGNMENT;
	if (abort_cause(esr) == ABI_CAUSE_NONE)
		return ABI_FAULT_EXTERNAL;
	if (ESR_CLASS(esr) == CLASS_EXECUTE)
		return ABI_FAULT_EXECUTE;
	return (esr & ESR_WRITE) != 0 ? ABI_FAULT_WRITE : ABI_FAULT_READ;
}

static enum abi_fault_kind fault_kind(uint64_t esr)
{
	switch (ESR_CLASS(esr)) {
	case CLASS_DATA:
	case CLASS_EXECUTE:
		return abort_kind(esr);
	case CLASS_PC_ALIGNMENT:
	case CLASS_SP_ALIGNMENT:
		return ABI_FAULT_ALIGNMENT;
	case CLASS_BREAKPOINT:
		return ABI_FAULT_BREAKPOINT;
	case CLASS_FP:
		return ABI_FAULT_FP;
	case CLASS_UNDEFINED:
	case CLASS_SYSTEM_REGISTER:
		return ABI_FAULT_INSTRUCTION;
	default:
		return ABI_FAULT_OTHER;
	}
}

static bool is_abort(uint64_t esr)
{
	return ESR_CLASS(esr) == CLASS_DATA || ESR_CLASS(esr) == CLASS_EXECUTE;
}

struct abi_vp *trap_fault(struct abi_vp *vp)
{
	uint64_t esr = READ(esr_el1);
	struct abi_fault fault = {
		.kind = fault_kind(esr),
		.cause = is_abort(esr) ? abort_cause(esr) : ABI_CAUSE_NONE,
		.address = vp->context.pc,
		.pc = vp->context.pc,
		.esr = esr,
	};

	if (ESR_CLASS(esr) == CLASS_WAIT) {
		vp->context.pc += 4;
		sched_yield(vp);
		return sched_next(vp);
	}
	if (is_abort(esr))
		fault.address = READ(far_el1);
	else if (ESR_CLASS(esr) == CLASS_SP_ALIGNMENT)
		fault.address = vp->context.sp;
	fault_raise(vp, &fault);
	return sched_continue(vp);
}

struct abi_vp *trap_syscall(struct abi_vp *vp, uint64_t esr)
{
	syscall_run(vp, ESR_IMMEDIATE(esr));
	return sched_continue(vp);
}

/* The timer needs no handling of its own: sched_next() looks at the time. */
void trap_lines(void)
{
	uint32_t line = board_line_pending();

	if (line < BOARD_LINES && line != BOARD_LINE_TIMER)
		irq_raise(line);
}

struct abi_vp *trap_irq(struct abi_vp *vp)
{
	uint64_t entered = arch_now();

	trap_lines();
	return sched_interrupted(vp, entered);
}

/* An external abort that came late belongs to who touched the device: the
 * kernel's own devices are known to answer. */
RARE struct abi_vp *trap_serror(struct abi_vp *vp)
{
	struct abi_fault fault = {
		.kind = ABI_FAULT_EXTERNAL,
		.address = READ(far_el1),
		.pc = vp->context.pc,
		.esr = READ(esr_el1),
	};

	fault_raise(vp, &fault);
	return sched_next(vp);
}

void trap_kernel(void)
{
	panic("an exception in the kernel", 0);
}
