/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * report.html: picture, authority, memory map, stacks and budgets in one page
 * that opens from a file and loads nothing.
 */
#include <inttypes.h>

#include "number.h"
#include "views.h"

static void text(struct emit *out, const char *string)
{
	for (; *string; string++) {
		unsigned char c = (unsigned char)*string;

		if (c == '<' || c == '>' || c == '&' || c == '"')
			emit(out, "&#%d;", c);
		else
			emit(out, "%c", c);
	}
}

static void cell(struct emit *out, const char *string)
{
	emit(out, "<td>");
	text(out, string);
	emit(out, "</td>");
}

static void head(struct emit *out, const struct saved *saved)
{
	emit(out, "<!DOCTYPE html>\n"
	     "<!-- SPDX-License-Identifier: BlueOak-1.0.0 -->\n"
	     "<html lang=\"en\"><head><meta charset=\"utf-8\"><title>");
	text(out, saved->system);
	emit(out, "</title><style>\n"
	     "body{font:14px/1.4 sans-serif;margin:2em auto;max-width:72em;"
	     "padding:0 1em;color:#222}\n"
	     "table{border-collapse:collapse;margin:1em 0}\n"
	     "td,th{padding:.2em .8em;text-align:left;"
	     "border-bottom:1px solid #ddd}\n"
	     "td.n{text-align:right;font-variant-numeric:tabular-nums}\n"
	     "tr.danger td{background:#ffe8e8}\n"
	     "svg{max-width:100%%;height:auto}\n"
	     "</style></head><body>\n<h1>");
	text(out, saved->system);
	emit(out, "</h1>\n<p>Board ");
	text(out, saved->board);
	emit(out, ", %" PRIu32 " instances. Made by vlink from the model that "
	     "made the image.</p>\n", saved->domains.count);
}

static void authority(struct emit *out, const struct saved *saved)
{
	emit(out, "<h2>Authority</h2>\n<table><tr><th>who</th><th>may</th>"
	     "<th>what</th><th>as</th><th>rights</th><th>because of</th>"
	     "</tr>\n");
	for (uint32_t i = 0; i < saved->holdings.count; i++) {
		const struct saved_holding *h = &saved->holdings.items[i];

		emit(out, "<tr%s>", strcmp(h->kind, "all memory") == 0 ?
		     " class=\"danger\"" : "");
		cell(out, h->holder);
		cell(out, h->kind);
		cell(out, h->object);
		cell(out, h->detail);
		cell(out, h->rights);
		cell(out, h->where);
		emit(out, "</tr>\n");
	}
	emit(out, "</table>\n");
}

/* By the call graph. */
static const char *used_text(struct arena *arena, uint64_t bytes)
{
	return bytes ? arena_printf(arena, "%" PRIu64, bytes) : "not known";
}

static void budgets(struct emit *out, struct arena *arena,
		    const struct saved *saved)
{
	emit(out, "<h2>Time and stacks</h2>\n<table><tr><th>instance</th>"
	     "<th>component</th><th>level</th><th>runs on</th><th>budget</th>"
	     "<th>period</th><th>stack</th><th>of it needed</th></tr>\n");
	for (uint32_t i = 0; i < saved->domains.count; i++) {
		const struct saved_domain *d = &saved->domains.items[i];
		const char *level = arena_printf(arena, "%" PRIu64, d->level);

		for (uint32_t j = 0; j < d->vps.count; j++) {
			const struct saved_vp *vp = &d->vps.items[j];

			emit(out, "<tr>");
			cell(out, d->name);
			cell(out, d->component);
			cell(out, level);
			cell(out, vp->threads ? arena_printf(arena,
			     "vp %s, %" PRIu64 " threads", vp->name,
			     vp->threads + 1) :
			     arena_printf(arena, "vp %s", vp->name));
			cell(out, vp->budget ? number_text(arena, UNIT_TIME,
			     vp->budget) : "slack");
			cell(out, vp->budget ? number_text(arena, UNIT_TIME,
			     vp->period) : "");
			cell(out, number_text(arena, UNIT_SIZE, vp->stack));
			cell(out, used_text(arena, vp->stack_used));
			emit(out, "</tr>\n");
		}
		if (!d->workers)
			continue;
		emit(out, "<tr>");
		cell(out, d->name);
		cell(out, d->component);
		cell(out, level);
		cell(out, arena_printf(arena, "%" PRIu64 " worker%s",
				       d->workers, d->workers > 1 ? "s" : ""));
		cell(out, "its callers'");
		cell(out, "");
		cell(out, number_text(arena, UNIT_SIZE, d->worker_stack));
		cell(out, used_text(arena, d->worker_stack_used));
		emit(out, "</tr>\n");
	}
	emit(out, "</table>\n");
}

/* Which instances begin again, and who sees to it. */
static void restarts(struct emit *out, const struct saved *saved)
{
	bool any = false;

	for (uint32_t i = 0; i < saved->domains.count; i++) {
		const struct saved_domain *d = &saved->domains.items[i];

		if (!*d->at_end)
			continue;
		if (!any)
			emit(out, "<h2>At their end</h2>\n<table><tr>"
			     "<th>instance</th><th>policy</th></tr>\n");
		any = true;
		emit(out, "<tr>");
		cell(out, d->name);
		cell(out, d->at_end);
		emit(out, "</tr>\n");
	}
	if (any)
		emit(out, "</table>\n");
}

static void memory(struct emit *out, struct arena *arena,
		   const struct saved *saved)
{
	emit(out, "<h2>Memory</h2>\n<p>Image file %s, memory in use %s, kernel "
	     "%s.</p>\n", number_text(arena, UNIT_SIZE, saved->image_size),
	     number_text(arena, UNIT_SIZE, saved->memory_size),
	     number_text(arena, UNIT_SIZE, saved->kernel_size));
	emit(out, "<table><tr><th>address</th><th>size</th><th>owner</th>"
	     "<th>what</th><th>most rights</th><th>kept in</th></tr>\n");
	for (uint32_t i = 0; i < saved->memory.count; i++) {
		const struct saved_memory *m = &saved->memory.items[i];

		emit(out, "<tr><td class=\"n\">0x%08" PRIx64 "</td>"
		     "<td class=\"n\">%s</td>", m->address,
		     number_text(arena, UNIT_SIZE, m->size));
		cell(out, m->owner);
		cell(out, m->name);
		cell(out, m->rights);
		cell(out, m->device ? "device" : m->stored ? "image" :
		     "zeroed at boot");
		emit(out, "</tr>\n");
	}
	emit(out, "</table>\n");
}

void report_html(struct emit *out, struct arena *arena,
		 const struct saved *saved, const char *svg, size_t svg_size)
{
	head(out, saved);
	if (svg) {
		emit(out, "<h2>Picture</h2>\n");
		emit_raw(out, svg, svg_size);
	}
	authority(out, saved);
	budgets(out, arena, saved);
	restarts(out, saved);
	memory(out, arena, saved);
	emit(out, "</body></html>\n");
}
