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
#include <vesper/abi/syscall.h>

#include "elf_file.h"
#include "model.h"

/* Thread-local data: small, or every stack would grow by it unseen. */
#define TLS_MAX 0x8000u

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
	bool is_loose;		/* ABI_KEY_LOOSE */
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
	const char *owner;
	const struct instance *instance; /* NULL: the kernel's */
	uint8_t *bytes;		/* ABI_PAGE_SIZE, or NULL: all zero */
};

/* Physical memory that the kernel maps at ABI_KERNEL_BASE + physical. */
struct kernel_range {
	const char *name;
	uint64_t physical;
	uint64_t pages;
	uint64_t leaf;		/* DESC_KERNEL_* */
};

/* What a linked instance is made of, beside its extents. */
struct unit {
	struct instance *instance;
	struct elf_file file;
	const Elf64_Phdr *tls;	/* NULL: no thread-local data */
	struct space *space;	/* its private windows */
	uint32_t segments_end;	/* extents of segments are before this one */
};

/* Where each array of kernel objects is: kernel addresses. */
struct objects {
	struct abi_array domains, vps, pools, workers, portals, regions, views;
	struct abi_array budgets, events, irqs, grants, factories;
	uint64_t places[ABI_TYPE_COUNT]; /* the first place of a factory in the
				   array of a type: all before it is there from
				   the start; likewise the workers and views */
	uint64_t made_workers, made_views;
	uint64_t roots;		/* the first budget that is there to be handed
				   on */
	uint64_t debug;		/* the debug object, 0 if there is none */
	uint64_t *caps;		/* of each domain's table, by index */
	uint64_t base;		/* of the block with all but the vps */
	uint64_t size;
	uint8_t *bytes;		/* of the block */
	uint8_t *vp_bytes;
};

struct layout {
	struct system *system;
	struct arena *arena;
	bool good;		/* no error was reported */

	struct elf_file kernel;
	uint64_t kernel_end;	/* physical, page aligned */
	const uint64_t *kernel_devices;
	size_t kernel_devices_count;
	struct unit *units;	/* by instance */

	VEC(struct space *) spaces;
	VEC(struct extent) extents;
	VEC(struct sight) sights;
	VEC(struct named) nameds;

	/* Physical memory: page i is at ABI_LOAD_ADDRESS + i pages. The first
	   `stored` are in the image, of the others `early` are set up with the
	   MMU off. */
	VEC(struct page) pages;
	VEC(struct kernel_range) ranges;
	uint32_t stored, early;
	uint64_t kernel_root;	/* physical; the level-3 tables follow it: */
	uint64_t kernel_tables;	/* for image and objects, and one for devices */
	uint64_t identity_root;
	uint64_t (*domain_tables)[4]; /* physical address of each domain's
				   level-2 page for each GiB; 0 = none */

	struct objects objects;
	struct abi_place *places;
	size_t places_count;
	char *names;
	uint64_t names_size;
	uint64_t names_base;	/* kernel addresses */
	uint64_t places_base;
	uint64_t runs_base;	/* physical */
	size_t runs_room;	/* runs that the reserved pages take */
	struct abi_run *runs;	/* runs_room of them */
	size_t runs_count, early_runs;
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

/* A view has at most ABI_VIEW_WINDOWS; a larger space is seen by several. */
static inline uint64_t view_records(const struct space *space)
{
	return (space->windows + ABI_VIEW_WINDOWS - 1) / ABI_VIEW_WINDOWS;
}

/* Slots of an instance's table: those of the manifests, then the landing slots
   of each worker, then the free ones. */
static inline uint64_t first_free_slot(const struct instance *instance)
{
	return instance->slots +
		ABI_FIELDS * (uint64_t)instance->component->pool.workers;
}

/* Report an error and remember it. */
__attribute__((format(printf, 4, 5)))
void layout_error(struct layout *layout, struct span where, unsigned number,
		  const char *format, ...);

/* units.c: read kernel.elf and the instances' files into extents. */
void layout_read(struct layout *layout);
/* stacks.c: stacks and control blocks behind a unit's segments; gives their end. */
uint64_t unit_stacks(struct layout *layout, struct unit *unit, uint64_t end);
/* Bytes of a thread block with the thread-local data behind it. */
uint64_t thread_block_size(const struct unit *unit);
/* restart.c: what a restart copies, behind the stacks; gives its end. */
uint64_t unit_restart(struct layout *layout, struct unit *unit, uint64_t end);
/* spaces.c: areas, regions, devices; who sees what. */
void layout_spaces(struct layout *layout);
/* handles.c: contents of the connection pages. */
void layout_handles(struct layout *layout);
/* places.c: names for fault reports; before frames. */
void layout_places(struct layout *layout);
#define OBJECT_GENERATION 1u	/* every object begins its life with it */
/* objects.c: sizes of the kernel's arrays, then their contents. */
void objects_measure(struct layout *layout);
void objects_fill(struct layout *layout);
/* view_objects.c: regions and views. */
void view_objects_fill(struct layout *layout);
/* own_objects.c: events, interrupts and grants. */
void own_measure(struct layout *layout, uint64_t *at);
void own_fill(struct layout *layout);
/* Kernel address of an object of these types, by its number. */
uint64_t own_address(const struct layout *layout, enum abi_type type,
		     uint32_t number);
/* objects.c, for it: room for an array; offset until frames are known. */
uint64_t objects_reserve(uint64_t *at, uint64_t count, uint64_t size);
void *object_bytes(struct layout *layout, uint64_t address);
uint64_t object_key(enum abi_type type, unsigned rights);
uint64_t domain_address(const struct layout *layout, uint32_t index);
uint64_t vp_address(const struct layout *layout,
		    const struct instance *instance, size_t vp);
/* The root of a domain and its level-2 tables. */
void domain_fill_space(const struct layout *layout, struct abi_domain *domain,
		       uint64_t address);
/* Part of the processor, in 1/ABI_BUDGET_WHOLE. */
uint32_t budget_share(uint64_t time, uint64_t period);
/* factories.c: what is reserved for run time. */
enum factory_amount {
	FACTORY_ROOTS, FACTORY_PLACES, FACTORY_VIEWS, FACTORY_WORKERS
};
uint64_t factory_places(const struct system *system, enum abi_type type,
			enum factory_amount amount);
/* Whose the place with a number among those of a type is; NULL behind the
   last. */
const struct factory_decl *factory_of(const struct system *system,
				      enum abi_type type, uint64_t number,
				      const struct instance **owner);
/* "builder.domains": of those that it makes. */
const char *factory_name(const struct layout *layout,
			 const struct instance *owner,
			 const struct factory_decl *decl);
void factories_fill(struct layout *layout);
/* frames.c: physical memory, page by page. */
void layout_frames(struct layout *layout);
/* tables.c: translation tables, as bytes of their pages. */
void layout_tables(struct layout *layout);
/* runs.c: what boot has to write into zeroed pages. */
void layout_runs(struct layout *layout);
/* parts.c: what the finished layout holds, for the model's reports. */
void layout_parts(const struct layout *layout);
/* selfcheck.c: every reference lies where it should. */
void layout_check(struct layout *layout);

/* Kernel address of the control block at a user address of the instance. */
uint64_t layout_control(const struct layout *layout,
			const struct instance *instance, uint64_t address);

/* Offset of a name in the image's string table; 0 if it has none. */
uint32_t layout_name(const struct layout *layout, const char *name);

/* A page by its physical address, which must be in the image or zeroed. */
struct page *layout_page(struct layout *layout, uint64_t physical);
/* Its bytes, made when first asked for. */
uint8_t *layout_bytes(struct layout *layout, uint64_t physical);

#endif
