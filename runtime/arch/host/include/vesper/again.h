/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * Waiting for the restart of a server, for the second call of what is idempotent
 * (idlc's @restart). Nobody tells a client of it: it calls again.
 */
#ifndef VESPER_AGAIN_H
#define VESPER_AGAIN_H

#include <stdbool.h>
#include <stdint.h>

/* On the host nobody restarts a server meanwhile: three times, without a pause. */
static inline bool vesper_restart_wait(uint64_t *until)
{
	return (*until)++ < 3;
}

#endif
