/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * Binary heaps of vps, each with room for one ahead of it: a vp that is woken to
 * run at once, and then waits again, never gets into the heap itself.
 *
 * Invariant: no key in the heap is less than that of who is ahead.
 */
#include <vesper/kernel/kernel.h>

struct queue queues[2];

/* From one element to the next: element i stands in vp i. */
#define STEP ((uint64_t)sizeof(struct abi_vp))

/* The element at `offset` in bytes from the first one. */
static uint64_t *element(struct abi_queued *base, uint64_t offset)
{
	return &((struct abi_queued *)((char *)base + offset))->element;
}

static struct abi_queued *queued_at(struct abi_queued *base, uint64_t offset)
{
	return object_at(*element(base, offset));
}

static void place(struct abi_queued *base, uint64_t offset,
		  struct abi_queued *queued)
{
	*element(base, offset) = object_address(queued);
	queued->at = object_address(element(base, offset));
}

static uint64_t place_of(struct abi_queued *base,
			 const struct abi_queued *queued)
{
	return queued->at - object_address(element(base, 0));
}

/* Put `queued` where its key belongs, from place i on, which is free: towards the
 * first, */
static void rise(struct abi_queued *base, uint64_t i, struct abi_queued *queued)
{
	while (i > 0) {
		uint64_t above = (i - STEP) / 2 / STEP * STEP;
		struct abi_queued *parent = queued_at(base, above);

		if (parent->key <= queued->key)
			break;
		place(base, i, parent);
		i = above;
	}
	place(base, i, queued);
}

/* or away from it. */
static void sink(struct abi_queued *base, uint64_t i, struct abi_queued *queued,
		 uint64_t size)
{
	uint64_t child;

	while ((child = 2 * i + STEP) < size) {
		struct abi_queued *least = queued_at(base, child);

		if (child + STEP < size &&
		    queued_at(base, child + STEP)->key < least->key) {
			child += STEP;
			least = queued_at(base, child);
		}
		if (queued->key <= least->key)
			break;
		place(base, i, least);
		i = child;
	}
	place(base, i, queued);
}

void heap_init(void)
{
	for (enum heap heap = HEAP_READY; heap <= HEAP_TIMER; heap++) {
		queues[heap].ahead = NULL;
		queues[heap].base = &vp_table()->sched.queued[heap];
		queues[heap].size = 0;
		queues[heap].base->element = 0;
	}
}

void queue_append(struct queue *queue, struct abi_queued *queued)
{
	rise(queue->base, queue->size, queued);
	queue->size += STEP;
}

/* The last one takes its place. */
static void take_out(struct queue *queue, struct abi_queued *queued)
{
	uint64_t i = place_of(queue->base, queued);
	struct abi_queued *last;

	queue->size -= STEP;
	last = queued_at(queue->base, queue->size);
	*element(queue->base, queue->size) = 0;
	if (last == queued)
		return;
	if (last->key < queued->key)
		rise(queue->base, i, last);
	else
		sink(queue->base, i, last, queue->size);
}

void queue_remove(struct queue *queue, struct abi_queued *queued)
{
	if (queued->at == HEAP_AHEAD)
		queue->ahead = NULL;
	else if (queued->at != 0)
		take_out(queue, queued);
	queued->at = 0;
}

void queue_set(struct queue *queue, struct abi_queued *queued, uint64_t key)
{
	queue_remove(queue, queued);
	queue_add(queue, queued, key);
}

void queue_pass(struct queue *queue, struct abi_queued *queued, uint64_t key)
{
	if (queued->at <= HEAP_AHEAD) {
		queue_set(queue, queued, key);
		return;
	}
	queued->key = key;
	sink(queue->base, place_of(queue->base, queued), queued, queue->size);
}
