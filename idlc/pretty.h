/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * --format: a file in the usual form; see pretty.c.
 */
#ifndef IDLC_PRETTY_H
#define IDLC_PRETTY_H

#include "base/emit.h"
#include "token.h"

void pretty_print(const struct source_file *file, const struct tokens *tokens,
		  struct emit *emit);

#endif
