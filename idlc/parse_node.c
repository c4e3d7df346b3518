/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * The nodes of the tree, as the grammar makes them.
 */
#include "parser.h"

#include "errors.h"
#include "limits.h"

#define NEW(type) ARENA_NEW(parse->compile->arena, type)

struct ast_name *new_name(struct parse *parse, const struct token *token)
{
	struct ast_name *name = NEW(struct ast_name);

	name->text = token->text;
	name->at = token->at;
	return name;
}

struct ast_path *path_append(struct parse *parse, struct ast_path *path,
				    struct ast_name *name)
{
	if (!path) {
		path = NEW(struct ast_path);
		path->first = name;
		path->text = name->text;
		path->at = name->at;
	} else {
		size_t size = intern_length(path->text) +
			      intern_length(name->text) + 1;
		char *text = arena_printf(parse->compile->arena, "%s.%s",
					  path->text, name->text);

		/* Far over any limit: it need not grow further. */
		if (size <= 4096)
			path->text = intern(parse->compile->names, text, size);
		path->last->next = name;
		path->at.end = name->at.end;
	}
	path->last = name;
	path->parts++;
	return path;
}

void check_depth(struct parse *parse, struct span at, uint32_t depth)
{
	/* The one level at which the limit is passed tells; those above it
	 * would only repeat it. */
	if (depth == LIMIT_NESTING + 1)
		diag_error(parse->compile->diag, at, E_NESTING,
			   "nested deeper than %d levels", LIMIT_NESTING);
}

struct ast_expr *new_expr(struct parse *parse, enum ast_expr_kind kind,
				 struct span at, struct ast_expr *left,
				 struct ast_expr *right)
{
	struct ast_expr *expr = NEW(struct ast_expr);

	expr->kind = kind;
	expr->at = at;
	expr->left = left;
	expr->right = right;
	if (left)
		expr->depth = left->depth + 1;
	if (right && right->depth >= expr->depth)
		expr->depth = right->depth + 1;
	check_depth(parse, at, expr->depth);
	return expr;
}

struct ast_type *new_type(struct parse *parse, enum ast_type_kind kind,
				 struct span at, struct ast_type *element,
				 struct ast_expr *count)
{
	struct ast_type *type = NEW(struct ast_type);

	type->kind = kind;
	type->at = at;
	type->element = element;
	type->count = count;
	type->depth = element ? element->depth + 1 : 0;
	check_depth(parse, at, type->depth);
	return type;
}

struct ast_range *new_range(struct parse *parse, struct span at,
				   struct ast_expr *first,
				   struct ast_expr *last)
{
	struct ast_range *range = NEW(struct ast_range);

	range->first = first;
	range->last = last;
	range->at = at;
	return range;
}

struct ast_member *new_member(struct parse *parse, struct span at,
				     struct ast_attributes attributes,
				     struct ast_name *name)
{
	struct ast_member *member = NEW(struct ast_member);

	member->attributes = attributes.first;
	member->at = at;
	member->name = name;
	return member;
}

/* In a struct: reserved 4; or reserved "name"; */
struct ast_member *reserved_member(struct parse *parse, struct span at,
					  struct ast_attributes attributes,
					  struct ast_expr *value)
{
	struct ast_member *member = new_member(parse, at, attributes, NULL);

	if (value->kind == EXPR_STRING) {
		member->reserved_names = NEW(struct ast_name);
		member->reserved_names->text = value->string;
		member->reserved_names->at = value->at;
	} else {
		member->value = value;
	}
	return member;
}

struct ast_decl *new_decl(struct parse *parse, enum ast_decl_kind kind,
				 struct span at, struct ast_name *name)
{
	struct ast_decl *decl = NEW(struct ast_decl);

	decl->kind = kind;
	decl->at = at;
	decl->name = name;
	decl->is_broken = parse->is_broken;
	parse->is_broken = false;
	return decl;
}

void add_import(struct parse *parse, struct span at,
		       struct ast_path *path)
{
	struct ast_import *import = NEW(struct ast_import);

	import->path = path;
	import->at = at;
	if (parse->last_import)
		parse->last_import->next = import;
	else
		parse->file->imports = import;
	parse->last_import = import;
}

void add_decl(struct parse *parse, struct ast_attributes attributes,
		     struct span attributes_at, struct ast_modifiers modifiers,
		     struct ast_decl *decl)
{
	decl->attributes = attributes.first;
	decl->modifiers = modifiers.set;
	for (unsigned i = 0; i < 3; i++) {
		decl->modifier_at[i] = modifiers.at[i];
		if (modifiers.at[i].begin &&
		    modifiers.at[i].begin < decl->at.begin)
			decl->at.begin = modifiers.at[i].begin;
	}
	if (attributes.first)
		decl->at.begin = attributes_at.begin;
	if (parse->last_decl)
		parse->last_decl->next = decl;
	else
		parse->file->decls = decl;
	parse->last_decl = decl;
}

struct ast_modifiers add_modifier(struct ast_modifiers modifiers,
					 unsigned index, struct span at)
{
	modifiers.set |= 1u << index;
	modifiers.at[index] = at;
	return modifiers;
}
