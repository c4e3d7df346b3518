/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * The ready queue: first in, first out. A vp that died in the queue is dropped
 * when its turn comes.
 */
#include <vesper/kernel/sched.h>

#include <vesper/kernel/arch.h>

/* Boot and kernel entries only; interrupts are off in the kernel. */
static struct abi_vp *ready_first;
static struct abi_vp *ready_last;

static void ready_append(struct abi_vp *vp)
{
	vp->next = 0;
	if (ready_first == NULL)
		ready_first = vp;
	else
		ready_last->next = object_address(vp);
	ready_last = vp;
}

static struct abi_vp *ready_take(void)
{
	struct abi_vp *vp = ready_first;

	if (vp != NULL)
		ready_first = object_at(vp->next);
	return vp;
}

void sched_init(void)
{
	struct abi_vp *vps = vp_table();

	ready_first = NULL;
	for (uint64_t i = 0; i < boot_record.vps.count; i++)
		ready_append(&vps[i]);
}

void sched_ready(struct abi_vp *vp)
{
	vp->state = ABI_VP_READY;
	ready_append(vp);
}

void sched_yield(struct abi_vp *vp)
{
	sched_ready(vp);
}

struct abi_vp *sched_next(struct abi_vp *current)
{
	struct abi_vp *vp;

	if (current != NULL && current->state == ABI_VP_RUNNING)
		return current;
	do {
		while ((vp = ready_take()) == NULL)
			arch_idle();
	} while (vp->state == ABI_VP_DEAD);
	vp->state = ABI_VP_RUNNING;
	return vp;
}
