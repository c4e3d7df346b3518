/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * Names: finding what a path means, and what a name becomes in C.
 *
 * A name without dots is looked for in the interface that it stands in, then in
 * the library. With dots, the longest beginning that is the name of the
 * library itself or of an imported one counts; the rest is a declaration,
 * and for values a member of it.
 */
#include <ctype.h>
#include <stdlib.h>

#include "base/suggest.h"
#include "check.h"
#include "errors.h"
#include "limits.h"

/* Words that the C compilers of the project take, or predefine as macros. */
static const char *const c_words[] = {
	"_Alignas", "_Alignof", "_Atomic", "_Bool", "_Complex", "_Generic",
	"_Imaginary", "_Noreturn", "_Static_assert", "_Thread_local", "asm",
	"auto", "bool", "break", "case", "char", "const", "continue",
	"default", "do", "double", "else", "enum", "extern", "false", "float",
	"for", "goto", "i386", "if", "inline", "int", "linux", "long", "main",
	"register", "restrict", "return", "short", "signed", "sizeof",
	"static", "struct", "switch", "true", "typedef", "typeof", "union",
	"unix", "unsigned", "void", "volatile", "while",
};

static struct library *imported(struct library *library, const char *name)
{
	if (library->name == name)
		return library;
	for (uint32_t i = 0; i < library->import_count; i++)
		if (library->imports[i]->name == name) {
			library->import_used[i] = true;
			return library->imports[i];
		}
	return NULL;
}

/*
 * Split a path: the library that its beginning names, and the first name after
 * that. Without such a beginning, the own library and the first name.
 */
static struct library *path_library(struct check *check,
				    struct library *library,
				    const struct ast_path *path,
				    const struct ast_name **rest)
{
	struct interner *names = check->compile->names;
	struct library *found = library;
	size_t length = 0;

	*rest = path->first;
	for (const struct ast_name *n = path->first; n && n->next;
	     n = n->next) {
		struct library *better;

		length += intern_length(n->text) + (n != path->first);
		if (length > intern_length(path->text))
			break;
		better = imported(library, intern(names, path->text, length));
		if (better) {
			found = better;
			*rest = n->next;
		}
	}
	return found;
}

static struct decl *find_in(struct library *library, const struct decl *owner,
			    const char *name)
{
	if (owner && owner->kind == DECL_INTERFACE &&
	    owner->library == library) {
		for (uint32_t i = 0; i < owner->const_count; i++)
			if (owner->consts[i]->name == name)
				return owner->consts[i];
	}
	return map_get(&library->names, map_name(name));
}

/* A library of this run that begins the path but was not imported. */
static bool report_not_imported(struct check *check,
				const struct ast_path *path)
{
	struct interner *names = check->compile->names;
	size_t length = 0;

	for (const struct ast_name *n = path->first; n && n->next;
	     n = n->next) {
		struct library *other;

		length += intern_length(n->text) + (n != path->first);
		if (length > intern_length(path->text))
			break;
		other = map_get(&check->libraries, map_name(
			intern(names, path->text, length)));
		if (!other)
			continue;
		diag_error(check->compile->diag, path->at, E_UNKNOWN_NAME,
			   "library '%s' is not imported here; add "
			   "'import %s;'", other->name, other->name);
		return true;
	}
	return false;
}

static void report_unknown(struct check *check, struct library *library,
			   const struct library *in,
			   const struct ast_path *path, const char *what)
{
	struct suggest suggest = suggest_start(
		in == library ? path->first->text : path->last->text);
	static const char *const builtin[] = {
		"u8", "u16", "u32", "u64", "i8", "i16", "i32", "i64", "bool",
		"string", "vec", "buffer", "cap",
	};
	bool is_type = strcmp(what, "type") == 0;

	/* It may be what could not be read. */
	if (in->ast->is_incomplete && check->compile->diag->errors)
		return;
	if (in == library && report_not_imported(check, path))
		return;
	for (uint32_t i = 0; i < in->decl_count; i++)
		suggest_offer(&suggest, in->decls[i]->name);
	for (size_t i = 0; is_type && i < sizeof(builtin) / sizeof(*builtin);
	     i++)
		suggest_offer(&suggest, builtin[i]);
	diag_error(check->compile->diag, path->at,
		   is_type ? E_UNKNOWN_TYPE : E_UNKNOWN_NAME,
		   "unknown %s '%s'%s", what, path->text,
		   suggest_text(&suggest, check->compile->arena));
}

struct decl *find_decl(struct check *check, struct library *library,
		       const struct ast_path *path, const struct decl *owner,
		       const char *what)
{
	const struct ast_name *rest;
	struct library *in = path_library(check, library, path, &rest);
	struct decl *decl = rest->next ? NULL :
		find_in(in, owner, rest->text);

	if (!decl)
		report_unknown(check, library, in, path, what);
	return decl;
}

static void report_no_member(struct check *check, const struct decl *decl,
			     const struct ast_name *name)
{
	struct suggest suggest = suggest_start(name->text);

	for (uint32_t i = 0; i < decl->member_count; i++)
		suggest_offer(&suggest, decl->members[i].name);
	diag_error(check->compile->diag, name->at, E_UNKNOWN_NAME,
		   "'%s' has no member '%s'%s", decl->name, name->text,
		   suggest_text(&suggest, check->compile->arena));
	diag_note(check->compile->diag, decl->at, "'%s' is declared here",
		  decl->name);
}

struct decl *find_owner(struct check *check, struct library *library,
			const struct ast_path *path, const struct decl *owner,
			const char **member)
{
	const struct ast_name *rest;
	struct library *in = path_library(check, library, path, &rest);
	struct decl *decl = find_in(in, owner, rest->text);

	*member = NULL;
	if (!decl || (rest->next && rest->next->next)) {
		report_unknown(check, library, in, path, "name");
		return NULL;
	}
	if (!rest->next)
		return decl;
	if (decl->kind == DECL_ENUM || decl->kind == DECL_BITS ||
	    decl->kind == DECL_ERROR) {
		decl_resolve(check, decl, path->at);
		if (decl->is_bad)
			return NULL;
		if (!map_get(&decl->names, map_name(rest->next->text))) {
			report_no_member(check, decl, rest->next);
			return NULL;
		}
		*member = rest->next->text;
		return decl;
	}
	if (decl->kind == DECL_INTERFACE) {
		for (uint32_t i = 0; i < decl->const_count; i++)
			if (decl->consts[i]->name == rest->next->text)
				return decl->consts[i];
	}
	report_unknown(check, library, in, path, "name");
	return NULL;
}

/* ---- names in C -------------------------------------------------------- */

bool check_name(struct check *check, const struct ast_name *name)
{
	size_t size = intern_length(name->text);

	if (size <= LIMIT_NAME && name->text[size - 1] != '_' &&
	    name->text[0] != '_' && !strstr(name->text, "__"))
		return true;
	/* A name that is too long was reported by the scanner. */
	if (size <= LIMIT_NAME)
		diag_error(check->compile->diag, name->at, E_C_NAME,
			   "'%s': a name has no '_' at its ends and no two "
			   "together; generated names need them", name->text);
	return false;
}

static int word_compare(const void *name, const void *word)
{
	return strcmp(name, *(const char *const *)word);
}

bool check_bare_name(struct check *check, const struct ast_name *name)
{
	if (!bsearch(name->text, c_words, sizeof(c_words) / sizeof(*c_words),
		     sizeof(*c_words), word_compare))
		return true;
	diag_error(check->compile->diag, name->at, E_C_NAME,
		   "'%s' means something else in C; choose another name",
		   name->text);
	return false;
}

void add_c_name(struct check *check, const char *name, struct span *at)
{
	const struct span *old = map_add(
		&check->c_names, check->compile->arena,
		map_name(intern_string(check->compile->names, name)), at);

	if (!old || old == at)
		return;
	diag_error(check->compile->diag, *at, E_C_COLLISION,
		   "this would be '%s' in C, which there is already", name);
	diag_note(check->compile->diag, *old, "made from this");
}

const char *upper_case(struct compile *compile, const char *text)
{
	char upper[2 * LIMIT_QUALIFIED + 2 * LIMIT_NAME];
	size_t size = 0;

	while (text[size] && size < sizeof(upper)) {
		upper[size] = (char)toupper((unsigned char)text[size]);
		size++;
	}
	return intern(compile->names, upper, size);
}

const char *dots_to_underscores(struct compile *compile, const char *text)
{
	char *copy = arena_copy(compile->arena, text, strlen(text));

	for (char *c = copy; *c; c++)
		*c = *c == '.' ? '_' : *c;
	return intern_string(compile->names, copy);
}
