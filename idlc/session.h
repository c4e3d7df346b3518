/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * Everything that one compilation owns, and its passes up to the model with its
 * layout. Tools that compile more than one thing have a session for each.
 */
#ifndef IDLC_SESSION_H
#define IDLC_SESSION_H

#include "check.h"

struct session {
	struct arena arena;
	struct interner names;
	struct sources sources;
	struct diag diag;
	struct compile compile;
	struct check check;
	struct source_file *file;
	struct model *model;		/* NULL after an error */
};

/* The options must outlive the session. */
void session_init(struct session *session, const struct options *options);
void session_free(struct session *session);

/* Compile a file, or a text under a name; false after an error. */
bool session_file(struct session *session, const char *path);
bool session_text(struct session *session, const char *name, const char *text,
		  size_t size);

/* explain.c: the whole catalogue as Markdown, with the messages themselves. */
void explain_all(FILE *stream);

#endif
