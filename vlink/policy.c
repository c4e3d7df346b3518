/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * Policies: what a system promises about itself, checked on the connections
 * and devices that it really has.
 *
 *	never A -> B	nobody of A holds a right on B: a call, a device, an
 *			interrupt, an object or its domain; nor can be handed
 *			one by methods that carry capabilities
 *	only A may call B	everybody else holds no CALL on B, nor can be
 *			handed it. If B names a method, by a connection that
 *			has it among its own
 *	reach A at_most { B }	through any number of calls, capabilities and
 *			areas nobody of A comes to an instance outside of A and
 *			B
 *
 * Who drives a device with dma holds a right on everything and reaches
 * everybody. A violation is shown edge by edge.
 */
#include "policy.h"

static bool is_own(const struct instance *holder, const struct target *target)
{
	return target->owners.has[holder->index] && target->owners.count == 1 &&
	       !target->thing;
}

static void check_holder(struct front *front, const struct match *match,
			 const struct instance *holder,
			 const struct target *target)
{
	const struct connection *call = call_on(front, holder, target);
	const struct device *device = device_on(holder, target);
	const struct device *dma = dma_of(holder);
	const struct irq *irq = irq_on(holder, target);
	const struct capability *given = given_on(holder, target);

	if (is_own(holder, target))
		return;
	if (!call && !device && !irq && !dma && !given) {
		handed_check(front, match, holder, target);
		return;
	}
	diag_error(front->diag, match->statement->at, CHECK_NEVER,
		   "'%s' holds a right on '%s'", holder->name,
		   match->arg[1]->text);
	if (call)
		diag_note(front->diag, call->where,
			  "it can call '%s.%s' by this", call->server->name,
			  call->provide->decl->name);
	else if (given)
		diag_note(front->diag, given->where,
			  "it holds '%s' by this", given->as->decl->name);
	else if (device)
		diag_note(front->diag, device->where,
			  "it holds the device by this");
	else if (irq)
		diag_note(front->diag, irq->where,
			  "it holds the interrupt by this");
	else
		diag_note(front->diag, dma->where,
			  "it can write all memory by this device");
}

static void never_check(struct front *front, struct scope *scope,
			const struct match *match)
{
	struct set left = set_new(front);
	struct target target;

	if (!set_resolve(front, scope, match->arg[0], match->arg[0]->text,
			 false, &left) ||
	    !target_resolve(front, scope, match->arg[1], &target))
		return;
	for (uint32_t i = 0; i < front->instances.count; i++)
		if (left.has[i])
			check_holder(front, match, front->instances.items[i],
				     &target);
}

/* A policy on calls of what nobody can call would be kept by every system. */
static bool can_be_called(struct front *front, const struct match *match,
			  const struct target *target)
{
	for (uint32_t i = 0; i < front->instances.count; i++) {
		const struct component *c = front->instances.items[i]->component;

		for (size_t j = 0; target->owners.has[i] &&
		     j < c->provides_count; j++)
			if (!target->thing ||
			    c->provides[j].name == target->thing)
				return true;
	}
	diag_error(front->diag, match->arg[1]->at, CHECK_NO_MEMBER,
		   "'%s' provides nothing that can be called",
		   match->arg[1]->text);
	return false;
}

static void only_check(struct front *front, struct scope *scope,
		       const struct match *match)
{
	struct set left = set_new(front);
	struct target target;

	if (!list_resolve(front, scope, match, 0, &left) ||
	    !target_resolve(front, scope, match->arg[1], &target) ||
	    !can_be_called(front, match, &target))
		return;
	for (uint32_t i = 0; i < front->instances.count; i++) {
		const struct instance *holder = front->instances.items[i];
		const struct connection *call = call_on(front, holder,
							&target);

		if (left.has[i])
			continue;
		if (!call) {
			handed_check(front, match, holder, &target);
			continue;
		}
		diag_error(front->diag, match->statement->at, CHECK_ONLY,
			   "'%s' can call '%s' too", holder->name,
			   match->arg[1]->text);
		if (target.method && !call->methods)
			diag_note(front->diag, call->where, "by this, which is "
				  "for all of %s: write { methods NAME, ...; } "
				  "without %s",
				  call->provide->decl->interface->name,
				  target.method);
		else
			diag_note(front->diag, call->where, "by this");
	}
}

void policies_check(struct front *front, struct scope *scope)
{
	for (uint32_t i = 0; i < scope->scopes.count; i++)
		policies_check(front, scope->scopes.items[i]);
	for (uint32_t i = 0; i < scope->policies.count; i++) {
		const struct match *match = scope->policies.items[i];
		struct set unused = set_new(front);

		if (match->keyword->id == KEY_NEVER)
			never_check(front, scope, match);
		else if (match->keyword->id == KEY_ONLY)
			only_check(front, scope, match);
		else if (match->keyword->id == KEY_REACH)
			reach_check(front, scope, match);
		else	/* a group: its names are right, used or not */
			names_resolve(front, scope, match->statement->block,
				      true, &unused);
	}
}
