/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * The server of wire.echo: every method gives back what it got.
 */
#ifndef TESTS_WIRE_ECHO_H
#define TESTS_WIRE_ECHO_H

#include <vesper/types.h>

/* The client of the last call. */
extern const vesper_client *wire_echo_last;

#endif
