/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * The cases of isolation: one list, from which come what an attacker does and
 * what the judge expects. An attacker of its own for each; the position is
 * the number.
 *
 * X(name, title, kind, cause, address): title begins with the stable id; kind
 * and cause are those of the fault that must follow; address is what the
 * attacker gets, written in terms of `other` (the victim's places), `own` (the
 * attacker's) and the map of abi/memory.h. A case whose kind is READ, WRITE or
 * EXECUTE does that at the address, unless attacker.c says otherwise.
 * An unaligned stack pointer is missing: QEMU does not check it.
 */
#ifndef ISOLATION_CASES_H
#define ISOLATION_CASES_H

#include <vesper/abi/fault.h>
#include <vesper/abi/memory.h>

#define KERNEL_TEXT	(ABI_KERNEL_BASE + ABI_LOAD_ADDRESS)
/* In the kernel's half, but nothing is there: the image is far smaller. */
#define KERNEL_NOTHING	(ABI_KERNEL_BASE + UINT64_C(0x30000000))
/* As a number, the physical address of a UART. */
#define PHYSICAL_UART	UINT64_C(0x3f201000)
#define TOO_HIGH	(UINT64_C(1) << 40)

#define CASES(X) \
	X(OTHER_DATA_READ, "ISO-001 read another component's data", \
	  READ, UNMAPPED, other.data) \
	X(OTHER_DATA_WRITE, "ISO-002 write another component's data", \
	  WRITE, UNMAPPED, other.data) \
	X(OTHER_DATA_EXECUTE, "ISO-003 execute another component's data", \
	  EXECUTE, UNMAPPED, other.data) \
	X(OTHER_TEXT_READ, "ISO-004 read another component's text", \
	  READ, UNMAPPED, other.text) \
	X(OTHER_TEXT_WRITE, "ISO-005 write another component's text", \
	  WRITE, UNMAPPED, other.text) \
	X(OTHER_TEXT_EXECUTE, "ISO-006 execute another component's text", \
	  EXECUTE, UNMAPPED, other.text) \
	X(OTHER_CONST_READ, "ISO-007 read another component's constants", \
	  READ, UNMAPPED, other.constant) \
	X(OTHER_STACK_WRITE, "ISO-008 write another component's stack", \
	  WRITE, UNMAPPED, other.stack) \
	X(KERNEL_READ, "ISO-010 read the kernel", \
	  READ, RIGHTS, KERNEL_TEXT) \
	X(KERNEL_WRITE, "ISO-011 write the kernel", \
	  WRITE, RIGHTS, KERNEL_TEXT) \
	X(KERNEL_EXECUTE, "ISO-012 execute the kernel", \
	  EXECUTE, RIGHTS, KERNEL_TEXT) \
	X(KERNEL_HOLE_READ, "ISO-013 read where the kernel has nothing", \
	  READ, UNMAPPED, KERNEL_NOTHING) \
	X(KERNEL_DEVICE_WRITE, "ISO-014 write a device of the kernel's", \
	  WRITE, RIGHTS, ABI_KERNEL_DEVICES) \
	X(DEVICE_READ, "ISO-020 read a device of another component's", \
	  READ, UNMAPPED, other.device) \
	X(DEVICE_WRITE, "ISO-021 write a device of another component's", \
	  WRITE, UNMAPPED, other.device) \
	X(DEVICE_PHYSICAL, "ISO-022 a device's physical address is no address", \
	  WRITE, UNMAPPED, PHYSICAL_UART) \
	X(OWN_TEXT_WRITE, "ISO-030 write own text", \
	  WRITE, RIGHTS, own.text) \
	X(OWN_CONST_WRITE, "ISO-031 write own constants", \
	  WRITE, RIGHTS, own.constant) \
	X(OWN_DATA_EXECUTE, "ISO-032 execute own data", \
	  EXECUTE, RIGHTS, own.data) \
	X(OWN_STACK_EXECUTE, "ISO-033 execute own stack", \
	  EXECUTE, RIGHTS, own.stack) \
	X(CONNECTION_WRITE, "ISO-034 write own connection page", \
	  WRITE, RIGHTS, own.record) \
	X(STACK_OVERFLOW, "ISO-035 run over the end of the stack", \
	  WRITE, UNMAPPED, 0) \
	X(AREA_WRITE, "ISO-040 a server writes the area to it", \
	  WRITE, RIGHTS, own.area) \
	X(AREA_EXECUTE, "ISO-041 a server executes the area to it", \
	  EXECUTE, RIGHTS, own.area) \
	X(AREA_FROM_EXECUTE, "ISO-042 a server executes the area from it", \
	  EXECUTE, RIGHTS, own.area_from) \
	X(AREA_OTHER_READ, "ISO-043 read the area of another connection", \
	  READ, UNMAPPED, other.area) \
	X(AREA_OTHER_WRITE, "ISO-044 write the area of another connection", \
	  WRITE, UNMAPPED, other.area) \
	X(NULL_READ, "ISO-050 read at address 0", \
	  READ, UNMAPPED, 0) \
	X(NULL_EXECUTE, "ISO-051 execute at address 0", \
	  EXECUTE, UNMAPPED, 0) \
	X(HIGH_READ, "ISO-052 read outside of the address space", \
	  READ, ADDRESS, TOO_HIGH) \
	X(HIGH_EXECUTE, "ISO-053 execute outside of the address space", \
	  EXECUTE, ADDRESS, TOO_HIGH) \
	X(MISALIGNED_EXCLUSIVE, "ISO-060 unaligned exclusive load", \
	  ALIGNMENT, NONE, own.data + 1) \
	X(MISALIGNED_PC, "ISO-061 jump to an odd address", \
	  ALIGNMENT, NONE, own.text + 1) \
	X(SYSCALL_UNKNOWN, "ISO-070 a system call that does not exist", \
	  SYSCALL, NONE, 10) \
	X(SYSCALL_HIGHEST, "ISO-071 the highest system call number", \
	  SYSCALL, NONE, 0xffff) \
	X(UNDEFINED, "ISO-072 an undefined instruction", \
	  INSTRUCTION, NONE, 0) \
	X(BREAK, "ISO-073 a breakpoint", \
	  BREAKPOINT, NONE, 0) \
	X(FLOAT, "ISO-074 floating point without fp", \
	  FP, NONE, 0) \
	X(EL1_READ, "ISO-075 read a register of EL1", \
	  INSTRUCTION, NONE, 0) \
	X(EL1_WRITE, "ISO-076 write the translation root", \
	  INSTRUCTION, NONE, 0) \
	X(TLB, "ISO-077 invalidate the TLB", \
	  INSTRUCTION, NONE, 0) \
	X(MASK, "ISO-078 mask interrupts", \
	  INSTRUCTION, NONE, 0) \
	X(TIMER, "ISO-079 set the physical timer", \
	  INSTRUCTION, NONE, 0) \
	X(HYPERVISOR, "ISO-080 call EL2", \
	  INSTRUCTION, NONE, 0) \
	X(MONITOR, "ISO-081 call EL3", \
	  INSTRUCTION, NONE, 0) \
	X(RETURN, "ISO-082 return from an exception", \
	  INSTRUCTION, NONE, 0) \
	X(SEMIHOSTING, "ISO-083 ask the emulator for its files", \
	  INSTRUCTION, NONE, 0) \
	X(DEBUGGER, "ISO-084 unlock the debug registers", \
	  INSTRUCTION, NONE, 0)

enum isolation_case {
#define X(name, title, kind, cause, address) CASE_##name,
	CASES(X)
#undef X
	CASE_COUNT
};

#endif
