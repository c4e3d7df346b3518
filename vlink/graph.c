/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * A picture of a system, as input for graphviz: a box per instance with what
 * it holds of the machine, an arrow per connection, a dashed one per capability
 * for somebody else's object or domain. Clients are on the left, by level;
 * subsystems are frames. Who can write all memory is red.
 */
#include <string.h>

#include "views.h"

/* In a dot string. */
static void quoted(struct emit *out, const char *text)
{
	emit(out, "\"");
	for (; *text; text++)
		emit(out, *text == '"' || *text == '\\' ? "\\%c" : "%c", *text);
	emit(out, "\"");
}

/* In an HTML-like label. */
static void escaped(struct emit *out, const char *text)
{
	for (; *text; text++) {
		if (*text == '<' || *text == '>' || *text == '&')
			emit(out, "&#%d;", *text);
		else
			emit(out, "%c", *text);
	}
}

static void held(struct emit *out, const struct saved *saved,
		 const struct saved_domain *domain)
{
	for (uint32_t i = 0; i < saved->holdings.count; i++) {
		const struct saved_holding *h = &saved->holdings.items[i];

		if (strcmp(h->holder, domain->name) != 0)
			continue;
		if (strcmp(h->kind, "device") != 0 &&
		    strcmp(h->kind, "irq") != 0 &&
		    strcmp(h->kind, "debug") != 0 &&
		    strcmp(h->kind, "region") != 0)
			continue;
		emit(out, "<br/><font point-size=\"9\" color=\"#7a4a00\">");
		escaped(out, h->object);
		emit(out, "</font>");
	}
}

static void node(struct emit *out, const struct saved *saved,
		 const struct saved_domain *domain, const char *shown)
{
	quoted(out, domain->name);
	emit(out, " [label=<<b>");
	escaped(out, shown);
	emit(out, "</b><br/><font point-size=\"9\" color=\"#555555\">");
	escaped(out, domain->component);
	emit(out, "</font>");
	held(out, saved, domain);
	emit(out, ">%s];\n", domain->dma ?
	     ", color=\"#c00000\", fillcolor=\"#ffe8e8\"" : "");
}

/*
 * Instances below `prefix`, those of subsystems in frames of their own. Names
 * come in the order of the manifests, so a subsystem's stand together.
 */
static uint32_t nodes(struct emit *out, const struct saved *saved,
		      uint32_t first, const char *prefix, size_t size)
{
	uint32_t i = first;

	while (i < saved->domains.count) {
		const struct saved_domain *d = &saved->domains.items[i];
		const char *rest = d->name + size, *dot;

		if (strncmp(d->name, prefix, size) != 0)
			break;
		dot = strchr(rest, '.');
		if (!dot) {
			node(out, saved, d, rest);
			i++;
			continue;
		}
		emit(out, "subgraph \"cluster %.*s\" {\n",
		     (int)(dot - d->name), d->name);
		emit_deeper(out);
		emit(out, "label=\"%.*s\";\n", (int)(dot - rest), rest);
		i = nodes(out, saved, i, d->name, (size_t)(dot - d->name) + 1);
		emit_back(out);
		emit(out, "}\n");
	}
	return i;
}

/* "OWNER.NAME": the owner's bytes; of a domain that is all of it. */
static size_t owner_size(const struct saved_holding *h)
{
	const char *dot = strrchr(h->object, '.');

	return !dot || strcmp(h->kind, "domain") == 0 ? strlen(h->object) :
		(size_t)(dot - h->object);
}

static bool is_object(const char *kind)
{
	return strcmp(kind, "event") == 0 || strcmp(kind, "grant") == 0 ||
	       strcmp(kind, "domain") == 0 ||
	       strcmp(kind, "region capability") == 0;
}

static void edge(struct emit *out, const struct saved_holding *h)
{
	bool is_call = strcmp(h->kind, "call") == 0;
	size_t size = owner_size(h);
	char owner[512];

	if (size >= sizeof(owner))
		return;
	memcpy(owner, h->object, size);
	owner[size] = '\0';
	if (strcmp(owner, h->holder) == 0)
		return;
	quoted(out, h->holder);
	emit(out, " -> ");
	quoted(out, owner);
	emit(out, " [label=");
	quoted(out, h->object[size] ? h->object + size + 1 : h->kind);
	emit(out, ", tooltip=");
	quoted(out, is_call ? h->detail : h->rights);
	emit(out, "%s];\n", is_call ? "" : ", style=dashed");
}

static void edges(struct emit *out, const struct saved *saved)
{
	for (uint32_t i = 0; i < saved->holdings.count; i++) {
		const struct saved_holding *h = &saved->holdings.items[i];

		if (strcmp(h->kind, "call") == 0 || is_object(h->kind))
			edge(out, h);
	}
}

void graph_print(struct emit *out, const struct saved *saved)
{
	emit(out, "digraph ");
	quoted(out, saved->system);
	emit(out, " {\n");
	emit_deeper(out);
	emit(out, "rankdir=LR; ranksep=0.6; nodesep=0.25;\n"
	     "node [shape=box, style=\"rounded,filled\", "
	     "fillcolor=\"#f4f7fb\", fontname=\"sans-serif\", fontsize=11];\n"
	     "edge [fontname=\"sans-serif\", fontsize=9, "
	     "color=\"#445566\"];\n"
	     "graph [fontname=\"sans-serif\", fontsize=10, style=rounded];\n");
	nodes(out, saved, 0, "", 0);
	edges(out, saved);
	emit_back(out);
	emit(out, "}\n");
}
