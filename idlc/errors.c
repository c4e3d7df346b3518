/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * The catalogue of diagnostics: what idlc --explain prints, and what the page
 * doc/idl-diagnostics.md is made from. The tests compile every example.
 */
#include "errors.h"

const struct diag_entry idlc_catalogue[] = {
	{ E_SYNTAX, "unexpected word or sign",
	  "The text does not follow the grammar at this place. The message "
	  "says what could stand there.",
	  "library a;\nstruct s { u32 u32 x; }\n",
	  "library a;\nstruct s { u32 x; }\n" },
};
const size_t idlc_catalogue_count =
	sizeof(idlc_catalogue) / sizeof(*idlc_catalogue);
