/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * The compiler as a function of a text, for fuzzers. It must come back with
 * messages that have a place, or with a header; what it accepts it must print
 * twice alike. Anything else is a signal, or a report of ASan or UBSan.
 */
#ifndef FRONT_H
#define FRONT_H

#include <stdbool.h>
#include <stddef.h>

/* As -I. */
void front_include(const char *folder);
/* Whether it was accepted. */
bool front_compile(const char *text, size_t size);

#endif
