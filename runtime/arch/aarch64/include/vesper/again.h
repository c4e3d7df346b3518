/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * Waiting for the restart of a server, for the second call of what is idempotent
 * (idlc's @restart). Nobody tells a client of it: it calls again.
 */
#ifndef VESPER_AGAIN_H
#define VESPER_AGAIN_H

#include <stdbool.h>

#include <vesper/syscall.h>

/* Of a second: a pause, and all of them. */
enum { VESPER_AGAIN_PAUSE = 1000, VESPER_AGAIN_LIMIT = 5 };

/*
 * Between a call that met the end of its server and the same call again: once at
 * once, then with pauses as long as the server stays stopped, 200 ms in all.
 * False: enough. `until` is 0 at first, and this function's own afterwards.
 */
static inline bool vesper_restart_wait(uint64_t *until)
{
	uint64_t frequency = vesper_frequency();

	if (*until == 0) {
		*until = vesper_now() + frequency / VESPER_AGAIN_LIMIT;
		return true;
	}
	if (vesper_now() >= *until)
		return false;
	/* Inside a call nobody sleeps, nor while an event is pending. */
	if (vesper_sleep(frequency / VESPER_AGAIN_PAUSE) != E_TIMEOUT)
		vesper_yield();
	return true;
}

#endif
