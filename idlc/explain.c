/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * The catalogue of diagnostics as a page. The messages under the examples are
 * those that the compiler gives, so the page cannot be wrong about them.
 */
#include "errors.h"
#include "lint.h"
#include "session.h"

enum {
	WARNING_FIRST = E_COMPAT_ERROR_NEW,
	LINT_FIRST = E_LINT_DOC_UNUSED,
};

static void print_messages(const char *text, bool is_lint, FILE *stream)
{
	static const struct options none = { 0 };
	struct session session;

	session_init(&session, &none);
	if (session_text(&session, "demo.idl", text, strlen(text)) && is_lint)
		lint_check(&session.compile, session.model->main);
	diag_print(&session.diag, stream);
	session_free(&session);
}

void explain_all(FILE *stream)
{
	fputs("<!-- SPDX-License-Identifier: BlueOak-1.0.0 -->\n"
	      "<!-- Made by idlc --explain=all; a test compares them. -->\n"
	      "# Messages of idlc\n\n"
	      "Every message has a number that never changes its meaning. "
	      "`idlc --explain=E0073`\ntells on the command line what stands "
	      "here.\n", stream);
	for (size_t i = 0; i < idlc_catalogue_count; i++) {
		const struct diag_entry *e = &idlc_catalogue[i];

		fprintf(stream, "\n## %c%04u: %s\n",
			e->number >= WARNING_FIRST ? 'W' : 'E', e->number,
			e->title);
		if (*e->text)
			fprintf(stream, "\n%s\n", e->text);
		if (!e->bad)
			continue;
		fprintf(stream, "\n```\n%s```\n```\n", e->bad);
		print_messages(e->bad, e->number >= LINT_FIRST, stream);
		fprintf(stream, "```\nRight:\n```\n%s```\n", e->good);
	}
}
