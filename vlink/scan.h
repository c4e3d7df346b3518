/* SPDX-License-Identifier: BlueOak-1.0.0 */
/* The scanner, as the parser sees it. */
#ifndef VLINK_SCAN_H
#define VLINK_SCAN_H

#include "ast.h"
#include "parse.h"

int manifest_lex(MANIFEST_STYPE *value, MANIFEST_LTYPE *at, void *scanner);
bool scanner_open(struct reader *reader, void **scanner);
void scanner_close(void *scanner);

#endif
