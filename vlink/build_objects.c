/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * Objects: each component's generated files and sources, compiled side by side.
 */
#include "build.h"

#include <errno.h>
#include <stdlib.h>

#include "generate.h"

bool build_save(struct build *build, const char *path,
		const struct component *component,
		void (*generate)(struct emit *, const struct component *))
{
	struct emit out;
	bool ok;

	emit_init(&out);
	generate(&out, component);
	ok = emit_save(&out, path, 0666);
	emit_free(&out);
	if (!ok)
		diag_error(build->diag, component->where, CHECK_WRITE,
			   "cannot write '%s': %s", path, strerror(errno));
	return ok;
}

/* The last part of a path, without its extension. */
static const char *stem(struct build *build, const char *path)
{
	const char *slash = strrchr(path, '/'), *dot;

	path = slash ? slash + 1 : path;
	dot = strrchr(path, '.');
	return arena_copy(build->arena, path,
			  dot ? (size_t)(dot - path) : strlen(path));
}

/* Whether a folder lies in the source tree, whose flags map its names. */
static bool is_in_tree(const struct build *build, const char *folder)
{
	const char *tree = build->tools.source_tree;
	char *a = tree ? realpath(tree, NULL) : NULL;
	char *b = realpath(folder, NULL);
	bool is = a && b && strncmp(a, b, strlen(a)) == 0 &&
		  (b[strlen(a)] == '/' || !b[strlen(a)]);

	free(a);
	free(b);
	return is;
}

static void prefix_map(struct build *build, struct job *job, const char *from,
		       const char *to)
{
	job_arg(&build->jobs, job, arena_printf(build->arena,
		"-ffile-prefix-map=%s=%s", from, to));
}

/*
 * No file name in an object may be absolute or lead out of its folder, or two
 * builds in two folders differ: what stands beside a user's manifest is named
 * without a folder, all else from where vlink runs.
 */
static void prefix_maps(struct build *build, struct job *job,
			const struct component *component)
{
	char *here = realpath(".", NULL);

	if (here)
		prefix_map(build, job, arena_printf(build->arena, "%s", here),
			   ".");
	free(here);
	if (build->tools.data)
		prefix_map(build, job, build->tools.data, "vesper");
	if (strcmp(component->folder, ".") != 0 &&
	    !is_in_tree(build, component->folder)) {
		prefix_map(build, job, component->folder, ".");
		prefix_map(build, job, build->parts, "parts");
	}
}

/* clang has no -fcallgraph-info. */
bool build_has_callgraph(const struct build *build)
{
	const char *cc = build->tools.cc;
	const char *gcc = strstr(cc, "gcc");

	/* In the program's own name: before the first blank, after all '/'. */
	return gcc && gcc < cc + strcspn(cc, " ") &&
	       strcspn(gcc, "/") >= strcspn(gcc, " ");
}

/* Flags without one of them: it has no opposite that could follow it. */
static const char *without(struct build *build, const char *flags,
			   const char *flag)
{
	const char *at = strstr(flags, flag);

	return !at ? flags : arena_printf(build->arena, "%.*s%s",
		(int)(at - flags), flags, at + strlen(flag));
}

static void object_job(struct build *build, const struct component *component,
		       const char *source, const char *object)
{
	struct jobs *jobs = &build->jobs;
	const struct tools *tools = &build->tools;
	struct job *job = job_new(jobs, arena_printf(build->arena,
		"compiling '%s'", source), component->where, object);

	job->depfile = arena_printf(build->arena, "%s.d", object);
	job_words(jobs, job, tools->cc);
	job_words(jobs, job, tools->cppflags);
	job_words(jobs, job, tools->includes);
	job_arg(jobs, job, arena_printf(build->arena, "-I%s",
		build_path(build, "gen/%s", component->name)));
	job_arg(jobs, job, arena_printf(build->arena, "-I%s",
					build_path(build, "idl")));
	job_words(jobs, job, component->fp ?
		  without(build, tools->cflags, "-mgeneral-regs-only") :
		  tools->cflags);
	prefix_maps(build, job, component);
	for (size_t i = 0; i < component->cflags_count; i++)
		job_arg(jobs, job, component->cflags[i]);
	/* Functions folded into one another are missing in the call graph. */
	if (build_has_callgraph(build)) {
		job_arg(jobs, job, "-fcallgraph-info=su,da");
		job_arg(jobs, job, "-fno-ipa-icf");
	}
	job_arg(jobs, job, "-MMD");
	job_arg(jobs, job, "-MF");
	job_arg(jobs, job, job->depfile);
	job_arg(jobs, job, "-c");
	job_arg(jobs, job, "-o");
	job_arg(jobs, job, object);
	job_arg(jobs, job, source);
	*VEC_PUSH(build->arena, &job->inputs) = source;
}

/* Sources of one name in two folders get objects of two names. */
static const char *object_name(struct build *build,
			       const struct component *component, size_t i)
{
	const char *name = stem(build, component->sources[i]);

	for (size_t j = 0; j < i; j++)
		if (strcmp(name, stem(build, component->sources[j])) == 0)
			return build_path(build, "obj/%s/%s.%zu.o",
					  component->name, name, i);
	return build_path(build, "obj/%s/%s.o", component->name, name);
}

static bool component_jobs(struct build *build, struct component *component)
{
	const char *gen = build_path(build, "gen/%s", component->name);
	const char *obj = build_path(build, "obj/%s", component->name);
	const char *header = arena_printf(build->arena, "%s/component.h", gen);
	const char *source = arena_printf(build->arena, "%s/component.c", gen);
	size_t count = component->sources_count;

	if (!folder_make(build->diag, gen) || !folder_make(build->diag, obj) ||
	    !build_save(build, header, component, generate_header) ||
	    !build_save(build, source, component, generate_source))
		return false;
	component->objects = arena_array(build->arena, count + 1,
					 sizeof(*component->objects));
	component->objects_count = count + 1;
	for (size_t i = 0; i < count; i++)
		component->objects[i] = object_name(build, component, i);
	component->objects[count] = build_path(build, "obj/%s/component.made.o",
					       component->name);
	for (size_t i = 0; i < count; i++)
		object_job(build, component, component->sources[i],
			   component->objects[i]);
	object_job(build, component, source, component->objects[count]);
	return true;
}

bool build_objects(struct build *build)
{
	struct system *system = &build->system;
	uint64_t runtime = 0;
	bool ok = true;

	for (size_t i = 0; i < system->components_count; i++)
		if (!component_jobs(build, system->components[i]))
			return false;
	if (!jobs_run(&build->jobs) ||
	    !archive_bound(system, build->tools.runtime, &runtime))
		return false;
	for (size_t i = 0; i < system->components_count; i++) {
		struct component *component = system->components[i];

		ok = object_read(system, component) && ok;
		component->memory_bound += runtime;
	}
	return ok;
}
