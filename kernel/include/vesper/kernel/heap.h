/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * Two heaps of vps: those that may run by their deadline, and those for which
 * the timer is due. Element i of a heap of n vps is stored in vp i of the
 * image, so it cannot overflow and needs no memory of its own. All operations
 * take at most log2(number of vps) steps.
 */
#ifndef VESPER_KERNEL_HEAP_H
#define VESPER_KERNEL_HEAP_H

#include <vesper/kernel/object.h>

enum heap {
	HEAP_READY = 0,		/* by deadline, then those on slack */
	HEAP_TIMER = 1,		/* by the time at which it expires */
};

/* Boot only. */
void heap_init(void);

/* NULL if it is empty. */
struct abi_vp *heap_first(enum heap heap);

bool heap_has(enum heap heap, const struct abi_vp *vp);

/* `vp` is in it from now on, at `key`, wherever it was. */
void heap_set(enum heap heap, struct abi_vp *vp, uint64_t key);

/* Nothing happens if `vp` is not in it. */
void heap_remove(enum heap heap, struct abi_vp *vp);

#endif
