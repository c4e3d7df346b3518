/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * Interfaces by name: library a.b of interface a.b.c is the file a/b.idl,
 * looked for beside the component's manifest, beside the system's, and in the
 * library. A system has one file for a library, or two components could mean
 * different things by one name.
 */
#include "front.h"

#include <stdlib.h>

/* "a.b.c" -> "a/b.idl" */
static const char *idl_name(struct front *front, const char *name)
{
	const char *dot = strrchr(name, '.');
	char *path = arena_printf(front->arena, "%.*s.idl", (int)(dot - name),
				  name);

	for (char *c = path; c < path + (dot - name); c++)
		if (*c == '.')
			*c = '/';
	return path;
}

static const char *c_name(struct front *front, const char *name)
{
	char *copy = arena_copy(front->arena, name, strlen(name));

	for (char *c = copy; *c; c++)
		if (*c == '.')
			*c = '_';
	return intern_string(front->interner, copy);
}

static const char *find_idl(struct front *front, const char *name,
			    const char *folder)
{
	const char *path = path_join(front, folder, name);

	if (path_is_file(path))
		return path;
	path = path_join(front, front->folder, name);
	if (path_is_file(path))
		return path;
	for (uint32_t i = 0; i < front->idl.count; i++) {
		path = path_join(front, front->idl.items[i], name);
		if (path_is_file(path))
			return path;
	}
	return NULL;
}

static struct interface *find_known(const struct front *front,
				    const char *name)
{
	for (uint32_t i = 0; i < front->interfaces.count; i++)
		if (front->interfaces.items[i]->name == name)
			return front->interfaces.items[i];
	return NULL;
}

/* Two libraries of one name would be one header for both. */
static void check_same_file(struct front *front, const struct word *word,
			    const struct interface *new)
{
	for (uint32_t i = 0; i < front->interfaces.count; i++) {
		const struct interface *old = front->interfaces.items[i];

		if (old->header != new->header || old->idl == new->idl)
			continue;
		diag_error(front->diag, word->at, CHECK_TWO_LIBRARIES,
			   "this means '%s', but '%s' is in use already",
			   new->idl, old->idl);
		return;
	}
}

/* ---- extends ---------------------------------------------------------------- */

/* The next word of an .idl file, comments left out; *at moves behind it. */
const char *idl_word(struct front *front, const char **at)
{
	static const char letters[] =
		"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_.0123456789";
	const char *c = *at;
	size_t size;

	for (;;) {
		c += strspn(c, " \t\r\n");
		if (strncmp(c, "//", 2) == 0) {
			c += strcspn(c, "\n");
		} else if (strncmp(c, "/*", 2) == 0) {
			const char *end = strstr(c + 2, "*/");

			c = end ? end + 2 : c + strlen(c);
		} else {
			break;
		}
	}
	if (!*c)
		return NULL;
	size = strspn(c, letters);
	size = size ? size : 1;
	*at = c + size;
	return intern(front->interner, c, size);
}

/* `base` as an interface of the library that `derived` is in, if it is plain. */
static const char *qualified(struct front *front, const char *derived,
			     const char *base)
{
	const char *dot = strrchr(derived, '.');

	if (strchr(base, '.'))
		return base;
	return intern_string(front->interner, arena_printf(front->arena,
		"%.*s.%s", (int)(dot - derived), derived, base));
}

const char *idl_interface(struct front *front, const char *name,
			  const char *idl)
{
	const char *plain = strrchr(name, '.') + 1, *at, *word;
	struct source_file *file;

	if (!idl || source_load(front->sources, idl, AST_FILE_MAX, &file) !=
	    SOURCE_OK)
		return NULL;
	at = file->text;
	while ((word = idl_word(front, &at))) {
		if (strcmp(word, "interface") != 0)
			continue;
		word = idl_word(front, &at);
		if (word && strcmp(word, plain) == 0)
			return at;
	}
	return NULL;
}

/* What `interface NAME extends BASE` in its .idl says; NULL = nothing. */
static const char *base_of(struct front *front, const char *name,
			   const char *idl)
{
	const char *at = idl_interface(front, name, idl);
	const char *word = at ? idl_word(front, &at) : NULL;

	if (!word || strcmp(word, "extends") != 0)
		return NULL;
	word = idl_word(front, &at);
	return word ? qualified(front, name, word) : NULL;
}

const char *interface_base(struct front *front, const char *name,
			   const char **idl)
{
	const char *folder = *idl ? path_folder(front, *idl) : "";
	const char *base = base_of(front, name, *idl);

	if (base && strchr(base, '.'))
		*idl = find_idl(front, idl_name(front, base), folder);
	return base;
}

/*
 * idlc checks what `extends` means, and the notes are compared method by method
 * when the objects are there; this is to refuse a wrong connection before.
 */
bool interface_extends(struct front *front, const struct interface *derived,
		       const struct interface *base)
{
	const char *name = derived->name, *idl = derived->idl;

	for (unsigned i = 0; name && i < BASES_MAX; i++) {
		if (name == base->name)
			return true;
		name = interface_base(front, name, &idl);
	}
	return false;
}

struct interface *interface_find(struct front *front, const struct word *word,
				 const char *folder)
{
	struct interface *interface;
	const char *file, *idl;

	if (!strchr(word->text, '.') || strchr(word->text, '*')) {
		diag_error(front->diag, word->at, CHECK_NO_LIBRARY,
			   "an interface is named by its library too, as 'sys.console'");
		return find_known(front, word->text);
	}
	file = idl_name(front, word->text);
	idl = find_idl(front, file, folder);
	interface = find_known(front, word->text);
	if (interface && (interface->idl == idl || !idl || !interface->idl))
		return interface;
	if (!idl)
		diag_error(front->diag, word->at, CHECK_NO_LIBRARY,
			   "there is no file '%s' for this interface", file);
	interface = ARENA_NEW(front->arena, struct interface);
	interface->name = word->text;
	interface->c_name = c_name(front, word->text);
	interface->idl = idl;
	interface->header = intern_string(front->interner,
		arena_printf(front->arena, "%s.h", file));
	if (idl)
		check_same_file(front, word, interface);
	*VEC_PUSH(front->arena, &front->interfaces) = interface;
	return interface;
}

/* ---- numbers ---------------------------------------------------------------- */

/* From an interface back to the oldest that it extends. */
static const char *line_of(struct front *front,
			   const struct interface *interface)
{
	const char *name = interface->name, *idl = interface->idl;
	const char *line = "/";

	for (unsigned i = 0; name && i < BASES_MAX; i++) {
		line = arena_printf(front->arena, "/%s%s",
				    c_name(front, name), line);
		name = interface_base(front, name, &idl);
	}
	return line;
}

static int line_compare(const void *a, const void *b)
{
	const struct interface *const *x = a, *const *y = b;

	return strcmp((*x)->line, (*y)->line);
}

/*
 * In the order of their lines, all that extend one interface are neighbours, so
 * that two numbers tell whether a portal can be used as that (notes.c).
 */
void interfaces_number(struct front *front)
{
	for (uint32_t i = 0; i < front->interfaces.count; i++) {
		struct interface *interface = front->interfaces.items[i];

		interface->line = line_of(front, interface);
	}
	if (front->interfaces.count)
		qsort(front->interfaces.items, front->interfaces.count,
		      sizeof(*front->interfaces.items), line_compare);
	for (uint32_t i = 0; i < front->interfaces.count; i++)
		front->interfaces.items[i]->number = i + 1;
}
