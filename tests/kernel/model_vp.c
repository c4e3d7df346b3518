/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * The second model: what happens to a vp without its asking. Activations, faults
 * with a handler, time limits, interrupts.
 */
#include "model_parts.h"

#include <string.h>

#define PSTATE_FLAGS	0xf0000000u

/* ---- activations -------------------------------------------------------- */

/* The first reason there is, until it has been told. */
void model_reason(int vp, int reason)
{
	if (model.vps[vp].reason == ABI_REASON_NONE)
		model.vps[vp].reason = reason;
}

bool model_pending(int vp)
{
	for (int i = 0; i < 64; i++)
		if (model.vps[vp].pending[i] != 0)
			return true;
	return false;
}

static bool is_masked(int vp)
{
	return !ACTIVATED(vp) || model.controls[vp].masked != 0;
}

void model_allocated(int vp, int reason)
{
	if (!is_masked(vp))
		model_reason(vp, reason);
}

void model_save(struct model_context *to, const struct model_vp *v)
{
	memcpy(to->x, v->x, sizeof(to->x));
	to->sp = v->sp;
	to->pc = v->pc;
	to->pstate = v->pstate;
	to->tls = v->tls;
}

void model_load(struct model_vp *v, const struct model_context *from)
{
	memcpy(v->x, from->x, sizeof(v->x));
	v->sp = from->sp;
	v->pc = from->pc;
	v->pstate = from->pstate;
	v->tls = from->tls;
}

static void start(int vp, uint64_t slot)
{
	struct model_vp *v = &model.vps[vp];

	model_clear(v, 2, 30);
	v->x[0] = (uint64_t)v->reason;
	v->x[1] = slot;
	v->sp = model.controls[vp].stack;
	v->pc = model_place.activation;
	v->pstate = 0;
	v->reason = ABI_REASON_NONE;
	model.controls[vp].masked = 1;
}

void model_activate(int vp)
{
	struct model_vp *v = &model.vps[vp];
	uint64_t slot = model.controls[vp].slot % ABI_CONTEXTS;

	if (v->reason == ABI_REASON_NONE || v->depth != 0 || is_masked(vp))
		return;
	model_save(&model.controls[vp].contexts[slot], v);
	start(vp, slot);
}

/* System calls enable and resume. */
void model_unmask(int vp, bool resume)
{
	struct model_vp *v = &model.vps[vp];
	uint64_t slot = v->x[0];

	if (resume && slot >= ABI_CONTEXTS) {
		model_done(v, E_VALUE);
		return;
	}
	if (v->depth != 0 || !ACTIVATED(vp)) {
		model_done(v, v->depth != 0 ? E_IN_CALL : E_STATE);
		return;
	}
	model.controls[vp].masked = 0;
	if (model_pending(vp))
		v->reason = ABI_REASON_EVENT;
	if (!resume) {
		model_done(v, OK);
	} else if (v->reason != ABI_REASON_NONE) {
		start(vp, ABI_CONTEXTS);
	} else {
		model_load(v, &model.controls[vp].contexts[slot]);
		v->pstate &= PSTATE_FLAGS;
	}
}

/* What faulted at home is in the slot; the record comes behind its number. */
bool model_fault_activates(int vp, const struct model_fault *fault)
{
	struct model_vp *v = &model.vps[vp];

	if (v->depth != 0 || is_masked(vp))
		return false;
	v->reason = ABI_REASON_FAULT;
	model_activate(vp);
	v->x[2] = fault->kind;
	v->x[3] = fault->address;
	v->x[4] = fault->pc;
	v->x[5] = fault->cause;
	v->x[6] = fault->esr;
	return true;
}

/* ---- faults ------------------------------------------------------------- */

/* The context that is to be mended has one place in the vp. */
static bool is_handling(const struct model_vp *v)
{
	for (int i = 0; i < v->depth; i++)
		if (v->links[i].handler)
			return true;
	return false;
}

/* There is a link for each call upwards, and one more: a recovery entry may have
 * it. */
bool model_handles(int vp, const struct model_fault *fault)
{
	static const int levels[DOMAINS] = LEVELS;
	struct model_vp *v = &model.vps[vp];
	struct model_link *link = &v->links[v->depth];
	int in = model_in(vp);
	struct model_domain *domain = &model.domains[in];

	if (domain->handler == 0 || domain->handling != NONE ||
	    is_handling(v) || v->depth > levels[in])
		return false;
	model_save(&v->faulted, v);
	v->faulted_fp = v->fp;
	v->fp = 0;
	memset(link, 0, sizeof(*link));
	link->handler = true;
	link->domain = in;
	link->pool = v->depth == 0 ? NONE : link[-1].pool;
	link->worker = v->depth == 0 ? NONE : link[-1].worker;
	v->depth++;
	domain->handling = vp;
	model_clear(v, 0, 30);
	v->x[0] = fault->kind;
	v->x[1] = fault->address;
	v->x[2] = fault->pc;
	v->x[3] = fault->cause;
	v->x[4] = fault->esr;
	v->sp = v->tls = domain->handler_stack;
	v->pc = domain->handler;
	v->pstate = 0;
	return true;
}

/* It replies: x0 = OK and x1 = where to go on, or the domain is ended. */
void model_handled(int vp)
{
	struct model_vp *v = &model.vps[vp];
	bool mended = v->x[0] == OK;
	int domain = model_in(vp);
	uint64_t pc = v->x[1];

	v->depth--;
	model.domains[domain].handling = NONE;
	model_load(v, &v->faulted);
	v->fp = v->faulted_fp;
	if (mended) {
		v->pc = pc;
		return;
	}
	model_stop(domain);
	(void)model_unwind(vp, E_FAULT);
}

/* ---- time limits -------------------------------------------------------- */

uint64_t model_limit_left(const struct model_vp *v)
{
	uint64_t left = FOREVER;

	for (int i = 0; i < v->depth; i++) {
		uint64_t limit = v->links[i].limit;

		if (limit != 0 && limit <= v->spent)
			return 0;
		if (limit != 0 && limit - v->spent < left)
			left = limit - v->spent;
	}
	return left;
}

void model_wait_begins(struct model_vp *v, uint64_t timeout)
{
	uint64_t left = model_limit_left(v);

	v->since = model.now;
	if (left < timeout)
		timeout = left;
	v->deadline = timeout == FOREVER ? FOREVER : model.now + timeout;
}

int model_limits_passed(int vp)
{
	const struct model_vp *v = &model.vps[vp];
	int passed = 0;

	for (int i = 0; i < v->depth; i++)
		passed += v->links[i].limit != 0 &&
			  v->links[i].limit <= v->spent;
	return passed;
}

/* The outermost one that has is not looked at again. */
int model_limit_passed(int vp)
{
	struct model_vp *v = &model.vps[vp];

	for (int i = 0; i < v->depth; i++) {
		struct model_link *link = &v->links[i];

		if (link->limit == 0 || link->limit > v->spent)
			continue;
		link->limit = 0;
		return i;
	}
	return NONE;
}

/* ---- interrupts --------------------------------------------------------- */

void model_interrupt(int irq)
{
	if (model.masked[irq])
		return;
	model.masked[irq] = true;
	model_signal(IRQ_EVENT, IRQ_BITS);
}
