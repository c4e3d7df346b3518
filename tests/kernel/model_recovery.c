/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * The second model: recovery of calls whose time limit passed.
 */
#include "model_parts.h"

#include <string.h>

/* No fault handler, no other entry, and no FP registers go along. */
static bool can_move(const struct model_vp *v, int link)
{
	for (int i = link; i < v->depth; i++)
		if (v->links[i].handler || v->links[i].recovery ||
		    model_has_fp(v->links[i].domain))
			return false;
	return true;
}

/* One that is over is so for the other. */
static uint64_t limit_of(uint64_t limit, const struct model_vp *v,
			 const struct model_vp *to)
{
	if (limit == 0 || limit <= v->spent)
		return limit != 0;
	return limit - v->spent + to->spent;
}

/* The call and all that it has called, with its registers. */
static void move(struct model_vp *to, struct model_vp *v, int link)
{
	struct model_context context;

	for (int i = link; i < v->depth; i++) {
		to->links[to->depth] = v->links[i];
		to->links[to->depth++].limit = limit_of(v->links[i].limit, v,
							to);
	}
	to->links[0].frozen = true;
	model_save(&context, v);
	model_load(to, &context);
	to->again = v->again;
	to->fp = 0;
	model_wake(to);
}

bool model_recovers(int vp, int link)
{
	struct model_vp *v = &model.vps[vp], *to;
	int recovery = model.pools[v->links[link].pool].recovery;

	if (recovery == NONE || model.vps[recovery].state != DEAD ||
	    !can_move(v, link))
		return false;
	to = &model.vps[recovery];
	model_fields_end(v, link, E_LIMIT);
	to->depth = 0;
	move(to, v, link);
	v->depth = link;
	v->again = false;
	v->fp = 0;
	model_link_restore(v, &v->links[link]);
	model_clear(v, 9, 18);
	model_done(v, E_LIMIT);
	return true;
}

void model_recovery_enter(int vp)
{
	struct model_vp *v = &model.vps[vp];
	struct model_link *link = &v->links[v->depth];
	uint64_t pc = v->pc;

	if (v->depth == 0 || !link[-1].frozen)
		return;
	link[-1].frozen = false;
	model_save(&v->frozen, v);
	v->again = false;
	memset(link, 0, sizeof(*link));
	link->recovery = true;
	link->domain = link[-1].domain;
	link->pool = link[-1].pool;
	link->worker = link[-1].worker;
	v->depth++;
	model_clear(v, 0, 30);
	v->x[0] = ABI_FAULT_TIME_LIMIT;
	v->x[2] = pc;
	v->pc = model_place.recover;
	v->sp = v->tls = model_place.recover_stack;
	v->pstate = 0;
}

void model_recovery_rest(struct model_vp *v)
{
	for (int i = 0; i < POOLS; i++)
		if (v->depth == 0 && model.pools[i].recovery != NONE &&
		    v == &model.vps[model.pools[i].recovery]) {
			v->state = DEAD;
			v->rested = true;
		}
}
