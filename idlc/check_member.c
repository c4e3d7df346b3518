/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * What stands in braces: members of enums, bits and error domains, fields of
 * structs, variants of unions, and what is reserved in them.
 */
#include "check.h"
#include "errors.h"
#include "layout.h"
#include "limits.h"

static struct diag *diag_of(struct check *check)
{
	return check->compile->diag;
}

void add_reserved(struct check *check, struct decl *decl,
		  const struct ast_range *ranges,
		  const struct ast_name *names, const struct type *type,
		  struct span at)
{
	VEC(struct reserved) list = { decl->reserved, decl->reserved_count,
				      decl->reserved_count };
	struct arena *arena = check->compile->arena;

	for (; names; names = names->next)
		*VEC_PUSH(arena, &list) = (struct reserved){
			.at = names->at, .name = names->text };
	for (; ranges; ranges = ranges->next) {
		struct reserved new = { .at = at };
		bool ok = check_value(check, decl->library, ranges->first,
				      type, decl, &new.first);

		new.last = new.first;
		if (ranges->last)
			ok = check_value(check, decl->library, ranges->last,
					 type, decl, &new.last) && ok;
		if (!ok)
			continue;
		if (value_compare(new.first, new.last) > 0) {
			diag_error(diag_of(check), ranges->at, E_RANGE_ORDER,
				   "the range ends before it begins");
			continue;
		}
		*VEC_PUSH(arena, &list) = new;
	}
	decl->reserved = list.items;
	decl->reserved_count = list.count;
}

bool is_reserved_number(struct check *check, const struct decl *decl,
			struct value value, struct span at)
{
	for (uint32_t i = 0; i < decl->reserved_count; i++) {
		const struct reserved *r = &decl->reserved[i];

		if (r->name || value_compare(value, r->first) < 0 ||
		    value_compare(value, r->last) > 0)
			continue;
		diag_error(diag_of(check), at, E_NUMBER_RESERVED,
			   "%s is reserved in '%s'",
			   value_text(check->compile->arena, value),
			   decl->name);
		diag_note(diag_of(check), r->at, "reserved here");
		return true;
	}
	return false;
}

bool is_reserved_name(struct check *check, const struct decl *decl,
		      const struct ast_name *name)
{
	for (uint32_t i = 0; i < decl->reserved_count; i++) {
		const struct reserved *r = &decl->reserved[i];

		if (r->name != name->text)
			continue;
		diag_error(diag_of(check), name->at, E_NAME_RESERVED,
			   "the name '%s' is reserved in '%s'", name->text,
			   decl->name);
		diag_note(diag_of(check), r->at, "reserved here");
		return true;
	}
	return false;
}

/*
 * Room for the members of a declaration; also what is common to all of them:
 * how many there are, and attributes before what is reserved.
 */
static bool begin_members(struct check *check, struct decl *decl)
{
	uint32_t count = 0, named = 0;

	for (struct ast_member *m = decl->ast->members; m; m = m->next) {
		count++;
		named += m->name != NULL;
		if (!m->name && m->attributes)
			diag_error(diag_of(check), m->attributes->at,
				   E_ATTRIBUTE_PLACE, "what is reserved has "
				   "no attributes");
	}
	decl->members = arena_array(check->compile->arena, count,
				    sizeof(*decl->members));
	if (named && count <= LIMIT_MEMBERS)
		return true;
	if (named)
		diag_error(diag_of(check), decl->at, E_MEMBERS_MANY,
			   "'%s' has %u members; at most %d are allowed",
			   decl->name, count, LIMIT_MEMBERS);
	else if (!decl->is_bad)
		diag_error(diag_of(check), decl->at, E_MEMBERS_NONE,
			   "'%s' has no members", decl->name);
	decl->is_bad = true;
	return false;
}

/* A named member, with its name in the declaration's map. */
static struct member *add_member(struct check *check, struct decl *decl,
				 const struct ast_member *ast)
{
	struct member *new = &decl->members[decl->member_count], *old;

	new->name = ast->name->text;
	new->at = ast->name->at;
	new->doc = ast_doc(decl->library->ast, ast->at);
	new->attributes = check_attributes(check, ast->attributes, ON_MEMBER);
	if (!check_name(check, ast->name))
		decl->is_bad = true;
	if (is_reserved_name(check, decl, ast->name))
		decl->is_bad = true;
	old = map_add(&decl->names, check->compile->arena,
		      map_name(new->name), new);
	if (old) {
		diag_error(diag_of(check), new->at, E_NAME_TWICE,
			   "'%s' is in '%s' already", new->name, decl->name);
		diag_note(diag_of(check), old->at, "first here");
		decl->is_bad = true;
		return NULL;
	}
	decl->member_count++;
	return new;
}

/* ---- enums, bits, errors ----------------------------------------------- */

static void check_member_value(struct check *check, struct decl *decl,
			       struct member *m, struct span at,
			       struct map *values)
{
	struct member *old;

	if (decl->kind == DECL_ERROR &&
	    (m->value.is_negative || m->value.bits == 0)) {
		diag_error(diag_of(check), at, E_ERROR_VALUE,
			   "an error is 1 or more: 0 is success, negative "
			   "statuses are the system's");
		return;
	}
	if (decl->kind == DECL_BITS && m->value.bits == 0) {
		diag_error(diag_of(check), at, E_BITS_VALUE,
			   "a member of bits has at least one bit");
		return;
	}
	if (is_reserved_number(check, decl, m->value, at))
		return;
	old = map_add(values, check->compile->arena, m->value.bits, m);
	if (old) {
		diag_error(diag_of(check), at, E_VALUE_TWICE,
			   "'%s' has this value already: %s", old->name,
			   value_text(check->compile->arena, m->value));
		diag_note(diag_of(check), old->at, "it is declared here");
	}
	if (decl->kind == DECL_BITS)
		decl->value.bits |= m->value.bits;
}

static bool check_base(struct check *check, struct decl *decl)
{
	const struct ast_decl *ast = decl->ast;
	const struct type *base;
	enum type_kind kind = decl->kind == DECL_ENUM ? TYPE_ENUM : TYPE_BITS;

	if (decl->kind == DECL_ERROR) {
		decl->type = *builtin_type("i32");
		return true;
	}
	if (!(ast->modifiers & (MODIFIER_STRICT | MODIFIER_FLEXIBLE))) {
		diag_error(diag_of(check), ast->at, E_STRICTNESS,
			   "say what unknown values mean: 'strict' refuses "
			   "them, 'flexible' lets them pass");
		decl->is_bad = true;
	}
	decl->is_strict = ast->modifiers & MODIFIER_STRICT;
	base = check_type(check, decl->library, ast->type, USE_ALIAS, NULL);
	if (!base)
		return false;
	if (base->kind != TYPE_INTEGER ||
	    (kind == TYPE_BITS && base->is_signed)) {
		diag_error(diag_of(check), ast->type->at, E_BASE_TYPE,
			   kind == TYPE_ENUM ?
			   "an enum is based on an integer type" :
			   "bits are based on u8, u16, u32 or u64");
		return false;
	}
	decl->type = *base;
	decl->type.alias = NULL;
	decl->type.kind = kind;
	decl->type.decl = decl;
	decl->type.has_rules = decl->is_strict;
	return true;
}

void check_enum(struct check *check, struct decl *decl)
{
	struct map values = { 0 };
	bool has_base = check_base(check, decl);

	if (!has_base)
		decl->is_bad = true;
	if (!begin_members(check, decl) || !has_base)
		return;
	for (struct ast_member *m = decl->ast->members; m; m = m->next)
		if (!m->name)
			add_reserved(check, decl, m->numbers,
				     m->reserved_names, &decl->type, m->at);
	for (struct ast_member *m = decl->ast->members; m; m = m->next) {
		struct value value;
		struct member *new;
		bool ok;

		if (!m->name)
			continue;
		/* Before its name is known: it cannot be its own value. */
		ok = check_value(check, decl->library, m->value, &decl->type,
				 decl, &value);
		new = add_member(check, decl, m);
		if (!new || !ok) {
			decl->is_bad = true;
			continue;
		}
		new->value = value;
		check_member_value(check, decl, new, m->value->at, &values);
	}
}

/* ---- structs ----------------------------------------------------------- */

static void add_reserved_bytes(struct check *check, struct decl *decl,
			       const struct ast_member *ast)
{
	struct member *new = &decl->members[decl->member_count];

	if (ast->reserved_names)
		return;
	if (!check_count(check, decl->library, ast->value, NULL,
			 LIMIT_TYPE_SIZE, "reserved bytes", &new->size)) {
		decl->is_bad = true;
		return;
	}
	new->at = ast->at;
	new->doc = ast_doc(decl->library->ast, ast->at);
	decl->member_count++;
}

void check_struct(struct check *check, struct decl *decl)
{
	if (!begin_members(check, decl))
		return;
	for (struct ast_member *m = decl->ast->members; m; m = m->next)
		if (!m->name)
			add_reserved(check, decl, NULL, m->reserved_names,
				     NULL, m->at);
	for (struct ast_member *m = decl->ast->members; m; m = m->next) {
		const struct type *type;
		struct member *new;

		if (!m->name) {
			add_reserved_bytes(check, decl, m);
			continue;
		}
		type = check_type(check, decl->library, m->type, USE_FIELD,
				  NULL);
		if (!type || !check_bare_name(check, m->name))
			decl->is_bad = true;
		new = add_member(check, decl, m);
		if (new)
			new->type = type;
	}
	if (!decl->is_bad)
		layout_struct(check, decl);
}

/* ---- unions ------------------------------------------------------------ */

static void check_variant(struct check *check, struct decl *decl,
			  const struct ast_member *ast, struct map *numbers)
{
	const struct type *type = check_type(check, decl->library, ast->type,
					     USE_FIELD, NULL);
	bool ok = check_bare_name(check, ast->name);
	struct member *new = add_member(check, decl, ast), *old;
	struct value value;

	if (!type || !new || !ok) {
		decl->is_bad = true;
		return;
	}
	new->type = type;
	if (ast->numbers->next || ast->numbers->last) {
		diag_error(diag_of(check), ast->numbers->at, E_VARIANT_NUMBER,
			   "a variant has one number");
		decl->is_bad = true;
		return;
	}
	if (!check_value(check, decl->library, ast->numbers->first,
			 builtin_type("u32"), NULL, &value))
		return;
	new->number = (uint32_t)value.bits;
	if (value.bits == 0) {
		diag_error(diag_of(check), ast->numbers->at, E_VARIANT_NUMBER,
			   "a variant's number is 1 or more: a union of zeros "
			   "has no value");
		return;
	}
	if (is_reserved_number(check, decl, value, ast->numbers->at))
		return;
	old = map_add(numbers, check->compile->arena, value.bits, new);
	if (old) {
		diag_error(diag_of(check), ast->numbers->at, E_NUMBER_TWICE,
			   "'%s' has number %u already", old->name,
			   old->number);
		diag_note(diag_of(check), old->at, "it is declared here");
	}
}

void check_union(struct check *check, struct decl *decl)
{
	struct map numbers = { 0 };

	if (!begin_members(check, decl))
		return;
	for (struct ast_member *m = decl->ast->members; m; m = m->next)
		if (!m->name)
			add_reserved(check, decl, m->numbers,
				     m->reserved_names, builtin_type("u32"),
				     m->at);
	for (struct ast_member *m = decl->ast->members; m; m = m->next)
		if (m->name)
			check_variant(check, decl, m, &numbers);
	if (!decl->is_bad)
		layout_union(check, decl);
}
