/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * The merge: one ELF file from the kernel's and every instance's.
 *
 * Each input is a finished executable at its own addresses. Allocated sections
 * keep their addresses and get the instance's name in front; symbols become
 * `instance::symbol`, local ones too, so that a debugger has a name for each;
 * debug sections of one name are joined, and the references between them (kept
 * by `ld --emit-relocs`) moved by the place in the joined section.
 *
 * Symbols are renamed only here, after every link: one common link of renamed
 * objects was tried and lost the fix for erratum 843419 silently, bound
 * undefined symbols to the kernel's, and laid out TLS once for all.
 *
 * The bytes that boot are no concern of the merge: they are the flat image,
 * which stands whole in the file, and the program headers say where its parts
 * go. A section whose bytes lie in one piece there points into it; of another,
 * a part is made by runs at boot, so that the file cannot hold it as a section
 * with contents (debuggers insist that those are loaded): it is NOBITS.
 */
#ifndef VLINK_MERGE_H
#define VLINK_MERGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/emit.h"
#include "elf_file.h"

/* Where the flat image stands in the file: page aligned, so that offsets and
   addresses agree modulo the page, as PT_LOAD asks. */
#define MERGE_IMAGE_ALIGN	4096u
#define MERGE_NO_OFFSET		UINT64_MAX

/* Part of the flat image that is loaded. */
struct merge_segment {
	uint64_t address;	/* virtual */
	uint64_t physical;
	uint64_t size;
	uint64_t image_offset;
	uint32_t flags;		/* PF_R, PF_W, PF_X */
};

struct merge_input {
	const struct elf_file *file;
	const char *prefix;	/* of symbols: "app::", or "" (the kernel) */
	const char *name;	/* of sections: "app", or "" */
	/* By section number: the offset of its bytes in the flat image, or
	   MERGE_NO_OFFSET. */
	const uint64_t *image_offsets;
};

/* A section of the static linker's own data: "vesper.runs". */
struct merge_extra {
	const char *name;
	uint64_t address, image_offset, size;
};

struct merge {
	const struct merge_input *inputs;
	size_t inputs_count;
	const struct merge_segment *segments;
	size_t segments_count;
	const struct merge_extra *extras;
	size_t extras_count;
	const uint8_t *image;
	uint64_t image_size;
	uint64_t entry;		/* physical */
	char error[256];	/* after a failure */
};

/* "store.disk" as a prefix of symbols: "store::disk::". */
const char *merge_prefix(struct arena *arena, const char *instance);

/* Write the merged file to `out`; false with merge->error set. */
bool merge_write(struct merge *merge, struct arena *arena, struct emit *out);

#endif
