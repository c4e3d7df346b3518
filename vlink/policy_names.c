/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * What the names of a policy mean: sets of instances, and targets, which are an
 * interface, a device, an interrupt or an object of some of them.
 */
#include "policy.h"

#include "base/suggest.h"

struct set set_new(const struct front *front)
{
	return (struct set){ .has = arena_array(front->arena,
			     front->instances.count, sizeof(bool)) };
}

void set_add(struct set *set, uint32_t index)
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

bool names_resolve(struct front *front, struct scope *scope,
			  const struct statement *block, bool is_group,
			  struct set *set);

/* "*", a group, an instance or a subsystem. */
bool set_resolve(struct front *front, struct scope *scope,
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
bool names_resolve(struct front *front, struct scope *scope,
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

bool list_resolve(struct front *front, struct scope *scope,
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
	for (size_t i = 0; i < c->regions_count; i++)
		has = has || c->regions[i].name == thing;
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
	if (end)
		target->method = intern_string(front->interner, end + 1);
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

/* The interface of the target must have the method. */
static bool method_check(struct front *front, const struct word *word,
			 struct target *target)
{
	struct suggest suggest = suggest_start(target->method);

	for (uint32_t i = 0; i < front->instances.count; i++) {
		const struct instance *owner = front->instances.items[i];
		const struct component *c = owner->component;

		for (size_t j = 0; target->owners.has[i] &&
		     j < c->provides_count; j++) {
			method_list list = { 0 };

			if (c->provides[j].name == target->thing)
				list = interface_methods(front,
					c->provides[j].interface);
			for (uint32_t m = 0; m < list.count; m++) {
				suggest_offer(&suggest, list.items[m].name);
				target->number = (uint32_t)list.items[m].number;
				if (list.items[m].name == target->method)
					return true;
			}
		}
	}
	diag_error(front->diag, word->at, CHECK_NO_MEMBER,
		   "'%s' has no method '%s'%s", target->thing, target->method,
		   suggest_text(&suggest, front->arena));
	return false;
}

bool target_resolve(struct front *front, struct scope *scope,
			   const struct word *word, struct target *target)
{
	*target = (struct target){ .owners = set_new(front) };
	if (strncmp(word->text, "board.", 6) == 0)
		return device_resolve(front, word, target);
	return path_resolve(front, scope, word, word->text, target) &&
	       (!target->method || method_check(front, word, target));
}
