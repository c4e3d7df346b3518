/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * The wire format by examples: what generate.awk makes of the cases, and what
 * runs them, on the host and on the target. Where the two differ is told in
 * conform_host.c and conform_target.c.
 */
#ifndef CONFORMANCE_H
#define CONFORMANCE_H

#include <vesper/cap.h>
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

/* Capabilities that a case can send; where a slot is not one, no cap is there. */
enum conform_cap {
	CONFORM_NONE,		/* slot 0 */
	CONFORM_EVENT,
	CONFORM_SIGNAL,		/* an event with this right, */
	CONFORM_WAIT,		/* or this, */
	CONFORM_KEPT,		/* or without SHARE */
	CONFORM_REGION,
	CONFORM_ALL,		/* a portal of conformance.all, */
	CONFORM_MUTE,		/* without CALL; */
	CONFORM_STRANGE,	/* and one of another interface */
	CONFORM_EMPTY,		/* a slot with nothing in it */
	CONFORM_OUTSIDE,	/* no field of a message can name it */
	CONFORM_UNUSED,		/* of a use that is not connected */
	CONFORM_SAME,		/* the first field's slot */
};

/* A capability given to a stub, in a request past it, or in a reply. */
struct conform_give {
	const char *name;
	vesper_status status;
	vesper_status (*call)(uint64_t slot, uint64_t room, uint64_t *landed);
	uint32_t method;
	bool is_borrowed;
	const char *modes;	/* move, copy, lend, '>', '#', '-': as in caps.awk */
	enum conform_cap caps[ABI_FIELDS];
	enum conform_cap request; /* a good one, for a reply */
};

extern const struct conform_give conform_gives[], conform_fields[],
				 conform_returns[];
extern const unsigned conform_gives_count, conform_fields_count,
		      conform_returns_count;

/* A type that is told without waiting: its notification and its functions. */
struct conform_news {
	uint32_t method;
	vesper_status (*post)(const void *value);
	vesper_status (*tell)(const void *value);
	vesper_status (*read)(void *value);
	uint32_t size;
};

/* Words of a record and of a cell, a byte of which may take every value. */
struct conform_told {
	const char *name;
	uint32_t type;		/* in conform_news, which are in order of cells */
	bool is_record;		/* a good one */
	bool is_cell;
	struct conform_words words;
	const void *value;	/* or NULL */
	uint32_t size;
	uint32_t offset;
	struct { uint8_t first, last; } accepted[CONFORM_RANGES];
	uint32_t accepted_count; /* 0: no byte does */
};

/* A oneway's number by that of the notification: the fuzzer keeps such ones. */
enum { CONFORM_POST = 8 };

extern const struct conform_news conform_news[];
extern const struct conform_told conform_tolds[];
extern const unsigned conform_told_count;
extern conformance_told conform_told;

extern const struct conform_stub conform_stubs[];
extern const unsigned conform_stub_count;
extern const struct conform_raw conform_raws[];
extern const unsigned conform_raw_count;
extern const struct conform_every conform_everies[];
extern const unsigned conform_every_count;

/* Words as a message. */
struct vesper_message conform_message(const struct conform_words *words);

/* The connection, and memory for buffers in its `to`. */
extern conformance_all conform_self;
extern void *conform_heap;
/* That for capabilities, and ten slots. */
extern conformance_caps conform_caps;
extern uint64_t conform_slots;

/* All cases; each is told by conform_say. */
void conform_run(void);
unsigned conform_count(void);
void conform_told_run(void);
unsigned conform_told_results(void);
void conform_caps_run(void);
unsigned conform_caps_count(void);
/* The fields of a request as a server would see them. */
uint64_t conform_seen(const struct conform_give *give);

/* ---- what the platform has ------------------------------------------------ */

void conform_say(bool is_good, const char *name);
/* Whether the last request was these words; true where nobody can know. */
bool conform_was_sent(const struct vesper_message *words);
/* Whether a stub that gets this reply, and these bytes in `from`, returns this
   status; true where replies cannot be forged. */
bool conform_forged(vesper_status (*sample)(bool *is_same),
		    const struct vesper_message *words, const uint8_t *bytes,
		    uint32_t size, vesper_status status);
/* Put such a capability into an empty slot. */
void conform_make(uint64_t slot, enum conform_cap which, enum abi_type type,
		  unsigned rights);
/* Whether replies can be forged; if so, what the next ones carry. */
extern const bool conform_can_forge;
void conform_forge(uint64_t fields);
void conform_forge_no_more(void);

#endif
