/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * What the CPU itself knows, for the report of a panic.
 */
#include <vesper/kernel/kernel.h>

#include "../trap.h"

void arch_dump(void)
{
	console_print("  esr %x elr %x far %x spsr %x\n", READ(esr_el1),
		      READ(elr_el1), READ(far_el1), READ(spsr_el1));
	console_print("  ttbr0 %x sctlr %x\n", READ(ttbr0_el1),
		      READ(sctlr_el1));
}
