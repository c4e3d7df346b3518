/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * A compilation: its memory and its passes.
 */
#include "session.h"

#include "errors.h"
#include "layout.h"

void session_init(struct session *s, const struct options *options)
{
	*s = (struct session){ 0 };
	arena_init(&s->arena);
	interner_init(&s->names, &s->arena);
	sources_init(&s->sources, &s->arena);
	diag_init(&s->diag, &s->arena, &s->sources, "idlc");
	s->compile = (struct compile){ &s->arena, &s->names, &s->sources,
				       &s->diag };
	s->check.compile = &s->compile;
	s->check.options = options;
}

void session_free(struct session *s)
{
	arena_free(&s->arena);
}

/* check scans and parses the file and its imports; each pass goes on only if
 * there was no error so far. */
static bool passes(struct session *s)
{
	struct model *model = check_file(&s->check, s->file);

	if (!s->diag.errors)
		layout_model(&s->check);
	if (s->diag.errors)
		return false;
	s->model = model;
	return true;
}

bool session_file(struct session *s, const char *path)
{
	return load_source(&s->compile, path, (struct span){ 0, 0 },
			   &s->file) && passes(s);
}

bool session_text(struct session *s, const char *name, const char *text,
		  size_t size)
{
	return source_add(&s->sources, name, text, size, &s->file) ==
	       SOURCE_OK && passes(s);
}
