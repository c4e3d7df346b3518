/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * Sessions in policies: a server can hand out a right on itself, and it goes on
 * from hand to hand along all that carries capabilities for interfaces. Who has
 * one calls the server, and gives it memory and events by attaching.
 */
#include "policy.h"

#define PORTALS		(UINT32_C(1) << ABI_TYPE_PORTAL)

const struct provide_decl *session_on(const struct instance *server,
				      const struct target *target)
{
	const struct component *c = server->component;

	for (size_t i = 0; !target->device &&
	     target->owners.has[server->index] && i < c->provides_count; i++)
		if (c->provides[i].sessions && (!target->thing ||
		    c->provides[i].name == target->thing))
			return &c->provides[i];
	return NULL;
}

/* One step further: who can be handed one by those of the set. */
static void holders_step(struct front *front, struct set *set)
{
	for (uint32_t i = 0; i < front->connections.count; i++) {
		const struct connection *c = front->connections.items[i];
		struct kinds there = kinds_of(front, c, false);
		struct kinds back = kinds_of(front, c, true);

		if (set->has[c->client->index] &&
		    (there.kept | there.lent) & PORTALS)
			set_add(set, c->server->index);
		if (set->has[c->server->index] &&
		    (back.kept | back.lent) & PORTALS)
			set_add(set, c->client->index);
	}
	for (uint32_t i = 0; i < front->instances.count; i++) {
		const struct instance *from = front->instances.items[i];

		for (size_t j = 0; set->has[i] && j < from->caps_count; j++)
			if (from->caps[j].type == ABI_TYPE_DOMAIN &&
			    from->caps[j].rights & ABI_RIGHT_CONTROL)
				set_add(set, from->caps[j].of->index);
	}
}

struct set session_holders(struct front *front, const struct instance *server)
{
	struct set set = set_new(front);
	uint32_t before;

	set_add(&set, server->index);
	do {
		before = set.count;
		holders_step(front, &set);
	} while (set.count != before);
	return set;
}
