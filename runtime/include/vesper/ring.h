/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * Messages that nobody waits for, in the memory of a connection.
 *
 * One-way requests are a ring for each caller of the client, so that no lock is
 * needed: records and their number in `to`, which the client alone writes; how
 * many were taken in `from`, which both can write. A notification is a cell under
 * a sequence count in `from`, before the message slot of the client's first
 * caller: the latest value wins.
 *
 *	to:	struct vesper_ring | message slot	for each caller
 *	from:	struct vesper_head, cells | message slot
 *
 * Nobody believes the other. Indices are taken modulo the ring; a count that
 * cannot be is "nothing" to the server and "full" to the client; a cell that
 * never stands still is given up. So a lie can cost the liar's own messages
 * alone. The server copies a record or cell word by word, and checks the copy.
 *
 * No wake-up is lost: the client publishes its record and then looks whether the
 * ring was empty, in which case it signals; the server publishes that it has
 * taken one and then looks for the next. With a barrier between the two steps on
 * both sides, one of them sees what the other did.
 */
#ifndef VESPER_RING_H
#define VESPER_RING_H

#include <stdatomic.h>

#include <vesper/stub.h>
#include <vesper/syscall.h>

enum { VESPER_CELL_TRIES = 8 };	/* reads of a cell that changes meanwhile */

struct vesper_record {
	_Atomic uint64_t method;
	_Atomic uint64_t words[7];
};

struct vesper_ring {
	_Atomic uint32_t tail;		/* records ever put in */
	uint32_t spare[15];
	struct vesper_record records[];	/* a power of two: X_RING_DEPTH */
};

struct vesper_head {
	_Atomic uint32_t head;		/* records ever taken out */
	uint32_t spare[15];
};

struct vesper_cell {
	_Atomic uint64_t sequence;	/* odd: is being written; 0: never was */
	_Atomic uint64_t words[7];
};

/* Words of a message, one by one. */
static inline uint64_t *vesper_message_words(struct vesper_message *m)
{
	return &m->w1;
}

/* ---- the client ------------------------------------------------------------ */

/*
 * Put a record in, as this caller; E_FULL at once if there is no room. The
 * capability that signals the server stands behind that of its portal.
 */
static inline vesper_status vesper_ring_put(uint64_t portal, char *to,
					    char *from, uint32_t depth,
					    uint64_t method,
					    struct vesper_message *m)
{
	struct vesper_ring *ring = (struct vesper_ring *)(void *)to;
	struct vesper_head *head = (struct vesper_head *)(void *)from;
	uint32_t tail = atomic_load_explicit(&ring->tail, memory_order_relaxed);
	struct vesper_record *record = &ring->records[tail % depth];

	if (tail - atomic_load_explicit(&head->head, memory_order_acquire) >=
	    depth)
		return E_FULL;
	atomic_store_explicit(&record->method, method, memory_order_relaxed);
	for (unsigned i = 0; i < 7; i++)
		atomic_store_explicit(&record->words[i],
				      vesper_message_words(m)[i],
				      memory_order_relaxed);
	atomic_store_explicit(&ring->tail, tail + 1, memory_order_release);
	atomic_thread_fence(memory_order_seq_cst);
	if (atomic_load_explicit(&head->head, memory_order_relaxed) != tail)
		return OK;
	return vesper_signal(portal + 1);
}

/* The latest value of a cell; E_STATE if there was none, or it never stood. */
static inline vesper_status vesper_cell_get(uint32_t from, unsigned cell,
					    struct vesper_message *m)
{
	struct vesper_cell *c = (struct vesper_cell *)(uintptr_t)
		(from + sizeof(struct vesper_head)) + cell;

	for (unsigned i = 0; i < VESPER_CELL_TRIES; i++) {
		uint64_t sequence = atomic_load_explicit(&c->sequence,
							 memory_order_acquire);

		*m = (struct vesper_message){ 0 };
		if (sequence % 2 != 0 || sequence == 0)
			continue;
		for (unsigned w = 0; w < 7; w++)
			vesper_message_words(m)[w] = atomic_load_explicit(
				&c->words[w], memory_order_relaxed);
		atomic_thread_fence(memory_order_acquire);
		if (atomic_load_explicit(&c->sequence, memory_order_relaxed) ==
		    sequence)
			return OK;
	}
	return E_STATE;
}

/* ---- the server ------------------------------------------------------------ */

/* The rings of one of a client's callers. */
struct vesper_ring_end {
	struct vesper_ring *ring;
	struct vesper_head *head;
	uint32_t depth;
	const vesper_client *client;
};

static inline struct vesper_ring_end
vesper_ring_end(const vesper_client *client, uint32_t caller)
{
	return (struct vesper_ring_end){
		(struct vesper_ring *)(uintptr_t)
			(client->to_slots + caller * client->to_stride),
		(struct vesper_head *)(uintptr_t)
			(client->from_slots + caller * client->from_stride),
		client->ring_depth,
		client,
	};
}

/* Records that wait; 0 if the counts cannot be. */
static inline uint32_t vesper_ring_count(struct vesper_ring_end end,
					 uint32_t head)
{
	uint32_t count = atomic_load_explicit(&end.ring->tail,
					      memory_order_acquire) - head;

	return count <= end.depth ? count : 0;
}

static inline bool vesper_ring_is_empty(struct vesper_ring_end end)
{
	return vesper_ring_count(end, atomic_load_explicit(&end.head->head,
		memory_order_relaxed)) == 0;
}

/* Take a record out: false if there is none. */
static inline bool vesper_ring_take(struct vesper_ring_end end,
				    uint64_t *method, struct vesper_message *m)
{
	uint32_t head = atomic_load_explicit(&end.head->head,
					     memory_order_relaxed);
	struct vesper_record *record =
		&end.ring->records[head & (end.depth - 1)];

	if (vesper_ring_count(end, head) == 0)
		return false;
	*m = (struct vesper_message){ 0 };
	*method = atomic_load_explicit(&record->method, memory_order_relaxed);
	if (!vesper_client_may(end.client, *method))
		*method = 0;	/* which no interface has */
	for (unsigned i = 0; i < 7; i++)
		vesper_message_words(m)[i] = atomic_load_explicit(
			&record->words[i], memory_order_relaxed);
	atomic_store_explicit(&end.head->head, head + 1, memory_order_release);
	atomic_thread_fence(memory_order_seq_cst);
	return true;
}

/* The event of a connection made at run time hears of all at once. */
static inline vesper_status vesper_cell_signal(const vesper_client *client,
					       unsigned cell)
{
	vesper_status status = vesper_signal(client->notify_all ?
		client->notify : client->notify + cell);

	if (status == OK && client->notify_all > 1)
		status = vesper_signal(client->notify + 1);
	return status;
}

/*
 * Tell a client the latest value, and signal its event if it has one. One
 * writer at a time: who has the monitor's token. A client whose interface is
 * older has no such cell, and is not told.
 */
static inline vesper_status vesper_cell_put(const vesper_client *client,
					    unsigned cell,
					    struct vesper_message *m)
{
	struct vesper_cell *c = (struct vesper_cell *)(uintptr_t)
		(client->from_slots + sizeof(struct vesper_head)) + cell;
	uint64_t sequence;

	if (cell >= client->cells)
		return OK;
	sequence = atomic_load_explicit(&c->sequence, memory_order_relaxed) | 1;
	atomic_store_explicit(&c->sequence, sequence, memory_order_relaxed);
	atomic_thread_fence(memory_order_release);
	for (unsigned i = 0; i < 7; i++)
		atomic_store_explicit(&c->words[i], vesper_message_words(m)[i],
				      memory_order_relaxed);
	atomic_store_explicit(&c->sequence, sequence + 1, memory_order_release);
	return client->notify ?
		vesper_cell_signal(client, cell) : OK;
}

/*
 * For `provides NAME : INTERFACE on VP`: the records of its clients, and a
 * function for the vp that has taken bits out of NAME_event. It takes what
 * these clients have sent, each at most as much as its rings hold, and returns
 * the bits of those that have sent more meanwhile. `more`: 0, or what there are
 * of sessions (session.h).
 */
#define VESPER_DRAIN(name, interface, more)                                   \
	extern const vesper_client name##_clients[];                          \
	extern const uint64_t name##_clients_count;                           \
	static inline uint64_t name##_drain(uint64_t bits)                    \
	{                                                                     \
		uint64_t left = more;                                         \
		for (uint64_t i = 0; i < name##_clients_count; i++) {         \
			uint64_t bit = UINT64_C(1) << (i % 32);               \
			if ((bits & bit) != 0 &&                              \
			    interface##_drain(&name##_clients[i]))            \
				left |= bit;                                  \
		}                                                             \
		return left;                                                  \
	}

#endif
