/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * UTF-8 (RFC 3629), and which of its characters show.
 */
#include "base/utf8.h"

#include <stddef.h>

uint32_t utf8_character(const unsigned char *text, uint32_t left,
			uint32_t *size)
{
	static const uint32_t least[] = { 0, 0, 0x80, 0x800, 0x10000 };
	unsigned char first = text[0];
	uint32_t value, count = first < 0x80 ? 1 : first < 0xc0 ? 0 :
		first < 0xe0 ? 2 : first < 0xf0 ? 3 : first < 0xf8 ? 4 : 0;

	*size = 0;
	if (count == 0 || count > left)
		return 0;
	value = count == 1 ? first : first & (0x7fu >> count);
	for (uint32_t i = 1; i < count; i++) {
		if ((text[i] & 0xc0) != 0x80)
			return 0;
		value = value << 6 | (text[i] & 0x3f);
	}
	if (value < least[count] || value > 0x10ffff ||
	    (value >= 0xd800 && value < 0xe000))
		return 0;
	*size = count;
	return value;
}

/* Unicode, "Bidi_Control", "Default_Ignorable_Code_Point" and line ends. */
bool utf8_shows(uint32_t c)
{
	static const struct {
		uint32_t first, last;
	} ranges[] = {
		{ 0x01, 0x08 }, { 0x0b, 0x1f }, { 0x7f, 0x9f },
		{ 0xad, 0xad }, { 0x34f, 0x34f }, { 0x61c, 0x61c },
		{ 0x115f, 0x1160 }, { 0x17b4, 0x17b5 }, { 0x180b, 0x180f },
		{ 0x200b, 0x200f }, { 0x2028, 0x202e }, { 0x2060, 0x206f },
		{ 0x3164, 0x3164 }, { 0xfe00, 0xfe0f }, { 0xfeff, 0xfeff },
		{ 0xffa0, 0xffa0 }, { 0xfff0, 0xfffb }, { 0x1bca0, 0x1bca3 },
		{ 0x1d173, 0x1d17a }, { 0xe0000, 0xe0fff },
	};

	for (size_t i = 0; i < sizeof(ranges) / sizeof(*ranges); i++)
		if (c >= ranges[i].first && c <= ranges[i].last)
			return false;
	return true;
}
