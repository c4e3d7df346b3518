/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * User memory, as the translation of each domain gives it: from TTBR0 down, as
 * the hardware walks (Arm ARM, D8.2). Every window entry and every leaf must be
 * the very word that follows from the holdings, and every frame must have one
 * owner.
 */
#include <inttypes.h>
#include <stdlib.h>

#include <vesper/abi/descriptor.h>

#include "audit.h"

/* The domain that is looked at. */
struct walk {
	struct audit *audit;
	size_t index;
	const struct wanted_domain *wanted;
	const struct abi_domain *domain;
};

/* ---- what should be there ------------------------------------------------ */

static bool is_both(uint8_t rights)
{
	return (rights & ABI_RIGHT_WRITE) && (rights & ABI_RIGHT_EXEC);
}

static uint64_t leaf_attributes(const struct part *part)
{
	if (part->is_device)
		return DESC_USER_DEVICE;
	if (is_both(part->rights))
		return DESC_USER_BOTH;
	if (part->rights & ABI_RIGHT_EXEC)
		return DESC_USER_TEXT;
	return part->rights & ABI_RIGHT_WRITE ? DESC_USER_DATA :
		DESC_USER_CONST;
}

static uint64_t window_attributes(uint8_t rights)
{
	uint64_t entry = rights & ABI_RIGHT_WRITE ? DESC_WINDOW :
		DESC_WINDOW_READ_ONLY;

	return rights & ABI_RIGHT_EXEC ? entry : entry | DESC_WINDOW_NO_EXEC;
}

/* The holding of this domain that covers a window. */
static const struct holding *holding_of(const struct walk *walk,
					uint64_t window)
{
	const struct wanted *wanted = walk->audit->wanted;

	for (size_t i = 0; i < wanted->holdings_count; i++) {
		const struct holding *h = &wanted->holdings[i];

		if (h->holder == walk->index && holding_is_memory(h) &&
		    window >= h->address && window - h->address < h->size)
			return h;
	}
	return NULL;
}

static bool is_below(const struct part *part, uint64_t page)
{
	return page >= part->address && page - part->address >= part->size;
}

/* The first part of memory, in the order of addresses, that is not below a
   page; NULL if all are. */
static const struct part *part_from(const struct wanted *wanted, uint64_t page)
{
	size_t low = 0, high = wanted->parts_count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (is_below(&wanted->parts[middle], page))
			low = middle + 1;
		else
			high = middle;
	}
	return low < wanted->parts_count ? &wanted->parts[low] : NULL;
}

/* The same for a later page, from where the one for an earlier page was. */
static const struct part *part_on(const struct wanted *wanted,
				  const struct part *part, uint64_t page)
{
	const struct part *end = wanted->parts + wanted->parts_count;

	while (part && is_below(part, page))
		part = part + 1 < end ? part + 1 : NULL;
	return part;
}

/* ---- frames -------------------------------------------------------------- */

static bool is_control(const struct wanted *wanted, const struct part *part,
		       uint64_t address)
{
	const struct wanted_domain *domain = &wanted->domains[part->owner];

	for (size_t i = 0; i < domain->vps_count; i++)
		if (address == domain->vps[i].control ||
		    address == domain->vps[i].control + ABI_PAGE_SIZE)
			return true;
	/* Those of vps that are made have a window each. */
	for (size_t i = 0; i < wanted->objects_count; i++) {
		const struct wanted_object *o = &wanted->objects[i];

		if (o->blocks && address >= o->blocks &&
		    address - o->blocks < o->count * ABI_WINDOW_SIZE)
			return true;
	}
	return false;
}

static void claim_frame(const struct walk *walk, const struct part *part,
			uint64_t address, uint64_t frame)
{
	struct audit *audit = walk->audit;
	struct page *page = image_page(audit->image, frame);
	enum use_of_page use = is_control(audit->wanted, part, address) ?
		PAGE_CONTROL : PAGE_USER;

	if (!page) {
		differ(audit, "domain %s: %#" PRIx64 " is mapped to %#" PRIx64
		       ", which is no memory of the image",
		       walk->wanted->name, address, frame);
	} else if (page->use == PAGE_FREE) {
		page->use = use;
		page->address = address;
	} else if (page->use != use || page->address != address) {
		differ(audit, "domain %s: %#" PRIx64 " is mapped to %#" PRIx64
		       ", which has another owner", walk->wanted->name,
		       address, frame);
	}
}

/* `part` is what covers the address, or NULL. */
static void check_leaf(const struct walk *walk, const struct holding *h,
		       const struct part *part, uint64_t address, uint64_t leaf)
{
	struct audit *audit = walk->audit;
	uint64_t frame = leaf & DESC_ADDRESS;

	if (!part && !leaf)
		return;
	if (!part) {
		differ(audit, "domain %s: %#" PRIx64 " is mapped (%#" PRIx64
		       "), but should not be", walk->wanted->name, address,
		       leaf);
		return;
	}
	audit->user_pages++;
	if (is_both(part->rights) && is_both(h->rights))
		differ(audit, "domain %s: %#" PRIx64 " is writable and "
		       "executable", walk->wanted->name, address);
	if ((leaf & ~DESC_ADDRESS) != leaf_attributes(part)) {
		differ(audit, "domain %s: the entry of %#" PRIx64 " is %#"
		       PRIx64 ", its attributes should be %#" PRIx64,
		       walk->wanted->name, address, leaf,
		       leaf_attributes(part));
		return;
	}
	if (!part->is_device)
		claim_frame(walk, part, address, frame);
	else if (frame != h->physical + (address - h->address))
		differ(audit, "domain %s: %#" PRIx64 " is mapped to the "
		       "device at %#" PRIx64, walk->wanted->name, address,
		       frame);
}

/* All of a window's. */
static void check_leaves(const struct walk *walk, const struct holding *h,
			 uint64_t window, const uint64_t *leaves)
{
	const struct wanted *wanted = walk->audit->wanted;
	const struct part *part = part_from(wanted, window);

	for (uint64_t i = 0; i < ABI_TABLE_ENTRIES; i++) {
		uint64_t address = window + i * ABI_PAGE_SIZE;

		part = part_on(wanted, part, address);
		check_leaf(walk, h, part && address >= part->address ? part :
			   NULL, address, leaves[i]);
	}
}

/* ---- tables -------------------------------------------------------------- */

/* A level-3 table belongs to one window, in whatever domains. */
static const uint64_t *claim_window(const struct walk *walk, uint64_t window,
				    uint64_t table)
{
	struct audit *audit = walk->audit;
	struct page *page = image_page(audit->image, table);

	if (page && page->use == PAGE_FREE) {
		page->use = PAGE_TABLE;
		page->address = window + 1;
	}
	if (!page || page->use != PAGE_TABLE || page->address != window + 1) {
		differ(audit, "domain %s: window %#" PRIx64 " has its table at "
		       "%#" PRIx64 ", which is none or another's",
		       walk->wanted->name, window, table);
		return NULL;
	}
	return image_at(audit->image, table, ABI_PAGE_SIZE);
}

static void check_window(const struct walk *walk, uint64_t window,
			 uint64_t entry)
{
	const struct holding *h = holding_of(walk, window);
	const uint64_t *leaves;

	if (!h) {
		differ(walk->audit, "domain %s: it sees window %#" PRIx64
		       ", but should not", walk->wanted->name, window);
		return;
	}
	if ((entry & ~DESC_ADDRESS) != window_attributes(h->rights))
		differ(walk->audit, "domain %s: the entry of window %#" PRIx64
		       " (%s) is %#" PRIx64 ", its attributes should be %#"
		       PRIx64, walk->wanted->name, window, h->object, entry,
		       window_attributes(h->rights));
	leaves = claim_window(walk, window, entry & DESC_ADDRESS);
	if (leaves)
		check_leaves(walk, h, window, leaves);
}

/* A window without an entry, but with a part, must not be this domain's. */
static void check_absent(const struct walk *walk, uint64_t window)
{
	const struct holding *h = holding_of(walk, window);

	if (h)
		differ(walk->audit, "domain %s: window %#" PRIx64
		       " (%s) is missing", walk->wanted->name, window,
		       h->object);
}

/* The level-2 table of one GiB; each domain has its own. */
static void check_level2(const struct walk *walk, uint64_t table, uint64_t base)
{
	struct audit *audit = walk->audit;
	struct page *page = image_page(audit->image, table);
	const uint64_t *entries = image_at(audit->image, table,
					   ABI_PAGE_SIZE);
	const struct part *part = part_from(audit->wanted, base);

	if (!page || !entries || table % ABI_PAGE_SIZE ||
	    page->use != PAGE_FREE) {
		differ(audit, "domain %s: its level-2 table at %#" PRIx64
		       " is none or another's", walk->wanted->name, table);
		return;
	}
	page->use = PAGE_LEVEL2;
	for (uint64_t i = 0; i < ABI_TABLE_ENTRIES; i++) {
		uint64_t window = base + i * ABI_WINDOW_SIZE;

		part = part_on(audit->wanted, part, window);
		if (entries[i])
			check_window(walk, window, entries[i]);
		else if (part && part->address < window + ABI_WINDOW_SIZE)
			check_absent(walk, window);
	}
}

/* ---- roots --------------------------------------------------------------- */

/* The root of a domain that was stopped is the kernel's empty table, which is in
 * zeroed memory below the image; the domain's own comes back at a restart. */
static uint64_t root_of(const struct walk *walk, uint64_t own)
{
	const struct abi_domain *domain = walk->domain;
	uint64_t root = domain->ttbr & ~(UINT64_C(0xffff) << 48);
	bool is_empty = walk->audit->live && root != 0 &&
		root < ABI_LOAD_ADDRESS &&
		domain->state == ABI_DOMAIN_STOPPED;

	return is_empty ? own : root;
}

static void check_root32(const struct walk *walk, uint64_t address)
{
	struct audit *audit = walk->audit;
	const struct abi_domain *domain = walk->domain;
	uint64_t root = address - ABI_KERNEL_BASE +
		offsetof(struct abi_domain, root);

	if (root_of(walk, root) != root)
		differ(audit, "domain %s: its root is not its own",
		       walk->wanted->name);
	for (unsigned q = 0; q < 4; q++) {
		uint64_t entry = domain->root[q];
		uint64_t table = entry & DESC_ADDRESS;

		if (domain->tables[q] != (entry ? ABI_KERNEL_BASE + table : 0))
			differ(audit, "domain %s: the kernel's address of its "
			       "table %u is another", walk->wanted->name, q);
		if (!entry)
			for (uint64_t w = 0; w < ABI_TABLE_ENTRIES; w++)
				check_absent(walk, ((uint64_t)q << 30) +
					     w * ABI_WINDOW_SIZE);
		else if ((entry & ~DESC_ADDRESS) != DESC_WINDOW)
			differ(audit, "domain %s: level-1 entry %u is %#"
			       PRIx64, walk->wanted->name, q, entry);
		else
			check_level2(walk, table, (uint64_t)q << 30);
	}
}

static void check_root30(const struct walk *walk)
{
	const struct abi_domain *domain = walk->domain;
	uint64_t root = root_of(walk, domain->tables[0] - ABI_KERNEL_BASE);

	if (domain->tables[0] != ABI_KERNEL_BASE + root)
		differ(walk->audit, "domain %s: the kernel's address of its "
		       "root is another", walk->wanted->name);
	for (unsigned q = 0; q < 4; q++)
		if (domain->root[q] || (q && domain->tables[q]))
			differ(walk->audit, "domain %s: it has a level-1 "
			       "table", walk->wanted->name);
	check_level2(walk, root, 0);
}

/* ---- regions that are made at run time ----------------------------------- */

/* Nobody sees one at the start; what its tables hold is checked all the same. */
static void check_made(struct audit *audit, const struct wanted_object *factory,
		       uint64_t address, const struct abi_region *region)
{
	const struct wanted_domain made = { .name = factory->name };
	const struct holding h = {
		.kind = HOLDING_REGION, .object = factory->name,
		.rights = ABI_RIGHT_READ | ABI_RIGHT_WRITE,
		.address = address, .size = factory->size,
	};
	struct walk walk = { .audit = audit, .index = factory->domain,
			     .wanted = &made };

	if (region->table % ABI_PAGE_SIZE)
		differ(audit, "%s: the tables at %#" PRIx64 " are none",
		       factory->name, region->table);
	for (uint64_t w = 0; w < made_windows(factory); w++) {
		uint64_t window = address + w * ABI_WINDOW_SIZE;
		const uint64_t *leaves = claim_window(&walk, window,
			region->table + w * ABI_PAGE_SIZE);

		if (leaves)
			check_leaves(&walk, &h, window, leaves);
	}
}

static void check_all_made(struct audit *audit)
{
	uint64_t number = 0;

	for (size_t i = 0; i < audit->wanted->objects_count; i++) {
		const struct wanted_object *o = &audit->wanted->objects[i];

		for (uint64_t n = 0; o->type == ABI_TYPE_FACTORY &&
		     o->of == ABI_TYPE_REGION && n < o->count; n++) {
			const struct abi_region *region =
				made_region(audit, number++);

			if (region)
				check_made(audit, o, o->address + n *
					   made_windows(o) * ABI_WINDOW_SIZE,
					   region);
		}
	}
}

static int part_compare(const void *a, const void *b)
{
	const struct part *x = a, *y = b;

	return (x->address > y->address) - (x->address < y->address);
}

void check_user(struct audit *audit)
{
	const struct wanted *wanted = audit->wanted;
	struct abi_array domains = audit->image->boot.domains;

	qsort(wanted->parts, wanted->parts_count, sizeof *wanted->parts,
	      part_compare);
	for (size_t i = 0; i < domains_count(wanted); i++) {
		uint64_t address = object_address(domains, i,
						  sizeof(struct abi_domain));
		/* One that is made at run time sees nothing yet. */
		struct wanted_domain place = {
			.name = domain_name(wanted, i),
		};
		struct walk walk = {
			.audit = audit, .index = i,
			.wanted = i < wanted->domains_count ?
				&wanted->domains[i] : &place,
			.domain = image_at(audit->image, address,
					   sizeof(struct abi_domain)),
		};

		if (!walk.domain) {
			differ(audit, "domain %s: it is not in memory",
			       walk.wanted->name);
			continue;
		}
		if (walk.domain->ttbr >> 48 != i + 1)
			differ(audit, "domain %s: its ASID is %" PRIu64
			       ", should be %zu", walk.wanted->name,
			       walk.domain->ttbr >> 48, i + 1);
		if (audit->image->boot.address_bits == 32)
			check_root32(&walk, address);
		else
			check_root30(&walk);
	}
	check_all_made(audit);
}
