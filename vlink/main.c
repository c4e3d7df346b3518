/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * vlink: the static linker and composer. Its commands, and the options that
 * they share.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "build.h"
#include "dump.h"

struct options {
	const char *out;
	const char *build_tree, *source_tree;
	bool verbose;
	const char *file;
};

static const char usage_text[] =
	"usage: vlink build [-v] [-o DIR] FILE.system\n"
	"       vlink check FILE.system\n"
	"       vlink explain NUMBER\n"
	"       vlink dump IMAGE\n"
	"       vlink symbolize IMAGE.elf\n"
	"\n"
	"build    compile, link and write DIR/image.elf and DIR/kernel8.img;\n"
	"         DIR is the folder of FILE.system unless -o says another\n"
	"check    read the manifests alone, and report what is wrong\n"
	"explain  what a message's number means\n"
	"dump     print the tables of an image, image.elf or kernel8.img\n"
	"symbolize\n"
	"         copy a serial log from input to output, with names and lines\n"
	"\n"
	"  -o DIR              where the image goes; all else in DIR/parts\n"
	"  -v                  print each command that is run\n"
	"  --prefix-tree=DIR   take tools, kernel and runtime from a build tree,\n"
	"  --source-tree=DIR   and the library from its source tree\n"
	"\n"
	"TARGET_CC, TARGET_CPPFLAGS, TARGET_CFLAGS, TARGET_LD, TARGET_LDFLAGS,\n"
	"TARGET_LIBGCC and IDLC in the environment replace the tools.\n";

static int usage(void)
{
	fputs(usage_text, stderr);
	return 2;
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
		} else if ((value = option_value(argv[i], "--prefix-tree"))) {
			options->build_tree = value;
		} else if ((value = option_value(argv[i], "--source-tree"))) {
			options->source_tree = value;
		} else if (argv[i][0] == '-' || options->file) {
			fprintf(stderr, "vlink: unknown argument '%s'\n",
				argv[i]);
			return false;
		} else {
			options->file = argv[i];
		}
	}
	return options->file && *options->file;
}

/* Everything that lives as long as the program. */
struct session {
	struct arena arena;
	struct interner interner;
	struct sources sources;
	struct diag diag;
	struct build build;
};

static void build_init(struct session *s, const struct options *options)
{
	struct build *build = &s->build;
	struct front *front = &build->front;

	build->arena = &s->arena;
	build->diag = &s->diag;
	tools_find(&build->tools, &s->arena, &s->diag, options->build_tree,
		   options->source_tree);
	build->system = (struct system){ .arena = &s->arena,
		.interner = &s->interner, .diag = &s->diag,
		.kernel_share = 3, .debug = build->tools.debug };
	build->jobs = (struct jobs){ .arena = &s->arena, .diag = &s->diag,
				     .verbose = options->verbose };
	*front = (struct front){ .system = &build->system, .arena = &s->arena,
		.interner = &s->interner, .diag = &s->diag,
		.sources = &s->sources };
	*VEC_PUSH(&s->arena, &front->library) = build->tools.components;
	*VEC_PUSH(&s->arena, &front->library) = build->tools.boards;
	*VEC_PUSH(&s->arena, &front->idl) = build->tools.idl;
	build->out = options->out ? options->out :
		     path_folder(front, options->file);
	build->parts = arena_printf(&s->arena, "%s/parts", build->out);
}

static int command_system(const char *command, int argc, char **argv)
{
	struct options options = { 0 };
	struct session s;
	bool ok;

	if (!options_read(&options, argc, argv))
		return usage();
	arena_init(&s.arena);
	interner_init(&s.interner, &s.arena);
	sources_init(&s.sources, &s.arena);
	diag_init(&s.diag, &s.arena, &s.sources, "vlink");
	s.build = (struct build){ 0 };
	build_init(&s, &options);
	if (strcmp(command, "check") == 0)
		ok = front_read(&s.build.front, options.file);
	else
		ok = build_image(&s.build, options.file);
	diag_print(&s.diag, stderr);
	ok = ok && !s.diag.errors;
	arena_free(&s.arena);
	return ok ? 0 : 1;
}

static int command_symbolize(const char *path)
{
	const char *addr2line = getenv("TARGET_ADDR2LINE");

	if (!addr2line)
		addr2line = "aarch64-linux-gnu-addr2line";
	return symbolize_main(path, addr2line, STDIN_FILENO, STDOUT_FILENO);
}

int main(int argc, char **argv)
{
	if (argc < 3)
		return usage();
	if (strcmp(argv[1], "dump") == 0 && argc == 3)
		return dump_main(argv[2], stdout, stderr);
	if (strcmp(argv[1], "symbolize") == 0 && argc == 3)
		return command_symbolize(argv[2]);
	if (strcmp(argv[1], "build") == 0 || strcmp(argv[1], "check") == 0)
		return command_system(argv[1], argc - 2, argv + 2);
	if (strcmp(argv[1], "explain") == 0 && argc == 3)
		return diag_explain(checks, checks_count, argv[2], stdout) ?
		       0 : 1;
	return usage();
}
