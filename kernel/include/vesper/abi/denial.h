/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * Denial tests: what the static linker tells the probe that stands in for a
 * component (runtime/denial_probe.c). All memory of the system, with what this
 * domain was granted of it, and its slots.
 */
#ifndef VESPER_ABI_DENIAL_H
#define VESPER_ABI_DENIAL_H

#include <stdint.h>

#define ABI_DENIAL_PARTS	1000
#define ABI_DENIAL_SLOTS	256

struct abi_denial_part {
	uint64_t address;
	uint64_t pages;
	uint64_t rights;	/* READ, WRITE, EXEC that were granted */
};

struct abi_denial {
	char name[64];		/* of the instance */
	uint32_t turn, turns;	/* whose line comes when */
	uint32_t slots;		/* of the capability table */
	uint32_t parts_count;
	uint8_t types[ABI_DENIAL_SLOTS]; /* of each slot's capability; 0 = empty */
	struct abi_denial_part parts[ABI_DENIAL_PARTS];
};

#endif
