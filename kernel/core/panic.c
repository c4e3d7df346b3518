/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * The end of the kernel.
 */
#include <vesper/kernel/kernel.h>

void panic(const char *why, uint64_t detail)
{
	if (VESPER_DEBUG)
		report_panic(why, detail);
	arch_halt();
}
