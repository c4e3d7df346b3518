/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * The wire format by examples: what generate.awk makes of the cases, and what
 * runs them, on the host and on the target. Where the two differ is told in
 * conform_host.c and conform_target.c.
 */
#ifndef CONFORMANCE_H
#define CONFORMANCE_H

#include <vesper/memory.h>

#include <conformance.idl.h>

enum { CONFORM_BYTES = 128, CONFORM_RANGES = 8 };

/* Words: 'w' a number, '@' and '>' behind the slots in `to` and `from`, '^' behind
   the heap, '~' outside of all. */
struct conform_words {
	const char *kinds;
	uint64_t numbers[7];
};

struct conform_wire {
	struct conform_words request;
	const uint8_t *bytes;	/* in the slot */
	uint32_t size;
	struct conform_words reply;
};

/* A value given to the stub. */
struct conform_stub {
	const char *name;
	vesper_status status;
	vesper_status (*call)(bool *is_same);
	bool is_sent;		/* as `wire` says */
	struct conform_wire wire;
};

/* A message given to the kernel. */
struct conform_raw {
	const char *name;
	uint32_t method;
	vesper_status status;
	bool is_mirrored;	/* the same is a reply, good or bad */
	struct conform_wire wire;
	vesper_status (*sample)(bool *is_same);
};

/* A good message, one byte of which takes every value. */
struct conform_every {
	const char *name;
	uint32_t method;
	struct conform_wire wire;
	uint32_t offset;
	struct { uint8_t first, last; } accepted[CONFORM_RANGES];
	uint32_t accepted_count;
	vesper_status (*sample)(bool *is_same);
	bool is_mirrored;
};

extern const struct conform_stub conform_stubs[];
extern const unsigned conform_stub_count;
extern const struct conform_raw conform_raws[];
extern const unsigned conform_raw_count;
extern const struct conform_every conform_everies[];
extern const unsigned conform_every_count;

/* The connection, and memory for buffers in its `to`. */
extern conformance_all conform_self;
extern void *conform_heap;

/* All cases; each is told by conform_say. */
void conform_run(void);
unsigned conform_count(void);

/* ---- what the platform has ------------------------------------------------ */

void conform_say(bool is_good, const char *name);
/* Whether the last request was these words; true where nobody can know. */
bool conform_was_sent(const struct vesper_message *words);
/* Whether a stub that gets this reply, and these bytes in `from`, returns this
   status; true where replies cannot be forged. */
bool conform_forged(vesper_status (*sample)(bool *is_same),
		    const struct vesper_message *words, const uint8_t *bytes,
		    uint32_t size, vesper_status status);

#endif
