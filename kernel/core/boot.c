/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * From the filled image to the first vp. The static linker has decided
 * everything; the architecture's start has turned the MMU on and expanded the
 * tables.
 */
#include <vesper/kernel/kernel.h>

RARE struct abi_vp *kernel_boot(void)
{
	kernel_assert(boot_record.magic == ABI_BOOT_MAGIC);
	kernel_assert(boot_record.version == ABI_VERSION);
	kernel_assert(boot_record.vps.count != 0);
	board_lines_init();
	irq_init();
	return sched_init();
}
