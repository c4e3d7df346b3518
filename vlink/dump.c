/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * vlink dump IMAGE: the boot record, each domain's view of memory and its
 * capabilities, the kernel's objects and map, as text. It reads the finished
 * image, so it shows what the machine will see, not what vlink meant.
 */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include <vesper/abi/descriptor.h>
#include <vesper/abi/memory.h>
#include <vesper/abi/object.h>

#include "dump.h"
#include "memory.h"

struct dump {
	const struct memory *memory;
	FILE *out;
};

static const char *rights_text(unsigned rights, char text[9])
{
	static const char letters[] = "crwxsahk";

	for (unsigned i = 0; i < 8; i++)
		text[i] = rights >> i & 1 ? letters[i] : '-';
	text[8] = 0;
	return text;
}

/* ---- boot record --------------------------------------------------------- */

static void dump_array(const struct dump *dump, const char *name,
		       struct abi_array array)
{
	if (array.count)
		fprintf(dump->out, "  %-10s %5" PRIu64 " at %#" PRIx64 "\n",
			name, array.count, array.base);
}

static void dump_boot(const struct dump *dump)
{
	const struct abi_boot *boot = &dump->memory->boot;

	fprintf(dump->out, "boot record, version %u\n"
		"  address bits %u\n  image end %#" PRIx64 "\n"
		"  zeroed to %#" PRIx64 " (%" PRIu64 " pages, %" PRIu64
		" early)\n  kernel root %#" PRIx64 ", identity root %#" PRIx64
		"\n  runs %" PRIu64 " at %#" PRIx64 ", %" PRIu64 " early\n",
		boot->version, boot->address_bits, boot->image_end,
		boot->zero_end, (boot->zero_end - boot->image_end) >>
		ABI_PAGE_SHIFT, boot->early_pages, boot->kernel_root,
		boot->identity_root, boot->runs.count, boot->runs.base,
		boot->early_runs);
	dump_array(dump, "domains", boot->domains);
	dump_array(dump, "vps", boot->vps);
	dump_array(dump, "pools", boot->pools);
	dump_array(dump, "workers", boot->workers);
	dump_array(dump, "portals", boot->portals);
	dump_array(dump, "regions", boot->regions);
	dump_array(dump, "views", boot->views);
	dump_array(dump, "budgets", boot->budgets);
	dump_array(dump, "places", boot->places);
}

/* ---- translation tables -------------------------------------------------- */

/* Consecutive pages with equal attributes, printed as one line. */
struct mapping {
	uint64_t address, physical, pages, attributes;
};

static void print_mapping(const struct dump *dump, const struct mapping *m,
			  bool kernel)
{
	uint64_t a = m->attributes;
	bool execute = kernel ? !(a & DESC_PXN) : !(a & DESC_UXN);

	if (m->pages == 0)
		return;
	fprintf(dump->out, "    %#012" PRIx64 " +%#-8" PRIx64 " r%c%c%s -> %#"
		PRIx64 "\n", m->address, m->pages << ABI_PAGE_SHIFT,
		a & DESC_READ_ONLY ? '-' : 'w', execute ? 'x' : '-',
		a & DESC_DEVICE ? " device" : "", m->physical);
}

static void dump_leaf(const struct dump *dump, struct mapping *m,
		      uint64_t address, uint64_t leaf, bool kernel)
{
	uint64_t physical = leaf & DESC_ADDRESS;
	uint64_t attributes = leaf & ~DESC_ADDRESS;

	if (leaf && m->pages && attributes == m->attributes &&
	    physical == m->physical + (m->pages << ABI_PAGE_SHIFT) &&
	    address == m->address + (m->pages << ABI_PAGE_SHIFT)) {
		m->pages++;
		return;
	}
	print_mapping(dump, m, kernel);
	*m = (struct mapping){ address, physical, leaf != 0, attributes };
}

/* A level-3 table; `take` are the bits that the way to it sets. */
static void dump_table3(const struct dump *dump, uint64_t table,
			uint64_t address, uint64_t take, bool kernel)
{
	const uint64_t *entries = memory_at(dump->memory, table,
					    ABI_PAGE_SIZE);
	struct mapping m = { 0 };

	if (!entries) {
		fprintf(dump->out, "    table %#" PRIx64 " is not in memory\n",
			table);
		return;
	}
	for (unsigned i = 0; i < ABI_TABLE_ENTRIES; i++)
		dump_leaf(dump, &m, address + (uint64_t)i * ABI_PAGE_SIZE,
			  entries[i] ? entries[i] | take : 0, kernel);
	print_mapping(dump, &m, kernel);
}

static void dump_table2(const struct dump *dump, uint64_t table,
			uint64_t address, bool kernel)
{
	const uint64_t *entries = memory_at(dump->memory, table,
					    ABI_PAGE_SIZE);

	for (unsigned i = 0; entries && i < ABI_TABLE_ENTRIES; i++) {
		uint64_t entry = entries[i], take = 0;
		uint64_t window = address + (uint64_t)i * ABI_WINDOW_SIZE;

		if (entry == 0)
			continue;
		if (entry & DESC_AP_TABLE_READ_ONLY)
			take |= DESC_READ_ONLY;
		if (entry & DESC_UXN_TABLE)
			take |= DESC_UXN;
		if (entry & DESC_PXN_TABLE)
			take |= DESC_PXN;
		fprintf(dump->out, "  window %#" PRIx64 "%s%s table %#" PRIx64
			"\n", window,
			entry & DESC_AP_TABLE_READ_ONLY ? " read-only" : "",
			entry & DESC_UXN_TABLE ? " no-exec" : "",
			entry & DESC_ADDRESS);
		dump_table3(dump, entry & DESC_ADDRESS, window, take, kernel);
	}
}

static void dump_view(const struct dump *dump, const struct abi_domain *domain)
{
	uint64_t root = domain->ttbr & DESC_ADDRESS;

	if (dump->memory->boot.address_bits != 32) {
		dump_table2(dump, root, 0, false);
		return;
	}
	for (unsigned i = 0; i < 4; i++)
		if (domain->root[i])
			dump_table2(dump, domain->root[i] & DESC_ADDRESS,
				    (uint64_t)i << 30, false);
}

/* ---- domains and objects ------------------------------------------------- */

static const char *type_name(unsigned type)
{
	static const char *const names[] = {
#define X(name, value) [value] = #name,
		ABI_TYPES(X)
#undef X
	};

	return type < ABI_TYPE_COUNT ? names[type] : "?";
}

static void dump_caps(const struct dump *dump, const struct abi_domain *domain)
{
	struct abi_array table = { domain->caps, domain->caps_count };

	for (uint64_t i = 0; i < domain->caps_count; i++) {
		const struct abi_cap *cap = memory_object(dump->memory, table,
							  i, sizeof *cap);
		char text[9];

		if (!cap) {
			fprintf(dump->out, "  the table is not in memory\n");
			return;
		}
		if (cap->key == 0)
			continue;
		fprintf(dump->out, "  slot %" PRIu64 ": %s %s object %#" PRIx64
			" badge %#" PRIx32 " generation %" PRIu64 "\n", i,
			type_name(cap->key >> ABI_CAP_TYPE_SHIFT & 0xff),
			rights_text(cap->key >> ABI_CAP_RIGHTS_SHIFT & 0xff,
				    text),
			(uint64_t)((int64_t)cap->where >>
				   ABI_CAP_OBJECT_SHIFT),
			(uint32_t)cap->where,
			cap->key >> ABI_CAP_GENERATION_SHIFT);
	}
}

static void dump_domains(const struct dump *dump)
{
	struct abi_array array = dump->memory->boot.domains;

	for (uint64_t i = 0; i < array.count; i++) {
		const struct abi_domain *domain =
			memory_object(dump->memory, array, i, sizeof *domain);

		if (!domain)
			return;
		fprintf(dump->out, "domain %" PRIu64 " '%s' at %#" PRIx64
			" level %u asid %" PRIu64 " root %#" PRIx64
			" slots %" PRIu64 " at %#" PRIx64 "\n", i,
			memory_name(dump->memory, domain->name),
			array.base + i * sizeof *domain, domain->level,
			domain->ttbr >> 48,
			domain->ttbr & ((UINT64_C(1) << 48) - 1),
			domain->caps_count, domain->caps);
		dump_caps(dump, domain);
		dump_view(dump, domain);
	}
}

static void dump_vps(const struct dump *dump)
{
	struct abi_array array = dump->memory->boot.vps;

	for (uint64_t i = 0; i < array.count; i++) {
		const struct abi_vp *vp = memory_object(dump->memory, array, i,
							sizeof *vp);

		if (!vp)
			return;
		fprintf(dump->out, "vp %" PRIu64 " '%s' at %#" PRIx64
			" home %#" PRIx64 " pc %#" PRIx64 " sp %#"
			PRIx64 " link %#" PRIx64 " control %#" PRIx64
			"\n", i, memory_name(dump->memory, vp->name),
			array.base + i * sizeof *vp, vp->home,
			vp->context.pc, vp->context.sp, vp->link,
			vp->control);
	}
}

static void dump_pools(const struct dump *dump)
{
	struct abi_array array = dump->memory->boot.pools;

	for (uint64_t i = 0; i < array.count; i++) {
		const struct abi_pool *pool =
			memory_object(dump->memory, array, i, sizeof *pool);
		struct abi_array workers;

		if (!pool)
			return;
		fprintf(dump->out, "pool %" PRIu64 " at %#" PRIx64 " domain %#"
			PRIx64 " free %#" PRIx64 "\n", i,
			array.base + i * sizeof *pool, pool->domain,
			pool->free);
		workers = (struct abi_array){ pool->workers, pool->count };
		for (uint64_t w = 0; w < workers.count; w++) {
			const struct abi_worker *worker =
				memory_object(dump->memory, workers, w,
					      sizeof *worker);

			if (!worker)
				return;
			fprintf(dump->out, "  worker at %#" PRIx64 " stack %#"
				PRIx64 " next %#" PRIx64 "\n", workers.base +
				w * sizeof *worker, worker->stack,
				worker->next);
		}
	}
}

static void dump_portals(const struct dump *dump)
{
	struct abi_array array = dump->memory->boot.portals;

	for (uint64_t i = 0; i < array.count; i++) {
		const struct abi_portal *portal =
			memory_object(dump->memory, array, i, sizeof *portal);

		if (!portal)
			return;
		fprintf(dump->out, "portal %" PRIu64 " at %#" PRIx64
			" pool %#" PRIx64 " entry %#" PRIx64
			" interface %" PRIu64 "\n", i,
			array.base + i * sizeof *portal, portal->pool,
			portal->entry, portal->interface);
	}
}

static void dump_regions(const struct dump *dump)
{
	struct abi_array array = dump->memory->boot.regions;

	for (uint64_t i = 0; i < array.count; i++) {
		const struct abi_region *region =
			memory_object(dump->memory, array, i, sizeof *region);

		if (!region)
			return;
		fprintf(dump->out, "region %" PRIu64 " '%s' window %#"
			PRIx64 " +%" PRIu64 " pages %u"
			" table %#" PRIx64 " owner %u\n", i,
			memory_name(dump->memory, region->name),
			region->window, region->windows,
			region->pages, region->table, region->owner);
	}
}

static void dump_places(const struct dump *dump)
{
	struct abi_array array = dump->memory->boot.places;

	for (uint64_t i = 0; i < array.count; i++) {
		const struct abi_place *place =
			memory_object(dump->memory, array, i, sizeof *place);

		if (!place)
			return;
		fprintf(dump->out, "place %#" PRIx64 " +%#" PRIx64
			" '%s' of domain %u\n", place->base,
			place->size,
			memory_name(dump->memory, place->name),
			place->domain);
	}
}

int dump_main(const char *path, FILE *out, FILE *errors)
{
	struct memory memory;
	struct dump dump = { .memory = &memory, .out = out };

	if (!memory_load(&memory, path)) {
		fprintf(errors, "vlink: %s\n", memory.error);
		return 1;
	}
	dump_boot(&dump);
	dump_domains(&dump);
	dump_vps(&dump);
	dump_pools(&dump);
	dump_portals(&dump);
	dump_regions(&dump);
	dump_places(&dump);
	fprintf(out, "kernel\n");
	dump_table2(&dump, memory.boot.kernel_root, ABI_KERNEL_BASE, true);
	memory_free(&memory);
	return 0;
}
