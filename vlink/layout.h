/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * The layout of an image: what lies at which address, of whom, with which
 * rights. place.c fills it from the model and the linked files, tables.c and
 * objects.c make the tables from it, image.c writes them.
 *
 * A *space* is what a region object describes: windows of user addresses with
 * one set of level-3 tables, shared by every domain that sees it. It is made
 * of *extents*, consecutive pages of one kind; pages between them are not
 * mapped. A *sight* is a domain's view of a space.
 *
 * Physical memory is a list of *pages*, from ABI_LOAD_ADDRESS up: first those
 * stored in the image, then those that boot zeroes. Each has one owner.
 * Contents of a zeroed page that are not zero are applied by runs (boot.h).
 *
 * Two passes: the number of runs depends on where the pages lie, and where
 * they lie on how many pages the runs take. layout_settle() repeats the second
 * half until it fits.
 */
#ifndef VLINK_LAYOUT_H
#define VLINK_LAYOUT_H

#include <vesper/abi/boot.h>
#include <vesper/abi/descriptor.h>
#include <vesper/abi/object.h>

#include "elf_file.h"
#include "model.h"

struct space;

/* Consecutive user pages of one kind. */
struct extent {
	const char *name;	/* "text", "stack of vp main" */
	struct space *space;
	uint64_t address;	/* user */
	uint64_t pages;
	uint64_t leaf;		/* DESC_USER_*, without the address */
	uint8_t *bytes;		/* pages * ABI_PAGE_SIZE, or NULL: zeroed */
	uint64_t *frames;	/* physical address of each page */
	bool kernel;		/* the kernel writes it too: control blocks */
	bool contiguous;	/* frames must be consecutive */
};

/* Windows of one owner, as one region object. */
struct space {
	const char *name;	/* "app", "app.con to", "uart.regs" */
	const struct instance *owner;
	struct span where;
	uint64_t address;
	uint64_t windows;	/* with a level-3 table each */
	uint64_t tables;	/* physical address of the first */
	uint8_t rights;		/* the most that its leaves give */
	bool is_device;
	uint32_t first_extent, extents_count; /* in layout.extents */
	uint32_t index;		/* of its region object */
};

/* One domain's view of a space. */
struct sight {
	const struct instance *domain;
	struct space *space;
	uint8_t rights;		/* READ, WRITE, EXEC */
};

/* Unmapped memory worth a name in a fault report. */
struct named {
	const char *name;
	const struct instance *owner;
	uint64_t address, size;
};

/* A page of physical memory. */
struct page {
	const char *owner;	/* NULL = free */
	uint8_t *bytes;		/* ABI_PAGE_SIZE, or NULL: all zero */
};

/* What a linked instance is made of, beside its extents. */
struct unit {
	struct instance *instance;
	struct elf_file file;
	const Elf64_Phdr *tls;	/* NULL: no thread-local data */
	struct space *space;	/* its private windows */
};

/* Where each array of kernel objects is: kernel addresses. */
struct objects {
	struct abi_array domains, vps, pools, workers, portals, regions, views;
	uint64_t *caps;		/* address of each instance's table */
	uint64_t vp_base;	/* vps are pages of their own */
	uint64_t data_base;	/* all others: one block */
	uint64_t data_size;
	uint8_t *data;
};

struct layout {
	struct system *system;
	struct arena *arena;
	bool good;		/* no error was reported */

	struct elf_file kernel;
	uint64_t kernel_end;	/* physical, page aligned */
	uint64_t boot_record;	/* physical */
	const uint64_t *kernel_devices;
	size_t kernel_devices_count;
	struct unit *units;	/* by instance */

	VEC(struct space *) spaces;
	VEC(struct extent) extents;
	VEC(struct sight) sights;
	VEC(struct named) nameds;

	/* Physical memory: pages[i] is ABI_LOAD_ADDRESS + i * ABI_PAGE_SIZE. */
	struct page *pages;
	uint64_t pages_count;	/* up to zero_end */
	uint64_t stored_count;	/* up to image_end */
	uint64_t early_count;	/* of the zeroed ones */
	uint64_t kernel_root, kernel_tables, kernel_tables_count;
	uint64_t identity_root;
	uint64_t kernel_zero_end; /* the kernel maps zeroed pages up to here */
	uint64_t *domain_tables;/* physical: of each instance, its first
				   level-2 page */
	uint32_t (*domain_pages)[4]; /* which quarters have one: index + 1 */

	struct objects objects;
	struct abi_place *places;
	size_t places_count;
	uint64_t places_base, names_base; /* kernel addresses */
	char *names;
	uint64_t names_size;
	uint64_t runs_base;	/* physical */
	uint64_t runs_room;	/* runs that the reserved place takes */
	struct abi_run *runs;
	size_t runs_count, early_runs;
	struct abi_boot boot;
};

static inline uint64_t page_up(uint64_t size)
{
	return (size + ABI_PAGE_SIZE - 1) & ~(uint64_t)(ABI_PAGE_SIZE - 1);
}

static inline uint64_t window_up(uint64_t size)
{
	return (size + ABI_WINDOW_SIZE - 1) & ~(uint64_t)(ABI_WINDOW_SIZE - 1);
}

/* Bits of user addresses: 32 (T0SZ 32) or 30 (T0SZ 34). */
static inline unsigned user_bits(const struct board *board)
{
	return board->address_bits == 32 ? 32 : 30;
}

/* Report an error and remember it. */
__attribute__((format(printf, 4, 5)))
void layout_error(struct layout *layout, struct span where, unsigned number,
		  const char *format, ...);

/* units.c: read kernel.elf and the instances' files into extents. */
void layout_read(struct layout *layout);
/* spaces.c: areas, regions, devices; stacks and control blocks. */
void layout_spaces(struct layout *layout);
/* connect.c: contents of the connection pages. */
void layout_connect(struct layout *layout);
/* frames.c: physical memory, page by page. */
void layout_frames(struct layout *layout);
/* objects.c: kernel objects, capability tables. */
void objects_size(struct layout *layout);
void objects_fill(struct layout *layout);
/* tables.c: translation tables as bytes of their pages. */
void layout_tables(struct layout *layout);
/* runs.c: what boot has to write into zeroed pages. */
void layout_runs(struct layout *layout);
/* places.c: names for fault reports. */
void layout_places(struct layout *layout);
/* selfcheck.c: every reference lies where it should. */
void layout_check(struct layout *layout);

/* The bytes of a page, made when first asked for. */
uint8_t *layout_page(struct layout *layout, uint64_t physical);

#endif
