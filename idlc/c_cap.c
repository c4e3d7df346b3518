/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * Capabilities in C: their types by ownership, the fields of a message that
 * they travel in (abi/syscall.h), and their checks. A call's fields are those
 * of the request, then one for each result with the slot where it is to land.
 */
#include <vesper/abi/cap.h>

#include "c.h"
#include "check.h"

static const char *const type_names[] = {
#define X(name, value) [ABI_TYPE_##name] = #name,
	ABI_TYPES(X)
#undef X
};

/* "vesper_region" or the C name of an interface. */
static const char *target(struct c_out *out, const struct type *type)
{
	char *name;

	if (type->interface)
		return type->interface->c_name;
	name = arena_printf(out->arena, "vesper_%s", type_names[type->object]);
	for (char *c = name; *c; c++)
		if (*c >= 'A' && *c <= 'Z')
			*c = (char)(*c + 'a' - 'A');
	return name;
}

const char *c_cap_type(struct c_out *out, const struct type *type,
		       bool is_received)
{
	const char *name = target(out, type);

	if (type->ownership == OWNERSHIP_BORROW)
		return arena_printf(out->arena, "%s_borrowed", name);
	if (type->ownership == OWNERSHIP_OWN || is_received)
		return arena_printf(out->arena, "%s_owned", name);
	return type->interface ? name : arena_printf(out->arena, "%s_cap",
						     name);
}

bool c_has_caps(const struct method *method)
{
	return method->request.caps || method->reply.caps;
}

bool c_carries_caps(const struct decl *interface)
{
	for (uint32_t i = 0; i < interface->method_count; i++)
		if (c_has_caps(&interface->methods[i]))
			return true;
	return false;
}

static const char *mode(const struct type *type)
{
	return type->ownership == OWNERSHIP_OWN ? "ABI_FIELD_MOVE" :
	       type->ownership == OWNERSHIP_COPY ? "ABI_FIELD_COPY" :
						   "ABI_FIELD_BORROW";
}

/* One field of `words`; `bad` is the status for what names no slot. */
static void send_one(struct c_out *out, const struct param *p,
		     const char *words, const char *bad)
{
	const char *n = p->c_name;

	if (p->type->is_optional)
		emit(out->emit, "if (vesper_is_given(%s.slot)) {\n", n);
	out->emit->depth += p->type->is_optional;
	c_fail(out, arena_printf(out->arena, "!vesper_is_slot(%s.slot)", n),
	       bad);
	emit(out->emit, "%s.caps |= vesper_field(%u, %s.slot, %s);\n", words,
	     p->cap, n, mode(p->type));
	out->emit->depth -= p->type->is_optional;
	if (p->type->is_optional)
		emit(out->emit, "}\n");
}

void c_caps_send(struct c_out *out, const struct message *message,
		 const char *words, const char *bad)
{
	for (uint32_t i = 0; i < message->count; i++)
		if (message->params[i].place == PLACE_CAP)
			send_one(out, &message->params[i], words, bad);
}

void c_caps_landing(struct c_out *out, const struct method *method)
{
	for (uint32_t i = 0; i < method->reply.count; i++) {
		const struct param *p = &method->reply.params[i];

		if (p->place != PLACE_CAP)
			continue;
		c_fail(out, arena_printf(out->arena, "!vesper_is_slot(%s_slot)",
					 p->name), "E_CAP");
		emit(out->emit, "m.caps |= vesper_field(%u, %s_slot, 0);\n",
		     method->request.caps + p->cap, p->name);
	}
}

void c_caps_drop(struct c_out *out, const struct method *method)
{
	for (uint32_t i = 0; i < method->reply.count; i++) {
		const struct param *p = &method->reply.params[i];

		if (p->place == PLACE_CAP)
			emit(out->emit, "\tvesper_cap_drop(m.caps, %u, %s_slot)"
			     ";\n", method->request.caps + p->cap, p->name);
	}
}

/* `to->p.slot` becomes `slot`, if what is there is right. */
void c_cap_check(struct c_out *out, const struct param *p, uint32_t field,
		 const char *to, const char *slot)
{
	const struct type *type = p->type;
	struct emit *e = out->emit;

	if (type->is_optional)
		emit(e, "%s->%s.slot = 0;\nif (vesper_cap_seen(m->caps, %u)) "
		     "{\n", to, p->name, field);
	e->depth += type->is_optional;
	emit(e, "if (!vesper_cap_fits(m->caps, %u, ABI_TYPE_%s, 0x%02x))\n"
	     "\treturn E_CAP;\n", field, type_names[type->object],
	     type->rights);
	if (type->interface)
		emit(e, "if (!VESPER_CAP_SERVES(%s, %s))\n\treturn E_CAP;\n",
		     slot, type->interface->c_name);
	emit(e, "%s->%s.slot = %s;\n", to, p->name, slot);
	e->depth -= type->is_optional;
	if (type->is_optional)
		emit(e, "}\n");
}

/* ---- what an interface needs ---------------------------------------------- */

static void need_one(struct c_out *out, const struct message *message)
{
	for (uint32_t i = 0; i < message->count; i++) {
		const struct decl *needed = message->params[i].type->interface;

		if (!needed)
			continue;
		c_handle(out, needed);
		if (!map_add(&out->numbered, out->compile->arena,
			     map_name(needed->c_name), out))
			emit(out->emit, "VESPER_INTERFACE(%s)\n\n",
			     needed->c_name);
	}
}

void c_caps_need(struct c_out *out, const struct decl *interface)
{
	for (uint32_t i = 0; i < interface->method_count; i++) {
		need_one(out, &interface->methods[i].request);
		need_one(out, &interface->methods[i].reply);
	}
}
