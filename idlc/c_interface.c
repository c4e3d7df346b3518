/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * An interface in C: its handle type, its numbers, the note for the static
 * linker, then both sides of each method.
 */
#include "c.h"
#include "check.h"

void c_handle(struct c_out *out, const struct decl *interface)
{
	const char *c = interface->c_name;
	struct emit *e = out->emit;

	if (interface->library != out->library ||
	    map_add(&out->handles, out->compile->arena, map_name(c), out))
		return;
	emit(e, "/* A connection to a server of %s: a struct abi_handle. */\n"
	     "typedef struct __attribute__((aligned(16))) {\n"
	     "\tuint64_t slot;\n\tuint32_t to;\n"
	     "\tuint32_t from;\n} %s;\n\n", interface->full_name, c);
	emit(e, "/* Capabilities for one: to keep, move or send away; and for "
	     "the time of a call. */\n"
	     "typedef struct { uint64_t slot; } %s_owned;\n"
	     "typedef struct { uint64_t slot; } %s_borrowed;\n"
	     "static inline %s_borrowed %s_plain_lend(%s self)\n{\n"
	     "\treturn (%s_borrowed){ self.slot };\n}\n"
	     "static inline %s_borrowed %s_owned_lend(%s_owned self)\n{\n"
	     "\treturn (%s_borrowed){ self.slot };\n}\n\n",
	     c, c, c, c, c, c, c, c, c, c);
}

static void bounds(struct c_out *out, const struct message *message,
		   const char *upper)
{
	for (uint32_t i = 0; i < message->count; i++) {
		const struct param *p = &message->params[i];

		if (p->place == PLACE_SLOT || p->place == PLACE_HEAP)
			emit(out->emit, "\t%s_%s_MAX = %u,\n", upper,
			     upper_case(out->compile, p->name),
			     p->type->count);
	}
}

static void numbers(struct c_out *out, const struct decl *interface)
{
	const char *upper = interface->c_upper;
	struct emit *e = out->emit;

	emit(e, "enum {\n");
	for (uint32_t i = 0; i < interface->method_count; i++) {
		const struct method *m = &interface->methods[i];
		const char *name = c_method_upper(out, interface, m);

		emit(e, "\t%s_METHOD = %u,\n", name, m->number);
		if (m->kind == METHOD_NOTIFY)
			emit(e, "\t%s_BIT = %u,\n", name, m->number);
		bounds(out, &m->request, name);
		bounds(out, &m->reply, name);
	}
	emit(e, "\t/* Bytes of a caller's message slot in each area. */\n"
	     "\t%s_TO_SLOT = %u,\n\t%s_FROM_SLOT = %u,\n", upper,
	     interface->to_slot, upper, interface->from_slot);
	if (interface->ring_depth)
		emit(e, "\t%s_RING_DEPTH = %u, /* one-way messages of a caller "
		     "*/\n", upper, interface->ring_depth);
	emit(e, "};\n\n");
}

static void note(struct c_out *out, const struct decl *interface)
{
	struct emit *e = out->emit;

	emit(e, "static const struct {\n\tstruct abi_note note;\n"
	     "\tstruct abi_note_method methods[%u];\n} %s_note "
	     "__attribute__((section(ABI_NOTE_SECTION), used)) = {\n"
	     "\t{\n\t\t.magic = ABI_NOTE_MAGIC,\n\t\t.methods = %u,\n"
	     "\t\t.interface = \"%s\",\n\t\t.to_slot = %s_TO_SLOT,\n"
	     "\t\t.from_slot = %s_FROM_SLOT,\n\t\t.to_slack = %u,\n"
	     "\t\t.from_slack = %u,\n\t\t.ring_depth = %u,\n\t},\n\t{\n",
	     interface->method_count,
	     interface->c_name, interface->method_count, interface->full_name,
	     interface->c_upper, interface->c_upper, interface->to_slack,
	     interface->from_slack, interface->ring_depth);
	for (uint32_t i = 0; i < interface->method_count; i++) {
		const struct method *m = &interface->methods[i];

		emit(e, "\t\t{ UINT64_C(0x%016llx), %s_METHOD, %d, %u },\n",
		     (unsigned long long)m->hash,
		     c_method_upper(out, interface, m), (int)m->kind, m->cell);
	}
	emit(e, "\t},\n};\n\n");
}

/* What a connection that comes at run time is to have. */
static void attach(struct c_out *out, const struct decl *interface)
{
	uint32_t cells = 0;
	uint64_t bits = 0;

	for (uint32_t i = 0; i < interface->method_count; i++) {
		const struct method *m = &interface->methods[i];

		if (m->kind != METHOD_NOTIFY)
			continue;
		cells++;
		bits |= UINT64_C(1) << m->number;
	}
	emit(out->emit, "/* What a connection at run time needs "
	     "(vesper/attach.h). */\n"
	     "#define %s_ATTACH { %s_TO_SLOT, %s_FROM_SLOT, \\\n"
	     "\t%u, %u, %u, UINT64_C(0x%llx), %u }\n\n", interface->c_name,
	     interface->c_upper, interface->c_upper, interface->to_slack,
	     interface->from_slack, cells, (unsigned long long)bits,
	     interface->ring_depth);
}

static void needed_types(struct c_out *out, const struct message *message)
{
	for (uint32_t i = 0; i < message->count; i++) {
		const struct type *type = message->params[i].type;

		/* A parameter's own string or vec is not in memory. */
		if (type->kind == TYPE_STRING)
			continue;
		if (type->kind == TYPE_CAP)
			continue;
		c_need_type(out, type->kind == TYPE_VEC ||
				 type->kind == TYPE_BUFFER ? type->element :
							     type);
	}
}

void c_interface(struct c_out *out, const struct decl *interface)
{
	for (uint32_t i = 0; i < interface->method_count; i++) {
		needed_types(out, &interface->methods[i].request);
		needed_types(out, &interface->methods[i].reply);
	}
	c_caps_need(out, interface);
	emit(out->emit, "/* ---- %s ---- */\n\n", interface->full_name);
	c_doc(out, interface->doc, interface->attributes.deprecated);
	c_handle(out, interface);
	for (uint32_t i = 0; i < interface->const_count; i++)
		c_decl(out, interface->consts[i]);
	numbers(out, interface);
	note(out, interface);
	attach(out, interface);
	for (uint32_t i = 0; i < interface->method_count; i++)
		c_message(out, interface, &interface->methods[i]);
	emit(out->emit, "/* What a client calls. */\n\n");
	for (uint32_t i = 0; i < interface->method_count; i++)
		if (interface->methods[i].kind == METHOD_NOTIFY)
			c_notify_client(out, interface, &interface->methods[i]);
		else
			c_client(out, interface, &interface->methods[i]);
	emit(out->emit, "/* What a server defines, and how it is called. */"
	     "\n\n");
	for (uint32_t i = 0; i < interface->method_count; i++)
		if (interface->methods[i].kind == METHOD_NOTIFY)
			c_notify_server(out, interface, &interface->methods[i]);
		else
			c_server(out, interface, &interface->methods[i]);
	c_dispatch(out, interface);
}
