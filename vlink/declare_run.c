/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * Components, continued: what runs in them, on which stacks and whose time.
 */
#include "declare.h"

#define VP_STACK	8192u
#define WORKERS_MAX	16u	/* abi_pool.count */

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
	while (block_next(&block, &inner)) {
		if (inner.keyword->id == KEY_BUDGET)
			vp_budget(front, &inner, vp);
		else
			vp->stack = word_pages(front, inner.arg[0], STACK_MAX,
					       "a stack");
	}
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
