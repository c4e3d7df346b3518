/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * See line.h.
 */
#include "line.h"

static char line_at(const struct line *line, uint32_t at)
{
	return (char)line->bytes[at % line->size];
}

bool line_put(struct line *line, char c)
{
	if (line->end - line->first == line->size)
		return false;
	line->bytes[line->end++ % line->size] = (uint8_t)c;
	return true;
}

bool line_take(struct line *line, struct vesper_text *text)
{
	uint32_t end = line->first;

	while (end != line->end && line_at(line, end) != '\n')
		end++;
	if (end == line->end)
		return false;
	text->size = 0;
	for (; line->first != end; line->first++)
		if (text->size < text->max)
			text->data[text->size++] = line_at(line, line->first);
	text->data[text->size] = '\0';
	line->first++;
	return true;
}
