/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * Characters of a text: what they are, and whether a reader sees them. A control
 * character, or one of Unicode's marks that turn the direction of writing or have
 * no width, can make a terminal or an editor show something else than what is there
 * (CVE-2021-42574).
 */
#ifndef BASE_UTF8_H
#define BASE_UTF8_H

#include <stdbool.h>
#include <stdint.h>

/* The first character of a text of `left` > 0 bytes, and its size; size 0: it is
   no UTF-8. */
uint32_t utf8_character(const unsigned char *text, uint32_t left,
			uint32_t *size);

/* Tab and line feed do. */
bool utf8_shows(uint32_t character);

#endif
