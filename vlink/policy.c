/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * Policies: what a system promises about itself, checked on the connections
 * and devices that it really has.
 *
 *	never A -> B	nobody of A holds a right on B: a call, a device, an
 *			interrupt, an object or its domain. Interfaces that
 *			carry capabilities would count as a way to be handed
 *			one; there are none yet
 *	only A may call B	everybody else holds no CALL on B
 *	reach A at_most { B }	through any number of calls nobody of A comes to
 *			an instance outside of A and B
 *
 * Who drives a device with dma holds a right on everything and reaches
 * everybody. A violation is shown edge by edge.
 */
#include "front.h"

#include "base/suggest.h"

/* A set of instances, by index. */
struct set {
	bool *has;
	uint32_t count;
};

/* The right side of never and only. */
struct target {
	struct set owners;
	const char *thing;	/* a provide, device, irq; NULL = all of them */
	const struct board_device *device; /* board.NAME */
};

static struct set set_new(const struct front *front)
{
	return (struct set){ .has = arena_array(front->arena,
			     front->instances.count, sizeof(bool)) };
}

static void set_add(struct set *set, uint32_t index)
{
	set->count += !set->has[index];
	set->has[index] = true;
}

/* All instances below a prefix: of a subsystem, or of the whole ("" ). */
static void set_add_prefix(const struct front *front, struct set *set,
			   const char *prefix)
{
	for (uint32_t i = 0; i < front->instances.count; i++)
		if (strncmp(front->instances.items[i]->name, prefix,
			    strlen(prefix)) == 0)
			set_add(set, i);
}

static void set_add_member(const struct front *front, struct set *set,
			   const struct member *member)
{
	if (member->instance)
		set_add(set, member->instance->index);
	else
		set_add_prefix(front, set, member->scope->prefix);
}

static const struct match *group_find(const struct scope *scope,
				      const char *name)
{
	for (uint32_t i = 0; i < scope->policies.count; i++) {
		const struct match *match = scope->policies.items[i];

		if (match->keyword->id == KEY_GROUP &&
		    match->arg[0]->text == name)
			return match;
	}
	return NULL;
}

static bool names_resolve(struct front *front, struct scope *scope,
			  const struct statement *block, bool is_group,
			  struct set *set);

/* "*", a group, an instance or a subsystem. */
static bool set_resolve(struct front *front, struct scope *scope,
			const struct word *word, const char *name,
			bool is_group, struct set *set)
{
	struct suggest suggest = suggest_start(name);
	const struct match *group = group_find(scope, name);
	struct member *member = scope_find(scope, name);

	if (strcmp(name, "*") == 0) {
		set_add_prefix(front, set, scope->prefix);
		return true;
	}
	if (group && !is_group)
		return names_resolve(front, scope, group->statement->block,
				     true, set);
	if (member) {
		set_add_member(front, set, member);
		return true;
	}
	for (uint32_t i = 0; i < scope->members.count; i++)
		suggest_offer(&suggest, scope->members.items[i].name);
	diag_error(front->diag, word->at, CHECK_NO_INSTANCE, "there is no "
		   "instance%s '%s'%s", is_group ? "" : " or group", name,
		   suggest_text(&suggest, front->arena));
	return false;
}

/* The words of a block of names: `a, b` or `a; b`. */
static bool names_resolve(struct front *front, struct scope *scope,
			  const struct statement *block, bool is_group,
			  struct set *set)
{
	bool ok = true;

	for (; block; block = block->next)
		for (const struct word *w = block->words; w; w = w->next) {
			bool is_comma = w != block->words &&
				strcmp(w->text, ",") == 0 && w->next;

			if (is_comma)
				w = w->next;
			if ((w == block->words || is_comma) &&
			    w->kind == WORD_NAME) {
				ok = set_resolve(front, scope, w, w->text,
						 is_group, set) && ok;
				continue;
			}
			diag_error(front->diag, w->at, CHECK_WORDS,
				   "expected names with ',' between them");
			return false;
		}
	return ok;
}

static bool list_resolve(struct front *front, struct scope *scope,
			 const struct match *match, unsigned arg,
			 struct set *set)
{
	const struct word *word = match->arg[arg];
	bool ok = true;

	for (size_t i = 0; i < match->count[arg]; i++) {
		ok = set_resolve(front, scope, word, word->text, false, set) &&
		     ok;
		word = word_next_item(word);
	}
	return ok;
}

/* ---- targets ------------------------------------------------------------------ */

static bool has_thing(const struct instance *instance, const char *thing)
{
	const struct component *c = instance->component;
	bool has = false;

	for (size_t i = 0; i < c->provides_count; i++)
		has = has || c->provides[i].name == thing;
	for (size_t i = 0; i < c->devices_count; i++)
		has = has || c->devices[i].name == thing;
	for (size_t i = 0; i < c->irqs_count; i++)
		has = has || c->irqs[i].name == thing;
	for (size_t i = 0; i < c->cap_decls_count; i++)
		has = has || c->cap_decls[i].name == thing;
	return has;
}

static bool check_thing(struct front *front, const struct word *word,
			const struct target *target)
{
	for (uint32_t i = 0; i < front->instances.count; i++)
		if (target->owners.has[i] &&
		    has_thing(front->instances.items[i], target->thing))
			return true;
	diag_error(front->diag, word->at, CHECK_NO_MEMBER,
		   "nothing there is called '%s'", target->thing);
	return false;
}

static bool device_resolve(struct front *front, const struct word *word,
			   struct target *target)
{
	const struct board *board = &front->system->board;
	struct suggest suggest = suggest_start(word->text + 6);

	for (size_t i = 0; i < board->devices_count; i++) {
		suggest_offer(&suggest, board->devices[i].name);
		if (strcmp(board->devices[i].name, word->text + 6) == 0)
			target->device = &board->devices[i];
	}
	if (!target->device)
		diag_error(front->diag, word->at, CHECK_NO_DEVICE,
			   "board %s has no device '%s'%s", board->name,
			   word->text + 6,
			   suggest_text(&suggest, front->arena));
	return target->device != NULL;
}

/* "store.files" of a subsystem: what its export leads to. */
static bool export_resolve(struct front *front, struct scope *scope,
			   const struct word *word, const char *name,
			   struct target *target);

static bool path_resolve(struct front *front, struct scope *scope,
			 const struct word *word, const char *path,
			 struct target *target)
{
	const char *dot = strchr(path, '.'), *end;
	struct member *member;

	if (!dot)
		return set_resolve(front, scope, word, path, false,
				   &target->owners);
	end = strchr(dot + 1, '.');	/* a method: see CHECK_ONLY */
	target->thing = intern(front->interner, dot + 1, end ?
			       (size_t)(end - dot - 1) : strlen(dot + 1));
	path = intern(front->interner, path, (size_t)(dot - path));
	member = scope_find(scope, path);
	if (member && member->scope)
		return export_resolve(front, member->scope, word,
				      target->thing, target);
	return set_resolve(front, scope, word, path, false, &target->owners) &&
	       check_thing(front, word, target);
}

static bool export_resolve(struct front *front, struct scope *scope,
			   const struct word *word, const char *name,
			   struct target *target)
{
	for (uint32_t i = 0; i < scope->exports.count; i++)
		if (scope->exports.items[i].name == name)
			return path_resolve(front, scope, word,
					    scope->exports.items[i].path->text,
					    target);
	diag_error(front->diag, word->at, CHECK_NO_MEMBER,
		   "the subsystem has no export '%s'", name);
	return false;
}

static bool target_resolve(struct front *front, struct scope *scope,
			   const struct word *word, struct target *target)
{
	*target = (struct target){ .owners = set_new(front) };
	if (strncmp(word->text, "board.", 6) == 0)
		return device_resolve(front, word, target);
	return path_resolve(front, scope, word, word->text, target);
}

/* ---- what is held ---------------------------------------------------------------- */

static const struct connection *call_on(const struct front *front,
					const struct instance *holder,
					const struct target *target)
{
	for (uint32_t i = 0; i < front->connections.count; i++) {
		const struct connection *c = front->connections.items[i];

		if (c->client == holder && !target->device &&
		    target->owners.has[c->server->index] &&
		    (!target->thing || c->provide->decl->name ==
		     target->thing))
			return c;
	}
	return NULL;
}

/* A device of its own that the target means. */
static const struct device *device_on(const struct instance *holder,
				      const struct target *target)
{
	for (size_t i = 0; i < holder->component->devices_count; i++) {
		const struct device *device = &holder->devices[i];
		bool named = target->thing == device->decl->name &&
			     target->owners.has[holder->index];

		if (device->board && (named || (target->device &&
					       device->board == target->device)))
			return device;
	}
	return NULL;
}

/* A capability for an object of the target's, or for its domain. */
static const struct capability *given_on(const struct instance *holder,
					 const struct target *target)
{
	for (size_t i = 0; i < holder->caps_count; i++) {
		const struct capability *cap = &holder->caps[i];

		if (cap->as && cap->of != holder && !target->device &&
		    target->owners.has[cap->of->index] &&
		    (!target->thing || !cap->object ||
		     cap->object->decl->name == target->thing))
			return cap;
	}
	return NULL;
}

static const struct device *dma_of(const struct instance *instance)
{
	for (size_t i = 0; i < instance->component->devices_count; i++)
		if (instance->devices[i].board &&
		    instance->devices[i].board->dma)
			return &instance->devices[i];
	return NULL;
}

static bool is_own(const struct instance *holder, const struct target *target)
{
	return target->owners.has[holder->index] && target->owners.count == 1 &&
	       !target->thing;
}

static void check_holder(struct front *front, const struct match *match,
			 const struct instance *holder,
			 const struct target *target)
{
	const struct connection *call = call_on(front, holder, target);
	const struct device *device = device_on(holder, target);
	const struct device *dma = dma_of(holder);
	const struct capability *given = given_on(holder, target);

	if (is_own(holder, target) || (!call && !device && !dma && !given))
		return;
	diag_error(front->diag, match->statement->at, CHECK_NEVER,
		   "'%s' holds a right on '%s'", holder->name,
		   match->arg[1]->text);
	if (call)
		diag_note(front->diag, call->where,
			  "it can call '%s.%s' by this", call->server->name,
			  call->provide->decl->name);
	else if (given)
		diag_note(front->diag, given->where,
			  "it holds '%s' by this", given->as->decl->name);
	else
		diag_note(front->diag, (device ? device : dma)->where,
			  device ? "it holds the device by this" :
			  "it can write all memory by this device");
}

static void never_check(struct front *front, struct scope *scope,
			const struct match *match)
{
	struct set left = set_new(front);
	struct target target;

	if (!set_resolve(front, scope, match->arg[0], match->arg[0]->text,
			 false, &left) ||
	    !target_resolve(front, scope, match->arg[1], &target))
		return;
	for (uint32_t i = 0; i < front->instances.count; i++)
		if (left.has[i])
			check_holder(front, match, front->instances.items[i],
				     &target);
}

static void only_check(struct front *front, struct scope *scope,
		       const struct match *match)
{
	struct set left = set_new(front);
	struct target target;

	if (!list_resolve(front, scope, match, 0, &left) ||
	    !target_resolve(front, scope, match->arg[1], &target))
		return;
	for (uint32_t i = 0; i < front->instances.count; i++) {
		const struct instance *holder = front->instances.items[i];
		const struct connection *call = call_on(front, holder,
							&target);

		if (left.has[i] || !call)
			continue;
		diag_error(front->diag, match->statement->at, CHECK_ONLY,
			   "'%s' can call '%s' too", holder->name,
			   match->arg[1]->text);
		diag_note(front->diag, call->where, "by this");
	}
}

/* ---- reach -------------------------------------------------------------------------- */

struct search {
	struct front *front;
	const struct match *match;
	const struct set *allowed;
	const struct connection **by;	/* how an instance was reached, */
	const struct capability **with;	/* or with what, */
	const struct instance **from;	/* and from where */
	VEC(const struct instance *) queue;
	struct set seen;
};

static void note_path(const struct search *search,
		      const struct instance *instance)
{
	const struct connection *c = search->by[instance->index];
	const struct capability *cap = search->with[instance->index];
	const struct instance *from = search->from[instance->index];

	if (!from)
		return;
	note_path(search, from);
	if (c)
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

static void reach_check(struct front *front, struct scope *scope,
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

void policies_check(struct front *front, struct scope *scope)
{
	for (uint32_t i = 0; i < scope->scopes.count; i++)
		policies_check(front, scope->scopes.items[i]);
	for (uint32_t i = 0; i < scope->policies.count; i++) {
		const struct match *match = scope->policies.items[i];
		struct set unused = set_new(front);

		if (match->keyword->id == KEY_NEVER)
			never_check(front, scope, match);
		else if (match->keyword->id == KEY_ONLY)
			only_check(front, scope, match);
		else if (match->keyword->id == KEY_REACH)
			reach_check(front, scope, match);
		else	/* a group: its names are right, used or not */
			names_resolve(front, scope, match->statement->block,
				      true, &unused);
	}
}
