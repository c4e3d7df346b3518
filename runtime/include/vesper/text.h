/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * Putting texts together (struct vesper_text of types.h).
 */
#ifndef VESPER_TEXT_H
#define VESPER_TEXT_H

#include <vesper/types.h>

/* Append a number in base 2 to 16, without sign or prefix; false if cut. */
bool vesper_text_append_number(struct vesper_text *text, uint64_t number,
			       unsigned base);

#endif
