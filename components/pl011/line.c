/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * The line editor; see line.h.
 */
#include "line.h"

enum {
	CTRL_D = 0x04,
	BACKSPACE = 0x08,
	CTRL_U = 0x15,
	DELETE = 0x7f,
};

/* A byte of UTF-8 that is not the first of its character (RFC 3629). */
static bool is_continuation(char c)
{
	return ((unsigned char)c & 0xc0) == 0x80;
}

static bool is_control(char c)
{
	return (unsigned char)c < ' ';
}

static void character_erase(struct line *line, struct vesper_text *echo)
{
	if (line->size == 0)
		return;
	do
		line->size--;
	while (line->size > 0 && is_continuation(line->data[line->size]));
	(void)vesper_text_append(echo, VESPER_STRING("\b \b"));
}

static void character_add(struct line *line, char c, struct vesper_text *echo)
{
	if (line->size == LINE_MAX) {
		(void)vesper_text_append(echo, VESPER_STRING("\a"));
		return;
	}
	line->data[line->size++] = c;
	(void)vesper_text_append(echo, (struct vesper_string){ &c, 1 });
}

/* ^D behind text ends the line too: a pipe's last line may lack its end. */
static void input_end(struct line *line, struct vesper_text *echo)
{
	line->ended = true;
	line->state = line->size > 0 ? LINE_DONE : LINE_END;
	(void)vesper_text_append(echo, VESPER_STRING("\n"));
}

void line_type(struct line *line, char c, struct vesper_text *echo)
{
	bool lf_of_cr = c == '\n' && line->was_cr;

	line->was_cr = c == '\r';
	if (lf_of_cr)
		return;
	if (c == '\r' || c == '\n') {
		line->state = LINE_DONE;
		(void)vesper_text_append(echo, VESPER_STRING("\n"));
	} else if (c == CTRL_D) {
		input_end(line, echo);
	} else if (c == BACKSPACE || c == DELETE) {
		character_erase(line, echo);
	} else if (c == CTRL_U) {
		while (line->size > 0)
			character_erase(line, echo);
	} else if (!is_control(c)) {
		character_add(line, c, echo);
	}
}

bool line_take(struct line *line, struct vesper_text *text)
{
	bool whole = vesper_text_append(text, (struct vesper_string){
		line->data, line->size });

	line->size = 0;
	line->state = line->ended ? LINE_END : LINE_OPEN;
	return whole;
}
