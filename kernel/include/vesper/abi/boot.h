/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * The boot record: where the static linker put what. It stands in the kernel's
 * first page (ABI_BOOT_OFFSET); kernel.elf carries it with the magic and
 * zeros, the static linker fills it in.
 *
 * Physical layout of an image, from ABI_LOAD_ADDRESS up: the kernel's segments
 * as linked; the stored pages (kernel tables, runs, component pages), packed;
 * the end of the file; then the zeroed pages, of which the first `early_pages`
 * hold the tables with which the MMU is turned on.
 */
#ifndef VESPER_ABI_BOOT_H
#define VESPER_ABI_BOOT_H

#include <stdint.h>

#define ABI_BOOT_MAGIC		UINT64_C(0x0152455053455600) /* "\0VESPER\1" */
#define ABI_VERSION		1u

/* `count` words from physical `address` up: value, value + step, ... */
struct abi_run {
	uint64_t address;
	uint64_t value;
	uint32_t count;
	uint32_t step;
};

/* An array of kernel objects: kernel address and number. */
struct abi_array {
	uint64_t base;
	uint64_t count;
};

/*
 * What lies where, for fault reports; debug builds only. Sorted by base. A
 * guard page or an area is a place too.
 */
struct abi_place {
	uint64_t base;
	uint64_t size;
	uint32_t name;		/* offset into names: "stack of vp main" */
	uint32_t domain;	/* index of the owner */
};

struct abi_boot {
	uint64_t magic;
	uint32_t version;
	uint32_t address_bits;	/* of user space: 64 - T0SZ */
	uint64_t image_end;	/* physical end of the file */
	uint64_t zero_end;	/* zeroed pages: image_end (page aligned up)
				   to here */
	uint64_t early_pages;	/* of those, zeroed with the MMU off */
	uint64_t kernel_root;	/* TTBR1: physical, a level-2 table */
	uint64_t identity_root;	/* TTBR0 while booting: level-2 table of 2 MiB
				   blocks that cover the image and its zeroed
				   pages; T0SZ 34 */
	uint64_t early_runs;	/* number of runs to apply with the MMU off */
	struct abi_array runs;	/* base is PHYSICAL */
	struct abi_array domains, vps, pools, workers, portals, regions, views;
	struct abi_array events, irqs, budgets, grants, factories;
	/* Debug builds; 0 otherwise. */
	struct abi_array places;
	struct abi_array names;	/* base: kernel address of the string table,
				   count: its bytes */
};

/*
 * Device pages that the kernel drives itself. kernel.elf exports the array
 * `kernel_devices`, closed by an entry with address ~0; the page of entry i is
 * mapped at ABI_KERNEL_DEVICES + i * ABI_PAGE_SIZE.
 */
struct abi_kernel_device {
	uint64_t address;
};

#endif
