/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * Stamps: when an output was made from what. Comparing the times of output and
 * inputs alone, as make does, misses changed flags, a changed list of inputs
 * and files that were put back.
 *
 * Format: the command's words, one a line after "+"; then a line
 * "SIZE SECONDS.NANOSECONDS PATH" for each input.
 */
#include "jobs.h"

#include <inttypes.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "base/emit.h"

static const char *stamp_path(struct arena *arena, const struct job *job)
{
	return arena_printf(arena, "%s.stamp", job->output);
}

static char *read_text(struct arena *arena, const char *path)
{
	FILE *file = fopen(path, "rb");
	VEC(char) text = { 0 };
	int c;

	if (!file)
		return NULL;
	while ((c = getc(file)) != EOF)
		*VEC_PUSH(arena, &text) = (char)c;
	fclose(file);
	*VEC_PUSH(arena, &text) = '\0';
	return text.items;
}

static void emit_command(struct emit *out, const struct job *job)
{
	for (uint32_t i = 0; i < job->argv.count; i++)
		emit(out, "+%s\n", job->argv.items[i]);
}

/* False if the file is not there. */
static bool emit_input(struct emit *out, const char *path)
{
	struct stat state;

	if (stat(path, &state) != 0)
		return false;
	emit(out, "%jd %jd.%09ld %s\n", (intmax_t)state.st_size,
	     (intmax_t)state.st_mtim.tv_sec, state.st_mtim.tv_nsec, path);
	return true;
}

bool stamp_is_fresh(struct arena *arena, const struct job *job)
{
	char *old = read_text(arena, stamp_path(arena, job)), *line;
	struct emit now;
	struct stat state;
	bool fresh = true;

	if (!old || stat(job->output, &state) != 0)
		return false;
	emit_init(&now);
	emit_command(&now, job);
	/* The inputs that were read last time, as they are now. */
	line = old;
	while (*line == '+')
		line += strcspn(line, "\n") + 1;
	while (fresh && *line) {
		char *end = line + strcspn(line, "\n"), *path;

		*end = '\0';
		path = strchr(line, ' ');
		path = path ? strchr(path + 1, ' ') : NULL;
		fresh = path && emit_input(&now, path + 1);
		*end = '\n';
		line = end + 1;
	}
	fresh = fresh && now.size == strlen(old) &&
		memcmp(now.data, old, now.size) == 0;
	emit_free(&now);
	return fresh;
}

/* The prerequisites of the make rule that a compiler wrote with -MMD. */
static bool emit_depfile(struct arena *arena, struct emit *out,
			 const char *path)
{
	char *text = read_text(arena, path), *at;

	if (!text)
		return false;
	at = strstr(text, ": ");
	at = at ? at + 2 : text + strlen(text);
	while (*at) {
		char *to = at, *word = at;

		if (strchr(" \t\n\r", *at)) {
			at++;
			continue;
		}
		if (at[0] == '\\' && at[1] == '\n') {
			at += 2;
			continue;
		}
		for (; *at && !strchr(" \t\n\r", *at); at++) {
			if (*at == '\\' && at[1] == ' ')
				at++;	/* a blank in a name */
			*to++ = *at;
		}
		if (*at)
			at++;
		*to = '\0';
		emit_input(out, word);
	}
	return true;
}

bool stamp_write(struct arena *arena, const struct job *job)
{
	struct emit out;
	bool ok = true;

	emit_init(&out);
	emit_command(&out, job);
	for (uint32_t i = 0; i < job->inputs.count; i++)
		ok = emit_input(&out, job->inputs.items[i]) && ok;
	if (job->depfile)
		ok = emit_depfile(arena, &out, job->depfile) && ok;
	ok = ok && emit_save(&out, stamp_path(arena, job), 0666);
	emit_free(&out);
	return ok;
}
