/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * Running programs side by side, without a shell.
 */
#include "jobs.h"

#include <errno.h>
#include <fcntl.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "checks.h"

extern char **environ;

struct job *job_new(struct jobs *jobs, const char *what, struct span where,
		    const char *output)
{
	struct job *job = ARENA_NEW(jobs->arena, struct job);

	job->what = what;
	job->where = where;
	job->output = output;
	job->log = arena_printf(jobs->arena, "%s.log", output);
	*VEC_PUSH(jobs->arena, &jobs->list) = job;
	return job;
}

void job_arg(struct jobs *jobs, struct job *job, const char *argument)
{
	*VEC_PUSH(jobs->arena, &job->argv) = argument;
}

void job_words(struct jobs *jobs, struct job *job, const char *words)
{
	while (*words) {
		size_t size = strcspn(words, " \t\n");

		if (size)
			job_arg(jobs, job, arena_copy(jobs->arena, words,
						      size));
		words += size;
		words += *words != '\0';
	}
}

static void print_command(const struct job *job)
{
	for (uint32_t i = 0; i < job->argv.count; i++)
		fprintf(stderr, "%s%s", i ? " " : "", job->argv.items[i]);
	fputc('\n', stderr);
}

static void report(struct jobs *jobs, struct job *job, const char *why)
{
	job->failed = true;
	diag_error(jobs->diag, job->where, CHECK_PROGRAM, "%s: %s", job->what,
		   why);
}

/* The child's standard output and error go to its log. */
static bool spawn(struct job *job, char **argv, int *error)
{
	posix_spawn_file_actions_t actions;

	if (posix_spawn_file_actions_init(&actions) != 0)
		arena_exhausted();
	posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0);
	posix_spawn_file_actions_addopen(&actions, 1, job->log,
					 O_WRONLY | O_CREAT | O_TRUNC, 0666);
	posix_spawn_file_actions_adddup2(&actions, 1, 2);
	*error = posix_spawnp(&job->pid, argv[0], &actions, NULL, argv,
			      environ);
	posix_spawn_file_actions_destroy(&actions);
	return *error == 0;
}

static bool job_start(struct jobs *jobs, struct job *job)
{
	char **argv = arena_array(jobs->arena, job->argv.count + 1,
				  sizeof(*argv));
	int error;

	for (uint32_t i = 0; i < job->argv.count; i++)
		argv[i] = arena_copy(jobs->arena, job->argv.items[i],
				     strlen(job->argv.items[i]));
	if (jobs->verbose)
		print_command(job);
	if (!argv[0]) {
		report(jobs, job, "no program is set for this");
		return false;
	}
	if (spawn(job, argv, &error))
		return true;
	job->pid = 0;
	report(jobs, job, arena_printf(jobs->arena, "cannot run %s: %s",
				       argv[0], strerror(error)));
	return false;
}

static void show_log(const struct job *job)
{
	FILE *log = fopen(job->log, "rb");
	char part[4096];
	size_t size;

	if (!log)
		return;
	while ((size = fread(part, 1, sizeof(part), log)) > 0)
		fwrite(part, 1, size, stderr);
	fclose(log);
	unlink(job->log);
}

static void job_end(struct jobs *jobs, struct job *job, int status)
{
	job->pid = 0;
	show_log(job);
	if (WIFSIGNALED(status)) {
		report(jobs, job, arena_printf(jobs->arena,
			"%s was ended by signal %d", job->argv.items[0],
			WTERMSIG(status)));
	} else if (WEXITSTATUS(status) != 0) {
		report(jobs, job, arena_printf(jobs->arena,
			"%s failed, see above", job->argv.items[0]));
	} else if (!stamp_write(jobs->arena, job)) {
		report(jobs, job, "its stamp cannot be written");
	}
	if (job->failed)
		unlink(job->output);
}

static void wait_for_one(struct jobs *jobs)
{
	int status;
	pid_t pid = waitpid(-1, &status, 0);

	for (uint32_t i = 0; pid > 0 && i < jobs->list.count; i++)
		if (jobs->list.items[i]->pid == pid)
			job_end(jobs, jobs->list.items[i], status);
}

bool jobs_run(struct jobs *jobs)
{
	long cpus = sysconf(_SC_NPROCESSORS_ONLN), running = 0;
	bool ok = true;

	for (uint32_t i = 0; i < jobs->list.count; i++) {
		struct job *job = jobs->list.items[i];

		if (stamp_is_fresh(jobs->arena, job))
			continue;
		if (running >= (cpus > 0 ? cpus : 1)) {
			wait_for_one(jobs);
			running--;
		}
		running += job_start(jobs, job);
	}
	for (; running > 0; running--)
		wait_for_one(jobs);
	for (uint32_t i = 0; i < jobs->list.count; i++)
		ok = ok && !jobs->list.items[i]->failed;
	jobs->list.count = 0;
	return ok;
}

bool folder_make(struct diag *diag, const char *path)
{
	char *copy = strdup(path), *at = copy;
	bool ok = true;

	if (!copy)
		arena_exhausted();
	do {
		at = strchr(at + 1, '/');
		if (at)
			*at = '\0';
		ok = mkdir(copy, 0777) == 0 || errno == EEXIST;
		if (at)
			*at = '/';
	} while (ok && at);
	if (!ok)
		diag_error(diag, (struct span){ 0, 0 }, CHECK_WRITE,
			   "cannot make folder '%s': %s", path,
			   strerror(errno));
	free(copy);
	return ok;
}
