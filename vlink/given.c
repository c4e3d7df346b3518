/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * What an instance is given in its block: values of parameters, devices and
 * interrupts of the board.
 */
#include "front.h"

#include "base/suggest.h"

/* The device that "board.NAME" means, or NULL after an error. */
static const struct board_device *device_find(struct front *front,
					      const struct word *word)
{
	const struct board *board = &front->system->board;
	struct suggest suggest;

	if (strncmp(word->text, "board.", 6) != 0) {
		diag_error(front->diag, word->at, CHECK_NO_DEVICE,
			   "a device is named as 'board.%s'", word->text);
		return NULL;
	}
	if (!board->name)
		return NULL;	/* it is unknown, which has been told */
	suggest = suggest_start(word->text + 6);
	for (size_t i = 0; i < board->devices_count; i++) {
		suggest_offer(&suggest, board->devices[i].name);
		if (strcmp(board->devices[i].name, word->text + 6) == 0)
			return &board->devices[i];
	}
	diag_error(front->diag, word->at, CHECK_NO_DEVICE,
		   "board %s has no device '%s'%s", board->name,
		   word->text + 6, suggest_text(&suggest, front->arena));
	return NULL;
}

static bool is_acknowledged(struct front *front, const struct match *match)
{
	struct block block = block_begin(front, PLACE_GIVEN, match->statement);
	struct match inner;
	bool dma = false;

	while (block_next(&block, &inner))
		dma = true;
	return dma;
}

static void device_check(struct front *front, const struct match *match,
			 const struct device *device)
{
	const struct board_device *board = device->board;
	const struct word *word = match->arg[1];
	bool dma = is_acknowledged(front, match);

	if (board->shared) {
		diag_error(front->diag, word->at, CHECK_SHARED_PAGE,
			   "%s can be given to nobody: %s", board->name,
			   board->shared);
		diag_note(front->diag, board->where, "the board says so here");
	} else if (board->kind != device->decl->kind) {
		diag_error(front->diag, word->at, CHECK_KIND,
			   "%s is a %s, and this wants a %s", board->name,
			   board->kind, device->decl->kind);
		diag_note(front->diag, device->decl->where,
			  "the component says so here");
	} else if (board->dma && !dma) {
		diag_error(front->diag, word->at, CHECK_DMA,
			   "who drives %s can write all memory: "
			   "acknowledge it by { dma; }", board->name);
	} else if (dma && !board->dma) {
		diag_error(front->diag, word->at, CHECK_DMA,
			   "%s does not drive memory: remove 'dma'",
			   board->name);
	}
}

/* No name of this kind in the component. */
static void no_member(struct front *front, const struct word *word,
		      const struct instance *instance, const char *what,
		      struct suggest *suggest)
{
	diag_error(front->diag, word->at, CHECK_NO_MEMBER,
		   "component %s has no %s '%s'%s", instance->component->name,
		   what, word->text, suggest_text(suggest, front->arena));
	diag_note(front->diag, instance->component->where,
		  "the component is here");
}

/* Already given to this instance? */
static bool is_again(struct front *front, struct span old, struct span new)
{
	if (!old.begin)
		return false;
	diag_error(front->diag, new, CHECK_DOUBLE, "this is given already");
	diag_note(front->diag, old, "the first is here");
	return true;
}

static void device_give(struct front *front, const struct match *match,
			struct instance *instance)
{
	const struct component *c = instance->component;
	const struct word *name = match->arg[0];
	struct suggest suggest = suggest_start(name->text);

	for (size_t i = 0; i < c->devices_count; i++) {
		struct device *device = &instance->devices[i];

		suggest_offer(&suggest, c->devices[i].name);
		if (c->devices[i].name != name->text)
			continue;
		if (is_again(front, device->where, name->at))
			return;
		device->where = match->statement->at;
		device->board = device_find(front, match->arg[1]);
		if (device->board) {
			device_check(front, match, device);
			instance->dma |= device->board->dma;
		}
		return;
	}
	no_member(front, name, instance, "device", &suggest);
}

static void irq_give(struct front *front, const struct match *match,
		     struct instance *instance)
{
	const struct component *c = instance->component;
	const struct word *name = match->arg[0], *which = match->arg[2];
	struct suggest suggest = suggest_start(name->text);
	const struct board_device *device;

	for (size_t i = 0; i < c->irqs_count; i++) {
		struct irq *irq = &instance->irqs[i];
		uint64_t at = 1;

		suggest_offer(&suggest, c->irqs[i].name);
		if (c->irqs[i].name != name->text)
			continue;
		if (is_again(front, irq->where, name->at))
			return;
		irq->where = match->statement->at;
		device = device_find(front, match->arg[1]);
		if (!device)
			return;
		if (!device->irqs_count) {
			diag_error(front->diag, match->arg[1]->at,
				   CHECK_NO_DEVICE, "%s has no interrupt",
				   device->name);
			return;
		}
		if (which)
			at = word_in_range(front, which, 1, device->irqs_count,
					   "which of the device's interrupts");
		irq->number = device->irqs[at - 1];
		return;
	}
	no_member(front, name, instance, "irq", &suggest);
}

static void param_set(struct front *front, const struct match *match,
		      struct instance *instance)
{
	const struct component *c = instance->component;
	const struct word *name = match->arg[0];
	struct suggest suggest = suggest_start(name->text);

	for (size_t i = 0; i < c->params_count; i++) {
		struct param *param = &instance->params[i];

		suggest_offer(&suggest, c->params[i].name);
		if (c->params[i].name != name->text)
			continue;
		if (is_again(front, param->where, name->at))
			return;
		param->where = match->statement->at;
		word_value(front, match->arg[1], c->params[i].type,
			   &param->value, &param->text);
		return;
	}
	no_member(front, name, instance, "param", &suggest);
}

/* The first interrupt of the device that the component names. */
static bool irq_follow(struct instance *instance, struct irq *irq)
{
	const struct component *c = instance->component;

	for (size_t i = 0; irq->decl->device && i < c->devices_count; i++) {
		const struct device *device = &instance->devices[i];

		if (c->devices[i].name != irq->decl->device ||
		    !device->board || !device->board->irqs_count)
			continue;
		irq->number = device->board->irqs[0];
		irq->where = device->where;
		return true;
	}
	return false;
}

void instance_check(struct front *front, struct instance *instance)
{
	const struct component *c = instance->component;

	for (size_t i = 0; i < c->devices_count; i++) {
		if (instance->devices[i].where.begin ||
		    c->devices[i].optional)
			continue;
		diag_error(front->diag, instance->where, CHECK_UNGIVEN,
			   "'%s' has no device '%s': write device %s = board.NAME;",
			   instance->name, c->devices[i].name,
			   c->devices[i].name);
		diag_note(front->diag, c->devices[i].where,
			  "the component wants it here");
	}
	for (size_t i = 0; i < c->irqs_count; i++) {
		if (instance->irqs[i].where.begin ||
		    irq_follow(instance, &instance->irqs[i]))
			continue;
		diag_error(front->diag, instance->where, CHECK_UNGIVEN,
			   "'%s' has no irq '%s': write irq %s = board.NAME;",
			   instance->name, c->irqs[i].name, c->irqs[i].name);
		diag_note(front->diag, c->irqs[i].where,
			  "the component wants it here");
	}
	for (size_t i = 0; i < c->params_count; i++) {
		struct param *param = &instance->params[i];

		if (param->where.begin)
			continue;
		param->where = c->params[i].where;
		param->value = c->params[i].value;
		param->text = c->params[i].text;
		if (c->params[i].has_default)
			continue;
		diag_error(front->diag, instance->where, CHECK_UNSET,
			   "'%s' has no value for param '%s': write param %s = VALUE;",
			   instance->name, c->params[i].name,
			   c->params[i].name);
		diag_note(front->diag, c->params[i].where,
			  "the component wants it here");
	}
}

void instance_set(struct front *front, const struct match *match,
		  struct instance *instance)
{
	if (match->keyword->id == KEY_SET_PARAM)
		param_set(front, match, instance);
	else if (match->keyword->id == KEY_SET_DEVICE)
		device_give(front, match, instance);
	else
		irq_give(front, match, instance);
}
