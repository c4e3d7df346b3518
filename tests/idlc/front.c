/* SPDX-License-Identifier: BlueOak-1.0.0 */
#include "front.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "c.h"
#include "session.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerInitialize(int *argc, char ***argv);

static const char *folders[4];
static struct options options = { .include = folders };

void front_include(const char *folder)
{
	if (options.include_count < sizeof(folders) / sizeof(*folders))
		folders[options.include_count++] = folder;
}

static void print_twice(struct session *s)
{
	struct emit a, b;

	emit_init(&a);
	emit_init(&b);
	c_header(&s->compile, s->model, &a);
	c_header(&s->compile, s->model, &b);
	if (a.size != b.size || memcmp(a.data, b.data, a.size) != 0)
		abort();
	emit_free(&a);
	emit_free(&b);
}

bool front_compile(const char *text, size_t size)
{
	static FILE *null;
	struct session s;
	bool ok;

	if (!null)
		null = fopen("/dev/null", "w");
	session_init(&s, &options);
	ok = session_text(&s, "mutant.idl", text, size);
	if (ok)
		print_twice(&s);
	if (ok == (s.diag.errors > 0))
		abort();
	diag_print(&s.diag, null);
	diag_print_json(&s.diag, null);
	session_free(&s);
	return ok;
}

/* ---- libFuzzer ----------------------------------------------------------- */

/* The folder of imports comes by the environment. */
int LLVMFuzzerInitialize(int *argc, char ***argv)
{
	const char *folder = getenv("IDL_INCLUDE");

	(void)argc;
	(void)argv;
	if (folder)
		front_include(folder);
	return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	/* An empty input has no address. */
	(void)front_compile(size ? (const char *)data : "", size);
	return 0;
}
