/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * Characters that have come, until somebody takes them by lines: a queue in the
 * memory that the component gives it. No lock: the monitor keeps it.
 */
#ifndef DESIGN_LINE_H
#define DESIGN_LINE_H

#include <vesper/types.h>

struct line {
	uint8_t *bytes;
	uint32_t size;		/* a power of two */
	uint32_t first, end;	/* characters ever taken, ever put in */
};

/* false: it is full, and the character is lost. */
bool line_put(struct line *line, char c);

/* The next whole line, without its end; false if there is none. What does not
   fit is cut. */
bool line_take(struct line *line, struct vesper_text *text);

#endif
