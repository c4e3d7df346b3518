/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * The catalogue as a table, for --explain and for the tests.
 */
#include "errors.h"

const struct diag_entry idlc_catalogue[] = {
#define ERROR(name, number, title, text, bad, good) \
	{ number, title, text, bad, good },
#include "errors.def"
};
const size_t idlc_catalogue_count =
	sizeof(idlc_catalogue) / sizeof(*idlc_catalogue);
