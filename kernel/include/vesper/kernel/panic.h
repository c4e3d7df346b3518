/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * A broken invariant of the kernel: print what is known and stop.
 */
#ifndef VESPER_KERNEL_PANIC_H
#define VESPER_KERNEL_PANIC_H

#include <stdint.h>

/* Prints "panic: why", the running vp and its state; does not return. */
__attribute__((cold)) _Noreturn void panic(const char *why, uint64_t detail);

#define kernel_assert(condition) \
	((condition) ? (void)0 : panic(#condition, __LINE__))

#endif
