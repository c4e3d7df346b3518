/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * Methods that nobody waits for: oneway and notify (runtime: vesper/ring.h).
 * Their parameters are the seven words of a message like any other, a oneway's
 * as a record, and go through the method's ordinary check.
 */
#include "c.h"
#include "check.h"

bool c_has_kind(const struct decl *interface, enum ast_method_kind kind)
{
	for (uint32_t i = 0; i < interface->method_count; i++)
		if (interface->methods[i].kind == kind)
			return true;
	return false;
}

bool c_is_async(const struct decl *interface)
{
	return c_has_kind(interface, METHOD_ONEWAY) ||
	       c_has_kind(interface, METHOD_NOTIFY);
}

/* ---- oneway ----------------------------------------------------------------- */

void c_oneway_client(struct c_out *out, const struct decl *interface,
		     const struct method *method)
{
	struct emit *e = out->emit;

	emit(e, "return vesper_ring_put(self.slot,\n\tvesper_slot(self.to, "
	     "%s_TO_SLOT),\n\tvesper_slot(self.from, %s_FROM_SLOT), "
	     "%s_RING_DEPTH,\n\t%s_METHOD, &m);\n", interface->c_upper,
	     interface->c_upper, interface->c_upper,
	     c_method_upper(out, interface, method));
}

void c_drain(struct c_out *out, const struct decl *interface)
{
	struct emit *e = out->emit;

	if (!c_has_kind(interface, METHOD_ONEWAY))
		return;
	emit(e, "/*\n * Take what a client has sent, at most as much as its rings "
	     "hold: whether it\n * has sent more meanwhile. What is wrong is left "
	     "out.\n */\nstatic inline bool\n%s_drain(const vesper_client "
	     "*client)\n{\n", interface->c_name);
	emit_deeper(e);
	emit(e, "bool is_left = false;\n\n"
	     "for (uint32_t i = 0; i < client->callers; i++) {\n");
	emit_deeper(e);
	emit(e, "struct vesper_ring_end end = vesper_ring_end(client, i);\n"
	     "struct vesper_message m;\nuint64_t method;\n\n"
	     "for (unsigned n = 0; n < client->ring_depth &&\n"
	     "     vesper_ring_take(end, &method, &m); n++) {\n");
	emit_deeper(e);
	emit(e, "switch (method) {\n");
	for (uint32_t i = 0; i < interface->method_count; i++) {
		const struct method *m = &interface->methods[i];

		if (m->kind == METHOD_ONEWAY)
			emit(e, "case %s_METHOD:\n\t(void)%s_run(client, &m);\n"
			     "\tbreak;\n", c_method_upper(out, interface, m),
			     c_method(out, interface, m));
	}
	emit(e, "default:\n\tbreak;\n}\n");
	emit_back(e);
	emit(e, "}\nis_left |= !vesper_ring_is_empty(end);\n");
	emit_back(e);
	emit(e, "}\nreturn is_left;\n");
	emit_back(e);
	emit(e, "}\n\n");
}

/* ---- notify ------------------------------------------------------------------ */

/* The client reads what the server told last. */
void c_notify_client(struct c_out *out, const struct decl *interface,
		     const struct method *method)
{
	const char *c = c_method(out, interface, method);
	struct emit *e = out->emit;

	c_client_head(out, interface, method,
		      arena_printf(out->arena, " vesper_status\n%s", c));
	c_params_out(out, &method->request);
	emit(e, ")\n{\n");
	emit_deeper(e);
	emit(e, "struct vesper_message m;\n");
	if (c_has_request(method))
		emit(e, "struct %s_request request;\n", c);
	emit(e, "vesper_status status = vesper_cell_get(self.from, %u, &m);\n\n",
	     method->cell);
	if (c_has_request(method))
		emit(e, "if (status == OK && %s_check(NULL, &m, &request) != OK)"
		     "\n\tstatus = E_RESULT;\n", c);
	emit(e, "if (status != OK) {\n");
	emit_deeper(e);
	for (uint32_t i = 0; i < method->request.count; i++)
		c_clear(out, &method->request.params[i]);
	emit(e, "return status;\n");
	emit_back(e);
	emit(e, "}\n");
	for (uint32_t i = 0; i < method->request.count; i++) {
		const struct param *p = &method->request.params[i];

		if (p->type->kind == TYPE_ARRAY)
			emit(e, "__builtin_memcpy(%s, request.%s, %u);\n",
			     p->c_name, p->name, p->type->size);
		else
			emit(e, "*%s = request.%s;\n", p->c_name, p->name);
	}
	emit(e, "return OK;\n");
	emit_back(e);
	emit(e, "}\n\n");
}

/* The server tells one client. */
void c_notify_server(struct c_out *out, const struct decl *interface,
		     const struct method *method)
{
	struct emit *e = out->emit;

	emit(e, "static inline vesper_status\n%s_notify_%s(const vesper_client *client", interface->c_name,
	     method->name);
	c_params(out, method, false);
	emit(e, ")\n{\n");
	emit_deeper(e);
	emit(e, "struct vesper_message m = { 0 };\n");
	for (uint32_t i = 0; i < method->request.count; i++)
		if (c_copy_calls(method->request.params[i].type)) {
			emit(e, "vesper_status status;\n");
			break;
		}
	emit(e, "\n");
	c_send(out, method, c_method(out, interface, method),
	       c_method_upper(out, interface, method));
	emit(e, "return vesper_cell_put(client, %u, &m);\n", method->cell);
	emit_back(e);
	emit(e, "}\n\n");
}
