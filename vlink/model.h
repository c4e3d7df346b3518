/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * The checked model of a system: what the manifests mean. The front end
 * (parse, check, build) fills it, the back end (elf, place, tables, image)
 * reads it and adds addresses.
 *
 * Order of a build, with the field groups that each step fills:
 *
 *   1 front  manifests -> declarations and instances, checked; levels,
 *            capability slots, caller numbers, layout of connection pages
 *   2 front  idlc and cc: objects of each component
 *   3 back   object_read(): interface notes and a bound on the memory
 *   4 front  notes compared and copied to connections; areas planned (sizes)
 *   5 back   place_windows(): every window's address        [place 5]
 *   6 front  ld: one ELF per instance, at its window, connection-page and
 *            device symbols by --defsym
 *   7 back   image_write(): reads the ELFs, places stacks, control blocks and
 *            frames [place 7], makes tables, writes image.elf and kernel8.img
 *
 * Ownership: everything lies in the system's arena and lives as long. Strings
 * are interned (compare with ==) unless the field says path. Arrays are
 * pointer and count. All sizes are bytes, all times nanoseconds, addresses of
 * user space are u64 below 2^32, 0 = not placed. Rights are ABI_RIGHT_* bits.
 * `where` is the place in a manifest that caused the thing: reports and
 * messages about it point there.
 */
#ifndef VLINK_MODEL_H
#define VLINK_MODEL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <vesper/abi/cap.h>
#include <vesper/abi/connection.h>
#include <vesper/abi/memory.h>
#include <vesper/abi/note.h>
#include <vesper/abi/syscall.h>

#include "base/arena.h"
#include "base/diag.h"
#include "base/intern.h"
#include "base/source.h"

/* ---- the board ---------------------------------------------------------- */

/* A device of the board: whole pages of registers. */
struct board_device {
	const char *name;	/* "uart0" */
	const char *kind;	/* "pl011"; what a component's `device` asks for */
	struct span where;
	uint64_t address;	/* physical, page aligned */
	uint64_t size;		/* whole pages */
	bool dma;		/* drives memory by itself: counts as all of it */
	const char *shared;	/* why it cannot be given to a component, else
				   NULL ("the interrupt controller is in the
				   same page") */
	const uint32_t *irqs;	/* numbers at the board's controller */
	size_t irqs_count;
};

struct board {
	const char *name;
	struct span where;
	unsigned address_bits;	/* of user space: 32 or 34 (T0SZ 32, 30) */
	uint64_t ram;		/* usable from physical 0 up */
	const struct board_device *devices;
	size_t devices_count;
};

struct word;		/* ast.h */

/* ---- declarations: what a component's manifest says ---------------------- */

/* One interface of the system; `number` is what abi_portal.interface holds. */
struct interface {
	const char *name;	/* "sys.console" */
	const char *c_name;	/* "sys_console" */
	const char *header;	/* "sys.idl.h" */
	const char *idl;	/* path of the .idl, found by the front end */
	uint32_t number;	/* 1.. */
	const char *line;	/* "/BASE/NAME/": C names, the oldest first */
};

/* The note of one interface in one component's objects (note.h). */
struct interface_note {
	const char *interface;	/* qualified name, interned */
	const char *object;	/* path of the object it was found in */
	uint32_t to_slot, from_slot, to_slack, from_slack;
	uint32_t ring_depth;
	const struct abi_note_method *methods;
	size_t methods_count;
};

struct param_decl {
	const char *name;	/* symbol: PARAM_NAME */
	struct span where;
	const char *type;	/* "u8".."u64", "i8".."i64", "bool", "string" */
	unsigned size;		/* in the connection page; of a string 0: it takes
				   its text and a NUL */
	uint64_t value;		/* default; of a string: 0 */
	const char *text;	/* of a string: its default, else NULL */
	bool has_default;
};

/* A constant of each connection. All of a provide's are one block, which the
   client's record points at. */
struct setting_decl {
	struct param_decl param;
	uint32_t offset;	/* in the block; of a string: of a u32, which is
				   the offset of its text in the block */
};

struct provide_decl {
	const char *name;	/* portal symbol: vesper_portal_NAME */
	struct span where;
	const struct interface *interface;
	uint32_t clients_min, clients_max;
	uint8_t rights;		/* the most that a client can have */
	uint64_t time;		/* the longest call, ns; 0 = not said */
	size_t event;		/* `on`: that clients signal, its cap_decl's
				   index + 1; or 0 */
	uint32_t sessions;	/* that it can open at run time, */
	uint32_t first_session;	/* from this one of the component's on */
	struct setting_decl *settings;
	size_t settings_count;
	uint32_t settings_size;	/* of the block, without texts */
};

#define NOTIFY_HIGH	32u	/* the first notification of the high event */

enum use_count { USE_ONE, USE_OPTIONAL, USE_MANY };

struct use_decl {
	const char *name;	/* symbol of the handle(s) */
	struct span where;
	const struct interface *interface;
	enum use_count count;
	uint8_t rights;		/* that it needs */
	uint64_t buffers;	/* bytes for buffer parameters in each area */
	size_t event;		/* `on`: that the server signals, as above, */
	size_t event_high;	/* and for notifications from 32 on; or 0 */
	bool is_attached;	/* comes at run time, and has memory of its own: */
	size_t to, from;	/* its regions */
	uint32_t number;	/* among those */
};

struct device_decl {
	const char *name;	/* symbol: volatile uint32_t NAME[] */
	struct span where;
	const char *kind;
	bool optional;
};

/* Two kernel objects: the interrupt, and NAME_event that it signals. */
struct irq_decl {
	const char *name;
	struct span where;
	const char *device;	/* whose first interrupt it is if the instance
				   says nothing else; or NULL */
};

struct region_decl {
	const char *name;	/* symbol: uint8_t NAME[] */
	struct span where;
	uint64_t size;
	bool is_code;		/* or data, in turns */
	bool is_heap;		/* the runtime's: vesper_heap */
	bool is_area;		/* of an attached use; its size: area.c */
	uint32_t blocks;	/* control blocks of vps that are made, each in a
				   window of its own; else 0 */
};

enum cap_source {
	CAP_OWN,		/* the component's own */
	CAP_GIVEN,		/* of somebody else's, by `give` */
	CAP_SUPERVISED,	/* any number of domains, by `supervise` */
};

/*
 * A kernel object for which the component has a capability. In C its slot is
 * the constant NAME, or part of it: of a domain that is a struct
 * abi_domain_handle, of a region of somebody else's a struct abi_region_handle,
 * and of supervised domains an array NAME[NAME_count].
 */
struct cap_decl {
	const char *name;
	struct span where;
	enum abi_type type;	/* EVENT, REGION, DOMAIN, GRANT, IRQ, FACTORY,
				   or BUDGET: what that of budgets hands on */
	enum cap_source source;
	const char *view_name;	/* of a region's: its own view's number */
	uint8_t rights;		/* of an own one */
	bool is_optional;	/* of a given one */
	size_t index;		/* of an own region, irq or factory (also of a
				   factory's budget): in its list */
	const char *vp_name;	/* of an event: of the vp that it is bound to, */
	struct span vp_where;
	size_t vp;		/* its index + 1, or 0; */
	uint32_t number;	/* and the event's number there */
	size_t event;		/* of an irq and of supervised domains: the
				   event that is signalled, in the same list */
};

/* `fault NAME;`: vesper_status NAME(struct abi_fault *). */
struct fault_decl {
	const char *name;	/* NULL: there is none */
	struct span where;
	uint64_t stack;		/* bytes, whole pages */
};

/* `restart`: what its supervisor is to do; times are ns. */
struct restart_decl {
	struct span where;
	bool always;
	uint32_t at_most;	/* restarts */
	uint64_t within;	/* in this time; 0 = any number */
	uint64_t backoff, backoff_last;
};

/* `factory`: places for objects that are made at run time. */
struct factory_decl {
	const char *name;	/* symbol: const uint64_t NAME, its slot */
	struct span where;
	enum abi_type type;	/* of the objects */
	const struct interface *interface; /* of portals; or NULL */
	uint32_t count;		/* of places */
	uint32_t slots, views;	/* of each domain */
	uint32_t workers;	/* of each pool, at most */
	uint64_t size;		/* of each region: bytes, whole pages */
	bool is_code;		/* a region can hold code */
	size_t blocks;		/* of vps: the component's region with their
				   control blocks + 1, or 0 */
	uint64_t budget, period;/* of budgets: ns, what can be handed on */
	bool slack;
};

/* `on NAME;` in a vp: what the runtime does on it once its function has
   returned, inside the monitor. */
enum handler_kind {
	HANDLER_IRQ,		/* void on_NAME(void); then it is acknowledged */
	HANDLER_BITS,		/* void on_NAME(uint64_t bits) */
	HANDLER_DRAIN,		/* the one-way methods of a provided interface */
};
struct handler_decl {
	enum handler_kind kind;
	const char *name;	/* of what it is for */
	const char *event;	/* that it waits for: "rx_event", */
	const char *event_high;	/* and for the high half of its bits, or NULL */
};

struct vp_decl {
	const char *name;	/* "main" */
	struct span where;
	const char *start;	/* symbol of the first pc: vesper_start for the
				   vp main, else vesper_start_NAME */
	uint64_t budget, period;/* ns; 0 = none of its own (runs on slack) */
	bool slack;
	uint64_t stack;		/* bytes, whole pages */
	uint64_t stack_used;	/* by the call graph; 0 = not known; step 3 */
	uint32_t threads;	/* 1..ABI_CONTEXTS */
	struct span threads_where;
	uint32_t events;	/* that are bound to it */
	bool is_for_restarts;	/* of a component without one: it stands still
				   but for them */
	bool recovery;		/* for calls whose time limit passed */
	const struct word *on;	/* names of what is bound to it, or NULL */
	size_t on_count;
	struct handler_decl *handlers; /* of these, where there is something
				   to wait for */
	size_t handlers_count;
};

struct pool_decl {
	struct span where;
	uint32_t workers;	/* 0 if the component provides nothing */
	uint64_t stack;		/* bytes of each worker's, whole pages */
	uint64_t stack_used;	/* by the call graph; 0 = not known; step 3 */
};

/* `bound NAME SIZE;`: a function's stack, what it calls included. */
struct bound_decl {
	const char *name;
	uint64_t bytes;
};

/* `debug NAME;`: slot number of the debug capability, as a constant. */
struct debug_decl {
	const char *name;	/* symbol: const uint64_t NAME */
	struct span where;
};

struct component {
	const char *name;
	struct span where;
	const char *folder;	/* path; sources are relative to it */
	struct provide_decl *provides;
	size_t provides_count;
	struct use_decl *uses;
	size_t uses_count;
	struct param_decl *params;
	size_t params_count;
	struct device_decl *devices;
	size_t devices_count;
	struct irq_decl *irqs;
	size_t irqs_count;
	struct region_decl *regions;
	size_t regions_count;
	struct vp_decl *vps;
	size_t vps_count;
	struct debug_decl *debugs;
	size_t debugs_count;
	struct cap_decl *cap_decls;
	size_t cap_decls_count;
	struct factory_decl *factories;
	size_t factories_count;
	struct fault_decl fault;
	const char *self;	/* the capability for its own domain with which
				   handlers enter the monitor, or NULL */
	const char *free_slots_name; /* symbol: const uint64_t NAME, or NULL */
	uint32_t free_slots;	/* empty slots for capabilities to come */
	uint32_t free_views;	/* unused view records */
	uint32_t attached;	/* uses that come at run time */
	uint32_t sessions;	/* of all that it provides */
	bool fp;		/* may use FP and SIMD registers */
	struct restart_decl restart;
	uint64_t heap;		/* bytes, whole pages; 0 = none */
	uint32_t callers;	/* at least so many; 0 = not said */
	struct pool_decl pool;
	struct bound_decl *bounds;
	size_t bounds_count;
	const char **sources;	/* paths, found */
	size_t sources_count;
	const char **tests;	/* paths, found, of its test on the host */
	size_t tests_count;
	const char **cflags;
	size_t cflags_count;

	/* step 2: */
	const char **objects;	/* paths of its .o files, generated ones too */
	size_t objects_count;
	/* step 3, by object_read(): */
	struct interface_note *notes; /* one per interface, merged over objects */
	size_t notes_count;
	const char **numbered;	/* C names of the interfaces whose numbers its
				   objects ask for */
	size_t numbered_count;
	uint64_t memory_bound;	/* bytes: the linked ELF is not larger (sum of
				   allocated sections with alignment); the front
				   end adds the runtime's and libgcc's */
};

/*
 * Slots and view records that are empty at the start. Those that the manifest
 * says are free come first, then those of attached uses, then of sessions, which
 * a restart leaves alone.
 */
static inline uint32_t component_empty_slots(const struct component *component)
{
	return component->free_slots + ABI_ATTACH_SLOTS * component->attached +
		ABI_SESSION_SLOTS * component->sessions;
}

static inline uint32_t component_empty_views(const struct component *component)
{
	return component->free_views + ABI_SESSION_VIEWS * component->sessions;
}

struct provide;
/* The symbol of a portal's entry: one that looks which methods a client may call
   where some may not call all; units.c. */
const char *portal_symbol(struct arena *arena, const struct provide *provide);

/* Callers that it has by its vps, workers and handler: place.c. */
uint32_t component_callers(const struct component *component);

/* ---- instances ----------------------------------------------------------- */

struct instance;
struct connection;
struct statement;

/* Windows of memory that several domains see: one direction of connections. */
struct area {
	const char *name;	/* "app to uart", or the manifest's name */
	struct span where;
	bool is_named;		/* by an `area` statement; of a chain */
	uint64_t size;		/* whole pages, slack included; step 4 */
	uint64_t slots;		/* of a named one: bytes of message slots */
	uint64_t slack;		/* of a named one: the largest */
	uint64_t address;	/* [place 5] */
	const struct instance *owner; /* the client; of a named area the first */
};

/* Part of an area that one connection uses in one direction. */
struct area_part {
	struct area *area;	/* NULL: no method needs this direction */
	uint64_t base;		/* in the area; client.to_base = address + base.
				   All of a named area is good for buffers */
	uint64_t offset;	/* in the area: the message slots;
				   handle.to = address + offset */
	uint64_t buffers;	/* in the area: memory for buffer parameters */
	uint64_t limit;		/* client.to_limit: bytes from base, without the
				   slack */
};

/* A use bound to one provided interface; also what a client record is for. */
struct connection {
	struct span where;	/* the connect statement */
	const struct statement *statement; /* front end: its settings */
	struct instance *client;
	struct use *use;
	uint32_t handle;	/* which of the use's handles (0 unless `*`) */
	struct instance *server;
	struct provide *provide;
	uint8_t rights;		/* of the portal capability, */
	uint32_t slot;		/* and where it is in the client's table */
	uint32_t number;	/* abi_client.client: 0.. among the provide's */
	uint64_t record;	/* offset of the abi_client in the SERVER's
				   connection pages; badge = window + record */
	struct area_part to, from; /* step 4 */
	/* Of the client's interface, step 4: */
	uint32_t to_stride, from_stride; /* from one message slot to the next */
	uint32_t ring_callers;	/* who can send one-way messages, */
	uint32_t ring_depth;	/* and how many each */
	uint32_t cells;		/* notifications */
	uint32_t notify;	/* slot of the server's capability to signal the
				   first of them, or 0 */
	struct area *named_to, *named_from; /* that it asks for, or NULL */
	const uint32_t *methods; /* a struct abi_methods of those that the client
				   may call; NULL: all */
	uint64_t methods_size;	/* bytes, */
	uint64_t methods_offset; /* in the server's connection pages */
	const char *methods_text; /* "read, write" */
	const uint8_t *constants; /* its settings as a block, or NULL */
	uint64_t constants_size;
	uint64_t constants_offset; /* in the server's connection pages */
};

/* Whether a method, by its number, is among those of the connection. */
static inline bool connection_has(const struct connection *c, uint32_t method)
{
	return !c->methods || (method < c->methods[0] &&
		(c->methods[1 + method / 32] >> method % 32 & 1));
}

struct provide {
	const struct provide_decl *decl;
	struct connection **connections; /* its clients, by number */
	size_t connections_count;
	uint64_t records;	/* offset of its clients' abi_clients, */
	uint64_t count;		/* and of the u64 NAME_clients_count: `on` */
	uint64_t entry;		/* [place 7] vesper_portal_NAME */
};

struct use {
	const struct use_decl *decl;
	struct connection **connections;
	size_t connections_count;
	uint64_t handles;	/* offset of the first abi_handle; an unconnected
				   optional use has one with ABI_NO_SLOT */
	size_t handles_count;
	uint64_t count;		/* `*` only: offset of the u32 NAME_count */
	uint64_t to_buffers, from_buffers; /* of an attached one: in its regions */
	bool was_tried;		/* front end: a connect names it, right or not */
};

struct param {
	const struct param_decl *decl;
	struct span where;
	uint64_t value;		/* little endian, decl->size bytes */
	const char *text;
	uint64_t offset;	/* in the connection pages */
};

struct device {
	const struct device_decl *decl;
	struct span where;
	const struct board_device *board; /* NULL: optional and not given */
	uint64_t address;	/* [place 5] first address of its own window */
};

struct irq {
	const struct irq_decl *decl;
	struct span where;
	uint32_t number;
};

struct region {
	const struct region_decl *decl;
	uint64_t address;	/* [place 5] windows of its own */
};

struct vp {
	const struct vp_decl *decl;
	uint32_t caller;	/* caller number of its (first) thread */
	uint64_t entry;		/* [place 7] decl->start */
	uint64_t thread;	/* [place 7] thread block = first sp and tls */
	uint64_t control;	/* [place 7] control block, user address */
	uint64_t activation;	/* [place 7] vesper_activate; 0 = none */
	/* Of one with several threads: */
	uint64_t table;		/* offset of its struct abi_threads */
	uint64_t *threads;	/* [place 7] their thread blocks; 0 is `thread` */
	uint64_t stack;		/* [place 7] of activations: its top */
};

/* What an instance makes of a cap_decl. */
struct named_cap {
	const struct cap_decl *decl;
	uint32_t number;	/* of an own object: among all of its type */
	uint64_t constant;	/* offset in the connection pages, */
	uint64_t count;		/* and of the u32 NAME_count: CAP_SUPERVISED */
	uint32_t entries;	/* of the array: CAP_SUPERVISED, */
	uint64_t policies;	/* and the offset of the array NAME_policy */
	bool was_tried;		/* front end: a give names it, right or not */
};

/* A capability that the instance has at the start. Slot 0 stays empty. */
struct capability {
	struct span where;
	uint32_t slot;
	enum abi_type type;
	uint8_t rights;
	const struct connection *connection; /* PORTAL: its provide and badge */
	/* The other types, but for DEBUG: */
	const struct named_cap *as; /* whose constant names the slot, */
	uint32_t index;		/* and which of them */
	const struct instance *of; /* whose object it is */
	const struct named_cap *object; /* NULL: its domain */
	uint32_t badge;		/* of an event: the bits that a signal sets */
};

struct instance {
	const char *name;	/* "uart", or "store.disk" in a subsystem */
	struct span where;
	const struct component *component;
	uint32_t index;		/* in system.instances; ASID = index + 1 */
	uint32_t level;		/* 0..7; a caller's is below its server's */
	bool dma;		/* holds a device that drives memory */

	/* Same order as the component's declarations. */
	struct provide *provides;
	struct use *uses;
	struct param *params;
	struct device *devices;
	struct irq *irqs;
	struct region *regions;
	uint64_t *made;		/* [place 5] by factory: the windows of regions
				   that are made */
	struct vp *vps;
	uint64_t *debugs;	/* offset of each u64 constant */
	uint32_t *debug_slots;
	struct named_cap *named_caps; /* by the component's cap_decls */
	uint64_t controls;	/* offset of vesper_controls[]: of each vp's
				   control block, if there is a vp */
	uint64_t free_slots;	/* offset of the constant with the first one */
	uint64_t landing;	/* offset of vesper_landing, if there are
				   workers */
	/* Of a component with `restart always`: */
	uint64_t restore;	/* offset of the list of what is put where, */
	size_t restore_room;	/* and how many it can have; */
	struct abi_restore *restores; /* [place 7] they, */
	size_t restores_count;
	uint64_t restart;	/* [place 7] and who does it */
	/* Who is told of this domain's end: an event of its own, and bits. */
	const struct instance *supervisor;
	const struct named_cap *supervisor_event;
	uint64_t supervisor_bits;
	struct span supervisor_where;
	uint64_t handler;	/* [place 7] entry of the fault handler */
	uint64_t handler_stack;	/* [place 7] its thread block */
	uint32_t handler_caller; /* caller number */

	struct capability *caps;/* by slot, ascending */
	size_t caps_count;
	uint32_t slots;		/* size of the capability table */

	uint32_t callers;	/* threads of all vps, then the workers */
	uint32_t first_worker;	/* caller number of worker 0 */
	uint64_t *workers;	/* [place 7] thread block of each worker */

	uint64_t connection_size; /* bytes of the connection pages, whole pages */
	/* The private window(s): connection pages, text, constants, data and
	   bss, then stacks and control blocks with unmapped guard pages. */
	uint64_t window;	/* [place 5] first address */
	uint64_t windows;	/* [place 5] how many, from memory_bound */
	const char *elf;	/* path; step 6 */
};

/* The slot in which a use that comes at run time lands; the next one is for the
   server's event. Behind the landing slots of the workers and the free ones. */
static inline uint32_t attached_slot(const struct instance *instance,
				     const struct use_decl *use)
{
	const struct component *c = instance->component;

	return instance->slots + ABI_FIELDS * c->pool.workers +
		c->free_slots + ABI_ATTACH_SLOTS * use->number;
}

/* ---- the system ---------------------------------------------------------- */

/* Consecutive pages of the finished image, for reports. */
struct memory_part {
	const char *name;	/* "text", "stack of vp main", "area app to uart" */
	const struct instance *owner;
	uint64_t address;	/* user */
	uint64_t pages;
	uint8_t rights;		/* the most that anybody has: READ, WRITE, EXEC */
	bool is_device;
	bool is_stored;		/* in the image file; else zeroed at boot */
};

/* What the kernel maps for itself. */
struct kernel_part {
	const char *name;	/* "kernel", "kernel objects", "device" */
	uint64_t address;	/* kernel */
	uint64_t physical;
	uint64_t size;
	uint8_t rights;
	bool is_device;
};

struct layout;

struct system {
	struct arena *arena;
	struct interner *interner;
	struct diag *diag;
	const char *name;
	struct span where;
	struct board board;
	unsigned kernel_share;	/* percent of a core's time */
	bool debug;		/* places and names go into the image */
	/* NULL; or fills the tables of probes (denial.h), when all that users
	   see has its address */
	void (*denial)(struct layout *layout);

	struct interface **interfaces; /* by number - 1 */
	size_t interfaces_count;
	struct component **components; /* those with an instance */
	size_t components_count;
	struct instance **instances; /* by index */
	size_t instances_count;
	struct connection **connections;
	size_t connections_count;
	struct area **areas;	/* step 4 */
	size_t areas_count;

	/* Of the finished image, by image_write(): */
	struct memory_part *parts;
	size_t parts_count;
	struct kernel_part *kernel_parts;
	size_t kernel_parts_count;
	uint64_t image_size;	/* bytes of kernel8.img */
	uint64_t memory_size;	/* bytes from physical 0 to the last in use */
	uint64_t kernel_size;	/* of these, kernel.elf */

	const char *kernel_elf;	/* path */
	uint64_t image_limit;	/* bytes, 0 = none */
	uint64_t memory_limit;	/* bytes, 0 = the board's */
};

/* ---- the back end -------------------------------------------------------- */

/*
 * Read the objects of a component: merge their interface notes (a difference
 * between two objects is an error: one was compiled against an older .idl) and
 * sum their sizes. false after an error was reported.
 */
bool object_read(struct system *system, struct component *component);

/* Allocated bytes of the members of an archive (libruntime.a, libgcc). */
bool archive_bound(struct system *system, const char *path, uint64_t *bytes);

/* Assign every window; errors when the board has too few, with the list. */
bool place_windows(struct system *system);

/*
 * Read kernel.elf and every instance's ELF, place the rest, make tables and
 * write both files (temporary and rename). Nothing is written after an error.
 */
bool image_write(struct system *system, const char *elf, const char *flat);

#endif
