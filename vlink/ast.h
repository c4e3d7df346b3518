/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * What was written: a manifest as a tree of statements. A statement is words
 * ended by ';' or by a block of statements. It has no meaning yet; keyword.h
 * gives it one.
 */
#ifndef VLINK_AST_H
#define VLINK_AST_H

#include <stdbool.h>
#include <stdint.h>

#include "base/diag.h"
#include "base/intern.h"

enum word_kind {
	WORD_NAME,		/* a, a.b.c, *.a, a.*: text */
	WORD_NUMBER,		/* 4, 0x10, 64K, 300us, 3%: text; value, unit */
	WORD_STRING,		/* text without the quotes, escapes resolved */
	WORD_MARK,		/* = : , ? * -> .. */
};

/* Units of a number; sizes are multiplied out to bytes, times to ns. */
enum unit { UNIT_NONE, UNIT_SIZE, UNIT_TIME, UNIT_PERCENT };

struct word {
	struct word *next;
	struct span at;
	enum word_kind kind;
	enum unit unit;
	uint64_t value;
	const char *text;	/* interned; of a number as it was written */
};

struct statement {
	struct statement *next;
	struct span at;		/* from the first word to the last */
	const char *doc;	/* text of its `///` lines, or NULL */
	struct word *words;	/* at least one */
	struct statement *block;
	bool has_block;		/* { } has one without statements */
	bool ended;		/* by ';' or a block, not by the '}' around it */
	struct span closing;	/* the ';' or '}', or where one is missing */
};

/* Limits, each with a message of its own. */
enum {
	AST_DEPTH_MAX = 32,		/* blocks in blocks */
	AST_NAME_MAX = 127,		/* bytes of a name */
	AST_FILE_MAX = 4 << 20,		/* bytes of a manifest */
	AST_ERRORS_MAX = 20,
};

/* What scanner and parser share while they read one file. */
struct reader {
	struct arena *arena;
	struct interner *interner;
	struct diag *diag;
	const struct source_file *file;
	uint32_t offset;		/* of the next token in the file */
	uint32_t doc_begin, doc_end;	/* `///` lines read and not taken yet */
	VEC(char) doc;
	unsigned depth;
	bool in_junk;			/* the last byte was no token: one
					   message for a run of them */
	bool is_binary;			/* a NUL byte: reading ends there */
	struct statement *statements;	/* result */
};

/* plain.c: whether the text shows what it says; else the first place that does
   not is reported. A NUL is left to the scanner. */
bool manifest_is_plain(struct diag *diag, const struct source_file *file);

/*
 * Read a file. NULL after an error when nothing can be made of it; errors are
 * in diag. The file's statements otherwise, as far as they could be read.
 */
struct statement *manifest_read(struct arena *arena, struct interner *interner,
				struct diag *diag,
				const struct source_file *file);

#endif
