/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * The entry of a component's fault handler, for `fault NAME;`, and of its recovery
 * vp. The kernel enters it on a stack of its own while what faulted stands still;
 * the reply lets that go on at the pc that NAME left in the record, or has it
 * ended. It is weak: a component that looks at the registers itself defines its
 * own.
 */
#ifndef VESPER_FAULT_H
#define VESPER_FAULT_H

#include <vesper/abi/fault.h>
#include <vesper/call.h>

/* handler: vesper_status (*)(struct abi_fault *); OK to go on. */
#define VESPER_FAULT(entry, handler)                                          \
	__attribute__((weak)) _Noreturn void entry(uint64_t kind,             \
		uint64_t address, uint64_t pc, uint64_t cause, uint64_t esr); \
	_Noreturn void entry(uint64_t kind, uint64_t address, uint64_t pc,    \
			     uint64_t cause, uint64_t esr)                    \
	{                                                                     \
		struct abi_fault fault = { (uint32_t)kind, (uint32_t)cause,   \
					   address, pc, esr };                \
		struct vesper_message m = { 0 };                              \
		vesper_status status = handler(&fault);                       \
		m.w1 = fault.pc;                                              \
		vesper_reply(status, &m);                                     \
	}

#endif
