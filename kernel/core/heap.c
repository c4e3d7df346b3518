/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * Binary heaps of vps, each with room for one ahead of it: a vp that is woken to
 * run at once, and then waits again, never gets into the heap itself.
 *
 * Invariant: no key in the heap is less than that of who is ahead.
 */
#include <vesper/kernel/kernel.h>

struct queue queues[2];

/* From one element to the next: element i stands in vp i. Places are told by
 * their distance from the first one, so that no step multiplies. */
#define STEP ((uint64_t)sizeof(struct abi_vp))

static struct abi_queued **element(const struct queue *queue, uint64_t i)
{
	return &((struct abi_queued *)((char *)queue->base + i))->element;
}

static void put(const struct queue *queue, uint64_t i,
		struct abi_queued *queued)
{
	*element(queue, i) = queued;
	queued->at = i + HEAP_ELEMENTS;
}

/* Who is the first one, if it was `queued` until now. */
static inline void lead(struct queue *queue, const struct abi_queued *queued)
{
	if (queue->first != queued)
		return;
	queue->first = queue->size > 0 ? *element(queue, 0) : NULL;
	queue->key = queue->size > 0 ? queue->first->key : UINT64_MAX;
}

/* From its place on `queued` goes where its key belongs. */
static void arrange(struct queue *queue, struct abi_queued *queued)
{
	const struct queue q = *queue;
	uint64_t i = queued->at - HEAP_ELEMENTS, next;
	struct abi_queued *other;

	/* Towards the first, */
	for (; i > 0; i = next) {
		next = (i - STEP) / 2 / STEP * STEP;
		other = *element(&q, next);
		if (other->key <= queued->key)
			break;
		put(&q, i, other);
	}
	/* or away from it. */
	for (; (next = 2 * i + STEP) < q.size; i = next) {
		other = *element(&q, next);
		if (next + STEP < q.size &&
		    (*element(&q, next + STEP))->key < other->key) {
			next += STEP;
			other = *element(&q, next);
		}
		if (queued->key <= other->key)
			break;
		put(&q, i, other);
	}
	put(&q, i, queued);
	lead(queue, queued);
}

void heap_init(void)
{
	for (enum heap heap = HEAP_READY; heap <= HEAP_TIMER; heap++)
		queues[heap] = (struct queue){
			.key = UINT64_MAX,
			.base = &vp_table()->sched.queued[heap],
		};
}

/* Behind all others, and from there where it belongs. */
static void append(struct queue *queue, struct abi_queued *queued)
{
	queued->at = queue->size + HEAP_ELEMENTS;
	queue->size += STEP;
	arrange(queue, queued);
}

/* The last one takes its place. */
void queue_remove(struct queue *queue, struct abi_queued *queued)
{
	if (queued->at >= HEAP_ELEMENTS) {
		struct abi_queued *last = *element(queue, queue->size - STEP);

		queue->size -= STEP;
		last->at = queued->at;
		if (last != queued)
			arrange(queue, last);
	}
	queued->at = 0;
	lead(queue, queued);
}

void queue_set(struct queue *queue, struct abi_queued *queued, uint64_t key)
{
	queued->key = key;
	if (queued->at >= HEAP_ELEMENTS && key >= queue->key) {
		arrange(queue, queued);
		return;
	}
	queue_remove(queue, queued);
	if (key < queue->key && queue->first != NULL &&
	    queue->first->at == HEAP_AHEAD)
		append(queue, queue->first);
	if (!queue_lead(queue, queued, key))
		append(queue, queued);
}
