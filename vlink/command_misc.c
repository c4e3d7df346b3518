/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * vlink new, and commands that only hand on.
 */
#include <errno.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "command.h"
#include "dump.h"
#include "manual.h"

/* @ stands for the name. */
static const char new_system[] =
	"/// What this system is for.\n"
	"component @ {\n"
	"	uses con : sys.console;\n"
	"	uses power : sys.power;\n"
	"	vp main;\n"
	"}\n"
	"\n"
	"system @_system {\n"
	"	board rpi3;\n"
	"	instance @ : @;\n"
	"	instance uart : pl011 { device regs = board.uart0; }\n"
	"	instance pm : power { device regs = board.pm; }\n"
	"	connect @.con -> uart.con;\n"
	"	connect @.power -> pm.power;\n"
	"}\n";

static const char new_source[] =
	"#include <component.h>\n"
	"\n"
	"int main(void)\n"
	"{\n"
	"	int status = sys_console_write(con, "
	"VESPER_STRING(\"Hello from @\\n\"));\n"
	"\n"
	"	return status == OK ? sys_power_off(power) : status;\n"
	"}\n";

static bool new_file(struct session *session, const char *name,
		     const char *extension, const char *text)
{
	const char *path = arena_printf(&session->arena, "%s/%s.%s", name,
					name, extension);
	struct emit out;
	bool ok;

	emit_init(&out);
	for (; *text; text++)
		if (*text == '@')
			emit(&out, "%s", name);
		else
			emit(&out, "%c", *text);
	ok = session_save(session, &out, path);
	emit_free(&out);
	return ok;
}

/* A name of everything: folder, files, component, instance, C. */
static bool is_plain(const char *name)
{
	size_t size = strlen(name);

	return size <= 40 && name[0] >= 'a' && name[0] <= 'z' &&
	       strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789_") == size;
}

int command_new(struct session *session)
{
	const char *name = session->options->arguments[0];
	struct span nowhere = { 0, 0 };

	if (!is_plain(name)) {
		diag_error(&session->diag, nowhere, CHECK_RESERVED,
			   "'%s' is no name of lower-case letters, digits "
			   "and _", name);
		return 1;
	}
	if (mkdir(name, 0777) != 0) {
		diag_error(&session->diag, nowhere, CHECK_WRITE,
			   "cannot make folder '%s': %s", name,
			   strerror(errno));
		return 1;
	}
	if (!new_file(session, name, "system", new_system) ||
	    !new_file(session, name, "c", new_source))
		return 1;
	printf("%s/%s.system and %s/%s.c are there; next:\n"
	       "  vlink run %s/%s.system\n", name, name, name, name, name,
	       name);
	return 0;
}

int command_dump(struct session *session)
{
	return dump_main(session->options->arguments[0], stdout, stderr);
}

int command_symbolize(struct session *session)
{
	const char *addr2line = getenv("TARGET_ADDR2LINE");

	if (!addr2line)
		addr2line = "aarch64-linux-gnu-addr2line";
	return symbolize_main(session->options->arguments[0], addr2line,
			      STDIN_FILENO, STDOUT_FILENO);
}

static int print(void (*print_to)(struct emit *))
{
	struct emit out;
	bool ok;

	emit_init(&out);
	print_to(&out);
	ok = emit_save(&out, "-", 0);
	emit_free(&out);
	return ok ? 0 : 1;
}

int command_manual(struct session *session)
{
	(void)session;
	return print(manual_print);
}

int command_words(struct session *session)
{
	(void)session;
	return print(command_names) | print(manual_keywords);
}
