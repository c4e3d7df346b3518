/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * The catalogue of messages, for `vlink explain` and doc/manifest.md.
 */
#include "checks.h"

const struct diag_entry checks[] = {
#define C(name, number, title, text) { number, title, text, NULL, NULL },
#include "checks.def"
#undef C
};

const size_t checks_count = sizeof(checks) / sizeof(checks[0]);
