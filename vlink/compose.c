/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * Systems to instances: a system is a box with instances and other boxes; the
 * tree of scopes keeps who can be named from where, the list of instances is
 * flat.
 */
#include "front.h"

#include "base/suggest.h"

/* The kernel's tables and ASIDs set no nearer limit; the tests go to 60. */
#define INSTANCES_MAX	1024u
#define AREA_MAX	(UINT64_C(256) << 20)

struct member *scope_find(struct scope *scope, const char *name)
{
	for (uint32_t i = 0; i < scope->members.count; i++)
		if (scope->members.items[i].name == name)
			return &scope->members.items[i];
	return NULL;
}

/* Instances, areas and groups: one name for one thing, and board.NAME is
   always the board's. */
static bool system_name_add(struct front *front, struct names *names,
			    const struct word *word)
{
	if (strcmp(word->text, "board") != 0)
		return names_add(front, names, word, "a");
	diag_error(front->diag, word->at, CHECK_RESERVED,
		   "'board' is the system's board");
	return false;
}

/* ---- instances ------------------------------------------------------------ */

/* The instance's arrays, each entry with its declaration. */
static void instance_arrays(struct arena *arena, struct instance *instance)
{
	const struct component *c = instance->component;

#define BIND(field)                                                           \
	do {                                                                  \
		instance->field = arena_array(arena, c->field##_count,        \
					      sizeof(*instance->field));      \
		for (size_t i = 0; i < c->field##_count; i++)                 \
			instance->field[i].decl = &c->field[i];               \
	} while (0)
	BIND(provides);
	BIND(uses);
	BIND(params);
	BIND(devices);
	BIND(irqs);
	BIND(regions);
	BIND(vps);
#undef BIND
	instance->named_caps = arena_array(arena, c->cap_decls_count,
					   sizeof(*instance->named_caps));
	for (size_t i = 0; i < c->cap_decls_count; i++)
		instance->named_caps[i].decl = &c->cap_decls[i];
	instance->debugs = arena_array(arena, c->debugs_count,
				       sizeof(*instance->debugs));
	instance->debug_slots = arena_array(arena, c->debugs_count,
					    sizeof(*instance->debug_slots));
	instance->workers = arena_array(arena, c->pool.workers,
					sizeof(*instance->workers));
}

static void instance_new(struct front *front, const struct match *match,
			 struct definition *definition, struct scope *scope,
			 struct member *member)
{
	struct instance *instance = ARENA_NEW(front->arena, struct instance);
	struct block block = block_begin(front, PLACE_INSTANCE,
					 match->statement);
	struct match inner;

	instance->name = intern_string(front->interner,
		arena_printf(front->arena, "%s%s", scope->prefix,
			     member->name));
	instance->where = match->statement->at;
	instance->component = component_declare(front, definition);
	instance->index = front->instances.count;
	instance_arrays(front->arena, instance);
	member->instance = instance;
	*VEC_PUSH(front->arena, &front->instances) = instance;
	while (block_next(&block, &inner))
		instance_set(front, &inner, instance);
	instance_check(front, instance);
}

static struct scope *scope_new(struct front *front,
			       struct definition *definition,
			       const char *prefix);

static void subsystem_new(struct front *front, const struct match *match,
			  struct definition *definition, struct scope *scope,
			  struct member *member)
{
	const struct word *name = match->arg[1];

	if (definition->in_use) {
		diag_error(front->diag, name->at, CHECK_SELF,
			   "system '%s' would contain itself", name->text);
		return;
	}
	if (match->statement->block)
		diag_error(front->diag, match->statement->block->at,
			   CHECK_BLOCK, "'%s' is a system: what is inside "
			   "is given there", name->text);
	member->scope = scope_new(front, definition,
		arena_printf(front->arena, "%s%s.", scope->prefix,
			     member->name));
	*VEC_PUSH(front->arena, &scope->scopes) = member->scope;
}

static void member_new(struct front *front, const struct match *match,
		       struct scope *scope, struct names *names)
{
	const struct word *name = match->arg[0], *of = match->arg[1];
	struct definition *definition;
	struct member *member, new;

	if (!system_name_add(front, names, name))
		return;
	if (front->instances.count == INSTANCES_MAX) {
		if (!front->has_too_many)	/* once is enough */
			diag_error(front->diag, name->at, CHECK_RANGE,
				   "more than %u instances", INSTANCES_MAX);
		front->has_too_many = true;
		return;
	}
	definition = load_find(front, KEY_COMPONENT, of->text,
			       scope->definition->folder);
	if (!definition && front->is_incomplete)
		return;
	if (!definition) {
		diag_error(front->diag, of->at, CHECK_NO_COMPONENT,
			   "there is no component '%s'%s", of->text,
			   load_suggest(front, of->text));
		return;
	}
	new = (struct member){ .name = name->text, .at = name->at };
	if (definition->kind == KEY_SYSTEM)
		subsystem_new(front, match, definition, scope, &new);
	else
		instance_new(front, match, definition, scope, &new);
	member = VEC_PUSH(front->arena, &scope->members);
	*member = new;
}

/* ---- scopes ---------------------------------------------------------------- */

static void board_choose(struct front *front, const struct match *match,
			 struct scope *scope)
{
	const struct word *name = match->arg[0];
	struct definition *board;

	if (*scope->prefix) {
		diag_error(front->diag, name->at, CHECK_BLOCK,
			   "a subsystem has no board of its own");
		return;
	}
	board = load_find(front, KEY_BOARD, name->text,
			  scope->definition->folder);
	if (!board) {
		diag_error(front->diag, name->at, CHECK_NO_BOARD,
			   "there is no board '%s'%s", name->text,
			   load_suggest(front, name->text));
		return;
	}
	board_declare(front, board, &front->system->board);
	board_settings(front, match, &front->system->board);
}

static void door_add(struct front *front, const struct match *match,
		     struct scope *scope)
{
	bool is_export = match->keyword->id == KEY_EXPORT;
	const struct word *name = match->arg[is_export];
	struct door door = { .name = name->text, .at = name->at,
			     .path = match->arg[!is_export] };

	if (!*scope->prefix)
		diag_error(front->diag, name->at, CHECK_BLOCK,
			   "the whole system has no outside to %s",
			   match->keyword->word);
	else if (is_export)
		*VEC_PUSH(front->arena, &scope->exports) = door;
	else
		*VEC_PUSH(front->arena, &scope->imports) = door;
}

static void area_add(struct front *front, const struct match *match,
		     struct scope *scope, struct names *names)
{
	struct block block = block_begin(front, PLACE_AREA, match->statement);
	const struct word *name = match->arg[0];
	struct match inner;
	struct area *area;

	if (!system_name_add(front, names, name))
		return;
	area = ARENA_NEW(front->arena, struct area);
	area->name = intern_string(front->interner,
		arena_printf(front->arena, "%s%s", scope->prefix, name->text));
	area->where = name->at;
	area->is_named = true;
	while (block_next(&block, &inner))
		area->size = word_pages(front, inner.arg[0], AREA_MAX,
					"an area");
	*VEC_PUSH(front->arena, &scope->areas) = area;
}

/* Each limit holds, so of several for one thing the smallest. */
static void limit_set(struct front *front, const struct match *match)
{
	uint64_t value;

	for (unsigned i = 0; i < 4 && match->arg[i]; i += 2) {
		uint64_t *limit = strcmp(match->arg[i]->text, "image") == 0 ?
			&front->system->image_limit :
			&front->system->memory_limit;

		value = word_in_range(front, match->arg[i + 1], 1,
				      UINT64_C(1) << 30, "a limit");
		if (!*limit || value < *limit)
			*limit = value;
	}
}

static struct match *match_keep(struct front *front, const struct match *match)
{
	struct match *copy = ARENA_NEW(front->arena, struct match);

	*copy = *match;
	return copy;
}

static void system_statement(struct front *front, const struct match *match,
			     struct scope *scope, struct names *names)
{
	switch (match->keyword->id) {
	case KEY_SYSTEM_BOARD:
		break;		/* was first */
	case KEY_INSTANCE:
		member_new(front, match, scope, names);
		break;
	case KEY_CONNECT:
		*VEC_PUSH(front->arena, &scope->connects) =
			match_keep(front, match);
		break;
	case KEY_EXPORT:
	case KEY_IMPORT:
		door_add(front, match, scope);
		break;
	case KEY_AREA:
		area_add(front, match, scope, names);
		break;
	case KEY_LIMIT:
		limit_set(front, match);
		break;
	case KEY_GROUP:		/* policies name groups and instances alike */
		if (system_name_add(front, names, match->arg[0]))
			*VEC_PUSH(front->arena, &scope->policies) =
				match_keep(front, match);
		break;
	case KEY_GIVE:
	case KEY_SUPERVISE:
		*VEC_PUSH(front->arena, &scope->gives) =
			match_keep(front, match);
		break;
	default:
		*VEC_PUSH(front->arena, &scope->policies) =
			match_keep(front, match);
		break;
	}
}

static struct scope *scope_new(struct front *front,
			       struct definition *definition,
			       const char *prefix)
{
	struct scope *scope = ARENA_NEW(front->arena, struct scope);
	struct block block = block_begin(front, PLACE_SYSTEM,
					 definition->statement);
	VEC(struct match *) matches = { 0 };
	struct names names = { 0 };
	struct match match;

	scope->definition = definition;
	scope->prefix = prefix;
	definition->in_use = true;
	/* The board first: instances are given its devices. */
	while (block_next(&block, &match)) {
		*VEC_PUSH(front->arena, &matches) = match_keep(front, &match);
		if (match.keyword->id == KEY_SYSTEM_BOARD)
			board_choose(front, &match, scope);
	}
	for (uint32_t i = 0; i < matches.count; i++)
		system_statement(front, matches.items[i], scope, &names);
	definition->in_use = false;
	return scope;
}

struct scope *system_compose(struct front *front,
			     struct definition *definition)
{
	struct scope *scope = scope_new(front, definition, "");
	struct system *system = front->system;

	system->name = definition->name;
	system->where = definition->at;
	if (!front->instances.count && !front->diag->errors)
		diag_error(front->diag, definition->at, CHECK_MUST,
			   "this system has no instance");
	return scope;
}
