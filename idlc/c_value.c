/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * Values in memory: checking them, and copying only what has a meaning, so that
 * padding, the unused end of a string and the other variants of a union never
 * leave a component.
 */
#include "c.h"
#include "check.h"

static bool calls(const struct type *type, bool is_copy)
{
	while (type->kind == TYPE_ARRAY || type->kind == TYPE_VEC)
		type = type->element;
	return (type->kind == TYPE_STRUCT || type->kind == TYPE_UNION) &&
	       (is_copy ? type->has_gaps : type->has_rules);
}

bool c_check_calls(const struct type *type)
{
	return calls(type, false);
}

bool c_copy_calls(const struct type *type)
{
	return calls(type, true);
}

/* for (uint32_t i = 0; i < COUNT; i++) { ... }, in a depth of its own. */
static const char *begin_loop(struct c_out *out, const char *count,
			      unsigned depth)
{
	const char *i = arena_printf(out->arena, "i%u", depth);

	emit(out->emit, "for (uint32_t %s = 0; %s < %s; %s++) {\n", i, i,
	     count, i);
	emit_deeper(out->emit);
	return i;
}

static void end_loop(struct c_out *out)
{
	emit_back(out->emit);
	emit(out->emit, "}\n");
}

static void check_elements(struct c_out *out, const struct type *type,
			   const char *value, const char *count,
			   unsigned depth)
{
	const char *i;

	if (!type->element->has_rules)
		return;
	i = begin_loop(out, count, depth);
	c_check_value(out, type->element,
		      arena_printf(out->arena, "%s[%s]", value, i),
		      depth + 1);
	end_loop(out);
}

void c_fail(struct c_out *out, const char *condition, const char *status)
{
	if (!out->has_end)
		emit(out->emit, "if (%s)\n\treturn %s;\n", condition, status);
	else if (strcmp(status, "status") == 0)
		emit(out->emit, "if (%s)\n\tgoto end;\n", condition);
	else
		emit(out->emit, "if (%s) {\n\tstatus = %s;\n\tgoto end;\n}\n",
		     condition, status);
}

void c_check_value(struct c_out *out, const struct type *type,
		   const char *value, unsigned depth)
{
	struct arena *arena = out->arena;

	if (!type->has_rules)
		return;
	switch (type->kind) {
	case TYPE_BOOL:
		/* As a byte: a bool that is neither must not be read as one. */
		emit(out->emit, "if (*(const uint8_t *)&%s > 1)\n"
		     "\treturn E_ARGUMENT;\n", value);
		break;
	case TYPE_ENUM:
	case TYPE_BITS:
		emit(out->emit, "if (!%s_is_valid(%s))\n"
		     "\treturn E_ARGUMENT;\n", type->decl->c_name, value);
		break;
	case TYPE_STRUCT:
	case TYPE_UNION:
		emit(out->emit, "status = %s_check(&%s);\n"
		     "if (status != OK)\n\treturn status;\n",
		     type->decl->c_name, value);
		break;
	case TYPE_ARRAY:
		check_elements(out, type, value,
			       arena_printf(arena, "%u", type->count), depth);
		break;
	case TYPE_STRING:
		emit(out->emit, "if (%s.size > %u)\n\treturn E_BOUNDS;\n",
		     value, type->count);
		break;
	case TYPE_VEC:
		emit(out->emit, "if (%s.count > %u)\n\treturn E_BOUNDS;\n",
		     value, type->count);
		check_elements(out, type,
			       arena_printf(arena, "%s.data", value),
			       arena_printf(arena, "%s.count", value), depth);
		break;
	default:
		break;
	}
}

static void copy_elements(struct c_out *out, const struct type *type,
			  const char *to, const char *from, const char *count,
			  unsigned depth)
{
	struct arena *arena = out->arena;
	const char *i;

	if (!type->element->has_gaps) {
		emit(out->emit, "__builtin_memcpy(%s, %s, %s * sizeof(%s[0]));"
		     "\n", to, from, count, to);
		return;
	}
	i = begin_loop(out, count, depth);
	c_copy_value(out, type->element,
		     arena_printf(arena, "%s[%s]", to, i),
		     arena_printf(arena, "%s[%s]", from, i), depth + 1);
	end_loop(out);
}

void c_copy_value(struct c_out *out, const struct type *type, const char *to,
		  const char *from, unsigned depth)
{
	struct arena *arena = out->arena;

	switch (type->kind) {
	case TYPE_STRUCT:
	case TYPE_UNION:
		if (type->has_gaps) {
			emit(out->emit, "status = %s_fill(&%s, &%s);\n",
			     type->decl->c_name, to, from);
			c_fail(out, "status != OK", "status");
			break;
		}
		emit(out->emit, "%s = %s;\n", to, from);
		break;
	case TYPE_ARRAY:
		copy_elements(out, type, to, from,
			      arena_printf(arena, "%u", type->count), depth);
		break;
	case TYPE_STRING:
		c_fail(out, arena_printf(arena, "%s.size > %u", from,
					 type->count), "E_BOUNDS");
		emit(out->emit, "%s.size = %s.size;\n"
		     "__builtin_memcpy(%s.data, %s.data, %s.size);\n",
		     to, from, to, from, to);
		break;
	case TYPE_VEC:
		c_fail(out, arena_printf(arena, "%s.count > %u", from,
					 type->count), "E_BOUNDS");
		emit(out->emit, "%s.count = %s.count;\n", to, from);
		copy_elements(out, type, arena_printf(arena, "%s.data", to),
			      arena_printf(arena, "%s.data", from),
			      arena_printf(arena, "%s.count", to), depth);
		break;
	default:
		emit(out->emit, "%s = %s;\n", to, from);
	}
}

/* ---- X_check and X_fill ------------------------------------------------ */

static bool any(const struct decl *decl, bool (*test)(const struct type *))
{
	for (uint32_t i = 0; i < decl->member_count; i++)
		if (decl->members[i].type && test(decl->members[i].type))
			return true;
	return false;
}

static void check_reserved(struct c_out *out, const struct member *m,
			   uint32_t number)
{
	emit(out->emit, "for (uint32_t i = 0; i < %u; i++)\n"
	     "\tif (value->reserved_%u[i])\n\t\treturn E_ARGUMENT;\n",
	     m->size, number);
}

static void one_member(struct c_out *out, const struct member *m, bool is_copy)
{
	const char *value = arena_printf(out->arena, "value->%s", m->name);

	if (is_copy)
		c_copy_value(out, m->type,
			     arena_printf(out->arena, "to->%s", m->name),
			     value, 0);
	else
		c_check_value(out, m->type, value, 0);
}

static void struct_body(struct c_out *out, const struct decl *decl,
			bool is_copy)
{
	uint32_t reserved = 0;

	for (uint32_t i = 0; i < decl->member_count; i++) {
		const struct member *m = &decl->members[i];

		if (m->type)
			one_member(out, m, is_copy);
		else if (!is_copy)
			check_reserved(out, m, reserved++);
	}
	emit(out->emit, "return OK;\n");
}

static void union_body(struct c_out *out, const struct decl *decl,
		       bool is_copy)
{
	emit(out->emit, "%sswitch (value->tag) {\n",
	     is_copy ? "to->tag = value->tag;\n" : "");
	for (uint32_t i = 0; i < decl->member_count; i++) {
		const struct member *m = &decl->members[i];

		emit(out->emit, "case %s_%s:\n", decl->c_upper,
		     upper_case(out->compile, m->name));
		emit_deeper(out->emit);
		one_member(out, m, is_copy);
		emit(out->emit, "return OK;\n");
		emit_back(out->emit);
	}
	emit(out->emit, "default:\n\treturn E_ARGUMENT;\n}\n");
}

static void function(struct c_out *out, const struct decl *decl, bool is_copy)
{
	const char *c = decl->c_name;
	bool has_status = any(decl, is_copy ? c_copy_calls : c_check_calls);

	if (is_copy)
		emit(out->emit, "/* Copy what has a meaning into a zeroed struct. "
		     "*/\nstatic inline vesper_status\n%s_fill(struct %s *to,"
		     " const struct %s *value)\n{\n", c, c, c);
	else
		emit(out->emit, "static inline vesper_status\n%s_check(const "
		     "struct %s *value)\n{\n", c, c);
	emit_deeper(out->emit);
	if (has_status)
		emit(out->emit, "vesper_status status;\n\n");
	if (decl->kind == DECL_UNION)
		union_body(out, decl, is_copy);
	else
		struct_body(out, decl, is_copy);
	emit_back(out->emit);
	emit(out->emit, "}\n\n");
}

void c_value_functions(struct c_out *out, const struct decl *decl)
{
	if (decl->type.has_rules)
		function(out, decl, false);
	if (decl->type.has_gaps)
		function(out, decl, true);
}
