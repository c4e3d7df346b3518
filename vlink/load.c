/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * Files of manifests, and where components, systems and boards are found: in
 * the files read so far, else as NAME/NAME.component and NAME.component beside
 * the manifest that names it, else in the library's folders.
 */
#include "front.h"

#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "base/suggest.h"

const char *path_join(struct front *front, const char *folder,
		      const char *name)
{
	if (*name == '/' || strcmp(folder, ".") == 0)
		return intern_string(front->interner, name);
	return intern_string(front->interner,
			     arena_printf(front->arena, "%s/%s", folder, name));
}

const char *path_folder(struct front *front, const char *path)
{
	const char *slash = strrchr(path, '/');

	if (!slash)
		return intern_string(front->interner, ".");
	return intern(front->interner, path,
		      slash == path ? 1 : (size_t)(slash - path));
}

bool path_is_file(const char *path)
{
	struct stat state;

	return stat(path, &state) == 0 && S_ISREG(state.st_mode);
}

/* One name per file, however it was reached. */
static const char *canonical(struct front *front, const char *path)
{
	char *real = realpath(path, NULL);
	const char *name = intern_string(front->interner, real ? real : path);

	free(real);
	return name;
}

static bool has_path(const paths *list, const char *path)
{
	for (uint32_t i = 0; i < list->count; i++)
		if (list->items[i] == path)
			return true;
	return false;
}

static const char *const kind_words[] = { "component", "system", "board" };

static const char *kind_word(enum keyword_id kind)
{
	return kind_words[kind == KEY_SYSTEM ? 1 : kind == KEY_BOARD ? 2 : 0];
}

static struct definition *find_kind(const struct front *front,
				    enum keyword_id kind, const char *name)
{
	for (uint32_t i = 0; i < front->definitions.count; i++) {
		struct definition *d = front->definitions.items[i];

		if (d->name == name && d->kind == kind)
			return d;
	}
	return NULL;
}

/* An instance may be of a component, or else of a subsystem. */
static struct definition *find_loaded(const struct front *front,
				      enum keyword_id kind, const char *name)
{
	struct definition *d = find_kind(front, kind, name);

	if (!d && kind == KEY_COMPONENT)
		d = find_kind(front, KEY_SYSTEM, name);
	return d;
}

static void define(struct front *front, const struct match *match,
		   const char *folder)
{
	const struct word *name = match->arg[0];
	enum keyword_id kind = match->keyword->id;
	struct definition *d = find_kind(front, kind, name->text);

	if (d) {
		diag_error(front->diag, name->at, CHECK_DOUBLE,
			   "there is a %s '%s' already", kind_word(d->kind),
			   name->text);
		diag_note(front->diag, d->at, "it is here");
		return;
	}
	d = ARENA_NEW(front->arena, struct definition);
	d->kind = kind;
	d->name = name->text;
	d->at = name->at;
	d->folder = folder;
	d->statement = match->statement;
	*VEC_PUSH(front->arena, &front->definitions) = d;
	if (!match->statement->has_block)
		diag_error(front->diag, match->statement->closing, CHECK_SYNTAX,
			   "a %s has a block: write { } instead of ';'",
			   kind_word(kind));
}

static void load_include(struct front *front, const struct word *word,
			 const char *folder)
{
	const char *path = path_join(front, folder, word->text);

	if (has_path(&front->open, canonical(front, path))) {
		diag_error(front->diag, word->at, CHECK_INCLUDE_LOOP,
			   "this file includes itself, directly or through others");
		return;
	}
	if (!load_file(front, path, word->at))
		front->is_incomplete = true;
}

static struct source_file *read_source(struct front *front, const char *path,
				       struct span at)
{
	struct source_file *file = NULL;
	enum source_result result = source_load(front->sources, path,
						AST_FILE_MAX, &file);

	if (result == SOURCE_UNREADABLE)
		diag_error(front->diag, at, CHECK_FILE, "cannot read '%s': %s",
			   path, strerror(errno));
	else if (result != SOURCE_OK)
		diag_error(front->diag, at, CHECK_FILE,
			   "'%s' is over %d MiB: that is no manifest", path,
			   AST_FILE_MAX >> 20);
	return result == SOURCE_OK ? file : NULL;
}

bool load_file(struct front *front, const char *path, struct span at)
{
	const char *name = canonical(front, path);
	const char *folder = path_folder(front, path);
	const struct statement *statement;
	struct source_file *file;
	struct match match;

	if (has_path(&front->files, name))
		return true;
	file = read_source(front, path, at);
	if (!file)
		return false;
	*VEC_PUSH(front->arena, &front->files) = name;
	*VEC_PUSH(front->arena, &front->open) = name;
	statement = manifest_read(front->arena, front->interner, front->diag,
				  file);
	for (; statement && !diag_is_enough(front->diag);
	     statement = statement->next) {
		if (!keyword_match(front->diag, PLACE_FILE, statement, &match))
			continue;
		if (match.keyword->id == KEY_INCLUDE)
			load_include(front, match.arg[0], folder);
		else
			define(front, &match, folder);
	}
	front->open.count--;
	return true;
}

/* Try FOLDER/NAME/NAME.EXT and FOLDER/NAME.EXT. */
static bool try_folder(struct front *front, const char *folder,
		       const char *name, const char *extension)
{
	const char *file = arena_printf(front->arena, "%s.%s", name, extension);
	const char *path = path_join(front, folder,
		arena_printf(front->arena, "%s/%s", name, file));

	if (!path_is_file(path))
		path = path_join(front, folder, file);
	return path_is_file(path) &&
	       load_file(front, path, (struct span){ 0, 0 });
}

static bool try_folders(struct front *front, enum keyword_id kind,
			const char *folder, const char *name)
{
	if (kind == KEY_BOARD)
		return try_folder(front, folder, name, "board");
	return try_folder(front, folder, name, "component") ||
	       try_folder(front, folder, name, "system");
}

struct definition *load_find(struct front *front, enum keyword_id kind,
			     const char *name, const char *folder)
{
	struct definition *d = find_loaded(front, kind, name);

	/* A file of this name may be there and define something else. */
	if (!d && try_folders(front, kind, folder, name))
		d = find_loaded(front, kind, name);
	for (uint32_t i = 0; !d && i < front->library.count; i++)
		if (try_folders(front, kind, front->library.items[i], name))
			d = find_loaded(front, kind, name);
	return d;
}

const char *load_suggest(struct front *front, const char *name)
{
	struct suggest suggest = suggest_start(name);

	for (uint32_t i = 0; i < front->definitions.count; i++)
		suggest_offer(&suggest, front->definitions.items[i]->name);
	return suggest_text(&suggest, front->arena);
}
