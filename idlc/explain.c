/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * The catalogue of diagnostics as a page. The messages under the examples are
 * those that the compiler gives, so the page cannot be wrong about them.
 */
#include "errors.h"
#include "session.h"

static void print_messages(const char *text, FILE *stream)
{
	static const struct options none = { 0 };
	struct session session;

	session_init(&session, &none);
	session_text(&session, "demo.idl", text, strlen(text));
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

		fprintf(stream, "\n## E%04u: %s\n", e->number, e->title);
		if (*e->text)
			fprintf(stream, "\n%s\n", e->text);
		if (!e->bad)
			continue;
		fprintf(stream, "\n```\n%s```\n```\n", e->bad);
		print_messages(e->bad, stream);
		fprintf(stream, "```\nRight:\n```\n%s```\n", e->good);
	}
}
