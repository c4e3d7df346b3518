/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * The thread block: TPIDR_EL0 of whatever can be in a call points at one. It
 * stands at the top of its stack, so that a worker's stack pointer and its
 * thread pointer are one value. Behind it lies the thread's TLS data (variant 1
 * of the AArch64 ELF TLS ABI: 16 bytes, then the block of the executable).
 */
#ifndef VESPER_ABI_THREAD_H
#define VESPER_ABI_THREAD_H

#include <stdint.h>

struct abi_thread {
	uint64_t caller;	/* this caller's number in its component: its
				   message slot in every area */
	uint64_t runtime;	/* the runtime's own; 0 at start */
};

#endif
