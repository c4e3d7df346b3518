/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * Diagnostics: numbered messages with a place, kept until diag_print() shows
 * them sorted by place:
 *
 *	disk.idl:4:11: error E0012: unknown type 'strng'; did you mean 'string'?
 *	    1: put(strng[<= 8] s);
 *	           ^~~~~
 *	disk.idl:2:1: note: the interface begins here
 *
 * Numbers are stable: they are in the catalogue that --explain prints, and in
 * tests. One place has at most one error, the first that was reported for it,
 * so that a consequence does not hide its cause. After `limit` errors only
 * the number of the others is printed.
 */
#ifndef BASE_DIAG_H
#define BASE_DIAG_H

#include <stdbool.h>
#include <stdio.h>

#include "base/source.h"

enum diag_severity { DIAG_ERROR, DIAG_WARNING };

struct diag_note {
	struct diag_note *next;
	struct span at;
	const char *text;
};

struct diag_message {
	enum diag_severity severity;
	unsigned number;
	struct span at;
	uint32_t order;		/* of reporting, among equal places */
	const char *text;
	struct diag_note *notes, **notes_end;
};

struct diag {
	struct arena *arena;
	struct sources *sources;
	VEC(struct diag_message *) messages;
	struct diag_message *last; /* takes the notes; NULL: was dropped */
	const char *program;	/* printed where there is no place */
	uint32_t errors;
	uint32_t warnings;
	uint32_t limit;		/* errors that are printed */
};

void diag_init(struct diag *diag, struct arena *arena, struct sources *sources,
	       const char *program);

/*
 * Report an error or warning at a span; {0, 0} = at no place. A note belongs
 * to the message before it and is dropped with that.
 */
void diag_error(struct diag *diag, struct span at, unsigned number,
		const char *format, ...) __attribute__((format(printf, 4, 5)));
void diag_warning(struct diag *diag, struct span at, unsigned number,
		  const char *format, ...)
	__attribute__((format(printf, 4, 5)));
void diag_note(struct diag *diag, struct span at, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

/* More than `limit` errors: a pass may stop, nobody would read the rest. */
bool diag_is_enough(const struct diag *diag);

/* Print all messages, sorted, then the number of errors not shown. */
void diag_print(struct diag *diag, FILE *stream);
/* The same as one JSON array, for editors. */
void diag_print_json(struct diag *diag, FILE *stream);

/* An entry of a program's catalogue, what --explain prints. */
struct diag_entry {
	unsigned number;
	const char *title;	/* what is wrong, in a few words */
	const char *text;	/* why, and what to do */
	const char *bad;	/* an example that causes it, NULL: none */
	const char *good;	/* the same, mended */
};

/* Print entry "E0012", "W0012" or "12"; false if there is none. */
bool diag_explain(const struct diag_entry *entries, size_t count,
		  const char *number, FILE *stream);

#endif
