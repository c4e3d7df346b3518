/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * Views, the monitor and places for portals (kernel/core/region.c, factory.c),
 * as far as the runtime can see them. One domain, on one thread.
 */
#include <vesper/factory.h>

enum { VIEWS = 16, PLACES = 16 };

static uint64_t views[VIEWS];	/* the address that each shows, or 0 */
static bool places[PLACES];

vesper_status vesper_region_share(uint64_t region, uint64_t domain,
				  uint64_t view, uint32_t first,
				  uint32_t count, uint64_t rights)
{
	struct vesper_message m;
	vesper_status status = vesper_cap_info(region, &m);

	(void)domain;
	(void)first;
	(void)count;
	if (status != OK)
		return status;
	if ((m.w2 & rights) != rights || !(m.w2 & ABI_RIGHT_SHARE))
		return E_RIGHTS;
	for (unsigned i = 0; i < VIEWS; i++)
		if (views[i] == m.w3)
			return E_OCCUPIED;
	if (view >= VIEWS || views[view])
		return E_OCCUPIED;
	views[view] = m.w3;
	return OK;
}

vesper_status vesper_region_unshare(uint64_t region, uint64_t domain,
				    uint64_t view)
{
	struct vesper_message m;
	vesper_status status = vesper_cap_info(region, &m);

	(void)domain;
	if (status != OK)
		return status;
	if (view >= VIEWS || views[view] != m.w3)
		return E_STATE;
	views[view] = 0;
	return OK;
}

unsigned vesper_host_views(void)
{
	unsigned count = 0;

	for (unsigned i = 0; i < VIEWS; i++)
		count += views[i] != 0;
	return count;
}

vesper_status vesper_monitor_enter(uint64_t domain)
{
	(void)domain;
	return OK;
}

vesper_status vesper_monitor_exit(uint64_t domain)
{
	(void)domain;
	return OK;
}

uint64_t vesper_frequency(void)
{
	return 62500000;
}

vesper_status vesper_portal_create(uint64_t factory, uint64_t slot,
				   uint64_t domain, uint64_t entry,
				   uint64_t limit, uint64_t *number)
{
	(void)factory;
	(void)domain;
	(void)entry;
	(void)limit;
	if (vesper_host_type(slot) != ABI_TYPE_NONE)
		return E_OCCUPIED;
	for (*number = 0; *number < PLACES; ++*number)
		if (!places[*number]) {
			places[*number] = true;
			vesper_host_cap(slot, ABI_TYPE_PORTAL, 0xfe, NULL);
			return OK;
		}
	return E_EMPTY;
}

vesper_status vesper_delete(uint64_t factory, uint64_t number)
{
	(void)factory;
	if (number >= PLACES)
		return E_VALUE;
	if (!places[number])
		return E_EMPTY;
	places[number] = false;
	return OK;
}
