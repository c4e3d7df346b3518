/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * corrupt IMAGE SYSTEM.json: every bit that decides on authority is changed,
 * one at a time, and the audit must see each. The image may be flat or ELF.
 *
 * The seeds are: the headers of an ELF file, the boot record, the null object,
 * every run (what translation tables, vps and thread blocks are made of), every
 * kernel object, every capability slot, and of the components' memory what
 * their safety rests on: clients' handles and servers' records of clients.
 * Bits that decide nothing are in the tables `harmless`, with the reason; one
 * of those that the audit does see fails the test too, so that the tables stay
 * true. Prints TAP, one result per kind of seed.
 */
#include <elf.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "audit.h"

struct bench {
	uint8_t *bytes;		/* the file */
	uint64_t size;
	struct wanted wanted;
	struct image good;
	unsigned results, failures;
	uint64_t tried;
};

/* Bytes of a thing that decide nothing. */
struct harmless {
	uint64_t offset, size;
	const char *why;
};

/* A piece of the file in which every bit is tried. */
struct seed {
	const char *name;
	uint64_t offset, count, size; /* `count` things of `size` bytes */
	const struct harmless *harmless; /* closed by size 0, or NULL */
	uint64_t skip, skip_size; /* bytes that are not tried */
};

/* What is the same for all objects of a kind. */
struct kind {
	const char *name;
	size_t array;		/* in struct abi_boot */
	uint64_t size;
	struct harmless harmless[2];
};

#define ARRAY(name)	offsetof(struct abi_boot, name)
#define A_NAME		"for reports of faults alone"
static const struct kind kinds[] = {
	{ "domain", ARRAY(domains), sizeof(struct abi_domain),
	  { { offsetof(struct abi_domain, name), 4, A_NAME } } },
	{ "pool", ARRAY(pools), sizeof(struct abi_pool), { { 0 } } },
	{ "worker", ARRAY(workers), sizeof(struct abi_worker), { { 0 } } },
	{ "portal", ARRAY(portals), sizeof(struct abi_portal), { { 0 } } },
	{ "region", ARRAY(regions), sizeof(struct abi_region),
	  { { offsetof(struct abi_region, name), 4, A_NAME } } },
	{ "view", ARRAY(views), sizeof(struct abi_view), { { 0 } } },
	{ "budget", ARRAY(budgets), sizeof(struct abi_budget), { { 0 } } },
	{ "event", ARRAY(events), sizeof(struct abi_event), { { 0 } } },
	{ "irq", ARRAY(irqs), sizeof(struct abi_irq), { { 0 } } },
	{ "grant", ARRAY(grants), sizeof(struct abi_grant), { { 0 } } },
};
enum { KINDS = sizeof kinds / sizeof kinds[0] };

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
	for (const struct harmless *h = seed->harmless; h && h->size; h++)
		if (at >= h->offset && at - h->offset < h->size)
			return true;
	return false;
}

/* A run of one word has a step that is never used. */
static bool is_harmless_run(const struct abi_run *run, uint64_t at)
{
	return at >= offsetof(struct abi_run, step) && run->count == 1;
}

/* A vp's name stands in the upper half of its word of state, which is 0. */
static bool is_vp_name(const struct bench *b, const struct abi_run *run)
{
	const struct abi_array *array = &b->good.boot.vps;
	uint64_t offset = run->address - (array->base - ABI_KERNEL_BASE);

	return offset / sizeof(struct abi_vp) < array->count &&
		offset % sizeof(struct abi_vp) ==
		offsetof(struct abi_vp, state) && run->count == 1;
}

static bool is_within(const struct abi_run *run, uint64_t address,
		      uint64_t base, uint64_t size)
{
	return address >= base && address - base < size &&
		(uint64_t)run->count * 8 <= size - (address - base);
}

/* Handles, records of clients and thread blocks are checked. */
static bool is_relied_on(const struct bench *b, const struct abi_run *run,
			 uint64_t address)
{
	for (size_t i = 0; i < b->wanted.holdings_count; i++) {
		const struct holding *h = &b->wanted.holdings[i];

		if (h->kind == HOLDING_CALL &&
		    (is_within(run, address, h->handle,
			       sizeof(struct abi_handle)) ||
		     is_within(run, address, h->badge,
			       sizeof(struct abi_client))))
			return true;
	}
	for (size_t i = 0; i < b->wanted.domains_count; i++)
		for (size_t w = 0; w < b->wanted.domains[i].workers_count; w++)
			if (is_within(run, address,
				      b->wanted.domains[i].workers[w], 16))
				return true;
	return false;
}

/* What else a component's own pages hold is its own affair: parameters. */
static bool is_contents(const struct bench *b, const struct abi_run *run)
{
	const struct page *page = image_page(&b->good, run->address);
	uint64_t offset = run->address % ABI_PAGE_SIZE;

	return (page && page->use == PAGE_USER &&
		!is_relied_on(b, run, page->address + offset)) ||
		is_vp_name(b, run);
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
		harmless = is_harmless_run(&run, at);
	}
	b->tried += 8;
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

static void tell_harmless(const struct seed *seed)
{
	for (const struct harmless *h = seed->harmless; h && h->size; h++)
		printf("# not authority: %s, bytes %llu to %llu: %s\n",
		       seed->name, (unsigned long long)h->offset,
		       (unsigned long long)(h->offset + h->size - 1), h->why);
}

static void try_seed(struct bench *b, const struct seed *seed)
{
	unsigned wrong = 0;
	uint64_t before = b->tried;

	if (seed->count == 0)
		return;
	if (seed->offset > b->size ||
	    seed->count * seed->size > b->size - seed->offset) {
		printf("# %s: outside of the image\n", seed->name);
		wrong = 100;
	}
	for (uint64_t thing = 0; wrong < 100 && thing < seed->count; thing++)
		for (uint64_t at = 0; at < seed->size; at++)
			if (at - seed->skip >= seed->skip_size)
				wrong += try_byte(b, seed, thing, at);
	tell_harmless(seed);
	b->results++;
	b->failures += wrong != 0;
	printf("%sok %u - every bit of %llu %s: %llu corruptions\n",
	       wrong ? "not " : "", b->results,
	       (unsigned long long)seed->count, seed->name,
	       (unsigned long long)(b->tried - before));
}

/* ---- where things are in the file ---------------------------------------- */

static bool is_elf(const struct bench *b)
{
	return memcmp(b->bytes, ELFMAG, SELFMAG) == 0;
}

/* Offset in the file of a physical or kernel address; SIZE_MAX if it is not
   stored. */
static uint64_t offset_of(const struct bench *b, uint64_t address)
{
	uint64_t physical = address >= ABI_KERNEL_BASE ?
		address - ABI_KERNEL_BASE : address;
	const Elf64_Ehdr *header = (const void *)b->bytes;
	const Elf64_Phdr *segments = (const void *)(b->bytes + header->e_phoff);

	if (!is_elf(b))
		return physical - ABI_LOAD_ADDRESS < b->size ?
			physical - ABI_LOAD_ADDRESS : SIZE_MAX;
	for (unsigned i = 0; i < header->e_phnum; i++)
		if (segments[i].p_type == PT_LOAD &&
		    physical - segments[i].p_paddr < segments[i].p_filesz)
			return segments[i].p_offset +
				(physical - segments[i].p_paddr);
	return SIZE_MAX;
}

static void try_at(struct bench *b, const char *name, uint64_t address,
		   uint64_t count, uint64_t size,
		   const struct harmless *harmless)
{
	struct seed seed = {
		.name = name, .count = count, .size = size,
		.offset = count ? offset_of(b, address) : 0,
		.harmless = harmless,
	};

	try_seed(b, &seed);
}

/* ---- the seeds ----------------------------------------------------------- */

#define FIELD(name)	offsetof(Elf64_Phdr, name)
static void try_segment(struct bench *b, uint64_t offset)
{
	static const struct harmless of_segment[] = {
		{ FIELD(p_flags), 4, "the boot record decides on rights" },
		{ FIELD(p_vaddr), 8, "images are loaded by physical addresses" },
		{ FIELD(p_align), 8, "no loader looks" },
		{ 0 },
	};
	/* The audit is of tables, not of code. */
	static const struct harmless no_offset[] = {
		{ 0, FIELD(p_vaddr) - FIELD(p_offset),
		  "code and constants are not compared" },
		{ 0 },
	};
	const Elf64_Phdr *segment = (const void *)(b->bytes + offset);
	const struct page *page = image_page(&b->good, segment->p_paddr);
	struct seed seed = {
		.name = "ELF segment", .offset = offset, .count = 1,
		.size = sizeof *segment, .harmless = of_segment,
	};

	if (page && (page->use == PAGE_USER ||
		     (page->use == PAGE_KERNEL &&
		      segment->p_paddr != ABI_LOAD_ADDRESS))) {
		tell_harmless(&(struct seed){ .name = "offset of a segment",
					      .harmless = no_offset });
		seed.skip = FIELD(p_offset);
		seed.skip_size = 8;
	}
	try_seed(b, &seed);
}

/* The machine starts at e_entry with what the segments put into memory. */
static void try_elf(struct bench *b)
{
	static const struct harmless of_header[] = {
		{ EI_VERSION, EI_NIDENT - EI_VERSION, "no loader looks" },
		{ offsetof(Elf64_Ehdr, e_type), 2, "no loader looks" },
		{ offsetof(Elf64_Ehdr, e_version), 4, "no loader looks" },
		{ offsetof(Elf64_Ehdr, e_shoff), 14, "sections are not loaded" },
		{ offsetof(Elf64_Ehdr, e_shentsize), 6,
		  "sections are not loaded" },
		{ 0 },
	};
	const Elf64_Ehdr *header = (const void *)b->bytes;
	struct seed seed = {
		.name = "ELF header", .count = 1, .size = sizeof *header,
		.harmless = of_header,
	};

	if (!is_elf(b))
		return;
	try_seed(b, &seed);
	for (unsigned i = 0; i < header->e_phnum; i++)
		try_segment(b, header->e_phoff + i * sizeof(Elf64_Phdr));
}

static void try_boot(struct bench *b)
{
	static const struct harmless of_record[] = {
		{ ARRAY(places), 2 * sizeof(struct abi_array), A_NAME },
		{ 0 },
	};

	try_at(b, "boot record", ABI_LOAD_ADDRESS + ABI_BOOT_OFFSET, 1,
	       sizeof(struct abi_boot), of_record);
	try_at(b, "null object", ABI_NULL_OBJECT, 1, 8, NULL);
}

static void try_objects(struct bench *b)
{
	for (unsigned i = 0; i < KINDS; i++) {
		struct abi_array array;

		memcpy(&array, (const uint8_t *)&b->good.boot + kinds[i].array,
		       sizeof array);
		try_at(b, kinds[i].name, array.base, array.count,
		       kinds[i].size, kinds[i].harmless);
	}
}

static void try_caps(struct bench *b)
{
	for (uint64_t i = 0; i < b->good.boot.domains.count; i++) {
		const struct abi_domain *domain =
			image_at(&b->good, object_address(b->good.boot.domains,
					i, sizeof *domain), sizeof *domain);

		try_at(b, "capability slots of one domain", domain->caps,
		       domain->caps_count, sizeof(struct abi_cap), NULL);
	}
}

/* Of an address in the components' memory; runs are tried by themselves. */
static void try_user(struct bench *b, const char *name, uint64_t address,
		     uint64_t size)
{
	for (uint64_t i = 0; i < b->good.size / ABI_PAGE_SIZE; i++) {
		const struct page *page = &b->good.pages[i];
		uint64_t physical = ABI_LOAD_ADDRESS + i * ABI_PAGE_SIZE +
			address % ABI_PAGE_SIZE;

		if (page->use == PAGE_USER &&
		    page->address == address - address % ABI_PAGE_SIZE &&
		    physical < b->good.boot.image_end)
			try_at(b, name, physical, 1, size, NULL);
	}
}

static void try_connections(struct bench *b)
{
	for (size_t i = 0; i < b->wanted.holdings_count; i++) {
		const struct holding *h = &b->wanted.holdings[i];

		if (h->kind != HOLDING_CALL)
			continue;
		try_user(b, "handle", h->handle, sizeof(struct abi_handle));
		try_user(b, "record of a client", h->badge,
			 sizeof(struct abi_client));
	}
}

static void try_runs(struct bench *b)
{
	puts("# not authority: the step of a run of one word: never used");
	puts("# not authority: a run for a vp's name: " A_NAME);
	puts("# not authority: a run into a component's page: contents");
	try_at(b, "run", b->good.boot.runs.base, b->good.boot.runs.count,
	       sizeof(struct abi_run), NULL);
}

static void try_all(struct bench *b)
{
	try_elf(b);
	try_boot(b);
	/* Once loaded, both forms are the same to the audit. */
	if (!is_elf(b))
		try_runs(b);
	try_objects(b);
	try_caps(b);
	try_connections(b);
	printf("# %llu corruptions in all\n", (unsigned long long)b->tried);
}

static bool read_image(struct bench *b, const char *path)
{
	FILE *file = fopen(path, "rb");

	if (!file || !(b->bytes = malloc(1 << 26)))
		return false;
	b->size = fread(b->bytes, 1, 1 << 26, file);
	fclose(file);
	return b->size > ABI_BOOT_OFFSET + sizeof(struct abi_boot);
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

	if (argc != 3 || !read_image(&b, argv[1]) ||
	    !wanted_load(&b.wanted, argv[2], stderr)) {
		puts("Bail out! usage: corrupt IMAGE system.json");
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
