/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * Libraries: imports, the names of a library, and the order in which its
 * declarations are resolved.
 */
#include "check.h"

#include <errno.h>
#include <unistd.h>

#include "base/suggest.h"
#include "errors.h"
#include "limits.h"

static struct diag *diag_of(struct check *check)
{
	return check->compile->diag;
}

/* ---- declarations ------------------------------------------------------ */

static void check_const(struct check *check, struct decl *decl)
{
	const struct type *type = check_type(check, decl->library,
					     decl->ast->type, USE_CONST,
					     decl->owner);

	if (!type || !check_value(check, decl->library, decl->ast->value, type,
				  decl->owner, &decl->value))
		decl->is_bad = true;
	else
		decl->type = *type;
}

static void check_alias(struct check *check, struct decl *decl)
{
	const struct type *type = check_type(check, decl->library,
					     decl->ast->type, USE_ALIAS, NULL);

	if (!type) {
		decl->is_bad = true;
		return;
	}
	decl->type = *type;
	decl->is_bad = is_resource(type) !=
		       ((decl->ast->modifiers & MODIFIER_RESOURCE) != 0);
	if (is_resource(type) && !(decl->ast->modifiers & MODIFIER_RESOURCE))
		diag_error(diag_of(check), decl->at, E_MODIFIER,
			   "capabilities and buffers are resources, which can "
			   "be parameters alone: 'resource type %s'",
			   decl->name);
	else if (!is_resource(type) &&
		 (decl->ast->modifiers & MODIFIER_RESOURCE))
		diag_error(diag_of(check), decl->ast->modifier_at[2],
			   E_MODIFIER, "'%s' is no resource: it is neither a "
			   "capability nor a buffer", decl->name);
}

static const char *kind_name(enum ast_decl_kind kind)
{
	static const char *const names[] = {
		"a constant", "a type alias", "an enum", "bits",
		"an error domain", "a struct", "a union", "an interface",
	};

	return names[kind];
}

static void check_modifiers(struct check *check, const struct decl *decl)
{
	static const char *const names[] = { "strict", "flexible", "resource" };
	const struct ast_decl *ast = decl->ast;
	bool is_enum = ast->kind == DECL_ENUM || ast->kind == DECL_BITS;

	for (unsigned i = 0; i < 3; i++) {
		if (!(ast->modifiers & 1u << i) || (is_enum && i < 2) ||
		    (ast->kind == DECL_TYPE && i == 2))
			continue;
		diag_error(diag_of(check), ast->modifier_at[i], E_MODIFIER,
			   i == 2 ? "'%s' cannot stand before %s: a message "
			   "in memory holds no capability" :
			   "'%s' cannot stand before %s", names[i],
			   kind_name(ast->kind));
	}
	if (is_enum && (ast->modifiers & 3) == 3)
		diag_error(diag_of(check), ast->modifier_at[1], E_MODIFIER,
			   "'strict' and 'flexible' exclude each other");
}

static void resolve(struct check *check, struct decl *decl)
{
	decl->attributes = check_attributes(check, decl->ast->attributes,
					    decl->kind == DECL_INTERFACE ?
					    ON_INTERFACE : ON_DECL);
	check_modifiers(check, decl);
	switch (decl->kind) {
	case DECL_CONST:
		check_const(check, decl);
		break;
	case DECL_TYPE:
		check_alias(check, decl);
		break;
	case DECL_ENUM:
	case DECL_BITS:
	case DECL_ERROR:
		check_enum(check, decl);
		break;
	case DECL_STRUCT:
	case DECL_UNION:
		decl->type.kind = decl->kind == DECL_STRUCT ? TYPE_STRUCT :
							      TYPE_UNION;
		decl->type.decl = decl;
		if (decl->kind == DECL_STRUCT)
			check_struct(check, decl);
		else
			check_union(check, decl);
		break;
	case DECL_INTERFACE:
		check_interface(check, decl);
		break;
	}
}

void decl_resolve(struct check *check, struct decl *decl, struct span use)
{
	if (decl->state == STATE_DONE)
		return;
	if (decl->state == STATE_BUSY) {
		diag_error(diag_of(check), use, E_RECURSION,
			   decl->kind == DECL_INTERFACE ?
			   "'%s' would extend itself" :
			   "'%s' would contain itself", decl->name);
		diag_note(diag_of(check), decl->at, "it is declared here");
		decl->is_bad = true;
		return;
	}
	if (check->depth >= LIMIT_DEPTH) {
		diag_error(diag_of(check), use, E_DEPTH,
			   "declarations that need each other, more than %d "
			   "deep", LIMIT_DEPTH);
		decl->is_bad = true;
		decl->state = STATE_DONE;
		return;
	}
	check->depth++;
	decl->state = STATE_BUSY;
	resolve(check, decl);
	decl->state = STATE_DONE;
	check->depth--;
}

/* ---- libraries --------------------------------------------------------- */

static void add_decl(struct check *check, struct library *library,
		     struct ast_decl *ast)
{
	struct compile *compile = check->compile;
	struct decl *decl = ARENA_NEW(compile->arena, struct decl), *old;

	decl->kind = ast->kind;
	decl->name = ast->name->text;
	decl->at = ast->name->at;
	decl->ast = ast;
	decl->library = library;
	decl->is_bad = ast->is_broken;
	decl->full_name = arena_printf(compile->arena, "%s.%s", library->name,
				       decl->name);
	decl->c_name = arena_printf(compile->arena, "%s_%s", library->c_name,
				    decl->name);
	decl->c_upper = upper_case(compile, decl->c_name);
	decl->doc = ast_doc(library->ast, ast->at);
	check_name(check, ast->name);
	if (builtin_type(decl->name) ||
	    (decl->kind == DECL_INTERFACE && is_object_name(decl->name)))
		diag_error(diag_of(check), decl->at, E_KIND_NAME,
			   "'%s' is a name of the language: %s", decl->name,
			   builtin_type(decl->name) ? "a type" :
			   "a kind of kernel object");
	if (strlen(decl->full_name) > LIMIT_QUALIFIED)
		diag_error(diag_of(check), decl->at, E_QUALIFIED_LONG,
			   "'%s' has %zu bytes; at most %d are allowed",
			   decl->full_name, strlen(decl->full_name),
			   LIMIT_QUALIFIED);
	old = map_add(&library->names, compile->arena, map_name(decl->name),
		      decl);
	if (old) {
		diag_error(diag_of(check), decl->at, E_NAME_TWICE,
			   "'%s' is declared twice", decl->name);
		diag_note(diag_of(check), old->at, "first here");
		return;
	}
	library->decls[library->decl_count++] = decl;
	add_c_name(check, decl->kind == DECL_CONST ? decl->c_upper :
						     decl->c_name, &decl->at);
}

static void add_decls(struct check *check, struct library *library)
{
	uint32_t count = 0;

	for (struct ast_decl *d = library->ast->decls; d; d = d->next)
		count++;
	library->decls = arena_array(check->compile->arena, count,
				     sizeof(*library->decls));
	for (struct ast_decl *d = library->ast->decls; d; d = d->next)
		add_decl(check, library, d);
}

/* The path of "a.b" under a folder: a/b.idl */
static const char *import_path(struct check *check, const char *folder,
			       const char *name)
{
	char *path = arena_printf(check->compile->arena, "%s%s%s.idl", folder,
				  *folder ? "/" : "", name);
	char *end = path + strlen(path) - 4;

	for (char *c = end - strlen(name); c < end; c++)
		*c = *c == '.' ? '/' : *c;
	return path;
}

static struct source_file *open_import(struct check *check,
				       const struct ast_path *path)
{
	struct source_file *file;

	for (uint32_t i = 0; i < check->options->include_count; i++) {
		const char *name = import_path(check,
					       check->options->include[i],
					       path->text);

		if (access(name, F_OK) != 0)
			continue;
		if (!load_source(check->compile, name, path->at, &file))
			return NULL;
		*VEC_PUSH(check->compile->arena, &check->dependencies) = name;
		return file;
	}
	diag_error(diag_of(check), path->at, E_IMPORT_MISSING,
		   "no file '%s' under the folders given by -I",
		   import_path(check, "", path->text));
	return NULL;
}

static struct library *import(struct check *check,
			      const struct ast_import *ast)
{
	struct library *found = map_get(&check->libraries,
					map_name(ast->path->text));
	struct source_file *file;

	if (found && found->state == STATE_BUSY) {
		diag_error(diag_of(check), ast->path->at, E_IMPORT_CYCLE,
			   "'%s' imports itself, by way of others or directly",
			   found->name);
		diag_note(diag_of(check), found->at, "the library is here");
		return NULL;
	}
	if (found)
		return found;
	if (check->ready.count + check->depth >= LIMIT_IMPORTS) {
		diag_error(diag_of(check), ast->path->at, E_IMPORTS_MANY,
			   "more than %d libraries", LIMIT_IMPORTS);
		return NULL;
	}
	if (check->depth >= LIMIT_DEPTH) {
		diag_error(diag_of(check), ast->path->at, E_DEPTH,
			   "imports more than %d deep", LIMIT_DEPTH);
		return NULL;
	}
	file = open_import(check, ast->path);
	if (!file)
		return NULL;
	check->depth++;
	found = check_library(check, file, ast->path->text, ast->path->at);
	check->depth--;
	return found;
}

static bool is_imported(struct check *check, struct library *library,
			const struct library *other, struct span at)
{
	for (uint32_t i = 0; i < library->import_count; i++) {
		if (library->imports[i] != other)
			continue;
		diag_error(diag_of(check), at, E_IMPORT_TWICE,
			   "'%s' is imported twice", other->name);
		diag_note(diag_of(check), library->import_at[i], "first here");
		return true;
	}
	return false;
}

static void check_imports(struct check *check, struct library *library)
{
	struct arena *arena = check->compile->arena;
	uint32_t count = 0;

	for (struct ast_import *i = library->ast->imports; i; i = i->next)
		count++;
	library->imports = arena_array(arena, count,
				       sizeof(*library->imports));
	library->import_at = arena_array(arena, count,
					 sizeof(*library->import_at));
	library->import_used = arena_array(arena, count, sizeof(bool));
	for (struct ast_import *i = library->ast->imports; i; i = i->next) {
		struct library *other = import(check, i);

		if (!other || is_imported(check, library, other, i->path->at))
			continue;
		library->imports[library->import_count] = other;
		library->import_at[library->import_count++] = i->path->at;
	}
}

/* Whether the library's name is the one that its importer asked for. */
static bool is_expected(struct check *check, const struct library *library,
			const char *expected, struct span at)
{
	if (!expected || library->name == expected)
		return true;
	diag_error(diag_of(check), library->at, E_IMPORT_NAME,
		   "library '%s' is in the file of library '%s'",
		   library->name, expected);
	diag_note(diag_of(check), at, "imported here");
	return false;
}

static void check_library_name(struct check *check,
			       const struct library *library)
{
	for (const struct ast_name *n = library->ast->library->first; n;
	     n = n->next)
		check_name(check, n);
	if (intern_length(library->name) > LIMIT_QUALIFIED)
		diag_error(diag_of(check), library->at, E_QUALIFIED_LONG,
			   "the name of the library is longer than %d bytes",
			   LIMIT_QUALIFIED);
}

struct library *check_library(struct check *check, struct source_file *file,
			      const char *expected, struct span at)
{
	struct compile *compile = check->compile;
	struct library *library = ARENA_NEW(compile->arena, struct library);
	struct tokens tokens = { 0 };

	scan_file(compile, file, &tokens);
	library->ast = parse_file(compile, file, &tokens);
	tokens_free(&tokens);
	if (!library->ast->library)
		return NULL;
	library->name = library->ast->library->text;
	library->at = library->ast->library->at;
	library->path = file->name;
	library->c_name = dots_to_underscores(compile, library->name);
	library->c_upper = upper_case(compile, library->c_name);
	library->doc = ast_doc(library->ast, library->ast->at);
	library->attributes = check_attributes(
		check, library->ast->attributes, ON_LIBRARY);
	check_library_name(check, library);
	if (!is_expected(check, library, expected, at))
		return NULL;
	map_add(&check->libraries, compile->arena, map_name(library->name),
		library);
	library->state = STATE_BUSY;
	check_imports(check, library);
	add_decls(check, library);
	for (uint32_t i = 0; i < library->decl_count; i++)
		decl_resolve(check, library->decls[i], library->decls[i]->at);
	library->state = STATE_DONE;
	*VEC_PUSH(compile->arena, &check->ready) = library;
	return library;
}

bool load_source(struct compile *compile, const char *path, struct span at,
		 struct source_file **file)
{
	switch (source_load(compile->sources, path, LIMIT_FILE_SIZE, file)) {
	case SOURCE_OK:
		return true;
	case SOURCE_UNREADABLE:
		diag_error(compile->diag, at, E_FILE_UNREADABLE,
			   "cannot read '%s': %s", path, strerror(errno));
		return false;
	case SOURCE_TOO_LARGE:
		diag_error(compile->diag, at, E_FILE_TOO_LARGE,
			   "'%s' is larger than %d bytes", path,
			   LIMIT_FILE_SIZE);
		return false;
	case SOURCE_TOO_MANY:
		break;
	}
	diag_error(compile->diag, at, E_IMPORTS_MANY,
		   "the files together are too large");
	return false;
}

struct model *check_file(struct check *check, struct source_file *file)
{
	struct model *model = ARENA_NEW(check->compile->arena, struct model);

	check->model = model;
	model->main = check_library(check, file, NULL, (struct span){ 0, 0 });
	model->libraries = check->ready.items;
	model->library_count = check->ready.count;
	return model;
}
