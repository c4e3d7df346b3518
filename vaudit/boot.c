/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * The boot record and the map with which the MMU is turned on.
 */
#include <inttypes.h>

#include <vesper/abi/descriptor.h>

#include "audit.h"

static void equal(struct audit *audit, const char *what, uint64_t is,
		  uint64_t should)
{
	if (is != should)
		differ(audit, "boot record: %s is %#" PRIx64 ", should be %#"
		       PRIx64, what, is, should);
}

/* An array of no objects is nowhere. */
static void own_array(struct audit *audit, const char *what,
		      struct abi_array array, enum abi_type type)
{
	equal(audit, what, array.count, own_count(audit->wanted, type) +
	      places_count(audit->wanted, type));
	if (array.count == 0)
		equal(audit, what, array.base, 0);
}

static void check_counts(struct audit *audit)
{
	const struct abi_boot *boot = &audit->image->boot;
	const struct wanted *wanted = audit->wanted;
	uint64_t vps = 0, pools = 0, workers = 0, budgets = 0;

	for (size_t i = 0; i < wanted->domains_count; i++) {
		const struct wanted_domain *domain = &wanted->domains[i];

		vps += domain->vps_count;
		pools += domain->workers_count != 0;
		workers += domain->workers_count;
		for (size_t v = 0; v < domain->vps_count; v++)
			budgets += domain->vps[v].budget != 0;
	}
	equal(audit, "number of domains", boot->domains.count,
	      wanted->domains_count + places_count(wanted, ABI_TYPE_DOMAIN));
	equal(audit, "number of vps", boot->vps.count,
	      vps + places_count(wanted, ABI_TYPE_VP));
	equal(audit, "number of pools", boot->pools.count,
	      pools + places_count(wanted, ABI_TYPE_POOL));
	equal(audit, "number of workers", boot->workers.count, workers +
	      places_sum(wanted, ABI_TYPE_POOL,
			 places_count(wanted, ABI_TYPE_POOL)));
	equal(audit, "number of portals", boot->portals.count,
	      wanted->portals_count + places_count(wanted, ABI_TYPE_PORTAL));
	equal(audit, "number of budgets", boot->budgets.count, budgets +
	      own_count(wanted, ABI_TYPE_BUDGET) +
	      places_count(wanted, ABI_TYPE_BUDGET));
	own_array(audit, "events", boot->events, ABI_TYPE_EVENT);
	own_array(audit, "irqs", boot->irqs, ABI_TYPE_IRQ);
	own_array(audit, "grants", boot->grants, ABI_TYPE_GRANT);
	own_array(audit, "factories", boot->factories, ABI_TYPE_FACTORY);
	if (!wanted->debug) {
		equal(audit, "number of places", boot->places.count, 0);
		equal(audit, "size of names", boot->names.count, 0);
	}
}

/* A table that only the early runs write; nobody else may use its page. */
static bool claim_table(struct audit *audit, const char *what, uint64_t table)
{
	const struct abi_boot *boot = &audit->image->boot;
	uint64_t end = boot->image_end + boot->early_pages * ABI_PAGE_SIZE;
	struct page *page = image_page(audit->image, table);

	if (table % ABI_PAGE_SIZE || table < boot->image_end ||
	    table >= end || !page || page->use != PAGE_FREE) {
		differ(audit, "boot record: the %s at %#" PRIx64 " is no "
		       "early page of its own", what, table);
		return false;
	}
	page->use = PAGE_TABLE;
	return true;
}

static void check_identity(struct audit *audit)
{
	const struct abi_boot *boot = &audit->image->boot;
	const uint64_t *table = image_at(audit->image, boot->identity_root,
					 ABI_PAGE_SIZE);

	if (!claim_table(audit, "identity map", boot->identity_root))
		return;
	for (uint64_t i = 0; i < ABI_TABLE_ENTRIES; i++) {
		uint64_t at = i * ABI_WINDOW_SIZE;
		uint64_t should = at >= boot->zero_end ? 0 :
			at | DESC_BLOCK | DESC_AF | DESC_UXN | DESC_INNER |
			DESC_MEMORY;

		if (table[i] != should)
			differ(audit, "identity map: entry %" PRIu64 " is %#"
			       PRIx64 ", should be %#" PRIx64, i, table[i],
			       should);
	}
}

static void claim_kernel(struct audit *audit)
{
	uint64_t end = ABI_LOAD_ADDRESS + audit->wanted->kernel_size;

	for (uint64_t at = ABI_LOAD_ADDRESS; at < end; at += ABI_PAGE_SIZE) {
		struct page *page = image_page(audit->image, at);

		if (page)
			page->use = PAGE_KERNEL;
	}
}

/* Nothing follows the last run in its page, so that none was left out. */
static void check_runs_end(struct audit *audit)
{
	const struct abi_array *runs = &audit->image->boot.runs;
	uint64_t at = runs->base + runs->count * sizeof(struct abi_run);

	for (; at % ABI_PAGE_SIZE; at += 8) {
		const uint64_t *word = image_at(audit->image, at, 8);

		if (!word || *word) {
			differ(audit, "boot record: something follows the last "
			       "run");
			return;
		}
	}
}

/* The null object: what every empty slot names. */
static void check_null(struct audit *audit)
{
	const uint64_t *key = image_at(audit->image, ABI_NULL_OBJECT, 8);

	if (!key || *key != ABI_NULL_KEY)
		differ(audit, "the null object has another key");
}

void check_boot(struct audit *audit)
{
	const struct image *image = audit->image;
	const struct abi_boot *boot = &image->boot;
	const struct wanted *wanted = audit->wanted;

	equal(audit, "address bits", boot->address_bits,
	      wanted->address_bits == 32 ? 32 : 30);
	equal(audit, "size of the image", image->file_size,
	      wanted->image_size);
	equal(audit, "end of memory", boot->zero_end, wanted->memory_size);
	if (boot->zero_end > wanted->ram)
		differ(audit, "boot record: more memory than the board has");
	claim_kernel(audit);
	check_null(audit);
	check_runs_end(audit);
	check_counts(audit);
	check_identity(audit);
}
