/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * Regions and views: the records by which the kernel takes memory back. They
 * must tell what the translation tables do, or a revocation would miss a view.
 */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include <vesper/abi/descriptor.h>

#include "audit.h"


/* What a region should be: a holding that no other one before it names too. */
struct space {
	const struct holding *holding;
	uint64_t windows;	/* with tables */
	uint64_t pages;
	uint64_t region;	/* address of its object */
	uint64_t views, executable, writable; /* records that were found */
};

static uint64_t windows_of(const struct wanted *wanted,
			   const struct holding *h, uint64_t *pages)
{
	uint64_t end = h->address;

	*pages = 0;
	for (size_t i = 0; i < wanted->parts_count; i++) {
		const struct part *part = &wanted->parts[i];

		if (part->address < h->address ||
		    part->address - h->address >= h->size)
			continue;
		*pages += part->size / ABI_PAGE_SIZE;
		if (part->address + part->size > end)
			end = part->address + part->size;
	}
	/* A guard page follows the last stack of a private space. */
	if (h->kind == HOLDING_MEMORY &&
	    wanted->domains[h->holder].vps_count +
	    wanted->domains[h->holder].workers_count != 0)
		end += ABI_PAGE_SIZE;
	if (end == h->address)		/* a domain of nothing has a window */
		end++;
	return (end - h->address + ABI_WINDOW_SIZE - 1) / ABI_WINDOW_SIZE;
}

static size_t list_spaces(const struct wanted *wanted, struct space *spaces)
{
	size_t count = 0;

	for (size_t i = 0; i < wanted->holdings_count; i++) {
		const struct holding *h = &wanted->holdings[i];
		size_t before = 0;

		if (!holding_is_memory(h))
			continue;
		while (before < count &&
		       spaces[before].holding->address != h->address)
			before++;
		if (before < count)
			continue;
		spaces[count].holding = h;
		spaces[count].windows = windows_of(wanted, h,
						   &spaces[count].pages);
		count++;
	}
	return count;
}

static uint32_t state_of(const struct holding *h)
{
	return h->kind == HOLDING_DEVICE ? ABI_REGION_DEVICE :
		h->kind == HOLDING_MEMORY ? ABI_REGION_CODE : ABI_REGION_DATA;
}

/* ---- views --------------------------------------------------------------- */

static struct space *space_of(struct space *spaces, size_t count,
			      uint64_t region)
{
	for (size_t i = 0; i < count; i++)
		if (spaces[i].region == region && region)
			return &spaces[i];
	return NULL;
}

static const struct holding *holding_of(const struct wanted *wanted,
					size_t domain, uint64_t address)
{
	for (size_t i = 0; i < wanted->holdings_count; i++)
		if (wanted->holdings[i].holder == domain &&
		    holding_is_memory(&wanted->holdings[i]) &&
		    wanted->holdings[i].address == address)
			return &wanted->holdings[i];
	return NULL;
}

/* One record of a domain: its region, windows and rights. */
static void check_view(struct audit *audit, size_t domain, uint64_t address,
		       struct space *spaces, size_t count)
{
	const struct abi_view *is = image_at(audit->image, address,
					     sizeof *is);
	struct space *space = is ? space_of(spaces, count, is->region) : NULL;
	const struct holding *h = !space ? NULL :
		holding_of(audit->wanted, domain, space->holding->address);
	struct abi_view should = { 0 };
	uint64_t left;

	if (!h || is->window % ABI_VIEW_WINDOWS ||
	    is->window >= space->windows) {
		differ(audit, "domain %s: the view at %#" PRIx64 " is of no "
		       "region of its own",
		       audit->wanted->domains[domain].name, address);
		return;
	}
	left = space->windows - is->window;
	should.region = is->region;
	should.domain = object_address(audit->image->boot.domains, domain,
				       sizeof(struct abi_domain));
	should.next = is->next;		/* followed from the region */
	should.place = is->place;
	should.window = is->window;
	should.windows = (uint32_t)(left < ABI_VIEW_WINDOWS ? left :
				    ABI_VIEW_WINDOWS);
	/* A record of a region with code gives no right to write. */
	should.rights = state_of(space->holding) == ABI_REGION_CODE ?
		h->rights & ~(unsigned)ABI_RIGHT_WRITE : h->rights;
	compare_object(audit, "view of domain", domain, is, &should,
		       sizeof should);
	space->views++;
	space->executable += (should.rights & ABI_RIGHT_EXEC) != 0;
	space->writable += (should.rights & ABI_RIGHT_WRITE) != 0;
}

static uint64_t views_wanted(const struct audit *audit, size_t domain,
			     const struct space *spaces, size_t count)
{
	uint64_t sum = 0;

	for (size_t i = 0; i < count; i++)
		if (holding_of(audit->wanted, domain,
			       spaces[i].holding->address))
			sum += (spaces[i].windows + ABI_VIEW_WINDOWS - 1) /
				ABI_VIEW_WINDOWS;
	return sum;
}

/* A record that is kept free for a capability's holder to fill. */
static void check_free_view(struct audit *audit, size_t domain,
			    uint64_t address)
{
	const struct abi_view *is = image_at(audit->image, address,
					     sizeof *is);
	struct abi_view should = { .domain = domain_address(audit, domain) };

	if (audit->live && is && domain >= audit->wanted->domains_count)
		should = *is;
	compare_object(audit, "free view of domain", domain, is, &should,
		       sizeof should);
}

/* The arrays of the domains stand one behind the other. */
static void check_domain_views(struct audit *audit, size_t domain,
			       struct space *spaces, size_t count,
			       uint64_t *next)
{
	const struct wanted *wanted = audit->wanted;
	const struct abi_domain *is =
		image_at(audit->image, domain_address(audit, domain),
			 sizeof *is);
	uint64_t used = views_wanted(audit, domain, spaces, count);
	uint64_t views = domain < wanted->domains_count ?
		used + wanted->domains[domain].free_views :
		place_factory(wanted, ABI_TYPE_DOMAIN,
			      domain - wanted->domains_count)->views;

	if (!is)
		return;
	if (is->views != *next || is->views_count != views) {
		differ(audit, "domain %s: it has %" PRIu64 " views at %#"
		       PRIx64 ", should have %" PRIu64 " at %#" PRIx64,
		       domain_name(wanted, domain), is->views_count, is->views,
		       views, *next);
		return;
	}
	for (uint64_t i = 0; i < views; i++, *next += sizeof(struct abi_view))
		if (i < used)
			check_view(audit, domain, *next, spaces, count);
		else
			check_free_view(audit, domain, *next);
}

/* ---- regions ------------------------------------------------------------- */

/* The chain of a region's views: each one once, linked both ways. */
static void check_chain(struct audit *audit, const struct abi_region *region,
			const struct space *space)
{
	uint64_t at = region->views, count = 0;
	uint64_t place = space->region + offsetof(struct abi_region, views);

	while (at && count <= space->views) {
		const struct abi_view *view = image_at(audit->image, at,
						       sizeof *view);

		if (!view || view->region != space->region ||
		    view->place != place)
			break;
		place = at + offsetof(struct abi_view, next);
		at = view->next;
		count++;
	}
	if (at || count != space->views)
		differ(audit, "region of %s: the chain of its views is broken",
		       space->holding->object);
}

/* The table of the first window, from the first domain that sees it. */
static uint64_t table_of(const struct audit *audit, const struct holding *h)
{
	const struct abi_domain *domain =
		image_at(audit->image,
			 object_address(audit->image->boot.domains, h->holder,
					sizeof *domain), sizeof *domain);
	uint64_t level2 = domain ? domain->tables[h->address >> 30 & 3] : 0;
	const uint64_t *entries = level2 ? image_at(audit->image, level2,
						    ABI_PAGE_SIZE) : NULL;

	return entries ? entries[h->address >> ABI_WINDOW_SHIFT &
				 (ABI_TABLE_ENTRIES - 1)] & DESC_ADDRESS : 0;
}

/* Control blocks are the kernel's, with gaps between them. */
static bool has_blocks(const struct wanted *wanted, const struct holding *h)
{
	bool has = false;

	for (size_t i = 0; i < wanted->objects_count; i++)
		has |= wanted->objects[i].blocks == h->address;
	return has;
}

static void check_region(struct audit *audit, size_t index,
			 const struct abi_region *is, const struct space *space)
{
	const struct holding *h = space->holding;
	struct abi_region should = {
		.key = key_of(ABI_TYPE_REGION, 0) |
			(has_blocks(audit->wanted, h) ? ABI_KEY_LOOSE : 0u),
		.window = h->address,
		.windows = space->windows,
		.table = table_of(audit, h),
		.pages = (uint32_t)space->pages,
		.name = is->name,
		.views = is->views,
		.state = state_of(h),
		.writable = (uint32_t)(state_of(h) == ABI_REGION_CODE ?
				       space->executable : space->writable),
	};

	/* The owner is whose memory it is. */
	should.owner = (uint32_t)h->holder;
	for (size_t i = 0; i < audit->wanted->parts_count; i++)
		if (audit->wanted->parts[i].address - h->address < h->size)
			should.owner =
				(uint32_t)audit->wanted->parts[i].owner;
	compare_object(audit, "region", index, is, &should, sizeof should);
	check_chain(audit, is, space);
}

/* Give each region object its space, by the first window. */
static void match_regions(struct audit *audit, struct space *spaces,
			  size_t count)
{
	struct abi_array regions = audit->image->boot.regions;

	for (uint64_t i = 0; i < regions.count; i++) {
		uint64_t address = object_address(regions, i,
						  sizeof(struct abi_region));
		const struct abi_region *region =
			image_at(audit->image, address, sizeof *region);

		for (size_t s = 0; region && s < count; s++)
			if (spaces[s].holding->address == region->window &&
			    !spaces[s].region) {
				spaces[s].region = address;
				break;
			}
	}
}

void check_views(struct audit *audit)
{
	const struct abi_boot *boot = &audit->image->boot;
	struct space *spaces = calloc(audit->wanted->holdings_count + 1,
				      sizeof *spaces);
	size_t count = list_spaces(audit->wanted, spaces);
	uint64_t next = boot->views.base;

	if (boot->regions.count != count +
	    places_count(audit->wanted, ABI_TYPE_REGION)) {
		differ(audit, "boot record: it has %" PRIu64 " regions, should "
		       "have %zu and those of factories", boot->regions.count,
		       count);
		free(spaces);
		return;
	}
	match_regions(audit, spaces, count);
	for (size_t i = 0; i < domains_count(audit->wanted); i++)
		check_domain_views(audit, i, spaces, count, &next);
	if (next != boot->views.base +
	    boot->views.count * sizeof(struct abi_view))
		differ(audit, "boot record: it has %" PRIu64 " views",
		       boot->views.count);
	for (size_t i = 0; i < count; i++) {
		const struct abi_region *region = !spaces[i].region ? NULL :
			image_at(audit->image, spaces[i].region,
				 sizeof *region);

		if (region)
			check_region(audit, i, region, &spaces[i]);
		else
			differ(audit, "the region of %s is missing",
			       spaces[i].holding->object);
	}
	free(spaces);
}
