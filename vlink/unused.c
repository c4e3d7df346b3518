/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * Least privilege: what a component declares and no object of it refers to is
 * authority that it need not have. Every use, device, region and debug
 * capability is a symbol (generate.c), so the objects' undefined symbols tell.
 */
#include "build.h"
#include "elf_file.h"

#include <stdlib.h>

/* Sorted, as a component can have thousands. */
typedef VEC(const char *) symbols;

static int compare(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static bool symbols_read(struct build *build, const char *path, symbols *list)
{
	struct elf_file file;

	if (!elf_open(&file, path, ET_REL))
		return false;
	for (size_t i = 0; i < file.symbols_count; i++)
		if (file.symbols[i].section == SHN_UNDEF)
			*VEC_PUSH(build->arena, list) = intern_string(
				build->front.interner, file.symbols[i].name);
	elf_close(&file);
	return true;
}

static bool has(const symbols *list, const char *name)
{
	return list->count && bsearch(&name, list->items, list->count,
				      sizeof(*list->items), compare);
}

static void check(struct build *build, const symbols *list,
		  const struct component *component, const char *name,
		  struct span where, const char *what)
{
	static const char *const endings[] = { "", "_count", "_cap", "_event" };

	/* Of a use with `*` the number is enough, and so on. */
	for (size_t i = 0; i < sizeof(endings) / sizeof(*endings); i++)
		if (has(list, intern_string(build->front.interner,
					    arena_printf(build->arena, "%s%s",
							 name, endings[i]))))
			return;
	diag_warning(build->diag, where, CHECK_UNUSED,
		     "component %s declares %s '%s' and never uses it",
		     component->name, what, name);
}

static void component_check(struct build *build,
			    const struct component *c)
{
	symbols list = { 0 };

	for (size_t i = 0; i < c->objects_count; i++)
		if (!symbols_read(build, c->objects[i], &list))
			return;		/* was reported by object_read() */
	if (list.count)
		qsort(list.items, list.count, sizeof(*list.items), compare);
	for (size_t i = 0; i < c->uses_count; i++)
		check(build, &list, c, c->uses[i].name, c->uses[i].where,
		      "the use");
	for (size_t i = 0; i < c->devices_count; i++)
		check(build, &list, c, c->devices[i].name, c->devices[i].where,
		      "the device");
	for (size_t i = 0; i < c->regions_count; i++)
		if (c->regions[i].is_heap)
			check(build, &list, c, "vesper_allocate",
			      c->regions[i].where, "the heap of");
		else if (!c->regions[i].blocks)
			check(build, &list, c, c->regions[i].name,
			      c->regions[i].where, "the region");
	/* An event of its own may be there for others alone. */
	for (size_t i = 0; i < c->cap_decls_count; i++)
		if (c->cap_decls[i].source != CAP_OWN ||
		    c->cap_decls[i].type == ABI_TYPE_DOMAIN)
			check(build, &list, c, c->cap_decls[i].name,
			      c->cap_decls[i].where, "the capability");
	for (size_t i = 0; i < c->debugs_count; i++)
		check(build, &list, c, c->debugs[i].name, c->debugs[i].where,
		      "the debug capability");
}

void build_unused(struct build *build)
{
	for (size_t i = 0; i < build->system.components_count; i++)
		component_check(build, build->system.components[i]);
}
