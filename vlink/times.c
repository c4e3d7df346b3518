/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * Time that manifests declare: how long calls take, against each other and
 * against the budgets.
 *
 * A provide's `time` bounds one call, the calls that it makes included, so what
 * it calls must not take longer, and some vp of its client must have so much time
 * in one period. Budgets are served earliest deadline first; a
 * vp can find a server taken, and then waits while the holder is helped, for at
 * most the longest call that it can share. The test is that of the stack
 * resource protocol (Baker, "Stack-based scheduling of realtime processes",
 * 1991): for each vp i, with vps in order of period,
 *
 *	sum of budget/period up to i + longest wait of i / period of i <= 1 - k
 *
 * where k is the kernel's share.
 */
#include <stdlib.h>

#include "front.h"
#include "number.h"

enum { WHOLE = 1000000 };	/* parts of the processor's time */

/* A vp with a budget. */
struct served {
	const struct instance *instance;
	const struct vp *vp;
	uint64_t wait;			/* ns; longest call that it can share */
	const struct provide *slowest;	/* whose that is */
};

/* A promise that stands on one that nobody has made. One-way messages take no time
   of their sender's. */
static void check_known(struct front *front, const struct connection *c,
			const struct provide_decl *caller)
{
	const struct provide_decl *callee = c->provide->decl;

	if (callee->time || !interface_has(front, c->use->decl->interface,
					   ABI_NOTE_CALL))
		return;
	diag_warning(front->diag, c->where, CHECK_TIME,
		     "'%s.%s' takes at most %s, and nothing says how long this "
		     "call takes", c->client->name, caller->name,
		     number_text(front->arena, UNIT_TIME, caller->time));
	diag_note(front->diag, callee->where, "write { time TIME; } here");
}

static void check_call(struct front *front, const struct connection *c)
{
	uint64_t callee = c->provide->decl->time;

	for (size_t i = 0; i < c->client->component->provides_count; i++) {
		const struct provide_decl *caller =
			c->client->provides[i].decl;

		if (caller->time)
			check_known(front, c, caller);
		if (!caller->time || callee <= caller->time)
			continue;
		diag_error(front->diag, c->where, CHECK_TIME,
			   "'%s.%s' takes at most %s, but this call up to %s",
			   c->client->name, caller->name,
			   number_text(front->arena, UNIT_TIME, caller->time),
			   number_text(front->arena, UNIT_TIME, callee));
		diag_note(front->diag, caller->where,
			  "the caller's time is declared here");
		diag_note(front->diag, c->provide->decl->where,
			  "the time of what it calls is declared here");
	}
}

/* A vp that has less in each of its periods than a call takes, and no slack,
   stays in the server over several of them. */
static bool has_time_for(const struct instance *instance, uint64_t time)
{
	const struct component *c = instance->component;

	for (size_t i = 0; i < c->vps_count; i++)
		if (!c->vps[i].budget || c->vps[i].slack ||
		    c->vps[i].budget >= time)
			return true;
	return c->vps_count == 0;	/* it runs on its callers' time */
}

static void check_budget_of_call(struct front *front,
				 const struct connection *c)
{
	const struct vp_decl *vp = c->client->component->vps;

	if (has_time_for(c->client, c->provide->decl->time))
		return;
	diag_error(front->diag, c->where, CHECK_TIME,
		   "a call of '%s.%s' takes up to %s, and no vp of '%s' has so "
		   "much in one period", c->server->name,
		   c->provide->decl->name, number_text(front->arena, UNIT_TIME,
						       c->provide->decl->time),
		   c->client->name);
	diag_note(front->diag, vp->where, "this one has %s every %s",
		  number_text(front->arena, UNIT_TIME, vp->budget),
		  number_text(front->arena, UNIT_TIME, vp->period));
	diag_note(front->diag, c->provide->decl->where,
		  "the call's time is declared here");
}

/* The longest call below an instance, of a server that has other clients. */
static void longest_wait(const struct instance *instance, struct served *served,
			 unsigned depth)
{
	for (size_t i = 0; i < instance->component->uses_count; i++) {
		const struct use *use = &instance->uses[i];

		for (size_t j = 0; j < use->connections_count; j++) {
			const struct connection *c = use->connections[j];

			if (c->provide->decl->time > served->wait &&
			    c->provide->connections_count > 1) {
				served->wait = c->provide->decl->time;
				served->slowest = c->provide;
			}
			if (depth < 8)	/* levels; cycles are reported */
				longest_wait(c->server, served, depth + 1);
		}
	}
}

static int compare(const void *a, const void *b)
{
	const struct served *x = a, *y = b;

	if (x->vp->decl->period != y->vp->decl->period)
		return x->vp->decl->period < y->vp->decl->period ? -1 : 1;
	return x->instance->index < y->instance->index ? -1 :
	       x->instance->index > y->instance->index;
}

static uint64_t share(uint64_t time, uint64_t period)
{
	return (time * WHOLE + period - 1) / period;
}

static void check_served(struct front *front, const struct served *served,
			 uint64_t sum)
{
	const struct vp_decl *decl = served->vp->decl;
	uint64_t room = WHOLE - (uint64_t)front->system->kernel_share *
			(WHOLE / 100);
	uint64_t need = sum + share(served->wait, decl->period);

	if (need <= room)
		return;
	diag_error(front->diag, served->instance->where, CHECK_BUDGETS,
		   "vp %s of '%s' can miss its deadlines: %llu.%02llu %% of the "
		   "processor's time would be needed, and %llu %% is there",
		   decl->name, served->instance->name,
		   (unsigned long long)(need / 10000),
		   (unsigned long long)(need % 10000 / 100),
		   (unsigned long long)(room / 10000));
	diag_note(front->diag, decl->where, "it has %s every %s",
		  number_text(front->arena, UNIT_TIME, decl->budget),
		  number_text(front->arena, UNIT_TIME, decl->period));
	if (served->slowest)
		diag_note(front->diag, served->slowest->decl->where,
			  "and can wait for a call of this: %s",
			  number_text(front->arena, UNIT_TIME, served->wait));
}

static void check_budgets(struct front *front)
{
	VEC(struct served) all = { 0 };
	uint64_t sum = 0; /* what can be handed on counts from the start */

	for (uint32_t i = 0; i < front->instances.count; i++) {
		const struct instance *instance = front->instances.items[i];
		const struct component *c = instance->component;

		for (size_t j = 0; j < c->factories_count; j++)
			if (c->factories[j].budget)
				sum += share(c->factories[j].budget,
					     c->factories[j].period);
		for (size_t j = 0; j < instance->component->vps_count; j++) {
			struct served served = { instance, &instance->vps[j],
						 0, NULL };

			if (!served.vp->decl->budget)
				continue;
			longest_wait(instance, &served, 0);
			*VEC_PUSH(front->arena, &all) = served;
		}
	}
	if (all.count)
		qsort(all.items, all.count, sizeof(*all.items), compare);
	for (uint32_t i = 0; i < all.count; i++) {
		sum += share(all.items[i].vp->decl->budget,
			     all.items[i].vp->decl->period);
		check_served(front, &all.items[i], sum);
	}
}

void times_check(struct front *front)
{
	for (uint32_t i = 0; i < front->connections.count; i++)
		check_call(front, front->connections.items[i]);
	for (uint32_t i = 0; i < front->connections.count; i++)
		check_budget_of_call(front, front->connections.items[i]);
	check_budgets(front);
}
