/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * The server's side: the prototype of the function that the component's author
 * writes, one function that checks a request, runs it and puts the results
 * in the message, and a switch over all methods.
 */
#include "c.h"
#include "check.h"

static bool is_scalar(const struct type *type)
{
	return type->kind <= TYPE_BITS;
}

/* ---- results of the author's function ---------------------------------- */

static void result_local(struct c_out *out, const struct param *p,
			 const char *upper)
{
	const char *n = p->c_name;
	const char *max = arena_printf(out->arena, "%s_%s_MAX", upper,
				       upper_case(out->compile, p->name));
	struct emit *e = out->emit;

	if (p->place == PLACE_CAP) {
		emit(e, "%s %s = { 0 };\n", c_cap_type(out, p->type, false),
		     n);
	} else if (p->place != PLACE_SLOT) {
		emit(e, "%s = %s;\n", c_declare(out, p->type, n),
		     is_scalar(p->type) ? "0" : "{ 0 }");
	} else if (p->type->kind == TYPE_STRING) {
		if (p->is_copied)
			emit(e, "char %s_copy[%s + 1];\n", p->name, max);
		emit(e, "struct vesper_text %s = { %s, %s, 0 };\n", n,
		     p->is_copied ? arena_printf(out->arena, "%s_copy",
						 p->name) : "NULL", max);
	} else if (p->is_copied) {
		emit(e, "%s;\nuint32_t %s_count = 0;\n",
		     c_declare(out, p->type->element, arena_printf(
			     out->arena, "%s[%s]", n, max)), p->name);
	} else {
		emit(e, "%s;\nuint32_t %s_count = 0;\n",
		     c_declare(out, p->type->element, arena_printf(
			     out->arena,
			     p->type->element->kind == TYPE_ARRAY &&
			     !p->type->element->alias ? "(*%s)" : "*%s", n)),
		     p->name);
	}
}

/* Texts begin empty; some results are written where they travel. */
static void result_start(struct c_out *out, const struct param *p)
{
	if (p->place != PLACE_SLOT)
		return;
	if (p->is_copied) {
		if (p->type->kind == TYPE_STRING)
			emit(out->emit, "%s_copy[0] = '\\0';\n", p->name);
		return;
	}
	if (p->type->kind == TYPE_STRING)
		emit(out->emit, "%s.data = request.from_slot + %u;\n"
		     "%s.data[0] = '\\0';\n", p->c_name, p->offset,
		     p->c_name);
	else
		emit(out->emit, "%s = (void *)__builtin_assume_aligned("
		     "request.from_slot + %u, 8);\n", p->c_name, p->offset);
}

static void reply_content(struct c_out *out, const struct param *p,
			  const char *upper)
{
	bool is_string = p->type->kind == TYPE_STRING;
	const char *count = arena_printf(out->arena, is_string ? "%s.size" :
					 "%s_count",
					 is_string ? p->c_name : p->name);

	emit(out->emit, "if (%s > %s_%s_MAX)\n\treturn E_SERVER;\n", count,
	     upper, upper_case(out->compile, p->name));
	if (p->is_copied && is_string)
		emit(out->emit, "vesper_copy(request.from_slot + %u, "
		     "%s.data, %s);\n", p->offset, p->c_name, count);
	else if (p->is_copied && !p->type->element->has_gaps)
		emit(out->emit, "vesper_copy(request.from_slot + %u, %s, "
		     "%s);\n", p->offset, p->c_name,
		     c_content_size(out, p, count));
	else if (p->is_copied) {
		emit(out->emit, "for (uint32_t i = 0; i < %s; i++) {\n",
		     count);
		emit_deeper(out->emit);
		emit(out->emit, ZEROED_CLEAN,
		     c_declare(out, p->type->element, "clean"));
		c_copy_value(out, p->type->element, "clean", arena_printf(
			out->arena, "%s[i]", p->c_name), 0);
		emit(out->emit, "__builtin_memcpy(request.from_slot + %u + "
		     "i * sizeof(clean), &clean, sizeof(clean));\n",
		     p->offset);
		emit_back(out->emit);
		emit(out->emit, "}\n");
	}
	emit(out->emit, "words.w%u = %s;\n", p->word, count);
}

static bool shares_word(const struct message *message, const struct param *p)
{
	for (uint32_t i = 0; i < message->count; i++)
		if (&message->params[i] != p &&
		    message->params[i].place == PLACE_WORD &&
		    message->params[i].word == p->word)
			return true;
	return false;
}

static void reply_words(struct c_out *out, const struct message *message,
			const struct param *p)
{
	struct emit *e = out->emit;
	const char *n = p->c_name;

	if (!is_scalar(p->type)) {
		if (p->type->has_gaps) {
			emit(e, "{\n");
			emit_deeper(e);
			emit(e, ZEROED_CLEAN,
			     c_declare(out, p->type, "clean"));
			c_copy_value(out, p->type, "clean", n, 0);
			n = "clean";
		}
		emit(e, "__builtin_memcpy(vesper_words(&words, %u), &%s, %u);"
		     "\n", p->word, n, p->type->size);
		if (p->type->has_gaps) {
			emit_back(e);
			emit(e, "}\n");
		}
		return;
	}
	if (p->type->is_signed && shares_word(message, p))
		n = arena_printf(out->arena, "(uint64_t)(uint%u_t)%s",
				 p->type->bits, n);
	else if (p->type->is_signed || shares_word(message, p))
		n = arena_printf(out->arena, "(uint64_t)%s", n);
	if (p->shift)
		emit(e, "words.w%u |= %s << %u;\n", p->word, n, p->shift);
	else
		emit(e, "words.w%u = %s;\n", p->word, n);
}

static void reply_record(struct c_out *out, const struct message *message,
			 const char *c)
{
	emit(out->emit, "{\n");
	emit_deeper(out->emit);
	emit(out->emit, "struct %s_reply_record record;\n\n"
	     "__builtin_memset(&record, 0, sizeof(record));\n", c);
	for (uint32_t i = 0; i < message->count; i++) {
		const struct param *p = &message->params[i];

		if (p->place == PLACE_RECORD)
			c_copy_value(out, p->type, arena_printf(
				out->arena, "record.%s", p->name), p->c_name,
				0);
	}
	emit(out->emit, "__builtin_memcpy(__builtin_assume_aligned("
	     "request.from_slot, 8),\n\t&record, sizeof(record));\n");
	emit_back(out->emit);
	emit(out->emit, "}\n");
}

static void reply(struct c_out *out, const struct method *method,
		  const char *c, const char *upper)
{
	const struct message *message = &method->reply;

	if (message->record_size)
		reply_record(out, message, c);
	for (uint32_t i = 0; i < message->count; i++) {
		const struct param *p = &message->params[i];

		if (p->place == PLACE_WORD)
			reply_words(out, message, p);
		else if (p->place == PLACE_SLOT)
			reply_content(out, p, upper);
	}
	c_caps_send(out, message, "words", "E_SERVER");
	/* Last, so that a refused result leaves no words behind. */
	emit(out->emit, "*m = words;\n");
}

/* ---- the call of the author's function --------------------------------- */

static const char *argument_in(struct c_out *out, const struct param *p)
{
	struct arena *arena = out->arena;
	const char *in = p->place == PLACE_RECORD ? "request.record." :
						    "request.";

	if (p->type->kind == TYPE_STRUCT || p->type->kind == TYPE_UNION)
		return arena_printf(arena, "&%s%s", in, p->name);
	if (p->type->kind == TYPE_VEC || p->type->kind == TYPE_BUFFER)
		return arena_printf(arena, "%s%s, %s%s_count", in, p->name, in,
				    p->name);
	return arena_printf(arena, "%s%s", in, p->name);
}

static const char *argument_out(struct c_out *out, const struct param *p)
{
	if (p->type->kind == TYPE_ARRAY)
		return p->c_name;
	if (p->type->kind == TYPE_VEC)
		return arena_printf(out->arena, "%s, &%s_count", p->c_name,
				    p->name);
	return arena_printf(out->arena, "&%s", p->c_name);
}

static void call_author(struct c_out *out, const struct decl *interface,
			const struct method *method)
{
	struct emit *e = out->emit;

	emit(e, "%s%s_serve_%s(client",
	     method->kind == METHOD_ONEWAY ? "" : "status = ",
	     interface->c_name, method->name);
	for (uint32_t i = 0; i < method->request.count; i++)
		emit(e, ",\n\t%s",
		     argument_in(out, &method->request.params[i]));
	for (uint32_t i = 0; i < method->reply.count; i++)
		emit(e, ",\n\t%s",
		     argument_out(out, &method->reply.params[i]));
	emit(e, ");\n");
	if (method->kind == METHOD_ONEWAY)
		return;
	emit(e, "if (status != OK)\n\treturn vesper_status_sent(status, ");
	if (method->error)
		emit(e, "%s_is_valid(status));\n", method->error->c_name);
	else
		emit(e, "false);\n");
}

static void run(struct c_out *out, const struct decl *interface,
		const struct method *method, const char *c, const char *upper)
{
	struct emit *e = out->emit;
	const struct message *results = &method->reply;

	emit(e, "static inline vesper_status\n%s_run(const vesper_client "
	     "*client, struct vesper_message *m)\n{\n", c);
	emit_deeper(e);
	if (c_has_request(method))
		emit(e, "struct %s_request request;\n", c);
	if (c_has_copies(&method->request))
		emit(e, "struct %s_copies copies;\n", c);
	for (uint32_t i = 0; i < results->count; i++)
		result_local(out, &results->params[i], upper);
	if (c_has_reply(method))
		emit(e, "struct vesper_message words = { 0 };\n");
	if (c_has_request(method) || method->kind == METHOD_CALL)
		emit(e, "vesper_status status;\n\n");
	if (c_has_request(method))
		emit(e, "status = %s_check(client, m, &request%s);\n", c,
		     c_has_copies(&method->request) ? ", &copies" : "");
	emit(e, "*m = (struct vesper_message){ 0 };\n");
	if (c_has_request(method))
		emit(e, "if (status != OK)\n\treturn status;\n");
	for (uint32_t i = 0; i < results->count; i++)
		result_start(out, &results->params[i]);
	call_author(out, interface, method);
	if (c_has_reply(method))
		reply(out, method, c, upper);
	emit(e, "return OK;\n");
	emit_back(e);
	emit(e, "}\n\n");
}

void c_server(struct c_out *out, const struct decl *interface,
	      const struct method *method)
{
	const char *c = c_method(out, interface, method);
	const char *upper = c_method_upper(out, interface, method);

	emit(out->emit, "%s %s_serve_%s(const vesper_client *client",
	     method->kind == METHOD_ONEWAY ? "void" : "vesper_status",
	     interface->c_name, method->name);
	c_params(out, method, true);
	emit(out->emit, ");\n\n");
	run(out, interface, method, c, upper);
	arena_reset(out->arena);
}

/* The list from which the portal is made: with a reply in each case the compiler
 * keeps a request's words and its results in their registers. */
static void methods_list(struct c_out *out, const struct decl *interface)
{
	struct emit *e = out->emit;

	emit(e, "#define %s_PORTAL VESPER_PORTAL_%s\n", interface->c_name,
	     c_carries_caps(interface) ? "CAP" : "PLAIN");
	emit(e, "/* X(number, what runs it) for each method. */\n"
	     "#define %s_METHODS(X)", interface->c_name);
	for (uint32_t i = 0; i < interface->method_count; i++) {
		const struct method *m = &interface->methods[i];

		if (m->kind == METHOD_CALL)
			emit(e, " \\\n\tX(%s_METHOD, %s_run)",
		     c_method_upper(out, interface, m),
		     c_method(out, interface, m));
	}
	emit(e, "\n\n");
}

void c_dispatch(struct c_out *out, const struct decl *interface)
{
	struct emit *e = out->emit;

	methods_list(out, interface);
	c_drain(out, interface);
	emit(e, "/* Check and run a request; the message gets the results. "
	     "*/\nstatic inline vesper_status\n%s_dispatch(const vesper_client "
	     "*client, uint32_t method,\n\tstruct vesper_message *m)\n{\n%s"
	     "\tswitch (method) {\n", interface->c_name,
	     c_has_kind(interface, METHOD_CALL) ? "" : "\t(void)client;\n");
	for (uint32_t i = 0; i < interface->method_count; i++) {
		const struct method *m = &interface->methods[i];

		if (m->kind != METHOD_CALL)
			continue;
		emit(e, "\tcase %s_METHOD:\n\t\treturn %s_run(client, m);\n",
		     c_method_upper(out, interface, m),
		     c_method(out, interface, m));
	}
	emit(e, "\tdefault:\n\t\t*m = (struct vesper_message){ 0 };\n"
	     "\t\treturn E_METHOD;\n\t}\n}\n\n");
}
