/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * The tokens of one file, and its comments. The scanner reads the whole file at
 * once: the parser's source of tokens can then look ahead, which recovery
 * from a missing brace needs, and the formatter has the comments.
 */
#ifndef IDLC_TOKEN_H
#define IDLC_TOKEN_H

#include "ast.h"
#include "base/diag.h"
#include "base/intern.h"

struct token {
	short kind;		/* of the parser's, 0 at the end */
	bool after_stray;	/* what stood before it was reported already:
				   that it does not fit is no news */
	struct span at;
	union {
		uint64_t integer;
		const char *text; /* interned: a name, a decoded string */
	};
};

struct comment {
	struct span at;
	bool is_doc;
	uint32_t token;		/* index of the token that follows */
};

struct tokens {
	struct arena arena;	/* of the lists alone */
	VEC(struct token) list;	/* closed by one of kind 0 */
	VEC(struct comment) comments;
};

/* What a pass over one file works with. */
struct compile {
	struct arena *arena;
	struct interner *names;
	struct sources *sources;
	struct diag *diag;
};

/* Read a file; what is wrong is reported at `at`. */
bool load_source(struct compile *compile, const char *path, struct span at,
		 struct source_file **file);
/* The tokens must be freed when the tree is made. */
void scan_file(struct compile *compile, struct source_file *file,
	       struct tokens *tokens);
void tokens_free(struct tokens *tokens);
/* How a kind of token is called in messages: "'struct'", "a name". */
const char *token_kind_name(int kind);

/* The tree of a file; with errors in it if diag says so. */
struct ast_file *parse_file(struct compile *compile, struct source_file *file,
			    struct tokens *tokens);

#endif
