/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * Whether a component's stacks are large enough, by the compiler's call graph:
 * each worker's for any portal, each vp's for where it starts. A thread block
 * stands at the top of every stack.
 */
#include <inttypes.h>

#include <vesper/abi/thread.h>

#include "build.h"
#include "callgraph.h"
#include "generate.h"
#include "number.h"

/* vesper_start() itself, which calls main and is in the runtime. */
#define START_FRAME	32u
/* What the jump leaves on the stack. */
#define FIELDS_FRAME	16u

struct stacks {
	struct build *build;
	struct component *component;
	struct callgraph graph;
};

static const char *const reasons[] = {
	[BOUNDED] = "",
	[UNBOUNDED_POINTER] = "it calls through a pointer",
	[UNBOUNDED_RECURSION] = "it calls itself, directly or through others",
	[UNBOUNDED_DYNAMIC] = "it has memory of variable size on the stack",
	[UNBOUNDED_UNKNOWN] = "it is no C of this component",
};

static void note_path(struct stacks *stacks, const struct function *f)
{
	const char *path = "";

	for (; f; f = f->worst)
		path = arena_printf(stacks->build->arena, "%s%s%s %" PRIu64,
				    path, *path ? ", " : "", f->name,
				    f->frame);
	diag_note(stacks->build->diag, stacks->component->where,
		  "the worst path, each function with its own bytes: %s", path);
}

/* Bytes that a stack needs for a root; 0 if nothing bounds it. */
static uint64_t root_need(struct stacks *stacks, const char *root,
			  uint64_t size, struct span where, const char *what)
{
	const struct function *f = callgraph_total(&stacks->graph, root);
	struct diag *diag = stacks->build->diag;
	uint64_t need;

	if (!f)
		return 0;
	if (f->unbounded != BOUNDED) {
		diag_error(diag, where, CHECK_UNBOUNDED,
			   "nothing bounds the stack of '%s', in %s: %s; "
			   "write bound %s SIZE;", f->culprit->name, what,
			   reasons[f->unbounded], f->culprit->name);
		return 0;
	}
	need = f->total + sizeof(struct abi_thread) + START_FRAME;
	if (need > size) {
		diag_error(diag, where, CHECK_STACK,
			   "%s needs %" PRIu64 " bytes of stack, and has %s",
			   what, need, number_text(stacks->build->arena,
						   UNIT_SIZE, size));
		note_path(stacks, f);
	}
	return need;
}

/* A portal whose methods carry capabilities, as that of every session, begins
   with a jump (portal.h). */
static uint64_t portal_need(struct stacks *stacks, const char *kind,
			    const struct provide_decl *provide,
			    const char *what)
{
	const struct pool_decl *pool = &stacks->component->pool;
	struct arena *arena = stacks->build->arena;
	const char *fields = arena_printf(arena, "vesper_%s_fields_%s", kind,
					  provide->name);
	uint64_t need;

	if (!callgraph_total(&stacks->graph, fields))
		return root_need(stacks, arena_printf(arena, "vesper_%s_%s",
			kind, provide->name), pool->stack, pool->where, what);
	need = root_need(stacks, fields, pool->stack - FIELDS_FRAME,
			 pool->where, what);
	return need ? need + FIELDS_FRAME : 0;
}

/* Any thread may begin with any function that VESPER_THREAD() names. */
static void threads_check_stacks(struct stacks *stacks, struct vp_decl *vp,
				 const char *what)
{
	for (uint32_t i = 0; i < stacks->graph.functions.count; i++) {
		const char *name = stacks->graph.functions.items[i]->name;
		uint64_t need;

		if (strncmp(name, "vesper_thread_of_", 17) != 0)
			continue;
		need = root_need(stacks, name, vp->stack, vp->where,
				 arena_printf(stacks->build->arena,
					      "a thread of %s", what));
		if (need > vp->stack_used)
			vp->stack_used = need;
	}
}

static void component_check(struct stacks *stacks)
{
	struct component *c = stacks->component;
	struct arena *arena = stacks->build->arena;

	for (size_t i = 0; i < c->provides_count; i++) {
		static const char *const kinds[] = { "portal", "session" };
		const char *what = arena_printf(arena, "a worker of '%s'",
						c->name);

		for (unsigned k = 0; k < 2; k++) {
			uint64_t need = portal_need(stacks, kinds[k],
						    &c->provides[i], what);

			if (need > c->pool.stack_used)
				c->pool.stack_used = need;
		}
	}
	for (size_t i = 0; i < c->vps_count; i++) {
		struct vp_decl *vp = &c->vps[i];
		bool is_main = strcmp(vp->name, "main") == 0;
		const char *what = arena_printf(arena, "vp %s of '%s'",
						vp->name, c->name);

		vp->stack_used = root_need(stacks,
			is_main && !vp_starts_here(vp) ? "main" : vp->start,
			vp->stack, vp->where, what);
		if (vp->threads > 1)
			threads_check_stacks(stacks, vp, what);
	}
}

/* "x.o" -> "x.ci" */
static const char *graph_path(struct arena *arena, const char *object)
{
	return arena_printf(arena, "%.*s.ci", (int)(strlen(object) - 2),
			    object);
}

bool build_stacks(struct build *build)
{
	const struct component *unknown = NULL;

	for (size_t i = 0; i < build->system.components_count; i++) {
		struct component *c = build->system.components[i];
		struct stacks stacks = { .build = build, .component = c,
					 .graph = { .arena = build->arena } };
		bool any = false, has = build_has_callgraph(build);

		/* Another compiler may have left its own. */
		for (size_t j = 0; has && j < c->objects_count; j++)
			any = callgraph_read(&stacks.graph,
				graph_path(build->arena, c->objects[j])) || any;
		for (size_t j = 0; j < c->bounds_count; j++)
			callgraph_bound(&stacks.graph, c->bounds[j].name,
					c->bounds[j].bytes);
		if (any)
			component_check(&stacks);
		else
			unknown = c;
	}
	if (unknown)
		diag_warning(build->diag, unknown->where, CHECK_NO_GRAPH,
			     "'%s' tells no call graph: whether stacks are "
			     "large enough is not known", build->tools.cc);
	return !build->diag->errors;
}
