/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * The second model: calls and replies, with capabilities in them.
 */
#include "model_parts.h"

#include <string.h>

/* ---- calls -------------------------------------------------------------- */

static uint32_t field_of(uint64_t x8, int i)
{
	return (uint32_t)(x8 >> (16 + 16 * i)) & 0xffff;
}

static uint32_t mode_of(uint32_t field)
{
	return field & ABI_FIELD_MODE;
}

static uint32_t slot_of(uint32_t field)
{
	return field & ABI_FIELD_SLOT;
}

static bool repeats(uint64_t x8, int i)
{
	for (int j = 0; j < i; j++)
		if (slot_of(field_of(x8, j)) == slot_of(field_of(x8, i)))
			return true;
	return false;
}

static int64_t may_leave(int domain, uint32_t field)
{
	struct model_cap *cap;
	int64_t status = model_lookup(domain, slot_of(field), &cap);

	if (status == OK && mode_of(field) != ABI_FIELD_BORROW)
		status = model_may_leave(cap);
	return status;
}

static int64_t may_send(int from, int to, uint64_t landing, uint64_t x8)
{
	for (int i = 0; i < 3; i++) {
		uint32_t field = field_of(x8, i);
		int64_t status;

		if (field == 0)
			continue;
		if (repeats(x8, i))
			return E_VALUE;
		if (mode_of(field) == 0) {
			status = model_room(from, slot_of(field));
		} else {
			status = may_leave(from, field);
			if (status == OK)
				status = model_room(to, landing + (uint64_t)i);
		}
		if (status != OK)
			return status;
	}
	return OK;
}

/* One capability goes over; returns how it is described. */
static uint64_t carry(int from, int to, uint64_t landing, uint32_t field)
{
	struct model_cap *cap = &model.caps[from][slot_of(field)];
	struct model_cap *got = &model.caps[to][landing];

	model_put(to, landing, *cap, ~UINT64_C(0));
	got->lent = mode_of(field) == ABI_FIELD_BORROW;
	if (mode_of(field) == ABI_FIELD_MOVE)
		model_empty(from, slot_of(field));
	return got->type | got->rights << 8;
}

static void enter(int vp, int portal, int worker, uint32_t badge)
{
	const struct model_portal *to = &model.portals[portal];
	const struct model_pool *p = &model.pools[to->pool];
	uint64_t landing = p->landing[worker];
	struct model_vp *v = &model.vps[vp];
	struct model_link *link = &v->links[v->depth];
	uint64_t fields = v->x[8] & ~UINT64_C(0xffff);
	int from = model_in(vp);
	uint64_t seen = 0;

	memset(link, 0, sizeof(*link));
	link->pool = to->pool;
	link->domain = p->domain;
	link->worker = worker;
	link->fields = fields;
	memcpy(link->saved, &v->x[19], sizeof(link->saved));
	link->pc = v->pc;
	link->sp = v->sp;
	link->tls = v->tls;
	if (to->limit != 0)
		link->limit = v->spent + to->limit;
	v->fp = 0;
	v->depth++;
	for (int i = 0; i < 3; i++) {
		uint32_t field = field_of(fields, i);

		if (mode_of(field) == 0)
			continue;
		link->moved[i] = model.caps[from][slot_of(field)];
		seen |= carry(from, link->domain, landing + (uint64_t)i, field)
			<< (16 + 16 * i);
		model.caps[link->domain][landing + (uint64_t)i].landed =
			mode_of(field) == ABI_FIELD_MOVE;
	}
	v->x[0] = badge | (v->x[8] & 0xffff) << 32;
	model_clear(v, 8, 30);
	v->x[8] = seen;
	v->pc = to->entry;
	v->pstate = 0;
	v->sp = v->tls = p->stack[worker];
}

static void try_enter(int vp, int portal, int worker, uint32_t badge)
{
	struct model_pool *p = &model.pools[model.portals[portal].pool];
	int64_t status = may_send(model_in(vp), p->domain, p->landing[worker],
				  model.vps[vp].x[8]);

	if (status == OK) {
		enter(vp, portal, worker, badge);
	} else {
		model_done(&model.vps[vp], status);
		model_release(p, worker);
	}
}

void model_call(int vp)
{
	struct model_vp *v = &model.vps[vp];
	struct model_cap *cap;
	struct model_pool *p;
	int64_t status = model_require(model_in(vp), v->x[0], ABI_TYPE_PORTAL,
				 ABI_RIGHT_CALL, &cap);
	int portal;

	if (status != OK) {
		model_done(v, status);
		return;
	}
	portal = model_object(cap);
	p = &model.pools[model.portals[portal].pool];
	if (model.domains[p->domain].stopped) {
		model_done(v, E_STOPPED);
	} else if (p->frees > 0) {
		try_enter(vp, portal, p->free[--p->frees], cap->badge);
	} else {
		v->portal = portal;
		model_queue(p, vp);
	}
}

void model_fields_end(struct model_vp *v, int index, int64_t status)
{
	struct model_link *link = &v->links[index];
	int caller = index == 0 ? v->home : link[-1].domain;

	for (int i = 0; i < 3; i++) {
		uint32_t field = field_of(link->fields, i);
		struct model_cap *home = &model.caps[caller][slot_of(field)];
		uint64_t landing =
			model.pools[link->pool].landing[link->worker] +
			(uint64_t)i;

		if (mode_of(field) == 0)
			continue;
		if (mode_of(field) == ABI_FIELD_MOVE && status != OK &&
		    model.caps[link->domain][landing].landed &&
		    home->type == 0)
			*home = link->moved[i];
		model_empty(link->domain, landing);
	}
	link->fields = 0;
}

void model_link_restore(struct model_vp *v, const struct model_link *link)
{
	memcpy(&v->x[19], link->saved, sizeof(link->saved));
	v->pc = link->pc;
	v->sp = link->sp;
	v->tls = link->tls;
	v->pstate = 0;
}

/* The innermost call is over; the caller has its registers, but x0 to x8. */
static void leave(struct model_vp *v, int64_t status)
{
	struct model_link *link = &v->links[--v->depth];

	v->fp = 0;
	if (link->handler)
		model.domains[link->domain].handling = NONE;
	if (link->handler || link->recovery)
		return;
	model_fields_end(v, v->depth, status);
	model_link_restore(v, link);
	if (!model.domains[link->domain].stopped)
		model_release(&model.pools[link->pool], link->worker);
	else
		model_drain(&model.pools[link->pool]);
	model_recovery_rest(v);
}

/* The entry replies: x0 = OK and x1 = where the call goes on, or it is over. */
static void recovered(int vp)
{
	struct model_vp *v = &model.vps[vp];
	int64_t status = (int64_t)v->x[0];
	uint64_t pc = v->x[1];

	v->depth--;
	model_load(v, &v->frozen);
	if (status == OK)
		v->pc = pc;
	else
		leave(v, status);
}

void model_reply(int vp)
{
	struct model_vp *v = &model.vps[vp];

	if (v->depth == 0) {
		model_done(v, E_NO_CALL);
		return;
	}
	if (v->links[v->depth - 1].handler) {
		model_handled(vp);
		return;
	}
	if (v->links[v->depth - 1].recovery) {
		recovered(vp);
		return;
	}
	leave(v, (int64_t)v->x[0]);
	v->x[8] = 0;
}

/* Where the caller wants the next capability, or 0. */
static uint32_t next_result(uint64_t fields, int *i)
{
	while (*i < 3) {
		uint32_t field = field_of(fields, (*i)++);

		if (field != 0 && mode_of(field) == 0)
			return field;
	}
	return 0;
}

static int64_t may_return(int from, int to, uint64_t fields, uint64_t x8)
{
	int next = 0;

	for (int i = 0; i < 3; i++) {
		uint32_t field = field_of(x8, i);
		uint32_t slot;
		int64_t status;

		if (mode_of(field) == 0)
			continue;
		slot = next_result(fields, &next);
		if (slot == 0 || mode_of(field) == ABI_FIELD_BORROW ||
		    repeats(x8, i))
			return E_VALUE;
		status = may_leave(from, field);
		if (status == OK)
			status = model_room(to, slot);
		if (status != OK)
			return status;
	}
	return OK;
}

void model_reply_cap(int vp)
{
	struct model_vp *v = &model.vps[vp];
	uint64_t x8 = v->x[8], seen = 0;
	int next = 0;

	if (v->depth > 0 && v->x[0] == OK) {
		const struct model_link *link = &v->links[v->depth - 1];
		int from = link->domain;
		int to = v->depth == 1 ? v->home : link[-1].domain;
		int64_t status = may_return(from, to, link->fields, x8);

		if (status != OK) {
			model_done(v, status);
			return;
		}
		for (int i = 0; i < 3; i++) {
			uint32_t field = field_of(x8, i);
			uint32_t slot;

			if (mode_of(field) == 0)
				continue;
			slot = next_result(link->fields, &next);
			seen |= carry(from, to, slot, field)
				<< (16 + 16 * (next - 1));
		}
	}
	model_reply(vp);
	if (seen != 0)
		v->x[8] = seen;
}

/* Calls into stopped domains end, and what is below them may be one to recover;
 * false if nothing is left. */
bool model_unwind(int vp, int64_t status)
{
	struct model_vp *v = &model.vps[vp];

	while (model.domains[model_in(vp)].stopped) {
		if (v->state == WAIT_POOL)
			model_forget(vp);
		if (v->depth == 0) {
			v->state = DEAD;
			return false;
		}
		leave(v, status);
		model_clear(v, 9, 18);
		model_done(v, status);
	}
	model_recovery_enter(vp);
	return true;
}

/* The authority to enter is looked at again. */
static void admit(int vp, int portal, struct model_pool *p, int worker)
{
	struct model_vp *v = &model.vps[vp];
	struct model_cap *cap;
	int64_t status = model_require(model_in(vp), v->x[0], ABI_TYPE_PORTAL,
				       ABI_RIGHT_CALL, &cap);

	if (status == OK && (model_object(cap) != portal ||
			     &model.pools[model.portals[portal].pool] != p))
		status = E_STALE;
	if (status == OK) {
		try_enter(vp, portal, worker, cap->badge);
	} else {
		model_done(v, status);
		model_release(p, worker);
	}
}

static void admitted(int vp)
{
	struct model_vp *v = &model.vps[vp];
	int portal = v->portal, worker = v->handed;
	struct model_pool *p = &model.pools[v->wait];

	v->portal = v->handed = NONE;
	if (model.domains[p->domain].stopped) {
		model_done(v, E_STOPPED);
		model_drain(p);
	} else if (model.domains[model_in(vp)].stopped) {
		model_release(p, worker);
	} else {
		admit(vp, portal, p, worker);
	}
}

/* A limit that has passed is a fault of who was called. */
static void run_limit(int vp)
{
	struct model_vp *v = &model.vps[vp];
	int link, domain;

	if (model_limits_passed(vp) == 0)
		return;
	if (v->portal != NONE)
		admitted(vp);
	link = model_limit_passed(vp);
	domain = v->links[link].domain;
	if (model.domains[domain].stopped || model_recovers(vp, link))
		return;
	model_stop(domain);
	(void)model_unwind(vp, E_LIMIT);
}

void model_expel(int vp)
{
	struct model_vp *v = &model.vps[vp];

	if (v->state == WAIT_EVENT && model.domains[model_in(vp)].stopped)
		model_wait_ends(vp, E_CANCELLED, 0);
	if (v->state == READY && v->portal != NONE)
		admitted(vp);
	if (v->state == READY || v->state == WAIT_POOL)
		(void)model_unwind(vp, E_STOPPED);
}

bool model_run(int vp, bool looks)
{
	struct model_vp *v = &model.vps[vp];

	model_hear(vp);
	if (v->state != READY)
		return false;
	if (looks)
		run_limit(vp);
	if (v->state == READY && v->portal != NONE)
		admitted(vp);
	return v->state == READY && model_unwind(vp, E_STOPPED);
}

void model_fault(int vp, const struct model_fault *fault)
{
	int domain = model_in(vp);

	if (model.domains[domain].stopped || model_handles(vp, fault) ||
	    model_fault_activates(vp, fault))
		return;
	model_stop(domain);
	(void)model_unwind(vp, E_FAULT);
}
