/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * Two heaps of vps: those that may run by their deadline, and those for which
 * the timer is due. Element i of a heap of n vps is stored in vp i of the
 * image, so it cannot overflow and needs no memory of its own; one more may
 * stand ahead of all elements. All operations take at most log2(number of vps)
 * steps, a few times.
 */
#ifndef VESPER_KERNEL_HEAP_H
#define VESPER_KERNEL_HEAP_H

#include <vesper/kernel/object.h>

enum heap {
	HEAP_READY = 0,		/* by deadline, then those on slack */
	HEAP_TIMER = 1,		/* by the time at which it expires */
};

/* As abi_queued.at: ahead of the heap, in no element of it. */
#define HEAP_AHEAD 1u

/* Boot and kernel entries only. */
struct queue {
	struct abi_queued *ahead;	/* or NULL */
	struct abi_queued *base;	/* in which element 0 stands */
	uint64_t size;			/* of the elements in use, in bytes from the
					   first one; the one behind is 0 */
};
extern struct queue queues[2];

/* Boot only. */
RARE void heap_init(void);

static inline struct abi_queued *queue_first(const struct queue *queue)
{
	return queue->ahead != NULL ? queue->ahead
				    : object_at(queue->base->element);
}

/* NULL if it is empty. */
static inline struct abi_vp *heap_first(enum heap heap)
{
	char *first = (char *)queue_first(&queues[heap]);

	if (first == NULL)
		return NULL;
	return (void *)(first - offsetof(struct abi_vp, sched.queued[heap]));
}

static inline bool heap_has(enum heap heap, const struct abi_vp *vp)
{
	return vp->sched.queued[heap].at != 0;
}

void queue_append(struct queue *queue, struct abi_queued *queued);
void queue_remove(struct queue *queue, struct abi_queued *queued);
void queue_set(struct queue *queue, struct abi_queued *queued, uint64_t key);
void queue_pass(struct queue *queue, struct abi_queued *queued, uint64_t key);

static inline void queue_add(struct queue *queue, struct abi_queued *queued,
			     uint64_t key)
{
	const struct abi_queued *first = queue_first(queue);
	struct abi_queued *behind = queued;

	queued->key = key;
	if (first == NULL || key < first->key) {
		behind = queue->ahead;
		queue->ahead = queued;
		queued->at = HEAP_AHEAD;
	}
	if (behind != NULL)
		queue_append(queue, behind);
}

/* `vp`, which is not in it, is from now on, at `key`. */
static inline void heap_add(enum heap heap, struct abi_vp *vp, uint64_t key)
{
	queue_add(&queues[heap], &vp->sched.queued[heap], key);
}

/* The same, wherever it was. */
static inline void heap_set(enum heap heap, struct abi_vp *vp, uint64_t key)
{
	queue_set(&queues[heap], &vp->sched.queued[heap], key);
}

/* The same, for a key that is not less than its last. */
static inline void heap_pass(enum heap heap, struct abi_vp *vp, uint64_t key)
{
	queue_pass(&queues[heap], &vp->sched.queued[heap], key);
}

/* Nothing happens if `vp` is not in it. */
static inline void heap_remove(enum heap heap, struct abi_vp *vp)
{
	queue_remove(&queues[heap], &vp->sched.queued[heap]);
}

#endif
