/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * Reading system.json back, see saved.h.
 */
#include "saved.h"

#include <sys/stat.h>

#include "checks.h"

enum { FILE_MAX = 64 << 20 };

static const char *rights_join(struct arena *arena, const struct json *object)
{
	const struct json *list = json_member(object, "rights", JSON_ARRAY);
	const char *text = "";

	for (const struct json *r = list->first; r; r = r->next)
		if (r->kind == JSON_STRING)
			text = arena_printf(arena, "%s%s%s", text,
					    *text ? " " : "", r->text);
	return text;
}

static uint64_t count_of(const struct json *json, const char *key)
{
	const struct json *list = json_member(json, key, JSON_ARRAY);
	uint64_t count = 0;

	for (const struct json *item = list->first; item; item = item->next)
		count++;
	return count;
}

static void domain_load(struct arena *arena, struct saved *saved,
			const struct json *json)
{
	struct saved_domain *domain = VEC_PUSH(arena, &saved->domains);
	const struct json *list = json_member(json, "vps", JSON_ARRAY);

	domain->name = json_text(json, "name");
	domain->component = json_text(json, "component");
	domain->where = json_text(json, "where");
	domain->at_end = json_text(json, "at_end");
	domain->level = json_number(json, "level");
	domain->dma = json_truth(json, "dma");
	domain->worker_stack = json_number(json, "worker_stack");
	domain->worker_stack_used = json_number(json, "worker_stack_used");
	for (const struct json *vp = list->first; vp; vp = vp->next)
		*VEC_PUSH(arena, &domain->vps) = (struct saved_vp){
			.name = json_text(vp, "name"),
			.budget = json_number(vp, "budget"),
			.period = json_number(vp, "period"),
			.stack = json_number(vp, "stack"),
			.threads = count_of(vp, "threads"),
			.stack_used = json_number(vp, "stack_used"),
			.slack = json_number(vp, "slack") != 0 };
	domain->workers = count_of(json, "workers");
}

static void portal_load(struct arena *arena, struct saved *saved,
			const struct json *json)
{
	*VEC_PUSH(arena, &saved->portals) = (struct saved_portal){
		.name = json_text(json, "name"),
		.domain = json_text(json, "domain"),
		.interface = json_text(json, "interface"),
		.where = json_text(json, "where"),
		.time = json_number(json, "time") };
}

static void holding_load(struct arena *arena, struct saved *saved,
			 const struct json *json)
{
	*VEC_PUSH(arena, &saved->holdings) = (struct saved_holding){
		.holder = json_text(json, "holder"),
		.kind = json_text(json, "kind"),
		.object = json_text(json, "object"),
		.detail = json_text(json, "detail"),
		.rights = rights_join(arena, json),
		.where = json_text(json, "where"),
		.slot = json_number(json, "slot"),
		.address = json_number(json, "address"),
		.size = json_number(json, "size") };
}

static void memory_load(struct arena *arena, struct saved *saved,
			const struct json *json)
{
	*VEC_PUSH(arena, &saved->memory) = (struct saved_memory){
		.owner = json_text(json, "owner"),
		.name = json_text(json, "name"),
		.rights = rights_join(arena, json),
		.address = json_number(json, "address"),
		.size = json_number(json, "size"),
		.device = json_truth(json, "device"),
		.stored = json_truth(json, "stored") };
}

static void each(struct arena *arena, struct saved *saved,
		 const struct json *json, const char *name,
		 void (*load)(struct arena *, struct saved *,
			      const struct json *))
{
	const struct json *list = json_member(json, name, JSON_ARRAY);

	for (const struct json *i = list->first; i; i = i->next)
		load(arena, saved, i);
}

static const char *file_of(struct arena *arena, const char *path)
{
	struct stat state;

	if (stat(path, &state) != 0 || !S_ISDIR(state.st_mode))
		return path;
	return arena_printf(arena, "%s/parts/system.json", path);
}

static struct json *file_read(struct arena *arena, struct diag *diag,
			      const char *path)
{
	struct span nowhere = { 0, 0 };
	struct source_file *file;
	struct json *json;
	const char *error;

	if (source_load(diag->sources, path, FILE_MAX, &file) != SOURCE_OK) {
		diag_error(diag, nowhere, CHECK_FILE, "cannot read '%s': "
			   "vlink build makes it", path);
		return NULL;
	}
	json = json_read(arena, file->text, file->size, &error);
	if (!json)
		diag_error(diag, nowhere, CHECK_REPORT, "'%s' is no report: %s",
			   path, error);
	else if (json_number(json, "format") != 1)
		diag_error(diag, nowhere, CHECK_REPORT,
			   "'%s' is no report of format 1", path);
	return json && json_number(json, "format") == 1 ? json : NULL;
}

bool saved_load(struct saved *saved, struct arena *arena, struct diag *diag,
		const char *path)
{
	const struct json *json;

	*saved = (struct saved){ .path = file_of(arena, path) };
	json = file_read(arena, diag, saved->path);
	if (!json)
		return false;
	saved->system = json_text(json, "system");
	saved->board = json_text(json, "board");
	saved->image_size = json_number(json, "image_size");
	saved->memory_size = json_number(json, "memory_size");
	saved->kernel_size = json_number(json, "kernel_size");
	each(arena, saved, json, "domains", domain_load);
	each(arena, saved, json, "portals", portal_load);
	each(arena, saved, json, "holdings", holding_load);
	each(arena, saved, json, "memory", memory_load);
	return true;
}
