/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * Binary heaps of vps.
 */
#include <vesper/kernel/heap.h>

/* Elements in use; boot and kernel entries only. */
static uint64_t heap_size[2];

/* Element 0. */
static struct abi_queued *heap_base(enum heap heap)
{
	return &vp_table()->sched.queued[heap];
}

/* Element i: it stands in vp i. */
static uint64_t *element(struct abi_queued *base, uint64_t i)
{
	return &((struct abi_queued *)((char *)base +
				       i * sizeof(struct abi_vp)))->element;
}

static struct abi_queued *queued_at(struct abi_queued *base, uint64_t i)
{
	return object_at(*element(base, i));
}

static void place(struct abi_queued *base, uint64_t i,
		  struct abi_queued *queued)
{
	*element(base, i) = object_address(queued);
	queued->at = i + 1;
}

/* Put `queued` where its key belongs, from position i on, which is free: towards
 * the first, */
static void rise(struct abi_queued *base, uint64_t i, struct abi_queued *queued)
{
	while (i > 0) {
		struct abi_queued *parent = queued_at(base, (i - 1) / 2);

		if (parent->key <= queued->key)
			break;
		place(base, i, parent);
		i = (i - 1) / 2;
	}
	place(base, i, queued);
}

/* or away from it. */
static void sink(struct abi_queued *base, uint64_t i, struct abi_queued *queued,
		 uint64_t size)
{
	while (2 * i + 1 < size) {
		uint64_t child = 2 * i + 1;
		struct abi_queued *least = queued_at(base, child);

		if (child + 1 < size &&
		    queued_at(base, child + 1)->key < least->key)
			least = queued_at(base, ++child);
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
		heap_size[heap] = 0;
		heap_base(heap)->element = 0;
	}
}

/* The element behind the last one is 0. */
struct abi_vp *heap_first(enum heap heap)
{
	char *first = object_at(heap_base(heap)->element);

	if (first == NULL)
		return NULL;
	return (void *)(first - offsetof(struct abi_vp, sched.queued[heap]));
}

bool heap_has(enum heap heap, const struct abi_vp *vp)
{
	return vp->sched.queued[heap].at != 0;
}

inline void heap_set(enum heap heap, struct abi_vp *vp, uint64_t key)
{
	struct abi_queued *queued = &vp->sched.queued[heap];
	uint64_t before = queued->key;

	queued->key = key;
	if (queued->at == 0)
		rise(heap_base(heap), heap_size[heap]++, queued);
	else if (key < before)
		rise(heap_base(heap), queued->at - 1, queued);
	else
		sink(heap_base(heap), queued->at - 1, queued, heap_size[heap]);
}

/* The last one takes its place. */
void heap_remove(enum heap heap, struct abi_vp *vp)
{
	struct abi_queued *queued = &vp->sched.queued[heap];
	struct abi_queued *base = heap_base(heap);
	struct abi_queued *last;
	uint64_t i = queued->at - 1;

	if (!heap_has(heap, vp))
		return;
	queued->at = 0;
	last = queued_at(base, --heap_size[heap]);
	*element(base, heap_size[heap]) = 0;
	if (last == queued)
		return;
	if (last->key < queued->key)
		rise(base, i, last);
	else
		sink(base, i, last, heap_size[heap]);
}
