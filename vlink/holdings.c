/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * Who holds what, see report.h. It is worked out from connections and
 * declarations and not from the tables of the image: vaudit compares the two.
 */
#include "report.h"

#include "number.h"

#define RW	(ABI_RIGHT_READ | ABI_RIGHT_WRITE)

static const char *const kind_names[] = {
	[HOLDING_CALL] = "call", [HOLDING_DEBUG] = "debug",
	[HOLDING_EVENT] = "event", [HOLDING_GRANT] = "grant",
	[HOLDING_DOMAIN] = "domain", [HOLDING_FACTORY] = "factory",
	[HOLDING_BUDGET] = "budget",
	[HOLDING_REGION_CAP] = "region capability",
	[HOLDING_MEMORY] = "memory", [HOLDING_REGION] = "region",
	[HOLDING_AREA] = "area", [HOLDING_DEVICE] = "device",
	[HOLDING_IRQ] = "irq", [HOLDING_ALL_MEMORY] = "all memory",
	[HOLDING_ATTACH] = "attach",
};

const char *holding_kind_name(enum holding_kind kind)
{
	return kind_names[kind];
}

const char *rights_text(struct arena *arena, uint8_t rights)
{
	const char *text = "";

#define X(name, value)                                                        \
	if (rights & (value))                                                 \
		text = arena_printf(arena, "%s%s" #name, text, *text ? " " : "");
	ABI_RIGHTS(X)
#undef X
	return text;
}

const char *place_text(const struct system *system, struct span where)
{
	struct source_place place = source_place(system->diag->sources,
						 where.begin);

	if (!place.file)
		return "";
	return arena_printf(system->arena, "%s:%u", place.file->name,
			    place.line);
}

static struct holding *add(const struct system *system, holdings *list,
			   const struct instance *holder,
			   enum holding_kind kind, const char *object)
{
	struct holding *h = VEC_PUSH(system->arena, list);

	h->holder = holder;
	h->kind = kind;
	h->object = object;
	h->detail = "";
	return h;
}

static enum holding_kind kind_of(enum abi_type type)
{
	switch (type) {
	case ABI_TYPE_EVENT:
		return HOLDING_EVENT;
	case ABI_TYPE_GRANT:
		return HOLDING_GRANT;
	case ABI_TYPE_DOMAIN:
		return HOLDING_DOMAIN;
	case ABI_TYPE_REGION:
		return HOLDING_REGION_CAP;
	case ABI_TYPE_FACTORY:
		return HOLDING_FACTORY;
	case ABI_TYPE_BUDGET:
		return HOLDING_BUDGET;
	case ABI_TYPE_IRQ:
		return HOLDING_IRQ;
	default:
		return HOLDING_DEBUG;
	}
}

/* "uart.rx_event"; of an interrupt its number, of a region its own name. */
static const char *object_text(const struct system *system,
			       const struct capability *cap)
{
	const struct cap_decl *decl = cap->object ? cap->object->decl : NULL;
	const char *name;

	if (cap->type == ABI_TYPE_DEBUG)
		return "debug";
	if (!decl)
		return cap->of->name;
	if (decl->type == ABI_TYPE_IRQ)
		return arena_printf(system->arena, "irq %u",
				    cap->of->irqs[decl->index].number);
	name = decl->type == ABI_TYPE_REGION ?
		cap->of->component->regions[decl->index].name : decl->name;
	return arena_printf(system->arena, "%s.%s", cap->of->name, name);
}

static const char *factory_text(const struct system *system,
				const struct capability *cap)
{
	static const char *const types[] = {
#define X(name, value) [ABI_TYPE_##name] = #name,
		ABI_TYPES(X)
#undef X
	};
	const struct factory_decl *decl =
		&cap->of->component->factories[cap->object->decl->index];

	if (decl->type == ABI_TYPE_REGION)
		return arena_printf(system->arena, "%u of REGION, each %s",
				    decl->count,
				    number_text(system->arena, UNIT_SIZE,
						decl->size));
	if (decl->interface)
		return arena_printf(system->arena, "%u of PORTAL, each %s",
				    decl->count, decl->interface->name);
	return arena_printf(system->arena, "%u of %s", decl->count,
			    types[decl->type]);
}

/* An interrupt is held by the line that gives it, not by its declaration. */
static struct span cap_where(const struct capability *cap)
{
	if (cap->type == ABI_TYPE_IRQ && cap->object &&
	    cap->as->decl->source == CAP_OWN)
		return cap->of->irqs[cap->object->decl->index].where;
	return cap->where;
}

static void list_caps(const struct system *system, holdings *list,
		      const struct instance *instance)
{
	for (size_t i = 0; i < instance->caps_count; i++) {
		const struct capability *cap = &instance->caps[i];
		const struct connection *c = cap->connection;
		struct holding *h;

		if (cap->type != ABI_TYPE_PORTAL) {
			h = add(system, list, instance, kind_of(cap->type),
				object_text(system, cap));
			h->badge = cap->badge;
			if (cap->type == ABI_TYPE_FACTORY)
				h->detail = factory_text(system, cap);
		} else {
			h = add(system, list, instance, HOLDING_CALL,
				arena_printf(system->arena, "%s.%s",
					     c->server->name,
					     c->provide->decl->name));
			h->detail = c->provide->decl->interface->name;
			if (c->methods)
				h->detail = arena_printf(system->arena,
					"%s, methods %s", h->detail,
					c->methods_text);
			h->connection = c;
			h->badge = (uint32_t)(c->server->window + c->record);
		}
		h->rights = cap->rights;
		h->slot = cap->slot;
		h->where = cap_where(cap);
	}
}

/* What it has room for, and no right yet. */
static void list_attached(const struct system *system, holdings *list,
			  const struct instance *instance)
{
	for (size_t i = 0; i < instance->component->uses_count; i++) {
		const struct use *use = &instance->uses[i];
		struct holding *h;

		if (!use->decl->is_attached)
			continue;
		h = add(system, list, instance, HOLDING_ATTACH,
			arena_printf(system->arena, "%s.%s", instance->name,
				     use->decl->name));
		h->detail = use->decl->interface->name;
		h->rights = ABI_RIGHT_CALL | ABI_RIGHT_SHARE;
		h->where = use->decl->where;
		h->slot = attached_slot(instance, use->decl);
		h->use = use;
	}
}

static void list_memory(const struct system *system, holdings *list,
			const struct instance *instance)
{
	const struct component *c = instance->component;
	struct holding *h = add(system, list, instance, HOLDING_MEMORY,
				instance->name);

	h->rights = RW | ABI_RIGHT_EXEC;
	h->where = instance->where;
	h->address = instance->window;
	h->size = instance->windows * ABI_WINDOW_SIZE;
	for (size_t i = 0; i < c->regions_count; i++) {
		h = add(system, list, instance, HOLDING_REGION,
			arena_printf(system->arena, "%s.%s", instance->name,
				     c->regions[i].name));
		h->rights = RW;
		h->where = c->regions[i].where;
		h->address = instance->regions[i].address;
		h->size = c->regions[i].size;
	}
}

/* A right on an area is listed once, however many connections use it. */
static void area_add(const struct system *system, holdings *list,
		     const struct instance *instance, const struct area *area,
		     uint8_t rights, struct span where)
{
	struct holding *h;

	if (!area)
		return;
	for (uint32_t i = 0; i < list->count; i++) {
		h = &list->items[i];
		if (h->holder == instance && h->kind == HOLDING_AREA &&
		    h->address == area->address && h->object == area->name) {
			h->rights |= rights;
			return;
		}
	}
	h = add(system, list, instance, HOLDING_AREA, area->name);
	h->rights = rights;
	h->where = where;
	h->address = area->address;
	h->size = area->size;
}

static void list_areas(const struct system *system, holdings *list,
		       const struct instance *instance)
{
	for (size_t i = 0; i < system->connections_count; i++) {
		const struct connection *c = system->connections[i];

		if (c->client == instance) {
			area_add(system, list, instance, c->to.area, RW,
				 c->where);
			area_add(system, list, instance, c->from.area, RW,
				 c->where);
		}
		if (c->server == instance) {
			area_add(system, list, instance, c->to.area,
				 ABI_RIGHT_READ, c->where);
			area_add(system, list, instance, c->from.area, RW,
				 c->where);
		}
	}
}

static void list_devices(const struct system *system, holdings *list,
			 const struct instance *instance)
{
	const struct component *c = instance->component;
	struct holding *h;

	for (size_t i = 0; i < c->devices_count; i++) {
		const struct device *device = &instance->devices[i];

		if (!device->board)
			continue;
		h = add(system, list, instance, HOLDING_DEVICE,
			arena_printf(system->arena, "board.%s",
				     device->board->name));
		h->detail = device->board->kind;
		h->rights = RW;
		h->where = device->where;
		h->address = device->address;
		h->size = device->board->size;
		h->physical = device->board->address;
	}
	for (size_t i = 0; i < c->devices_count; i++) {
		const struct device *device = &instance->devices[i];

		if (!device->board || !device->board->dma)
			continue;
		h = add(system, list, instance, HOLDING_ALL_MEMORY,
			arena_printf(system->arena, "by dma of board.%s",
				     device->board->name));
		h->rights = RW;
		h->where = device->where;
	}
}

void holdings_list(const struct system *system, holdings *list)
{
	for (size_t i = 0; i < system->instances_count; i++) {
		const struct instance *instance = system->instances[i];

		list_caps(system, list, instance);
		list_attached(system, list, instance);
		list_memory(system, list, instance);
		list_areas(system, list, instance);
		list_devices(system, list, instance);
	}
}
