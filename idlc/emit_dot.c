/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * Types and interfaces as a graph for Graphviz: what is made of what, who
 * extends whom, and which methods hand out capabilities to what.
 */
#include "check.h"
#include "json.h"

static void edge(struct emit *e, const struct decl *from,
		 const struct decl *to, const char *style, struct map *seen,
		 struct compile *compile)
{
	const char *key = arena_printf(compile->arena, "%s>%s>%s",
				       from->full_name, to->full_name, style);

	/* Once, however many fields there are. */
	if (map_add(seen, compile->arena, map_name(intern_string(
			compile->names, key)), compile))
		return;
	emit(e, "\t\"%s\" -> \"%s\"%s;\n", from->full_name, to->full_name,
	     style);
}

static void type_edges(struct emit *e, const struct decl *from,
		       const struct type *type, struct map *seen,
		       struct compile *compile)
{
	if (type->alias && type->alias != from) {
		edge(e, from, type->alias, "", seen, compile);
		return;
	}
	while (type->element)
		type = type->element;
	if (type->decl && type->decl != from)
		edge(e, from, type->decl, "", seen, compile);
	if (type->interface)
		edge(e, from, type->interface, " [style=dashed, label=cap]",
		     seen, compile);
}

static void declaration(struct emit *e, const struct decl *decl,
			struct compile *compile)
{
	static const char *const shapes[] = {
		NULL, "plaintext", "oval", "oval", "octagon", "box", "diamond",
		"component",
	};
	struct map seen = { 0 };

	if (decl->kind == DECL_CONST)
		return;
	emit(e, "\t\"%s\" [shape=%s];\n", decl->full_name,
	     shapes[decl->kind]);
	if (decl->kind == DECL_TYPE)
		type_edges(e, decl, &decl->type, &seen, compile);
	for (uint32_t i = 0; i < decl->member_count; i++)
		if (decl->members[i].type)
			type_edges(e, decl, decl->members[i].type, &seen,
				   compile);
	if (decl->base)
		edge(e, decl, decl->base, " [arrowhead=empty, label=extends]",
		     &seen, compile);
	for (uint32_t m = 0; m < decl->method_count; m++) {
		const struct method *method = &decl->methods[m];

		if (method->interface != decl)
			continue;
		if (method->error)
			edge(e, decl, method->error, " [style=dotted]", &seen,
			     compile);
		for (uint32_t i = 0; i < method->request.count; i++)
			type_edges(e, decl, method->request.params[i].type,
				   &seen, compile);
		for (uint32_t i = 0; i < method->reply.count; i++)
			type_edges(e, decl, method->reply.params[i].type,
				   &seen, compile);
	}
}

void emit_dot(struct compile *compile, const struct model *model,
	      struct emit *e)
{
	const struct library *library = model->main;

	emit(e, "digraph \"%s\" {\n\trankdir=LR;\n", library->name);
	for (uint32_t i = 0; i < library->decl_count; i++)
		declaration(e, library->decls[i], compile);
	emit(e, "}\n");
}
