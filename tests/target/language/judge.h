/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * Parts of the judge, and how many results each has.
 */
#ifndef LANGUAGE_JUDGE_H
#define LANGUAGE_JUDGE_H

#include <vesper/types.h>

enum { LANG_CALLS = 5, LANG_BUFFERS = 10, LANG_CAPS = 32, LANG_ASYNC = 29 };

void judge_caps(void);
void judge_async(void);

void check_status(vesper_status got, int want, const char *name);
bool is_empty(uint64_t slot);

#endif
