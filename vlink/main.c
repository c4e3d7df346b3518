/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * vlink: the static linker and composer. The table of its commands, and the
 * options that they share.
 */
#include <signal.h>
#include <stdio.h>
#include <string.h>

#include "command.h"

static const struct command commands[] = {
	{ "build", "[-v] [-o DIR] FILE.system", 1, 1, command_build,
	  "compile, link and write DIR/image.elf and DIR/kernel8.img; DIR is\n"
	  "the folder of FILE.system unless -o says another" },
	{ "run", "[-v] [-o DIR] FILE.system", 1, 1, command_run,
	  "build, then boot the image in QEMU, with its serial line on the\n"
	  "terminal, until it powers off; ^C ends it" },
	{ "check", "FILE.system", 1, 1, command_check,
	  "read the manifests alone, and report what is wrong" },
	{ "test", "FILE", 1, 1, command_test,
	  "compile and run the tests that the components in FILE name, on this\n"
	  "machine" },
	{ "new", "NAME", 1, 1, command_new,
	  "make a folder NAME with a small system in it" },
	{ "report", "DIR", 1, 1, command_report,
	  "from what build left in DIR, make DIR/parts/report.html, with a\n"
	  "picture by graphviz" },
	{ "diff", "OLD NEW", 2, 2, command_diff,
	  "what the system in NEW may do that the one in OLD could not: two\n"
	  "folders of builds, or two files system.json; exit status 1 if\n"
	  "authority or budgets differ" },
	{ "explain", "[-o DIR] WHAT", 1, 1, command_explain,
	  "WHAT is the number of a message, or, in the build in DIR, an\n"
	  "address, an instance, or a thing such as uart.con: what it is, who\n"
	  "may touch it, and which lines of manifests say so" },
	{ "dump", "IMAGE", 1, 1, command_dump,
	  "print the tables of image.elf or kernel8.img" },
	{ "symbolize", "IMAGE.elf", 1, 1, command_symbolize,
	  "copy a serial log from input to output, with names and lines" },
	{ "manual", "", 0, 0, command_manual,
	  "print the reference of manifests and messages" },
	{ "words", "", 0, 0, command_words,
	  "print the commands and keywords, for the shell's completion" },
};
enum { COMMANDS = sizeof(commands) / sizeof(commands[0]) };

static void indented(FILE *stream, const char *text)
{
	fputs("         ", stream);
	for (; *text; text++) {
		fputc(*text, stream);
		if (*text == '\n')
			fputs("         ", stream);
	}
	fputc('\n', stream);
}

static int usage(FILE *stream)
{
	for (size_t i = 0; i < COMMANDS; i++)
		fprintf(stream, "%s vlink %s %s\n", i ? "      " : "usage:",
			commands[i].name, commands[i].arguments);
	for (size_t i = 0; i < COMMANDS; i++) {
		fprintf(stream, "\n%s\n", commands[i].name);
		indented(stream, commands[i].text);
	}
	fputs("\n  -o DIR              where the image is or goes; all else is "
	      "in DIR/parts\n"
	      "  -v                  print each command that is run\n"
	      "  --deny              build: put a probe in place of every "
	      "component, which\n"
	      "                      tries all that it was not granted\n"
	      "  --prefix-tree=DIR   take tools, kernel and runtime from a "
	      "build tree,\n"
	      "  --source-tree=DIR   and the library from its source tree\n"
	      "  --version, --help\n\n"
	      "TARGET_CC, TARGET_CPPFLAGS, TARGET_CFLAGS, TARGET_LD, "
	      "TARGET_LDFLAGS,\nTARGET_LIBGCC, KERNEL, IDLC and HOST_CC and QEMU in "
	      "the environment replace the tools.\n", stream);
	return stream == stdout ? 0 : 2;
}

void command_names(struct emit *out)
{
	for (size_t i = 0; i < COMMANDS; i++)
		emit(out, "%s\n", commands[i].name);
}

/* The value of --name=value, or NULL. */
static const char *option_value(const char *argument, const char *name)
{
	size_t size = strlen(name);

	if (strncmp(argument, name, size) != 0 || argument[size] != '=')
		return NULL;
	return argument + size + 1;
}

static bool options_read(struct options *options, int argc, char **argv)
{
	for (int i = 0; i < argc; i++) {
		const char *value;

		if (strcmp(argv[i], "-o") == 0 && i + 1 < argc) {
			options->out = argv[++i];
		} else if (strcmp(argv[i], "-v") == 0) {
			options->verbose = true;
		} else if (strcmp(argv[i], "--deny") == 0) {
			options->deny = true;
		} else if ((value = option_value(argv[i], "--prefix-tree"))) {
			options->build_tree = value;
		} else if ((value = option_value(argv[i], "--source-tree"))) {
			options->source_tree = value;
		} else if (argv[i][0] == '-' || !*argv[i] ||
			   options->count == OPTIONS_MAX) {
			fprintf(stderr, "vlink: unknown argument '%s'\n",
				argv[i]);
			return false;
		} else {
			options->arguments[options->count++] = argv[i];
		}
	}
	return true;
}

static int run(const struct command *command, const struct options *options)
{
	struct session s = { .options = options };
	int status;

	arena_init(&s.arena);
	interner_init(&s.interner, &s.arena);
	sources_init(&s.sources, &s.arena);
	diag_init(&s.diag, &s.arena, &s.sources, "vlink");
	status = command->run(&s);
	diag_print(&s.diag, stderr);
	if (s.diag.errors)
		status = 1;
	arena_free(&s.arena);
	return status;
}

int main(int argc, char **argv)
{
	struct options options = { 0 };

	signal(SIGXFSZ, SIG_IGN);	/* a file too large: an error of write */
	if (argc >= 2 && strcmp(argv[1], "--version") == 0)
		return puts("vlink (Vesper) " VESPER_VERSION) < 0;
	if (argc >= 2 && (strcmp(argv[1], "--help") == 0 ||
			  strcmp(argv[1], "help") == 0))
		return usage(stdout);
	if (argc < 2 || !options_read(&options, argc - 2, argv + 2))
		return usage(stderr);
	for (size_t i = 0; i < COMMANDS; i++) {
		if (strcmp(commands[i].name, argv[1]) != 0)
			continue;
		if (options.count < commands[i].least ||
		    options.count > commands[i].most)
			break;
		return run(&commands[i], &options);
	}
	return usage(stderr);
}
