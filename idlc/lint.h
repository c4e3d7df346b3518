/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * --lint: what is allowed but should not be; see lint.c.
 */
#ifndef IDLC_LINT_H
#define IDLC_LINT_H

#include "model.h"
#include "token.h"

void lint_check(struct compile *compile, const struct library *library);

#endif
