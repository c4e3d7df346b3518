/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * Operations of kernel objects on the host, as far as the runtime's own code
 * uses them: views of regions, the monitor, places for portals.
 */
#ifndef VESPER_OBJECT_H
#define VESPER_OBJECT_H

#include <vesper/transfer.h>

vesper_status vesper_region_share(uint64_t region, uint64_t domain,
				  uint64_t view, uint32_t first,
				  uint32_t count, uint64_t rights);
vesper_status vesper_region_unshare(uint64_t region, uint64_t domain,
				    uint64_t view);
vesper_status vesper_monitor_enter(uint64_t domain);
vesper_status vesper_monitor_exit(uint64_t domain);
uint64_t vesper_frequency(void);

/* ---- what only tests use ----------------------------------------------- */

/* How many views there are. */
unsigned vesper_host_views(void);

#endif
