/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * vlink report, diff and explain: they work on what a build left.
 */
#include <errno.h>
#include <stdlib.h>

#include "command.h"
#include "jobs.h"
#include "views.h"

bool session_save(struct session *session, const struct emit *out,
		  const char *path)
{
	if (emit_save(out, path, 0666))
		return true;
	diag_error(&session->diag, (struct span){ 0, 0 }, CHECK_WRITE,
		   "cannot write '%s': %s", path, strerror(errno));
	return false;
}

/* dot -Tsvg: NULL when graphviz is not there or fails. */
static const struct source_file *picture(struct session *session,
					 const struct saved *saved,
					 const char *folder)
{
	struct jobs jobs = { .arena = &session->arena, .diag = &session->diag,
			     .verbose = session->options->verbose };
	const char *dot = arena_printf(&session->arena, "%s/system.dot",
				       folder);
	const char *svg = arena_printf(&session->arena, "%s/system.svg",
				       folder);
	const char *program = getenv("DOT");
	struct source_file *file = NULL;
	struct emit out;
	struct job *job;
	bool ok;

	emit_init(&out);
	graph_print(&out, saved);
	ok = session_save(session, &out, dot);
	emit_free(&out);
	job = job_new(&jobs, "drawing the picture (graphviz)",
		      (struct span){ 0, 0 }, svg);
	job_arg(&jobs, job, program ? program : "dot");
	job_words(&jobs, job, "-Tsvg -o");
	job_arg(&jobs, job, svg);
	job_arg(&jobs, job, dot);
	*VEC_PUSH(&session->arena, &job->inputs) = dot;
	if (!ok || !jobs_run(&jobs) ||
	    source_load(&session->sources, svg, 64 << 20, &file) != SOURCE_OK)
		return NULL;
	return file;
}

int command_report(struct session *session)
{
	const char *folder = arena_printf(&session->arena, "%s/parts",
					  session->options->arguments[0]);
	const struct source_file *svg;
	const char *start = NULL;
	struct saved saved;
	struct emit out;
	bool ok;

	if (!saved_load(&saved, &session->arena, &session->diag,
			session->options->arguments[0]))
		return 1;
	svg = picture(session, &saved, folder);
	if (svg)		/* without the XML prologue */
		start = strstr(svg->text, "<svg");
	emit_init(&out);
	report_html(&out, &session->arena, &saved, start, start ?
		    svg->size - (size_t)(start - svg->text) : 0);
	ok = session_save(session, &out, arena_printf(&session->arena,
		"%s/report.html", folder));
	emit_free(&out);
	return ok && svg ? 0 : 1;
}

static int print_and_free(struct emit *out, int status)
{
	bool ok = emit_save(out, "-", 0);

	emit_free(out);
	return ok ? status : 1;
}

int command_diff(struct session *session)
{
	struct saved old, new;
	struct emit out;
	bool differs;

	/* Both, so that both errors are seen. */
	if (!saved_load(&old, &session->arena, &session->diag,
			session->options->arguments[0]) |
	    !saved_load(&new, &session->arena, &session->diag,
			session->options->arguments[1]))
		return 1;
	emit_init(&out);
	differs = diff_print(&out, &session->arena, &old, &new);
	return print_and_free(&out, differs);
}

/* "E0040", or a number of a message. */
static bool is_message(const char *what)
{
	return (what[0] == 'E' || what[0] == 'W') && what[1] >= '0' &&
	       what[1] <= '9';
}

int command_explain(struct session *session)
{
	const char *what = session->options->arguments[0];
	const char *folder = session->options->out;
	struct saved saved;
	struct emit out;

	if (is_message(what)) {
		if (diag_explain(checks, checks_count, what, stdout))
			return 0;
		diag_error(&session->diag, (struct span){ 0, 0 }, CHECK_FILE,
			   "there is no message '%s'", what);
		return 1;
	}
	if (!saved_load(&saved, &session->arena, &session->diag,
			folder ? folder : "."))
		return 1;
	emit_init(&out);
	if (explain_print(&out, &session->arena, &saved, what))
		return print_and_free(&out, 0);
	emit_free(&out);
	diag_error(&session->diag, (struct span){ 0, 0 }, CHECK_NO_INSTANCE,
		   "system %s has no '%s'", saved.system, what);
	return 1;
}
