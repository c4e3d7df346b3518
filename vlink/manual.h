/* SPDX-License-Identifier: BlueOak-1.0.0 */
/* The reference of manifests, printed from the tables that vlink works by. */
#ifndef VLINK_MANUAL_H
#define VLINK_MANUAL_H

#include "base/emit.h"

void manual_print(struct emit *out);
void manual_keywords(struct emit *out);

#endif
