/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * The line editor: characters from a terminal to lines, with echo. It knows no
 * hardware: characters come in one by one, and what to send back is appended to
 * a text.
 *
 * A line ends with CR, LF or CR LF, all of which count once. Backspace and
 * delete take the last character back, one of UTF-8 as a whole; ^U takes
 * the whole line. ^D is the end of input: what stands before it on its line is
 * the last line, and after that there is no input for ever. Other control
 * characters are ignored, and so is what does not fit (it rings the bell).
 */
#ifndef PL011_LINE_H
#define PL011_LINE_H

#include <stdbool.h>
#include <stdint.h>

#include <vesper/types.h>

#define LINE_MAX	256u	/* bytes, as sys.console says */
#define LINE_ECHO_MAX	(3 * LINE_MAX)	/* bytes that one character echoes:
					   "\b \b" for each of a line */

enum line_state {
	LINE_OPEN,	/* being typed */
	LINE_DONE,	/* take it with line_take */
	LINE_END,	/* no input any more */
};

struct line {
	char data[LINE_MAX];
	uint32_t size;		/* bytes of data that are filled */
	enum line_state state;
	bool ended;		/* ^D was seen: LINE_END after this line */
	bool was_cr;		/* a LF now belongs to the CR before it */
};

/* One character typed; only while the state is LINE_OPEN. Appends the echo. */
void line_type(struct line *line, char c, struct vesper_text *echo);

/* The finished line; then it is empty, and open or at its end. */
bool line_take(struct line *line, struct vesper_text *text);

#endif
