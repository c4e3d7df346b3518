/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * Reading gcc's call graphs and adding up stacks, see callgraph.h. Indirect
 * calls are edges to "__indirect_call". A title with a colon is a function of
 * one object; others are the same function in all objects.
 */
#include "callgraph.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/*
 * What the runtime takes; tests/vlink/stacks.tap compares this with the
 * compiler's own figures. Those in assembly use no stack.
 */
const struct known_function known_functions[] = {
	{ "memcpy", 0 }, { "memmove", 0 }, { "memset", 0 }, { "memcmp", 0 },
	{ "vesper_allocate", 64 }, { "vesper_free", 64 },
	{ "vesper_buffer_give", 32 }, { "vesper_buffer_take", 32 },
	{ "vesper_restart", 96 },
	{ "vesper_mutex_lock", 512 }, { "vesper_mutex_unlock", 512 },
	{ "vesper_condition_broadcast", 512 },
	{ "vesper_condition_signal", 512 }, { "vesper_condition_wait", 512 },
	{ "vesper_session_attach", 320 },
	{ "vesper_session_begin", 0 },
	{ "vesper_session_close", 128 },
	{ "vesper_session_end", 128 },
	{ "vesper_session_open", 192 },
	{ "vesper_session_pin", 32 },
	{ "vesper_session_unpin", 128 },
	{ "vesper_text_append", 64 },
	{ "vesper_text_append_number", 160 },
	{ "vesper_thread_enter", 512 }, { "vesper_thread_exit", 512 },
	{ "vesper_thread_join", 512 }, { "vesper_thread_leave", 512 },
	{ "vesper_thread_make", 512 }, { "vesper_thread_self", 16 },
	{ "vesper_thread_sleep", 512 }, { "vesper_thread_take", 512 },
	{ "vesper_thread_wait", 512 }, { "vesper_thread_wait_any", 512 },
	{ "vesper_thread_yield", 512 }, { "vesper_threads_begin", 512 },
};
const unsigned known_functions_count =
	sizeof(known_functions) / sizeof(known_functions[0]);

static struct function *function_find(struct callgraph *graph,
				      const char *object, const char *title)
{
	struct function *f;

	if (!strchr(title, ':'))
		object = NULL;
	for (uint32_t i = 0; i < graph->functions.count; i++) {
		f = graph->functions.items[i];
		if (strcmp(f->title, title) == 0 && f->object == object)
			return f;
	}
	f = ARENA_NEW(graph->arena, struct function);
	f->title = arena_copy(graph->arena, title, strlen(title));
	f->name = f->title;
	f->object = object;
	for (unsigned i = 0; i < known_functions_count; i++)
		if (strcmp(known_functions[i].name, title) == 0) {
			f->is_known = true;
			f->frame = known_functions[i].bytes;
		}
	*VEC_PUSH(graph->arena, &graph->functions) = f;
	return f;
}

/* The text between the quotes after `key`, or NULL. */
static char *quoted(struct arena *arena, const char *line, const char *key)
{
	const char *at = strstr(line, key), *end;

	if (!at)
		return NULL;
	at += strlen(key);
	end = strchr(at, '"');
	return end ? arena_copy(arena, at, (size_t)(end - at)) : NULL;
}

/* "name\nfile:line:column\n112 bytes (static)\n0 dynamic objects" */
static void label_read(struct function *f, char *label)
{
	char *bytes = strstr(label, " bytes ("), *first = bytes;

	if (!bytes)
		return;
	while (first > label && first[-1] >= '0' && first[-1] <= '9')
		first--;
	f->has_body = true;
	f->is_known = false;
	f->frame = strtoull(first, NULL, 10);
	f->is_dynamic = strstr(bytes, "(dynamic)") != NULL;
	label[strcspn(label, "\\")] = '\0';
	f->name = label;
}

static void line_read(struct callgraph *graph, const char *object,
		      const char *line)
{
	char *title, *target, *label;
	struct function *from;
	struct call *call;

	if (strncmp(line, "node:", 5) == 0) {
		title = quoted(graph->arena, line, "title: \"");
		label = quoted(graph->arena, line, "label: \"");
		if (title && label)
			label_read(function_find(graph, object, title), label);
		return;
	}
	if (strncmp(line, "edge:", 5) != 0)
		return;
	title = quoted(graph->arena, line, "sourcename: \"");
	target = quoted(graph->arena, line, "targetname: \"");
	if (!title || !target)
		return;
	from = function_find(graph, object, title);
	call = ARENA_NEW(graph->arena, struct call);
	call->to = function_find(graph, object, target);
	call->next = from->calls;
	from->calls = call;
}

bool callgraph_read(struct callgraph *graph, const char *path)
{
	const char *object = arena_copy(graph->arena, path, strlen(path));
	FILE *file = fopen(path, "r");
	char *line = NULL;
	size_t room = 0;
	bool any = false;

	if (!file)
		return false;
	while (getline(&line, &room, file) > 0) {
		line_read(graph, object, line);
		any = true;
	}
	free(line);
	fclose(file);
	return any;
}

static void unbound(struct function *f, enum unbounded why,
		    const struct function *culprit)
{
	if (f->unbounded != BOUNDED)
		return;
	f->unbounded = why;
	f->culprit = culprit;
}

static void add_calls(struct function *f);

/* Depth is bounded by the number of functions, as open ones are not entered. */
static void work_out(struct function *f)
{
	if (f->state != FUNCTION_NEW)
		return;
	f->state = FUNCTION_OPEN;
	if (strcmp(f->title, "__indirect_call") == 0)
		unbound(f, UNBOUNDED_POINTER, f);
	else if (!f->has_body && !f->is_known)
		unbound(f, UNBOUNDED_UNKNOWN, f);
	else if (f->is_dynamic)
		unbound(f, UNBOUNDED_DYNAMIC, f);
	add_calls(f);
	f->total += f->frame;
	f->state = FUNCTION_DONE;
}

static void add_calls(struct function *f)
{
	for (const struct call *call = f->calls; call; call = call->next) {
		struct function *to = call->to;

		if (to->state == FUNCTION_OPEN) {
			unbound(f, UNBOUNDED_RECURSION, f);
			continue;
		}
		work_out(to);
		if (to->unbounded == UNBOUNDED_POINTER && to->culprit == to)
			unbound(f, UNBOUNDED_POINTER, f);
		else if (to->unbounded != BOUNDED)
			unbound(f, to->unbounded, to->culprit);
		if (!f->worst || to->total > f->total) {
			f->total = to->total;
			f->worst = to;
		}
	}
}

void callgraph_bound(struct callgraph *graph, const char *name,
		     uint64_t bytes)
{
	bool found = false;

	for (uint32_t i = 0; i < graph->functions.count; i++) {
		struct function *f = graph->functions.items[i];

		if (strcmp(f->name, name) != 0)
			continue;
		f->frame = bytes;
		f->calls = NULL;
		f->is_known = true;
		f->is_dynamic = false;
		found = true;
	}
	if (!found) {
		struct function *f = function_find(graph, NULL, name);

		f->frame = bytes;
		f->is_known = true;
	}
}

const struct function *callgraph_total(struct callgraph *graph,
				       const char *name)
{
	const struct function *worst = NULL;

	for (uint32_t i = 0; i < graph->functions.count; i++) {
		struct function *f = graph->functions.items[i];

		if (strcmp(f->name, name) != 0 || (!f->has_body && !f->is_known))
			continue;
		work_out(f);
		if (!worst || f->unbounded > worst->unbounded ||
		    (f->unbounded == worst->unbounded &&
		     f->total > worst->total))
			worst = f;
	}
	return worst;
}
