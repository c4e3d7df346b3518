/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * Translation table descriptors of AArch64, stage 1, 4 KiB granule
 * (Arm ARM DDI 0487, D8.3 "Translation table descriptor formats"), as the
 * static linker writes them, the kernel changes them and the audit reads them.
 */
#ifndef VESPER_ABI_DESCRIPTOR_H
#define VESPER_ABI_DESCRIPTOR_H

#define DESC_VALID		(UINT64_C(1) << 0)
#define DESC_TABLE		(UINT64_C(3) << 0)	/* levels 0 to 2 */
#define DESC_PAGE		(UINT64_C(3) << 0)	/* level 3 */
#define DESC_BLOCK		(UINT64_C(1) << 0)	/* levels 1 and 2 */
#define DESC_ADDRESS		UINT64_C(0x0000fffffffff000)

/* Leaf attributes. */
#define DESC_MEMORY		(UINT64_C(0) << 2)	/* MAIR index 0 */
#define DESC_DEVICE		(UINT64_C(1) << 2)	/* MAIR index 1 */
#define DESC_UNCACHED		(UINT64_C(2) << 2)	/* MAIR index 2 */
#define DESC_EL0		(UINT64_C(1) << 6)	/* AP[1]: EL0 has access */
#define DESC_READ_ONLY		(UINT64_C(1) << 7)	/* AP[2] */
#define DESC_INNER		(UINT64_C(3) << 8)	/* inner shareable */
#define DESC_AF			(UINT64_C(1) << 10)
#define DESC_NG			(UINT64_C(1) << 11)	/* tagged by ASID */
#define DESC_PXN		(UINT64_C(1) << 53)
#define DESC_UXN		(UINT64_C(1) << 54)

/* Hierarchical attributes of a table descriptor: they only take away. */
#define DESC_PXN_TABLE		(UINT64_C(1) << 59)
#define DESC_UXN_TABLE		(UINT64_C(1) << 60)
#define DESC_AP_TABLE_NO_EL0	(UINT64_C(1) << 61)
#define DESC_AP_TABLE_READ_ONLY	(UINT64_C(1) << 62)

/* What MAIR_EL1 holds: index 0 write-back, 1 Device-nGnRE, 2 non-cacheable. */
#define DESC_MAIR		UINT64_C(0x4404ff)

/* The whole leaves that occur. Physical address to be added. */
#define DESC_USER	(DESC_PAGE | DESC_EL0 | DESC_AF | DESC_NG | DESC_PXN)
#define DESC_USER_TEXT	(DESC_USER | DESC_MEMORY | DESC_INNER | DESC_READ_ONLY)
#define DESC_USER_CONST	(DESC_USER_TEXT | DESC_UXN)
#define DESC_USER_DATA	(DESC_USER | DESC_MEMORY | DESC_INNER | DESC_UXN)
/* Data or code, in turns: never both in one window entry. */
#define DESC_USER_BOTH	(DESC_USER | DESC_MEMORY | DESC_INNER)
#define DESC_USER_DEVICE (DESC_USER | DESC_DEVICE | DESC_UXN)

#define DESC_KERNEL	(DESC_PAGE | DESC_AF | DESC_UXN)
#define DESC_KERNEL_TEXT (DESC_KERNEL | DESC_MEMORY | DESC_INNER | DESC_READ_ONLY)
#define DESC_KERNEL_CONST (DESC_KERNEL_TEXT | DESC_PXN)
#define DESC_KERNEL_DATA (DESC_KERNEL | DESC_MEMORY | DESC_INNER | DESC_PXN)
#define DESC_KERNEL_DEVICE (DESC_KERNEL | DESC_DEVICE | DESC_PXN)

/*
 * A window entry in a domain's level-2 table points at the window's shared
 * level-3 table; the leaves there hold the most rights that the region can
 * give, and the entry takes away. PXN is set in every one.
 */
#define DESC_WINDOW		(DESC_TABLE | DESC_PXN_TABLE)
#define DESC_WINDOW_READ_ONLY	(DESC_WINDOW | DESC_AP_TABLE_READ_ONLY)
#define DESC_WINDOW_NO_EXEC	DESC_UXN_TABLE

#endif
