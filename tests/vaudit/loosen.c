/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * loosen KIND KERNEL8.IMG SYSTEM.json OUTPUT: copies an image and grants one
 * right more than the manifests do. The denial test and the audit must both see
 * it. Without KIND: the list of them.
 *
 * Pages that are stored are changed in place. What lies in zeroed pages is
 * written by a run behind the others, which the machine applies last.
 */
#include <stdlib.h>
#include <string.h>

#include <vesper/abi/descriptor.h>

#include "audit.h"

struct loosener {
	uint8_t *bytes;		/* the flat file */
	uint64_t size;
	struct image image;	/* the same, as the machine starts it */
	struct wanted wanted;
};

static bool poke_file(struct loosener *l, uint64_t physical, const void *from,
		      uint64_t size)
{
	uint64_t offset = physical - ABI_LOAD_ADDRESS;

	if (physical < ABI_LOAD_ADDRESS || offset > l->size ||
	    size > l->size - offset)
		return false;
	memcpy(l->bytes + offset, from, size);
	return true;
}

static bool poke(struct loosener *l, uint64_t address, uint64_t value)
{
	struct abi_boot *boot = &l->image.boot;
	uint64_t physical = address >= ABI_KERNEL_BASE ?
		address - ABI_KERNEL_BASE : address;
	struct abi_run run = { physical, value, 1, 0 };
	uint64_t at = boot->runs.base + boot->runs.count * sizeof run;

	if (physical < boot->image_end)
		return poke_file(l, physical, &value, sizeof value);
	if (at % ABI_PAGE_SIZE > ABI_PAGE_SIZE - sizeof run)
		return false;		/* no room behind the last one */
	boot->runs.count++;
	return poke_file(l, at, &run, sizeof run) &&
		poke_file(l, ABI_LOAD_ADDRESS + ABI_BOOT_OFFSET, boot,
			  sizeof *boot);
}

static const struct abi_domain *domain_at(const struct loosener *l,
					  uint64_t index)
{
	return image_at(&l->image, object_address(l->image.boot.domains, index,
						  sizeof(struct abi_domain)),
			sizeof(struct abi_domain));
}

/* ---- capabilities -------------------------------------------------------- */

/* Slot 0 is empty in every table. */
static bool add_cap(struct loosener *l, uint64_t domain, uint64_t object,
		    uint64_t key)
{
	uint64_t slot = domain_at(l, domain)->caps;

	return poke(l, slot, abi_where(object, 0)) && poke(l, slot + 8, key);
}

static bool add_portal(struct loosener *l)
{
	for (size_t i = 0; i < l->wanted.portals_count; i++)
		for (size_t d = 0; d < l->wanted.domains_count; d++)
			if (l->wanted.domains[d].level <
			    l->wanted.domains[l->wanted.portals[i].domain].level)
				return add_cap(l, d, object_address(
					l->image.boot.portals, i,
					sizeof(struct abi_portal)),
					abi_key(ABI_TYPE_PORTAL,
						ABI_RIGHT_CALL, 0, 1));
	return false;
}

static bool add_event(struct loosener *l)
{
	return l->image.boot.events.count &&
		add_cap(l, 0, l->image.boot.events.base,
			abi_key(ABI_TYPE_EVENT, ABI_RIGHT_SIGNAL, 0, 1));
}

static bool add_irq(struct loosener *l)
{
	return l->image.boot.irqs.count &&
		add_cap(l, 0, l->image.boot.irqs.base,
			abi_key(ABI_TYPE_IRQ, ABI_RIGHT_CONTROL, 0, 1));
}

static bool add_domain(struct loosener *l)
{
	return add_cap(l, 0, object_address(l->image.boot.domains, 1,
					    sizeof(struct abi_domain)),
		       abi_key(ABI_TYPE_DOMAIN, ABI_RIGHT_CONTROL, 0, 1));
}

/* WAIT for who may only signal. */
static bool add_right(struct loosener *l)
{
	for (uint64_t d = 0; d < l->image.boot.domains.count; d++)
		for (uint64_t i = 0; i < domain_at(l, d)->caps_count; i++) {
			uint64_t slot = domain_at(l, d)->caps +
				i * sizeof(struct abi_cap);
			const struct abi_cap *cap = image_at(&l->image, slot,
							     sizeof *cap);
			struct abi_cap more = *cap;

			more.key |= (uint64_t)ABI_RIGHT_WAIT <<
				ABI_CAP_RIGHTS_SHIFT;
			if (cap->key == abi_key(ABI_TYPE_EVENT,
						ABI_RIGHT_SIGNAL, 0, 1))
				return poke(l, slot + 8, more.key);
		}
	return false;
}

/* ---- memory -------------------------------------------------------------- */

/* The word of a domain's level-2 table for the window of an address. */
static uint64_t window_entry(const struct loosener *l, uint64_t domain,
			     uint64_t address)
{
	return domain_at(l, domain)->tables[address >> 30 & 3] +
		(address >> ABI_WINDOW_SHIFT & (ABI_TABLE_ENTRIES - 1)) * 8;
}

/* And of the window's table for the page. */
static uint64_t page_entry(const struct loosener *l, uint64_t domain,
			   uint64_t address)
{
	const uint64_t *window = image_at(&l->image,
					  window_entry(l, domain, address), 8);

	return (*window & DESC_ADDRESS) +
		(address >> ABI_PAGE_SHIFT & (ABI_TABLE_ENTRIES - 1)) * 8;
}

static bool see(struct loosener *l, const struct holding *h)
{
	uint64_t other = h->holder == 0;
	const uint64_t *entry = image_at(&l->image,
					 window_entry(l, h->holder,
						      h->address), 8);

	return poke(l, window_entry(l, other, h->address), *entry);
}

static bool add_window(struct loosener *l, enum holding_kind kind)
{
	for (size_t i = 0; i < l->wanted.holdings_count; i++)
		if (l->wanted.holdings[i].kind == kind)
			return see(l, &l->wanted.holdings[i]);
	return false;
}

static bool add_memory(struct loosener *l)
{
	return add_window(l, HOLDING_MEMORY);
}

static bool add_device(struct loosener *l)
{
	return add_window(l, HOLDING_DEVICE);
}

/* The first page of domain 0 that is `leaf` becomes `more`. */
static bool change_leaf(struct loosener *l, uint64_t leaf, uint64_t more)
{
	for (size_t i = 0; i < l->wanted.parts_count; i++) {
		const struct part *part = &l->wanted.parts[i];
		uint64_t at;
		const uint64_t *is;

		if (part->owner != 0)
			continue;
		at = page_entry(l, 0, part->address);
		is = image_at(&l->image, at, 8);
		if ((*is & ~DESC_ADDRESS) == leaf)
			return poke(l, at, (*is & DESC_ADDRESS) | more);
	}
	return false;
}

static bool add_write(struct loosener *l)
{
	return change_leaf(l, DESC_USER_CONST, DESC_USER_DATA);
}

static bool add_exec(struct loosener *l)
{
	return change_leaf(l, DESC_USER_CONST, DESC_USER_TEXT);
}

/* The kernel's first page, behind everything in a window of domain 0's. */
static bool add_page(struct loosener *l)
{
	for (size_t i = 0; i < l->wanted.holdings_count; i++)
		if (l->wanted.holdings[i].kind == HOLDING_MEMORY &&
		    l->wanted.holdings[i].holder == 0)
			return poke(l, page_entry(l, 0,
						  l->wanted.holdings[i].address +
						  ABI_WINDOW_SIZE -
						  ABI_PAGE_SIZE),
				    ABI_LOAD_ADDRESS | DESC_USER_CONST);
	return false;
}

/* ---- all ----------------------------------------------------------------- */

static const struct {
	const char *name;
	bool (*add)(struct loosener *l);
} kinds[] = {
	{ "portal", add_portal }, { "event", add_event }, { "irq", add_irq },
	{ "domain", add_domain }, { "right", add_right },
	{ "window", add_memory }, { "device", add_device },
	{ "write", add_write }, { "execute", add_exec }, { "page", add_page },
};
enum { KINDS = sizeof kinds / sizeof kinds[0] };

static bool read_flat(struct loosener *l, const char *path)
{
	FILE *file = fopen(path, "rb");

	if (!file || !(l->bytes = malloc(1 << 26)))
		return false;
	l->size = fread(l->bytes, 1, 1 << 26, file);
	fclose(file);
	return image_load_bytes(&l->image, l->bytes, l->size, stderr);
}

static bool write_flat(const struct loosener *l, const char *path)
{
	FILE *file = fopen(path, "wb");

	return file && fwrite(l->bytes, 1, l->size, file) == l->size &&
		fclose(file) == 0;
}

int main(int argc, char **argv)
{
	struct loosener l = { 0 };
	bool done = false;

	if (argc != 5) {
		for (unsigned i = 0; i < KINDS; i++)
			puts(kinds[i].name);
		return 0;
	}
	if (!read_flat(&l, argv[2]) ||
	    !wanted_load(&l.wanted, argv[3], stderr))
		return 99;
	for (unsigned i = 0; i < KINDS; i++)
		if (strcmp(kinds[i].name, argv[1]) == 0)
			done = kinds[i].add(&l) && write_flat(&l, argv[4]);
	image_free(&l.image);
	wanted_free(&l.wanted);
	free(l.bytes);
	return !done;
}
