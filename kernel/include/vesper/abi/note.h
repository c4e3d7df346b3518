/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * The interface note: which version of an interface an object was compiled
 * against. idlc's header puts one into section ".vesper.interface" of each
 * object that uses an interface (duplicates are harmless); the static linker
 * demands that the client's methods are a subset of the server's and sizes the
 * areas of the connection. The section is not loaded.
 *
 * One record: struct abi_note, then `methods` times struct abi_note_method in
 * order of number, padded to 8 bytes.
 */
#ifndef VESPER_ABI_NOTE_H
#define VESPER_ABI_NOTE_H

#include <stdint.h>

#define ABI_NOTE_MAGIC	0x49505356u	/* "VSPI" */
#define ABI_NOTE_SECTION ".vesper.interface"

struct abi_note {
	uint32_t magic;
	uint32_t methods;
	char interface[128];	/* qualified name "library.interface", NUL
				   padded */
	uint32_t to_slot;	/* bytes of one caller's message slot, a multiple
				   of 16; 0 = no method needs the area */
	uint32_t from_slot;
	uint32_t to_slack;	/* largest bound of one parameter in the area */
	uint32_t from_slack;
	uint32_t ring_depth;	/* records of a ring for one-way messages, a power
				   of two; 0 = no such methods */
	uint32_t spare;
};

#define ABI_NOTE_RECORD	64u	/* bytes of a record, and of a ring's count */

enum abi_note_kind { ABI_NOTE_CALL, ABI_NOTE_ONEWAY, ABI_NOTE_NOTIFY };

struct abi_note_method {
	uint64_t hash;
	uint32_t number;	/* 1..ABI_METHOD_MAX, or ABI_METHOD_ATTACH */
	uint16_t kind;		/* enum abi_note_kind */
	uint16_t cell;		/* of a notify: which of its interface's */
};

#endif
