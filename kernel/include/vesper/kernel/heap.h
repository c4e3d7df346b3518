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

/* As abi_queued.at: ahead of the heap, in no element of it; or in element 0. */
#define HEAP_AHEAD	1u
#define HEAP_ELEMENTS	2u

/* Boot and kernel entries only. */
struct queue {
	struct abi_queued *first;	/* ahead, or else in element 0; or NULL; */
	uint64_t key;			/* its key, or for ever */
	struct abi_queued *base;	/* in which element 0 stands */
	uint64_t size;			/* of the elements in use, in bytes from the
					   first one */
};
extern struct queue queues[2];

/* Boot only. */
RARE void heap_init(void);

/* NULL if it is empty. */
static inline struct abi_vp *heap_first(enum heap heap)
{
	char *first = (char *)queues[heap].first;

	if (first == NULL)
		return NULL;
	return (void *)(first - offsetof(struct abi_vp, sched.queued[heap]));
}

static inline bool heap_is_first(enum heap heap, const struct abi_vp *vp)
{
	return queues[heap].first == &vp->sched.queued[heap];
}

/* Of the first. */
static inline uint64_t heap_key(enum heap heap)
{
	return queues[heap].key;
}

static inline bool heap_has(enum heap heap, const struct abi_vp *vp)
{
	return vp->sched.queued[heap].at != 0;
}

static inline bool queue_lead(struct queue *queue, struct abi_queued *queued,
			      uint64_t key)
{
	const struct abi_queued *first = queue->first;

	if (key >= queue->key || (first != NULL && first->at == HEAP_AHEAD))
		return false;
	queue->first = queued;
	queue->key = queued->key = key;
	queued->at = HEAP_AHEAD;
	return true;
}

/* The short way for `vp`, which is not in it: ahead of all, at `key`. False:
 * another one stands there, or is not behind it. */
static inline bool heap_lead(enum heap heap, struct abi_vp *vp, uint64_t key)
{
	return queue_lead(&queues[heap], &vp->sched.queued[heap], key);
}

/* `vp` is in it, at `key`, wherever it was. */
void queue_set(struct queue *queue, struct abi_queued *queued, uint64_t key);

static inline void heap_set(enum heap heap, struct abi_vp *vp, uint64_t key)
{
	queue_set(&queues[heap], &vp->sched.queued[heap], key);
}

/* Nothing happens if `vp` is not in it. */
void queue_remove(struct queue *queue, struct abi_queued *queued);

static inline void heap_remove(enum heap heap, struct abi_vp *vp)
{
	queue_remove(&queues[heap], &vp->sched.queued[heap]);
}

#endif
