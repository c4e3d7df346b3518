/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * system.caps: the authority of a system as text, made to be committed and
 * reviewed. It has nothing that changes without the authority: no addresses,
 * no line numbers, no sizes of code.
 */
#include <stdlib.h>

#include "number.h"
#include "report.h"

static int compare_lines(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static const char *line_text(const struct system *system,
			     const struct holding *h)
{
	struct arena *arena = system->arena;
	const char *rights = rights_text(arena, h->rights);

	switch (h->kind) {
	case HOLDING_CALL:
		return arena_printf(arena, "call %s : %s (%s)", h->object,
				    h->detail, rights);
	case HOLDING_DEVICE:
		return arena_printf(arena, "device %s : %s (%s)", h->object,
				    h->detail, rights);
	case HOLDING_REGION:
	case HOLDING_AREA:
		return arena_printf(arena, "%s %s (%s), %s",
			holding_kind_name(h->kind), h->object, rights,
			number_text(arena, UNIT_SIZE, h->size));
	case HOLDING_EVENT:
		return arena_printf(arena, h->badge ? "event %s (%s), bits %#x" :
				    "event %s (%s)", h->object, rights,
				    h->badge);
	case HOLDING_FACTORY:
		return arena_printf(arena, "factory %s (%s): %s", h->object,
				    rights, h->detail);
	case HOLDING_GRANT:
	case HOLDING_BUDGET:
	case HOLDING_DOMAIN:
	case HOLDING_REGION_CAP:
		return arena_printf(arena, "%s %s (%s)",
				    holding_kind_name(h->kind), h->object,
				    rights);
	case HOLDING_ATTACH:
		return arena_printf(arena, "attach %s : %s", h->object,
				    h->detail);
	case HOLDING_IRQ:
		return h->object;
	case HOLDING_ALL_MEMORY:
		return arena_printf(arena, "ALL MEMORY %s", h->object);
	case HOLDING_DEBUG:
		return arena_printf(arena, "debug (%s)", rights);
	case HOLDING_MEMORY:
		break;		/* everybody has that */
	}
	return NULL;
}

const char *restart_text(struct arena *arena,
			 const struct restart_decl *restart)
{
	const char *text = "restart always";

	if (!restart->always)
		return "";
	if (restart->within)
		text = arena_printf(arena, "%s, at most %u in %s", text,
				    restart->at_most, number_text(arena,
				    UNIT_TIME, restart->within));
	if (restart->backoff_last)
		text = arena_printf(arena, "%s, after %s to %s", text,
				    number_text(arena, UNIT_TIME,
						restart->backoff),
				    number_text(arena, UNIT_TIME,
						restart->backoff_last));
	return text;
}

static void domain(struct emit *out, const struct system *system,
		   const struct instance *instance, const holdings *list)
{
	VEC(const char *) lines = { 0 };

	emit(out, "\ndomain %s : %s, level %u\n", instance->name,
	     instance->component->name, instance->level);
	for (size_t i = 0; i < instance->component->vps_count; i++) {
		const struct vp_decl *vp = instance->vps[i].decl;

		emit(out, "\tvp %s", vp->name);
		if (vp->budget)
			emit(out, " %s every %s",
			     number_text(system->arena, UNIT_TIME, vp->budget),
			     number_text(system->arena, UNIT_TIME, vp->period));
		emit(out, "%s\n", vp->slack || !vp->budget ? " slack" : "");
	}
	if (instance->component->restart.always)
		emit(out, "\t%s\n", restart_text(system->arena,
			&instance->component->restart));
	for (uint32_t i = 0; i < list->count; i++) {
		const char *line = list->items[i].holder == instance ?
			line_text(system, &list->items[i]) : NULL;

		if (line)
			*VEC_PUSH(system->arena, &lines) = line;
	}
	if (lines.count)
		qsort(lines.items, lines.count, sizeof(*lines.items),
		      compare_lines);
	for (uint32_t i = 0; i < lines.count; i++)
		emit(out, "\t%s\n", lines.items[i]);
}

static int compare_instances(const void *a, const void *b)
{
	return strcmp((*(const struct instance *const *)a)->name,
		      (*(const struct instance *const *)b)->name);
}

void report_caps(struct emit *out, const struct system *system)
{
	const struct instance **sorted = arena_array(system->arena,
		system->instances_count, sizeof(*sorted));
	holdings list = { 0 };

	holdings_list(system, &list);
	for (size_t i = 0; i < system->instances_count; i++)
		sorted[i] = system->instances[i];
	qsort(sorted, system->instances_count, sizeof(*sorted),
	      compare_instances);
	emit(out, "# The authority of system %s on board %s, by vlink.\n",
	     system->name, system->board.name);
	for (size_t i = 0; i < system->instances_count; i++)
		domain(out, system, sorted[i], &list);
}
