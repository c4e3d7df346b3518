/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * Layout decides, and nobody after it: bytes of types in memory, words of
 * messages, slots in areas, hashes of methods. doc/idl.md, "Words" and "Memory",
 * has the rules.
 */
#ifndef IDLC_LAYOUT_H
#define IDLC_LAYOUT_H

#include "check.h"

/* layout_type.c: size and alignment; false after an error. */
bool layout_sequence(struct check *check, struct type *type, struct span at);
void layout_struct(struct check *check, struct decl *decl);
void layout_union(struct check *check, struct decl *decl);

/* layout.c: words and slots of every method of the main library. */
void layout_model(struct check *check);

/* hash.c: what both ends of a connection must agree on. */
uint64_t method_hash(const struct method *method);

#endif
