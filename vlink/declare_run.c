/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * Components, continued: what runs in them, on which stacks and whose time.
 */
#include <vesper/abi/object.h>

#include "declare.h"

#define VP_STACK	8192u
#define WORKERS_MAX	16u	/* abi_pool.count */
#define CORES		1u	/* that the kernel runs on */

void pool_declare(struct draft *draft, const struct match *match)
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

static void vp_statement(struct front *front, const struct match *match,
			 struct vp_decl *vp)
{
	switch (match->keyword->id) {
	case KEY_BUDGET:
		vp_budget(front, match, vp);
		break;
	case KEY_THREADS:
		vp->threads = (uint32_t)word_in_range(front, match->arg[0], 1,
			ABI_CONTEXTS, "a number of threads");
		vp->threads_where = match->statement->at;
		break;
	case KEY_ON:
		vp->on = match->arg[0];
		vp->on_count = match->count[0];
		break;
	case KEY_RECOVERY:
		vp->recovery = true;
		break;
	case KEY_CORE:
		word_in_range(front, match->arg[0], 0, CORES - 1,
			      "a core of this kernel");
		break;
	default:
		vp->stack = word_pages(front, match->arg[0], STACK_MAX,
				       "a stack");
		break;
	}
}

/* What moves to it is calls, without FP registers. */
void recovery_check(struct front *front, const struct component *c)
{
	const struct vp_decl *first = NULL;

	for (size_t i = 0; i < c->vps_count; i++) {
		const struct vp_decl *vp = &c->vps[i];

		if (!vp->recovery)
			continue;
		if (first || !c->provides_count || c->fp || vp->on_count ||
		    strcmp(vp->name, "main") == 0)
			diag_error(front->diag, vp->where, CHECK_MUST,
				   "a component has one vp for recovery, which "
				   "is not main and waits `on` nothing, provides "
				   "something, and has no fp");
		first = vp;
	}
}

/* A context in a control block has no FP registers, and one that is recovered
   none of the runtime's. */
void threads_check(struct front *front, const struct component *c)
{
	for (size_t i = 0; i < c->vps_count; i++) {
		const struct vp_decl *vp = &c->vps[i];

		if (vp->threads == 1 || (!c->fp && !vp->recovery))
			continue;
		diag_error(front->diag, vp->threads_where, CHECK_THREADS,
			   "vp '%s' cannot have threads: %s", vp->name,
			   c->fp ? "the component has fp" :
				   "it is for recovery");
	}
}

void vp_declare(struct draft *draft, const struct match *match)
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
	while (block_next(&block, &inner))
		vp_statement(front, &inner, vp);
}

static enum abi_type factory_type(const char *name)
{
	static const struct { const char *name; enum abi_type type; } types[] = {
		{ "domain", ABI_TYPE_DOMAIN }, { "vp", ABI_TYPE_VP },
		{ "pool", ABI_TYPE_POOL }, { "portal", ABI_TYPE_PORTAL },
		{ "event", ABI_TYPE_EVENT }, { "grant", ABI_TYPE_GRANT },
		{ "region", ABI_TYPE_REGION },
	};

	for (size_t i = 0; i < sizeof(types) / sizeof(*types); i++)
		if (strcmp(types[i].name, name) == 0)
			return types[i].type;
	return ABI_TYPE_BUDGET;
}

static void factory_statement(struct draft *draft, const struct match *match,
			      struct factory_decl *decl)
{
	struct front *front = draft->front;
	const struct word *word = match->arg[0];

	switch (match->keyword->id) {
	case KEY_FACTORY_COUNT:
		decl->count = (uint32_t)word_in_range(front, word, 1,
			ABI_FACTORY_MAX, "a number of places");
		break;
	case KEY_FACTORY_SLOTS:
		decl->slots = (uint32_t)word_in_range(front, word, 1,
			FREE_MAX, "a number of slots");
		break;
	case KEY_FACTORY_VIEWS:
		decl->views = (uint32_t)word_in_range(front, word, 1,
			FREE_MAX, "a number of views");
		break;
	case KEY_FACTORY_WORKERS:
		decl->workers = (uint32_t)word_in_range(front, word, 1,
			WORKERS_MAX, "a number of workers");
		break;
	case KEY_FACTORY_INTERFACE:
		decl->interface = interface_find(front, word, draft->folder);
		break;
	case KEY_FACTORY_CONTROL:
		decl->blocks = draft->regions.count + 1;
		break;
	case KEY_FACTORY_SIZE:
		decl->size = word_pages(front, word, SIZE_MAX_PRIVATE,
					"a region's size");
		break;
	case KEY_FACTORY_CODE:
		decl->is_code = true;
		break;
	default:
		decl->budget = word_in_range(front, word, 1, TIME_MAX,
					     "a budget");
		decl->period = word_in_range(front, match->arg[1],
					     decl->budget, TIME_MAX,
					     "the period of this budget");
		decl->slack = match->arg[2] != NULL;
		break;
	}
}

/* A vp's control block is seen by its home alone: it has a window to itself. */
static void blocks_declare(struct draft *draft, const struct word *name,
			   uint32_t count)
{
	struct front *front = draft->front;
	struct word word = *name;
	struct region_decl *region = VEC_PUSH(front->arena, &draft->regions);

	word.text = name_derive(front, &draft->names, name, "blocks");
	region->name = word.text;
	region->where = word.at;
	region->size = count * ABI_WINDOW_SIZE;
	region->blocks = count;
	region_declare_cap(front, &draft->names, &draft->caps, &word,
			   draft->regions.count - 1, false);
}

void factory_declare(struct draft *draft, const struct match *match)
{
	struct front *front = draft->front;
	struct block block = block_begin(front, PLACE_FACTORY,
					 match->statement);
	struct factory_decl decl = { .count = 1, .slots = 16, .views = 4,
				     .workers = 1, .size = ABI_PAGE_SIZE };
	struct match inner;

	names_add_c(front, &draft->names, match->arg[0], "a");
	decl.name = match->arg[0]->text;
	decl.where = match->arg[0]->at;
	decl.type = factory_type(match->arg[1]->text);
	while (block_next(&block, &inner))
		factory_statement(draft, &inner, &decl);
	if (decl.type != ABI_TYPE_VP)
		decl.blocks = 0;
	if (decl.blocks)
		blocks_declare(draft, match->arg[0], decl.count);
	*VEC_PUSH(front->arena, &draft->factories) = decl;
	factory_declare_caps(front, &draft->names, &draft->caps, match->arg[0],
			     draft->factories.count - 1,
			     decl.type == ABI_TYPE_BUDGET);
}

void fault_declare(struct draft *draft, const struct match *match)
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

static void backoff_read(struct front *front, const struct match *match,
			 struct restart_decl *restart)
{
	const struct word *first = match->arg[0], *last = match->arg[1];

	restart->backoff = word_in_range(front, first, 0, TIME_MAX,
					 "a time to wait");
	restart->backoff_last = !last ? restart->backoff :
		word_in_range(front, last, restart->backoff, TIME_MAX,
			      "the longest time to wait");
}

void restart_declare(struct draft *draft, const struct match *match)
{
	struct front *front = draft->front;
	struct block block = block_begin(front, PLACE_RESTART,
					 match->statement);
	struct restart_decl *restart = &draft->component->restart;
	struct match inner;

	restart->where = match->statement->at;
	restart->always = strcmp(match->arg[0]->text, "always") == 0;
	if (!restart->always && match->statement->has_block)
		diag_error(front->diag, match->statement->closing, CHECK_BLOCK,
			   "'restart never' has no block: write ';'");
	while (block_next(&block, &inner)) {
		if (inner.keyword->id == KEY_BACKOFF) {
			backoff_read(front, &inner, restart);
			continue;
		}
		restart->at_most = (uint32_t)word_in_range(front, inner.arg[0],
			1, ABI_RESTARTS_MAX, "a number of restarts");
		restart->within = word_in_range(front, inner.arg[1], 1,
						TIME_MAX, "a time");
	}
}

/* A heap is a region. A restart begins on a vp: a component that only serves gets
   one for it. */
void run_finish(struct draft *draft)
{
	const struct restart_decl *restart = &draft->component->restart;
	struct front *front = draft->front;
	struct vp_decl *vp;

	on_finish(draft);
	if (draft->component->heap)
		*VEC_PUSH(front->arena, &draft->regions) = (struct region_decl){
			.name = intern_string(front->interner, "vesper_heap"),
			.where = draft->component->where,
			.size = draft->component->heap, .is_heap = true };
	if (!restart->always)
		return;
	if (draft->vp_list.count > ABI_RESTART_VPS)
		diag_error(front->diag, restart->where, CHECK_RANGE,
			   "a component that can be restarted has at most %u "
			   "vps", ABI_RESTART_VPS);
	if (draft->vp_list.count)
		return;
	vp = VEC_PUSH(front->arena, &draft->vp_list);
	vp->name = intern_string(front->interner, "restart");
	vp->where = restart->where;
	vp->start = intern_string(front->interner, "vesper_restart");
	vp->stack = POOL_STACK;
	vp->threads = 1;
	vp->is_for_restarts = true;
}
