/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * The unit tests of the kernel's core: a file for each object, one program.
 */
#ifndef TESTS_UNIT_KERNEL_H
#define TESTS_UNIT_KERNEL_H

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include <CUnit/Basic.h>

#include <vesper/abi/cap.h>
#include <vesper/abi/status.h>
#include <vesper/abi/syscall.h>

#include "world.h"

/* A suite of each file, by its function. */
#define KERNEL_SUITES(X) \
	X(block) X(boot) X(budget) X(call) X(cap) X(check) X(console) X(debug) \
	X(event) X(attack) X(attack_caps) X(attack_ends) X(factory) X(fault) X(fp) X(heap) X(irq) X(layers) X(made) X(panic) X(recovery) X(region) X(restart) X(sched) X(stale) \
	X(syscall) X(transfer) X(vp) X(waiters)
#define X(name) void suite_##name(void);
KERNEL_SUITES(X)
#undef X

/*
 * The world of most tests: `client` (level 0) with the vps `vp` and `other`;
 * `server` (level 1) with `portal` into `pool` of one worker; `deep` (level 2)
 * with `deep_portal` into `deep_pool` of two workers, which the server calls.
 */
#define SLOT_PORTAL	0	/* in client: portal, badge BADGE */
#define SLOT_DEEP	1	/* in client and server: deep_portal */
#define SLOT_DEBUG	2	/* in client: the debug object */
#define SLOT_EMPTY	3
#define SLOTS		16
#define BADGE		0x80001234u
#define ENTRY		0x00700000u
#define ENTRY_DEEP	0x00800000u

struct fixture {
	struct abi_domain *client, *server, *deep;
	struct abi_vp *vp, *other;
	struct abi_pool *pool, *deep_pool;
	struct abi_portal *portal, *deep_portal;
};
extern struct fixture f;

/* Make it, and boot it; `vp` has the CPU. */
void fixture_make(void);
void fixture_make_pool(uint64_t workers, uint64_t free); /* of `server` */
void fixture_boot(void);

/* Registers of the running vp. */
uint64_t *regs(void);
/* Each register holds a value that tells its number, above `base`. */
void regs_fill(uint64_t base);

/* System calls of the running vp. */
enum world_end call(uint64_t slot, uint64_t method);
enum world_end reply(int64_t status);
enum world_end fault(uint32_t kind, uint64_t address);
enum world_end yield(void);

/* Time passes until the kernel looks again. */
void next_turn(void);
/* Preempt whoever runs until it is `vp`. */
void switch_to(const struct abi_vp *vp);

/* The status that the running vp sees, and the domain in which it runs. */
int64_t status(void);
const struct abi_domain *running_in(void);

/* An entry after which somebody runs; a panic is shown. */
#define RUNS(entry) CU_ASSERT_TRUE(runs(entry))
bool runs(enum world_end end);

/* The last entry ended as a panic that says `text`. */
#define ASSERT_PANICS(end, text)                          \
	do {                                              \
		CU_ASSERT_EQUAL((end), WORLD_PANIC);      \
		CU_ASSERT_TRUE(world_says(text));         \
	} while (0)

#endif
