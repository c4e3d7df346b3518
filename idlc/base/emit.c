/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * Emitter: a growing buffer, and a careful way to write it out.
 */
#define _GNU_SOURCE	/* O_TMPFILE */

#include "base/emit.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/format.h"

void emit_init(struct emit *emit)
{
	*emit = (struct emit){ 0 };
}

void emit_free(struct emit *emit)
{
	free(emit->data);
	emit_init(emit);
}

static char *room(struct emit *emit, size_t size)
{
	if (emit->max - emit->size < size) {
		size_t max = emit->max ? emit->max : 8192;

		while (max - emit->size < size) {
			if (max > SIZE_MAX / 2)
				arena_exhausted();
			max *= 2;
		}
		emit->data = realloc(emit->data, max);
		if (!emit->data)
			arena_exhausted();
		emit->max = max;
	}
	return emit->data + emit->size;
}

void emit_raw(struct emit *emit, const void *bytes, size_t size)
{
	if (!size)
		return;
	memcpy(room(emit, size), bytes, size);
	emit->size += size;
	emit->in_line = emit->data[emit->size - 1] != '\n';
}

void emit_text(struct emit *emit, const char *text, size_t size)
{
	while (size) {
		const char *end = memchr(text, '\n', size);
		size_t line = end ? (size_t)(end - text) + 1 : size;

		if (emit->depth && !emit->in_line && *text != '\n') {
			memset(room(emit, emit->depth), '\t', emit->depth);
			emit->size += emit->depth;
		}
		emit_raw(emit, text, line);
		text += line;
		size -= line;
	}
}

void emit_va(struct emit *emit, const char *format, va_list args)
{
	char small[512], *text = small;
	va_list again;
	size_t size;

	va_copy(again, args);
	size = format_text(small, sizeof(small), format, args);
	if (size >= sizeof(small)) {
		text = malloc(size + 1);
		if (!text)
			arena_exhausted();
		format_text(text, size + 1, format, again);
	}
	va_end(again);
	emit_text(emit, text, size);
	if (text != small)
		free(text);
}

void emit(struct emit *emit, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	emit_va(emit, format, args);
	va_end(args);
}

static bool write_all(int fd, const char *data, size_t size)
{
	while (size) {
		ssize_t done = write(fd, data, size);

		if (done < 0 && errno == EINTR)
			continue;
		if (done < 0)
			return false;
		data += done;
		size -= (size_t)done;
	}
	return true;
}

/* Whether the file at `path` has just these contents. */
static bool is_same(const struct emit *emit, const char *path)
{
	char part[16384];
	size_t at = 0;
	ssize_t got = 0;
	int fd = open(path, O_RDONLY | O_CLOEXEC);

	if (fd < 0)
		return false;
	while ((got = read(fd, part, sizeof(part))) > 0) {
		if ((size_t)got > emit->size - at ||
		    memcmp(emit->data + at, part, (size_t)got) != 0)
			break;
		at += (size_t)got;
	}
	close(fd);
	return got == 0 && at == emit->size;
}

/*
 * The file has no name until it is whole, so that no moment at which we are
 * killed leaves half of it anywhere (open(2), O_TMPFILE). Where a file system
 * cannot do that it is a file of the temporary name.
 */
static int open_nameless(char *temporary)
{
	char *slash = strrchr(temporary, '/');
	int fd;

	if (slash)
		*slash = '\0';
	fd = open(!slash ? "." : *temporary ? temporary : "/",
		  O_TMPFILE | O_WRONLY | O_CLOEXEC, 0600);
	if (slash)
		*slash = '/';
	return fd;
}

static bool give_name(int fd, const char *temporary)
{
	char link[64];

	snprintf(link, sizeof(link), "/proc/self/fd/%d", fd);
	return linkat(AT_FDCWD, link, AT_FDCWD, temporary,
		      AT_SYMLINK_FOLLOW) == 0;
}

static bool write_and_rename(const struct emit *emit, char *temporary,
			     const char *path, unsigned mode)
{
	mode_t mask = umask(0);
	int fd = open_nameless(temporary);
	bool nameless = fd >= 0, ok;
	int saved;

	umask(mask);
	if (!nameless)
		fd = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC,
			  0600);
	if (fd < 0)
		return false;
	ok = write_all(fd, emit->data, emit->size) &&
	     fchmod(fd, (mode_t)mode & ~mask) == 0 &&
	     (!nameless || give_name(fd, temporary));
	saved = errno;
	if (close(fd) != 0 && ok) {
		ok = false;
		saved = errno;
	}
	if (ok && rename(temporary, path) != 0) {
		ok = false;
		saved = errno;
	}
	if (!ok)
		unlink(temporary);
	errno = saved;
	return ok;
}

bool emit_save(const struct emit *emit, const char *path, unsigned mode)
{
	struct stat state;
	char *temporary;
	size_t size;
	bool ok;

	if (strcmp(path, "-") == 0)
		return write_all(STDOUT_FILENO, emit->data, emit->size);
	if (stat(path, &state) == 0 && !S_ISREG(state.st_mode)) {
		/* A device, as /dev/null: write to it, never replace it. */
		int fd = open(path, O_WRONLY | O_CLOEXEC);

		ok = fd >= 0 && write_all(fd, emit->data, emit->size);
		return (fd < 0 || close(fd) == 0) && ok;
	}
	if (is_same(emit, path))
		return true;
	size = strlen(path) + sizeof(".-2147483648");
	temporary = malloc(size);
	if (!temporary)
		arena_exhausted();
	snprintf(temporary, size, "%s.%d", path, (int)getpid());
	unlink(temporary);	/* of one with our number who was killed */
	ok = write_and_rename(emit, temporary, path, mode);
	free(temporary);
	return ok;
}
