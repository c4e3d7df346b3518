/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * Levels: a call goes from a lower level to a higher one, so that calls can
 * neither deadlock nor nest deeper than there are links. An instance's level is
 * the longest path of calls from a client without callers down to it; a cycle
 * has none and is printed edge by edge.
 */
#include "front.h"

#include <vesper/abi/object.h>

enum mark { WHITE, GREY, BLACK };

struct visit {
	struct front *front;
	enum mark *marks;		/* by instance */
	struct connection **from;	/* through which it was entered */
	VEC(struct instance *) order;	/* finished: servers before clients */
};

/* `last` closes a cycle: it calls an instance that is being visited. */
static void report_cycle(struct visit *visit, const struct connection *last)
{
	struct diag *diag = visit->front->diag;
	VEC(const struct connection *) edges = { 0 };
	const struct connection *c = last;

	for (;;) {
		*VEC_PUSH(visit->front->arena, &edges) = c;
		if (c->client == last->server)
			break;
		c = visit->from[c->client->index];
	}
	diag_error(diag, last->where, CHECK_CYCLE,
		   "a cycle of calls: '%s' calls '%s', which comes back to it",
		   last->client->name, last->server->name);
	for (uint32_t i = edges.count; i-- > 1;)
		diag_note(diag, edges.items[i]->where, "'%s' calls '%s' here",
			  edges.items[i]->client->name,
			  edges.items[i]->server->name);
}

static void visit_instance(struct visit *visit, struct instance *instance)
{
	visit->marks[instance->index] = GREY;
	for (size_t i = 0; i < instance->component->uses_count; i++) {
		const struct use *use = &instance->uses[i];

		for (size_t j = 0; j < use->connections_count; j++) {
			struct connection *c = use->connections[j];

			if (visit->marks[c->server->index] == GREY) {
				report_cycle(visit, c);
			} else if (visit->marks[c->server->index] == WHITE) {
				visit->from[c->server->index] = c;
				visit_instance(visit, c->server);
			}
		}
	}
	visit->marks[instance->index] = BLACK;
	*VEC_PUSH(visit->front->arena, &visit->order) = instance;
}

/* Who makes domains calls them, and they may call what it calls. */
static uint32_t level_step(const struct instance *client)
{
	const struct component *c = client->component;

	for (size_t i = 0; i < c->factories_count; i++)
		if (c->factories[i].type == ABI_TYPE_DOMAIN)
			return 2;
	return 1;
}

/* The connection by which an instance has its level. */
static const struct connection *level_cause(const struct front *front,
					    const struct instance *instance)
{
	for (uint32_t i = 0; i < front->connections.count; i++) {
		const struct connection *c = front->connections.items[i];

		if (c->server == instance &&
		    c->client->level + level_step(c->client) ==
			    instance->level)
			return c;
	}
	return NULL;
}

static void report_depth(struct front *front, const struct instance *instance)
{
	const struct connection *c = level_cause(front, instance);

	if (!c)
		return;
	diag_error(front->diag, c->where, CHECK_LEVELS,
		   "'%s' would be at level %u; the highest is %u",
		   instance->name, instance->level, ABI_LEVELS - 1);
	for (c = level_cause(front, c->client); c;
	     c = level_cause(front, c->client))
		diag_note(front->diag, c->where, "'%s' calls '%s' here",
			  c->client->name, c->server->name);
}

void levels_compute(struct front *front)
{
	uint32_t count = front->instances.count;
	struct visit visit = { .front = front };

	visit.marks = arena_array(front->arena, count, sizeof(*visit.marks));
	visit.from = arena_array(front->arena, count, sizeof(*visit.from));
	for (uint32_t i = 0; i < count; i++)
		if (visit.marks[i] == WHITE)
			visit_instance(&visit, front->instances.items[i]);
	/* Clients before servers. */
	for (uint32_t i = visit.order.count; i-- > 0;) {
		struct instance *instance = visit.order.items[i];

		for (size_t j = 0; j < instance->component->uses_count; j++) {
			const struct use *use = &instance->uses[j];

			for (size_t k = 0; k < use->connections_count; k++) {
				struct instance *server =
					use->connections[k]->server;

				uint32_t level = instance->level +
						 level_step(instance);

				if (server->level < level)
					server->level = level;
			}
		}
	}
	for (uint32_t i = 0; !front->diag->errors && i < count; i++)
		if (front->instances.items[i]->level == ABI_LEVELS)
			report_depth(front, front->instances.items[i]);
}
