/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * Components: from the statements of a component's block to declarations.
 */
#include "denial.h"
#include "front.h"

#include "base/suggest.h"

#define SIZE_MAX_PRIVATE	(UINT64_C(1) << 28)
#define STACK_MAX		(UINT64_C(1) << 20)
#define TIME_MAX	(UINT64_C(3600) * 1000 * 1000 * 1000)
#define POOL_STACK		4096u
#define VP_STACK		8192u
#define WORKERS_MAX		16u	/* abi_pool.count */
#define CLIENTS_MAX		65535u
#define FREE_MAX		1024u	/* of slots and views */

typedef VEC(struct setting_decl) setting_list;

/* A component while its block is read. */
struct draft {
	struct front *front;
	struct component *component;
	const char *folder;
	struct names names;	/* of everything that is a C identifier */
	struct names param_names; /* in C with a prefix */
	VEC(struct provide_decl) provides;
	VEC(struct use_decl) uses;
	VEC(struct param_decl) params;
	VEC(struct device_decl) devices;
	VEC(struct irq_decl) irqs;
	VEC(struct region_decl) regions;
	VEC(struct vp_decl) vp_list;
	VEC(struct debug_decl) debugs;
	VEC(struct bound_decl) bounds;
	cap_decls caps;
	paths sources, cflags;
};

/* Sizes of the types of parameters; "string" has the size of its value. */
static const struct { const char *name; unsigned size; } types[] = {
	{ "bool", 1 }, { "u8", 1 }, { "u16", 2 }, { "u32", 4 }, { "u64", 8 },
	{ "i8", 1 }, { "i16", 2 }, { "i32", 4 }, { "i64", 8 }, { "string", 0 },
};

static bool type_find(struct front *front, const struct word *word,
		      unsigned *size)
{
	struct suggest suggest = suggest_start(word->text);

	for (size_t i = 0; i < sizeof(types) / sizeof(*types); i++) {
		suggest_offer(&suggest, types[i].name);
		if (strcmp(types[i].name, word->text) != 0)
			continue;
		*size = types[i].size;
		return true;
	}
	diag_error(front->diag, word->at, CHECK_TYPE,
		   "unknown type '%s'%s", word->text,
		   suggest_text(&suggest, front->arena));
	return false;
}

/* `NAME : TYPE [ = VALUE ]` of a param or a setting. */
static bool param_read(struct front *front, const struct match *match,
		       struct param_decl *param)
{
	if (!type_find(front, match->arg[1], &param->size))
		return false;
	param->name = match->arg[0]->text;
	param->where = match->arg[0]->at;
	param->type = match->arg[1]->text;
	param->has_default = match->arg[2] != NULL;
	if (match->arg[2])
		word_value(front, match->arg[2], param->type, &param->value,
			   &param->text);
	return true;
}

/* Rights that a portal's capability can have. */
static uint8_t rights_read(struct front *front, const struct match *match)
{
	const struct word *word = match->arg[0];
	uint8_t rights = 0;

	for (; word; word = word_next_item(word)) {
		if (strcmp(word->text, "CALL") == 0)
			rights |= ABI_RIGHT_CALL;
		else if (strcmp(word->text, "SHARE") == 0)
			rights |= ABI_RIGHT_SHARE;
		else if (strcmp(word->text, "CONTROL") == 0)
			rights |= ABI_RIGHT_CONTROL;
		else
			diag_error(front->diag, word->at, CHECK_RANGE,
				   "the rights are CALL, SHARE and CONTROL");
	}
	return rights;
}

static void clients_read(struct front *front, const struct match *match,
			 struct provide_decl *provide)
{
	const struct word *low = match->arg[0], *high = match->arg[1];

	provide->clients_min = (uint32_t)word_in_range(front, low, 0,
		CLIENTS_MAX, "a number of clients");
	provide->clients_max = provide->clients_min;
	if (high)
		provide->clients_max = (uint32_t)word_in_range(front, high,
			provide->clients_min, CLIENTS_MAX,
			"a number of clients");
}

/* Settings lie in a block by their order, each aligned to its size. */
static void setting_declare(struct draft *draft, const struct match *match,
			    struct provide_decl *provide,
			    struct names *names, setting_list *list)
{
	struct front *front = draft->front;
	struct setting_decl *setting;
	struct param_decl param = { 0 };
	uint32_t size;

	if (!param_read(front, match, &param) ||
	    !names_add_c(front, names, match->arg[0], "a setting"))
		return;
	size = param.size ? param.size : (uint32_t)sizeof(uint32_t);
	setting = VEC_PUSH(front->arena, list);
	setting->param = param;
	setting->offset = (provide->settings_size + size - 1) & ~(size - 1);
	provide->settings_size = setting->offset + size;
}

static void provides_block(struct draft *draft, const struct match *match,
			   struct provide_decl *provide)
{
	struct front *front = draft->front;
	struct block block = block_begin(front, PLACE_PROVIDES,
					 match->statement);
	struct names names = { 0 };
	setting_list list = { 0 };
	struct match inner;

	while (block_next(&block, &inner)) {
		if (inner.keyword->id == KEY_PROVIDES_TIME)
			provide->time = word_in_range(front, inner.arg[0], 1,
						      TIME_MAX, "a time limit");
		else if (inner.keyword->id == KEY_CLIENTS)
			clients_read(front, &inner, provide);
		else if (inner.keyword->id == KEY_RIGHTS)
			provide->rights = rights_read(front, &inner);
		else
			setting_declare(draft, &inner, provide, &names, &list);
	}
	provide->settings = list.items;
	provide->settings_count = list.count;
}

static void provides_declare(struct draft *draft, const struct match *match)
{
	struct front *front = draft->front;
	struct provide_decl provide = {
		.name = match->arg[0]->text, .where = match->arg[0]->at,
		.clients_max = CLIENTS_MAX, .rights = ABI_RIGHT_CALL,
	};

	/* A portal's symbol has its own prefix: the name may be a C keyword,
	   but is one of the component's names all the same. */
	names_add_c(front, &draft->names, match->arg[0], "a");
	provide.interface = interface_find(front, match->arg[1],
					   draft->folder);
	provides_block(draft, match, &provide);
	*VEC_PUSH(front->arena, &draft->provides) = provide;
}

static void buffers_read(struct draft *draft, const struct match *match,
			 const struct word *name, struct use_decl *use)
{
	struct front *front = draft->front;

	use->buffers = (word_in_range(front, match->arg[0], 1,
				      SIZE_MAX_PRIVATE, "memory for buffers") +
			15) & ~UINT64_C(15);
	if (use->count == USE_MANY)
		diag_error(front->diag, match->statement->at, CHECK_BLOCK,
			   "a use with '*' has no buffers of its own: give its "
			   "connections a named area");
	name_derive(front, &draft->names, name, "to");
	name_derive(front, &draft->names, name, "from");
	name_derive(front, &draft->names, name, "buffers");
}

static void uses_declare(struct draft *draft, const struct match *match)
{
	struct front *front = draft->front;
	struct block block = block_begin(front, PLACE_USES, match->statement);
	const struct word *count = match->arg[2];
	struct use_decl *use;
	struct match inner;

	names_add_c(front, &draft->names, match->arg[0], "a");
	use = VEC_PUSH(front->arena, &draft->uses);
	use->name = match->arg[0]->text;
	use->where = match->arg[0]->at;
	use->interface = interface_find(front, match->arg[1], draft->folder);
	use->count = !count ? USE_ONE :
		     *count->text == '?' ? USE_OPTIONAL : USE_MANY;
	use->rights = ABI_RIGHT_CALL;
	while (block_next(&block, &inner)) {
		if (inner.keyword->id == KEY_BUFFERS)
			buffers_read(draft, &inner, match->arg[0], use);
		else
			use->rights = rights_read(front, &inner);
	}
}

static void param_declare(struct draft *draft, const struct match *match)
{
	struct param_decl param = { 0 };

	if (param_read(draft->front, match, &param) &&
	    names_add(draft->front, &draft->param_names, match->arg[0],
		      "a param"))
		*VEC_PUSH(draft->front->arena, &draft->params) = param;
}

static void region_declare(struct draft *draft, const struct match *match)
{
	struct front *front = draft->front;
	struct block block = block_begin(front, PLACE_REGION,
					 match->statement);
	struct region_decl *region;
	struct match inner;

	names_add_c(front, &draft->names, match->arg[0], "a");
	region = VEC_PUSH(front->arena, &draft->regions);
	region->name = match->arg[0]->text;
	region->where = match->arg[0]->at;
	region->size = ABI_PAGE_SIZE;
	while (block_next(&block, &inner)) {
		if (inner.keyword->id == KEY_CAPABILITY)
			region_declare_cap(front, &draft->names, &draft->caps,
					   match->arg[0],
					   draft->regions.count - 1);
		else
			region->size = word_pages(front, inner.arg[0],
						  SIZE_MAX_PRIVATE,
						  "a region's size");
	}
}

static void pool_declare(struct draft *draft, const struct match *match)
{
	struct front *front = draft->front;
	struct block block = block_begin(front, PLACE_POOL, match->statement);
	struct pool_decl *pool = &draft->component->pool;
	struct match inner;

	pool->where = match->statement->at;
	while (block_next(&block, &inner)) {
		if (inner.keyword->id == KEY_WORKERS)
			pool->workers = (uint32_t)word_in_range(front,
				inner.arg[0], 1, WORKERS_MAX,
				"a number of workers");
		else
			pool->stack = word_pages(front, inner.arg[0],
						 STACK_MAX, "a stack");
	}
}

static void vp_budget(struct front *front, const struct match *match,
		      struct vp_decl *vp)
{
	vp->budget = word_in_range(front, match->arg[0], 1, TIME_MAX,
				   "a budget");
	vp->period = word_in_range(front, match->arg[1], vp->budget, TIME_MAX,
				   "the period of this budget");
	vp->slack = match->arg[2] != NULL;
}

static void vp_declare(struct draft *draft, const struct match *match)
{
	struct front *front = draft->front;
	struct block block = block_begin(front, PLACE_VP, match->statement);
	const struct word *name = match->arg[0];
	struct vp_decl *vp;
	struct match inner;

	if (strcmp(name->text, "main") == 0)
		names_add(front, &draft->names, name, "a");
	else
		names_add_c(front, &draft->names, name, "a");
	vp = VEC_PUSH(front->arena, &draft->vp_list);
	vp->name = name->text;
	vp->where = name->at;
	vp->start = strcmp(name->text, "main") == 0 ? "vesper_start" :
		arena_printf(front->arena, "vesper_start_%s", name->text);
	vp->start = intern_string(front->interner, vp->start);
	vp->stack = VP_STACK;
	vp->threads = 1;
	while (block_next(&block, &inner)) {
		if (inner.keyword->id == KEY_BUDGET)
			vp_budget(front, &inner, vp);
		else
			vp->stack = word_pages(front, inner.arg[0], STACK_MAX,
					       "a stack");
	}
}

static void device_declare(struct draft *draft, const struct match *match)
{
	struct device_decl *device;

	names_add_c(draft->front, &draft->names, match->arg[0], "a");
	device = VEC_PUSH(draft->front->arena, &draft->devices);
	device->name = match->arg[0]->text;
	device->where = match->arg[0]->at;
	device->kind = match->arg[1]->text;
	device->optional = match->arg[2] != NULL;
}

static void irq_declare(struct draft *draft, const struct match *match)
{
	struct irq_decl *irq;

	names_add_c(draft->front, &draft->names, match->arg[0], "a");
	irq = VEC_PUSH(draft->front->arena, &draft->irqs);
	irq->name = match->arg[0]->text;
	irq->where = match->arg[0]->at;
	irq->device = match->arg[1] ? match->arg[1]->text : NULL;
	irq_declare_caps(draft->front, &draft->names, &draft->caps, match,
			 draft->irqs.count - 1);
}

static void fault_declare(struct draft *draft, const struct match *match)
{
	struct front *front = draft->front;
	struct block block = block_begin(front, PLACE_FAULT, match->statement);
	struct fault_decl *fault = &draft->component->fault;
	struct match inner;

	names_add_c(front, &draft->names, match->arg[0], "a");
	fault->name = match->arg[0]->text;
	fault->where = match->arg[0]->at;
	fault->stack = POOL_STACK;
	while (block_next(&block, &inner))
		fault->stack = word_pages(front, inner.arg[0], STACK_MAX,
					  "a stack");
}

static void slots_declare(struct draft *draft, const struct match *match)
{
	struct front *front = draft->front;

	names_add_c(front, &draft->names, match->arg[0], "a");
	draft->component->free_slots_name = match->arg[0]->text;
	draft->component->free_slots = (uint32_t)word_in_range(front,
		match->arg[1], 1, FREE_MAX, "a number of slots");
}

static void debug_declare(struct draft *draft, const struct match *match)
{
	struct front *front = draft->front;
	struct debug_decl *debug;

	if (!front->system->debug)
		diag_error(front->diag, match->statement->at, CHECK_DEBUG,
			   "this is no debug build: there is no debug capability");
	names_add_c(front, &draft->names, match->arg[0], "a");
	debug = VEC_PUSH(front->arena, &draft->debugs);
	debug->name = match->arg[0]->text;
	debug->where = match->arg[0]->at;
}

static void source_add_path(struct draft *draft, const struct word *word)
{
	struct front *front = draft->front;
	const char *path = path_join(front, draft->folder, word->text);

	if (path_is_file(path))
		*VEC_PUSH(front->arena, &draft->sources) = path;
	else
		diag_error(front->diag, word->at, CHECK_NO_SOURCE,
			   "there is no file '%s'", path);
}

/* A manifest is data: it must not make the compiler read or write elsewhere. */
static void cflag_add(struct draft *draft, const struct word *word)
{
	struct front *front = draft->front;

	if (word->text[0] == '-' && word->text[1] &&
	    strchr("DUIOWfg", word->text[1]))
		*VEC_PUSH(front->arena, &draft->cflags) = word->text;
	else
		diag_error(front->diag, word->at, CHECK_RANGE,
			   "cflags are -D, -U, -I, -O, -W, -f and -g alone");
}

static void strings_declare(struct draft *draft, const struct match *match)
{
	const struct word *word = match->arg[0];

	for (; word; word = word_next_item(word)) {
		if (match->keyword->id == KEY_SOURCE)
			source_add_path(draft, word);
		else
			cflag_add(draft, word);
	}
}

static void statement_declare(struct draft *draft, const struct match *match)
{
	switch (match->keyword->id) {
	case KEY_PARAM:
		param_declare(draft, match);
		break;
	case KEY_PROVIDES:
		provides_declare(draft, match);
		break;
	case KEY_USES:
		uses_declare(draft, match);
		break;
	case KEY_DEVICE:
		device_declare(draft, match);
		break;
	case KEY_IRQ:
		irq_declare(draft, match);
		break;
	case KEY_REGION:
		region_declare(draft, match);
		break;
	case KEY_POOL:
		pool_declare(draft, match);
		break;
	case KEY_VP:
		vp_declare(draft, match);
		break;
	case KEY_DEBUG:
		debug_declare(draft, match);
		break;
	case KEY_BOUND:
		*VEC_PUSH(draft->front->arena, &draft->bounds) =
			(struct bound_decl){ match->arg[0]->text,
				word_in_range(draft->front, match->arg[1], 0,
					      STACK_MAX, "a stack") };
		break;
	case KEY_EVENT:
	case KEY_GRANT:
	case KEY_DOMAIN:
	case KEY_HOLDS:
	case KEY_SUPERVISES:
		cap_declare(draft->front, &draft->names, &draft->caps, match);
		break;
	case KEY_FAULT:
		fault_declare(draft, match);
		break;
	case KEY_SLOTS:
		slots_declare(draft, match);
		break;
	case KEY_VIEWS:
		draft->component->free_views = (uint32_t)word_in_range(
			draft->front, match->arg[0], 1, FREE_MAX,
			"a number of views");
		break;
	case KEY_FP:
		draft->component->fp = true;
		break;
	default:
		if (strncmp(match->keyword->pattern, "STRING", 6) == 0)
			strings_declare(draft, match);
		break;
	}
}

/* The lists of a draft become the component's arrays. */
static void draft_finish(struct draft *draft)
{
	struct component *c = draft->component;

#define TAKE(field, list)                                                     \
	(c->field = draft->list.items, c->field##_count = draft->list.count)
	TAKE(provides, provides);
	TAKE(uses, uses);
	TAKE(params, params);
	TAKE(devices, devices);
	TAKE(irqs, irqs);
	TAKE(regions, regions);
	TAKE(vps, vp_list);
	TAKE(debugs, debugs);
	TAKE(bounds, bounds);
	TAKE(cap_decls, caps);
	TAKE(sources, sources);
	TAKE(cflags, cflags);
#undef TAKE
	if (!c->provides_count)
		c->pool.workers = 0;
}

static void default_source(struct draft *draft, const struct word *name)
{
	struct word word = *name;

	word.text = arena_printf(draft->front->arena, "%s.c", name->text);
	source_add_path(draft, &word);
}

struct component *component_declare(struct front *front,
				    struct definition *definition)
{
	struct component *component = definition->component;
	struct draft draft = { .front = front, .folder = definition->folder };
	struct block block = block_begin(front, PLACE_COMPONENT,
					 definition->statement);
	struct match match;

	if (component)
		return component;
	component = ARENA_NEW(front->arena, struct component);
	definition->component = draft.component = component;
	component->name = definition->name;
	component->where = definition->at;
	component->folder = definition->folder;
	component->pool = (struct pool_decl){ .where = definition->at,
		.workers = 1, .stack = POOL_STACK };
	while (block_next(&block, &match))
		statement_declare(&draft, &match);
	if (!block.seen[KEY_SOURCE])
		default_source(&draft, definition->statement->words->next);
	draft_finish(&draft);
	caps_bind(front, component);
	if (front->denial)
		denial_component(front, component);
	*VEC_PUSH(front->arena, &front->components) = component;
	return component;
}
