/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * Tables with which a trace of calls becomes readable: one line, tab-separated,
 * for each method, error, and parameter that travels in a word:
 *
 *	method	sys.disk	2	read
 *	in	sys.disk	2	start	1	0	64	u64
 *	out	sys.disk	2	done	1	0	32	u32
 *	error	sys.disk	2	1	IO
 *
 * A parameter's columns: name, word, shift, bits, type.
 */
#include "check.h"
#include "json.h"

static void words(struct emit *e, struct arena *arena, const char *what,
		  const struct decl *interface, const struct method *m,
		  const struct message *message)
{
	for (uint32_t i = 0; i < message->count; i++) {
		const struct param *p = &message->params[i];

		if (!p->word)
			continue;
		emit(e, "%s\t%s\t%u\t%s\t%u\t%u\t%u\t%s\n", what,
		     interface->full_name, m->number, p->name, p->word,
		     p->shift, p->type->kind <= TYPE_BITS ? p->type->bits :
		     64 * p->words, type_text(arena, p->type));
	}
}

static void method(struct emit *e, struct arena *arena,
		   const struct decl *interface, const struct method *m)
{
	emit(e, "method\t%s\t%u\t%s\n", interface->full_name, m->number,
	     m->name);
	words(e, arena, "in", interface, m, &m->request);
	words(e, arena, "out", interface, m, &m->reply);
	for (uint32_t i = 0; m->error && i < m->error->member_count; i++)
		emit(e, "error\t%s\t%u\t%s\t%s\n", interface->full_name,
		     m->number, value_text(arena, m->error->members[i].value),
		     m->error->members[i].name);
}

void emit_trace(struct compile *compile, const struct model *model,
		struct emit *e)
{
	const struct library *library = model->main;

	for (uint32_t i = 0; i < library->decl_count; i++)
		for (uint32_t m = 0; m < library->decls[i]->method_count; m++)
			method(e, compile->arena, library->decls[i],
			       &library->decls[i]->methods[m]);
}
