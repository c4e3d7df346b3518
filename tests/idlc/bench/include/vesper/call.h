/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * A call that is none: the benchmark counts what stubs and dispatches do, so
 * that a message goes from the one to the other in memory.
 */
#ifndef VESPER_CALL_H
#define VESPER_CALL_H

#include <vesper/abi/syscall.h>
#include <vesper/abi/thread.h>
#include <vesper/types.h>

struct vesper_message {
	uint64_t w1, w2, w3, w4, w5, w6, w7;
};

vesper_status vesper_call(uint64_t slot, uint64_t method,
			  struct vesper_message *m);

/* The same as it would be in a register. */
static inline uint64_t vesper_call_x0(uint64_t slot, uint64_t method,
				      struct vesper_message *m)
{
	return (uint64_t)vesper_call(slot, method, m);
}

extern struct abi_thread bench_thread;

static inline const struct abi_thread *vesper_thread(void)
{
	return &bench_thread;
}

#endif
