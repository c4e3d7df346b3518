/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * The keywords of manifests: one table. A statement is words ended by ';' or a
 * block; its first word is a keyword of the place where it stands, and the
 * keyword's pattern says which words may follow. The matcher, the checks,
 * doc/manifest.md and the shell completion all come from this table.
 *
 * A pattern is tokens with a blank between them:
 *   NAME...   upper case: an argument; its kind is the word itself
 *   [ x y ]   may be left out
 *   ,...      the argument before it may be repeated, with commas between
 *   a|b       one of these words
 *   other     that word itself
 * An argument takes one place in struct match; so does an alternative, and so
 * does a word that stands alone in brackets.
 */
#ifndef VLINK_KEYWORD_H
#define VLINK_KEYWORD_H

#include "ast.h"

/* Where a statement can stand: the kinds of blocks. */
#define PLACES(X) \
	X(NONE, "") \
	X(FILE, "a file") \
	X(COMPONENT, "a component") \
	X(PROVIDES, "a provides") \
	X(USES, "a uses") \
	X(REGION, "a region") \
	X(FACTORY, "a factory") \
	X(FAULT, "a fault") \
	X(POOL, "a pool") \
	X(VP, "a vp") \
	X(RESTART, "a restart") \
	X(SYSTEM, "a system") \
	X(INSTANCE, "an instance") \
	X(GIVEN, "a given device") \
	X(CONNECT, "a connect") \
	X(AREA, "an area") \
	X(GIVE, "a give") \
	X(SETTINGS, "the system's board") \
	X(NAMES, "a list of names") \
	X(BOARD, "a board") \
	X(BOARD_DEVICE, "a board's device")
enum place {
#define X(name, text) PLACE_##name,
	PLACES(X)
#undef X
	PLACE_COUNT
};

/* Identifiers of the keywords, for the code that gives them meaning. */
enum keyword_id {
#define K(place, id, word, pattern, block, unit, standard, text) KEY_##id,
#include "keyword.def"
#undef K
	KEY_COUNT
};

struct keyword {
	enum keyword_id id;
	enum place place;	/* where it may stand */
	const char *word;	/* "" = any name (of a constant) */
	const char *pattern;	/* of the words after it */
	enum place block;	/* what its block is; PLACE_NONE = it has none;
				   the block may be left out */
	const char *unit;	/* of its argument, for the manual, or "" */
	const char *standard;	/* what holds when it is not written, or "" */
	const char *text;	/* one sentence for the manual */
};

extern const struct keyword keywords[KEY_COUNT];
extern const char *const place_names[PLACE_COUNT];

/* The words of a statement, by the places of the keyword's pattern. */
enum { MATCH_MAX = 6 };
struct match {
	const struct keyword *keyword;
	const struct statement *statement;
	/* First word of argument i, NULL if it was left out; a repeated
	   argument goes on with word_next_item(). */
	const struct word *arg[MATCH_MAX];
	size_t count[MATCH_MAX];	/* words of a repeated argument */
};

/* The keyword `word` in a place, or NULL. */
const struct keyword *keyword_find(enum place place, const char *word);

/*
 * Match a statement with the keywords of its place. False after an error was
 * reported: unknown keyword (with the nearest one), a missing or wrong word, a
 * block that must not be there.
 */
bool keyword_match(struct diag *diag, enum place place,
		   const struct statement *statement, struct match *match);

/* The next item of a repeated argument: skips the comma. */
const struct word *word_next_item(const struct word *word);

#endif
