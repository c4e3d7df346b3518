/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * Capabilities for objects that go from one instance to another: `give`, and
 * `supervise`, which gives domains. A component holds nothing that no line of
 * a system gives it, and the line says with which rights.
 */
#include "front.h"
#include "report.h"

#include "base/suggest.h"

#define BITS_MAX	UINT32_MAX

/* An instance, and one of its named capabilities or NULL: its domain. */
struct thing {
	struct instance *instance;
	struct named_cap *cap;
};

/* What "NAME" of a subsystem leads to inside, or NULL after an error. */
static const struct word *door_find(struct front *front, struct scope *scope,
				    const struct word *word, const char *name,
				    bool is_own)
{
	struct suggest suggest = suggest_start(name);
	uint32_t count = is_own ? scope->exports.count : scope->imports.count;

	for (uint32_t i = 0; i < count; i++) {
		struct door *door = is_own ? &scope->exports.items[i] :
				    &scope->imports.items[i];

		suggest_offer(&suggest, door->name);
		if (strcmp(door->name, name) != 0)
			continue;
		door->in_use = true;
		return door->path;
	}
	diag_error(front->diag, word->at, CHECK_NO_MEMBER,
		   "the subsystem has no %s '%s'%s", is_own ? "export" :
		   "import", name, suggest_text(&suggest, front->arena));
	return NULL;
}

static struct instance *instance_find(struct front *front, struct scope *scope,
				      const struct word *word, const char *name)
{
	struct member *member = scope_find(scope, name);
	struct suggest suggest = suggest_start(name);

	if (member && member->instance)
		return member->instance;
	if (member) {
		diag_error(front->diag, word->at, CHECK_NO_INSTANCE,
			   "'%s' is a system: write what it exports or "
			   "imports, as '%s.NAME'", name, name);
		return NULL;
	}
	for (uint32_t i = 0; i < scope->members.count; i++)
		suggest_offer(&suggest, scope->members.items[i].name);
	diag_error(front->diag, word->at, CHECK_NO_INSTANCE,
		   "there is no instance '%s'%s", name,
		   suggest_text(&suggest, front->arena));
	return NULL;
}

/* A capability of the component that has the source, or has another one. */
static bool cap_find(struct front *front, const struct word *word,
		     const char *name, bool is_own, struct thing *thing)
{
	const struct component *c = thing->instance->component;
	struct suggest suggest = suggest_start(name);

	for (size_t i = 0; i < c->cap_decls_count; i++) {
		const struct cap_decl *decl = &c->cap_decls[i];

		if ((decl->source == CAP_OWN) != is_own)
			continue;
		suggest_offer(&suggest, decl->name);
		thing->cap = &thing->instance->named_caps[i];
		if (strcmp(decl->name, name) == 0)
			return true;
	}
	diag_error(front->diag, word->at, CHECK_NO_MEMBER,
		   "component %s %s no '%s'%s", c->name,
		   is_own ? "has" : "holds", name,
		   suggest_text(&suggest, front->arena));
	diag_note(front->diag, c->where, "the component is here");
	return false;
}

/* A region can be given by its own name too. */
static const char *region_name(struct front *front,
			       const struct component *component,
			       const char *name)
{
	for (size_t i = 0; i < component->regions_count; i++)
		if (strcmp(component->regions[i].name, name) == 0)
			return arena_printf(front->arena, "%s_cap", name);
	return name;
}

/* `by boss`: its only one needs no name. */
static bool supervises_one(struct thing *thing)
{
	const struct component *c = thing->instance->component;
	size_t count = 0;

	for (size_t i = 0; i < c->cap_decls_count; i++) {
		if (c->cap_decls[i].source == CAP_OWN ||
		    ++count > 1 || c->cap_decls[i].source != CAP_SUPERVISED)
			continue;
		thing->cap = &thing->instance->named_caps[i];
	}
	if (count != 1)
		thing->cap = NULL;
	return thing->cap != NULL;
}

static bool thing_find(struct front *front, struct scope *scope,
		       const struct word *word, bool is_own,
		       struct thing *thing)
{
	const char *dot = strchr(word->text, '.'), *name = word->text;
	struct member *member;

	*thing = (struct thing){ 0 };
	if (dot)
		name = intern(front->interner, word->text,
			      (size_t)(dot - word->text));
	member = scope_find(scope, name);
	if (dot && member && member->scope) {
		word = door_find(front, member->scope, word, dot + 1, is_own);
		return word && thing_find(front, member->scope, word, is_own,
					  thing);
	}
	thing->instance = instance_find(front, scope, word, name);
	if (!thing->instance)
		return false;
	if (!dot && is_own)
		return true;
	if (!dot && supervises_one(thing))
		return true;
	if (!dot) {
		diag_error(front->diag, word->at, CHECK_NO_MEMBER,
			   "write an instance and the name under which it "
			   "holds this, as '%s.peer'", name);
		return false;
	}
	name = dot + 1;
	if (is_own)
		name = region_name(front, thing->instance->component, name);
	return cap_find(front, word, name, is_own, thing);
}

/* ---- give ------------------------------------------------------------------- */

static uint8_t rights_of(enum abi_type type, const struct thing *what)
{
	uint8_t rights = ABI_RIGHT_SHARE | ABI_RIGHT_CONTROL;

	if (type == ABI_TYPE_EVENT)
		rights |= ABI_RIGHT_SIGNAL | ABI_RIGHT_WAIT;
	if (type == ABI_TYPE_REGION)
		rights |= ABI_RIGHT_READ | ABI_RIGHT_WRITE |
			(what->cap->decl->rights & ABI_RIGHT_EXEC);
	return rights;
}

static uint8_t rights_read(struct front *front, const struct word *word,
			   enum abi_type type, const struct thing *what)
{
	uint8_t rights = 0, right;

	for (; word; word = word_next_item(word)) {
		right = 0;
#define X(name, value)                                                        \
		if (strcmp(word->text, #name) == 0)                           \
			right = (value);
		ABI_RIGHTS(X)
#undef X
		if (right & rights_of(type, what))
			rights |= right;
		else
			diag_error(front->diag, word->at, CHECK_RANGE,
				   "the rights here are %s",
				   rights_text(front->arena, rights_of(type, what)));
	}
	return rights;
}

static bool is_given(struct front *front, const struct thing *to,
		     struct span where)
{
	for (uint32_t i = 0; i < front->gifts.count; i++) {
		const struct gift *gift = &front->gifts.items[i];

		if (gift->to != to->instance || gift->cap.as != to->cap)
			continue;
		diag_error(front->diag, where, CHECK_DOUBLE,
			   "'%s.%s' is given already", to->instance->name,
			   to->cap->decl->name);
		diag_note(front->diag, gift->cap.where, "the first is here");
		return true;
	}
	return false;
}

static bool check_give(struct front *front, const struct match *match,
		       const struct thing *what, const struct thing *to)
{
	enum abi_type type = what->cap ? what->cap->decl->type :
			     ABI_TYPE_DOMAIN;

	if (to->cap->decl->source == CAP_SUPERVISED ||
	    to->cap->decl->type != type) {
		diag_error(front->diag, match->arg[1]->at, CHECK_KIND,
			   "'%s' is not for this kind of object",
			   to->cap->decl->name);
		diag_note(front->diag, to->cap->decl->where,
			  "it is declared here");
		return false;
	}
	return !is_given(front, to, match->statement->at);
}

static void give(struct front *front, struct scope *scope,
		 const struct match *match)
{
	struct block block = block_begin(front, PLACE_GIVE, match->statement);
	struct thing what, to;
	struct gift *gift;
	struct match inner;
	bool has_what = thing_find(front, scope, match->arg[0], true, &what);

	if (!thing_find(front, scope, match->arg[1], false, &to))
		return;
	to.cap->was_tried = true;
	if (!has_what || !check_give(front, match, &what, &to))
		return;
	gift = VEC_PUSH(front->arena, &front->gifts);
	gift->to = to.instance;
	gift->cap = (struct capability){
		.where = match->statement->at, .type = to.cap->decl->type,
		.rights = rights_read(front, match->arg[2],
				      to.cap->decl->type, &what),
		.as = to.cap, .of = what.instance, .object = what.cap,
		.badge = to.cap->decl->type == ABI_TYPE_EVENT,
	};
	while (block_next(&block, &inner)) {
		if (gift->cap.type != ABI_TYPE_EVENT)
			diag_error(front->diag, inner.statement->at,
				   CHECK_KIND, "only an event has bits");
		gift->cap.badge = (uint32_t)word_in_range(front, inner.arg[0],
			1, BITS_MAX, "the bits of an event's capability");
	}
}

/* ---- supervise ---------------------------------------------------------------- */

/* To stop it, begin it anew and put capabilities into its table. */
static uint8_t supervise_rights(const struct match *match)
{
	return match->arg[2] ? ABI_RIGHT_CONTROL | ABI_RIGHT_SHARE :
			       ABI_RIGHT_CONTROL;
}

static void supervise_one(struct front *front, const struct match *match,
			  struct instance *instance, const struct thing *by,
			  const struct named_cap *event)
{
	struct gift *gift;

	if (instance->supervisor) {
		diag_error(front->diag, match->statement->at, CHECK_DOUBLE,
			   "'%s' has a supervisor already", instance->name);
		diag_note(front->diag, instance->supervisor_where,
			  "the first is here");
		return;
	}
	instance->supervisor = by->instance;
	instance->supervisor_where = match->statement->at;
	instance->supervisor_event = event;
	instance->supervisor_bits = UINT64_C(1) << by->cap->entries % 64;
	gift = VEC_PUSH(front->arena, &front->gifts);
	gift->to = by->instance;
	gift->cap = (struct capability){
		.where = match->statement->at, .type = ABI_TYPE_DOMAIN,
		.rights = supervise_rights(match), .as = by->cap,
		.index = by->cap->entries++, .of = instance,
	};
}

/* Everybody in this system and below, but the supervisor. */
static void supervise_all(struct front *front, struct scope *scope,
			  const struct match *match, const struct thing *by,
			  const struct named_cap *event)
{
	for (uint32_t i = 0; i < front->instances.count; i++) {
		struct instance *instance = front->instances.items[i];

		if (instance != by->instance && !instance->supervisor &&
		    strncmp(instance->name, scope->prefix,
			    strlen(scope->prefix)) == 0)
			supervise_one(front, match, instance, by, event);
	}
}

static void supervise(struct front *front, struct scope *scope,
		      const struct match *match)
{
	const struct word *word = match->arg[0];
	const struct named_cap *event;
	struct thing by;

	if (!thing_find(front, scope, match->arg[1], false, &by))
		return;
	if (match->arg[2] && strcmp(match->arg[2]->text, "SHARE") != 0)
		diag_error(front->diag, match->arg[2]->at, CHECK_RIGHTS,
			   "a supervisor has CONTROL, and can have SHARE");
	if (by.cap->decl->source != CAP_SUPERVISED) {
		diag_error(front->diag, match->arg[1]->at, CHECK_KIND,
			   "'%s' does not supervise", by.cap->decl->name);
		diag_note(front->diag, by.cap->decl->where,
			  "it is declared here");
		return;
	}
	event = &by.instance->named_caps[by.cap->decl->event];
	for (size_t i = 0; i < match->count[0];
	     i++, word = word_next_item(word)) {
		struct thing ward;

		if (strcmp(word->text, "*") == 0) {
			supervise_all(front, scope, match, &by, event);
			continue;
		}
		if (!thing_find(front, scope, word, true, &ward))
			continue;
		if (ward.cap)
			diag_error(front->diag, word->at, CHECK_NO_INSTANCE,
				   "'%s' is no instance", word->text);
		else if (ward.instance == by.instance)
			diag_error(front->diag, word->at, CHECK_SELF,
				   "'%s' would supervise itself", word->text);
		else
			supervise_one(front, match, ward.instance, &by, event);
	}
}

/* ---- all ------------------------------------------------------------------------ */

static bool is_everybody(const struct match *match)
{
	return match->keyword->id == KEY_SUPERVISE &&
	       strcmp(match->arg[0]->text, "*") == 0;
}

static void check_given(struct front *front, const struct instance *instance)
{
	for (size_t i = 0; i < instance->component->cap_decls_count; i++) {
		const struct cap_decl *decl =
			&instance->component->cap_decls[i];

		if (decl->source != CAP_GIVEN || decl->is_optional ||
		    instance->named_caps[i].was_tried)
			continue;
		diag_error(front->diag, instance->where, CHECK_UNGIVEN,
			   "'%s' holds no '%s': write give INSTANCE.NAME as "
			   "%s.%s with RIGHTS;", instance->name, decl->name,
			   instance->name, decl->name);
		diag_note(front->diag, decl->where,
			  "the component wants it here");
	}
}

static void give_scope(struct front *front, struct scope *scope)
{
	for (uint32_t i = 0; i < scope->gives.count; i++) {
		const struct match *match = scope->gives.items[i];

		if (match->keyword->id == KEY_GIVE)
			give(front, scope, match);
		else if (!is_everybody(match))
			supervise(front, scope, match);
	}
	for (uint32_t i = 0; i < scope->scopes.count; i++)
		give_scope(front, scope->scopes.items[i]);
	/* "*" takes what is left. */
	for (uint32_t i = 0; i < scope->gives.count; i++)
		if (is_everybody(scope->gives.items[i]))
			supervise(front, scope, scope->gives.items[i]);
}

/* Not an error: a library's component may be restarted, or not. */
static void check_supervised(struct front *front,
			     const struct instance *instance)
{
	const struct restart_decl *restart = &instance->component->restart;

	if (!restart->always || instance->supervisor)
		return;
	diag_warning(front->diag, instance->where, CHECK_UNSUPERVISED,
		     "nobody supervises '%s', so nobody restarts it",
		     instance->name);
	diag_note(front->diag, restart->where, "its component asks for it here");
}

void system_give(struct front *front, struct scope *scope)
{
	give_scope(front, scope);
	for (uint32_t i = 0; i < front->instances.count; i++) {
		check_given(front, front->instances.items[i]);
		check_supervised(front, front->instances.items[i]);
	}
}
