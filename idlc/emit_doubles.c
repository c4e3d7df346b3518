/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * Test doubles: a server of each interface whose replies are scripted and whose
 * calls are recorded, as one C file to be linked into a host test.
 *
 * For sys.console there is sys_console_double, of which the test sets what each
 * method shall return (on_read_line.status, .give.line) and reads how often it
 * was called and with what (on_write.calls, .got.text);
 * sys_console_double_connect(slot, client) connects it. A hook, if set, is
 * called instead of the script.
 */
#include "c.h"
#include "check.h"
#include "json.h"

static bool is_simple(const struct type *type)
{
	return type->kind <= TYPE_BITS;
}

/* What a call brought: scalars as they are, strings as text. */
static void got_fields(struct c_out *out, const struct method *m)
{
	bool any = false;

	for (uint32_t i = 0; i < m->request.count; i++) {
		const struct param *p = &m->request.params[i];
		const char *field = NULL;

		if (is_simple(p->type))
			field = c_declare(out, p->type, p->name);
		else if (p->type->kind == TYPE_STRING)
			field = arena_printf(out->arena, "char %s[%u]",
					     p->name, p->type->count + 1);
		if (!field)
			continue;
		emit(out->emit, any ? "" : "\t\tstruct {\n");
		emit(out->emit, "\t\t\t%s;\n", field);
		any = true;
	}
	emit(out->emit, any ? "\t\t} got;\n" : "");
}

/* What a reply shall bring. */
static void give_fields(struct c_out *out, const struct method *m)
{
	bool any = false;

	for (uint32_t i = 0; i < m->reply.count; i++) {
		const struct param *p = &m->reply.params[i];

		if (p->type->kind == TYPE_VEC)
			continue;
		emit(out->emit, any ? "" : "\t\tstruct {\n");
		if (p->type->kind == TYPE_STRING)
			emit(out->emit, "\t\t\tconst char *%s;\n", p->name);
		else if (p->type->kind == TYPE_CAP)
			emit(out->emit, "\t\t\t%s %s;\n",
			     c_cap_type(out, p->type, false), p->name);
		else
			emit(out->emit, "\t\t\t%s;\n",
			     c_declare(out, p->type, p->name));
		any = true;
	}
	emit(out->emit, any ? "\t\t} give;\n" : "");
}

static void fields(struct c_out *out, const struct method *m)
{
	struct emit *e = out->emit;

	if (m->kind == METHOD_NOTIFY)
		return;
	emit(e, "\tstruct {\n\t\tunsigned calls;\n%s"
	     "\t\t%s (*hook)(const vesper_client *client",
	     m->kind == METHOD_ONEWAY ? "" : "\t\tvesper_status status;\n",
	     m->kind == METHOD_ONEWAY ? "void" : "vesper_status");
	e->depth = 2;
	c_params(out, m, true);
	e->depth = 0;
	emit(e, ");\n");
	got_fields(out, m);
	give_fields(out, m);
	emit(e, "\t} on_%s;\n", m->name);
}

static void arguments(struct c_out *out, const struct method *m)
{
	for (uint32_t d = 0; d < 2; d++) {
		const struct message *message = d ? &m->reply : &m->request;

		for (uint32_t i = 0; i < message->count; i++) {
			const struct param *p = &message->params[i];

			emit(out->emit, ", %s", p->c_name);
			if (p->type->kind == TYPE_VEC ||
			    p->type->kind == TYPE_BUFFER)
				emit(out->emit, ", %s_count", p->name);
		}
	}
}

static void ignore(struct c_out *out, const struct param *p)
{
	emit(out->emit, "\t(void)%s;\n", p->c_name);
	if (p->type->kind == TYPE_VEC || p->type->kind == TYPE_BUFFER)
		emit(out->emit, "\t(void)%s_count;\n", p->name);
}

static void result(struct c_out *out, const struct param *p, const char *it)
{
	struct emit *e = out->emit;
	const char *n = p->c_name;

	if (p->type->kind == TYPE_STRING)
		emit(e, "\tif (%s.give.%s)\n\t\tvesper_text_fill(%s, "
		     "%s.give.%s,\n\t\t\t(uint32_t)__builtin_strlen("
		     "%s.give.%s));\n", it, p->name, n, it, p->name, it,
		     p->name);
	else if (p->type->kind == TYPE_ARRAY)
		emit(e, "\t__builtin_memcpy(%s, %s.give.%s, %u);\n", n, it,
		     p->name, p->type->size);
	else if (p->type->kind != TYPE_VEC)
		emit(e, "\t*%s = %s.give.%s;\n", n, it, p->name);
	else
		ignore(out, p);
}

static void function(struct c_out *out, const struct decl *interface,
		     const struct method *m)
{
	struct emit *e = out->emit;
	const char *c = interface->c_name;
	const char *it = arena_printf(out->arena, "%s_double.on_%s", c,
				      m->name);
	bool is_oneway = m->kind == METHOD_ONEWAY;

	if (m->kind == METHOD_NOTIFY)
		return;
	emit(e, "%s %s_serve_%s(const vesper_client *client",
	     is_oneway ? "void" : "vesper_status", c, m->name);
	c_params(out, m, true);
	emit(e, ")\n{\n\t%s.calls++;\n", it);
	for (uint32_t i = 0; i < m->request.count; i++) {
		const struct param *p = &m->request.params[i];

		if (is_simple(p->type))
			emit(e, "\t%s.got.%s = %s;\n", it, p->name,
			     p->c_name);
		else if (p->type->kind == TYPE_STRING)
			emit(e, "\tvesper_copy(%s.got.%s, %s.data, %s.size);\n"
			     "\t%s.got.%s[%s.size] = '\\0';\n", it, p->name,
			     p->c_name, p->c_name, it, p->name, p->c_name);
	}
	emit(e, "\tif (%s.hook)\n\t\t%s%s.hook(client", it,
	     is_oneway ? "" : "return ", it);
	arguments(out, m);
	emit(e, ");\n\t(void)client;\n");
	for (uint32_t i = 0; i < m->request.count; i++)
		if (!is_simple(m->request.params[i].type) &&
		    m->request.params[i].type->kind != TYPE_STRING)
			ignore(out, &m->request.params[i]);
	for (uint32_t i = 0; i < m->reply.count; i++)
		result(out, &m->reply.params[i], it);
	if (!is_oneway)
		emit(e, "\treturn %s.status;\n", it);
	emit(e, "}\n\n");
}

static void one_double(struct c_out *out, const struct decl *interface)
{
	struct emit *e = out->emit;
	const char *c = interface->c_name;

	emit(e, "/* ---- %s ---- */\n\nextern struct %s_double {\n",
	     interface->full_name, c);
	for (uint32_t i = 0; i < interface->method_count; i++)
		fields(out, &interface->methods[i]);
	emit(e, "} %s_double;\n\nvoid %s_double_connect(uint64_t slot, "
	     "const vesper_client *client);\n\n"
	     "#ifdef VESPER_DOUBLES\nstruct %s_double %s_double;\n\n"
	     "void %s_double_connect(uint64_t slot, const vesper_client "
	     "*client)\n{\n\tvesper_host_connect(slot, %s_dispatch, client);"
	     "\n}\n\n", c, c, c, c, c, c);
	for (uint32_t i = 0; i < interface->method_count; i++)
		function(out, interface, &interface->methods[i]);
	emit(e, "#endif\n\n");
}

void emit_doubles(struct compile *compile, const struct model *model,
		  struct emit *e)
{
	const struct library *library = model->main;
	struct c_out out = { .emit = e, .compile = compile,
			     .arena = compile->arena, .library = library };

	emit(e, "/*\n * Generated by idlc from library %s: do not edit.\n"
	     " * Doubles for host tests: include it where they are used, and "
	     "once with\n * VESPER_DOUBLES defined.\n */\n"
	     "#ifndef %s_DOUBLES_H\n#define %s_DOUBLES_H\n\n"
	     "#include <%s>\n\n", library->name, library->c_upper,
	     library->c_upper, c_header_name(compile->arena, library));
	for (uint32_t i = 0; i < library->decl_count; i++)
		if (library->decls[i]->kind == DECL_INTERFACE)
			one_double(&out, library->decls[i]);
	emit(e, "#endif\n");
}
