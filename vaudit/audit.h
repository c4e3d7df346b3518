/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * The audit of a finished image: does it grant exactly what the manifests say?
 *
 * It shares no code with the static linker, only the ABI headers, and trusts
 * neither of its inputs:
 *
 *   the image    loaded and expanded as the machine's start does, then read as
 *                the hardware reads translation tables and the kernel its
 *                objects (struct image)
 *   system.json  what the manifests ask for (struct wanted)
 *
 * A difference is any right more or less, any bit of a descriptor, capability
 * or kernel object that is not what follows from the manifests, and any frame
 * with two owners. Each is reported; the number of them is the result.
 */
#ifndef VAUDIT_AUDIT_H
#define VAUDIT_AUDIT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <vesper/abi/boot.h>
#include <vesper/abi/cap.h>
#include <vesper/abi/connection.h>
#include <vesper/abi/memory.h>
#include <vesper/abi/object.h>

/* ---- the image ----------------------------------------------------------- */

/* What a page of memory is used for, as the audit finds out. */
enum use_of_page {
	PAGE_FREE = 0,
	PAGE_KERNEL,		/* the kernel's image */
	PAGE_DATA,		/* kernel objects, names, runs, vps */
	PAGE_TABLE,		/* a translation table */
	PAGE_LEVEL2,		/* a domain's level-2 table: the kernel's too */
	PAGE_USER,		/* an instance's */
	PAGE_CONTROL,		/* an instance's and the kernel's */
};

struct page {
	enum use_of_page use;
	uint64_t address;	/* USER, CONTROL: where it is mapped;
				   TABLE of a window: the window + 1 */
};

struct image {
	uint8_t *bytes;		/* physical memory from ABI_LOAD_ADDRESS up */
	uint64_t size;
	struct page *pages;	/* of it */
	uint64_t file_size;	/* what is stored */
	struct abi_boot boot;
};

/* Load an ELF or flat image; false with the reason printed to `out`. */
bool image_load(struct image *image, const char *path, FILE *out);
/* The same from bytes; `bytes` stays the caller's. */
bool image_load_bytes(struct image *image, const uint8_t *bytes, uint64_t size,
		      FILE *out);
/*
 * Memory of a running machine, from ABI_LOAD_ADDRESS up to the end of the
 * zeroed pages: the runs have been applied already.
 */
bool image_load_live(struct image *image, const char *path, FILE *out);
void image_free(struct image *image);

/* `size` bytes at a physical or kernel address, aligned to 8; or NULL. */
const void *image_at(const struct image *image, uint64_t address,
		     uint64_t size);
/* The page of a physical address, or NULL. */
struct page *image_page(const struct image *image, uint64_t physical);

/* ---- what is wanted ------------------------------------------------------ */

struct wanted_vp {
	uint64_t budget, period, slack, entry, thread, control, caller,
		activation, recovery;
	uint64_t *threads;	/* thread blocks of those beside its first */
	size_t threads_count;
};

struct wanted_domain {
	const char *name;
	uint64_t level, slots;
	struct wanted_vp *vps;
	size_t vps_count;
	uint64_t *workers;	/* their thread blocks */
	uint64_t worker_caller;	/* caller number of the first */
	uint64_t handler, handler_stack, handler_caller;
	uint64_t restart;	/* entry, or 0 */
	bool fp;
	uint64_t free_slots, free_views;
	const char *supervisor;	/* event, or NULL */
	uint64_t supervisor_bits;
	size_t workers_count;
};

struct wanted_portal {
	const char *name;	/* "uart.con" */
	size_t domain;
	uint64_t interface, entry;
	uint64_t time;		/* limit of a call, ns; 0 = none */
};

/* An event, interrupt, grant, factory, or budget to be handed on, of a
 * component's own. */
struct wanted_object {
	enum abi_type type;
	const char *name;	/* "uart.told" */
	size_t domain;
	uint64_t vp;		/* EVENT: of the domain's, + 1; 0 = none */
	uint64_t number;	/* EVENT: its bit there */
	uint64_t line;		/* IRQ */
	const char *event;	/* IRQ: that it signals */
	/* FACTORY: */
	enum abi_type of;	/* what it makes, */
	uint64_t count;		/* how many, */
	uint64_t level, slots, views, workers; /* with what: */
	uint64_t interface;	/* PORTAL: its number */
	uint64_t blocks;	/* VP: of the control blocks, the first window;
				   0 = none */
	uint64_t address, size, code; /* REGION: the first window; of each */
	uint64_t budget, period, slack; /* BUDGET: ns */
};

enum holding_kind {
	/* Capabilities: */
	HOLDING_CALL, HOLDING_DEBUG, HOLDING_EVENT, HOLDING_GRANT,
	HOLDING_DOMAIN, HOLDING_REGION_CAP, HOLDING_FACTORY, HOLDING_BUDGET,
	HOLDING_IRQ,
	/* Memory: */
	HOLDING_MEMORY, HOLDING_REGION, HOLDING_AREA, HOLDING_DEVICE,
	/* What follows from a device: */
	HOLDING_ALL_MEMORY,
	/* What may come at run time: */
	HOLDING_ATTACH,
	HOLDING_KINDS
};

struct holding {
	size_t holder;		/* a domain */
	enum holding_kind kind;
	const char *object;
	uint8_t rights;
	uint64_t slot, badge;
	uint64_t address, size, physical;
	uint64_t handle;	/* CALL: address of the client's handle, */
	uint64_t to, from;	/* the message slots in it, */
	struct abi_client record; /* the server's record of the client, */
	uint32_t *methods;	/* and the words at record.methods */
	size_t methods_count;
};

/* Consecutive pages of user memory, or of the kernel's. */
struct part {
	size_t owner;		/* a domain */
	uint64_t address, size;
	uint8_t rights;
	bool is_device;
	uint64_t physical;	/* of the kernel's */
};

struct wanted {
	uint64_t address_bits, ram, image_size, memory_size, kernel_size;
	bool debug;
	struct wanted_domain *domains;
	size_t domains_count;
	struct wanted_portal *portals;
	size_t portals_count;
	struct wanted_object *objects;
	size_t objects_count;
	struct holding *holdings;
	size_t holdings_count;
	struct part *parts;
	size_t parts_count;
	struct part *kernel;
	size_t kernel_count;
	struct json *json;	/* owns the names */
};

/* All domains: those of system.json, then the places for some. */
size_t domains_count(const struct wanted *wanted);
const char *domain_name(const struct wanted *wanted, size_t domain);

/* Read system.json; false with the reason printed to `out`. */
bool wanted_load(struct wanted *wanted, const char *path, FILE *out);
void wanted_free(struct wanted *wanted);

/* Whether a holding is a capability. */
static inline bool holding_is_cap(const struct holding *holding)
{
	return holding->kind <= HOLDING_IRQ;
}

/* Whether a holding is of user memory. */
static inline bool holding_is_memory(const struct holding *holding)
{
	return holding->kind >= HOLDING_MEMORY &&
		holding->kind <= HOLDING_DEVICE;
}

/* ---- the audit ----------------------------------------------------------- */

/* A piece of the kernel's data that something has claimed. */
struct claim {
	const char *what;
	uint64_t base, end;
};

struct audit {
	struct image *image;
	const struct wanted *wanted;
	FILE *out;		/* NULL: count only */
	bool live;		/* memory of a machine that has run: what the
				   kernel changes is not compared */
	size_t differences;
	struct claim *claims;
	size_t claims_count, claims_max;
	/* What was looked at, for the summary. */
	size_t user_pages, kernel_pages, caps, objects;
};

/* Report a difference. */
__attribute__((format(printf, 2, 3)))
void differ(struct audit *audit, const char *format, ...);

/* Compare everything; gives the number of differences. */
size_t audit_run(struct audit *audit);

/* Its parts, in this order: each relies on the ones before. */
void check_boot(struct audit *audit);
void check_user(struct audit *audit);
void check_kernel(struct audit *audit);
void check_objects(struct audit *audit);
void check_views(struct audit *audit);
void check_caps(struct audit *audit);
void check_connections(struct audit *audit);

/* Kernel address of object `index` of an array. */
static inline uint64_t object_address(struct abi_array array, uint64_t index,
				      uint64_t size)
{
	return array.base + index * size;
}

/* Where things are in the image, by system.json's order of them. */
uint64_t domain_address(const struct audit *audit, size_t index);
uint64_t pool_address(const struct audit *audit, size_t domain);
uint64_t vp_address(const struct audit *audit, size_t domain, uint64_t vp);
/* Of an event, interrupt or grant of this name; 0 if there is none. */
uint64_t own_address(const struct audit *audit, enum abi_type type,
		     const char *name);
/* How many of a type there are. */
uint64_t own_count(const struct wanted *wanted, enum abi_type type);
void check_own(struct audit *audit);

/* Factories: how many places there are for objects of a type, whose place one
 * of them is, and what all before place `end` have in sum (workers of pools,
 * views of domains). */
uint64_t places_count(const struct wanted *wanted, enum abi_type type);
const struct wanted_object *place_factory(const struct wanted *wanted,
					  enum abi_type type, uint64_t number);
uint64_t places_sum(const struct wanted *wanted, enum abi_type type,
		    uint64_t end);
void check_factories(struct audit *audit);
/* Windows of each region that a factory makes. */
uint64_t made_windows(const struct wanted_object *factory);
/* The place of a region, by its number among them; or NULL. */
const struct abi_region *made_region(const struct audit *audit,
				     uint64_t number);
/* Part of the processor, in 1/ABI_BUDGET_WHOLE. */
uint32_t share_of(uint64_t time, uint64_t period);

/* Key of an object, or with rights of one that has a fast path. */
uint64_t key_of(enum abi_type type, unsigned rights);

/* Compare an object with what it should be, word by word. */
void compare_object(struct audit *audit, const char *what, size_t index,
		    const void *is, const void *should, size_t size);

/*
 * Claim memory of the kernel's for one thing: a difference unless the kernel
 * maps it as data, and nothing else has claimed a byte of it.
 */
void claim_data(struct audit *audit, const char *what, uint64_t address,
		uint64_t size);

#endif
