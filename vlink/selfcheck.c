/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * vlink's check of its own tables, before anything is written: it walks the
 * finished bytes, not the structures that they were made from. What it finds
 * is a bug of vlink, and no image is better than a wrong one.
 *
 *   - no frame is mapped by two level-3 entries, none is outside of memory
 *   - a domain sees pages of instances alone: no table, object or kernel page
 *   - a control block's page is all that kernel and components share
 *   - references between kernel objects lie in their arrays
 *   - the runs, expanded over zeroes, give the pages' bytes
 */
#include <inttypes.h>
#include <string.h>

#include "back.h"
#include "layout.h"
#include "runs.h"

struct check {
	struct layout *layout;
	uint8_t *mapped;	/* by page: mapped by a level-3 entry */
	uint8_t *shared;	/* by page: the kernel and a component may */
};

__attribute__((format(printf, 2, 3)))
static void broken(struct check *check, const char *format, ...)
{
	struct layout *layout = check->layout;
	va_list arguments;

	va_start(arguments, format);
	layout_error(layout, layout->system->where, BACK_RANGE,
		     "internal: %s",
		     arena_vprintf(layout->arena, format, arguments));
	va_end(arguments);
}

static bool in_pages(const struct layout *layout, uint64_t physical)
{
	return physical >= ABI_LOAD_ADDRESS && physical % ABI_PAGE_SIZE == 0 &&
		(physical - ABI_LOAD_ADDRESS) / ABI_PAGE_SIZE <
		layout->pages.count;
}

static uint64_t entry_at(struct layout *layout, uint64_t table, unsigned index)
{
	const uint8_t *bytes = layout_page(layout, table)->bytes;
	uint64_t entry = 0;

	if (bytes)
		memcpy(&entry, bytes + 8 * index, sizeof entry);
	return entry;
}

/* ---- user space ---------------------------------------------------------- */

static void check_leaf(struct check *check, const struct space *space,
		       uint64_t entry)
{
	struct layout *layout = check->layout;
	uint64_t frame = entry & DESC_ADDRESS;
	uint64_t index = (frame - ABI_LOAD_ADDRESS) / ABI_PAGE_SIZE;
	const struct page *page;

	if (space->is_device) {
		if (in_pages(layout, frame))
			broken(check, "device space '%s' maps memory",
			       space->name);
		return;
	}
	if (!in_pages(layout, frame)) {
		broken(check, "space '%s' maps frame %#" PRIx64, space->name,
		       frame);
		return;
	}
	page = layout_page(layout, frame);
	if (check->mapped[index]++)
		broken(check, "frame %#" PRIx64 " has two owners: '%s' and "
		       "'%s'", frame, page->owner, space->name);
	if (page->instance != space->owner ||
	    strncmp(page->owner, "level-", 6) == 0)
		broken(check, "space '%s' maps a page of %s", space->name,
		       page->owner);
}

static void check_space(struct check *check, const struct space *space)
{
	for (uint64_t w = 0; w < space->windows; w++)
		for (unsigned i = 0; i < ABI_TABLE_ENTRIES; i++) {
			uint64_t entry = entry_at(check->layout, space->tables +
						  w * ABI_PAGE_SIZE, i);

			if (entry)
				check_leaf(check, space, entry);
		}
}

/* A window entry leads to the table of a space of that very address. */
static void check_window(struct check *check, uint64_t address, uint64_t entry)
{
	const struct layout *layout = check->layout;
	uint64_t table = entry & DESC_ADDRESS;

	for (uint32_t i = 0; i < layout->spaces.count; i++) {
		const struct space *space = layout->spaces.items[i];
		uint64_t window = (address - space->address) >>
			ABI_WINDOW_SHIFT;

		if (address >= space->address && window < space->windows &&
		    table == space->tables + window * ABI_PAGE_SIZE)
			return;
	}
	broken(check, "window %#" PRIx64 " leads to %#" PRIx64, address,
	       table);
}

static void check_domain(struct check *check, const struct instance *instance)
{
	struct layout *layout = check->layout;

	for (unsigned q = 0; q < 4; q++) {
		uint64_t table = layout->domain_tables[instance->index][q];

		for (unsigned i = 0; table && i < ABI_TABLE_ENTRIES; i++) {
			uint64_t entry = entry_at(layout, table, i);

			if (entry)
				check_window(check, (uint64_t)q << 30 |
					     (uint64_t)i << ABI_WINDOW_SHIFT,
					     entry);
		}
	}
}

/* ---- the kernel ---------------------------------------------------------- */

static void check_kernel(struct check *check)
{
	struct layout *layout = check->layout;
	uint64_t tables = layout->kernel_root + ABI_PAGE_SIZE;
	uint64_t count = (layout->kernel_tables - 1) * ABI_TABLE_ENTRIES;

	for (uint64_t i = 0; i < count; i++) {
		uint64_t entry = entry_at(layout, tables +
					  i / ABI_TABLE_ENTRIES *
					  ABI_PAGE_SIZE,
					  i % ABI_TABLE_ENTRIES);
		uint64_t frame = i * ABI_PAGE_SIZE;
		uint64_t index = (frame - ABI_LOAD_ADDRESS) / ABI_PAGE_SIZE;

		if (entry == 0)
			continue;
		if ((entry & DESC_ADDRESS) != frame)
			broken(check, "kernel page %#" PRIx64 " maps %#" PRIx64,
			       frame, entry & DESC_ADDRESS);
		else if (in_pages(layout, frame) && check->mapped[index] &&
			 !check->shared[index])
			broken(check, "frame %#" PRIx64 " of '%s' is mapped "
			       "by the kernel", frame,
			       layout_page(layout, frame)->owner);
	}
}

/* ---- objects ------------------------------------------------------------- */

static void check_reference(struct check *check, const char *what,
			    uint64_t address, uint64_t base, uint64_t count,
			    uint64_t size)
{
	if (address < base || (address - base) % size ||
	    (address - base) / size >= count)
		broken(check, "%s %#" PRIx64 " is none", what, address);
}

static void check_caps(struct check *check, const struct instance *instance)
{
	const struct objects *o = &check->layout->objects;
	const struct abi_cap *table = (const struct abi_cap *)(const void *)
		(o->bytes + o->caps[instance->index]);

	for (uint32_t i = 0; i < instance->slots; i++) {
		uint64_t object = (uint64_t)((int64_t)table[i].where >>
					     ABI_CAP_OBJECT_SHIFT);
		unsigned type = table[i].key >> ABI_CAP_TYPE_SHIFT & 0xff;

		if (type == ABI_TYPE_PORTAL)
			check_reference(check, "portal", object, o->base +
					o->portals.base, o->portals.count,
					sizeof(struct abi_portal));
		else if (type == ABI_TYPE_DEBUG)
			check_reference(check, "debug object", object,
					o->base + o->debug, 1, 64);
		else if (type == ABI_TYPE_EVENT)
			check_reference(check, "event", object, o->base +
					o->events.base, o->events.count,
					sizeof(struct abi_event));
		else if (type == ABI_TYPE_IRQ)
			check_reference(check, "irq", object, o->base +
					o->irqs.base, o->irqs.count,
					sizeof(struct abi_irq));
		else if (type == ABI_TYPE_GRANT)
			check_reference(check, "grant", object, o->base +
					o->grants.base, o->grants.count,
					sizeof(struct abi_grant));
		else if (type == ABI_TYPE_FACTORY)
			check_reference(check, "factory", object, o->base +
					o->factories.base, o->factories.count,
					sizeof(struct abi_factory));
		else if (type == ABI_TYPE_BUDGET)
			check_reference(check, "budget", object, o->base +
					o->budgets.base, o->budgets.count,
					sizeof(struct abi_budget));
		else if (type == ABI_TYPE_REGION)
			check_reference(check, "region", object, o->base +
					o->regions.base, o->regions.count,
					sizeof(struct abi_region));
		else if (type == ABI_TYPE_DOMAIN)
			check_reference(check, "domain", object, o->base +
					o->domains.base, o->domains.count,
					sizeof(struct abi_domain));
		else if (type != ABI_TYPE_NONE || object != ABI_NULL_OBJECT)
			broken(check, "slot %u of '%s' holds type %u", i,
			       instance->name, type);
	}
}

static void check_objects(struct check *check)
{
	const struct objects *o = &check->layout->objects;
	const struct abi_portal *portals =
		(const void *)(o->bytes + o->portals.base);
	const struct abi_worker *workers =
		(const void *)(o->bytes + o->workers.base);
	const struct abi_vp *vps = (const void *)o->vp_bytes;

	for (uint64_t i = 0; i < o->places[ABI_TYPE_PORTAL]; i++)
		check_reference(check, "pool", portals[i].pool, o->base +
				o->pools.base, o->pools.count,
				sizeof(struct abi_pool));
	for (uint64_t i = 0; i < o->made_workers; i++)
		check_reference(check, "pool", workers[i].pool, o->base +
				o->pools.base, o->pools.count,
				sizeof(struct abi_pool));
	for (uint64_t i = 0; i < o->places[ABI_TYPE_VP]; i++)
		check_reference(check, "domain", vps[i].home, o->base +
				o->domains.base, o->domains.count,
				sizeof(struct abi_domain));
}

/* ---- runs ---------------------------------------------------------------- */

static void check_runs(struct check *check)
{
	struct layout *layout = check->layout;
	uint64_t base = ABI_LOAD_ADDRESS +
		(uint64_t)layout->stored * ABI_PAGE_SIZE;
	uint64_t size = (uint64_t)(layout->pages.count - layout->stored) *
		ABI_PAGE_SIZE;
	uint8_t *memory = arena_alloc(layout->arena, size);
	static const uint8_t zeros[ABI_PAGE_SIZE];
	size_t done = runs_apply(layout->runs, layout->runs_count, base,
				 memory, size);

	if (done != layout->runs_count)
		broken(check, "run %zu leads outside", done);
	for (uint32_t i = layout->stored; i < layout->pages.count; i++) {
		const uint8_t *bytes = layout->pages.items[i].bytes;

		if (memcmp(memory + (uint64_t)(i - layout->stored) *
			   ABI_PAGE_SIZE, bytes ? bytes : zeros,
			   ABI_PAGE_SIZE) != 0)
			broken(check, "the runs of page %u are wrong", i);
	}
}

void layout_check(struct layout *layout)
{
	struct check check = {
		.layout = layout,
		.mapped = arena_alloc(layout->arena, layout->pages.count),
		.shared = arena_alloc(layout->arena, layout->pages.count),
	};

	for (uint32_t i = 0; i < layout->extents.count; i++) {
		const struct extent *extent = &layout->extents.items[i];

		for (uint64_t page = 0; extent->kernel && page < extent->pages;
		     page++)
			check.shared[(extent->frames[page] -
				      ABI_LOAD_ADDRESS) / ABI_PAGE_SIZE] = 1;
	}
	for (uint32_t i = 0; i < layout->spaces.count; i++)
		check_space(&check, layout->spaces.items[i]);
	for (size_t i = 0; i < layout->system->instances_count; i++) {
		check_domain(&check, layout->system->instances[i]);
		check_caps(&check, layout->system->instances[i]);
	}
	check_kernel(&check);
	check_objects(&check);
	check_runs(&check);
}
