/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * Comparing two versions of a library; see compat.c.
 */
#ifndef IDLC_COMPAT_H
#define IDLC_COMPAT_H

#include "model.h"
#include "token.h"

/* Both were compiled with the same `compile`; reports what has changed. */
void compat_check(struct compile *compile, const struct library *old,
		  const struct library *new);

#endif
