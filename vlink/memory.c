/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * Loading a finished image (see memory.h). Nothing in it is trusted: every
 * address that it holds is checked against what was loaded.
 */
#include "memory.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <vesper/abi/memory.h>

#include "runs.h"

/* Physical memory that is looked at; the board has 1 GiB. */
#define MEMORY_MAX (UINT64_C(1) << 30)

__attribute__((format(printf, 2, 3)))
static bool memory_fail(struct memory *memory, const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	vsnprintf(memory->error, sizeof memory->error, format, arguments);
	va_end(arguments);
	memory_free(memory);
	return false;
}

static bool grow(struct memory *memory, uint64_t size)
{
	uint8_t *bytes;

	if (size <= memory->size)
		return true;
	if (size > MEMORY_MAX)
		return false;
	bytes = realloc(memory->bytes, size);
	if (!bytes)
		return false;
	memset(bytes + memory->size, 0, size - memory->size);
	memory->bytes = bytes;
	memory->size = size;
	return true;
}

static bool place(struct memory *memory, uint64_t physical,
		  const uint8_t *bytes, uint64_t size)
{
	uint64_t offset = physical - ABI_LOAD_ADDRESS;

	if (physical < ABI_LOAD_ADDRESS || physical > MEMORY_MAX ||
	    size > MEMORY_MAX || !grow(memory, offset + size))
		return memory_fail(memory, "a segment at physical %#" PRIx64
				   " is outside of memory", physical);
	if (size)
		memcpy(memory->bytes + offset, bytes, size);
	return true;
}

static bool load_elf(struct memory *memory, const char *path)
{
	if (!elf_open(&memory->elf, path, ET_EXEC))
		return memory_fail(memory, "%s: %s", path, memory->elf.error);
	memory->has_elf = true;
	for (size_t i = 0; i < memory->elf.segments_count; i++) {
		const Elf64_Phdr *segment = &memory->elf.segments[i];

		if (segment->p_type == PT_LOAD &&
		    !place(memory, segment->p_paddr,
			   memory->elf.bytes + segment->p_offset,
			   segment->p_filesz))
			return false;
	}
	return true;
}

static bool load_flat(struct memory *memory, const char *path)
{
	struct elf_file file;

	if (!elf_load(&file, path))
		return memory_fail(memory, "%s: %s", path, file.error);
	if (file.size >= SELFMAG && memcmp(file.bytes, ELFMAG, SELFMAG) == 0) {
		elf_close(&file);
		return load_elf(memory, path);
	}
	if (!place(memory, ABI_LOAD_ADDRESS, file.bytes, file.size)) {
		elf_close(&file);
		return false;
	}
	elf_close(&file);
	return true;
}

/* What boot does: zero the pages behind the image, apply the runs. */
static bool start(struct memory *memory, const char *path)
{
	struct abi_boot *boot = &memory->boot;
	const struct abi_run *runs;

	if (memory->size < ABI_BOOT_OFFSET + sizeof *boot)
		return memory_fail(memory, "%s: too short for an image", path);
	memcpy(boot, memory->bytes + ABI_BOOT_OFFSET, sizeof *boot);
	if (boot->magic != ABI_BOOT_MAGIC || boot->version != ABI_VERSION)
		return memory_fail(memory, "%s: no Vesper image of version %u",
				   path, ABI_VERSION);
	if (boot->image_end < ABI_LOAD_ADDRESS ||
	    boot->zero_end < boot->image_end ||
	    boot->image_end - ABI_LOAD_ADDRESS < memory->size ||
	    !grow(memory, boot->zero_end - ABI_LOAD_ADDRESS))
		return memory_fail(memory, "%s: the boot record's ends are "
				   "wrong", path);
	if (boot->runs.count > memory->size / sizeof *runs)
		runs = NULL;
	else
		runs = memory_at(memory, boot->runs.base,
				 boot->runs.count * sizeof *runs);
	if (!runs ||
	    runs_apply(runs, boot->runs.count, ABI_LOAD_ADDRESS,
		       memory->bytes, memory->size) != boot->runs.count)
		return memory_fail(memory, "%s: the runs lead outside", path);
	return true;
}

bool memory_load(struct memory *memory, const char *path)
{
	*memory = (struct memory){ 0 };
	return load_flat(memory, path) && start(memory, path);
}

void memory_free(struct memory *memory)
{
	free(memory->bytes);
	memory->bytes = NULL;
	memory->size = 0;
	if (memory->has_elf)
		elf_close(&memory->elf);
	memory->has_elf = false;
}

const void *memory_at(const struct memory *memory, uint64_t address,
		      uint64_t size)
{
	uint64_t physical = address >= ABI_KERNEL_BASE ?
		address - ABI_KERNEL_BASE : address;
	uint64_t offset = physical - ABI_LOAD_ADDRESS;

	if (physical < ABI_LOAD_ADDRESS || offset > memory->size ||
	    size > memory->size - offset || offset % 8)
		return NULL;
	return memory->bytes + offset;
}

const void *memory_object(const struct memory *memory, struct abi_array array,
			  uint64_t index, uint64_t size)
{
	if (index >= array.count)
		return NULL;
	return memory_at(memory, array.base + index * size, size);
}

const char *memory_name(const struct memory *memory, uint32_t offset)
{
	struct abi_array names = memory->boot.names;
	const char *text = memory_at(memory, names.base, names.count);

	if (names.count == 0 || !text || offset >= names.count ||
	    !memchr(text + offset, 0, names.count - offset))
		return "?";
	return text + offset;
}
