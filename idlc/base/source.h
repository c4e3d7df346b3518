/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * Source files and places in them.
 *
 * All files of a run share one space of byte offsets: each file has a `base`,
 * and the place of its byte i is base + i. A span is two offsets and tells
 * its file too; that is bison's location type. Lines and columns are only
 * worked out when something is printed. Offset 0 belongs to no file: a span
 * that begins there is "no place".
 */
#ifndef BASE_SOURCE_H
#define BASE_SOURCE_H

#include "base/arena.h"

struct span {
	uint32_t begin;
	uint32_t end;		/* one past the last byte */
};

struct source_file {
	const char *name;	/* as it is printed */
	char *text;		/* `size` bytes and two NULs: what a scanner's
				   yy_scan_buffer asks for */
	uint32_t size;
	uint32_t base;		/* offset of its first byte */
	uint32_t *lines;	/* offsets in text where lines begin; made when
				   first asked for */
	uint32_t line_count;
};

struct sources {
	struct arena *arena;
	VEC(struct source_file *) files; /* in order of base */
	uint32_t next_base;
};

struct source_place {
	const struct source_file *file;
	uint32_t line;		/* from 1 */
	uint32_t column;	/* from 1, in bytes */
};

enum source_result {
	SOURCE_OK,
	SOURCE_UNREADABLE,	/* errno tells why */
	SOURCE_TOO_LARGE,	/* over `size_max` */
	SOURCE_TOO_MANY,	/* the space of offsets is full */
};

void sources_init(struct sources *sources, struct arena *arena);

/* Read `path`, at most `size_max` bytes; on SOURCE_OK *file is set. */
enum source_result source_load(struct sources *sources, const char *path,
			       uint32_t size_max, struct source_file **file);
/* A text of the program's own as a file, for tests and built-in sources. */
enum source_result source_add(struct sources *sources, const char *name,
			      const char *text, size_t size,
			      struct source_file **file);

/* The file of an offset; NULL if it has none. */
struct source_file *source_file_at(const struct sources *sources,
				   uint32_t offset);
struct source_place source_place(const struct sources *sources,
				 uint32_t offset);
/* Line `line` (from 1) of a file, without its end; *size gets its length. */
const char *source_line(const struct sources *sources,
			const struct source_file *file, uint32_t line,
			uint32_t *size);

/* From the first's begin to the second's end. */
static inline struct span span_join(struct span first, struct span last)
{
	return (struct span){ first.begin, last.end };
}

#endif
