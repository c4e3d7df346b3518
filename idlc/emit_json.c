/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * The model as JSON, for tools that are no part of this project, and what
 * --check-compat is tested against. Members are always there or left out by
 * the same rule: false, empty and absent things are left out.
 */
#include "check.h"
#include "json.h"

static void attributes(struct json *j, const struct attributes *a)
{
	if (a->available)
		json_string(j, "available", a->available);
	if (a->deprecated)
		json_string(j, "deprecated", a->deprecated);
	if (a->idempotent)
		json_bool(j, "idempotent", true);
	if (a->in_place)
		json_bool(j, "inplace", true);
	if (a->utf8)
		json_bool(j, "utf8", true);
}

static void common(struct json *j, const char *name, const char *doc,
		   const struct attributes *a)
{
	if (name)
		json_string(j, "name", name);
	if (doc)
		json_string(j, "doc", doc);
	attributes(j, a);
}

static const char *kind_name(enum type_kind kind)
{
	static const char *const names[] = {
		"bool", "integer", "enum", "bits", "struct", "union", "array",
		"string", "vec", "buffer", "cap",
	};

	return names[kind];
}

static void cap(struct json *j, struct arena *arena, const struct type *type)
{
	json_string(j, "ownership", ownership_text(type->ownership));
	if (type->interface)
		json_string(j, "interface", type->interface->full_name);
	else
		json_string(j, "object", object_name(type->object));
	json_string(j, "rights", rights_text(arena, type->rights));
	if (type->is_optional)
		json_bool(j, "optional", true);
}

static void type_json(struct json *j, struct arena *arena, const char *name,
		      const struct type *type)
{
	json_open(j, name, '{');
	json_string(j, "kind", kind_name(type->kind));
	if (type->alias)
		json_string(j, "alias", type->alias->full_name);
	if (type->kind == TYPE_INTEGER)
		json_string(j, "integer", type_text(arena, type));
	if (type->decl)
		json_string(j, "name", type->decl->full_name);
	if (type->element)
		type_json(j, arena, "element", type->element);
	if (type->count)
		json_number(j, type->kind == TYPE_ARRAY ? "count" : "bound",
			    type->count);
	if (type->kind == TYPE_CAP) {
		cap(j, arena, type);
	} else if (type->kind != TYPE_BUFFER) {
		json_number(j, "size", type->size);
		json_number(j, "align", type->align);
	}
	json_close(j, '}');
}

static void member(struct json *j, struct arena *arena,
		   const struct decl *decl, const struct member *m)
{
	json_open(j, NULL, '{');
	common(j, m->name, m->doc, &m->attributes);
	if (decl->kind == DECL_STRUCT || decl->kind == DECL_UNION) {
		if (decl->kind == DECL_UNION)
			json_number(j, "number", m->number);
		json_number(j, "offset", m->offset);
		if (m->type)
			type_json(j, arena, "type", m->type);
		else
			json_number(j, "reserved", m->size);
	} else {
		json_value(j, "value", m->value);
	}
	json_close(j, '}');
}

static void reserved(struct json *j, const struct decl *decl)
{
	if (!decl->reserved_count)
		return;
	json_open(j, "reserved", '[');
	for (uint32_t i = 0; i < decl->reserved_count; i++) {
		const struct reserved *r = &decl->reserved[i];

		json_open(j, NULL, '{');
		if (r->name) {
			json_string(j, "name", r->name);
		} else {
			json_value(j, "first", r->first);
			json_value(j, "last", r->last);
		}
		json_close(j, '}');
	}
	json_close(j, ']');
}

static void place(struct json *j, const struct param *p)
{
	static const char *const names[] = { "word", "record", "slot", "heap",
					     "cap" };

	json_string(j, "place", names[p->place]);
	if (p->word)
		json_number(j, "word", p->word);
	if (p->words)
		json_number(j, "words", p->words);
	if (p->shift)
		json_number(j, "shift", p->shift);
	if (p->place == PLACE_RECORD || p->place == PLACE_SLOT)
		json_number(j, "offset", p->offset);
	if (p->place == PLACE_CAP)
		json_number(j, "field", p->cap);
}

static void message(struct json *j, struct arena *arena, const char *name,
		    const struct message *m)
{
	static const char *const directions[] = { NULL, "in", "out", "inout" };

	json_open(j, name, '{');
	json_open(j, "parameters", '[');
	for (uint32_t i = 0; i < m->count; i++) {
		const struct param *p = &m->params[i];

		json_open(j, NULL, '{');
		common(j, p->name, p->doc, &p->attributes);
		if (directions[p->direction])
			json_string(j, "direction", directions[p->direction]);
		type_json(j, arena, "type", p->type);
		place(j, p);
		json_close(j, '}');
	}
	json_close(j, ']');
	json_number(j, "words", m->words);
	if (m->record_word)
		json_number(j, "record_word", m->record_word);
	if (m->record_size)
		json_number(j, "record_size", m->record_size);
	if (m->slot_word)
		json_number(j, "slot_word", m->slot_word);
	if (m->slot_size)
		json_number(j, "slot_size", m->slot_size);
	json_close(j, '}');
}

static void method(struct json *j, struct arena *arena,
		   const struct decl *interface, const struct method *m)
{
	static const char *const kinds[] = { "call", "oneway", "notify" };

	json_open(j, NULL, '{');
	json_number(j, "number", m->number);
	common(j, m->name, m->doc, &m->attributes);
	json_string(j, "kind", kinds[m->kind]);
	if (m->interface != interface)
		json_string(j, "inherited", m->interface->full_name);
	if (m->error)
		json_string(j, "error", m->error->full_name);
	json_string(j, "hash", arena_printf(arena, "%016llx",
					    (unsigned long long)m->hash));
	message(j, arena, "request", &m->request);
	message(j, arena, "reply", &m->reply);
	json_close(j, '}');
}

static void interface(struct json *j, struct arena *arena,
		      const struct decl *decl)
{
	if (decl->base)
		json_string(j, "extends", decl->base->full_name);
	if (decl->error)
		json_string(j, "error", decl->error->full_name);
	json_open(j, "constants", '[');
	for (uint32_t i = 0; i < decl->const_count; i++) {
		json_open(j, NULL, '{');
		common(j, decl->consts[i]->name, decl->consts[i]->doc,
		       &decl->consts[i]->attributes);
		json_value(j, "value", decl->consts[i]->value);
		json_close(j, '}');
	}
	json_close(j, ']');
	json_number(j, "to_slot", decl->to_slot);
	json_number(j, "from_slot", decl->from_slot);
	json_number(j, "to_slack", decl->to_slack);
	json_number(j, "from_slack", decl->from_slack);
	if (decl->ring_depth)
		json_number(j, "ring_depth", decl->ring_depth);
	json_open(j, "methods", '[');
	for (uint32_t i = 0; i < decl->method_count; i++)
		method(j, arena, decl, &decl->methods[i]);
	json_close(j, ']');
}

static void declaration(struct json *j, struct arena *arena,
			const struct decl *decl)
{
	static const char *const kinds[] = {
		"const", "type", "enum", "bits", "error", "struct", "union",
		"interface",
	};

	json_open(j, NULL, '{');
	json_string(j, "kind", kinds[decl->kind]);
	common(j, decl->full_name, decl->doc, &decl->attributes);
	if (decl->kind == DECL_CONST || decl->kind == DECL_TYPE)
		type_json(j, arena, "type", &decl->type);
	if (decl->kind == DECL_CONST)
		json_value(j, "value", decl->value);
	if (decl->kind == DECL_ENUM || decl->kind == DECL_BITS) {
		json_bool(j, "strict", decl->is_strict);
		json_number(j, "width", decl->type.bits);
	}
	if (decl->kind == DECL_STRUCT || decl->kind == DECL_UNION) {
		json_number(j, "size", decl->type.size);
		json_number(j, "align", decl->type.align);
	}
	reserved(j, decl);
	if (decl->kind == DECL_INTERFACE)
		interface(j, arena, decl);
	if (decl->member_count) {
		json_open(j, "members", '[');
		for (uint32_t i = 0; i < decl->member_count; i++)
			member(j, arena, decl, &decl->members[i]);
		json_close(j, ']');
	}
	json_close(j, '}');
}

void emit_json(struct compile *compile, const struct model *model,
	       struct emit *e)
{
	const struct library *library = model->main;
	struct json j = { .emit = e };

	json_open(&j, NULL, '{');
	json_number(&j, "format", 1);
	common(&j, library->name, library->doc, &library->attributes);
	json_open(&j, "imports", '[');
	for (uint32_t i = 0; i < library->import_count; i++)
		json_string(&j, NULL, library->imports[i]->name);
	json_close(&j, ']');
	json_open(&j, "declarations", '[');
	for (uint32_t i = 0; i < library->decl_count; i++)
		declaration(&j, compile->arena, library->decls[i]);
	json_close(&j, ']');
	json_close(&j, '}');
	emit(e, "\n");
}
