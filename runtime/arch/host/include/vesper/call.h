/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * Call and reply on the host: a component and its generated code as an ordinary
 * program, for unit tests. A slot is connected to a dispatch function, and a
 * call is a call of that; everything else is as on the target, areas and
 * message slots included. An area must lie in the low 4 GiB, as handles hold
 * addresses of 32 bits: vesper_host_area() gives such memory.
 */
#ifndef VESPER_CALL_H
#define VESPER_CALL_H

#include <stdint.h>

#include <vesper/abi/syscall.h>
#include <vesper/abi/thread.h>
#include <vesper/types.h>

/* The payload of a call or reply. Unused words are zero. */
struct vesper_message {
	uint64_t w1, w2, w3, w4, w5, w6, w7;
	uint64_t caps;		/* fields of capabilities (transfer.h) */
};

vesper_status vesper_call(uint64_t slot, uint64_t method,
			  struct vesper_message *m);

/* The same as it would be in a register. */
static inline uint64_t vesper_call_x0(uint64_t slot, uint64_t method,
				      struct vesper_message *m)
{
	return (uint64_t)vesper_call(slot, method, m);
}

/* The thread block of whoever runs: one per thread of the host. */
struct abi_thread *vesper_thread(void);

/* ---- what only tests use ----------------------------------------------- */

/* As idlc makes it: interface_dispatch. */
typedef vesper_status vesper_host_dispatch(const vesper_client *client,
					   uint32_t method,
					   struct vesper_message *m);

enum { VESPER_HOST_SLOTS = 64 };

/* Connect a slot; calls of a slot that is not connected give E_SLOT. */
void vesper_host_connect(uint64_t slot, vesper_host_dispatch *dispatch,
			 const vesper_client *client);

/* Zeroed memory below 4 GiB, in whole pages with an unmapped one behind. */
uint32_t vesper_host_area(uint64_t size);

/*
 * A client's record for areas made by vesper_host_area: `size` bytes of each
 * can be pointed at, for parameters of up to `slack` bytes.
 */
vesper_client vesper_host_client(uint32_t to, uint32_t from, uint64_t size,
				 uint64_t slack);

#endif
