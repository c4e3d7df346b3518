/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * Client stubs: one inline function per method, which puts the parameters in
 * words and the caller's message slot, calls, and takes the results out only
 * when all of them are right. On any status but OK results are zero or empty.
 */
#include "c.h"
#include "check.h"

/* ---- results ----------------------------------------------------------- */

/* Whether a result's bytes in the slot can be no values of its type. */
static bool has_content_rules(const struct param *p)
{
	return p->place == PLACE_SLOT &&
	       (p->type->kind == TYPE_STRING ? p->attributes.utf8 :
					       p->type->element->has_rules);
}

/* Copy a result out of the slot: once, and never look there again. */
static void take(struct c_out *out, const struct param *p)
{
	if (p->type->kind == TYPE_STRING)
		emit(out->emit, "vesper_text_fill(%s, from_slot + %u, "
		     "reply.%s_size);\n", p->c_name, p->offset, p->name);
	else
		emit(out->emit, "vesper_take(%s, from_slot + %u, %s);\n",
		     p->c_name, p->offset,
		     c_content_size(out, p, arena_printf(
			     out->arena, "reply.%s_count", p->name)));
}

/*
 * What reply_check cannot know: the caller's room, and contents with rules. These
 * are checked in the caller's copy, which nobody else changes.
 */
static void check_content(struct c_out *out, const struct param *p,
			  const char *c)
{
	struct emit *e = out->emit;
	const char *n = p->c_name;

	if (p->type->kind == TYPE_STRING)
		emit(e, "if (status == OK && reply.%s_size > %s->max)\n"
		     "\tstatus = E_BOUNDS;\n", p->name, n);
	if (!has_content_rules(p))
		return;
	emit(e, "if (status == OK) {\n");
	emit_deeper(e);
	take(out, p);
	if (p->type->kind == TYPE_STRING)
		emit(e, "if (!vesper_is_utf8(vesper_text_string(*%s)))\n", n);
	else
		emit(e, "if (%s_%s_check(%s, reply.%s_count) != OK)\n", c,
		     p->name, n, p->name);
	emit(e, "\tstatus = E_RESULT;\n");
	emit_back(e);
	emit(e, "}\n");
}

static void store(struct c_out *out, const struct param *p)
{
	const char *n = p->name;

	if (p->place == PLACE_SLOT && !has_content_rules(p))
		take(out, p);
	if (p->place == PLACE_SLOT && p->type->kind == TYPE_STRING)
		return;
	if (p->place == PLACE_SLOT)
		emit(out->emit, "*%s_count = reply.%s_count;\n", n, n);
	else if (p->type->kind == TYPE_ARRAY)
		emit(out->emit, "__builtin_memcpy(%s, reply.%s%s, %u);\n",
		     p->c_name, p->place == PLACE_RECORD ? "record." : "", n,
		     p->type->size);
	else
		emit(out->emit, "*%s = reply.%s%s;\n", p->c_name,
		     p->place == PLACE_RECORD ? "record." : "", n);
}

/* What a result is when there is none. */
void c_clear(struct c_out *out, const struct param *p)
{
	const char *n = p->c_name;

	switch (p->type->kind) {
	case TYPE_STRING:
		emit(out->emit, "vesper_text_clear(%s);\n", n);
		break;
	case TYPE_VEC:
		emit(out->emit, "*%s_count = 0;\n", p->name);
		break;
	case TYPE_ARRAY:
		emit(out->emit, "__builtin_memset(%s, 0, %u);\n", n,
		     p->type->size);
		break;
	case TYPE_STRUCT:
	case TYPE_UNION:
		emit(out->emit, "__builtin_memset(%s, 0, sizeof(*%s));\n", n,
		     n);
		break;
	case TYPE_CAP:
		emit(out->emit, "%s->slot = 0;\n", n);
		break;
	default:
		emit(out->emit, "*%s = 0;\n", n);
	}
}

/* Errors return early: the good path is the short one. */
static void receive(struct c_out *out, const struct method *method,
		    const char *c)
{
	const struct message *message = &method->reply;

	for (uint32_t i = 0; i < message->count; i++)
		if (message->params[i].place == PLACE_CAP)
			emit(out->emit, "reply.%s.slot = %s_slot;\n",
			     message->params[i].name, message->params[i].name);
	emit(out->emit, "if (status == OK && %s_reply_check(&m, %s&reply) != "
	     "OK)\n\tstatus = E_RESULT;\n", c,
	     message->record_size ? "from_slot, " : "");
	for (uint32_t i = 0; i < message->count; i++)
		if (message->params[i].place == PLACE_SLOT)
			check_content(out, &message->params[i], c);
	if (message->caps) {
		emit(out->emit, "if (status != OK) {\n");
		c_caps_drop(out, method);
		emit(out->emit, "}\n");
	}
	if (out->has_end) {
		emit_back(out->emit);
		emit(out->emit, "end:\n");
		emit_deeper(out->emit);
	}
	if (c_has_answer(method)) {
		c_answer_return(out, c);
		return;
	}
	emit(out->emit, "if (status != OK) {\n");
	emit_deeper(out->emit);
	for (uint32_t i = 0; i < message->count; i++)
		c_clear(out, &message->params[i]);
	emit(out->emit, "return status;\n");
	emit_back(out->emit);
	emit(out->emit, "}\n");
	for (uint32_t i = 0; i < message->count; i++)
		store(out, &message->params[i]);
	emit(out->emit, "return OK;\n");
}

/* ---- functions --------------------------------------------------------- */

/* A checker for the elements of each vec result that has rules. */
static void element_checks(struct c_out *out, const struct method *method,
			   const char *c)
{
	for (uint32_t i = 0; i < method->reply.count; i++) {
		const struct param *p = &method->reply.params[i];
		const struct type *element = p->type->element;
		const char *array;

		if (p->type->kind != TYPE_VEC || !element->has_rules)
			continue;
		array = c_declare(out, element, arena_printf(
			out->arena, element->kind == TYPE_ARRAY &&
			!element->alias ? "(*%s)" : "*%s", p->c_name));
		emit(out->emit, "static inline vesper_status\n%s_%s_check("
		     "const %s, uint32_t count)\n{\n", c, p->name, array);
		emit_deeper(out->emit);
		if (c_check_calls(element))
			emit(out->emit, "vesper_status status;\n\n");
		emit(out->emit, "for (uint32_t i = 0; i < count; i++) {\n");
		emit_deeper(out->emit);
		c_check_value(out, element, arena_printf(
			out->arena, "%s[i]", p->c_name), 0);
		emit_back(out->emit);
		emit(out->emit, "}\nreturn OK;\n");
		emit_back(out->emit);
		emit(out->emit, "}\n\n");
	}
}

/* Whether something is found wrong before the call: results are zero then. */
static bool can_fail(const struct method *method)
{
	const struct message *request = &method->request;

	if (c_has_caps(method))
		return true;
	for (uint32_t i = 0; i < request->count; i++) {
		const struct param *p = &request->params[i];

		if (p->place == PLACE_SLOT || p->place == PLACE_HEAP ||
		    p->type->has_gaps)
			return true;
	}
	return false;
}

static bool copies_call(const struct message *message)
{
	for (uint32_t i = 0; i < message->count; i++)
		if (c_copy_calls(message->params[i].type))
			return true;
	return false;
}

static const char *behind(struct c_out *out, uint32_t size)
{
	return size ? arena_printf(out->arena, " + %u", size) : "";
}

/* Whether the function looks at its results. */
static bool has_results(const struct method *method)
{
	return c_has_reply(method) &&
	       !(c_has_answer(method) && c_is_whole(method));
}

static void locals(struct c_out *out, const struct decl *interface,
		   const struct method *method, const char *c)
{
	struct emit *e = out->emit;

	emit(e, "struct vesper_message m = { 0 };\n");
	if (method->request.slot_size)
		emit(e, "char *to_slot = vesper_slot(self.to, %s_TO_SLOT)%s;\n",
		     interface->c_upper, behind(out, interface->to_head));
	if (method->request.slot_word)
		emit(e, "char *from_slot = vesper_slot(self.from, "
		     "%s_FROM_SLOT)%s;\n", interface->c_upper,
		     behind(out, interface->from_head));
	if (method->kind == METHOD_ONEWAY && method->request.record_size)
		emit(e, "struct %s_record sent, *record = &sent;\n", c);
	else if (method->request.record_size)
		emit(e, "struct %s_record *record;\n", c);
	if (has_results(method))
		emit(e, "struct %s_reply reply;\n", c);
	if (method->attributes.idempotent)
		emit(e, "struct vesper_message again;\n");
	if (has_results(method) || method->attributes.idempotent ||
	    copies_call(&method->request))
		emit(e, "vesper_status status;\n");
	emit(e, "\n");
}

static void call(struct c_out *out, const struct method *method,
		 const char *before, const char *upper)
{
	if (c_has_caps(method))
		emit(out->emit, "%s vesper_call_cap(self.slot, %s_METHOD, &m, "
		     "&m.caps);\n", before, upper);
	else
		emit(out->emit, "%s vesper_call(self.slot, %s_METHOD, &m);\n",
		     before, upper);
}

bool c_is_repeated(const struct decl *interface)
{
	for (uint32_t i = 0; i < interface->method_count; i++)
		if (interface->methods[i].attributes.idempotent)
			return true;
	return false;
}

/* Once more, when the server was restarted. */
static void call_again(struct c_out *out, const struct method *method,
		       const char *upper)
{
	struct emit *e = out->emit;

	emit(e, "again = m;\n");
	call(out, method, "status =", upper);
	emit(e, "if (vesper_is_restarted(status)) {\n");
	emit_deeper(e);
	emit(e, "uint64_t until = 0;\n\n"
	     "while (vesper_restart_wait(&until)) {\n\tm = again;\n");
	emit_deeper(e);
	call(out, method, "status =", upper);
	emit(e, "if (status != E_STOPPED)\n\tbreak;\n");
	emit_back(e);
	emit(e, "}\n");
	emit_back(e);
	emit(e, "}\n");
	if (!c_has_reply(method))
		emit(e, "return status;\n");
}

/* Up to its first parameter; `function` begins with the space before it. */
void c_client_head(struct c_out *out, const struct decl *interface,
		   const struct method *method, const char *function)
{
	c_doc(out, method->doc, method->attributes.deprecated);
	emit(out->emit, "static inline __attribute__((warn_unused_result%s))%s"
	     "(%s self", method->attributes.deprecated ? ", deprecated" : "",
	     function, interface->c_name);
}

void c_client(struct c_out *out, const struct decl *interface,
	      const struct method *method)
{
	struct emit *e = out->emit;
	const char *c = c_method(out, interface, method);
	const char *upper = c_method_upper(out, interface, method);

	element_checks(out, method, c);
	if (c_has_answer(method))
		c_answer_struct(out, method, c);
	c_client_head(out, interface, method, c_has_answer(method) ?
		      arena_printf(out->arena, "\nstruct %s_answer\n"
				   "%s_answer", c, c) :
		      arena_printf(out->arena, " vesper_status\n%s", c));
	c_params_in(out, &method->request);
	if (!c_has_answer(method))
		c_params_out(out, &method->reply);
	emit(e, ")\n{\n");
	emit_deeper(e);
	locals(out, interface, method, c);
	out->has_end = has_results(method) && can_fail(method);
	c_send(out, method, c, upper);
	c_caps_landing(out, method);
	if (method->kind == METHOD_ONEWAY)
		c_oneway_client(out, interface, method);
	else if (method->attributes.idempotent)
		call_again(out, method, upper);
	else if (has_results(method))
		call(out, method, "status =", upper);
	else if (c_has_reply(method))
		c_answer_call(out, c, upper);
	else
		call(out, method, "return", upper);
	if (has_results(method))
		receive(out, method, c);
	out->has_end = false;
	emit_back(e);
	emit(e, "}\n\n");
	if (c_has_answer(method))
		c_answer_store(out, interface, method, c);
	arena_reset(out->arena);
}
