/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * The second model; see model.h. Written from the manual's words; where they
 * are silent on which of two errors comes first, slots are looked at before
 * what they are for, and a source before the place where it is to go.
 */
#include "model_parts.h"

#include <string.h>


struct model model;
struct model_places model_place;

const int model_homes[VPS] = VP_HOMES;
const int model_workers[POOLS] = POOL_WORKERS;

/* ---- capabilities ------------------------------------------------------- */

int model_in(int vp)
{
	const struct model_vp *v = &model.vps[vp];

	return v->depth == 0 ? v->home : v->links[v->depth - 1].domain;
}

static int level_of_portal(int portal)
{
	return model.pools[portal].domain;
}

/* What is deleted has lost its life. */
static bool object_alive(uint32_t type, int object, uint32_t life)
{
	return type != ABI_TYPE_EVENT || model.events[object].life == life;
}

static bool grant_alive(int grant, uint32_t epoch)
{
	for (;;) {
		if (!model.grants[grant].used ||
		    model.grants[grant].epoch != epoch)
			return false;
		if (model.grants[grant].grant == NONE)
			return object_alive(model.grants[grant].type,
					    model.grants[grant].object,
					    model.grants[grant].life);
		epoch = model.grants[grant].grant_epoch;
		grant = model.grants[grant].grant;
	}
}

/* What a good capability is for in the end. */
int model_object(const struct model_cap *cap)
{
	int grant = cap->grant;

	if (grant == NONE)
		return cap->object;
	while (model.grants[grant].grant != NONE)
		grant = model.grants[grant].grant;
	return model.grants[grant].object;
}

static bool cap_alive(const struct model_cap *cap)
{
	if (cap->grant != NONE)
		return grant_alive(cap->grant, cap->grant_epoch);
	return object_alive(cap->type, cap->object, cap->life);
}

bool model_alive(int domain, int slot)
{
	return cap_alive(&model.caps[domain][slot]);
}

int64_t model_lookup(int domain, uint64_t slot, struct model_cap **cap)
{
	if (slot >= SLOTS || model.caps[domain][slot].type == 0)
		return E_SLOT;
	*cap = &model.caps[domain][slot];
	return cap_alive(*cap) ? OK : E_STALE;
}

int64_t model_require(int domain, uint64_t slot, uint32_t type,
		       uint32_t rights, struct model_cap **cap)
{
	int64_t status = model_lookup(domain, slot, cap);

	if (status != OK)
		return status;
	if ((*cap)->type != type)
		return E_TYPE;
	return ((*cap)->rights & rights) == rights ? OK : E_RIGHTS;
}

int64_t model_room(int domain, uint64_t slot)
{
	if (slot >= SLOTS)
		return E_SLOT;
	return model.caps[domain][slot].type == 0 ? OK : E_OCCUPIED;
}

/* A portal can be called only upwards. */
void model_put(int domain, uint64_t slot, struct model_cap cap,
		uint64_t rights)
{
	cap.rights &= (uint32_t)rights;
	cap.lent = cap.landed = false;
	if (cap.type == ABI_TYPE_PORTAL &&
	    level_of_portal(model_object(&cap)) <= domain)
		cap.rights &= ~(uint32_t)ABI_RIGHT_CALL;
	model.caps[domain][slot] = cap;
}

void model_empty(int domain, uint64_t slot)
{
	memset(&model.caps[domain][slot], 0, sizeof(struct model_cap));
}

/* ---- ends of system calls ----------------------------------------------- */

void model_clear(struct model_vp *v, int first, int last)
{
	for (int i = first; i <= last; i++)
		v->x[i] = 0;
}

void model_end(struct model_vp *v, int64_t status)
{
	v->x[0] = (uint64_t)status;
	v->x[8] = (uint64_t)status & 0xffff;
}

void model_done(struct model_vp *v, int64_t status)
{
	model_end(v, status);
	model_clear(v, 1, 7);
}

/* ---- pools -------------------------------------------------------------- */

void model_wake(struct model_vp *v)
{
	v->state = READY;
	v->deadline = FOREVER;
}

static void remove_waiter(struct model_pool *p, int index)
{
	p->waits--;
	for (int i = index; i < p->waits; i++)
		p->waiters[i] = p->waiters[i + 1];
}

void model_hear(int vp)
{
	struct model_vp *v = &model.vps[vp];
	struct model_pool *p;

	if (v->state != WAIT_POOL)
		return;
	p = &model.pools[v->wait];
	if (!model.stopped[p->domain])
		return;
	for (int i = 0; i < p->waits; i++)
		if (p->waiters[i] == vp)
			remove_waiter(p, i);
	model_wake(v);
}

/* The first that waits goes on; `worker` is one to enter on, or NONE. */
static void admit_first(struct model_pool *p, int worker)
{
	int vp = p->waiters[0];
	struct model_vp *v = &model.vps[vp];

	remove_waiter(p, 0);
	model_wake(v);
	if (v->portal != NONE) {
		v->handed = worker;
		return;
	}
	if (worker != NONE)
		p->reserve[p->reserves++] = worker;
	if (v->depth == 0)
		p->owner = vp;
}

/* A worker with the token is free. */
void model_release(struct model_pool *p, int worker)
{
	if (p->waits > 0)
		admit_first(p, worker);
	else
		p->free[p->frees++] = worker;
}

/* Those that are inside already are before those that want to come in. */
void model_queue(struct model_pool *p, int vp)
{
	struct model_vp *v = &model.vps[vp];
	int at = p->waits;

	if (v->portal == NONE)
		while (at > 0 && model.vps[p->waiters[at - 1]].portal != NONE)
			at--;
	for (int i = p->waits++; i > at; i--)
		p->waiters[i] = p->waiters[i - 1];
	p->waiters[at] = vp;
	v->wait = (int)(p - model.pools);
	v->state = WAIT_POOL;
}

/* Who runs in the pool no longer does, and keeps its worker. */
void model_give_token(struct model_pool *p)
{
	if (p->reserves > 0)
		model_release(p, p->reserve[--p->reserves]);
	else if (p->waits > 0 && model.vps[p->waiters[0]].portal == NONE)
		admit_first(p, NONE);
	else
		p->token = true;
}

bool model_take_token(struct model_pool *p)
{
	if (p->frees > 0) {
		p->reserve[p->reserves++] = p->free[--p->frees];
		return true;
	}
	if (!p->token)
		return false;
	p->token = false;
	return true;
}

struct model_pool *model_pool_inside(const struct model_vp *v)
{
	int pool = v->depth == 0 ? NONE : v->links[v->depth - 1].pool;

	return pool == NONE ? NULL : &model.pools[pool];
}

/* A vp at home with its pool's token may not wait. */
bool model_owns(int vp)
{
	for (int i = 0; i < POOLS; i++)
		if (model.pools[i].owner == vp && model.vps[vp].depth == 0)
			return true;
	return false;
}

/* ---- waiting for events ------------------------------------------------- */

void model_wait_ends(int vp, int64_t status, uint64_t bits)
{
	struct model_vp *v = &model.vps[vp];
	struct model_pool *p = model_pool_inside(v);

	model.events[v->wait].waiter = NONE;
	v->spent += model.now - v->since;
	if (model_limit_left(v) == 0 && status == E_TIMEOUT)
		status = E_CANCELLED;
	model_wake(v);
	model_done(v, status);
	v->x[1] = bits;
	if (p != NULL && !model_take_token(p))
		model_queue(p, vp);
}

void model_signal(int event, uint32_t bits)
{
	int waiter = model.events[event].waiter;
	bool told = model.events[event].told;
	uint64_t all = model.events[event].bits |= bits;

	if (waiter != NONE) {
		model.events[event].bits = 0;
		model_wait_ends(waiter, OK, all);
	} else if (event == BOUND_EVENT && !told) {
		model.events[event].told = true;
		if (model.vps[0].state == BLOCKED) {
			model_wake(&model.vps[0]);
			model_done(&model.vps[0], OK);
		}
		model_reason(0, ABI_REASON_EVENT);
	}
}

/* ---- the end of a domain ------------------------------------------------ */

/* Nobody may enter. Who waits hears of it, one by one, in any order. */
void model_drain(struct model_pool *p)
{
	p->frees = p->reserves = 0;
	p->owner = NONE;
}

/* Its wait for a pool is over, and with it the call that it waits for. */
static void model_forget(int vp)
{
	struct model_vp *v = &model.vps[vp];
	struct model_pool *p = &model.pools[v->wait];

	for (int i = 0; i < p->waits; i++)
		if (p->waiters[i] == vp)
			remove_waiter(p, i);
	model_wake(v);
	v->portal = NONE;
}

void model_stop(int domain)
{
	model.stopped[domain] = true;
	for (int i = 0; i < POOLS; i++) {
		struct model_pool *p = &model.pools[i];

		if (p->domain != domain)
			continue;
		for (int w = 0; w < model_workers[i]; w++)
			for (int vp = 0; vp < VPS; vp++) {
				struct model_vp *v = &model.vps[vp];

				if (model_pool_inside(v) != p ||
				    v->links[v->depth - 1].worker != w)
					continue;
				if (v->state == WAIT_EVENT)
					model_wait_ends(vp, E_CANCELLED, 0);
				else if (v->state == WAIT_POOL)
					model_forget(vp);
			}
		model_drain(p);
	}
	if (domain == SUPERVISED)
		model_signal(SUPERVISOR_EVENT, SUPERVISOR_BITS);
}

/* ---- system calls ------------------------------------------------------- */

static void invoke(int vp)
{
	struct model_vp *v = &model.vps[vp];
	struct model_cap *cap;
	int64_t status = model_lookup(model_in(vp), v->x[0], &cap);

	/* What is stale can only be thrown away. */
	if (status == E_STALE && v->x[8] == ABI_CAP_DELETE)
		status = OK;
	if (status != OK) {
		model_end(v, status);
		return;
	}
	model_operation(vp, cap);
}

static void signal_call(int vp)
{
	struct model_vp *v = &model.vps[vp];
	struct model_cap *cap;
	int64_t status = model_require(model_in(vp), v->x[0], ABI_TYPE_EVENT,
				 ABI_RIGHT_SIGNAL, &cap);

	model_done(v, status);
	if (status == OK)
		model_signal(model_object(cap), cap->badge);
}

static void block(int vp)
{
	struct model_vp *v = &model.vps[vp];
	uint64_t timeout = v->x[0];

	if (model_owns(vp)) {
		model_done(v, E_STATE);
		return;
	}
	model_done(v, v->depth != 0 ? E_IN_CALL : OK);
	if (v->depth != 0)
		return;
	if (model_pending(vp)) {
		v->reason = ABI_REASON_EVENT;
		return;
	}
	v->state = BLOCKED;
	model_wait_begins(v, timeout);
}

void model_syscall(int vp, uint32_t number)
{
	struct model_vp *v = &model.vps[vp];

	model_clear(v, 9, 18);
	switch (number) {
	case ABI_SYS_CALL:
		v->x[8] &= 0xffff;
		model_call(vp);
		break;
	case ABI_SYS_CALL_CAP:
		model_call(vp);
		break;
	case ABI_SYS_REPLY:
		model_reply(vp);
		break;
	case ABI_SYS_REPLY_CAP:
		model_reply_cap(vp);
		break;
	case ABI_SYS_SIGNAL:
		signal_call(vp);
		break;
	case ABI_SYS_INVOKE:
		invoke(vp);
		break;
	case ABI_SYS_RESUME:
	case ABI_SYS_ENABLE:
		model_unmask(vp, number == ABI_SYS_RESUME);
		break;
	case ABI_SYS_BLOCK:
		block(vp);
		break;
	case ABI_SYS_YIELD:
		model_done(v, OK);
		break;
	default:
		model_fault(vp, &(struct model_fault){
				.kind = ABI_FAULT_SYSCALL, .address = number,
				.pc = v->pc - 4 });
	}
}

/* Those that are due first, first. */
void model_time(int vp, uint64_t now)
{
	if (vp != NONE)
		model.vps[vp].spent += now - model.now;
	model.now = now;
	for (;;) {
		int first = NONE;

		for (int i = 0; i < VPS; i++)
			if (model.vps[i].deadline <= now &&
			    (first == NONE || model.vps[i].deadline <
						      model.vps[first].deadline))
				first = i;
		if (first == NONE)
			return;
		if (model.vps[first].state == WAIT_EVENT) {
			model_wait_ends(first, E_TIMEOUT, 0);
		} else {
			model_wake(&model.vps[first]);
			model_done(&model.vps[first], E_TIMEOUT);
			model.vps[first].reason = ABI_REASON_TIMEOUT;
		}
	}
}

void model_reset(const struct model_places *places)
{
	model_place = *places;
	memset(&model, 0, sizeof(model));
	model.now = 1;
	for (int i = 0; i < VPS; i++)
		model.vps[i] = (struct model_vp){
			.home = model_homes[i], .portal = NONE, .handed = NONE,
			.deadline = FOREVER, .pc = model_place.pc[i],
			.sp = model_place.sp[i], .tls = model_place.tls[i],
		};
	for (int i = 0; i < POOLS; i++) {
		struct model_pool *p = &model.pools[i];

		p->domain = i + 1;
		p->owner = NONE;
		p->free[p->frees++] = 0;
		for (int w = model_workers[i] - 1; w > 0; w--)
			p->reserve[p->reserves++] = w;
	}
	for (int i = 0; i < ALL_EVENTS; i++)
		model.events[i].waiter = NONE;
	model.last_made = MADE_EVENTS - 1;
	for (int d = 0; d < DOMAINS; d++)
		for (int i = 0; i < VIEWS; i++)
			model.views[d][i].region = NONE;
	for (int i = 0; i < GRANTS; i++)
		model.grants[i].grant = NONE;
	model.handling = NONE;
	for (int i = 0; i < VPS; i++)
		model.controls[i].masked = 1;
#define CALL		ABI_RIGHT_CALL
#define READ		ABI_RIGHT_READ
#define WRITE		ABI_RIGHT_WRITE
#define EXEC		ABI_RIGHT_EXEC
#define SHARE		ABI_RIGHT_SHARE
#define CONTROL		ABI_RIGHT_CONTROL
#define SIGNAL		ABI_RIGHT_SIGNAL
#define WAIT		ABI_RIGHT_WAIT
#define X(domain, slot, kind, number, may, mark)               \
	model.caps[domain][slot] = (struct model_cap){         \
		.type = ABI_TYPE_##kind, .object = number,     \
		.grant = NONE, .rights = may, .badge = mark }; 
	CAPS(X)
#undef X
}
