/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * The kernel's own map, from TTBR1 down: its image, its objects, its devices,
 * each page with the rights of its kind, at the address that follows from its
 * frame; no page of an instance but the control blocks.
 */
#include <inttypes.h>

#include <vesper/abi/descriptor.h>

#include "audit.h"

static uint64_t leaf_attributes(const struct part *part)
{
	if (part->is_device)
		return DESC_KERNEL_DEVICE;
	if (part->rights & ABI_RIGHT_EXEC)
		return DESC_KERNEL_TEXT;
	return part->rights & ABI_RIGHT_WRITE ? DESC_KERNEL_DATA :
		DESC_KERNEL_CONST;
}

static const struct part *part_of(const struct wanted *wanted,
				  uint64_t address)
{
	for (size_t i = 0; i < wanted->kernel_count; i++)
		if (address >= wanted->kernel[i].address &&
		    address - wanted->kernel[i].address <
		    wanted->kernel[i].size)
			return &wanted->kernel[i];
	return NULL;
}

/* What the kernel may map: its own, and what it shares by design. */
static void check_frame(struct audit *audit, uint64_t frame)
{
	struct page *page = image_page(audit->image, frame);

	if (!page) {
		if (frame >= ABI_LOAD_ADDRESS)
			differ(audit, "kernel: frame %#" PRIx64 " is outside "
			       "of the image", frame);
		return;
	}
	if (page->use == PAGE_FREE)
		page->use = PAGE_DATA;
	else if (page->use == PAGE_USER || page->use == PAGE_TABLE)
		differ(audit, "kernel: it maps frame %#" PRIx64 ", which has "
		       "another owner", frame);
}

static void check_leaf(struct audit *audit, uint64_t address, uint64_t leaf)
{
	const struct part *part = part_of(audit->wanted, address);
	uint64_t frame = leaf & DESC_ADDRESS;
	uint64_t should = part ? leaf_attributes(part) |
		(part->physical + (address - part->address)) : 0;

	if (leaf != should) {
		differ(audit, "kernel: the entry of %#" PRIx64 " is %#" PRIx64
		       ", should be %#" PRIx64, address, leaf, should);
		return;
	}
	if (!part)
		return;
	audit->kernel_pages++;
	if (!part->is_device)
		check_frame(audit, frame);
}

static void check_level3(struct audit *audit, uint64_t window, uint64_t entry)
{
	uint64_t table = entry & DESC_ADDRESS;
	struct page *page = image_page(audit->image, table);
	const uint64_t *leaves = image_at(audit->image, table, ABI_PAGE_SIZE);

	if ((entry & ~DESC_ADDRESS) != DESC_TABLE || !leaves || !page ||
	    page->use != PAGE_FREE) {
		differ(audit, "kernel: the entry of window %#" PRIx64 " is %#"
		       PRIx64, window, entry);
		return;
	}
	page->use = PAGE_TABLE;
	for (uint64_t i = 0; i < ABI_TABLE_ENTRIES; i++)
		check_leaf(audit, window + i * ABI_PAGE_SIZE, leaves[i]);
}

static void check_absent(struct audit *audit, uint64_t window)
{
	const struct wanted *wanted = audit->wanted;

	for (size_t i = 0; i < wanted->kernel_count; i++) {
		const struct part *part = &wanted->kernel[i];

		/* The last window ends where addresses do: no sums. */
		if (part->address - window < ABI_WINDOW_SIZE ||
		    (part->address < window &&
		     window - part->address < part->size))
			differ(audit, "kernel: window %#" PRIx64 " is missing",
			       window);
	}
}

/* Rules that hold whatever system.json says of the kernel. */
static void check_rules(struct audit *audit)
{
	const struct wanted *wanted = audit->wanted;
	uint64_t end = ABI_KERNEL_BASE + ABI_LOAD_ADDRESS +
		wanted->kernel_size;

	for (size_t i = 0; i < wanted->kernel_count; i++) {
		const struct part *part = &wanted->kernel[i];

		if (!(part->rights & ABI_RIGHT_EXEC))
			continue;
		if (part->rights & ABI_RIGHT_WRITE)
			differ(audit, "kernel: writable text at %#" PRIx64,
			       part->address);
		if (part->address + part->size > end)
			differ(audit, "kernel: text outside of its image at %#"
			       PRIx64, part->address);
	}
}

void check_kernel(struct audit *audit)
{
	uint64_t root = audit->image->boot.kernel_root;
	struct page *page = image_page(audit->image, root);
	const uint64_t *entries = image_at(audit->image, root, ABI_PAGE_SIZE);

	check_rules(audit);
	if (root % ABI_PAGE_SIZE || !entries || !page ||
	    page->use != PAGE_FREE) {
		differ(audit, "kernel: its root %#" PRIx64 " is no page of its "
		       "own", root);
		return;
	}
	page->use = PAGE_TABLE;
	for (uint64_t i = 0; i < ABI_TABLE_ENTRIES; i++) {
		uint64_t window = ABI_KERNEL_BASE + i * ABI_WINDOW_SIZE;

		if (entries[i])
			check_level3(audit, window, entries[i]);
		else
			check_absent(audit, window);
	}
}
