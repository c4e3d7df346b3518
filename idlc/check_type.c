/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * Types as they are used: from what was written to struct type, with the rules
 * on which type may stand where. Sizes in memory come from layout_type.
 */
#include <vesper/abi/cap.h>

#include "base/suggest.h"
#include "check.h"
#include "errors.h"
#include "layout.h"
#include "limits.h"

static const struct {
	const char *name;
	struct type type;
} builtin[] = {
#define INTEGER_TYPE(name, is_signed, bits) \
	{ name, { TYPE_INTEGER, is_signed, false, bits, .size = bits / 8, \
		  .align = bits / 8 } }
	INTEGER_TYPE("u8", false, 8), INTEGER_TYPE("u16", false, 16),
	INTEGER_TYPE("u32", false, 32), INTEGER_TYPE("u64", false, 64),
	INTEGER_TYPE("i8", true, 8), INTEGER_TYPE("i16", true, 16),
	INTEGER_TYPE("i32", true, 32), INTEGER_TYPE("i64", true, 64),
	{ "bool", { TYPE_BOOL, false, false, 8, .size = 1, .align = 1,
		    .has_rules = true } },
};

static const struct {
	const char *name;
	uint8_t type;
	uint8_t rights;		/* that mean something for it */
} objects[] = {
	{ "region", ABI_TYPE_REGION, ABI_RIGHT_READ | ABI_RIGHT_WRITE |
	  ABI_RIGHT_EXEC | ABI_RIGHT_SHARE | ABI_RIGHT_CONTROL },
	{ "event", ABI_TYPE_EVENT, ABI_RIGHT_SIGNAL | ABI_RIGHT_WAIT |
	  ABI_RIGHT_SHARE | ABI_RIGHT_CONTROL },
	{ "irq", ABI_TYPE_IRQ, ABI_RIGHT_WAIT | ABI_RIGHT_SHARE |
	  ABI_RIGHT_CONTROL },
	{ "budget", ABI_TYPE_BUDGET, ABI_RIGHT_READ | ABI_RIGHT_SHARE |
	  ABI_RIGHT_CONTROL },
	{ "grant", ABI_TYPE_GRANT, ABI_RIGHT_SHARE | ABI_RIGHT_CONTROL },
	{ "factory", ABI_TYPE_FACTORY, ABI_RIGHT_SHARE | ABI_RIGHT_CONTROL },
	{ "domain", ABI_TYPE_DOMAIN, ABI_RIGHT_READ | ABI_RIGHT_SHARE |
	  ABI_RIGHT_CONTROL },
	{ "vp", ABI_TYPE_VP, ABI_RIGHT_READ | ABI_RIGHT_SHARE |
	  ABI_RIGHT_CONTROL },
};
enum { PORTAL_RIGHTS = ABI_RIGHT_CALL | ABI_RIGHT_SHARE | ABI_RIGHT_CONTROL };

static const struct {
	const char *name;
	uint8_t bit;
} rights[] = {
#define X(name, value) { #name, value },
	ABI_RIGHTS(X)
#undef X
};

const struct type *builtin_type(const char *name)
{
	for (size_t i = 0; i < sizeof(builtin) / sizeof(*builtin); i++)
		if (strcmp(builtin[i].name, name) == 0)
			return &builtin[i].type;
	return NULL;
}

bool is_object_name(const char *name)
{
	for (size_t i = 0; i < sizeof(objects) / sizeof(*objects); i++)
		if (strcmp(objects[i].name, name) == 0)
			return true;
	return false;
}

const char *object_name(uint8_t object)
{
	for (size_t i = 0; i < sizeof(objects) / sizeof(*objects); i++)
		if (objects[i].type == object)
			return objects[i].name;
	return "";
}

const char *rights_text(struct arena *arena, uint8_t set)
{
	const char *text = "";

	for (size_t i = 0; i < sizeof(rights) / sizeof(*rights); i++)
		if (set & rights[i].bit)
			text = arena_printf(arena, "%s%s%s", text,
					    *text ? " | " : "",
					    rights[i].name);
	return text;
}

const char *ownership_text(enum ast_ownership ownership)
{
	static const char *const texts[] = { "", "own", "borrow", "copy" };

	return texts[ownership];
}

static const char *cap_text(struct arena *arena, const struct type *type)
{
	return arena_printf(arena, "%s%scap<%s, %s>%s",
			    ownership_text(type->ownership),
			    type->ownership == OWNERSHIP_NONE ? "" : " ",
			    type->interface ? type->interface->full_name :
					      object_name(type->object),
			    rights_text(arena, type->rights),
			    type->is_optional ? " ?" : "");
}

const char *type_text(struct arena *arena, const struct type *type)
{
	switch (type->kind) {
	case TYPE_BOOL:
		return "bool";
	case TYPE_INTEGER:
		return arena_printf(arena, "%c%u", type->is_signed ? 'i' : 'u',
				    type->bits);
	case TYPE_ARRAY:
		return arena_printf(arena, "%s[%u]",
				    type_text(arena, type->element),
				    type->count);
	case TYPE_STRING:
		return arena_printf(arena, "string[<= %u]", type->count);
	case TYPE_VEC:
	case TYPE_BUFFER:
		return arena_printf(arena, "%s<%s>[<= %u]",
				    type->kind == TYPE_VEC ? "vec" : "buffer",
				    type_text(arena, type->element),
				    type->count);
	case TYPE_CAP:
		return cap_text(arena, type);
	default:
		return type->decl->full_name;
	}
}

/* Whose it is, is said where it is a parameter; a name for it leaves it open. */
static bool check_ownership(struct check *check, const struct ast_type *ast,
			    const struct type *type, enum type_use use)
{
	struct diag *diag = check->compile->diag;
	const char *whose = ownership_text(ast->ownership);

	if (type->kind != TYPE_CAP && ast->ownership != OWNERSHIP_NONE)
		diag_error(diag, ast->at, E_OWNERSHIP,
			   "'%s' is for capabilities; '%s' is none", whose,
			   ast->path->text);
	else if (use == USE_ALIAS && ast->ownership != OWNERSHIP_NONE)
		diag_error(diag, ast->at, E_OWNERSHIP,
			   "a resource type leaves open whose it is: '%s' "
			   "stands before the parameter", whose);
	else if (use == USE_PARAM && type->kind == TYPE_CAP &&
		 ast->ownership == OWNERSHIP_NONE)
		diag_error(diag, ast->at, E_OWNERSHIP,
			   "say whose the capability is: 'own', 'borrow' or "
			   "'copy'");
	else
		return true;
	return false;
}

static const struct type *named_type(struct check *check,
				     struct library *library,
				     const struct ast_type *ast,
				     const struct decl *owner)
{
	const struct type *type = ast->path->parts == 1 ?
		builtin_type(ast->path->text) : NULL;
	struct decl *decl;
	struct type *use;

	if (type)
		return type;
	decl = find_decl(check, library, ast->path, owner, "type");
	if (!decl)
		return NULL;
	if (decl->kind == DECL_CONST || decl->kind == DECL_ERROR ||
	    decl->kind == DECL_INTERFACE) {
		diag_error(check->compile->diag, ast->at, E_NOT_TYPE,
			   "'%s' is not a type%s", ast->path->text,
			   decl->kind == DECL_INTERFACE ?
			   "; a capability to it is written "
			   "'own cap<NAME, CALL>'" : "");
		diag_note(check->compile->diag, decl->at,
			  "it is declared here");
		return NULL;
	}
	decl_resolve(check, decl, ast->at);
	if (decl->is_bad)
		return NULL;
	if (decl->kind != DECL_TYPE)
		return &decl->type;
	use = ARENA_NEW(check->compile->arena, struct type);
	*use = decl->type;
	use->alias = decl;
	use->ownership = ast->ownership;
	return use;
}

static const char *const place_names[] = {
	[USE_FIELD] = "a field", [USE_PARAM] = "a parameter",
	[USE_CONST] = "a constant", [USE_ALIAS] = "a type alias",
	[USE_ELEMENT] = "an element",
};

bool is_resource(const struct type *type)
{
	return type->kind == TYPE_BUFFER || type->kind == TYPE_CAP;
}

/* Which type may stand where. */
static bool check_place(struct check *check, const struct ast_type *ast,
			const struct type *type, enum type_use use)
{
	struct diag *diag = check->compile->diag;

	if ((use == USE_FIELD || use == USE_ELEMENT) && is_resource(type)) {
		diag_error(diag, ast->at, E_TYPE_PLACE,
			   "a %s cannot be %s: it is for parameters only",
			   type->kind == TYPE_CAP ? "capability" : "buffer",
			   place_names[use]);
		return false;
	}
	if (use == USE_CONST && type->kind != TYPE_BOOL &&
	    type->kind != TYPE_INTEGER && type->kind != TYPE_ENUM &&
	    type->kind != TYPE_BITS && type->kind != TYPE_STRING) {
		diag_error(diag, ast->at, E_TYPE_PLACE,
			   "a constant is an integer, a bool, an enum, bits "
			   "or a string");
		return false;
	}
	return true;
}

static bool check_rights(struct check *check, const struct ast_expr *expr,
			 uint8_t allowed, const char *target, uint8_t *set)
{
	struct diag *diag = check->compile->diag;
	struct suggest suggest;

	if (expr->depth > LIMIT_NESTING)
		return false;
	if (expr->kind == EXPR_OR) {
		bool left = check_rights(check, expr->left, allowed, target,
					 set);

		return check_rights(check, expr->right, allowed, target,
				    set) && left;
	}
	if (expr->kind != EXPR_PATH) {
		diag_error(diag, expr->at, E_RIGHTS,
			   "rights are names joined by '|', as in "
			   "'READ | WRITE'");
		return false;
	}
	suggest = suggest_start(expr->path->text);
	for (size_t i = 0; i < sizeof(rights) / sizeof(*rights); i++) {
		suggest_offer(&suggest, rights[i].name);
		if (strcmp(rights[i].name, expr->path->text) != 0)
			continue;
		if (!(rights[i].bit & allowed)) {
			diag_error(diag, expr->at, E_RIGHTS,
				   "'%s' is no right of '%s'; it has %s",
				   rights[i].name, target,
				   rights_text(check->compile->arena,
					       allowed));
			return false;
		}
		*set |= rights[i].bit;
		return true;
	}
	diag_error(diag, expr->at, E_RIGHTS, "unknown right '%s'%s",
		   expr->path->text,
		   suggest_text(&suggest, check->compile->arena));
	return false;
}

/* What a capability is for: an interface or a kind of kernel object. */
static bool cap_target(struct check *check, struct library *library,
		       const struct ast_type *ast, struct type *type,
		       uint8_t *allowed)
{
	struct decl *decl;

	for (size_t i = 0; i < sizeof(objects) / sizeof(*objects); i++) {
		if (strcmp(objects[i].name, ast->path->text) != 0)
			continue;
		type->object = objects[i].type;
		*allowed = objects[i].rights;
		return true;
	}
	decl = find_decl(check, library, ast->path, NULL,
			 "interface or kind of object");
	if (!decl)
		return false;
	if (decl->kind != DECL_INTERFACE) {
		diag_error(check->compile->diag, ast->path->at, E_CAP_TARGET,
			   "'%s' is neither an interface nor a kind of kernel "
			   "object", ast->path->text);
		diag_note(check->compile->diag, decl->at,
			  "it is declared here");
		return false;
	}
	type->interface = decl;
	type->object = ABI_TYPE_PORTAL;
	*allowed = PORTAL_RIGHTS;
	return true;
}

static const struct type *cap_type(struct check *check,
				   struct library *library,
				   const struct ast_type *ast)
{
	struct type *type = ARENA_NEW(check->compile->arena, struct type);
	uint8_t allowed = 0;

	type->kind = TYPE_CAP;
	type->ownership = ast->ownership;
	if (!cap_target(check, library, ast, type, &allowed))
		return NULL;
	if (!ast->rights) {
		diag_error(check->compile->diag, ast->at, E_RIGHTS,
			   "say which rights it carries, as in 'cap<%s, %s>'",
			   ast->path->text,
			   rights_text(check->compile->arena,
				       (uint8_t)(allowed & -allowed)));
		return NULL;
	}
	return check_rights(check, ast->rights, allowed, ast->path->text,
			    &type->rights) ? type : NULL;
}

static const struct type *optional_type(struct check *check,
					struct library *library,
					const struct ast_type *ast,
					enum type_use use,
					const struct decl *owner)
{
	const struct type *inner = check_type(check, library, ast->element,
					      use, owner);
	struct type *type;

	if (!inner)
		return NULL;
	if (inner->kind != TYPE_CAP || inner->is_optional) {
		diag_error(check->compile->diag, ast->at, E_OPTIONAL,
			   "only a capability can be optional; for other types "
			   "a bool or a union tells");
		return NULL;
	}
	type = ARENA_NEW(check->compile->arena, struct type);
	*type = *inner;
	type->is_optional = true;
	return type;
}

static const struct type *sequence_type(struct check *check,
					struct library *library,
					const struct ast_type *ast,
					const struct decl *owner)
{
	struct type *type = ARENA_NEW(check->compile->arena, struct type);
	const char *what = "a bound";
	bool ok = true;

	type->kind = ast->kind == AST_TYPE_ARRAY ? TYPE_ARRAY :
		ast->kind == AST_TYPE_STRING ? TYPE_STRING :
		ast->kind == AST_TYPE_VEC ? TYPE_VEC : TYPE_BUFFER;
	if (ast->element) {
		type->element = check_type(check, library, ast->element,
					   USE_ELEMENT, owner);
		ok = type->element != NULL;
	}
	if (type->kind == TYPE_ARRAY)
		what = "an array";
	if (!check_count(check, library, ast->count, owner, LIMIT_TYPE_SIZE,
			 what, &type->count) || !ok)
		return NULL;
	return layout_sequence(check, type, ast->at) ? type : NULL;
}

const struct type *check_type(struct check *check, struct library *library,
			      const struct ast_type *ast, enum type_use use,
			      const struct decl *owner)
{
	const struct type *type;

	if (ast->depth > LIMIT_NESTING)
		return NULL; /* reported by the parser */
	switch (ast->kind) {
	case AST_TYPE_NAME:
		type = named_type(check, library, ast, owner);
		break;
	case AST_TYPE_CAP:
		type = cap_type(check, library, ast);
		break;
	case AST_TYPE_OPTIONAL:
		type = optional_type(check, library, ast, use, owner);
		break;
	default:
		type = sequence_type(check, library, ast, owner);
	}
	if (!type || !check_place(check, ast, type, use))
		return NULL;
	if (ast->kind != AST_TYPE_NAME && ast->kind != AST_TYPE_CAP)
		return type;
	return check_ownership(check, ast, type, use) ? type : NULL;
}
