/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * A broken invariant of the kernel: stop.
 */
#ifndef VESPER_KERNEL_PANIC_H
#define VESPER_KERNEL_PANIC_H

#include <stdint.h>

/* Debug builds print "panic: why", the running vp and its state before. */
__attribute__((cold)) _Noreturn void panic(const char *why, uint64_t detail);

#define kernel_assert(condition) \
	((condition) ? (void)0 : panic(#condition, __LINE__))

#endif
