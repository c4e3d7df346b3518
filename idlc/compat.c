/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * --check-compat OLD NEW: what a change of a library breaks.
 *
 *	wire		an old client and a new server (or the reverse) refuse or
 *			misunderstand each other: an error
 *	source		code that was written for the old one does not compile
 *			any more: an error
 *	behaviour	both go on, but something means something else: a
 *			warning
 *
 * The rules are a table; each function compares one pair of declarations.
 */
#include "compat.h"

#include "check.h"
#include "errors.h"

struct compat {
	struct diag *diag;
	struct arena *arena;
};

/* ---- members ----------------------------------------------------------- */

static const struct member *by_name(const struct decl *decl, const char *name)
{
	for (uint32_t i = 0; name && i < decl->member_count; i++)
		if (decl->members[i].name == name)
			return &decl->members[i];
	return NULL;
}

static const struct member *by_value(const struct decl *decl,
				     struct value value)
{
	for (uint32_t i = 0; i < decl->member_count; i++)
		if (value_compare(decl->members[i].value, value) == 0)
			return &decl->members[i];
	return NULL;
}

static void members_gone(struct compat *c, const struct decl *old,
			 const struct decl *new)
{
	for (uint32_t i = 0; i < old->member_count; i++) {
		const struct member *m = &old->members[i];

		if (!m->name || by_name(new, m->name))
			continue;
		diag_error(c->diag, new->at, E_COMPAT_MEMBER_GONE,
			   "source: '%s' has no member '%s' any more",
			   new->full_name, m->name);
		diag_note(c->diag, m->at, "it was here");
	}
}

static void compare_enums(struct compat *c, const struct decl *old,
			  const struct decl *new)
{
	members_gone(c, old, new);
	for (uint32_t i = 0; i < new->member_count; i++) {
		const struct member *m = &new->members[i];
		const struct member *was = by_name(old, m->name);

		if (was && value_compare(was->value, m->value) != 0) {
			diag_error(c->diag, m->at, E_COMPAT_VALUE,
				   "wire: '%s' was %s and is %s", m->name,
				   value_text(c->arena, was->value),
				   value_text(c->arena, m->value));
			diag_note(c->diag, was->at, "it was here");
		} else if (!was && !by_value(old, m->value) &&
			   new->kind == DECL_ERROR) {
			diag_warning(c->diag, m->at, E_COMPAT_ERROR_NEW,
				     "behaviour: old clients do not know "
				     "error '%s'", m->name);
		}
	}
	if (old->is_strict && !new->is_strict)
		diag_warning(c->diag, new->at, E_COMPAT_STRICT,
			     "behaviour: '%s' was strict: unknown values "
			     "reach the code now", new->full_name);
}

static void compare_fields(struct compat *c, const struct decl *old,
			   const struct decl *new)
{
	members_gone(c, old, new);
	if (old->type.size != new->type.size) {
		diag_warning(c->diag, new->at, E_COMPAT_SIZE,
			     "behaviour: '%s' had %u bytes and has %u",
			     new->full_name, old->type.size, new->type.size);
		diag_note(c->diag, old->at, "it was here");
	}
}

/* ---- interfaces -------------------------------------------------------- */

static const struct method *by_number(const struct decl *decl, uint32_t number)
{
	for (uint32_t i = 0; i < decl->method_count; i++)
		if (decl->methods[i].number == number)
			return &decl->methods[i];
	return NULL;
}

static bool same_shape(const struct compat *c, const struct message *a,
		       const struct message *b, const struct param **which)
{
	*which = NULL;
	for (uint32_t i = 0; i < a->count && i < b->count; i++) {
		const char *was = type_text(c->arena, a->params[i].type);

		*which = &b->params[i];
		if (strcmp(was, type_text(c->arena, b->params[i].type)) != 0)
			return false;
	}
	*which = NULL;
	return a->count == b->count;
}

/* Why the hash of a method is another one, as well as it can be told. */
static void report_hash(struct compat *c, const struct method *old,
			const struct method *new)
{
	const struct param *which;
	const char *why = "a type that it uses has another layout";

	if (old->kind != new->kind)
		why = "it is of another kind";
	else if (!same_shape(c, &old->request, &new->request, &which))
		why = which ? arena_printf(c->arena, "parameter '%s' has "
					   "another type", which->name) :
			"it has another number of parameters";
	else if (!same_shape(c, &old->reply, &new->reply, &which))
		why = which ? arena_printf(c->arena, "result '%s' has another "
					   "type", which->name) :
			"it has another number of results";
	diag_error(c->diag, new->at, E_COMPAT_HASH,
		   "wire: method %u, '%s', is another one: %s", new->number,
		   new->name, why);
	diag_note(c->diag, old->at, "it was here");
}

static void compare_method(struct compat *c, const struct method *old,
			   const struct method *new)
{
	if (old->hash != new->hash)
		report_hash(c, old, new);
	if (old->name != new->name) {
		diag_error(c->diag, new->at, E_COMPAT_NAME,
			   "source: method %u was called '%s'", new->number,
			   old->name);
		diag_note(c->diag, old->at, "it was here");
	}
	if (old->attributes.idempotent && !new->attributes.idempotent)
		diag_warning(c->diag, new->at, E_COMPAT_IDEMPOTENT,
			     "behaviour: '%s' was idempotent: old clients "
			     "still call it twice", new->name);
	if ((old->error ? old->error->full_name : NULL) !=
	    (new->error ? new->error->full_name : NULL) &&
	    (!old->error || !new->error ||
	     strcmp(old->error->full_name, new->error->full_name) != 0))
		diag_warning(c->diag, new->at, E_COMPAT_DOMAIN,
			     "behaviour: the errors of '%s' are those of "
			     "another domain", new->name);
}

/* A number that was reserved and is in use again. */
static void compare_reserved(struct compat *c, const struct decl *old,
			     const struct method *new)
{
	struct value number = { .bits = new->number };

	for (uint32_t i = 0; i < old->reserved_count; i++) {
		const struct reserved *r = &old->reserved[i];

		if (r->name || value_compare(number, r->first) < 0 ||
		    value_compare(number, r->last) > 0)
			continue;
		diag_error(c->diag, new->at, E_COMPAT_RESERVED,
			   "wire: number %u of '%s' was reserved: very old "
			   "clients mean something else", new->number,
			   new->name);
		diag_note(c->diag, r->at, "reserved here");
	}
}

static void compare_interfaces(struct compat *c, const struct decl *old,
			       const struct decl *new)
{
	for (uint32_t i = 0; i < old->method_count; i++) {
		const struct method *m = &old->methods[i];
		const struct method *now = by_number(new, m->number);

		if (now) {
			compare_method(c, m, now);
			continue;
		}
		diag_error(c->diag, new->at, E_COMPAT_METHOD_GONE,
			   "wire: method %u, '%s', is gone", m->number,
			   m->name);
		diag_note(c->diag, m->at, "it was here");
	}
	for (uint32_t i = 0; i < new->method_count; i++)
		if (!by_number(old, new->methods[i].number))
			compare_reserved(c, old, &new->methods[i]);
	if (old->ring_depth && new->ring_depth &&
	    old->ring_depth != new->ring_depth)
		diag_warning(c->diag, new->at, E_COMPAT_RING,
			     "behaviour: a ring of '%s' had %u records and has "
			     "%u", new->full_name, old->ring_depth,
			     new->ring_depth);
}

/* ---- declarations ------------------------------------------------------ */

static void compare_consts(struct compat *c, const struct decl *old,
			   const struct decl *new)
{
	const char *was = value_text(c->arena, old->value);
	const char *is = value_text(c->arena, new->value);

	if (strcmp(was, is) != 0)
		diag_warning(c->diag, new->at, E_COMPAT_CONST,
			     "behaviour: '%s' was %s and is %s",
			     new->full_name, was, is);
}

static void compare_aliases(struct compat *c, const struct decl *old,
			    const struct decl *new)
{
	const char *was = type_text(c->arena, &old->type);
	const char *is = type_text(c->arena, &new->type);

	if (strcmp(was, is) != 0)
		diag_error(c->diag, new->at, E_COMPAT_TYPE,
			   "source: '%s' was %s and is %s", new->full_name,
			   was, is);
}

static void (*const rules[])(struct compat *, const struct decl *old,
			     const struct decl *new) = {
	[DECL_CONST] = compare_consts,
	[DECL_TYPE] = compare_aliases,
	[DECL_ENUM] = compare_enums,
	[DECL_BITS] = compare_enums,
	[DECL_ERROR] = compare_enums,
	[DECL_STRUCT] = compare_fields,
	[DECL_UNION] = compare_fields,
	[DECL_INTERFACE] = compare_interfaces,
};

void compat_check(struct compile *compile, const struct library *old,
		  const struct library *new)
{
	struct compat c = { compile->diag, compile->arena };

	if (old->name != new->name) {
		diag_error(c.diag, new->at, E_COMPAT_GONE,
			   "wire: the library was called '%s'", old->name);
		return; /* all else would only follow from that */
	}
	for (uint32_t i = 0; i < old->decl_count; i++) {
		const struct decl *was = old->decls[i];
		const struct decl *is = map_get(&new->names,
						map_name(was->name));

		if (is && is->kind == was->kind) {
			rules[was->kind](&c, was, is);
			continue;
		}
		diag_error(c.diag, is ? is->at : new->at, E_COMPAT_GONE,
			   "%s: '%s' is %s", was->kind == DECL_INTERFACE ?
			   "wire" : "source", was->full_name,
			   is ? "another kind of thing" : "gone");
		diag_note(c.diag, was->at, "it was here");
	}
}
