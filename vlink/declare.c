/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * Components: from the statements of a component's block to declarations.
 */
#include "declare.h"
#include "denial.h"

#include "base/suggest.h"

#define CALLERS_MAX	1024u

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
bool param_read(struct front *front, const struct match *match,
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
	bool has_cap = false;

	names_add_c(front, &draft->names, match->arg[0], "a");
	region = VEC_PUSH(front->arena, &draft->regions);
	region->name = match->arg[0]->text;
	region->where = match->arg[0]->at;
	region->size = ABI_PAGE_SIZE;
	while (block_next(&block, &inner)) {
		has_cap |= inner.keyword->id != KEY_REGION_SIZE;
		region->is_code |= inner.keyword->id == KEY_REGION_CODE;
		if (inner.keyword->id == KEY_REGION_SIZE)
			region->size = word_pages(front, inner.arg[0],
						  SIZE_MAX_PRIVATE,
						  "a region's size");
	}
	if (has_cap)
		region_declare_cap(front, &draft->names, &draft->caps,
				   match->arg[0], draft->regions.count - 1,
				   region->is_code);
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

static void source_add_path(struct draft *draft, const struct word *word,
			    paths *list)
{
	struct front *front = draft->front;
	const char *path = path_join(front, draft->folder, word->text);

	if (path_is_file(path))
		*VEC_PUSH(front->arena, list) = path;
	else
		diag_error(front->diag, word->at, CHECK_NO_SOURCE,
			   "there is no file '%s'", path);
}

/*
 * A manifest is data: it must not make the compiler read or write elsewhere, run
 * anything, or take the next argument for this one's.
 */
static bool cflag_is_data(const char *flag)
{
	static const char *const others[] = {
		"-Wa,", "-Wl,", "-Wp,", "-fauto-profile", "-fdiagnostics-format",
		"-fdump", "-flto", "-fopt-info", "-fplugin", "-fprofile",
		"-fsave", "-fself-test", "-ftest-coverage", "-fuse-",
		"-gsplit",
	};

	if (flag[0] != '-' || !flag[1] || !strchr("DUIOWfg", flag[1]) ||
	    (strchr("DUIWf", flag[1]) && !flag[2]))
		return false;
	for (size_t i = 0; i < sizeof(others) / sizeof(*others); i++)
		if (strncmp(flag, others[i], strlen(others[i])) == 0)
			return false;
	return true;
}

static void cflag_add(struct draft *draft, const struct word *word)
{
	struct front *front = draft->front;

	if (cflag_is_data(word->text))
		*VEC_PUSH(front->arena, &draft->cflags) = word->text;
	else
		diag_error(front->diag, word->at, CHECK_RANGE,
			   "cflags are -D, -U, -I, -O, -W, -f and -g alone, and "
			   "of these none with files, programs or plug-ins");
}

static void strings_declare(struct draft *draft, const struct match *match)
{
	const struct word *word = match->arg[0];

	for (; word; word = word_next_item(word)) {
		if (match->keyword->id == KEY_SOURCE)
			source_add_path(draft, word, &draft->sources);
		else if (match->keyword->id == KEY_TEST)
			source_add_path(draft, word, &draft->tests);
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
	case KEY_FACTORY:
		factory_declare(draft, match);
		break;
	case KEY_FAULT:
		fault_declare(draft, match);
		break;
	case KEY_RESTART:
		restart_declare(draft, match);
		break;
	case KEY_HEAP:
		draft->component->heap = word_pages(draft->front,
			match->arg[0], SIZE_MAX_PRIVATE, "a heap");
		break;
	case KEY_CALLERS:
		draft->component->callers = (uint32_t)word_in_range(
			draft->front, match->arg[0], 1, CALLERS_MAX,
			"a number of callers");
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

	run_finish(draft);
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
	TAKE(factories, factories);
	TAKE(sources, sources);
	TAKE(tests, tests);
	TAKE(cflags, cflags);
#undef TAKE
	if (!c->provides_count)
		c->pool.workers = 0;
}

static void default_source(struct draft *draft, const struct word *name)
{
	struct word word = *name;

	word.text = arena_printf(draft->front->arena, "%s.c", name->text);
	source_add_path(draft, &word, &draft->sources);
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
	recovery_check(front, component);
	threads_check(front, component);
	if (front->denial)
		denial_component(front, component);
	*VEC_PUSH(front->arena, &front->components) = component;
	return component;
}
