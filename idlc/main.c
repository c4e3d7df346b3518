/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * idlc: the IDL compiler. Its passes, each visible here and in --dump=PASS:
 * scan, parse, check (into the model), layout, and one back end. An error in
 * any of them ends in exit status 1 and no output file.
 */
#include <errno.h>
#include <getopt.h>
#include <signal.h>
#include <stdlib.h>

#include "c.h"
#include "compat.h"
#include "dump.h"
#include "errors.h"
#include "json.h"
#include "lint.h"
#include "pretty.h"
#include "session.h"

struct arguments {
	struct options options;
	const char *input;
	const char *output;		/* "-" by default */
	const char *emit;		/* a back end */
	const char *dump;		/* a pass */
	const char *dependencies;	/* -MF file */
	const char *explain;
	const char *old;		/* --check-compat: the other file */
	uint32_t max_errors;
	bool is_json;			/* messages */
	bool is_format;
	bool is_lint;
};

struct back_end {
	const char *name;
	void (*print)(struct compile *compile, const struct model *model,
		      struct emit *emit);
	const char *about;
};

static const struct back_end back_ends[] = {
	{ "c", c_header, "one C header: types, client stubs, dispatch" },
	{ "doubles", emit_doubles, "C doubles of servers, for host tests" },
	{ "fuzz", emit_fuzz, "a C harness that fuzzes the dispatch" },
	{ "json", emit_json, "the checked model, for other tools" },
	{ "markdown", emit_markdown, "a reference page" },
	{ "trace", emit_trace, "tables that make traces readable" },
	{ "dot", emit_dot, "a graph of types and interfaces" },
};

static const char usage[] =
	"usage: idlc [-I DIR]... [-o FILE] [--emit=KIND] FILE.idl\n"
	"       idlc [-I DIR]... --check-compat=OLD.idl NEW.idl\n"
	"       idlc --format [-o FILE] FILE.idl\n"
	"       idlc [-I DIR]... --lint FILE.idl\n"
	"       idlc --explain=E0123\n"
	"\n"
	"  -I DIR             look for imports under DIR too\n"
	"  -o FILE            write to FILE; '-', the default: standard output\n"
	"  --emit=KIND        what to write:\n";
static const char usage_rest[] =
	"  --dump=PASS        what a pass has made: tokens, ast, model, layout\n"
	"  -MF FILE           write a make rule with all files that were read\n"
	"  --max-errors=N     print at most N errors (default 20)\n"
	"  --json-diagnostics print messages as JSON\n"
	"  --explain=NUMBER   tell what a message means, with an example\n"
	"  --version, --help\n";

static void print_usage(void)
{
	fputs(usage, stdout);
	for (size_t i = 0; i < sizeof(back_ends) / sizeof(*back_ends); i++)
		printf("                       %-9s %s\n", back_ends[i].name,
		       back_ends[i].about);
	fputs(usage_rest, stdout);
}

_Noreturn static void fail_usage(const char *message, const char *what)
{
	fprintf(stderr, "idlc: %s%s; see idlc --help\n", message, what);
	exit(2);
}

static void parse_arguments(struct arguments *a, struct arena *arena, int argc,
			    char **argv)
{
	enum { EMIT = 256, CHECK_COMPAT, DUMP, EXPLAIN, FORMAT, JSON, LINT, MAX_ERRORS, VERSION, HELP };
	static const struct option options[] = {
		{ "check-compat", required_argument, NULL, CHECK_COMPAT },
		{ "dump", required_argument, NULL, DUMP },
		{ "emit", required_argument, NULL, EMIT },
		{ "explain", required_argument, NULL, EXPLAIN },
		{ "format", no_argument, NULL, FORMAT },
		{ "json-diagnostics", no_argument, NULL, JSON },
		{ "lint", no_argument, NULL, LINT },
		{ "max-errors", required_argument, NULL, MAX_ERRORS },
		{ "version", no_argument, NULL, VERSION },
		{ "help", no_argument, NULL, HELP },
		{ NULL, 0, NULL, 0 },
	};
	VEC(const char *) include = { 0 };
	int option;

	while ((option = getopt_long(argc, argv, "I:o:M:", options,
				     NULL)) != -1) {
		switch (option) {
		case 'I':
			*VEC_PUSH(arena, &include) = optarg;
			break;
		case 'o':
			a->output = optarg;
			break;
		case 'M':
			if (strcmp(optarg, "F") != 0 || optind >= argc)
				fail_usage("unknown option -M", optarg);
			a->dependencies = argv[optind++];
			break;
		case CHECK_COMPAT:
			a->old = optarg;
			break;
		case DUMP:
			a->dump = optarg;
			break;
		case EMIT:
			a->emit = optarg;
			break;
		case EXPLAIN:
			a->explain = optarg;
			break;
		case FORMAT:
			a->is_format = true;
			break;
		case JSON:
			a->is_json = true;
			break;
		case LINT:
			a->is_lint = true;
			break;
		case MAX_ERRORS:
			a->max_errors = (uint32_t)strtoul(optarg, NULL, 10);
			break;
		case VERSION:
			puts("idlc (Vesper) 0.1");
			exit(0);
		case HELP:
			print_usage();
			exit(0);
		default:
			exit(2);
		}
	}
	a->options.include = include.items;
	a->options.include_count = include.count;
	if (optind + 1 == argc)
		a->input = argv[optind];
	else if (!a->explain)
		fail_usage(optind == argc ? "no input file" :
			   "more than one input file", "");
}

static const struct back_end *find_back_end(const char *name)
{
	for (size_t i = 0; i < sizeof(back_ends) / sizeof(*back_ends); i++)
		if (strcmp(back_ends[i].name, name) == 0)
			return &back_ends[i];
	fail_usage("unknown --emit=", name);
}

static void save(struct session *session, const struct emit *out,
		 const char *path)
{
	if (!emit_save(out, path, 0666))
		diag_error(&session->diag, (struct span){ 0, 0 },
			   E_FILE_UNREADABLE, "cannot write '%s': %s", path,
			   strerror(errno));
}

/* A file's name as make reads it (GNU Make manual, "What Makefiles Contain"). */
static void emit_make_name(struct emit *out, const char *name)
{
	for (; *name; name++)
		emit(out, "%s%c", *name == '$' ? "$" :
		     strchr(" \t#:", *name) ? "\\" : "", *name);
}

static void save_dependencies(struct session *session,
			      const struct arguments *a)
{
	const struct check *check = &session->check;
	struct emit out;

	emit_init(&out);
	emit_make_name(&out, a->output);
	emit(&out, ": ");
	emit_make_name(&out, a->input);
	for (uint32_t i = 0; i < check->dependencies.count; i++) {
		emit(&out, " \\\n  ");
		emit_make_name(&out, check->dependencies.items[i]);
	}
	emit(&out, "\n");
	/* A deleted import must not stop make. */
	for (uint32_t i = 0; i < check->dependencies.count; i++) {
		emit(&out, "\n");
		emit_make_name(&out, check->dependencies.items[i]);
		emit(&out, ":\n");
	}
	save(session, &out, a->dependencies);
	emit_free(&out);
}

static void compile(struct session *session, const struct arguments *a)
{
	const struct back_end *back_end = find_back_end(a->emit);
	struct emit out;

	if (!session_file(session, a->input))
		return;
	emit_init(&out);
	back_end->print(&session->compile, session->model, &out);
	save(session, &out, a->output);
	emit_free(&out);
	if (a->dependencies)
		save_dependencies(session, a);
}

/* Scan and parse alone; the model is JSON, the layout its words. */
static void dump(struct session *session, const struct arguments *a)
{
	struct tokens tokens = { 0 };
	struct emit out;

	emit_init(&out);
	if (strcmp(a->dump, "model") == 0 || strcmp(a->dump, "layout") == 0) {
		if (session_file(session, a->input))
			(*a->dump == 'm' ? emit_json : emit_trace)(
				&session->compile, session->model, &out);
	} else if (strcmp(a->dump, "tokens") != 0 &&
		   strcmp(a->dump, "ast") != 0) {
		fail_usage("unknown --dump=", a->dump);
	} else if (load_source(&session->compile, a->input,
			       (struct span){ 0, 0 }, &session->file)) {
		scan_file(&session->compile, session->file, &tokens);
		if (*a->dump == 't')
			dump_tokens(&session->compile, &tokens, &out);
		else
			dump_ast(parse_file(&session->compile, session->file,
					    &tokens), &out);
		tokens_free(&tokens);
	}
	save(session, &out, a->output);
	emit_free(&out);
}

/* Only what can be parsed: else what is missing might be made worse. */
static void format(struct session *session, const struct arguments *a)
{
	struct tokens tokens = { 0 };
	struct emit out;

	if (!load_source(&session->compile, a->input, (struct span){ 0, 0 },
			 &session->file))
		return;
	emit_init(&out);
	scan_file(&session->compile, session->file, &tokens);
	parse_file(&session->compile, session->file, &tokens);
	if (!session->diag.errors) {
		pretty_print(session->file, &tokens, &out);
		save(session, &out, a->output);
	}
	tokens_free(&tokens);
	emit_free(&out);
}

static void lint(struct session *session, const struct arguments *a)
{
	if (session_file(session, a->input))
		lint_check(&session->compile, session->model->main);
}

/* Both versions share names and messages, but no libraries. */
static void check_compat(struct session *session, const struct arguments *a)
{
	const struct model *old;

	if (!session_file(session, a->old))
		return;
	old = session->model;
	session->check = (struct check){ .compile = &session->compile,
					 .options = &a->options };
	if (session_file(session, a->input))
		compat_check(&session->compile, old->main,
			     session->model->main);
}

static int explain(const char *number)
{
	if (strcmp(number, "all") == 0)
		explain_all(stdout);
	else if (!diag_explain(idlc_catalogue, idlc_catalogue_count, number,
			       stdout))
		fail_usage("no such message: ", number);
	return 0;
}

int main(int argc, char **argv)
{
	struct arguments arguments = { .output = "-", .emit = "c",
				       .max_errors = 20 };
	struct session session;
	int status;

	signal(SIGXFSZ, SIG_IGN);	/* a file too large: an error of write */
	session_init(&session, &arguments.options);
	parse_arguments(&arguments, &session.arena, argc, argv);
	if (arguments.explain) {
		session_free(&session);
		return explain(arguments.explain);
	}
	session.diag.limit = arguments.max_errors;
	if (arguments.is_format)
		format(&session, &arguments);
	else if (arguments.is_lint)
		lint(&session, &arguments);
	else if (arguments.dump)
		dump(&session, &arguments);
	else if (arguments.old)
		check_compat(&session, &arguments);
	else
		compile(&session, &arguments);
	if (arguments.is_json)
		diag_print_json(&session.diag, stderr);
	else
		diag_print(&session.diag, stderr);
	status = session.diag.errors ||
		 (arguments.is_lint && session.diag.warnings);
	session_free(&session);
	return status;
}
