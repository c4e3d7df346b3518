/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * Doubles of the servers of probe.idl, which has what the language has beside
 * ordinary calls.
 */
#define VESPER_DOUBLES
#include <probe.doubles.h>
