/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * Warnings about style: documentation, names, imports. They are given by --lint
 * alone, so that a build is never noisy.
 */
#include "lint.h"

#include <ctype.h>

#include "errors.h"

static bool has(const char *name, int (*test)(int))
{
	for (; *name; name++)
		if (test((unsigned char)*name))
			return true;
	return false;
}

static void check_case(struct diag *diag, const char *name, struct span at,
		       bool is_constant)
{
	if (name && has(name, is_constant ? islower : isupper))
		diag_warning(diag, at, E_LINT_CASE,
			     "'%s': %s", name, is_constant ?
			     "constants and members are written in capitals" :
			     "only constants and members have capitals");
}

static void check_doc(struct diag *diag, const char *doc, const char *what,
		      const char *name, struct span at)
{
	if (!doc)
		diag_warning(diag, at, E_LINT_DOC,
			     "%s '%s' has no documentation", what, name);
}

static void check_deprecated(struct diag *diag, const struct attributes *a,
			     struct span at)
{
	if (a->deprecated && !*a->deprecated)
		diag_warning(diag, at, E_LINT_DEPRECATED,
			     "'@deprecated' does not say what to use instead");
}

static void lint_message(struct diag *diag, const struct message *message)
{
	for (uint32_t i = 0; i < message->count; i++)
		check_case(diag, message->params[i].name,
			   message->params[i].at, false);
}

static void lint_interface(struct diag *diag, const struct decl *decl)
{
	check_doc(diag, decl->doc, "interface", decl->name, decl->at);
	for (uint32_t i = 0; i < decl->const_count; i++)
		check_case(diag, decl->consts[i]->name, decl->consts[i]->at,
			   true);
	for (uint32_t i = 0; i < decl->method_count; i++) {
		const struct method *m = &decl->methods[i];

		if (m->interface != decl)
			continue;
		check_doc(diag, m->doc, "method", m->name, m->at);
		check_case(diag, m->name, m->at, false);
		check_deprecated(diag, &m->attributes, m->at);
		lint_message(diag, &m->request);
		lint_message(diag, &m->reply);
	}
}

static void lint_decl(struct diag *diag, const struct decl *decl)
{
	bool has_constants = decl->kind == DECL_ENUM ||
			     decl->kind == DECL_BITS ||
			     decl->kind == DECL_ERROR;

	check_case(diag, decl->name, decl->at, decl->kind == DECL_CONST);
	check_deprecated(diag, &decl->attributes, decl->at);
	for (uint32_t i = 0; i < decl->member_count; i++) {
		check_case(diag, decl->members[i].name, decl->members[i].at,
			   has_constants);
		check_deprecated(diag, &decl->members[i].attributes,
				 decl->members[i].at);
	}
	if (decl->kind == DECL_INTERFACE)
		lint_interface(diag, decl);
}

static void lint_docs(struct diag *diag, const struct ast_file *file)
{
	for (uint32_t i = 0; i < file->docs.count; i++)
		if (!file->docs.items[i].is_used)
			diag_warning(diag, file->docs.items[i].at,
				     E_LINT_DOC_UNUSED, "this documents "
				     "nothing: '///' stands right before what "
				     "it is about");
}

void lint_check(struct compile *compile, const struct library *library)
{
	struct diag *diag = compile->diag;

	check_doc(diag, library->doc, "library", library->name, library->at);
	lint_docs(diag, library->ast);
	for (uint32_t i = 0; i < library->import_count; i++)
		if (!library->import_used[i])
			diag_warning(diag, library->import_at[i],
				     E_LINT_IMPORT, "nothing of '%s' is used",
				     library->imports[i]->name);
	for (uint32_t i = 0; i < library->decl_count; i++)
		lint_decl(diag, library->decls[i]);
}
