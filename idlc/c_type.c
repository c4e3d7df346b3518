/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * Types, constants and other declarations in C. A declaration is printed after
 * those that it needs, else in the order of the source.
 */
#include "c.h"
#include "check.h"

/* A part of the name of a vec's struct. */
static const char *mangled(struct c_out *out, const struct type *type)
{
	switch (type->kind) {
	case TYPE_BOOL:
	case TYPE_INTEGER:
		return type_text(out->arena, type);
	case TYPE_ARRAY:
		return arena_printf(out->arena, "%s_x%u",
				    mangled(out, type->element), type->count);
	case TYPE_STRING:
		return arena_printf(out->arena, "string_%u", type->count);
	case TYPE_VEC:
		return arena_printf(out->arena, "vec_%u_%s", type->count,
				    mangled(out, type->element));
	default:
		return type->decl->c_name;
	}
}

const char *c_type(struct c_out *out, const struct type *type)
{
	if (type->alias)
		return type->alias->c_name;
	switch (type->kind) {
	case TYPE_BOOL:
		return "bool";
	case TYPE_INTEGER:
		return arena_printf(out->arena, "%sint%u_t",
				    type->is_signed ? "" : "u", type->bits);
	case TYPE_ENUM:
	case TYPE_BITS:
		return type->decl->c_name;
	case TYPE_STRUCT:
	case TYPE_UNION:
		return arena_printf(out->arena, "struct %s",
				    type->decl->c_name);
	default:
		return arena_printf(out->arena, "struct vesper_%s",
				    mangled(out, type));
	}
}

const char *c_declare(struct c_out *out, const struct type *type,
		      const char *name)
{
	const char *suffix = "";

	for (; type->kind == TYPE_ARRAY && !type->alias; type = type->element)
		suffix = arena_printf(out->arena, "%s[%u]", suffix,
				      type->count);
	return arena_printf(out->arena, "%s %s%s", c_type(out, type), name,
			    suffix);
}

const char *c_string(struct arena *arena, const char *text)
{
	char *out = arena_alloc(arena, strlen(text) * 4 + 3), *end = out;

	*end++ = '"';
	for (; *text; text++) {
		unsigned char c = (unsigned char)*text;

		/* Octal: hexadecimal escapes would take following digits. */
		if (c < ' ' || c > '~' || c == '?')
			end += sprintf(end, "\\%03o", c);
		else if (c == '"' || c == '\\')
			end += sprintf(end, "\\%c", c);
		else
			*end++ = (char)c;
	}
	*end = '"';
	return out;
}

const char *c_constant(struct c_out *out, const struct type *type,
		       struct value value)
{
	unsigned long long bits = value.bits;

	if (value.text)
		return c_string(out->arena, value.text);
	if (type->kind == TYPE_BOOL)
		return bits ? "true" : "false";
	/* C has no negative constants: the least number is a difference. */
	if (value.is_negative)
		return arena_printf(out->arena, "(-INT%u_C(%llu) - 1)",
				    type->bits, -(bits + 1));
	if (type->kind == TYPE_BITS)
		return arena_printf(out->arena, "UINT%u_C(0x%llx)",
				    type->bits, bits);
	return arena_printf(out->arena, "%sINT%u_C(%llu)",
			    type->is_signed ? "" : "U", type->bits, bits);
}

/* ---- inline strings and vecs ------------------------------------------- */

/* string[<= N] in memory. Headers of several libraries may define the same. */
static void inline_type(struct c_out *out, const struct type *type)
{
	struct type plain = *type;
	const char *name, *guard;

	plain.alias = NULL;
	name = c_type(out, &plain) + strlen("struct ");
	if (map_add(&out->done, out->compile->arena, map_name(intern_string(
			out->compile->names, name)), out))
		return;
	guard = upper_case(out->compile, name);
	emit(out->emit, "#ifndef %s\n#define %s\nstruct %s {\n", guard, guard,
	     name);
	if (type->kind == TYPE_STRING)
		emit(out->emit, "\tuint32_t size;\n\tchar data[%u];\n",
		     type->count);
	else
		emit(out->emit, "\tuint32_t count;\n\t%s[%u];\n",
		     c_declare(out, type->element, "data"), type->count);
	emit(out->emit, "};\n#endif\n\n");
}

void c_need_type(struct c_out *out, const struct type *type)
{
	if (type->alias)
		c_decl(out, type->alias);
	if (type->element)
		c_need_type(out, type->element);
	if (type->decl)
		c_decl(out, type->decl);
	if (type->kind == TYPE_STRING || type->kind == TYPE_VEC)
		inline_type(out, type);
}

/* ---- declarations ------------------------------------------------------ */

void c_doc(struct c_out *out, const char *doc, const char *deprecated)
{
	const char *line = doc, *end;

	if (!doc && !deprecated)
		return;
	if (doc && !deprecated && strlen(doc) < 70 &&
	    strchr(doc, '\n')[1] == '\0' && !strstr(doc, "*/")) {
		emit(out->emit, "/* %.*s */\n", (int)strlen(doc) - 1, doc);
		return;
	}
	emit(out->emit, "/*\n");
	for (; line && *line; line = end + 1) {
		char *text;

		end = strchr(line, '\n');
		text = arena_copy(out->arena, line, (size_t)(end - line));
		/* A comment in the text must not end this one. */
		for (char *c = text; (c = strstr(c, "*/")); )
			c[1] = '|';
		emit(out->emit, " *%s%s\n", *text ? " " : "", text);
	}
	if (deprecated)
		emit(out->emit, " * Deprecated%s%s\n",
		     *deprecated ? ": " : ".", deprecated);
	emit(out->emit, " */\n");
}

static void c_const(struct c_out *out, const struct decl *decl)
{
	c_doc(out, decl->doc, decl->attributes.deprecated);
	emit(out->emit, "#define %s %s\n\n", decl->c_upper,
	     c_constant(out, &decl->type, decl->value));
}

static bool fits_int(const struct decl *decl)
{
	for (uint32_t i = 0; i < decl->member_count; i++) {
		struct value v = decl->members[i].value;

		if (v.is_negative ? (int64_t)v.bits < INT32_MIN :
				    v.bits > INT32_MAX)
			return false;
	}
	return true;
}

/* Members as constants of an enum where C's are wide enough, else macros. */
static void c_members(struct c_out *out, const struct decl *decl)
{
	bool is_enum = decl->type.kind != TYPE_BITS && fits_int(decl);

	if (is_enum)
		emit(out->emit, "enum {\n");
	out->emit->depth += is_enum;
	for (uint32_t i = 0; i < decl->member_count; i++) {
		const struct member *m = &decl->members[i];

		c_doc(out, m->doc, m->attributes.deprecated);
		if (is_enum)
			emit(out->emit, "%s_%s = %s,\n", decl->c_upper,
			     m->name, value_text(out->arena, m->value));
		else
			emit(out->emit, "#define %s_%s %s\n", decl->c_upper,
			     m->name, c_constant(out, &decl->type, m->value));
	}
	out->emit->depth -= is_enum;
	if (is_enum)
		emit(out->emit, "};\n");
	emit(out->emit, "\n");
}

/* Whether a number is a member, as a switch: the compiler makes it compact. */
static void c_is_valid(struct c_out *out, const struct decl *decl)
{
	struct emit *e = out->emit;
	const char *type = decl->kind == DECL_ERROR ? "vesper_status" :
						      decl->c_name;

	emit(e, "static inline bool %s_is_valid(%s value)\n{\n", decl->c_name,
	     type);
	if (decl->type.kind == TYPE_BITS) {
		emit(e, "\treturn !(value & ~%s);\n}\n\n",
		     c_constant(out, &decl->type, decl->value));
		return;
	}
	emit(e, "\tswitch (value) {\n");
	for (uint32_t i = 0; i < decl->member_count; i++)
		emit(e, "\tcase %s_%s:\n", decl->c_upper,
		     decl->members[i].name);
	emit(e, "\t\treturn true;\n\tdefault:\n\t\treturn false;\n\t}\n}\n\n");
}

static void c_enum(struct c_out *out, const struct decl *decl)
{
	c_doc(out, decl->doc, decl->attributes.deprecated);
	if (decl->kind != DECL_ERROR) {
		struct type base = { .kind = TYPE_INTEGER,
				     .is_signed = decl->type.is_signed,
				     .bits = decl->type.bits };

		emit(out->emit, "typedef %s %s;\n", c_type(out, &base),
		     decl->c_name);
	}
	c_members(out, decl);
	if (decl->is_strict || decl->kind == DECL_ERROR)
		c_is_valid(out, decl);
}

static void c_field(struct c_out *out, const struct member *m, uint32_t *count)
{
	c_doc(out, m->doc, m->attributes.deprecated);
	if (m->type)
		emit(out->emit, "%s;\n", c_declare(out, m->type, m->name));
	else
		emit(out->emit, "uint8_t reserved_%u[%u];\n", (*count)++,
		     m->size);
}

static void c_struct(struct c_out *out, const struct decl *decl)
{
	struct emit *e = out->emit;
	uint32_t reserved = 0;

	for (uint32_t i = 0; i < decl->member_count; i++)
		if (decl->members[i].type)
			c_need_type(out, decl->members[i].type);
	c_doc(out, decl->doc, decl->attributes.deprecated);
	emit(e, "struct %s {\n", decl->c_name);
	e->depth++;
	if (decl->kind == DECL_UNION)
		emit(e, "uint32_t tag;\nunion {\n");
	e->depth += decl->kind == DECL_UNION;
	for (uint32_t i = 0; i < decl->member_count; i++)
		c_field(out, &decl->members[i], &reserved);
	e->depth -= decl->kind == DECL_UNION;
	if (decl->kind == DECL_UNION)
		emit(e, "};\n");
	e->depth--;
	emit(e, "};\n_Static_assert(sizeof(struct %s) == %u, \"%s\");\n\n",
	     decl->c_name, decl->type.size, decl->full_name);
	if (decl->kind == DECL_UNION) {
		emit(e, "/* Its tags. */\nenum {\n");
		for (uint32_t i = 0; i < decl->member_count; i++)
			emit(e, "\t%s_%s = %u,\n", decl->c_upper,
			     upper_case(out->compile, decl->members[i].name),
			     decl->members[i].number);
		emit(e, "};\n\n");
	}
	c_value_functions(out, decl);
}

static void c_alias(struct c_out *out, const struct decl *decl)
{
	const struct type *type = &decl->type;

	/* Buffers and capabilities have forms of their own as parameters. */
	if (type->kind == TYPE_BUFFER || type->kind == TYPE_CAP)
		return;
	c_need_type(out, type);
	c_doc(out, decl->doc, decl->attributes.deprecated);
	emit(out->emit, "typedef %s;\n\n", c_declare(out, type, decl->c_name));
}

void c_decl(struct c_out *out, const struct decl *decl)
{
	if (decl->library != out->library ||
	    map_add(&out->done, out->compile->arena, map_name(decl->c_name),
		    (void *)(uintptr_t)decl))
		return;
	switch (decl->kind) {
	case DECL_CONST:
		c_const(out, decl);
		break;
	case DECL_TYPE:
		c_alias(out, decl);
		break;
	case DECL_ENUM:
	case DECL_BITS:
	case DECL_ERROR:
		c_enum(out, decl);
		break;
	case DECL_STRUCT:
	case DECL_UNION:
		c_struct(out, decl);
		break;
	case DECL_INTERFACE:
		break; /* after all types */
	}
}
