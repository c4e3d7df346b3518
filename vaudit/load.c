/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * Loading an image as the machine does: an ELF file by its program headers, a
 * flat one at ABI_LOAD_ADDRESS; then the zeroed pages and the runs, as
 * kernel/arch/aarch64/start.S applies them.
 */
#include <elf.h>
#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "audit.h"

/* A board has 1 GiB; a header that asks for more is wrong. */
#define MEMORY_MAX (UINT64_C(1) << 30)
#define FILE_MAX_BYTES (UINT64_C(256) << 20)

static bool fail(struct image *image, FILE *out, const char *text)
{
	if (out)
		fprintf(out, "the image: %s\n", text);
	image_free(image);
	return false;
}

/* Zeroed memory is never touched, so that a large image costs no more. */
static bool grow(struct image *image, uint64_t size)
{
	uint8_t *bytes;

	if (size <= image->size)
		return true;
	if (size > MEMORY_MAX || !(bytes = calloc(1, size)))
		return false;
	if (image->size)
		memcpy(bytes, image->bytes, image->size);
	free(image->bytes);
	image->bytes = bytes;
	image->size = size;
	return true;
}

static bool put(struct image *image, uint64_t physical, const uint8_t *bytes,
		uint64_t size)
{
	uint64_t offset = physical - ABI_LOAD_ADDRESS;

	if (physical < ABI_LOAD_ADDRESS || offset > MEMORY_MAX ||
	    size > MEMORY_MAX || !grow(image, offset + size))
		return false;
	if (size)
		memcpy(image->bytes + offset, bytes, size);
	return true;
}

/* ---- ELF ----------------------------------------------------------------- */

/*
 * Whole pages, each stored once: so no segment can replace another's contents,
 * and none can be missing.
 */
static bool put_segment(struct image *image, const uint8_t *bytes,
			uint64_t size, const Elf64_Phdr *segment)
{
	return segment->p_type == PT_LOAD && segment->p_filesz &&
		segment->p_paddr % ABI_PAGE_SIZE == 0 &&
		segment->p_filesz % ABI_PAGE_SIZE == 0 &&
		segment->p_memsz == segment->p_filesz &&
		segment->p_offset <= size &&
		segment->p_filesz <= size - segment->p_offset &&
		put(image, segment->p_paddr, bytes + segment->p_offset,
		    segment->p_filesz);
}

static bool segments_overlap(const Elf64_Phdr *a, const Elf64_Phdr *b)
{
	return a->p_paddr < b->p_paddr + b->p_filesz &&
		b->p_paddr < a->p_paddr + a->p_filesz;
}

static bool load_segments(struct image *image, const uint8_t *bytes,
			  uint64_t size, const Elf64_Ehdr *header)
{
	Elf64_Phdr *segments = calloc(header->e_phnum + 1u, sizeof *segments);
	uint64_t stored = 0;
	bool good = segments != NULL;

	if (good)
		memcpy(segments, bytes + header->e_phoff,
		       header->e_phnum * sizeof *segments);
	for (unsigned i = 0; good && i < header->e_phnum; i++) {
		good = put_segment(image, bytes, size, &segments[i]);
		for (unsigned j = 0; good && j < i; j++)
			good = !segments_overlap(&segments[i], &segments[j]);
		stored += segments[i].p_filesz;
	}
	free(segments);
	return good && stored == image->size;
}

static bool load_elf(struct image *image, const uint8_t *bytes, uint64_t size)
{
	Elf64_Ehdr header;

	if (size < sizeof header)
		return false;
	memcpy(&header, bytes, sizeof header);
	return header.e_ident[EI_CLASS] == ELFCLASS64 &&
		header.e_ident[EI_DATA] == ELFDATA2LSB &&
		header.e_machine == EM_AARCH64 &&
		header.e_phentsize == sizeof(Elf64_Phdr) &&
		header.e_phoff <= size && header.e_entry == ABI_LOAD_ADDRESS &&
		header.e_phnum * sizeof(Elf64_Phdr) <= size - header.e_phoff &&
		load_segments(image, bytes, size, &header);
}

/* ---- zeroed pages and runs ----------------------------------------------- */

/* Runs write zeroed pages alone, and the early ones the early pages alone. */
static bool apply_run(struct image *image, uint64_t index)
{
	const struct abi_boot *boot = &image->boot;
	uint64_t early_end = boot->image_end +
		boot->early_pages * ABI_PAGE_SIZE;
	bool early = index < boot->early_runs;
	uint64_t low = early ? boot->image_end : early_end;
	uint64_t high = early ? early_end : boot->zero_end;
	const struct abi_run *at = image_at(image, boot->runs.base +
					    index * sizeof *at, sizeof *at);
	struct abi_run run;

	if (!at)
		return false;
	run = *at;
	if (run.address < low || run.address > high || run.address % 8 ||
	    run.count == 0 || (high - run.address) / 8 < run.count)
		return false;
	for (uint32_t i = 0; i < run.count; i++) {
		uint8_t *to = image->bytes +
			(run.address - ABI_LOAD_ADDRESS) + 8 * (uint64_t)i;
		uint64_t old, value = run.value + i * (uint64_t)run.step;

		memcpy(&old, to, sizeof old);
		if (old != 0)
			return false;	/* two runs for one word */
		memcpy(to, &value, sizeof value);
	}
	return true;
}

static bool read_boot(struct image *image)
{
	struct abi_boot *boot = &image->boot;
	uint64_t runs_end;

	if (image->size < ABI_BOOT_OFFSET + sizeof *boot)
		return false;
	memcpy(boot, image->bytes + ABI_BOOT_OFFSET, sizeof *boot);
	if (boot->magic != ABI_BOOT_MAGIC || boot->version != ABI_VERSION ||
	    boot->image_end % ABI_PAGE_SIZE ||
	    boot->image_end < ABI_LOAD_ADDRESS ||
	    boot->zero_end < boot->image_end ||
	    boot->zero_end % ABI_PAGE_SIZE || boot->zero_end > MEMORY_MAX ||
	    boot->early_pages > (boot->zero_end - boot->image_end) /
	    ABI_PAGE_SIZE || boot->early_runs > boot->runs.count ||
	    boot->runs.count > image->size / sizeof(struct abi_run))
		return false;
	runs_end = boot->runs.base + boot->runs.count *
		sizeof(struct abi_run);
	image->file_size = boot->image_end - ABI_LOAD_ADDRESS;
	return boot->runs.base >= ABI_LOAD_ADDRESS &&
		runs_end <= boot->image_end;
}

static bool start(struct image *image)
{
	struct abi_boot *boot = &image->boot;

	if (!read_boot(image) || image->file_size != image->size)
		return false;
	if (!grow(image, boot->zero_end - ABI_LOAD_ADDRESS))
		return false;
	for (uint64_t i = 0; i < boot->runs.count; i++)
		if (!apply_run(image, i))
			return false;
	image->pages = calloc(image->size / ABI_PAGE_SIZE,
			      sizeof *image->pages);
	return image->pages != NULL;
}

/* ---- files --------------------------------------------------------------- */

bool image_load_bytes(struct image *image, const uint8_t *bytes, uint64_t size,
		      FILE *out)
{
	bool elf = size >= SELFMAG && memcmp(bytes, ELFMAG, SELFMAG) == 0;

	*image = (struct image){ 0 };
	if (elf ? !load_elf(image, bytes, size) :
	    !put(image, ABI_LOAD_ADDRESS, bytes, size))
		return fail(image, out, "cannot be loaded");
	if (!start(image))
		return fail(image, out, "cannot be started: its boot record "
			    "or its runs are wrong");
	return true;
}

static uint8_t *read_file(const char *path, uint64_t *size)
{
	FILE *file = fopen(path, "rb");
	uint8_t *bytes = NULL;
	size_t room = 0, n;

	*size = 0;
	while (file && *size < FILE_MAX_BYTES) {
		if (*size == room) {
			uint8_t *more;

			room = 2 * room + 65536;
			more = realloc(bytes, room);
			if (!more)
				break;
			bytes = more;
		}
		n = fread(bytes + *size, 1, room - *size, file);
		*size += n;
		if (n == 0)
			break;
	}
	if (!file || ferror(file) || *size >= FILE_MAX_BYTES) {
		free(bytes);
		bytes = NULL;
	}
	if (file)
		fclose(file);
	return bytes;
}

bool image_load(struct image *image, const char *path, FILE *out)
{
	uint64_t size;
	uint8_t *bytes = read_file(path, &size);
	bool good;

	*image = (struct image){ 0 };
	if (!bytes)
		return fail(image, out, "cannot be read");
	good = image_load_bytes(image, bytes, size, out);
	free(bytes);
	return good;
}

bool image_load_live(struct image *image, const char *path, FILE *out)
{
	uint64_t size;
	uint8_t *bytes = read_file(path, &size);

	*image = (struct image){ .bytes = bytes, .size = size };
	if (!bytes)
		return fail(image, out, "cannot be read");
	if (!read_boot(image) ||
	    image->boot.zero_end - ABI_LOAD_ADDRESS != size)
		return fail(image, out, "is not the memory of a machine");
	image->pages = calloc(size / ABI_PAGE_SIZE, sizeof *image->pages);
	return image->pages != NULL;
}

void image_free(struct image *image)
{
	free(image->bytes);
	free(image->pages);
	*image = (struct image){ 0 };
}

const void *image_at(const struct image *image, uint64_t address,
		     uint64_t size)
{
	uint64_t physical = address >= ABI_KERNEL_BASE ?
		address - ABI_KERNEL_BASE : address;
	uint64_t offset = physical - ABI_LOAD_ADDRESS;

	if (physical < ABI_LOAD_ADDRESS || offset > image->size ||
	    size > image->size - offset || offset % 8)
		return NULL;
	return image->bytes + offset;
}

struct page *image_page(const struct image *image, uint64_t physical)
{
	uint64_t offset = physical - ABI_LOAD_ADDRESS;

	if (physical < ABI_LOAD_ADDRESS || offset >= image->size)
		return NULL;
	return &image->pages[offset / ABI_PAGE_SIZE];
}
