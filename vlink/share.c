/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * Who shares memory by named areas. All that an area holds is seen by both ends
 * of each connection that names it; that is meant for a chain, along which a
 * buffer goes down. Connections that have no instance in common, not even over
 * others of the area, would share more than any of them declares.
 */
#include "front.h"

static bool names(const struct connection *c, const struct area *area)
{
	return c->named_to == area || c->named_from == area;
}

/* Mark who is connected with `first` over the area. */
static void mark(struct front *front, const struct area *area,
		 const struct connection *first, bool *is_marked)
{
	bool more = true;

	is_marked[first->client->index] = true;
	while (more) {
		more = false;
		for (uint32_t i = 0; i < front->connections.count; i++) {
			const struct connection *c =
				front->connections.items[i];
			bool *a = &is_marked[c->client->index];
			bool *b = &is_marked[c->server->index];

			if (!names(c, area) || *a == *b)
				continue;
			*a = *b = more = true;
		}
	}
}

static void area_check(struct front *front, const struct area *area)
{
	bool *is_marked = arena_array(front->arena, front->instances.count,
				      sizeof(*is_marked));
	const struct connection *first = NULL;

	for (uint32_t i = 0; i < front->connections.count; i++) {
		const struct connection *c = front->connections.items[i];

		if (!names(c, area))
			continue;
		if (!first) {
			first = c;
			mark(front, area, first, is_marked);
		}
		if (is_marked[c->client->index])
			continue;
		diag_error(front->diag, c->where, CHECK_SHARES,
			   "'%s' and '%s' would share area '%s', and no chain "
			   "of its connections leads from one to the other",
			   c->client->name, first->client->name, area->name);
		diag_note(front->diag, first->where, "the other is here");
		return;
	}
}

void shares_check(struct front *front, struct scope *scope)
{
	for (uint32_t i = 0; i < scope->areas.count; i++)
		area_check(front, scope->areas.items[i]);
	for (uint32_t i = 0; i < scope->scopes.count; i++)
		shares_check(front, scope->scopes.items[i]);
}
