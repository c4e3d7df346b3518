/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * The front end's passes in their order: from a system's file to the checked
 * model. Each pass reports what it finds; a later one runs only if what it
 * stands on is whole.
 */
#include "front.h"

/* The system of a file that has a board; else the only one there is. */
static struct definition *choose_system(struct front *front)
{
	struct definition *chosen = NULL;

	for (uint32_t i = 0; i < front->definitions.count; i++) {
		struct definition *d = front->definitions.items[i];
		const struct statement *s;

		if (d->kind != KEY_SYSTEM)
			continue;
		for (s = d->statement->block; s; s = s->next)
			if (strcmp(s->words->text, "board") == 0)
				break;
		if (!s)
			continue;
		if (chosen) {
			diag_error(front->diag, d->at, CHECK_NO_SYSTEM,
				   "there are two systems with a board");
			diag_note(front->diag, chosen->at,
				  "the first is here");
		} else {
			chosen = d;
		}
	}
	return chosen;
}

/* A device or an interrupt has one owner. */
static void check_owners(struct front *front, const struct instance *a,
			 const struct instance *b)
{
	for (size_t i = 0; i < a->component->devices_count; i++)
		for (size_t j = 0; j < b->component->devices_count; j++) {
			const struct device *x = &a->devices[i];
			const struct device *y = &b->devices[j];

			if (x >= y && a == b)
				continue;
			if (!x->board || x->board != y->board)
				continue;
			diag_error(front->diag, y->where, CHECK_SHARED_DEVICE,
				   "board.%s is given away twice",
				   x->board->name);
			diag_note(front->diag, x->where,
				  "'%s' has it from here", a->name);
		}
	for (size_t i = 0; i < a->component->irqs_count; i++)
		for (size_t j = 0; j < b->component->irqs_count; j++) {
			const struct irq *x = &a->irqs[i];
			const struct irq *y = &b->irqs[j];

			if ((x >= y && a == b) || x->number != y->number ||
			    !x->where.begin || !y->where.begin)
				continue;
			diag_error(front->diag, y->where, CHECK_SHARED_DEVICE,
				   "interrupt %u is given away twice",
				   x->number);
			diag_note(front->diag, x->where,
				  "'%s' has it from here", a->name);
		}
}

static void check_devices(struct front *front)
{
	for (uint32_t i = 0; i < front->instances.count; i++)
		for (uint32_t j = i; j < front->instances.count; j++)
			check_owners(front, front->instances.items[i],
				     front->instances.items[j]);
}

static void system_finish(struct front *front)
{
	struct system *system = front->system;

	interfaces_number(front);
	system->interfaces = front->interfaces.items;
	system->interfaces_count = front->interfaces.count;
	system->components = front->components.items;
	system->components_count = front->components.count;
	system->instances = front->instances.items;
	system->instances_count = front->instances.count;
	system->connections = front->connections.items;
	system->connections_count = front->connections.count;
}

bool front_read(struct front *front, const char *path)
{
	struct definition *definition;
	struct scope *scope;

	front->folder = path_folder(front, path);
	if (!load_file(front, path, (struct span){ 0, 0 }))
		return false;
	definition = choose_system(front);
	if (!definition) {
		const struct source_file *file = front->sources->files.items[0];

		if (!front->diag->errors)
			diag_error(front->diag, (struct span){ file->base,
				   file->base + 1 }, CHECK_NO_SYSTEM,
				   "no system with a board in this file: write "
				   "system NAME { board rpi3; ... }");
		return false;
	}
	scope = system_compose(front, definition);
	if (front->diag->errors)
		return false;
	check_devices(front);
	system_connect(front, scope);
	system_give(front, scope);
	levels_compute(front);
	slots_assign(front);
	system_finish(front);
	if (front->diag->errors)
		return false;
	shares_check(front, scope);
	times_check(front);
	policies_check(front, scope);
	return !front->diag->errors;
}
