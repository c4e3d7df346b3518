/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * Regions and views: what of user memory there is, and who sees it at the start.
 */
#include "back.h"
#include "layout.h"

/* A private space has text, so nobody may be given a writable view of it. */
static uint32_t region_state(const struct space *space)
{
	return space->is_device ? ABI_REGION_DEVICE :
		space->rights & ABI_RIGHT_EXEC ? ABI_REGION_CODE :
		ABI_REGION_DATA;
}

static void fill_regions(struct layout *layout)
{
	struct objects *o = &layout->objects;
	struct abi_region *regions = (struct abi_region *)(void *)
		(o->bytes + o->regions.base);

	for (uint32_t i = 0; i < layout->spaces.count; i++) {
		const struct space *space = layout->spaces.items[i];
		struct abi_region *region = &regions[i];

		*region = (struct abi_region){
			.key = object_key(ABI_TYPE_REGION, 0) |
				(space->is_loose ? ABI_KEY_LOOSE : 0u),
			.window = space->address,
			.windows = space->windows,
			.table = space->tables,
			.owner = space->owner->index,
			.name = layout_name(layout, space->name),
			.state = region_state(space),
		};
		for (uint32_t e = 0; e < space->extents_count; e++)
			region->pages += (uint32_t)layout->extents
				.items[space->first_extent + e].pages;
	}
}

/* The records of one sight, each before the region's others; gives the next
   free record. */
static uint64_t fill_sight(struct layout *layout, const struct sight *sight,
			   uint64_t address)
{
	const struct objects *o = &layout->objects;
	uint64_t region_address = o->base + o->regions.base +
		sight->space->index * sizeof(struct abi_region);
	struct abi_region *region = object_bytes(layout, region_address);
	/* Of a private space the leaves say what of it is data; a record of a
	   region with code gives no right to write. */
	bool is_code = region->state == ABI_REGION_CODE;
	unsigned refused = is_code ? ABI_RIGHT_WRITE : 0;
	unsigned rights = sight->rights & ~refused;
	unsigned counted = is_code ? ABI_RIGHT_EXEC : ABI_RIGHT_WRITE;

	for (uint64_t w = 0; w < sight->space->windows;
	     w += ABI_VIEW_WINDOWS, address += sizeof(struct abi_view)) {
		struct abi_view *view = object_bytes(layout, address);
		uint64_t left = sight->space->windows - w;

		*view = (struct abi_view){
			.region = region_address,
			.domain = domain_address(layout,
						 sight->domain->index),
			.next = region->views,
			.place = region_address +
				offsetof(struct abi_region, views),
			.window = (uint32_t)w,
			.windows = (uint32_t)(left < ABI_VIEW_WINDOWS ? left :
					      ABI_VIEW_WINDOWS),
			.rights = rights,
		};
		if (region->views)
			((struct abi_view *)object_bytes(layout,
				region->views))->place =
				address + offsetof(struct abi_view, next);
		region->views = address;
		region->writable += (rights & counted) != 0;
	}
	return address;
}

static uint64_t fill_free_views(struct layout *layout, uint32_t index,
				uint64_t address)
{
	const struct instance *instance = layout->system->instances[index];

	for (uint32_t i = 0; i < component_empty_views(instance->component); i++) {
		struct abi_view *view = object_bytes(layout, address);

		view->domain = domain_address(layout, index);
		address += sizeof *view;
	}
	return address;
}

/* Views stand by domain, so that a domain's are one array. */
static void fill_views(struct layout *layout)
{
	const struct objects *o = &layout->objects;
	uint64_t address = o->base + o->views.base;

	for (uint32_t d = 0; d < layout->system->instances_count; d++) {
		struct abi_domain *domain =
			object_bytes(layout, domain_address(layout, d));

		domain->views = address;
		for (uint32_t i = 0; i < layout->sights.count; i++)
			if (layout->sights.items[i].domain->index == d)
				address = fill_sight(layout,
						     &layout->sights.items[i],
						     address);
		address = fill_free_views(layout, d, address);
		domain->views_count = (address - domain->views) /
			sizeof(struct abi_view);
	}
}

void view_objects_fill(struct layout *layout)
{
	fill_regions(layout);
	fill_views(layout);
}
