/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * What another generator's code does in place of a stub and a dispatch: the
 * request is encoded into a buffer and decoded from it, and the reply, if it
 * has results. The message alone: nothing that tells the method.
 */
#ifndef RIVAL_H
#define RIVAL_H

#include <stdbool.h>
#include <stdint.h>

enum {
	RIVAL_TEXT = 200,
	RIVAL_BYTES = 1024,
	RIVAL_ITEMS = 64,
	RIVAL_BUFFER = 8192,
};

/* What the methods do with what they get: as little as can be. */
extern volatile uint64_t rival_sink;
extern char rival_text[RIVAL_TEXT + 1];

/* Fill the messages to send; false if there is no memory. */
bool rival_start(void);
/* One call of the case with this number, in the order of `run`. */
bool rival_once(unsigned which);

#endif
