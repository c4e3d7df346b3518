/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * system.json: everything that the other reports, `vlink diff`, `vlink explain`
 * and vaudit need. One line per record, in the order of the manifests, so that
 * a line-based diff is of use too. doc/manifest.md describes it.
 */
#include <inttypes.h>

#include <vesper/abi/connection.h>

#include "report.h"

static void string(struct emit *out, const char *text)
{
	emit(out, "\"");
	for (; *text; text++) {
		unsigned char c = (unsigned char)*text;

		if (c == '"' || c == '\\')
			emit(out, "\\%c", c);
		else if (c < ' ')
			emit(out, "\\u%04x", c);
		else
			emit(out, "%c", c);
	}
	emit(out, "\"");
}

static void member(struct emit *out, const char *name, const char *value)
{
	emit(out, "\"%s\": ", name);
	string(out, value);
	emit(out, ", ");
}

static void number(struct emit *out, const char *name, uint64_t value)
{
	emit(out, "\"%s\": %" PRIu64 ", ", name, value);
}

/* Every record ends with its place, so that none ends with a comma. */
static void where(struct emit *out, const struct system *system,
		  struct span at)
{
	emit(out, "\"where\": ");
	string(out, place_text(system, at));
	emit(out, "}");
}

static const char *separator(size_t i)
{
	return i ? ",\n" : "\n";
}

static void rights(struct emit *out, uint8_t bits)
{
	const char *comma = "";

	emit(out, "\"rights\": [");
#define X(name, value)                                                        \
	if (bits & (value)) {                                                 \
		emit(out, "%s\"" #name "\"", comma);                          \
		comma = ", ";                                                 \
	}
	ABI_RIGHTS(X)
#undef X
	emit(out, "], ");
}

static void vps(struct emit *out, const struct system *system,
		const struct instance *instance)
{
	emit(out, "\"vps\": [");
	for (size_t i = 0; i < instance->component->vps_count; i++) {
		const struct vp *vp = &instance->vps[i];

		emit(out, "%s{", i ? ", " : "");
		member(out, "name", vp->decl->name);
		number(out, "budget", vp->decl->budget);
		number(out, "period", vp->decl->period);
		number(out, "slack", vp->decl->slack || !vp->decl->budget);
		number(out, "entry", vp->entry);
		number(out, "thread", vp->thread);
		emit(out, "\"threads\": [");
		for (uint32_t t = 1; t < vp->decl->threads; t++)
			emit(out, "%s%" PRIu64, t > 1 ? ", " : "",
			     vp->threads[t]);
		emit(out, "], ");
		number(out, "control", vp->control);
		number(out, "caller", vp->caller);
		number(out, "activation", vp->activation);
		number(out, "recovery", vp->decl->recovery);
		number(out, "stack", vp->decl->stack);
		number(out, "stack_used", vp->decl->stack_used);
		where(out, system, vp->decl->where);
	}
	emit(out, "], ");
}

static void workers(struct emit *out, const struct instance *instance)
{
	emit(out, "\"workers\": [");
	for (uint32_t i = 0; i < instance->component->pool.workers; i++)
		emit(out, "%s%" PRIu64, i ? ", " : "", instance->workers[i]);
	emit(out, "], ");
	number(out, "worker_caller", instance->first_worker);
	number(out, "worker_stack", instance->component->pool.stack);
	number(out, "worker_stack_used",
	       instance->component->pool.stack_used);
}

/* What happens at a fault, and what is kept free for others. */
static void handling(struct emit *out, const struct system *system,
		     const struct instance *instance)
{
	const struct component *c = instance->component;

	number(out, "handler", instance->handler);
	number(out, "handler_stack", instance->handler_stack);
	number(out, "handler_caller", instance->handler_caller);
	number(out, "restart", instance->restart);
	member(out, "at_end", restart_text(system->arena, &c->restart));
	emit(out, "\"fp\": %s, ", c->fp ? "true" : "false");
	number(out, "free_slots", component_empty_slots(c));
	number(out, "free_views", component_empty_views(c));
	if (!instance->supervisor)
		return;
	member(out, "supervisor", arena_printf(system->arena, "%s.%s",
		instance->supervisor->name,
		instance->supervisor_event->decl->name));
	number(out, "supervisor_bits", instance->supervisor_bits);
}

static void domains(struct emit *out, const struct system *system)
{
	emit(out, "\"domains\": [");
	for (size_t i = 0; i < system->instances_count; i++) {
		const struct instance *instance = system->instances[i];

		emit(out, "%s{", separator(i));
		member(out, "name", instance->name);
		member(out, "component", instance->component->name);
		number(out, "index", instance->index);
		number(out, "level", instance->level);
		number(out, "slots", instance->slots);
		emit(out, "\"dma\": %s, ", instance->dma ? "true" : "false");
		vps(out, system, instance);
		workers(out, instance);
		handling(out, system, instance);
		where(out, system, instance->where);
	}
	emit(out, "],\n");
}

static void portals(struct emit *out, const struct system *system)
{
	size_t count = 0;

	emit(out, "\"portals\": [");
	for (size_t i = 0; i < system->instances_count; i++) {
		const struct instance *instance = system->instances[i];

		for (size_t j = 0; j < instance->component->provides_count;
		     j++) {
			const struct provide *p = &instance->provides[j];

			emit(out, "%s{", separator(count++));
			member(out, "name", arena_printf(system->arena,
				"%s.%s", instance->name, p->decl->name));
			member(out, "domain", instance->name);
			member(out, "interface", p->decl->interface->name);
			number(out, "interface_number",
			       p->decl->interface->number);
			number(out, "entry", p->entry);
			number(out, "time", p->decl->time);
			where(out, system, p->decl->where);
		}
	}
	emit(out, "],\n");
}

/* What is reported of a type of its own objects; NULL: nothing. */
static const char *object_kind(enum abi_type type)
{
	return type == ABI_TYPE_EVENT ? "event" :
	       type == ABI_TYPE_IRQ ? "irq" :
	       type == ABI_TYPE_GRANT ? "grant" :
	       type == ABI_TYPE_FACTORY ? "factory" :
	       type == ABI_TYPE_BUDGET ? "budget" : NULL;
}

static void factory(struct emit *out, const struct instance *instance,
		    const struct factory_decl *decl)
{
	static const char *const types[] = {
#define X(name, value) [ABI_TYPE_##name] = #name,
		ABI_TYPES(X)
#undef X
	};

	member(out, "of", types[decl->type]);
	number(out, "count", decl->count);
	number(out, "level", instance->level + 1);
	number(out, "slots", decl->slots);
	number(out, "views", decl->views);
	number(out, "workers", decl->workers);
	number(out, "interface_number",
	       decl->interface ? decl->interface->number : 0);
	number(out, "blocks", !decl->blocks ? 0 :
	       instance->regions[decl->blocks - 1].address);
	number(out, "address", instance->made[decl -
		instance->component->factories]);
	number(out, "size", decl->size);
	number(out, "code", decl->is_code);
	number(out, "budget", decl->budget);
	number(out, "period", decl->period);
	number(out, "slack", decl->slack);
}

static void object(struct emit *out, const struct system *system,
		   const struct instance *instance,
		   const struct named_cap *named)
{
	const struct cap_decl *decl = named->decl;
	const struct cap_decl *list = instance->component->cap_decls;

	emit(out, "{");
	member(out, "kind", object_kind(decl->type));
	member(out, "name", arena_printf(system->arena, "%s.%s",
					 instance->name, decl->name));
	member(out, "domain", instance->name);
	if (decl->type == ABI_TYPE_EVENT) {
		number(out, "vp", decl->vp);
		number(out, "number", decl->number);
	}
	if (decl->type == ABI_TYPE_FACTORY || decl->type == ABI_TYPE_BUDGET)
		factory(out, instance,
			&instance->component->factories[decl->index]);
	if (decl->type == ABI_TYPE_IRQ) {
		number(out, "line", instance->irqs[decl->index].number);
		member(out, "event", arena_printf(system->arena, "%s.%s",
			instance->name, list[decl->event].name));
	}
	where(out, system, decl->where);
}

/* Kernel objects that components have of their own. */
static void objects(struct emit *out, const struct system *system)
{
	size_t count = 0;

	emit(out, "\"objects\": [");
	for (size_t i = 0; i < system->instances_count; i++) {
		const struct instance *instance = system->instances[i];

		for (size_t d = 0; d < instance->component->cap_decls_count;
		     d++) {
			const struct named_cap *named =
				&instance->named_caps[d];

			if (named->decl->source != CAP_OWN ||
			    !object_kind(named->decl->type))
				continue;
			emit(out, "%s", separator(count++));
			object(out, system, instance, named);
		}
	}
	emit(out, "],\n");
}

static uint64_t part_address(const struct area_part *part)
{
	return part->area ? part->area->address + part->offset : 0;
}

/* What stands in the connection pages of both ends. */
static void connection(struct emit *out, const struct connection *c)
{
	number(out, "client", c->number);
	number(out, "provide", (uint64_t)(c->provide - c->server->provides));
	number(out, "handle", c->client->window + c->use->handles +
	       c->handle * sizeof(struct abi_handle));
	number(out, "to", part_address(&c->to));
	number(out, "to_base", c->to.area ?
	       c->to.area->address + c->to.base : 0);
	number(out, "to_limit", c->to.area ? c->to.limit : 0);
	number(out, "from", part_address(&c->from));
	number(out, "from_base", c->from.area ?
	       c->from.area->address + c->from.base : 0);
	number(out, "from_limit", c->from.area ? c->from.limit : 0);
	number(out, "to_stride", c->to_stride);
	number(out, "from_stride", c->from_stride);
	number(out, "callers", c->ring_callers);
	number(out, "cells", c->cells);
	number(out, "notify", c->notify);
	number(out, "ring_depth", c->ring_depth);
	number(out, "methods", c->methods ?
	       c->server->window + c->methods_offset : 0);
	emit(out, "\"method_bits\": [");
	for (size_t i = 0; i < c->methods_size / sizeof *c->methods; i++)
		emit(out, "%s%u", i ? ", " : "", c->methods[i]);
	emit(out, "], ");
	number(out, "parameters", c->constants ?
	       c->server->window + c->constants_offset : 0);
}

/* The handle that waits for its capability. */
static void attached(struct emit *out, const struct instance *instance,
		     const struct use *use)
{
	number(out, "handle", instance->window + use->handles);
	number(out, "to", instance->regions[use->decl->to].address);
	number(out, "from", instance->regions[use->decl->from].address);
}

static void holding(struct emit *out, const struct system *system,
		    const struct holding *h)
{
	emit(out, "{");
	member(out, "holder", h->holder->name);
	member(out, "kind", holding_kind_name(h->kind));
	member(out, "object", h->object);
	member(out, "detail", h->detail);
	rights(out, h->rights);
	if (h->slot)
		number(out, "slot", h->slot);
	if (h->badge)
		number(out, "badge", h->badge);
	if (h->size) {
		number(out, "address", h->address);
		number(out, "size", h->size);
	}
	if (h->connection)
		connection(out, h->connection);
	if (h->use)
		attached(out, h->holder, h->use);
	if (h->kind == HOLDING_DEVICE)
		number(out, "physical", h->physical);
	where(out, system, h->where);
}

static void memory(struct emit *out, const struct system *system)
{
	emit(out, "\"memory\": [");
	for (size_t i = 0; i < system->parts_count; i++) {
		const struct memory_part *part = &system->parts[i];

		emit(out, "%s{", separator(i));
		member(out, "owner", part->owner->name);
		member(out, "name", part->name);
		number(out, "address", part->address);
		number(out, "size", part->pages * ABI_PAGE_SIZE);
		rights(out, part->rights);
		emit(out, "\"device\": %s, \"stored\": %s}",
		     part->is_device ? "true" : "false",
		     part->is_stored ? "true" : "false");
	}
	emit(out, "],\n");
}

static void kernel(struct emit *out, const struct system *system)
{
	emit(out, "\"kernel\": [");
	for (size_t i = 0; i < system->kernel_parts_count; i++) {
		const struct kernel_part *part = &system->kernel_parts[i];

		emit(out, "%s{", separator(i));
		member(out, "name", part->name);
		number(out, "address", part->address);
		number(out, "physical", part->physical);
		number(out, "size", part->size);
		rights(out, part->rights);
		emit(out, "\"device\": %s}", part->is_device ? "true" : "false");
	}
	emit(out, "]\n");
}

void report_json(struct emit *out, const struct system *system)
{
	holdings list = { 0 };

	holdings_list(system, &list);
	emit(out, "{\"format\": 1,\n");
	member(out, "system", system->name);
	member(out, "board", system->board.name);
	number(out, "address_bits", system->board.address_bits);
	number(out, "ram", system->board.ram);
	number(out, "image_size", system->image_size);
	number(out, "memory_size", system->memory_size);
	number(out, "kernel_size", system->kernel_size);
	emit(out, "\"debug\": %s,\n", system->debug ? "true" : "false");
	domains(out, system);
	portals(out, system);
	objects(out, system);
	emit(out, "\"holdings\": [");
	for (uint32_t i = 0; i < list.count; i++) {
		emit(out, "%s", separator(i));
		holding(out, system, &list.items[i]);
	}
	emit(out, "],\n");
	memory(out, system);
	kernel(out, system);
	emit(out, "}\n");
}
