/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * Portals that are made on the host: a capability in a slot, which leads nowhere.
 */
#ifndef VESPER_FACTORY_H
#define VESPER_FACTORY_H

#include <vesper/object.h>

vesper_status vesper_portal_create(uint64_t factory, uint64_t slot,
				   uint64_t domain, uint64_t entry,
				   uint64_t limit, uint64_t *number);
vesper_status vesper_delete(uint64_t factory, uint64_t number);

#endif
