/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * Numbers of manifests: decimal or 0x..., with '_' between digits, and a unit
 * right behind: K M G (bytes, powers of 1,024), ns us ms s, %.
 */
#ifndef VLINK_NUMBER_H
#define VLINK_NUMBER_H

#include "ast.h"

/* Set value and unit of a number; errors are reported and give 0. */
void number_read(struct diag *diag, struct word *word);

/* "64K", "300us": the shortest way to write a value with its unit. */
const char *number_text(struct arena *arena, enum unit unit, uint64_t value);

#endif
