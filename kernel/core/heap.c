/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * Binary heaps of vps.
 */
#include <vesper/kernel/heap.h>

/* Elements in use; boot and kernel entries only. */
static uint32_t heap_size[2];

static struct abi_vp *element(enum heap heap, uint32_t i)
{
	return object_at(vp_table()[i].sched.heap[heap]);
}

static uint64_t key(enum heap heap, const struct abi_vp *vp)
{
	const struct abi_budget *budget = object_at(vp->budget);

	return heap == HEAP_READY ? budget->deadline : vp->sched.wake;
}

static void place(enum heap heap, uint32_t i, struct abi_vp *vp)
{
	vp_table()[i].sched.heap[heap] = object_address(vp);
	vp->sched.at[heap] = i + 1;
}

static void rise(enum heap heap, uint32_t i, struct abi_vp *vp)
{
	while (i > 0) {
		struct abi_vp *parent = element(heap, (i - 1) / 2);

		if (key(heap, parent) <= key(heap, vp))
			break;
		place(heap, i, parent);
		i = (i - 1) / 2;
	}
	place(heap, i, vp);
}

static void sink(enum heap heap, uint32_t i, struct abi_vp *vp)
{
	for (;;) {
		uint32_t child = 2 * i + 1;

		if (child >= heap_size[heap])
			break;
		if (child + 1 < heap_size[heap] &&
		    key(heap, element(heap, child + 1)) <
			    key(heap, element(heap, child)))
			child++;
		if (key(heap, vp) <= key(heap, element(heap, child)))
			break;
		place(heap, i, element(heap, child));
		i = child;
	}
	place(heap, i, vp);
}

void heap_init(void)
{
	heap_size[HEAP_READY] = 0;
	heap_size[HEAP_TIMER] = 0;
}

struct abi_vp *heap_first(enum heap heap)
{
	return heap_size[heap] == 0 ? NULL : element(heap, 0);
}

bool heap_has(enum heap heap, const struct abi_vp *vp)
{
	return vp->sched.at[heap] != 0;
}

void heap_insert(enum heap heap, struct abi_vp *vp)
{
	rise(heap, heap_size[heap]++, vp);
}

void heap_remove(enum heap heap, struct abi_vp *vp)
{
	uint32_t i = vp->sched.at[heap] - 1;
	struct abi_vp *last;

	if (!heap_has(heap, vp))
		return;
	vp->sched.at[heap] = 0;
	last = element(heap, --heap_size[heap]);
	if (last == vp)
		return;
	if (i > 0 && key(heap, last) < key(heap, element(heap, (i - 1) / 2)))
		rise(heap, i, last);
	else
		sink(heap, i, last);
}
