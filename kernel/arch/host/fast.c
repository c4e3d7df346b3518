/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * Call, reply and signal as vectors.S does them. What the assembly keeps in
 * SP_EL1 is vp->link here; it writes neither the holder of a worker nor the
 * slow_worker of a link.
 */
#include "fast.h"

#include <string.h>

#include <vesper/abi/syscall.h>
#include <vesper/kernel/call.h>
#include <vesper/kernel/fault.h>

#define METHOD_BITS	0xffffu

/* The null object as in start.S: empty slots name it. */
static const uint64_t null_key = ABI_NULL_KEY;

static const struct abi_cap *cap_at(const struct abi_vp *vp, uint64_t slot)
{
	const struct abi_domain *domain = vp_domain(vp);
	const struct abi_cap *caps = domain->caps;

	return slot < domain->caps_count ? &caps[slot] : NULL;
}

/* The object whose key is that of the capability with no right but `right`. */
static void *cap_object(const struct abi_cap *cap, uint64_t right)
{
	uint64_t key = cap->key & (~ABI_CAP_RIGHTS_MASK |
				   right << ABI_CAP_RIGHTS_SHIFT);
	uint64_t address =
		(uint64_t)((int64_t)cap->where >> ABI_CAP_OBJECT_SHIFT);
	const uint64_t *object = address == ABI_NULL_OBJECT
					 ? &null_key
					 : object_at(address);

	return *object == key ? object_at(address) : NULL;
}

static bool fast_call(struct abi_vp *vp)
{
	struct abi_context *context = &vp->context;
	const struct abi_cap *cap = cap_at(vp, context->x[0]);
	const struct abi_portal *portal;
	struct abi_worker *worker;
	struct abi_link *link;
	struct abi_pool *pool;

	portal = cap == NULL ? NULL : cap_object(cap, ABI_RIGHT_CALL);
	if (portal == NULL)
		return false;
	pool = portal->pool;
	worker = pool->free;
	if (worker == NULL)
		return false;
	link = vp->link - 1;
	link->pc = context->pc;
	link->sp = context->sp;
	link->domain = pool->domain;
	link->worker = worker;
	link->pool = portal->pool;
	link->tls = context->tls;
	memcpy(link->saved, &context->x[19], sizeof(link->saved));
	vp->link = link;
	pool->free = worker->next;
	context->x[0] = (uint32_t)cap->where |
			(context->x[8] & METHOD_BITS) << 32;
	memset(&context->x[8], 0, 23 * sizeof(context->x[0]));
	context->pc = portal->entry;
	context->sp = context->tls = worker->stack;
	context->pstate = 0;
	return true;
}

/* What faulted goes on. */
static bool fast_handled(struct abi_vp *vp)
{
	struct abi_link *link = vp->link;

	if (link->reply != ABI_REPLY_FAULT || vp->context.x[0] != OK)
		return false;
	fault_leave(vp, link->domain);
	link->handler = link->reply = 0;
	vp->link = link + 1;
	vp->faulted.pc = vp->context.x[1];
	vp->context = vp->faulted;
	return true;
}

/* The landing slot of a call with one capability, as vectors.S does it. */
static void landing_empty(struct abi_link *link)
{
	const struct abi_worker *worker = link->slow_worker;
	struct abi_cap *caps = link->domain->caps;

	caps[worker->landing] = abi_cap_empty();
	link->slow_worker = NULL;
	link->fields = link->reply = 0;
}

static bool fast_reply(struct abi_vp *vp)
{
	struct abi_context *context = &vp->context;
	struct abi_link *link = vp->link;
	struct abi_pool *pool = link->pool;
	bool cap = link->reply == ABI_REPLY_CAP;
	struct abi_worker *worker =
		cap ? link->slow_worker : link->worker;

	if (worker == NULL)
		return fast_handled(vp);
	if (pool->waiters != 0)
		return false;
	if (cap)
		landing_empty(link);
	worker->next = pool->free;
	pool->free = worker;
	memcpy(&context->x[19], link->saved, sizeof(link->saved));
	memset(&context->x[8], 0, 11 * sizeof(context->x[0]));
	context->pc = link->pc;
	context->sp = link->sp;
	context->tls = link->tls;
	context->pstate = 0;
	vp->link = link + 1;
	return true;
}

static bool fast_signal(struct abi_vp *vp)
{
	struct abi_context *context = &vp->context;
	const struct abi_cap *cap = cap_at(vp, context->x[0]);
	struct abi_event *event;

	event = cap == NULL ? NULL : cap_object(cap, ABI_RIGHT_SIGNAL);
	if (event == NULL || event->wake != NULL)
		return false;
	event->bits |= (uint32_t)cap->where;
	memset(context->x, 0, 16 * sizeof(context->x[0]));
	return true;
}

/* What vectors.S saves in the link that C has pushed. */
static bool short_call(struct abi_vp *vp)
{
	struct abi_context before = vp->context;
	struct abi_link *link;

	if (!call_enter_short(vp))
		return false;
	link = vp->link;
	link->pc = before.pc;
	link->sp = before.sp;
	link->tls = before.tls;
	memcpy(link->saved, &before.x[19], sizeof(link->saved));
	memset(&vp->context.x[9], 0, 22 * sizeof(before.x[0]));
	return true;
}

bool fast_syscall(struct abi_vp *vp, uint32_t number)
{
	switch (number) {
	case ABI_SYS_CALL:
		return fast_call(vp);
	case ABI_SYS_REPLY:
		return fast_reply(vp);
	case ABI_SYS_CALL_CAP:
		return short_call(vp);
	case ABI_SYS_SIGNAL:
		return fast_signal(vp);
	default:
		return false;
	}
}
