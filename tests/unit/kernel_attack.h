/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * What the tests that attack the kernel share.
 */
#ifndef TESTS_UNIT_KERNEL_ATTACK_H
#define TESTS_UNIT_KERNEL_ATTACK_H

#include <vesper/abi/operation.h>

#include "kernel.h"

#define FOREVER UINT64_MAX
#define S_SIG	4	/* slots of an event: to signal, */
#define S_EV	5	/* and to wait */

uint64_t address_of(const volatile void *p);

/* An operation, and system call block, of the vp that runs. */
enum world_end operate(uint64_t slot, uint64_t operation, uint64_t x1,
		       uint64_t x2, uint64_t x3, uint64_t x4);
enum world_end block_for(uint64_t ticks);

#endif
