/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * Capability lookup: every use checks slot, type, generation and rights.
 */
#ifndef VESPER_KERNEL_CAP_H
#define VESPER_KERNEL_CAP_H

#include <vesper/abi/cap.h>
#include <vesper/kernel/object.h>

/* What a capability says, decoded. */
struct cap_view {
	void *object;
	uint32_t badge;
	uint32_t generation;
	uint8_t type;
	uint8_t rights;
};

/* The capability in `slot`: E_SLOT if there is none, E_STALE if its object is
 * gone. */
kernel_status cap_lookup(const struct abi_domain *domain, uint64_t slot,
			 struct cap_view *view);

/* The same, and E_TYPE or E_RIGHTS unless it is for `type` with `rights`. */
kernel_status cap_require(const struct abi_domain *domain, uint64_t slot,
			  enum abi_type type, unsigned rights,
			  struct cap_view *view);

#endif
