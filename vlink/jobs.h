/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * Programs that vlink runs: idlc, the compiler, the linker. At most as many at
 * once as there are processors; what each prints is shown when it has ended, so
 * that the messages of two do not mix.
 */
#ifndef VLINK_JOBS_H
#define VLINK_JOBS_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "base/diag.h"

typedef VEC(const char *) arguments;

struct job {
	arguments argv;
	const char *what;	/* "compiling a.c", for messages */
	struct span where;	/* the manifest's cause */
	const char *output;	/* path: what it makes */
	const char *depfile;	/* path of the make rule it writes, or NULL */
	arguments inputs;	/* paths that it reads, beside the depfile's */
	const char *log;	/* path: what it printed; removed at the end */
	pid_t pid;		/* 0 = not running */
	bool failed;
};

struct jobs {
	struct arena *arena;
	struct diag *diag;
	bool verbose;		/* print each command */
	VEC(struct job *) list;
};

/* A job whose output goes to `output`; argv is filled by the caller. */
struct job *job_new(struct jobs *jobs, const char *what, struct span where,
		    const char *output);
/* Add one argument, or the words of a list such as $TARGET_CFLAGS. */
void job_arg(struct jobs *jobs, struct job *job, const char *argument);
void job_words(struct jobs *jobs, struct job *job, const char *words);

/*
 * Run what is not up to date, and empty the list. All of it is tried, so that
 * all errors are seen; false if one failed.
 */
bool jobs_run(struct jobs *jobs);

/* Make a folder and those above it. */
bool folder_make(struct diag *diag, const char *path);

/* ---- stamp.c: is an output up to date? ---------------------------------- */

/*
 * A stamp is a file beside the output: the command and each input with size and
 * time. An output is fresh if its stamp says the same as the disk does now.
 */
bool stamp_is_fresh(struct arena *arena, const struct job *job);
/* After the job: its inputs and those of its depfile. False: cannot write. */
bool stamp_write(struct arena *arena, const struct job *job);

#endif
