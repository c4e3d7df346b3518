/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * `vlink explain`: from an address or a name to who may touch it, and why.
 */
#include <inttypes.h>
#include <stdlib.h>

#include "number.h"
#include "views.h"

static bool is_address(const char *what, uint64_t *address)
{
	char *end;

	if (*what < '0' || *what > '9')
		return false;
	*address = strtoull(what, &end, 0);
	return !*end;
}

static bool contains(uint64_t base, uint64_t size, uint64_t address)
{
	return address - base < size;
}

static void may(struct emit *out, const struct saved_holding *h)
{
	emit(out, "  %s: %s", h->holder, h->rights);
	if (h->slot)
		emit(out, ", slot %" PRIu64, h->slot);
	emit(out, "  %s\n", h->where);
}

/* Who sees the address; who drives memory by a device sees it too. */
static void explain_address(struct emit *out, struct arena *arena,
			    const struct saved *saved, uint64_t address)
{
	const struct saved_memory *found = NULL;

	for (uint32_t i = 0; i < saved->memory.count; i++)
		if (contains(saved->memory.items[i].address,
			     saved->memory.items[i].size, address))
			found = &saved->memory.items[i];
	if (found)
		emit(out, "0x%" PRIx64 ": %s of %s, %s from 0x%" PRIx64
		     " (%s%s)\n", address, found->name, found->owner,
		     number_text(arena, UNIT_SIZE, found->size), found->address,
		     found->rights, found->device ? ", a device" : "");
	else
		emit(out, "0x%" PRIx64 ": nothing is mapped there\n", address);
	for (uint32_t i = 0; i < saved->holdings.count; i++) {
		const struct saved_holding *h = &saved->holdings.items[i];

		if ((h->size && contains(h->address, h->size, address)) ||
		    (found && !found->device &&
		     strcmp(h->kind, "all memory") == 0))
			may(out, h);
	}
}

static const char *kind_words(const char *kind)
{
	return strcmp(kind, "call") == 0 ? "may call" : kind;
}

static void domain_holdings(struct emit *out, struct arena *arena,
			    const struct saved *saved, const char *name)
{
	for (uint32_t i = 0; i < saved->holdings.count; i++) {
		const struct saved_holding *h = &saved->holdings.items[i];

		if (strcmp(h->holder, name) != 0)
			continue;
		emit(out, "  %s %s", kind_words(h->kind), h->object);
		if (*h->detail)
			emit(out, " : %s", h->detail);
		emit(out, " (%s)", h->rights);
		if (h->slot)
			emit(out, ", slot %" PRIu64, h->slot);
		if (h->size)
			emit(out, ", %s from 0x%" PRIx64,
			     number_text(arena, UNIT_SIZE, h->size),
			     h->address);
		emit(out, "  %s\n", h->where);
	}
}

static void domain_portals(struct emit *out, const struct saved *saved,
			   const char *name)
{
	for (uint32_t i = 0; i < saved->portals.count; i++) {
		const struct saved_portal *p = &saved->portals.items[i];

		if (strcmp(p->domain, name) == 0)
			emit(out, "  provides %s : %s  %s\n", p->name,
			     p->interface, p->where);
	}
}

static bool explain_domain(struct emit *out, struct arena *arena,
			   const struct saved *saved, const char *name)
{
	for (uint32_t i = 0; i < saved->domains.count; i++) {
		const struct saved_domain *d = &saved->domains.items[i];

		if (strcmp(d->name, name) != 0)
			continue;
		emit(out, "%s: an instance of %s, level %" PRIu64 "%s  %s\n",
		     d->name, d->component, d->level,
		     d->dma ? ", can write all memory" : "", d->where);
		domain_portals(out, saved, name);
		domain_holdings(out, arena, saved, name);
		return true;
	}
	return false;
}

/* A portal, a device, an area, a region: everybody who holds it. */
static bool explain_object(struct emit *out, const struct saved *saved,
			   const char *name)
{
	bool known = false;

	for (uint32_t i = 0; i < saved->portals.count; i++) {
		const struct saved_portal *p = &saved->portals.items[i];

		if (strcmp(p->name, name) != 0)
			continue;
		emit(out, "%s: interface %s, provided by %s  %s\n", name,
		     p->interface, p->domain, p->where);
		known = true;
	}
	for (uint32_t i = 0; i < saved->holdings.count; i++) {
		const struct saved_holding *h = &saved->holdings.items[i];

		if (strcmp(h->object, name) != 0 ||
		    strcmp(h->kind, "memory") == 0)
			continue;
		if (!known)
			emit(out, "%s: %s %s\n", name, h->kind, h->detail);
		may(out, h);
		known = true;
	}
	return known;
}

bool explain_print(struct emit *out, struct arena *arena,
		   const struct saved *saved, const char *what)
{
	uint64_t address;

	if (is_address(what, &address)) {
		explain_address(out, arena, saved, address);
		return true;
	}
	return explain_domain(out, arena, saved, what) ||
	       explain_object(out, saved, what);
}
