/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * The commands of vlink. Each gets what lives as long as the program and gives
 * its exit status: 0 done, 1 an error that is in session->diag (or a
 * difference, of diff).
 */
#ifndef VLINK_COMMAND_H
#define VLINK_COMMAND_H

#include "base/emit.h"
#include "front.h"

#define VESPER_VERSION "0.1"

enum { OPTIONS_MAX = 2 };

struct options {
	const char *out;	/* -o, or NULL */
	const char *build_tree, *source_tree;
	bool verbose;
	bool deny;		/* build: probes instead of components */
	const char *arguments[OPTIONS_MAX];
	unsigned count;
};

struct session {
	const struct options *options;
	struct arena arena;
	struct interner interner;
	struct sources sources;
	struct diag diag;
};

struct command {
	const char *name;
	const char *arguments;	/* for the usage */
	unsigned least, most;	/* arguments that are no options */
	int (*run)(struct session *session);
	const char *text;
};

/* command_build.c */
int command_build(struct session *session);
int command_run(struct session *session);
int command_check(struct session *session);
int command_test(struct session *session);
/* command_report.c */
int command_report(struct session *session);
int command_diff(struct session *session);
int command_explain(struct session *session);
/* command_misc.c */
int command_new(struct session *session);
int command_dump(struct session *session);
int command_symbolize(struct session *session);
int command_manual(struct session *session);
int command_words(struct session *session);

/* main.c: one a line, for command_words(). */
void command_names(struct emit *out);

/* Write a file, or report why not. */
bool session_save(struct session *session, const struct emit *out,
		  const char *path);

#endif
