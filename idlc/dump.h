/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * --dump=PASS: what a pass has made, for those who work on the compiler.
 */
#ifndef IDLC_DUMP_H
#define IDLC_DUMP_H

#include "base/emit.h"
#include "token.h"

/* One token a line: place, kind, text. */
void dump_tokens(const struct compile *compile, const struct tokens *tokens,
		 struct emit *emit);
/* The tree as nested lists. */
void dump_ast(const struct ast_file *file, struct emit *emit);

#endif
