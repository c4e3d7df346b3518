/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * vlink test: each component's test, compiled for the host with sanitizers from
 * the files that its manifest names, the runtime of the host, and doubles of the
 * interfaces that the component uses; then run. A test is a program that ends
 * with status 0; CUnit is linked to it.
 */
#include "build.h"

#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "generate.h"

#define HOST_FLAGS "-std=gnu11 -g -O1 -Wall -Wextra -DVESPER_DEBUG=1 "         \
	"-fsanitize=address,undefined -fno-sanitize-recover=all"

/* The components of a file without a system are tested as well. */
static bool components_find(struct build *build, const char *path)
{
	struct front *front = &build->front;

	front->folder = path_folder(front, path);
	if (!load_file(front, path, (struct span){ 0, 0 }))
		return false;
	for (uint32_t i = 0; i < front->definitions.count; i++) {
		struct definition *d = front->definitions.items[i];

		if (d->kind == KEY_COMPONENT)
			component_declare(front, d);
	}
	build->system.components = front->components.items;
	build->system.components_count = front->components.count;
	return !build->diag->errors;
}

static void source(struct build *build, struct job *job, const char *path)
{
	job_arg(&build->jobs, job, path);
	*VEC_PUSH(build->arena, &job->inputs) = path;
}

static bool test_job(struct build *build, const struct component *c,
		     const char *program)
{
	const struct tools *tools = &build->tools;
	const char *folder = build_path(build, "host/%s", c->name);
	const char *header = arena_printf(build->arena, "%s/component.h",
					  folder);
	const char *host = arena_printf(build->arena, "%s/host.c", folder);
	struct jobs *jobs = &build->jobs;
	struct job *job;

	if (!folder_make(build->diag, folder) ||
	    !build_save(build, header, c, generate_host_header) ||
	    !build_save(build, host, c, generate_host))
		return false;
	job = job_new(jobs, arena_printf(build->arena,
		"the test of component '%s'", c->name), c->where, program);
	job->depfile = arena_printf(build->arena, "%s.d", program);
	job_words(jobs, job, tools->host_cc);
	job_words(jobs, job, HOST_FLAGS);
	job_arg(jobs, job, arena_printf(build->arena, "-I%s", folder));
	job_arg(jobs, job, arena_printf(build->arena, "-I%s",
					build_path(build, "idl")));
	job_words(jobs, job, tools->host_includes);
	job_words(jobs, job, "-MMD -MF");
	job_arg(jobs, job, job->depfile);
	job_arg(jobs, job, "-o");
	job_arg(jobs, job, program);
	for (size_t i = 0; i < c->tests_count; i++)
		source(build, job, c->tests[i]);
	source(build, job, host);
	source(build, job, arena_printf(build->arena, "%s/text.c",
					tools->portable));
	source(build, job, arena_printf(build->arena, "%s/buffer.c",
					tools->portable));
	source(build, job, arena_printf(build->arena, "%s/call.c",
					tools->host));
	job_arg(jobs, job, "-lcunit");
	return true;
}

static bool test_run(struct build *build, const struct component *c,
		     const char *program)
{
	pid_t pid = fork();
	int status = 1;

	if (pid == 0) {
		execl(program, program, (char *)NULL);
		_exit(127);
	}
	if (pid > 0 && waitpid(pid, &status, 0) == pid && status == 0)
		return true;
	diag_error(build->diag, c->where, CHECK_TEST,
		   "the test of component %s failed: '%s'", c->name, program);
	return false;
}

bool build_tests(struct build *build, const char *path)
{
	const char **programs;
	size_t count = 0;
	bool ok = true;

	build->is_test = true;
	if (!components_find(build, path) || !build_headers(build))
		return false;
	programs = arena_array(build->arena, build->system.components_count,
			       sizeof(*programs));
	for (size_t i = 0; i < build->system.components_count; i++) {
		const struct component *c = build->system.components[i];

		if (!c->tests_count)
			continue;
		programs[i] = build_path(build, "host/%s/test", c->name);
		count++;
		if (!test_job(build, c, programs[i]))
			return false;
	}
	if (!count)
		diag_error(build->diag, (struct span){ 0, 0 }, CHECK_MUST,
			   "no component of '%s' has a test: write test "
			   "\"FILE.c\";", path);
	if (!count || !jobs_run(&build->jobs))
		return false;
	for (size_t i = 0; i < build->system.components_count; i++)
		if (programs[i])
			ok = test_run(build, build->system.components[i],
				      programs[i]) && ok;
	return ok;
}
