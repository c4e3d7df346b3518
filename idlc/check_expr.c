/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * Constant expressions. They are computed in 128 bits, so that nothing wraps
 * silently; every intermediate value must lie in -2^63 .. 2^64-1 and the
 * result in its type.
 */
#include "check.h"
#include "errors.h"
#include "limits.h"

__extension__ typedef __int128 wide;

#define WIDE_MIN (-((wide)1 << 63))
#define WIDE_MAX (((wide)1 << 64) - 1)

struct evaluation {
	struct check *check;
	struct library *library;
	const struct decl *owner;	/* whose members and consts are seen */
	const struct type *type;
};

static wide value_wide(struct value value)
{
	return value.is_negative ? (wide)(int64_t)value.bits :
				   (wide)value.bits;
}

static struct value wide_value(wide number)
{
	return (struct value){ .is_negative = number < 0,
			       .bits = (uint64_t)number };
}

int value_compare(struct value a, struct value b)
{
	wide left = value_wide(a), right = value_wide(b);

	return left < right ? -1 : left > right;
}

const char *value_text(struct arena *arena, struct value value)
{
	if (value.text)
		return arena_printf(arena, "\"%s\"", value.text);
	if (value.is_negative)
		return arena_printf(arena, "%lld",
				    (long long)(int64_t)value.bits);
	return arena_printf(arena, "%llu", (unsigned long long)value.bits);
}

static struct diag *diag_of(const struct evaluation *e)
{
	return e->check->compile->diag;
}

static wide type_min(const struct type *type)
{
	return type->is_signed ? -((wide)1 << (type->bits - 1)) : 0;
}

static wide type_max(const struct type *type)
{
	if (type->kind == TYPE_BOOL)
		return 1;
	return ((wide)1 << (type->bits - (type->is_signed ? 1 : 0))) - 1;
}

static const struct member *find_member(const struct decl *decl,
					const char *name)
{
	return map_get(&decl->names, map_name(name));
}

static bool is_enumeration(const struct decl *decl)
{
	return decl->kind == DECL_ENUM || decl->kind == DECL_BITS ||
	       decl->kind == DECL_ERROR;
}

/* A name that stands for a value. */
static bool evaluate_path(struct evaluation *e, const struct ast_expr *expr,
			  wide *result)
{
	const struct ast_path *path = expr->path;
	const char *member_name = NULL;
	struct decl *decl;

	if (e->type->kind == TYPE_BOOL && path->parts == 1 &&
	    (strcmp(path->text, "true") == 0 ||
	     strcmp(path->text, "false") == 0)) {
		*result = path->text[0] == 't';
		return true;
	}
	if (path->parts == 1 && e->owner && is_enumeration(e->owner)) {
		const struct member *m = find_member(e->owner, path->text);

		if (m) {
			*result = value_wide(m->value);
			return true;
		}
	}
	decl = find_owner(e->check, e->library, path, e->owner, &member_name);
	if (!decl)
		return false;
	decl_resolve(e->check, decl, path->at);
	if (decl->is_bad)
		return false;
	if (member_name) {
		const struct member *m = find_member(decl, member_name);

		*result = value_wide(m->value);
		return true;
	}
	if (decl->kind != DECL_CONST || decl->value.text) {
		diag_error(diag_of(e), path->at, E_VALUE_KIND,
			   "'%s' is not a number", path->text);
		diag_note(diag_of(e), decl->at, "it is declared here");
		return false;
	}
	*result = value_wide(decl->value);
	return true;
}

static bool evaluate(struct evaluation *e, const struct ast_expr *expr,
		     wide *result);

static bool evaluate_shift(struct evaluation *e, const struct ast_expr *expr,
			   wide left, wide right, wide *result)
{
	if (right < 0 || right > 63) {
		diag_error(diag_of(e), expr->right->at, E_SHIFT,
			   "a shift by %s; 0 to 63 are possible",
			   value_text(e->check->compile->arena,
				      wide_value(right)));
		return false;
	}
	/* Division rounds towards zero, a shift of a negative number down. */
	*result = expr->kind == EXPR_SHIFT_RIGHT ? left >> right :
		left * ((wide)1 << right);
	return true;
}

static bool evaluate_binary(struct evaluation *e, const struct ast_expr *expr,
			    wide *result)
{
	bool overflow = false, ok = true;
	wide left, right;

	/* Both sides, so that the errors of both are told. */
	ok = evaluate(e, expr->left, &left);
	if (!evaluate(e, expr->right, &right) || !ok)
		return false;
	switch (expr->kind) {
	case EXPR_ADD:
		*result = left + right;
		return true;
	case EXPR_SUBTRACT:
		*result = left - right;
		return true;
	case EXPR_MULTIPLY:
		overflow = __builtin_mul_overflow(left, right, result);
		break;
	case EXPR_DIVIDE:
	case EXPR_REMAINDER:
		if (right == 0) {
			diag_error(diag_of(e), expr->right->at, E_DIVISION,
				   "division by zero");
			return false;
		}
		*result = expr->kind == EXPR_DIVIDE ? left / right :
						      left % right;
		break;
	case EXPR_OR:
		*result = left | right;
		break;
	case EXPR_AND:
		*result = left & right;
		break;
	default:
		return evaluate_shift(e, expr, left, right, result);
	}
	if (overflow)
		*result = WIDE_MAX + 1;
	return true;
}

static bool evaluate(struct evaluation *e, const struct ast_expr *expr,
		     wide *result)
{
	bool ok = true;

	if (expr->depth > LIMIT_NESTING)
		return false; /* reported by the parser */
	switch (expr->kind) {
	case EXPR_INTEGER:
		*result = expr->integer;
		break;
	case EXPR_STRING:
		diag_error(diag_of(e), expr->at, E_VALUE_KIND,
			   "a string where a number is expected");
		return false;
	case EXPR_PATH:
		return evaluate_path(e, expr, result);
	case EXPR_NEGATE:
		ok = evaluate(e, expr->left, result);
		*result = ok ? -*result : 0;
		break;
	case EXPR_NOT:
		ok = evaluate(e, expr->left, result);
		/* All bits of the type that the value is for. */
		if (ok)
			*result = e->type->is_signed ? ~*result :
				~*result & type_max(e->type);
		break;
	default:
		ok = evaluate_binary(e, expr, result);
	}
	if (ok && (*result < WIDE_MIN || *result > WIDE_MAX)) {
		diag_error(diag_of(e), expr->at, E_VALUE_OVERFLOW,
			   "the value does not fit in 64 bits");
		return false;
	}
	return ok;
}

static bool check_string(struct check *check, const struct ast_expr *expr,
			 const struct type *type, struct value *value)
{
	struct diag *diag = check->compile->diag;

	if (expr->kind != EXPR_STRING) {
		diag_error(diag, expr->at, E_VALUE_KIND,
			   "expected a string in quotes");
		return false;
	}
	if (intern_length(expr->string) > type->count) {
		diag_error(diag, expr->at, E_VALUE_RANGE,
			   "a string of %zu bytes where %u are allowed",
			   intern_length(expr->string), type->count);
		return false;
	}
	*value = (struct value){ .text = expr->string };
	return true;
}

static bool check_declared(struct check *check, const struct ast_expr *expr,
			   const struct type *type, struct value value)
{
	const struct decl *decl = type->decl;

	if (!decl || !decl->is_strict)
		return true;
	if (type->kind == TYPE_BITS) {
		if (!(value.bits & ~decl->value.bits))
			return true;
	} else {
		for (uint32_t i = 0; i < decl->member_count; i++)
			if (value_compare(decl->members[i].value, value) == 0)
				return true;
	}
	diag_error(check->compile->diag, expr->at, E_VALUE_RANGE,
		   "%s is no value of strict %s '%s'",
		   value_text(check->compile->arena, value),
		   type->kind == TYPE_BITS ? "bits" : "enum", decl->name);
	diag_note(check->compile->diag, decl->at, "it is declared here");
	return false;
}

bool check_value(struct check *check, struct library *library,
		 const struct ast_expr *expr, const struct type *type,
		 const struct decl *owner, struct value *value)
{
	struct evaluation e = { check, library, owner, type };
	struct arena *arena = check->compile->arena;
	wide result;

	if (type->kind == TYPE_STRING)
		return check_string(check, expr, type, value);
	if (!evaluate(&e, expr, &result))
		return false;
	*value = wide_value(result);
	if (result < type_min(type) || result > type_max(type)) {
		diag_error(check->compile->diag, expr->at, E_VALUE_RANGE,
			   "%s does not fit in %s (%s..%s)",
			   value_text(arena, *value), type_text(arena, type),
			   value_text(arena, wide_value(type_min(type))),
			   value_text(arena, wide_value(type_max(type))));
		return false;
	}
	return owner && owner == type->decl ? true :
		check_declared(check, expr, type, *value);
}

bool check_count(struct check *check, struct library *library,
		 const struct ast_expr *expr, const struct decl *owner,
		 uint32_t max, const char *what, uint32_t *count)
{
	struct value value;

	*count = 1;
	if (!check_value(check, library, expr, builtin_type("u64"), owner,
			 &value))
		return false;
	if (value.bits == 0) {
		diag_error(check->compile->diag, expr->at, E_BOUND_ZERO,
			   "%s of 0; it must be at least 1", what);
		return false;
	}
	if (value.bits > max) {
		diag_error(check->compile->diag, expr->at, E_BOUND_LARGE,
			   "%s of %llu; at most %u are allowed", what,
			   (unsigned long long)value.bits, max);
		return false;
	}
	*count = (uint32_t)value.bits;
	return true;
}
