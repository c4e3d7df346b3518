/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * Whether a manifest says what it shows. Who reviews one sees characters; a
 * carriage return inside a line, an escape sequence, or one of Unicode's marks
 * that turn the direction of writing or have no width, makes a comment look like
 * a statement or the other way round (CVE-2021-42574). They are refused in
 * comments and strings too, as is what is no UTF-8 (RFC 3629).
 */
#include <stdbool.h>

#include "ast.h"
#include "base/utf8.h"

bool manifest_is_plain(struct diag *diag, const struct source_file *file)
{
	const unsigned char *text = (const unsigned char *)file->text;
	uint32_t size;

	for (uint32_t at = 0; at < file->size; at += size) {
		uint32_t c = utf8_character(text + at, file->size - at,
					    &size);
		struct span where = { file->base + at,
				      file->base + at + (size ? size : 1) };

		if (c == '\r' && text[at + 1] == '\n')
			continue;
		if (size && utf8_shows(c))
			continue;
		if (size)
			diag_error(diag, where, 1, "the character U+%04X does "
				   "not show: the text would not say what it "
				   "seems to", (unsigned)c);
		else
			diag_error(diag, where, 1, "byte 0x%02x is no UTF-8",
				   text[at]);
		return false;
	}
	return true;
}
