/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * Who can be handed what: methods carry capabilities from client to server as
 * parameters and back as results, and what was handed on can be handed on again.
 * Who has a capability for a domain puts others into its table (CONTROL), or
 * views of regions into its sight (SHARE).
 * For each kind of capability this goes backwards along the connections whose
 * interface carries it, from who must not have it to who has it.
 *
 * An interface that carries portals, domains or factories counts as one that
 * carries everything, both ways: through these come others. What a component makes
 * at run time holds nothing but what its maker had, and counts as the maker.
 *
 * It errs on the safe side: whoever can send a kind may send all of that kind
 * that it holds, if the rights admit it.
 */
#include "policy.h"

struct hands {
	struct front *front;
	uint32_t kind;		/* the bit */
	const struct connection **by;	/* of an instance: how it hands on; */
	const struct capability **over;	/* or by which domain's capability, */
	const struct provide_decl **session; /* or over a session of which, */
	const struct instance **to;	/* and to whom; itself: the left side */
	bool *keeps;		/* what it hands on must admit SHARE */
	VEC(const struct instance *) queue;
};

static struct kinds words_of(struct front *front, const struct connection *c,
			     bool is_result)
{
	method_list list = interface_methods(front, c->use->decl->interface);
	struct kinds kinds = { 0 };

	for (uint32_t i = 0; i < list.count; i++) {
		const struct method *m = &list.items[i];

		if (!connection_has(c, (uint32_t)m->number))
			continue;
		kinds.kept |= is_result ? m->gives.kept : m->takes.kept;
		kinds.lent |= is_result ? m->gives.lent : m->takes.lent;
	}
	return kinds;
}

#define KIND(type)	(UINT32_C(1) << ABI_TYPE_##type)
/* By which others come: who gets a portal, of a server or of a domain that was made
   at run time, can be given anything by its replies, and send anything to it; who
   gets a domain, or a factory to make one, puts capabilities into it. */
#define DOORS	(KIND(PORTAL) | KIND(DOMAIN) | KIND(FACTORY))

struct kinds kinds_of(struct front *front, const struct connection *c,
		      bool is_result)
{
	struct kinds kinds = words_of(front, c, is_result);
	struct kinds back = words_of(front, c, !is_result);

	if ((kinds.kept | kinds.lent | back.kept | back.lent) & DOORS)
		kinds.kept = UINT32_MAX;
	return kinds;
}

/* `from` can hand this kind to `to`, which is on the list: whether that is new. */
static bool hands_add(struct hands *hands, const struct instance *from,
		      const struct instance *to, struct kinds kinds)
{
	bool is_lent = kinds.lent & hands->kind;

	if (hands->to[from->index] || !((kinds.kept | kinds.lent) &
					hands->kind))
		return false;
	hands->to[from->index] = to;
	hands->keeps[from->index] = !is_lent;
	*VEC_PUSH(hands->front->arena, &hands->queue) = from;
	return true;
}

static void hands_connection(struct hands *hands, const struct connection *c,
			     const struct instance *to)
{
	bool is_result = c->client == to;
	const struct instance *from = is_result ? c->server : c->client;

	if ((is_result || c->server == to) &&
	    hands_add(hands, from, to,
		      kinds_of(hands->front, c, is_result)))
		hands->by[from->index] = c;
}

/* Over sessions of `server`, from or to whoever may have one: a session is a
   portal, by which anything comes (see DOORS). */
static void hands_sessions(struct hands *hands, const struct instance *server,
			   const struct instance *to)
{
	const struct component *c = server->component;
	struct front *front = hands->front;
	struct set holders = session_holders(front, server);

	for (size_t i = 0; i < c->provides_count; i++) {
		const struct provide_decl *provide = &c->provides[i];

		for (uint32_t h = 0; provide->sessions && holders.has[to->index]
		     && h < front->instances.count; h++) {
			const struct instance *from = to == server ?
				front->instances.items[h] : server;

			if (holders.has[h] && from != to &&
			    hands_add(hands, from, to, (struct kinds){
					      .kept = UINT32_MAX }))
				hands->session[from->index] = provide;
		}
	}
}

/* What a capability for the domain of `to` does, if anything. */
static void hands_over(struct hands *hands, const struct instance *from,
		       const struct capability *cap, const struct instance *to)
{
	uint8_t rights = ABI_RIGHT_CONTROL;

	if (hands->kind == UINT32_C(1) << ABI_TYPE_REGION)
		rights |= ABI_RIGHT_SHARE;
	if (cap->type != ABI_TYPE_DOMAIN || cap->of != to || from == to ||
	    !(cap->rights & rights) || hands->to[from->index])
		return;
	hands->to[from->index] = to;
	hands->over[from->index] = cap;
	hands->keeps[from->index] = true;
	*VEC_PUSH(hands->front->arena, &hands->queue) = from;
}

static void hands_step(struct hands *hands, const struct instance *to)
{
	struct front *front = hands->front;

	for (uint32_t i = 0; i < front->instances.count; i++) {
		const struct instance *from = front->instances.items[i];

		for (size_t j = 0; j < from->caps_count; j++)
			hands_over(hands, from, &from->caps[j], to);
	}

	for (uint32_t i = 0; i < front->connections.count; i++)
		hands_connection(hands, front->connections.items[i], to);
	for (uint32_t i = 0; i < front->instances.count; i++)
		if (front->instances.items[i]->component->sessions)
			hands_sessions(hands, front->instances.items[i], to);
}

/* The statement by which `from` has a right of this kind on the target. */
static bool has_right(const struct hands *hands, const struct instance *from,
		      const struct target *target, struct span *where)
{
	uint8_t needed = hands->keeps[from->index] ? ABI_RIGHT_SHARE : 0;
	const struct connection *call = call_on(hands->front, from, target);
	const struct provide_decl *own = session_on(from, target);

	if (own && hands->kind == UINT32_C(1) << ABI_TYPE_PORTAL) {
		*where = own->where;
		return true;
	}
	if (call && hands->kind == UINT32_C(1) << ABI_TYPE_PORTAL &&
	    (call->rights & needed) == needed) {
		*where = call->where;
		return true;
	}
	for (size_t i = 0; i < from->caps_count; i++) {
		const struct capability *cap = &from->caps[i];

		if (hands->kind != UINT32_C(1) << cap->type ||
		    (cap->rights & needed) != needed ||
		    !cap_is_on(cap, target))
			continue;
		*where = cap->where;
		return true;
	}
	return false;
}

static void report(const struct hands *hands, const struct match *match,
		   const struct instance *from, const struct instance *left,
		   struct span where)
{
	struct diag *diag = hands->front->diag;
	bool is_only = match->keyword->id == KEY_ONLY;

	diag_error(diag, match->statement->at,
		   is_only ? CHECK_ONLY : CHECK_NEVER,
		   "'%s' can be handed a right on '%s'", left->name,
		   match->arg[1]->text);
	diag_note(diag, where, "'%s' has it by this", from->name);
	for (; from != left; from = hands->to[from->index]) {
		const struct connection *c = hands->by[from->index];
		const struct provide_decl *p = hands->session[from->index];

		if (p) {
			diag_note(diag, p->where, "'%s' can hand it to '%s' "
				  "over a session of this", from->name,
				  hands->to[from->index]->name);
			continue;
		}
		if (!c) {
			diag_note(diag, hands->over[from->index]->where,
				  "'%s' can hand it to '%s' by this: a "
				  "capability for its domain", from->name,
				  hands->to[from->index]->name);
			continue;
		}
		diag_note(diag, c->where, "'%s' can hand it to '%s' by this: "
			  "%s carries capabilities", from->name,
			  hands->to[from->index]->name,
			  c->use->decl->interface->name);
	}
}

static bool kind_check(struct front *front, const struct match *match,
		       const struct instance *left,
		       const struct target *target, uint32_t kind)
{
	struct hands hands = { .front = front, .kind = kind };
	size_t count = front->instances.count;
	struct span where;

	hands.by = arena_array(front->arena, count, sizeof(*hands.by));
	hands.over = arena_array(front->arena, count, sizeof(*hands.over));
	hands.session = arena_array(front->arena, count,
				    sizeof(*hands.session));
	hands.to = arena_array(front->arena, count, sizeof(*hands.to));
	hands.keeps = arena_array(front->arena, count, sizeof(*hands.keeps));
	hands.to[left->index] = left;
	hands_step(&hands, left);
	for (uint32_t i = 0; i < hands.queue.count; i++) {
		const struct instance *from = hands.queue.items[i];

		if (has_right(&hands, from, target, &where)) {
			report(&hands, match, from, left, where);
			return true;
		}
		hands_step(&hands, from);
	}
	return false;
}

void handed_check(struct front *front, const struct match *match,
		  const struct instance *left, const struct target *target)
{
	for (unsigned type = ABI_TYPE_NONE + 1; type < ABI_TYPE_COUNT; type++)
		if (kind_check(front, match, left, target,
			       UINT32_C(1) << type))
			return;
}
