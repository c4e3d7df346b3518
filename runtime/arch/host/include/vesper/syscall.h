/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * Signals on the host: counted by slot, for tests.
 */
#ifndef VESPER_SYSCALL_H
#define VESPER_SYSCALL_H

#include <vesper/call.h>

vesper_status vesper_signal(uint64_t slot);

/* How often a slot was signalled since this was asked last. */
unsigned vesper_host_signals(uint64_t slot);

#endif
