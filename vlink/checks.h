/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * The numbers of vlink's messages, see checks.def.
 */
#ifndef VLINK_CHECKS_H
#define VLINK_CHECKS_H

#include "base/diag.h"

enum check {
#define C(name, number, title, text) CHECK_##name = number,
#include "checks.def"
#undef C
};

extern const struct diag_entry checks[];
extern const size_t checks_count;

#endif
