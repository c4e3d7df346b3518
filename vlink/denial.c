/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * Denial (see denial.h): the probe in place of a component.
 */
#include "denial.h"

#include <string.h>

#include "front.h"

#define PROBE_STACK	(2 * ABI_PAGE_SIZE)
#define HANDLER_STACK	ABI_PAGE_SIZE

static void add_debug(struct front *front, struct component *component)
{
	size_t count = component->debugs_count;
	struct debug_decl *debugs = arena_array(front->arena, count + 1,
						sizeof(*debugs));

	if (count)
		memcpy(debugs, component->debugs, count * sizeof(*debugs));
	debugs[count] = (struct debug_decl){
		.name = intern_string(front->interner, "denial_debug"),
		.where = component->where,
	};
	component->debugs = debugs;
	component->debugs_count = count + 1;
}

/* -DDENIAL_PORTALS: one P(name) for each provided interface. */
static const char *portals_flag(struct front *front,
				const struct component *component)
{
	const char *flag = "-DDENIAL_PORTALS=";

	for (size_t i = 0; i < component->provides_count; i++)
		flag = arena_printf(front->arena, "%sP(%s) ", flag,
				    component->provides[i].name);
	return flag;
}

void denial_component(struct front *front, struct component *component)
{
	struct vp_decl *vp = ARENA_NEW(front->arena, struct vp_decl);

	*vp = (struct vp_decl){
		.name = intern_string(front->interner, "main"),
		.where = component->where, .start = "vesper_start",
		.slack = true, .stack = PROBE_STACK, .threads = 1,
	};
	component->vps = vp;
	component->vps_count = 1;
	component->restart.always = false;
	component->fault = (struct fault_decl){
		.name = intern_string(front->interner, "denial_fault"),
		.where = component->where, .stack = HANDLER_STACK,
	};
	/* Events stay, but nobody is woken by them. */
	for (size_t i = 0; i < component->cap_decls_count; i++) {
		component->cap_decls[i].vp = 0;
		component->cap_decls[i].vp_name = NULL;
	}
	add_debug(front, component);
	component->sources = arena_array(front->arena, 1,
					 sizeof(*component->sources));
	component->sources[0] = front->denial;
	component->sources_count = 1;
	component->cflags = arena_array(front->arena, 1,
					sizeof(*component->cflags));
	component->cflags[0] = portals_flag(front, component);
	component->cflags_count = 1;
}
