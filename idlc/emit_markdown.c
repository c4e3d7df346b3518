/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * The reference of a library as Markdown: the interface file is the text, this
 * puts it in order.
 */
#include "check.h"
#include "json.h"

/* Documentation; the first paragraph is the summary. */
static void doc(struct emit *e, const char *text)
{
	if (text)
		emit(e, "\n%s", text);
}

static void deprecated(struct emit *e, const struct attributes *a)
{
	if (a->deprecated)
		emit(e, "\n**Deprecated.** %s\n", a->deprecated);
	if (a->available)
		emit(e, "\nSince %s.\n", a->available);
}

/* One line of a table: no '|', no line's end. */
static void cell(struct emit *e, const char *text)
{
	for (; text && *text; text++) {
		if (*text == '|')
			emit(e, "\\|");
		else if (*text == '\n')
			emit(e, text[1] ? " " : "");
		else
			emit(e, "%c", *text);
	}
}

static void row(struct emit *e, const char *first, const char *second,
		const char *third)
{
	emit(e, "| ");
	cell(e, first);
	emit(e, " | ");
	cell(e, second);
	emit(e, " | ");
	cell(e, third);
	emit(e, " |\n");
}

static const char *use_text(struct arena *arena, const struct type *type)
{
	return type->alias ? type->alias->full_name : type_text(arena, type);
}

static void members(struct emit *e, struct arena *arena,
		    const struct decl *decl)
{
	bool is_data = decl->kind == DECL_STRUCT || decl->kind == DECL_UNION;

	emit(e, "\n| %s | %s | |\n|---|---|---|\n",
	     decl->kind == DECL_STRUCT ? "offset" :
	     decl->kind == DECL_UNION ? "number" : "value",
	     is_data ? "field" : "name");
	for (uint32_t i = 0; i < decl->member_count; i++) {
		const struct member *m = &decl->members[i];
		const char *first = decl->kind == DECL_STRUCT ?
			arena_printf(arena, "%u", m->offset) :
			decl->kind == DECL_UNION ?
			arena_printf(arena, "%u", m->number) :
			value_text(arena, m->value);
		const char *second = !m->name ?
			arena_printf(arena, "reserved %u", m->size) :
			is_data ? arena_printf(arena, "%s %s",
					       use_text(arena, m->type),
					       m->name) : m->name;

		row(e, first, second, m->doc);
	}
}

static const char *list(struct arena *arena, const struct message *m)
{
	static const char *const directions[] = { "", "in ", "out ",
						  "inout " };
	const char *text = "";

	for (uint32_t i = 0; i < m->count; i++)
		text = arena_printf(arena, "%s%s%s%s %s", text, i ? ", " : "",
				    directions[m->params[i].direction],
				    use_text(arena, m->params[i].type),
				    m->params[i].name);
	return text;
}

static void method(struct emit *e, struct arena *arena,
		   const struct decl *interface, const struct method *m)
{
	static const char *const kinds[] = { "", "oneway ", "notify " };

	emit(e, "\n### %u: %s%s\n\n```\n%s%s(%s)", m->number, kinds[m->kind],
	     m->name, kinds[m->kind], m->name, list(arena, &m->request));
	if (m->reply.count)
		emit(e, " -> (%s)", list(arena, &m->reply));
	if (m->error)
		emit(e, " ! %s", m->error->full_name);
	emit(e, "\n```\n");
	doc(e, m->doc);
	deprecated(e, &m->attributes);
	if (m->interface != interface)
		emit(e, "\nInherited from %s.\n", m->interface->full_name);
	if (m->attributes.idempotent)
		emit(e, "\nIdempotent: called once more if the server was "
		     "restarted.\n");
	for (uint32_t i = 0; i < m->request.count + m->reply.count; i++) {
		const struct param *p = i < m->request.count ?
			&m->request.params[i] :
			&m->reply.params[i - m->request.count];

		if (p->doc)
			emit(e, "\n`%s`: %s", p->name, p->doc);
	}
}

static void declaration(struct emit *e, struct arena *arena,
			const struct decl *decl)
{
	static const char *const kinds[] = {
		"const", "type", "enum", "bits", "error", "struct", "union",
		"interface",
	};
	const char *strict = decl->kind == DECL_ENUM ||
			     decl->kind == DECL_BITS ?
			     decl->is_strict ? "strict " : "flexible " : "";

	emit(e, "\n## %s%s %s\n", strict, kinds[decl->kind], decl->name);
	doc(e, decl->doc);
	deprecated(e, &decl->attributes);
	if (decl->kind == DECL_CONST)
		emit(e, "\n`%s` = %s\n", type_text(arena, &decl->type),
		     value_text(arena, decl->value));
	if (decl->kind == DECL_TYPE)
		emit(e, "\n`%s`\n", type_text(arena, &decl->type));
	if (decl->kind == DECL_STRUCT || decl->kind == DECL_UNION)
		emit(e, "\n%u bytes, aligned to %u.\n", decl->type.size,
		     decl->type.align);
	if (decl->ring_depth)
		emit(e, "\nA caller can have %u one-way messages under way.\n",
		     decl->ring_depth);
	if (decl->member_count)
		members(e, arena, decl);
	for (uint32_t i = 0; i < decl->const_count; i++)
		emit(e, "\n`%s` = %s\n", decl->consts[i]->name,
		     value_text(arena, decl->consts[i]->value));
	for (uint32_t i = 0; i < decl->method_count; i++)
		method(e, arena, decl, &decl->methods[i]);
}

void emit_markdown(struct compile *compile, const struct model *model,
		   struct emit *e)
{
	const struct library *library = model->main;

	emit(e, "# Library %s\n", library->name);
	doc(e, library->doc);
	deprecated(e, &library->attributes);
	for (uint32_t i = 0; i < library->decl_count; i++)
		declaration(e, compile->arena, library->decls[i]);
}
