/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * Faults: what a component did that its protection domain does not allow.
 */
#ifndef VESPER_ABI_FAULT_H
#define VESPER_ABI_FAULT_H

#include <stdint.h>

/* X(name, value, text): text is what the kernel's report says. */
#define ABI_FAULTS(X) \
	X(NONE,		0, "none") \
	X(READ,		1, "read") \
	X(WRITE,	2, "write") \
	X(EXECUTE,	3, "execute") \
	X(ALIGNMENT,	4, "unaligned access") \
	X(INSTRUCTION,	5, "undefined instruction") \
	X(BREAKPOINT,	6, "breakpoint") \
	X(SYSCALL,	7, "no such system call") \
	X(FP,		8, "floating point without fp") \
	X(EXTERNAL,	9, "external abort") \
	X(TIME_LIMIT,	10, "time limit of a call") \
	X(OTHER,	11, "other exception")

enum abi_fault_kind {
#define X(name, value, text) ABI_FAULT_##name = value,
	ABI_FAULTS(X)
#undef X
	ABI_FAULT_COUNT
};

/* Why an access was refused: the fault status code, without its level. */
enum abi_fault_cause {
	ABI_CAUSE_NONE = 0,
	ABI_CAUSE_UNMAPPED = 1,		/* translation fault */
	ABI_CAUSE_RIGHTS = 2,		/* permission fault */
	ABI_CAUSE_ADDRESS = 3,		/* outside of the address space */
};

struct abi_fault {
	uint32_t kind;		/* enum abi_fault_kind */
	uint32_t cause;		/* enum abi_fault_cause */
	uint64_t address;	/* accessed, or the pc for INSTRUCTION.. */
	uint64_t pc;
	uint64_t esr;		/* ESR_EL1 as the CPU gave it */
};

#endif
