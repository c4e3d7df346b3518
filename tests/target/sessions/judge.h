/* SPDX-License-Identifier: BlueOak-1.0.0 */
#ifndef SESSIONS_JUDGE_H
#define SESSIONS_JUDGE_H

#include <component.h>

#include "../tap/tap.h"

void check_status(vesper_status got, int want, const char *name);

/* Whether a session can be called and is not there any more. */
vesper_status ask(void);

/* Open session n of the store for `child`. */
vesper_status open_child(uint32_t n);

/* liar.c: what a client can say that is not so. */
void judge_lies(void);
/* again.c: closing, and the server's other lives. */
void judge_ends(void);
void judge_restart(void);

#endif
