/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * Reading system.json. A member that is missing, of another kind, or names a
 * domain that is none, is an error: there is nothing to compare with then.
 */
#include <stdlib.h>
#include <string.h>

#include <vesper/abi/syscall.h>

#include "audit.h"
#include "json.h"

#define PLACE_MAX 4096u /* views or workers of one place */
#define MADE_MAX  (UINT64_C(1) << 28) /* bytes of one region */
#define FORMAT 1

struct reader {
	struct wanted *wanted;
	FILE *out;
	bool good;
};

static void fail(struct reader *r, const char *what)
{
	if (r->good && r->out)
		fprintf(r->out, "system.json: '%s' is missing or wrong\n",
			what);
	r->good = false;
}

static uint64_t number(struct reader *r, const struct json *object,
		       const char *key)
{
	const struct json *json = json_member(object, key, JSON_NUMBER);

	if (!json)
		fail(r, key);
	return json ? json->number : 0;
}

/* A number that is written only where it is not 0. */
static uint64_t number_or_0(const struct json *object, const char *key)
{
	const struct json *json = json_member(object, key, JSON_NUMBER);

	return json ? json->number : 0;
}

static bool boolean(struct reader *r, const struct json *object,
		    const char *key)
{
	const struct json *json = json_member(object, key, JSON_BOOL);

	if (!json)
		fail(r, key);
	return json && json->number;
}

static const char *string(struct reader *r, const struct json *object,
			  const char *key)
{
	const struct json *json = json_member(object, key, JSON_STRING);

	if (!json)
		fail(r, key);
	return json ? json->string : "";
}

/* An array, as long as `size` bytes for each element were allocated. */
static void *array(struct reader *r, const struct json *object,
		   const char *key, size_t size, const struct json **json,
		   size_t *count)
{
	void *memory;

	*json = json_member(object, key, JSON_ARRAY);
	*count = *json ? (*json)->count : 0;
	memory = calloc(*count + 1, size);
	if (!*json || !memory) {
		fail(r, key);
		*count = 0;
	}
	return memory;
}

static size_t domain_named(struct reader *r, const char *name)
{
	const struct wanted *wanted = r->wanted;

	for (size_t i = 0; i < wanted->domains_count; i++)
		if (strcmp(wanted->domains[i].name, name) == 0)
			return i;
	fail(r, "the name of a domain");
	return 0;
}

static uint8_t rights(struct reader *r, const struct json *object)
{
	static const struct {
		const char *name;
		uint8_t value;
	} names[] = {
#define X(name, value) { #name, value },
		ABI_RIGHTS(X)
#undef X
	};
	const struct json *list = json_member(object, "rights", JSON_ARRAY);
	uint8_t bits = 0;

	for (size_t i = 0; list && i < list->count; i++)
		for (size_t n = 0; n < sizeof names / sizeof *names; n++)
			if (list->items[i].kind == JSON_STRING &&
			    strcmp(list->items[i].string, names[n].name) == 0)
				bits |= names[n].value;
	if (!list)
		fail(r, "rights");
	return bits;
}

/* ---- parts of the file --------------------------------------------------- */

static void read_threads(struct reader *r, const struct json *from,
			 struct wanted_vp *to)
{
	const struct json *list;

	to->threads = array(r, from, "threads", sizeof *to->threads, &list,
			    &to->threads_count);
	for (size_t i = 0; i < to->threads_count; i++)
		to->threads[i] = list->items[i].number;
}

static void read_vps(struct reader *r, const struct json *from,
		     struct wanted_domain *to)
{
	const struct json *list;

	to->vps = array(r, from, "vps", sizeof *to->vps, &list,
			&to->vps_count);
	for (size_t i = 0; i < to->vps_count; i++)
		to->vps[i] = (struct wanted_vp){
			.budget = number(r, &list->items[i], "budget"),
			.period = number(r, &list->items[i], "period"),
			.slack = number(r, &list->items[i], "slack"),
			.entry = number(r, &list->items[i], "entry"),
			.thread = number(r, &list->items[i], "thread"),
			.control = number(r, &list->items[i], "control"),
			.caller = number(r, &list->items[i], "caller"),
			.activation = number(r, &list->items[i],
					     "activation"),
			.recovery = number(r, &list->items[i], "recovery"),
		};
	for (size_t i = 0; i < to->vps_count; i++)
		read_threads(r, &list->items[i], &to->vps[i]);
	to->workers = array(r, from, "workers", sizeof *to->workers, &list,
			    &to->workers_count);
	for (size_t i = 0; i < to->workers_count; i++)
		to->workers[i] = list->items[i].number;
	to->worker_caller = number(r, from, "worker_caller");
}

static void read_handling(struct reader *r, const struct json *from,
			  struct wanted_domain *to)
{
	const struct json *supervisor = json_member(from, "supervisor",
						    JSON_STRING);

	to->handler = number(r, from, "handler");
	to->handler_stack = number(r, from, "handler_stack");
	to->handler_caller = number(r, from, "handler_caller");
	to->restart = number(r, from, "restart");
	to->fp = boolean(r, from, "fp");
	to->free_slots = number(r, from, "free_slots");
	to->free_views = number(r, from, "free_views");
	to->supervisor = supervisor ? supervisor->string : NULL;
	to->supervisor_bits = number_or_0(from, "supervisor_bits");
}

static void read_domains(struct reader *r, const struct json *root)
{
	struct wanted *w = r->wanted;
	const struct json *list;

	w->domains = array(r, root, "domains", sizeof *w->domains, &list,
			   &w->domains_count);
	for (size_t i = 0; i < w->domains_count; i++) {
		const struct json *from = &list->items[i];
		struct wanted_domain *to = &w->domains[i];

		to->name = string(r, from, "name");
		to->level = number(r, from, "level");
		to->slots = number(r, from, "slots");
		if (number(r, from, "index") != i)
			fail(r, "index");
		read_vps(r, from, to);
		read_handling(r, from, to);
	}
}

static void read_portals(struct reader *r, const struct json *root)
{
	struct wanted *w = r->wanted;
	const struct json *list;

	w->portals = array(r, root, "portals", sizeof *w->portals, &list,
			   &w->portals_count);
	for (size_t i = 0; i < w->portals_count; i++) {
		const struct json *from = &list->items[i];

		w->portals[i] = (struct wanted_portal){
			.name = string(r, from, "name"),
			.domain = domain_named(r, string(r, from, "domain")),
			.interface = number(r, from, "interface_number"),
			.entry = number(r, from, "entry"),
			.time = number(r, from, "time"),
		};
	}
}

static void read_factory(struct reader *r, const struct json *from,
			 struct wanted_object *to)
{
	static const struct { const char *name; enum abi_type type; } types[] = {
		{ "DOMAIN", ABI_TYPE_DOMAIN }, { "VP", ABI_TYPE_VP },
		{ "POOL", ABI_TYPE_POOL }, { "PORTAL", ABI_TYPE_PORTAL },
		{ "EVENT", ABI_TYPE_EVENT }, { "GRANT", ABI_TYPE_GRANT },
		{ "BUDGET", ABI_TYPE_BUDGET }, { "REGION", ABI_TYPE_REGION },
	};
	const char *of = string(r, from, "of");

	for (size_t i = 0; i < sizeof types / sizeof *types; i++)
		if (strcmp(types[i].name, of) == 0)
			to->of = types[i].type;
	to->count = number(r, from, "count");
	to->level = number(r, from, "level");
	to->slots = number(r, from, "slots");
	to->views = number(r, from, "views");
	to->workers = number(r, from, "workers");
	to->interface = number(r, from, "interface_number");
	to->blocks = number(r, from, "blocks");
	to->address = number(r, from, "address");
	to->size = number(r, from, "size");
	to->code = number(r, from, "code");
	to->budget = number(r, from, "budget");
	to->period = number(r, from, "period");
	to->slack = number(r, from, "slack");
	if (to->of == ABI_TYPE_NONE || to->count == 0 ||
	    to->count > ABI_FACTORY_MAX || to->slots > ABI_FIELD_SLOT + 1 ||
	    to->views > PLACE_MAX || to->workers > PLACE_MAX ||
	    (to->of == ABI_TYPE_REGION && to->size == 0) ||
	    to->size > MADE_MAX || to->size % ABI_PAGE_SIZE ||
	    to->address % ABI_WINDOW_SIZE ||
	    to->blocks % ABI_WINDOW_SIZE)
		fail(r, "of");
}

static void read_objects(struct reader *r, const struct json *root)
{
	struct wanted *w = r->wanted;
	const struct json *list;

	w->objects = array(r, root, "objects", sizeof *w->objects, &list,
			   &w->objects_count);
	for (size_t i = 0; i < w->objects_count; i++) {
		const struct json *from = &list->items[i];
		struct wanted_object *to = &w->objects[i];
		const char *kind = string(r, from, "kind");

		to->name = string(r, from, "name");
		to->domain = domain_named(r, string(r, from, "domain"));
		if (strcmp(kind, "event") == 0) {
			to->type = ABI_TYPE_EVENT;
			to->vp = number(r, from, "vp");
			to->number = number(r, from, "number");
			if (to->vp > w->domains[to->domain].vps_count)
				fail(r, "vp");
		} else if (strcmp(kind, "irq") == 0) {
			to->type = ABI_TYPE_IRQ;
			to->line = number(r, from, "line");
			to->event = string(r, from, "event");
		} else if (strcmp(kind, "grant") == 0) {
			to->type = ABI_TYPE_GRANT;
		} else if (strcmp(kind, "factory") == 0 ||
			   strcmp(kind, "budget") == 0) {
			read_factory(r, from, to);
			to->type = kind[0] == 'f' ? ABI_TYPE_FACTORY :
				ABI_TYPE_BUDGET;
		} else {
			fail(r, "kind");
		}
	}
}

static enum holding_kind kind_named(struct reader *r, const char *name)
{
	static const char *const names[HOLDING_KINDS] = {
		[HOLDING_CALL] = "call", [HOLDING_DEBUG] = "debug",
		[HOLDING_EVENT] = "event", [HOLDING_GRANT] = "grant",
		[HOLDING_DOMAIN] = "domain", [HOLDING_FACTORY] = "factory",
		[HOLDING_BUDGET] = "budget",
		[HOLDING_REGION_CAP] = "region capability",
		[HOLDING_MEMORY] = "memory", [HOLDING_REGION] = "region",
		[HOLDING_AREA] = "area", [HOLDING_DEVICE] = "device",
		[HOLDING_IRQ] = "irq", [HOLDING_ALL_MEMORY] = "all memory",
		[HOLDING_ATTACH] = "attach",
	};

	for (unsigned i = 0; i < HOLDING_KINDS; i++)
		if (strcmp(names[i], name) == 0)
			return (enum holding_kind)i;
	fail(r, "the kind of a holding");
	return HOLDING_KINDS;
}

static void read_handle(struct reader *r, const struct json *from,
			struct holding *to)
{
	to->handle = number(r, from, "handle");
	to->to = number(r, from, "to");
	to->from = number(r, from, "from");
}

static void read_connection(struct reader *r, const struct json *from,
			    struct holding *to)
{
	const struct json *list;

	read_handle(r, from, to);
	to->record = (struct abi_client){
		.to_base = number(r, from, "to_base"),
		.to_limit = number(r, from, "to_limit"),
		.from_base = number(r, from, "from_base"),
		.from_limit = number(r, from, "from_limit"),
		.client = (uint32_t)number(r, from, "client"),
		.provide = (uint32_t)number(r, from, "provide"),
		.parameters = number(r, from, "parameters"),
		.to_slots = (uint32_t)to->to,
		.to_stride = (uint32_t)number(r, from, "to_stride"),
		.from_slots = (uint32_t)to->from,
		.from_stride = (uint32_t)number(r, from, "from_stride"),
		.callers = (uint32_t)number(r, from, "callers"),
		.cells = (uint32_t)number(r, from, "cells"),
		.notify = (uint32_t)number(r, from, "notify"),
		.ring_depth = (uint32_t)number(r, from, "ring_depth"),
		.methods = (uint32_t)number(r, from, "methods"),
	};
	to->methods = array(r, from, "method_bits", sizeof *to->methods, &list,
			    &to->methods_count);
	for (size_t i = 0; i < to->methods_count; i++)
		to->methods[i] = (uint32_t)list->items[i].number;
}

static void read_holdings(struct reader *r, const struct json *root)
{
	struct wanted *w = r->wanted;
	const struct json *list;

	w->holdings = array(r, root, "holdings", sizeof *w->holdings, &list,
			    &w->holdings_count);
	for (size_t i = 0; i < w->holdings_count; i++) {
		const struct json *from = &list->items[i];

		w->holdings[i] = (struct holding){
			.holder = domain_named(r, string(r, from, "holder")),
			.kind = kind_named(r, string(r, from, "kind")),
			.object = string(r, from, "object"),
			.rights = rights(r, from),
			.slot = number_or_0(from, "slot"),
			.badge = number_or_0(from, "badge"),
			.address = number_or_0(from, "address"),
			.size = number_or_0(from, "size"),
			.physical = number_or_0(from, "physical"),
		};
		if (w->holdings[i].kind == HOLDING_CALL)
			read_connection(r, from, &w->holdings[i]);
		if (w->holdings[i].kind == HOLDING_ATTACH)
			read_handle(r, from, &w->holdings[i]);
	}
}

static void read_parts(struct reader *r, const struct json *root)
{
	struct wanted *w = r->wanted;
	const struct json *list;

	w->parts = array(r, root, "memory", sizeof *w->parts, &list,
			 &w->parts_count);
	for (size_t i = 0; i < w->parts_count; i++) {
		const struct json *from = &list->items[i];

		w->parts[i] = (struct part){
			.owner = domain_named(r, string(r, from, "owner")),
			.address = number(r, from, "address"),
			.size = number(r, from, "size"),
			.rights = rights(r, from),
			.is_device = boolean(r, from, "device"),
		};
	}
	w->kernel = array(r, root, "kernel", sizeof *w->kernel, &list,
			  &w->kernel_count);
	for (size_t i = 0; i < w->kernel_count; i++) {
		const struct json *from = &list->items[i];

		w->kernel[i] = (struct part){
			.address = number(r, from, "address"),
			.size = number(r, from, "size"),
			.rights = rights(r, from),
			.is_device = boolean(r, from, "device"),
			.physical = number(r, from, "physical"),
		};
	}
}

static void read_all(struct reader *r, const struct json *root)
{
	struct wanted *w = r->wanted;

	if (number(r, root, "format") != FORMAT)
		fail(r, "format");
	w->address_bits = number(r, root, "address_bits");
	w->ram = number(r, root, "ram");
	w->image_size = number(r, root, "image_size");
	w->memory_size = number(r, root, "memory_size");
	w->kernel_size = number(r, root, "kernel_size");
	w->debug = boolean(r, root, "debug");
	read_domains(r, root);
	read_portals(r, root);
	read_objects(r, root);
	read_holdings(r, root);
	read_parts(r, root);
}

/* ---- files --------------------------------------------------------------- */

static char *read_text(const char *path, size_t *size)
{
	FILE *file = fopen(path, "rb");
	char *text = NULL;
	long length;

	if (!file)
		return NULL;
	if (fseek(file, 0, SEEK_END) == 0 && (length = ftell(file)) >= 0 &&
	    length < 1 << 28 && fseek(file, 0, SEEK_SET) == 0 &&
	    (text = malloc((size_t)length + 1)))
		*size = fread(text, 1, (size_t)length, file);
	fclose(file);
	return text;
}

bool wanted_load(struct wanted *wanted, const char *path, FILE *out)
{
	struct reader r = { .wanted = wanted, .out = out, .good = true };
	char error[128] = "cannot be read";
	size_t size = 0;
	char *text = read_text(path, &size);

	*wanted = (struct wanted){ .json = calloc(1, sizeof(struct json)) };
	if (!text || !wanted->json ||
	    !json_parse(wanted->json, text, size, error)) {
		if (out)
			fprintf(out, "%s: %s\n", path, error);
		r.good = false;
	} else {
		read_all(&r, wanted->json);
	}
	free(text);
	if (!r.good)
		wanted_free(wanted);
	return r.good;
}

void wanted_free(struct wanted *wanted)
{
	for (size_t i = 0; i < wanted->domains_count; i++) {
		for (size_t v = 0; v < wanted->domains[i].vps_count; v++)
			free(wanted->domains[i].vps[v].threads);
		free(wanted->domains[i].vps);
		free(wanted->domains[i].workers);
	}
	for (size_t i = 0; i < wanted->holdings_count; i++)
		free(wanted->holdings[i].methods);
	free(wanted->domains);
	free(wanted->portals);
	free(wanted->objects);
	free(wanted->holdings);
	free(wanted->parts);
	free(wanted->kernel);
	if (wanted->json)
		json_free(wanted->json);
	free(wanted->json);
	*wanted = (struct wanted){ 0 };
}
