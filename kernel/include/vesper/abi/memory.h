/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * The address space: pages, windows, and where the kernel lives.
 *
 * User addresses are at most 32 bits wide (TTBR0, 4 KiB granule, T0SZ 32 or
 * 34, a board constant). Memory is granted in windows of 2 MiB, each one
 * entry of a level-2 table. Kernel addresses are KERNEL_BASE + physical for
 * everything inside the image; the devices that the kernel drives itself are
 * in the last window, page by page.
 */
#ifndef VESPER_ABI_MEMORY_H
#define VESPER_ABI_MEMORY_H

#define ABI_PAGE_SHIFT		12
#define ABI_PAGE_SIZE		0x1000u
#define ABI_WINDOW_SHIFT	21
#define ABI_WINDOW_SIZE		0x200000u
#define ABI_TABLE_ENTRIES	512u	/* entries of 8 bytes in one table page */
#define ABI_ADDRESS_BITS_MAX	32	/* user addresses fit in a u32 */

/* Kernel addresses: T1SZ 34, one level-2 page, 1 GiB. */
#define ABI_KERNEL_BASE		0xffffffffc0000000u
#define ABI_KERNEL_DEVICES	0xffffffffffe00000u /* the last window */
#define ABI_LOAD_ADDRESS	0x80000u /* physical; the firmware's choice for
					    a 64-bit kernel8.img */
/* The boot record (boot.h) stands at this offset from the load address. */
#define ABI_BOOT_OFFSET		64u
/* The null object: kernel.elf has it at this offset; its key is all ones. */
#define ABI_NULL_OFFSET		448u
#define ABI_NULL_OBJECT \
	(ABI_KERNEL_BASE + ABI_LOAD_ADDRESS + ABI_NULL_OFFSET)
#define ABI_NULL_KEY		0xffffffffffffffffu

#endif
