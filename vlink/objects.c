/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * The kernel's objects (abi/object.h), filled: the state in which the machine
 * starts.
 *
 * All arrays but the vps stand in one block, each aligned to 64 bytes: domains,
 * pools, workers, portals, budgets, regions, views, events, interrupts, grants,
 * the debug object, and the capability tables. A vp is a page of few words and
 * zeroes, so vps are zeroed pages with runs. Every object begins its life with
 * generation 1.
 */
#include <string.h>

#include <vesper/abi/connection.h>
#include <vesper/abi/syscall.h>

#include "back.h"
#include "layout.h"

#define OBJECT_ALIGN 64u

static uint64_t key_of(enum abi_type type, unsigned rights)
{
	return abi_key(type, rights, 0, OBJECT_GENERATION);
}

/* Only portals and events have a fast path, which asks for its right. */
uint64_t object_key(enum abi_type type, unsigned rights)
{
	return rights ? key_of(type, rights) :
		abi_key(type, 0, ABI_KEY_SLOW, OBJECT_GENERATION);
}

/* The key of an object that no fast path serves: no capability equals it, or a
 * call of one without the CALL right would take it for a portal. */
static uint64_t key_of_slow(enum abi_type type)
{
	return abi_key(type, 0, ABI_KEY_SLOW, OBJECT_GENERATION);
}

/* ---- sizes --------------------------------------------------------------- */

static bool wants_debug(const struct system *system)
{
	for (size_t i = 0; i < system->instances_count; i++)
		for (size_t c = 0; c < system->instances[i]->caps_count; c++)
			if (system->instances[i]->caps[c].type ==
			    ABI_TYPE_DEBUG)
				return true;
	return false;
}

/* A vp without one runs on slack alone. */
static bool has_budget(const struct vp_decl *vp)
{
	return vp->budget != 0;
}

static uint64_t slots_of(const struct instance *instance)
{
	return first_free_slot(instance) +
		component_empty_slots(instance->component);
}

/* By index: the instances', then those of factories. */
static uint64_t domain_slots(const struct system *system, uint64_t index)
{
	const struct instance *owner;

	if (index < system->instances_count)
		return slots_of(system->instances[index]);
	return factory_of(system, ABI_TYPE_DOMAIN,
			  index - system->instances_count, &owner)->slots;
}

/* Behind what there is from the start. */
static void count_places(struct layout *layout)
{
	const struct system *system = layout->system;
	struct objects *o = &layout->objects;
	const struct { enum abi_type type; struct abi_array *array; } all[] = {
		{ ABI_TYPE_DOMAIN, &o->domains }, { ABI_TYPE_VP, &o->vps },
		{ ABI_TYPE_POOL, &o->pools }, { ABI_TYPE_PORTAL, &o->portals },
		{ ABI_TYPE_BUDGET, &o->budgets },
	};
	uint64_t made_regions = factory_places(system, ABI_TYPE_REGION,
					       FACTORY_PLACES);

	o->places[ABI_TYPE_REGION] = o->regions.count - made_regions;
	o->made_workers = o->workers.count;
	o->workers.count += factory_places(system, ABI_TYPE_POOL,
					   FACTORY_WORKERS);
	o->made_views = o->views.count;
	o->views.count += factory_places(system, ABI_TYPE_DOMAIN,
					 FACTORY_VIEWS);
	o->roots = o->budgets.count;
	o->budgets.count += factory_places(system, ABI_TYPE_BUDGET,
					   FACTORY_ROOTS);
	for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
		o->places[all[i].type] = all[i].array->count;
		all[i].array->count += factory_places(system, all[i].type,
						      FACTORY_PLACES);
	}
}

static void count_objects(struct layout *layout)
{
	struct objects *objects = &layout->objects;
	const struct system *system = layout->system;

	objects->domains.count = system->instances_count;
	objects->regions.count = layout->spaces.count;
	for (uint32_t i = 0; i < layout->sights.count; i++)
		objects->views.count +=
			view_records(layout->sights.items[i].space);
	for (size_t i = 0; i < system->instances_count; i++) {
		const struct component *component =
			system->instances[i]->component;

		objects->vps.count += component->vps_count;
		objects->views.count += component_empty_views(component);
		for (size_t v = 0; v < component->vps_count; v++)
			objects->budgets.count +=
				has_budget(&component->vps[v]);
		objects->pools.count += component->pool.workers != 0;
		objects->workers.count += component->pool.workers;
		objects->portals.count += component->provides_count;
	}
	count_places(layout);
}

/* Lay arrays out one behind the other; offsets until frames are known. */
uint64_t objects_reserve(uint64_t *at, uint64_t count, uint64_t size)
{
	uint64_t offset = *at;

	*at = (offset + count * size + OBJECT_ALIGN - 1) &
		~(uint64_t)(OBJECT_ALIGN - 1);
	return offset;
}

void objects_measure(struct layout *layout)
{
	struct objects *o = &layout->objects;
	const struct system *system = layout->system;
	uint64_t at = 0;

	count_objects(layout);
	o->domains.base = objects_reserve(&at, o->domains.count,
				  sizeof(struct abi_domain));
	o->pools.base = objects_reserve(&at, o->pools.count, sizeof(struct abi_pool));
	o->workers.base = objects_reserve(&at, o->workers.count,
				  sizeof(struct abi_worker));
	o->portals.base = objects_reserve(&at, o->portals.count,
				  sizeof(struct abi_portal));
	o->budgets.base = objects_reserve(&at, o->budgets.count,
				  sizeof(struct abi_budget));
	o->regions.base = objects_reserve(&at, o->regions.count,
				  sizeof(struct abi_region));
	o->views.base = objects_reserve(&at, o->views.count, sizeof(struct abi_view));
	own_measure(layout, &at);
	o->debug = wants_debug(system) ? objects_reserve(&at, 1, OBJECT_ALIGN) : 0;
	o->caps = arena_array(layout->arena, o->domains.count,
			      sizeof *o->caps);
	for (size_t i = 0; i < o->domains.count; i++)
		o->caps[i] = objects_reserve(&at, domain_slots(system, i),
				     sizeof(struct abi_cap));
	o->size = at;
	o->bytes = arena_alloc(layout->arena, page_up(at));
	o->vp_bytes = arena_array(layout->arena, o->vps.count, ABI_PAGE_SIZE);
}

/* ---- addresses ----------------------------------------------------------- */

uint64_t domain_address(const struct layout *layout, uint32_t index)
{
	return layout->objects.base + layout->objects.domains.base +
		index * sizeof(struct abi_domain);
}

/* Numbers of an instance's first pool, worker, portal and vp. */
struct firsts {
	uint64_t pool, worker, portal, vp, budget;
};

static struct firsts firsts_of(const struct layout *layout, uint32_t index)
{
	struct firsts firsts = { 0 };

	for (uint32_t i = 0; i < index; i++) {
		const struct component *component =
			layout->system->instances[i]->component;

		firsts.pool += component->pool.workers != 0;
		firsts.worker += component->pool.workers;
		firsts.portal += component->provides_count;
		firsts.vp += component->vps_count;
		for (size_t v = 0; v < component->vps_count; v++)
			firsts.budget += has_budget(&component->vps[v]);
	}
	return firsts;
}

uint64_t vp_address(const struct layout *layout,
		    const struct instance *instance, size_t vp)
{
	return layout->objects.vps.base +
		(firsts_of(layout, instance->index).vp + vp) *
		sizeof(struct abi_vp);
}

/* The region object of a space that begins at this user address. */
static uint64_t region_address(const struct layout *layout, uint64_t address)
{
	for (uint32_t i = 0; i < layout->spaces.count; i++)
		if (layout->spaces.items[i]->address == address)
			return layout->objects.base +
				layout->objects.regions.base +
				i * sizeof(struct abi_region);
	return 0;
}

static uint64_t pool_address(const struct layout *layout, uint32_t index)
{
	return layout->objects.base + layout->objects.pools.base +
		firsts_of(layout, index).pool * sizeof(struct abi_pool);
}

static uint64_t portal_address(const struct layout *layout,
			       const struct instance *instance,
			       const struct provide *provide)
{
	uint64_t index = firsts_of(layout, instance->index).portal +
		(uint64_t)(provide - instance->provides);

	return layout->objects.base + layout->objects.portals.base +
		index * sizeof(struct abi_portal);
}

/* ---- contents ------------------------------------------------------------ */

void *object_bytes(struct layout *layout, uint64_t address)
{
	return layout->objects.bytes + (address - layout->objects.base);
}

void domain_fill_space(const struct layout *layout, struct abi_domain *domain,
		       uint64_t address)
{
	const uint64_t *tables = layout->domain_tables[domain->index];
	uint64_t root = tables[0];

	for (unsigned q = 0; q < 4; q++)
		if (tables[q])
			domain->tables[q] = ABI_KERNEL_BASE + tables[q];
	if (user_bits(&layout->system->board) == 32) {
		for (unsigned q = 0; q < 4; q++)
			if (tables[q])
				domain->root[q] = tables[q] | DESC_WINDOW;
		root = address - ABI_KERNEL_BASE +
			offsetof(struct abi_domain, root);
	}
	domain->ttbr = root | (uint64_t)(domain->index + 1) << 48;
}

static void fill_domain(struct layout *layout, const struct instance *instance)
{
	uint64_t address = domain_address(layout, instance->index);
	struct abi_domain *domain = object_bytes(layout, address);

	*domain = (struct abi_domain){
		.key = key_of_slow(ABI_TYPE_DOMAIN),
		.caps = layout->objects.base +
			layout->objects.caps[instance->index],
		.caps_count = slots_of(instance),
		.pool = instance->component->pool.workers != 0 ?
			pool_address(layout, instance->index) : 0,
		.handler = instance->handler,
		.handler_stack = instance->handler_stack,
		.fp = instance->component->fp,
		.level = instance->level,
		.index = instance->index,
		.name = layout_name(layout, instance->name),
	};
	domain_fill_space(layout, domain, address);
	if (instance->restart) {
		domain->restart = instance->restart;
		domain->vps = vp_address(layout, instance, 0);
		domain->vps_count = instance->component->vps_count;
	}
}

static uint64_t recovery_vp(struct layout *layout,
			    const struct instance *instance)
{
	uint64_t first = firsts_of(layout, instance->index).vp;

	for (size_t i = 0; i < instance->component->vps_count; i++)
		if (instance->component->vps[i].recovery)
			return layout->objects.vps.base +
				(first + i) * sizeof(struct abi_vp);
	return 0;
}

static void fill_pool(struct layout *layout, const struct instance *instance)
{
	uint32_t count = instance->component->pool.workers;
	uint64_t address = pool_address(layout, instance->index);
	uint64_t first = layout->objects.base + layout->objects.workers.base +
		firsts_of(layout, instance->index).worker *
		sizeof(struct abi_worker);
	struct abi_worker *workers = object_bytes(layout, first);
	struct abi_pool *pool = object_bytes(layout, address);

	if (count == 0)
		return;
	*pool = (struct abi_pool){
		.key = key_of_slow(ABI_TYPE_POOL),
		.free = first,
		.domain = domain_address(layout, instance->index),
		.workers = first,
		.count = count,
		.end = address + offsetof(struct abi_pool, waiters),
	};
	pool->recovery = recovery_vp(layout, instance);
	/* The first worker is the monitor's token; the others are idle. */
	if (count > 1)
		pool->reserve = first + sizeof *workers;
	for (uint32_t i = 0; i < count; i++)
		workers[i] = (struct abi_worker){
			.next = i > 0 && i + 1 < count ?
				first + (i + 1) * sizeof *workers : 0,
			.stack = instance->workers[i],
			.pool = address,
			.landing = instance->slots + ABI_FIELDS * i,
		};
}

static void fill_portals(struct layout *layout,
			 const struct instance *instance)
{
	for (size_t i = 0; i < instance->component->provides_count; i++) {
		const struct provide *provide = &instance->provides[i];
		struct abi_portal *portal =
			object_bytes(layout, portal_address(layout, instance,
							    provide));

		*portal = (struct abi_portal){
			.key = key_of(ABI_TYPE_PORTAL, ABI_RIGHT_CALL),
			.pool = pool_address(layout, instance->index),
			.entry = provide->entry,
			.limit = provide->decl->time,
			.interface = provide->decl->interface->number,
		};
		if (portal->limit || instance->component->fp)
			portal->key |= ABI_KEY_SLOW;
	}
}

uint32_t budget_share(uint64_t time, uint64_t period)
{
	for (; period >> 32; period >>= 1)
		time >>= 1;
	return period ? (uint32_t)(time * ABI_BUDGET_WHOLE / period) : 0;
}

static uint64_t fill_budget(struct layout *layout, const struct vp_decl *decl,
			    uint64_t number, uint64_t vp)
{
	uint64_t address = layout->objects.base + layout->objects.budgets.base +
		number * sizeof(struct abi_budget);
	struct abi_budget *budget = object_bytes(layout, address);

	*budget = (struct abi_budget){
		.key = key_of_slow(ABI_TYPE_BUDGET),
		.amount = decl->budget,
		.period = decl->period,
		.vp = vp,
		.flags = decl->slack ? ABI_BUDGET_SLACK : 0,
		.share = budget_share(decl->budget, decl->period),
		.used = budget_share(decl->budget, decl->period),
	};
	return address;
}

/* A vp starts in its base link, at its entry, on its stack. */
static void fill_vps(struct layout *layout, const struct instance *instance)
{
	struct firsts firsts = firsts_of(layout, instance->index);

	for (size_t i = 0; i < instance->component->vps_count; i++) {
		const struct vp *vp = &instance->vps[i];
		uint64_t offset = (firsts.vp + i) * sizeof(struct abi_vp);
		uint64_t address = layout->objects.vps.base + offset;
		struct abi_vp *to = (struct abi_vp *)(void *)
			(layout->objects.vp_bytes + offset);

		memset(to, 0, sizeof *to);
		to->key = key_of_slow(ABI_TYPE_VP);
		to->link = address + offsetof(struct abi_vp, links) +
			(ABI_LINKS - 1) * sizeof(struct abi_link);
		to->home = domain_address(layout, instance->index);
		to->state = vp->entry && !vp->decl->recovery ?
			ABI_VP_READY : ABI_VP_DEAD;
		to->name = layout_name(layout, vp->decl->name);
		to->control = layout_control(layout, instance, vp->control);
		to->activation = vp->activation;
		to->context.pc = vp->entry;
		to->context.sp = vp->thread;
		to->context.tls = vp->thread;
		to->links[ABI_LINKS - 1].domain = to->home;
		if (instance->restart || vp->decl->recovery) {
			to->start_pc = vp->entry;
			to->start_stack = vp->thread;
		}
		if (has_budget(vp->decl))
			to->budget = fill_budget(layout, vp->decl,
						 firsts.budget++, address);
	}
}

/* ---- capabilities -------------------------------------------------------- */

/* The object of a capability that is neither a portal's nor debug. */
static uint64_t target_address(const struct layout *layout,
			       const struct capability *cap)
{
	const struct cap_decl *decl;

	if (!cap->object)
		return domain_address(layout, cap->of->index);
	decl = cap->object->decl;
	if (decl->type == ABI_TYPE_REGION)
		return region_address(layout,
				      cap->of->regions[decl->index].address);
	return own_address(layout, decl->type, cap->object->number);
}

/* A portal's badge is the address of the server's record of this client. */
static struct abi_cap make_cap(struct layout *layout,
			       const struct instance *instance,
			       const struct capability *from)
{
	struct abi_cap cap = { .key = key_of(from->type, from->rights) };
	const struct connection *c = from->connection;

	switch (from->type) {
	case ABI_TYPE_PORTAL:
		cap.where = abi_where(portal_address(layout, c->server,
						     c->provide),
				      (uint32_t)(c->server->window +
						 c->record));
		if (instance->component->fp)
			cap.key |= ABI_CAP_SLOW;
		return cap;
	case ABI_TYPE_DEBUG:
		cap.where = abi_where(layout->objects.base +
				      layout->objects.debug, 0);
		return cap;
	default:
		cap.where = abi_where(target_address(layout, from),
				      from->badge);
		return cap;
	}
}

static void fill_caps(struct layout *layout, const struct instance *instance)
{
	struct objects *o = &layout->objects;
	struct abi_cap *table = (struct abi_cap *)(void *)
		(o->bytes + o->caps[instance->index]);

	for (uint64_t i = 0; i < slots_of(instance); i++)
		table[i] = abi_cap_empty();
	for (size_t i = 0; i < instance->caps_count; i++) {
		const struct capability *cap = &instance->caps[i];

		if (cap->slot < instance->slots)
			table[cap->slot] = make_cap(layout, instance, cap);
		else
			layout_error(layout, cap->where, BACK_RANGE,
				     "internal: slot %u of %u in '%s'",
				     cap->slot, instance->slots,
				     instance->name);
	}
}

void objects_fill(struct layout *layout)
{
	struct objects *o = &layout->objects;

	memset(o->bytes, 0, page_up(o->size));
	for (size_t i = 0; i < layout->system->instances_count; i++) {
		const struct instance *instance = layout->system->instances[i];

		fill_domain(layout, instance);
		fill_pool(layout, instance);
		fill_portals(layout, instance);
		fill_vps(layout, instance);
		fill_caps(layout, instance);
	}
	view_objects_fill(layout);
	own_fill(layout);
	factories_fill(layout);
	if (wants_debug(layout->system)) {
		uint64_t key = key_of_slow(ABI_TYPE_DEBUG);

		memcpy(o->bytes + o->debug, &key, sizeof key);
	}
}
