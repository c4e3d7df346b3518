/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * Capabilities on the host: one table for everybody, in which client and
 * server have slots of their own. A call moves them as the kernel does: what is
 * sent lands in the landing slots, which are empty again when the call is over.
 */
#ifndef VESPER_TRANSFER_H
#define VESPER_TRANSFER_H

#include <vesper/abi/cap.h>
#include <vesper/call.h>

static inline uint64_t vesper_field(unsigned i, uint64_t slot, uint64_t mode)
{
	return (slot | mode) << ABI_FIELD_SHIFT(i);
}

vesper_status vesper_call_cap(uint64_t slot, uint64_t method,
			      struct vesper_message *m, uint64_t *fields);
vesper_status vesper_cap_move(uint64_t slot, uint64_t free_slot);
vesper_status vesper_cap_delete(uint64_t slot);
vesper_status vesper_cap_copy(uint64_t slot, uint64_t free_slot,
			      uint64_t rights);
vesper_status vesper_cap_mint(uint64_t slot, uint64_t free_slot,
			      uint64_t rights, uint32_t badge);
vesper_status vesper_cap_info(uint64_t slot, struct vesper_message *m);

/* Where the capability in field i of the call that runs has landed. */
uint64_t vesper_landed(unsigned i);

/* Numbers of interfaces are their names here. */
#define VESPER_INTERFACE(name)
#define VESPER_CAP_SERVES(slot, name) vesper_host_serves(slot, #name)
bool vesper_host_serves(uint64_t slot, const char *interface);

/* ---- what only tests use ----------------------------------------------- */

/* Put a capability into a slot; `interface`: of a portal, as in "sys_console", or
   "*" for any.
   Type NONE empties it. */
void vesper_host_cap(uint64_t slot, enum abi_type type, unsigned rights,
		     const char *interface);
/* The same of a region: what the kernel would tell of it. */
void vesper_host_region(uint64_t slot, unsigned rights, uint64_t address,
			uint64_t pages, uint64_t flags);
/* What is in a slot; its rights are 0 if nothing is. */
enum abi_type vesper_host_type(uint64_t slot);
unsigned vesper_host_rights(uint64_t slot);

#endif
