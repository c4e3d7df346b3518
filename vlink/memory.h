/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * A finished image as it stands in memory when the kernel begins: the stored
 * pages loaded, the zeroed pages zeroed, the runs applied. What `vlink dump`
 * and the reports read.
 */
#ifndef VLINK_MEMORY_H
#define VLINK_MEMORY_H

#include <stdbool.h>
#include <stdint.h>

#include <vesper/abi/boot.h>

#include "elf_file.h"

struct memory {
	uint8_t *bytes;		/* owned; from ABI_LOAD_ADDRESS up */
	uint64_t size;
	struct abi_boot boot;
	struct elf_file elf;	/* of an ELF image, for its symbols */
	bool has_elf;
	char error[320];
};

/* Read image.elf or kernel8.img; false with memory->error set. */
bool memory_load(struct memory *memory, const char *path);
void memory_free(struct memory *memory);

/* `size` bytes at a physical or kernel address, or NULL. */
const void *memory_at(const struct memory *memory, uint64_t address,
		      uint64_t size);

/* Element `index` of an array of the boot record, or NULL. */
const void *memory_object(const struct memory *memory, struct abi_array array,
			  uint64_t index, uint64_t size);

/* A name by its offset: "?" where the image has none. */
const char *memory_name(const struct memory *memory, uint32_t offset);

#endif
