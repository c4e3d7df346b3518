/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * How long the machine takes from reset to the first instruction of a
 * component. The kernel starts the counter at zero when it is entered.
 */
#include <component.h>
#include <vesper/syscall.h>

#include "../count/count.h"

/* Of the kernel's start until the counter runs: kernel/arch/aarch64/start.S. */
#define BEFORE_COUNTER	8

_Noreturn void boot_report(uint64_t count);

_Noreturn void boot_report(uint64_t count)
{
	count_report("boot", count + BEFORE_COUNTER, 1);
	if (sys_power_off(power) != OK)
		__builtin_trap();
	for (;;)
		(void)vesper_block();
}
