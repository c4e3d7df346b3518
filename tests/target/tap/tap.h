/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * Test results in TAP, version 12, on the console `con` of the component that
 * has tap.c among its sources. A result's name begins with its stable id.
 */
#ifndef TARGET_TAP_H
#define TARGET_TAP_H

#include <stdbool.h>
#include <stdint.h>

/* First: how many results there will be. */
void tap_plan(uint64_t results);

/* One result; returns `good`. */
bool tap_check(bool good, const char *name);

/* The same for two values that should be equal; a difference is shown. */
bool tap_equal(uint64_t got, uint64_t want, const char *name);

/* A line that explains: "# text: number", the number in hexadecimal. */
void tap_note(const char *text, uint64_t number);

#endif
