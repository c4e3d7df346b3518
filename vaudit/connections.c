/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * What the components themselves rely on in memory that vlink filled: the
 * server's record of each client, by which it checks every pointer that the
 * client sends; the client's handle; and the thread blocks, whose caller
 * numbers keep two threads out of one message slot.
 */
#include <inttypes.h>
#include <string.h>

#include <vesper/abi/descriptor.h>
#include <vesper/abi/thread.h>

#include "audit.h"

/* User memory within one page, through the domain's own tables. */
static const void *user_at(const struct audit *audit, size_t domain,
			   uint64_t address, uint64_t size, uint64_t *leaf)
{
	const struct abi_domain *d =
		image_at(audit->image,
			 object_address(audit->image->boot.domains, domain,
					sizeof *d), sizeof *d);
	const uint64_t *entries = d ?
		image_at(audit->image, d->tables[address >> 30 & 3],
			 ABI_PAGE_SIZE) : NULL;
	uint64_t entry = entries ? entries[address >> ABI_WINDOW_SHIFT &
					   (ABI_TABLE_ENTRIES - 1)] : 0;
	const uint64_t *leaves = entry ?
		image_at(audit->image, entry & DESC_ADDRESS, ABI_PAGE_SIZE) :
		NULL;

	*leaf = leaves ? leaves[address >> ABI_PAGE_SHIFT &
				(ABI_TABLE_ENTRIES - 1)] : 0;
	if (*leaf == 0 || address % ABI_PAGE_SIZE + size > ABI_PAGE_SIZE)
		return NULL;
	return image_at(audit->image, (*leaf & DESC_ADDRESS) +
			address % ABI_PAGE_SIZE, size);
}

static void check_constant(struct audit *audit, size_t domain,
			   const char *what, const struct holding *h,
			   uint64_t address, const void *should, uint64_t size)
{
	uint64_t leaf;
	const void *is = user_at(audit, domain, address, size, &leaf);

	if (!is || !(leaf & DESC_READ_ONLY))
		differ(audit, "domain %s: the %s at %#" PRIx64 " is no "
		       "constant", audit->wanted->domains[domain].name, what,
		       address);
	else if (memcmp(is, should, size) != 0)
		differ(audit, "domain %s: the %s at %#" PRIx64 " (for %s) is "
		       "another", audit->wanted->domains[domain].name, what,
		       address, h->object);
}

/* Whether both ends hold [base, base + size): the client with RW. */
static bool is_shared(const struct wanted *wanted, size_t client,
		      size_t server, uint64_t base, uint64_t size,
		      uint8_t server_rights)
{
	bool of_client = false, of_server = false;

	for (size_t i = 0; i < wanted->holdings_count; i++) {
		const struct holding *h = &wanted->holdings[i];

		if (h->kind != HOLDING_AREA || base < h->address ||
		    base - h->address > h->size ||
		    size > h->size - (base - h->address))
			continue;
		of_client |= h->holder == client &&
			h->rights == (ABI_RIGHT_READ | ABI_RIGHT_WRITE);
		of_server |= h->holder == server &&
			(h->rights & server_rights) == server_rights;
	}
	return of_client && of_server;
}

static void check_areas(struct audit *audit, const struct holding *h,
			size_t server)
{
	const struct abi_client *record = &h->record;
	bool to = !record->to_base && !record->to_limit;
	bool from = !record->from_base && !record->from_limit;

	if (!to)
		to = is_shared(audit->wanted, h->holder, server,
			       record->to_base, record->to_limit,
			       ABI_RIGHT_READ);
	if (!from)
		from = is_shared(audit->wanted, h->holder, server,
				 record->from_base, record->from_limit,
				 ABI_RIGHT_READ | ABI_RIGHT_WRITE);
	/* The slots must be where the server takes pointers into. */
	to &= h->to - record->to_base <= record->to_limit;
	from &= h->from - record->from_base <= record->from_limit;
	if (!to || !from)
		differ(audit, "domain %s: the record for %s has an area that "
		       "the two do not share",
		       audit->wanted->domains[h->holder].name, h->object);
}

static void check_handle(struct audit *audit, const struct holding *h)
{
	struct abi_handle handle = {
		.slot = h->slot,
		.to = (uint32_t)h->to,
		.from = (uint32_t)h->from,
	};

	check_constant(audit, h->holder, "handle", h, h->handle, &handle,
		       sizeof handle);
}

static void check_connection(struct audit *audit, const struct holding *h)
{
	const struct wanted *wanted = audit->wanted;

	check_handle(audit, h);
	for (size_t i = 0; i < wanted->portals_count; i++) {
		const struct wanted_portal *portal = &wanted->portals[i];

		if (strcmp(portal->name, h->object) != 0)
			continue;
		check_constant(audit, portal->domain, "record of a client", h,
			       h->badge, &h->record, sizeof h->record);
		if (h->methods_count)
			check_constant(audit, portal->domain,
				       "list of methods", h,
				       h->record.methods, h->methods,
				       h->methods_count * sizeof *h->methods);
		check_areas(audit, h, portal->domain);
	}
}

static void check_thread(struct audit *audit, size_t domain, uint64_t address,
			 uint64_t caller)
{
	struct abi_thread should = { .caller = caller };
	uint64_t leaf;
	const struct abi_thread *is = user_at(audit, domain, address, sizeof should,
				 &leaf);

	if (audit->live)
		return;		/* the component's own by now */
	if (!is || memcmp(is, &should, sizeof should) != 0)
		differ(audit, "domain %s: the thread block at %#" PRIx64
		       " is another", audit->wanted->domains[domain].name,
		       address);
}

static void check_vp_threads(struct audit *audit, size_t domain,
			     const struct wanted_vp *vp)
{
	check_thread(audit, domain, vp->thread, vp->caller);
	for (size_t i = 0; i < vp->threads_count; i++)
		check_thread(audit, domain, vp->threads[i],
			     vp->caller + 1 + i);
}

void check_connections(struct audit *audit)
{
	const struct wanted *wanted = audit->wanted;

	for (size_t i = 0; i < wanted->holdings_count; i++)
		if (wanted->holdings[i].kind == HOLDING_CALL)
			check_connection(audit, &wanted->holdings[i]);
		else if (wanted->holdings[i].kind == HOLDING_ATTACH)
			check_handle(audit, &wanted->holdings[i]);
	for (size_t d = 0; d < wanted->domains_count; d++) {
		const struct wanted_domain *domain = &wanted->domains[d];

		for (size_t i = 0; i < domain->vps_count; i++)
			check_vp_threads(audit, d, &domain->vps[i]);
		if (domain->handler)
			check_thread(audit, d, domain->handler_stack,
				     domain->handler_caller);
		for (size_t i = 0; i < domain->workers_count; i++)
			check_thread(audit, d, domain->workers[i],
				     domain->worker_caller + i);
	}
}
