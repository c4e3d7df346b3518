/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * reach A at_most { B }: whom an instance can influence. A step is a call, a
 * capability for an object or a domain, or an area that one can write and the
 * other sees. Results are no step, nor is what a callee writes into its caller's
 * area.
 */
#include "policy.h"

struct search {
	struct front *front;
	const struct match *match;
	const struct set *allowed;
	const struct connection **by;	/* how an instance was reached, */
	const struct capability **with;	/* or with what, */
	const struct area **through;	/* or through which area, */
	const struct provide_decl **session; /* or over a session of which, */
	const struct instance **from;	/* and from where */
	VEC(const struct instance *) queue;
	struct set seen;
};

static void note_path(const struct search *search,
		      const struct instance *instance)
{
	const struct connection *c = search->by[instance->index];
	const struct capability *cap = search->with[instance->index];
	const struct area *area = search->through[instance->index];
	const struct provide_decl *session = search->session[instance->index];
	const struct instance *from = search->from[instance->index];

	if (!from)
		return;
	note_path(search, from);
	if (session)
		diag_note(search->front->diag, session->where,
			  "'%s' can be handed a session of '%s.%s'",
			  from->name, instance->name, session->name);
	else if (area)
		diag_note(search->front->diag, area->where,
			  "'%s' writes into area '%s', which '%s' reads",
			  from->name, area->name, instance->name);
	else if (c)
		diag_note(search->front->diag, c->where,
			  "'%s' calls '%s.%s' by this", from->name,
			  c->server->name, c->provide->decl->name);
	else
		diag_note(search->front->diag, cap->where,
			  "'%s' holds '%s' of '%s' by this", from->name,
			  cap->as->decl->name, instance->name);
}

static void check_reached(const struct search *search,
			  const struct instance *from,
			  const struct instance *instance)
{
	const struct device *dma = dma_of(instance);
	struct front *front = search->front;

	if (!search->allowed->has[instance->index]) {
		diag_error(front->diag, search->match->statement->at,
			   CHECK_REACH, "'%s' reaches '%s'", from->name,
			   instance->name);
		note_path(search, instance);
	} else if (dma && search->allowed->count < front->instances.count) {
		diag_error(front->diag, search->match->statement->at,
			   CHECK_REACH, "'%s' reaches everything", from->name);
		note_path(search, instance);
		diag_note(front->diag, dma->where,
			  "'%s' can write all memory by this device",
			  instance->name);
	}
}

static bool search_add(struct search *search, const struct instance *from,
		       const struct instance *to)
{
	if (search->seen.has[to->index])
		return false;
	set_add(&search->seen, to->index);
	search->from[to->index] = from;
	*VEC_PUSH(search->front->arena, &search->queue) = to;
	return true;
}

/* Whether an instance sees a named area, and writes into it: clients write into
   both kinds, servers into those from them. */
static bool sees(const struct connection *c, const struct instance *instance,
		 const struct area *area)
{
	return (c->client == instance || c->server == instance) &&
	       (c->named_to == area || c->named_from == area);
}

static bool writes(const struct connection *c, const struct instance *instance,
		   const struct area *area)
{
	return (c->client == instance && sees(c, instance, area)) ||
	       (c->server == instance && c->named_from == area);
}

/* Whether `instance` is called, over connections with the area, by `by`: what it
 * writes there is then a result like any other. */
static bool is_called(const struct front *front, const struct area *area,
		      const struct instance *instance,
		      const struct instance *by)
{
	for (uint32_t i = 0; i < front->connections.count; i++) {
		const struct connection *c = front->connections.items[i];

		if (c->client == by && sees(c, by, area) &&
		    (c->server == instance ||
		     is_called(front, area, instance, c->server)))
			return true;
	}
	return false;
}

static void area_reaches(struct search *search,
			 const struct instance *instance,
			 const struct area *area, const struct instance *other)
{
	if (!is_called(search->front, area, instance, other) &&
	    search_add(search, instance, other))
		search->through[other->index] = area;
}

static void search_area(struct search *search, const struct instance *instance,
			const struct area *area)
{
	struct front *front = search->front;

	for (uint32_t i = 0; area && i < front->connections.count; i++) {
		const struct connection *c = front->connections.items[i];

		if (!sees(c, c->client, area))
			continue;
		area_reaches(search, instance, area, c->client);
		area_reaches(search, instance, area, c->server);
	}
}

static void search_areas(struct search *search, const struct instance *instance)
{
	struct front *front = search->front;

	for (uint32_t i = 0; i < front->connections.count; i++) {
		const struct connection *c = front->connections.items[i];

		if (writes(c, instance, c->named_to))
			search_area(search, instance, c->named_to);
		if (writes(c, instance, c->named_from))
			search_area(search, instance, c->named_from);
	}
}

static void search_sessions(struct search *search,
			    const struct instance *instance)
{
	struct front *front = search->front;

	for (uint32_t i = 0; i < front->instances.count; i++) {
		const struct instance *server = front->instances.items[i];
		const struct component *c = server->component;

		if (!c->sessions || search->seen.has[i] ||
		    !session_holders(front, server).has[instance->index])
			continue;
		for (size_t p = 0; p < c->provides_count; p++)
			if (c->provides[p].sessions)
				search->session[i] = &c->provides[p];
		search_add(search, instance, server);
	}
}

/* One step: by a call, or with a capability for an object or a domain. */
static void search_step(struct search *search, const struct instance *instance)
{
	struct front *front = search->front;

	for (uint32_t j = 0; j < front->connections.count; j++) {
		const struct connection *c = front->connections.items[j];

		if (c->client == instance &&
		    search_add(search, instance, c->server))
			search->by[c->server->index] = c;
	}
	for (size_t j = 0; j < instance->caps_count; j++) {
		const struct capability *cap = &instance->caps[j];

		if (cap->as && search_add(search, instance, cap->of))
			search->with[cap->of->index] = cap;
	}
	search_areas(search, instance);
	search_sessions(search, instance);
}

static void search_from(struct search *search, const struct instance *from)
{
	struct front *front = search->front;

	search->seen = set_new(front);
	search->queue.count = 0;
	search->by = arena_array(front->arena, front->instances.count,
				 sizeof(*search->by));
	search->with = arena_array(front->arena, front->instances.count,
				   sizeof(*search->with));
	search->through = arena_array(front->arena, front->instances.count,
				      sizeof(*search->through));
	search->session = arena_array(front->arena, front->instances.count,
				      sizeof(*search->session));
	search->from = arena_array(front->arena, front->instances.count,
				   sizeof(*search->from));
	set_add(&search->seen, from->index);
	*VEC_PUSH(front->arena, &search->queue) = from;
	for (uint32_t i = 0; i < search->queue.count; i++) {
		const struct instance *instance = search->queue.items[i];

		check_reached(search, from, instance);
		search_step(search, instance);
	}
}

void reach_check(struct front *front, struct scope *scope,
		 const struct match *match)
{
	struct set left = set_new(front), allowed = set_new(front);
	struct search search = { .front = front, .match = match,
				 .allowed = &allowed };

	if (!set_resolve(front, scope, match->arg[0], match->arg[0]->text,
			 false, &left) ||
	    !names_resolve(front, scope, match->statement->block, false,
			   &allowed))
		return;
	for (uint32_t i = 0; i < front->instances.count; i++)
		if (left.has[i])
			set_add(&allowed, i);
	for (uint32_t i = 0; i < front->instances.count; i++)
		if (left.has[i])
			search_from(&search, front->instances.items[i]);
}
