/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * Emitter: an output file in memory. Lines are indented by themselves: what is
 * emitted after a line's end gets `depth` tabs first, empty lines none.
 * emit_save() writes the file to a temporary beside its place and renames it,
 * so that a reader never sees a part of it; a file that has the same contents
 * already is left alone, so that nothing is rebuilt for nothing.
 */
#ifndef BASE_EMIT_H
#define BASE_EMIT_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>

struct emit {
	char *data;		/* malloc'ed; `size` bytes, no NUL */
	size_t size, max;
	unsigned depth;		/* tabs before a line */
	bool in_line;		/* the last byte is not a line's end */
};

void emit_init(struct emit *emit);
void emit_free(struct emit *emit);

/* Formatted text; may hold several lines or a part of one. */
void emit(struct emit *emit, const char *format, ...)
	__attribute__((format(printf, 2, 3)));
void emit_va(struct emit *emit, const char *format, va_list args)
	__attribute__((format(printf, 2, 0)));
/* Text as it is, indented like the formatted. */
void emit_text(struct emit *emit, const char *text, size_t size);
/* Bytes without any indentation. */
void emit_raw(struct emit *emit, const void *bytes, size_t size);

static inline void emit_deeper(struct emit *emit)
{
	emit->depth++;
}

static inline void emit_back(struct emit *emit)
{
	emit->depth--;
}

/*
 * Write to `path` ("-" = standard output); the file's mode is `mode` less the
 * umask. False on an error, with errno; then `path` is as it was.
 */
bool emit_save(const struct emit *emit, const char *path, unsigned mode);

#endif
