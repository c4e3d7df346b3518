/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * Capabilities, slot by slot, as the kernel looks them up.
 */
#include <inttypes.h>
#include <string.h>

#include <vesper/abi/syscall.h>

#include "audit.h"

#define GENERATION 1u

static const struct holding *holding_at(const struct wanted *wanted,
					size_t domain, uint64_t slot)
{
	for (size_t i = 0; i < wanted->holdings_count; i++) {
		const struct holding *h = &wanted->holdings[i];

		if (h->holder == domain && h->slot == slot && slot &&
		    holding_is_cap(h))
			return h;
	}
	return NULL;
}

static const struct wanted_portal *portal_named(const struct wanted *wanted,
						const char *name,
						uint64_t *index)
{
	for (size_t i = 0; i < wanted->portals_count; i++)
		if (strcmp(wanted->portals[i].name, name) == 0) {
			*index = i;
			return &wanted->portals[i];
		}
	return NULL;
}

/* ---- slots --------------------------------------------------------------- */

static struct abi_cap call_cap(struct audit *audit, const struct holding *h)
{
	const struct wanted *wanted = audit->wanted;
	uint64_t index = 0;
	const struct wanted_portal *portal = portal_named(wanted, h->object,
							  &index);
	struct abi_cap cap = abi_cap_empty();

	if (!portal) {
		differ(audit, "domain %s: no portal %s",
		       wanted->domains[h->holder].name, h->object);
		return cap;
	}
	if (wanted->domains[portal->domain].level <=
	    wanted->domains[h->holder].level)
		differ(audit, "domain %s: its call of %s does not go to a "
		       "higher level", wanted->domains[h->holder].name,
		       h->object);
	cap.where = abi_where(object_address(audit->image->boot.portals, index,
					     sizeof(struct abi_portal)),
			      (uint32_t)h->badge);
	cap.key = abi_key(ABI_TYPE_PORTAL, h->rights,
			  wanted->domains[h->holder].fp ? ABI_CAP_SLOW : 0,
			  GENERATION);
	return cap;
}

/* The region object whose first window a holding of that name has. */
static uint64_t region_named(const struct audit *audit, const char *name)
{
	struct abi_array regions = audit->image->boot.regions;

	for (size_t i = 0; i < audit->wanted->holdings_count; i++) {
		const struct holding *h = &audit->wanted->holdings[i];

		if (h->kind != HOLDING_REGION || strcmp(h->object, name) != 0)
			continue;
		for (uint64_t r = 0; r < regions.count; r++) {
			uint64_t at = object_address(regions, r,
						     sizeof(struct abi_region));
			const struct abi_region *region =
				image_at(audit->image, at, sizeof *region);

			if (region && region->window == h->address)
				return at;
		}
	}
	return 0;
}

/* A holding names an interrupt by its line. */
static uint64_t irq_named(const struct audit *audit, const char *name)
{
	for (size_t i = 0; i < audit->wanted->objects_count; i++) {
		const struct wanted_object *object =
			&audit->wanted->objects[i];
		char line[32];

		snprintf(line, sizeof line, "irq %" PRIu64, object->line);
		if (object->type == ABI_TYPE_IRQ && strcmp(line, name) == 0)
			return own_address(audit, ABI_TYPE_IRQ, object->name);
	}
	return 0;
}

static uint64_t domain_named(const struct audit *audit, const char *name)
{
	for (size_t i = 0; i < audit->wanted->domains_count; i++)
		if (strcmp(audit->wanted->domains[i].name, name) == 0)
			return domain_address(audit, i);
	return 0;
}

static struct abi_cap object_cap(struct audit *audit, const struct holding *h)
{
	uint64_t object = 0;
	enum abi_type type = ABI_TYPE_NONE;

	if (h->kind == HOLDING_EVENT) {
		type = ABI_TYPE_EVENT;
		object = own_address(audit, type, h->object);
	} else if (h->kind == HOLDING_GRANT) {
		type = ABI_TYPE_GRANT;
		object = own_address(audit, type, h->object);
	} else if (h->kind == HOLDING_FACTORY) {
		type = ABI_TYPE_FACTORY;
		object = own_address(audit, type, h->object);
	} else if (h->kind == HOLDING_BUDGET) {
		type = ABI_TYPE_BUDGET;
		object = own_address(audit, type, h->object);
	} else if (h->kind == HOLDING_IRQ) {
		type = ABI_TYPE_IRQ;
		object = irq_named(audit, h->object);
	} else if (h->kind == HOLDING_DOMAIN) {
		type = ABI_TYPE_DOMAIN;
		object = domain_named(audit, h->object);
	} else {
		type = ABI_TYPE_REGION;
		object = region_named(audit, h->object);
	}
	if (!object)
		differ(audit, "domain %s: slot %" PRIu64 ": there is no %s",
		       audit->wanted->domains[h->holder].name, h->slot,
		       h->object);
	return (struct abi_cap){
		.where = abi_where(object, (uint32_t)h->badge),
		.key = abi_key(type, h->rights, 0, GENERATION),
	};
}

/* There is one debug object, of which only the key matters. */
static struct abi_cap debug_cap(struct audit *audit, const struct holding *h,
				const struct abi_cap *is)
{
	uint64_t address = (uint64_t)((int64_t)is->where >>
				      ABI_CAP_OBJECT_SHIFT);
	const uint64_t *key = image_at(audit->image, address, 64);
	struct abi_cap cap = {
		.where = abi_where(address, 0),
		.key = abi_key(ABI_TYPE_DEBUG, h->rights, 0, GENERATION),
	};

	if (!audit->wanted->debug)
		differ(audit, "domain %s: a debug capability in an image for "
		       "the field", audit->wanted->domains[h->holder].name);
	if (!key || *key != abi_key(ABI_TYPE_DEBUG, 0, ABI_KEY_SLOW,
				    GENERATION))
		differ(audit, "domain %s: slot %" PRIu64 " names no debug "
		       "object", audit->wanted->domains[h->holder].name,
		       h->slot);
	return cap;
}

static void check_slot(struct audit *audit, size_t domain, uint64_t slot,
		       const struct abi_cap *is)
{
	const struct holding *h = holding_at(audit->wanted, domain, slot);
	struct abi_cap should = abi_cap_empty();

	if (h) {
		should = h->kind == HOLDING_CALL ? call_cap(audit, h) :
			h->kind == HOLDING_DEBUG ? debug_cap(audit, h, is) :
			object_cap(audit, h);
		audit->caps++;
	}
	if (is->where != should.where || is->key != should.key)
		differ(audit, "domain %s: slot %" PRIu64 " (%s) is %#" PRIx64
		       " %#" PRIx64 ", should be %#" PRIx64 " %#" PRIx64,
		       domain_name(audit->wanted, domain), slot,
		       h ? h->object : "empty", is->where, is->key,
		       should.where, should.key);
}

static void check_table(struct audit *audit, size_t domain)
{
	const struct abi_domain *is =
		image_at(audit->image,
			 object_address(audit->image->boot.domains, domain,
					sizeof *is), sizeof *is);
	const struct abi_cap *table;

	if (!is || is->caps_count > ABI_FIELD_SLOT + 1)
		return;		/* reported by check_objects */
	claim_data(audit, "a capability table", is->caps,
		   is->caps_count * sizeof *table);
	table = image_at(audit->image, is->caps,
			 is->caps_count * sizeof *table);
	/* Who built a domain gave it what it holds by now. */
	if (audit->live && domain >= audit->wanted->domains_count)
		return;
	for (uint64_t i = 0; table && i < is->caps_count; i++)
		check_slot(audit, domain, i, &table[i]);
}

/* Every capability that a manifest gives has a slot in its domain's table. */
static void check_slots_exist(struct audit *audit)
{
	const struct wanted *wanted = audit->wanted;

	for (size_t i = 0; i < wanted->holdings_count; i++) {
		const struct holding *h = &wanted->holdings[i];

		if (holding_is_cap(h) &&
		    (h->slot == 0 ||
		     h->slot >= wanted->domains[h->holder].slots))
			differ(audit, "domain %s: %s has no slot",
			       wanted->domains[h->holder].name, h->object);
	}
}

void check_caps(struct audit *audit)
{
	check_slots_exist(audit);
	for (size_t i = 0; i < domains_count(audit->wanted); i++)
		check_table(audit, i);
}
