/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * The small services of the architecture.
 */
#include <vesper/kernel/arch.h>

#include <vesper/kernel/console.h>

#define READ(name)                                                  \
	({                                                          \
		uint64_t value_;                                    \
		__asm__ volatile("mrs %0, " #name : "=r"(value_));  \
		value_;                                             \
	})

struct abi_vp *arch_current(void)
{
	return object_at(READ(tpidr_el1));
}

void arch_idle(void)
{
	__asm__ volatile("dsb sy\n\twfi" ::: "memory");
}

void arch_halt(void)
{
	for (;;)
		__asm__ volatile("msr daifset, #15\n\twfi");
}

void arch_dump(void)
{
	console_print("  esr %x elr %x far %x spsr %x\n", READ(esr_el1),
		      READ(elr_el1), READ(far_el1), READ(spsr_el1));
	console_print("  ttbr0 %x sctlr %x\n", READ(ttbr0_el1),
		      READ(sctlr_el1));
}
