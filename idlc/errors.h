/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * Numbers of idlc's diagnostics, from the catalogue in errors.def. A number is
 * never used again for another thing.
 */
#ifndef IDLC_ERRORS_H
#define IDLC_ERRORS_H

#include "base/diag.h"

enum idlc_error {
#define ERROR(name, number, title, text, bad, good) E_##name = number,
#include "errors.def"
};

extern const struct diag_entry idlc_catalogue[];
extern const size_t idlc_catalogue_count;

#endif
