/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * Denial tests: what the static linker tells the probe that stands in for a
 * component (runtime/denial_probe.c). All memory of the system, with what this
 * domain was granted of it; the address space, of which all else is nobody's;
 * its slots; and the board's interrupt lines.
 */
#ifndef VESPER_ABI_DENIAL_H
#define VESPER_ABI_DENIAL_H

#include <stdint.h>

#define ABI_DENIAL_PARTS	2000
#define ABI_DENIAL_SLOTS	256
#define ABI_DENIAL_LIMITS	16

struct abi_denial_part {
	uint64_t address;
	uint64_t pages;
	uint64_t rights;	/* READ, WRITE, EXEC that were granted */
};

struct abi_denial_slot {
	uint8_t type;		/* of its capability; 0 = empty */
	uint8_t rights;
	uint16_t limit;		/* of a portal's: 1 + which list of methods; 0 = it
				   may call all */
};

/* Bits of the methods that may be called. */
struct abi_denial_limit {
	uint32_t bits[32];
};

struct abi_denial {
	char name[64];		/* of the instance */
	uint32_t turn, turns;	/* whose line comes when */
	uint32_t slots;		/* of the capability table */
	uint32_t parts_count;
	uint32_t windows;	/* of the address space, from 0 up */
	uint32_t lines;		/* of the interrupt controller, from 0 up */
	uint32_t limits_count;
	uint32_t spare;
	struct abi_denial_limit limits[ABI_DENIAL_LIMITS];
	struct abi_denial_slot slot[ABI_DENIAL_SLOTS];
	struct abi_denial_part parts[ABI_DENIAL_PARTS];
};

#endif
