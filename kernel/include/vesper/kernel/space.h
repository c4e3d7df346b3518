/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * Window entries: the one place that writes translation tables after boot.
 */
#ifndef VESPER_KERNEL_SPACE_H
#define VESPER_KERNEL_SPACE_H

#include <vesper/kernel/object.h>

/* The entry of `domain` for the window at `address`; 0 if it sees nothing. */
uint64_t space_entry(const struct abi_domain *domain, uint64_t address);

/* Windows are counted from address 0. Let `domain` see some with `rights`
 * (ABI_RIGHT_READ, WRITE, EXEC); their tables begin at the physical address
 * `tables`. False, and nothing is done: it sees one, or has no table for it. */
bool space_map(const struct abi_domain *domain, uint64_t window,
	       uint32_t windows, uint64_t tables, unsigned rights);

/* And no longer: on return no core uses them for this domain. */
void space_unmap(const struct abi_domain *domain, uint64_t window,
		 uint32_t windows);

/* One step: some more pages of `region`, which has some, become clean: fit to
 * be executed. `domain` has the CPU; E_STATE if it has no table for them. */
kernel_status space_clean(const struct abi_domain *domain,
			  struct abi_region *region);

/* Debug builds: nothing is changed and not yet invalidated. */
extern uint64_t space_stale;
static inline bool space_is_clean(void)
{
	return space_stale == 0;
}

#endif
