/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * Factories, and the places that they make objects in.
 *
 * In each array of kernel objects the places stand behind what the system has
 * from the start, in the order of the instances and of their declarations, and
 * in that of budgets behind those that are there to be handed on. A place has
 * all that its object cannot be given at run time (tables, stacks of a pool's
 * records, a level); its key has type 0.
 */
#include <string.h>

#include "back.h"
#include "layout.h"

struct place {
	const struct instance *instance;
	const struct factory_decl *decl;
	uint64_t number;	/* of its first place, among those of the type */
};

/* Calls `each` for every factory, in their order. */
static void for_each(struct layout *layout,
		     void (*each)(struct layout *, const struct place *,
				  const struct named_cap *))
{
	const struct system *system = layout->system;
	uint64_t next[ABI_TYPE_COUNT] = { 0 };

	for (size_t i = 0; i < system->instances_count; i++) {
		const struct component *c = system->instances[i]->component;

		for (size_t d = 0; d < c->cap_decls_count; d++) {
			const struct factory_decl *decl =
				&c->factories[c->cap_decls[d].index];
			struct place place = { system->instances[i], decl, 0 };

			if (c->cap_decls[d].type != ABI_TYPE_FACTORY ||
			    c->cap_decls[d].source != CAP_OWN)
				continue;
			place.number = next[decl->type];
			next[decl->type] += decl->count;
			each(layout, &place,
			     &system->instances[i]->named_caps[d]);
		}
	}
}

uint64_t factory_places(const struct system *system, enum abi_type type,
			enum factory_amount amount)
{
	uint64_t sum = 0;

	for (size_t i = 0; i < system->instances_count; i++) {
		const struct component *c = system->instances[i]->component;

		for (size_t f = 0; f < c->factories_count; f++) {
			const struct factory_decl *decl = &c->factories[f];

			if (decl->type == type)
				sum += amount == FACTORY_ROOTS ? 1 :
				       amount == FACTORY_PLACES ? decl->count :
				       amount == FACTORY_VIEWS ?
				       decl->count * decl->views :
				       decl->count * decl->workers;
		}
	}
	return sum;
}

const struct factory_decl *factory_of(const struct system *system,
				      enum abi_type type, uint64_t number,
				      const struct instance **owner)
{
	for (size_t i = 0; i < system->instances_count; i++) {
		const struct component *c = system->instances[i]->component;

		*owner = system->instances[i];
		for (size_t f = 0; f < c->factories_count; f++) {
			const struct factory_decl *decl = &c->factories[f];

			if (decl->type != type)
				continue;
			if (number < decl->count)
				return decl;
			number -= decl->count;
		}
	}
	return NULL;
}

const char *factory_name(const struct layout *layout,
			 const struct instance *owner,
			 const struct factory_decl *decl)
{
	return arena_printf(layout->arena, "%s.%s", owner->name, decl->name);
}

/* ---- contents ------------------------------------------------------------ */

static uint64_t place_key(void)
{
	return object_key(ABI_TYPE_NONE, 0);
}

static uint64_t array_base(const struct layout *layout, enum abi_type type,
			   uint64_t *size)
{
	const struct objects *o = &layout->objects;

	*size = 64;
	switch (type) {
	case ABI_TYPE_DOMAIN:
		*size = sizeof(struct abi_domain);
		return o->base + o->domains.base;
	case ABI_TYPE_VP:
		*size = sizeof(struct abi_vp);
		return o->vps.base;
	case ABI_TYPE_POOL:
		*size = sizeof(struct abi_pool);
		return o->base + o->pools.base;
	case ABI_TYPE_BUDGET:
		*size = sizeof(struct abi_budget);
		return o->base + o->budgets.base;
	case ABI_TYPE_PORTAL:
		return o->base + o->portals.base;
	case ABI_TYPE_REGION:
		return o->base + o->regions.base;
	case ABI_TYPE_EVENT:
		return o->base + o->events.base;
	default:
		return o->base + o->grants.base;
	}
}

static uint64_t place_address(const struct layout *layout, enum abi_type type,
			      uint64_t number)
{
	uint64_t size, base = array_base(layout, type, &size);

	return base + (layout->objects.places[type] + number) * size;
}

static void fill_views(struct layout *layout, struct abi_domain *domain,
		       uint64_t address, uint64_t first)
{
	const struct objects *o = &layout->objects;

	domain->views = o->base + o->views.base +
		(o->made_views + first) * sizeof(struct abi_view);
	for (uint64_t i = 0; i < domain->views_count; i++) {
		struct abi_view *view = object_bytes(layout, domain->views +
			i * sizeof(struct abi_view));

		view->domain = address;
	}
}

static void fill_domains(struct layout *layout, const struct place *place)
{
	const struct objects *o = &layout->objects;
	const struct instance *owner;
	uint64_t views = 0;

	for (uint64_t i = 0; i < place->number; i++)
		views += factory_of(layout->system, ABI_TYPE_DOMAIN, i,
				    &owner)->views;
	for (uint64_t i = 0; i < place->decl->count; i++) {
		uint64_t number = place->number + i;
		uint32_t index = (uint32_t)(o->places[ABI_TYPE_DOMAIN] + number);
		uint64_t address = domain_address(layout, index);
		struct abi_domain *domain = object_bytes(layout, address);
		struct abi_cap *caps = (struct abi_cap *)(void *)
			(o->bytes + o->caps[index]);

		*domain = (struct abi_domain){
			.key = place_key(),
			.caps = o->base + o->caps[index],
			.caps_count = place->decl->slots,
			.state = ABI_DOMAIN_STOPPED,
			.level = place->instance->level + 1,
			.index = index,
			.name = layout_name(layout,
				factory_name(layout, place->instance,
					     place->decl)),
			.views_count = place->decl->views,
		};
		domain_fill_space(layout, domain, address);
		for (uint64_t s = 0; s < domain->caps_count; s++)
			caps[s] = abi_cap_empty();
		fill_views(layout, domain, address, views);
		views += place->decl->views;
	}
}

static void fill_vp(struct layout *layout, const struct place *place,
		    uint64_t number, uint64_t address)
{
	const struct instance *instance = place->instance;
	struct abi_vp *vp = (struct abi_vp *)(void *)(layout->objects.vp_bytes +
		(address - layout->objects.vps.base));

	memset(vp, 0, sizeof *vp);
	vp->key = place_key();
	vp->state = ABI_VP_DEAD;
	vp->link = address + offsetof(struct abi_vp, links) +
		(ABI_LINKS - 1) * sizeof(struct abi_link);
	if (place->decl->blocks)
		vp->control = layout_control(layout, instance,
			instance->regions[place->decl->blocks - 1].address +
			number * ABI_WINDOW_SIZE);
}

static void fill_pools(struct layout *layout, const struct place *place)
{
	const struct objects *o = &layout->objects;
	const struct instance *owner;
	uint64_t worker = o->made_workers;

	for (uint64_t i = 0; i < place->number; i++)
		worker += factory_of(layout->system, ABI_TYPE_POOL, i,
				     &owner)->workers;
	for (uint64_t i = 0; i < place->decl->count; i++) {
		uint64_t address = place_address(layout, ABI_TYPE_POOL,
						 place->number + i);
		struct abi_pool *pool = object_bytes(layout, address);

		pool->end = address + offsetof(struct abi_pool, waiters);
		pool->key = place_key();
		pool->room = place->decl->workers;
		pool->workers = o->base + o->workers.base +
			worker * sizeof(struct abi_worker);
		worker += place->decl->workers;
	}
}

static void fill_places(struct layout *layout, const struct place *place)
{
	if (place->decl->type == ABI_TYPE_DOMAIN)
		fill_domains(layout, place);
	else if (place->decl->type == ABI_TYPE_POOL)
		fill_pools(layout, place);
	for (uint64_t i = 0; i < place->decl->count; i++) {
		uint64_t address = place_address(layout, place->decl->type,
						 place->number + i);
		uint64_t key = place_key();

		if (place->decl->type == ABI_TYPE_VP)
			fill_vp(layout, place, i, address);
		else
			memcpy(object_bytes(layout, address), &key, sizeof key);
		if (place->decl->interface)
			((struct abi_portal *)object_bytes(layout, address))
				->interface = place->decl->interface->number;
	}
}

/* What is there to be handed on: nobody runs on it. */
static void fill_root(struct layout *layout, const struct factory_decl *decl,
		      uint32_t number)
{
	struct abi_budget *budget = object_bytes(layout,
		own_address(layout, ABI_TYPE_BUDGET, number));

	*budget = (struct abi_budget){
		.key = object_key(ABI_TYPE_BUDGET, 0),
		.flags = decl->slack ? ABI_BUDGET_SLACK : 0,
		.share = budget_share(decl->budget, decl->period),
	};
}

static void fill_factory(struct layout *layout, const struct place *place,
			 const struct named_cap *named)
{
	const struct factory_decl *decl = place->decl;
	struct abi_factory *factory = object_bytes(layout,
		own_address(layout, ABI_TYPE_FACTORY, named->number));

	*factory = (struct abi_factory){
		.key = object_key(ABI_TYPE_FACTORY, 0),
		.first = place_address(layout, decl->type, place->number),
		.free = ~UINT64_C(0) >> (ABI_FACTORY_MAX - decl->count),
		.type = decl->type, .count = decl->count,
		.last = ABI_FACTORY_MAX - 1,
	};
	fill_places(layout, place);
	if (decl->type == ABI_TYPE_BUDGET)
		fill_root(layout, decl, named[1].number);
}

void factories_fill(struct layout *layout)
{
	for_each(layout, fill_factory);
}
