/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * What vlink tells the probe of one domain (denial_probe.c): all memory of the
 * system with what this domain was granted of it, and its slots. Shared by the
 * host and the target, so it includes nothing of either.
 */
#ifndef VLINK_DENIAL_TABLE_H
#define VLINK_DENIAL_TABLE_H

#include <stdint.h>

#define DENIAL_PARTS	1000
#define DENIAL_SLOTS	256

struct denial_part {
	uint64_t address;
	uint64_t pages;
	uint64_t rights;	/* READ, WRITE, EXEC that were granted */
};

struct denial_table {
	char name[64];		/* of the instance */
	uint32_t turn, turns;	/* whose line comes when */
	uint32_t slots;		/* of the capability table */
	uint32_t parts_count;
	uint8_t types[DENIAL_SLOTS]; /* of each slot's capability; 0 = empty */
	struct denial_part parts[DENIAL_PARTS];
};

#endif
