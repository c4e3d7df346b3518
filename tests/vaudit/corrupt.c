/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * corrupt IMAGE SYSTEM.json: every bit that decides on authority is changed,
 * one at a time, and the audit must see each.
 *
 * The seeds are: the boot record, the null object, every run (what translation
 * tables, vps and thread blocks are made of), every kernel object and every
 * capability slot. Bits that decide nothing are in the table `harmless`, with
 * the reason; one of those that the audit does see fails the test too, so that
 * the table stays true. Prints TAP, one result per kind of seed.
 */
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "audit.h"

struct bench {
	uint8_t *bytes;		/* the flat image */
	uint64_t size;
	struct abi_boot boot;
	struct wanted wanted;
	struct image good;
	unsigned results, failures;
};

/* A piece of the image in which every bit is tried. */
struct seed {
	const char *name;
	uint64_t offset, count, size; /* `count` things of `size` bytes */
	/* Bytes of each thing that decide nothing. */
	struct {
		uint64_t offset, size;
	} harmless[3];
};

static bool is_seen(struct bench *b)
{
	struct image image;
	struct audit audit = { .image = &image, .wanted = &b->wanted };
	size_t differences;

	if (!image_load_bytes(&image, b->bytes, b->size, NULL))
		return true;
	differences = audit_run(&audit);
	image_free(&image);
	return differences != 0;
}

static bool is_harmless(const struct seed *seed, uint64_t at)
{
	for (unsigned i = 0; i < 3; i++)
		if (at >= seed->harmless[i].offset &&
		    at - seed->harmless[i].offset < seed->harmless[i].size)
			return true;
	return false;
}

/*
 * A run of one word has a step that is never used; the upper half of a vp's
 * word of state is its name.
 */
static bool is_harmless_run(const struct bench *b, const struct abi_run *run,
			    uint64_t at)
{
	uint64_t vps = b->boot.vps.base - ABI_KERNEL_BASE;
	uint64_t offset = run->address - vps;

	if (at >= offsetof(struct abi_run, step))
		return run->count == 1;
	return at >= offsetof(struct abi_run, value) + 4 && at < 16 &&
		run->address >= vps &&
		offset / sizeof(struct abi_vp) < b->boot.vps.count &&
		offset % sizeof(struct abi_vp) ==
		offsetof(struct abi_vp, state);
}

/* What a component's own pages hold is its own affair: parameters. */
static bool is_contents(const struct bench *b, const struct abi_run *run)
{
	const struct page *page = image_page(&b->good, run->address);

	return page && page->use == PAGE_USER;
}

static unsigned try_byte(struct bench *b, const struct seed *seed,
			 uint64_t thing, uint64_t at)
{
	uint64_t offset = seed->offset + thing * seed->size + at;
	bool harmless = is_harmless(seed, at);
	unsigned wrong = 0;
	struct abi_run run;

	if (strcmp(seed->name, "run") == 0) {
		memcpy(&run, b->bytes + offset - at, sizeof run);
		if (is_contents(b, &run))
			return 0;
		harmless = is_harmless_run(b, &run, at);
	}
	for (unsigned bit = 0; bit < 8; bit++) {
		bool seen;

		b->bytes[offset] ^= (uint8_t)(1u << bit);
		seen = is_seen(b);
		b->bytes[offset] ^= (uint8_t)(1u << bit);
		if (seen != harmless)
			continue;
		wrong++;
		printf("# %s %llu, offset %llu, bit %u: %s\n", seed->name,
		       (unsigned long long)thing, (unsigned long long)at, bit,
		       seen ? "is seen, and should be harmless" :
		       "is not seen");
	}
	return wrong;
}

static void try_seed(struct bench *b, const struct seed *seed)
{
	unsigned wrong = 0;
	uint64_t tried = 0;

	if (seed->count &&
	    (seed->offset > b->size ||
	     seed->count * seed->size > b->size - seed->offset)) {
		printf("# %s: outside of the image\n", seed->name);
		wrong++;
	}
	for (uint64_t thing = 0; wrong < 100 && thing < seed->count; thing++)
		for (uint64_t at = 0; at < seed->size; at++, tried += 8)
			wrong += try_byte(b, seed, thing, at);
	b->results++;
	b->failures += wrong != 0;
	printf("%sok %u - every bit of each %s: %llu corruptions\n",
	       wrong ? "not " : "", b->results, seed->name,
	       (unsigned long long)tried);
}

static uint64_t offset_of(uint64_t kernel_address)
{
	return kernel_address - ABI_KERNEL_BASE - ABI_LOAD_ADDRESS;
}

static void try_array(struct bench *b, const char *name,
		      struct abi_array array, uint64_t size, uint64_t harmless,
		      uint64_t harmless_size)
{
	struct seed seed = {
		.name = name, .count = array.count, .size = size,
		.offset = array.count ? offset_of(array.base) : 0,
		.harmless = { { harmless, harmless_size } },
	};

	try_seed(b, &seed);
}

static void try_boot(struct bench *b)
{
	struct seed boot = {
		.name = "boot record", .offset = ABI_BOOT_OFFSET, .count = 1,
		.size = sizeof(struct abi_boot),
		/* For reports of faults alone. */
		.harmless = { { offsetof(struct abi_boot, places),
				2 * sizeof(struct abi_array) } },
	};
	struct seed null = {
		.name = "null object", .offset = ABI_NULL_OFFSET, .count = 1,
		.size = 8,
	};

	try_seed(b, &boot);
	try_seed(b, &null);
}

/* One seed for the slots of all tables: they stand one behind the other. */
static void try_caps(struct bench *b)
{
	const struct abi_domain *domains = (const struct abi_domain *)(void *)
		(b->bytes + offset_of(b->boot.domains.base));

	for (uint64_t i = 0; i < b->boot.domains.count; i++)
		try_array(b, "capability slot of one domain",
			  (struct abi_array){ domains[i].caps,
					      domains[i].caps_count },
			  sizeof(struct abi_cap), 0, 0);
}

static void try_all(struct bench *b)
{
	const struct abi_boot *boot = &b->boot;

	try_boot(b);
	try_array(b, "run", (struct abi_array){ ABI_KERNEL_BASE +
		  boot->runs.base, boot->runs.count }, sizeof(struct abi_run),
		  0, 0);
	try_array(b, "domain", boot->domains, sizeof(struct abi_domain),
		  offsetof(struct abi_domain, name), 4);
	try_array(b, "pool", boot->pools, sizeof(struct abi_pool), 0, 0);
	try_array(b, "worker", boot->workers, sizeof(struct abi_worker), 0,
		  0);
	try_array(b, "portal", boot->portals, sizeof(struct abi_portal), 0,
		  0);
	try_array(b, "region", boot->regions, sizeof(struct abi_region),
		  offsetof(struct abi_region, name), 4);
	try_array(b, "view", boot->views, sizeof(struct abi_view), 0, 0);
	try_array(b, "budget", boot->budgets, sizeof(struct abi_budget), 0,
		  0);
	try_caps(b);
}

/* The flat form of the image, before its runs are applied. */
static bool read_flat(struct bench *b, const char *path)
{
	FILE *file = fopen(path, "rb");

	if (!file)
		return false;
	b->bytes = malloc(1 << 26);
	b->size = fread(b->bytes, 1, 1 << 26, file);
	fclose(file);
	if (b->size < ABI_BOOT_OFFSET + sizeof b->boot)
		return false;
	memcpy(&b->boot, b->bytes + ABI_BOOT_OFFSET, sizeof b->boot);
	return b->boot.magic == ABI_BOOT_MAGIC;
}

/* The image as it is; what its pages are for is found on the way. */
static bool is_good(struct bench *b)
{
	struct audit audit = { .image = &b->good, .wanted = &b->wanted,
			       .out = stdout };

	return image_load_bytes(&b->good, b->bytes, b->size, stdout) &&
		audit_run(&audit) == 0;
}

int main(int argc, char **argv)
{
	struct bench b = { 0 };

	if (argc != 3 || !read_flat(&b, argv[1]) ||
	    !wanted_load(&b.wanted, argv[2], stderr)) {
		puts("Bail out! usage: corrupt kernel8.img system.json");
		return 99;
	}
	b.results++;
	b.failures += !is_good(&b);
	printf("%sok 1 - the image itself is as the manifests say\n",
	       b.failures ? "not " : "");
	if (b.failures == 0)
		try_all(&b);
	printf("1..%u\n", b.results);
	image_free(&b.good);
	wanted_free(&b.wanted);
	free(b.bytes);
	return b.failures != 0;
}
