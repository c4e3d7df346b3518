/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * The host as an architecture and a board: a world of kernel objects in memory,
 * in which the kernel's real C code runs as on the target.
 *
 * A test resets the world, makes its objects, boots, and then drives the vp
 * that has the CPU (world.current): it writes registers into the vp's context
 * and lets it make a system call or a fault. What the kernel prints is kept.
 * A panic and an idle CPU end the kernel's entry and are told as its result,
 * so that a test can provoke every one of them.
 *
 * Objects lie below 2 GiB, because a capability holds 32 bits of an address.
 * With AddressSanitizer every byte beside the objects that were made is
 * poisoned.
 */
#ifndef VESPER_HOST_WORLD_H
#define VESPER_HOST_WORLD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <vesper/kernel/view.h>

#define WORLD_DOMAINS	8
#define WORLD_VPS	16
#define WORLD_POOLS	8
#define WORLD_WORKERS	32
#define WORLD_PORTALS	16
#define WORLD_SLOTS	32	/* capabilities of one domain, at most */
#define WORLD_EVENTS	8
#define WORLD_IRQS	4
#define WORLD_BUDGETS	8
#define WORLD_PLACES	8
#define WORLD_REGIONS	4
#define WORLD_VIEWS	16
#define WORLD_GRANTS	8
#define WORLD_FACTORIES	8
#define WORLD_NAMES	1024
#define WORLD_OUTPUT	8192

#define WORLD_HZ	UINT64_C(1000000000) /* a tick is a nanosecond, if no
					test says otherwise */
#define WORLD_LINES	84
#define WORLD_FP	66	/* words of FP and SIMD registers */

/* How an entry into the kernel ended. */
enum world_end {
	WORLD_RAN,		/* world.current has the CPU */
	WORLD_IDLE,		/* nobody can run, and nothing will happen */
	WORLD_PANIC,		/* see world.output; only a reset helps */
};

struct world {
	struct abi_vp *current;	/* who has the CPU; NULL after IDLE, PANIC */
	uint64_t now;		/* ticks; only tests change it */
	uint64_t interrupt;	/* ticks that the kernel takes for one */
	uint64_t frequency;	/* of the counter; WORLD_HZ */
	uint64_t timer;		/* when the kernel wants to be woken */
	uint64_t invalidated;	/* last ASID, in bits 63:48 */
	uint64_t cleaned_at;	/* last user address made fit to execute, */
	uint64_t cleaned;	/* and how many bytes since the reset */
	uint64_t naps;		/* times that an idle CPU was woken at once */
	bool fp_enabled;
	uint64_t fp[WORLD_FP];	/* registers */
	bool unmasked[WORLD_LINES]; /* interrupt lines */
	bool (*idle)(void);	/* asked when nobody can run: make something
				   happen (world_line, now) or say no. NULL: as
				   if it had said no */
	bool fast;		/* take the fast paths where they apply */
	bool unchecked;		/* do not run kernel_check() after entries */
	uint64_t fast_paths;	/* how many were taken since the reset */
	size_t size;		/* of output */
	char output[WORLD_OUTPUT]; /* what the kernel printed, NUL terminated */
};
extern struct world world;

/* The boot record, which the core sees as constant. */
struct abi_boot *world_record(void);

/* The core's own variables, as one piece of memory. */
void *world_state(size_t *size);

/* ---- making it ---------------------------------------------------------- */

/* Nothing is there; all memory of objects is zero. */
void world_reset(void);

struct abi_domain *world_domain(const char *name, uint32_t level,
				uint64_t slots);
struct abi_vp *world_vp(struct abi_domain *home, const char *name);
/* Control pages, and where activations begin. */
void world_control(struct abi_vp *vp, uint64_t activation);
struct abi_control_write *world_written(const struct abi_vp *vp);
struct abi_control_read *world_read(const struct abi_vp *vp);
struct abi_budget *world_budget(struct abi_vp *vp, uint64_t amount_ns,
				uint64_t period_ns, uint32_t flags);
/*
 * A pool with `count` workers, of which `free` can run at once: 1 makes it a
 * monitor, `count` a raw one. The first worker is the first taken.
 */
struct abi_pool *world_pool(struct abi_domain *domain, uint64_t count,
			    uint64_t free);
/* Bound to `vp` as its event `number`, if vp is not NULL. */
struct abi_event *world_event(struct abi_vp *vp, uint32_t number);
struct abi_irq *world_irq(struct abi_event *event, uint64_t bits,
			  uint32_t line);
struct abi_portal *world_portal(struct abi_pool *pool, uint64_t entry);
/* `windows` windows at user address `window`, in state data. */
struct abi_region *world_region(uint64_t window, uint64_t windows);
/* The next `count` views, free, and a level-2 table for the first GiB. */
struct abi_view *world_views(struct abi_domain *domain, uint64_t count);
/* The entry through which a domain sees a user address. */
uint64_t world_entry(const struct abi_domain *domain, uint64_t address);
struct abi_grant *world_grant(void);
/* The next `count` objects of a type from `first` on, made before, are the places
 * of a factory: nothing refers to them. */
struct abi_factory *world_factory(enum abi_type type, void *first,
				  uint64_t count);
struct abi_place *world_place(uint64_t base, uint64_t size, const char *name,
			      const struct abi_domain *owner);
/* An offset into the names. */
uint32_t world_name(const char *name);

/* A debug object: it has a key and nothing else. Every world has the same. */
uint64_t *world_debug(void);

/* A capability with the object's present generation and type. */
void world_cap(struct abi_domain *domain, uint64_t slot, const void *object,
	       unsigned rights, uint32_t badge);
struct abi_cap *world_slot(const struct abi_domain *domain, uint64_t slot);

/* ---- running it --------------------------------------------------------- */

enum world_end world_boot(void);
enum world_end world_syscall(uint32_t number);
enum world_end world_fault(const struct abi_fault *fault);

/* The timer, if it is due, or any other reason to look again. */
enum world_end world_interrupt(void);
/* Interrupt line `line` is pending; nothing happens if it is masked. */
enum world_end world_interrupt_line(uint32_t line);
/* The same from within world.idle. */
struct abi_vp *world_line(uint32_t line);

/* The innermost link of a vp, and the domain in which it runs. */
struct abi_link *world_link(const struct abi_vp *vp);
struct abi_domain *world_in(const struct abi_vp *vp);

/* Any other function of the kernel, with panics and idling caught. */
enum world_end world_enter(void (*function)(void *), void *argument);

/* The last panic's words are in the output. */
bool world_says(const char *text);

#endif
