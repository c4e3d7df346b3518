/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * The second model: pools and their tokens, waits for events, and the end of a
 * domain.
 */
#include "model_parts.h"

#include <stddef.h>

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
	if (!model.domains[p->domain].stopped)
		return;
	for (int i = 0; i < p->waits; i++)
		if (p->waiters[i] == vp)
			remove_waiter(p, i);
	model_wake(v);
}

/* The first worker is taken first. */
void model_pool_start(struct model_pool *p)
{
	p->owner = NONE;
	p->waits = p->frees = p->reserves = 0;
	p->token = false;
	p->free[p->frees++] = 0;
	for (int w = p->count - 1; w > 0; w--)
		p->reserve[p->reserves++] = w;
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

/* Who waits at home in a stopped domain waits for nothing. */
bool model_waiter_lives(int event)
{
	int waiter = model.events[event].waiter;

	return waiter != NONE && !model.domains[model_in(waiter)].stopped;
}

static uint64_t *pending_word(int event, uint64_t *bit)
{
	unsigned number = model.events[event].number;

	*bit = (uint64_t)1 << number % 64;
	return &model.vps[model.events[event].bound].pending[number / 64];
}

/* Its vp is to hear of it. */
static void tell(int event)
{
	int vp = model.events[event].bound;
	uint64_t bit, *word = pending_word(event, &bit);

	*word |= bit;
	model.events[event].told = true;
	if (model.vps[vp].state == BLOCKED) {
		model_wake(&model.vps[vp]);
		model_done(&model.vps[vp], OK);
	}
	model_reason(vp, ABI_REASON_EVENT);
}

/* Two with one number are one for the vp. */
void model_untell(int event)
{
	uint64_t bit, *word;

	if (model.events[event].bound == NONE)
		return;
	word = pending_word(event, &bit);
	*word &= ~bit;
	model.events[event].told = false;
}

void model_signal(int event, uint32_t bits)
{
	int waiter = model.events[event].waiter;
	bool told = model.events[event].told;
	uint64_t all = model.events[event].bits |= bits;

	if (waiter != NONE && model_waiter_lives(event)) {
		model.events[event].bits = 0;
		model_wait_ends(waiter, OK, all);
	} else if (waiter != NONE) {
		model_wait_ends(waiter, E_CANCELLED, all);
	} else if (model.events[event].bound != NONE && !told) {
		tell(event);
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
void model_forget(int vp)
{
	struct model_vp *v = &model.vps[vp];
	struct model_pool *p = &model.pools[v->wait];

	for (int i = 0; i < p->waits; i++)
		if (p->waiters[i] == vp)
			remove_waiter(p, i);
	model_wake(v);
	v->portal = NONE;
}

/* Those that hold workers of it, and wait in it, do no longer. */
static void cancel_waits(struct model_pool *p)
{
	for (int w = 0; w < p->count; w++)
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
}

void model_stop(int domain)
{
	struct model_domain *d = &model.domains[domain];

	d->stopped = true;
	if (d->pool != NONE) {
		cancel_waits(&model.pools[d->pool]);
		model_drain(&model.pools[d->pool]);
	}
	if (d->told != NONE)
		model_signal(d->told, d->told_bits);
}
