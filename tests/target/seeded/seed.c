/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * The seeded mistake: C of the kernel reads a user address. Part of a kernel
 * whose assembly calls these instead, by the linker's --wrap; the guest says by
 * an odd thread pointer that the address below it is to be read, and gets what
 * was there in a register that the kernel otherwise never touches.
 */
#include <stdint.h>

#include "kernel/arch/aarch64/trap.h"

__attribute__((noinline)) static void seeded_read(void)
{
	uint64_t at = READ(tpidr_el0);
	uint64_t value = 0;

	if ((at & 1) != 0)
		value = *(volatile uint8_t *)(at - 1);
	if (value != 0)
		__asm__ volatile("msr tpidrro_el0, %0" : : "r"(value));
}

#define SEEDED(type, name, parameters, arguments)    \
	FROM_ASSEMBLY type __wrap_##name parameters; \
	type __wrap_##name parameters                \
	{                                            \
		seeded_read();                       \
		return name arguments;               \
	}

SEEDED(struct abi_vp *, sched_yield, (struct abi_vp *vp), (vp))
SEEDED(kernel_status, syscall_operate, (struct abi_vp *vp), (vp))
SEEDED(struct abi_vp *, trap_syscall, (struct abi_vp *vp), (vp))
SEEDED(struct abi_vp *, trap_fault, (struct abi_vp *vp), (vp))
