/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * Another one with full registers; it faults if it finds something else there.
 */
#include <component.h>

#include "registers.h"

#define ROUNDS	100000u

static uint64_t dump[DUMP_WORDS];

int main(void)
{
	for (;;) {
		fp_spin(dump, (uint64_t)TAG_PEER << 48, ROUNDS);
		for (unsigned i = 0; i < DUMP_FPSR; i++)
			if (dump[i] != ((uint64_t)TAG_PEER << 48 | i / 2))
				__builtin_trap();
	}
}
