/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * Areas: sizes of the memory for messages, from the notes of the objects. Each
 * pair of client and server has at most one area per direction; each of its
 * connections has a part of it, whole pages:
 *
 *	one message slot per caller of the client | buffers | slack
 *
 * The slack is as large as the largest parameter in that direction, so that a
 * server checks a pointer by one comparison (abi/connection.h).
 */
#include <inttypes.h>

#include "front.h"
#include "number.h"

typedef VEC(struct area *) area_list;

static const struct interface_note *note_find(const struct component *component,
					      const struct interface *interface)
{
	for (size_t i = 0; i < component->notes_count; i++)
		if (component->notes[i].interface == interface->name)
			return &component->notes[i];
	return NULL;
}

static const struct interface_note *note_need(struct system *system,
	const struct connection *c, const struct component *component,
	const struct interface *interface)
{
	const struct interface_note *note = note_find(component, interface);

	if (!note)
		diag_error(system->diag, c->where, CHECK_NO_NOTE,
			   "no object of component %s was compiled with %s",
			   component->name, interface->header);
	return note;
}

static const struct abi_note_method *method_find(
	const struct interface_note *note, uint32_t number)
{
	for (size_t i = 0; i < note->methods_count; i++)
		if (note->methods[i].number == number)
			return &note->methods[i];
	return NULL;
}

/* Every method of the client's must be the server's too, by its hash. */
static bool check_methods(struct system *system, const struct connection *c,
			  const struct interface_note *client,
			  const struct interface_note *server)
{
	for (size_t i = 0; i < client->methods_count; i++) {
		const struct abi_note_method *mine = &client->methods[i];
		const struct abi_note_method *theirs =
			method_find(server, mine->number);

		if (theirs && theirs->hash == mine->hash)
			continue;
		diag_error(system->diag, c->where, CHECK_METHODS,
			   "method %" PRIu32 " of %s is not the same in %s and "
			   "%s: they were compiled against different files",
			   mine->number, client->interface, client->object,
			   server->object);
		return false;
	}
	return true;
}

static uint64_t max(uint64_t a, uint64_t b)
{
	return a > b ? a : b;
}

/* The pair's area in this direction, made when it is first asked for. */
static struct area *area_of_pair(struct system *system, area_list *areas,
				 const struct connection *c, bool is_to)
{
	const struct instance *first = is_to ? c->client : c->server;
	const struct instance *last = is_to ? c->server : c->client;
	const char *name = intern_string(system->interner,
		arena_printf(system->arena, "%s to %s", first->name,
			     last->name));
	struct area *area;

	for (uint32_t i = 0; i < areas->count; i++)
		if (areas->items[i]->name == name &&
		    areas->items[i]->owner == c->client)
			return areas->items[i];
	area = ARENA_NEW(system->arena, struct area);
	area->name = name;
	area->where = c->where;
	area->owner = c->client;
	*VEC_PUSH(system->arena, areas) = area;
	return area;
}

/* A named area: its slots so far, then this connection's. */
static void named_plan(struct system *system, area_list *areas,
		       const struct connection *c, struct area *area,
		       struct area_part *part, uint64_t slots, uint64_t slack)
{
	bool is_new = !area->owner;

	part->area = area;
	part->offset = area->slots;
	area->slots += slots;
	area->slack = max(area->slack, slack);
	if (is_new) {
		area->owner = c->client;
		*VEC_PUSH(system->arena, areas) = area;
	}
}

static void part_plan(struct system *system, area_list *areas,
		      const struct connection *c, bool is_to,
		      struct area_part *part, uint64_t slot, uint64_t slack)
{
	struct area *area = is_to ? c->named_to : c->named_from;
	uint64_t slots = slot * max(c->client->callers, 1);
	uint64_t buffers = slack ? c->use->decl->buffers : 0;
	uint64_t size = slots + buffers + slack;

	if (area)
		named_plan(system, areas, c, area, part, slots, slack);
	if (area || (!slot && !buffers))
		return;
	size = (size + ABI_PAGE_SIZE - 1) & ~(uint64_t)(ABI_PAGE_SIZE - 1);
	area = area_of_pair(system, areas, c, is_to);
	part->area = area;
	part->base = part->offset = area->size;
	part->buffers = part->offset + slots;
	part->limit = size - slack;
	area->size += size;
}

static void connection_plan(struct system *system, area_list *areas,
			    struct connection *c)
{
	const struct interface_note *client = note_need(system, c,
		c->client->component, c->use->decl->interface);
	const struct interface_note *server = note_need(system, c,
		c->server->component, c->provide->decl->interface);

	if (!client || !server || !check_methods(system, c, client, server))
		return;
	async_plan(system, c, client);
	part_plan(system, areas, c, true, &c->to, client->to_slot,
		  max(client->to_slack, server->to_slack));
	part_plan(system, areas, c, false, &c->from, client->from_slot,
		  max(client->from_slack, server->from_slack));
}

/* All is in: how large it is, and what each part of it may name. */
static void named_finish(struct system *system, struct area_part *part,
			 uint64_t buffers)
{
	struct area *area = part->area;
	uint64_t needed;

	if (!area || !area->is_named)
		return;
	needed = area->slots + buffers + area->slack;
	needed = (needed + ABI_PAGE_SIZE - 1) & ~(uint64_t)(ABI_PAGE_SIZE - 1);
	if (area->size < needed) {
		diag_error(system->diag, area->where, CHECK_RANGE,
			   "the messages of its connections need %s",
			   number_text(system->arena, UNIT_SIZE, needed));
		area->size = needed;
	}
	part->buffers = area->slots;
	part->limit = area->size - area->slack;
}

/* ---- attached uses ----------------------------------------------------------- */

/* The largest parameters of whatever may come: of an interface that extends it,
   too. */
static void slacks_find(const struct system *system,
			const struct interface *interface, uint64_t *to,
			uint64_t *from)
{
	const char *part = arena_printf(system->arena, "/%s/",
					interface->c_name);

	for (size_t i = 0; i < system->interfaces_count; i++) {
		const struct interface *other = system->interfaces[i];

		if (other != interface && !strstr(other->line, part))
			continue;
		for (size_t c = 0; c < system->components_count; c++) {
			const struct interface_note *note =
				note_find(system->components[c], other);

			*to = max(*to, note ? note->to_slack : 0);
			*from = max(*from, note ? note->from_slack : 0);
		}
	}
}

static void attached_plan(struct system *system, struct instance *instance,
			  struct use *use)
{
	const struct component *c = instance->component;
	const struct use_decl *decl = use->decl;
	const struct interface_note *note = note_find(c, decl->interface);
	uint64_t to = 0, from = 0;

	if (!note) {
		diag_error(system->diag, decl->where, CHECK_NO_NOTE,
			   "no object of component %s was compiled with %s",
			   c->name, decl->interface->header);
		return;
	}
	slacks_find(system, decl->interface, &to, &from);
	use->to_buffers = (uint64_t)note->to_slot * max(instance->callers, 1);
	use->from_buffers = (uint64_t)note->from_slot *
		max(instance->callers, 1);
	c->regions[decl->to].size = use->to_buffers + decl->buffers + to;
	c->regions[decl->from].size = use->from_buffers + decl->buffers + from;
	for (unsigned i = 0; i < 2; i++) {
		struct region_decl *region =
			&c->regions[i ? decl->to : decl->from];

		region->size = max(region->size + ABI_PAGE_SIZE - 1,
				   ABI_PAGE_SIZE) &
			~(uint64_t)(ABI_PAGE_SIZE - 1);
	}
}

static void instance_attached(struct system *system,
			      struct instance *instance)
{
	const struct component *c = instance->component;

	for (size_t i = 0; i < c->uses_count; i++)
		if (c->uses[i].is_attached)
			attached_plan(system, instance, &instance->uses[i]);
	for (size_t i = 0; i < c->provides_count; i++) {
		const struct interface_note *note =
			note_find(c, c->provides[i].interface);

		if (c->provides[i].sessions && note)
			rings_check(system, &c->provides[i], note);
	}
}

bool areas_plan(struct system *system)
{
	area_list areas = { 0 };

	for (size_t i = 0; i < system->connections_count; i++)
		connection_plan(system, &areas, system->connections[i]);
	for (size_t i = 0; i < system->connections_count; i++) {
		const struct connection *c = system->connections[i];

		named_finish(system, &system->connections[i]->to,
			     c->use->decl->buffers);
		named_finish(system, &system->connections[i]->from,
			     c->use->decl->buffers);
	}
	for (size_t i = 0; i < system->instances_count; i++)
		instance_attached(system, system->instances[i]);
	system->areas = areas.items;
	system->areas_count = areas.count;
	return !system->diag->errors;
}
