/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * Interface headers: idlc runs for each library that the system's interfaces
 * need, and for those that these import.
 */
#include "build.h"

#include <ctype.h>
#include <stdio.h>

struct library {
	const char *header;	/* "a/b.idl.h" */
	const char *idl;	/* path */
	struct span where;
};

struct libraries {
	struct build *build;
	VEC(struct library) list;
};

/* The folder under which `idl` is found by its library's name: that of
   ROOT/a/b.idl with header a/b.idl.h is ROOT. */
static const char *root_of(struct build *build, const char *idl,
			   const char *header)
{
	size_t size = strlen(idl), tail = strlen(header) - strlen(".h");

	if (size <= tail)
		return ".";
	return arena_copy(build->arena, idl, size - tail - 1);
}

static void library_add(struct libraries *libraries, const char *header,
			const char *idl, struct span where)
{
	for (uint32_t i = 0; i < libraries->list.count; i++)
		if (strcmp(libraries->list.items[i].header, header) == 0)
			return;
	*VEC_PUSH(libraries->build->arena, &libraries->list) =
		(struct library){ header, idl, where };
}

/* Where `import a.b;` of a library is: beside it, or in the library. */
static const char *import_find(struct build *build, const char *root,
			       const char *name)
{
	const char *path = arena_printf(build->arena, "%s/%s", root, name);

	for (uint32_t i = 0; !path_is_file(path); i++) {
		const paths *idl = &build->front.idl;

		if (i > idl->count)
			return NULL;
		path = arena_printf(build->arena, "%s/%s", i == idl->count ?
				    build->front.folder : idl->items[i], name);
	}
	return path;
}

/*
 * The lines `import a.b;` of a library. idlc checks the language; this only
 * has to find every import that a right file has.
 */
static void imports_add(struct libraries *libraries, struct library library)
{
	struct build *build = libraries->build;
	FILE *file = fopen(library.idl, "r");
	char line[1024], name[256];

	while (file && fgets(line, sizeof(line), file)) {
		const char *path;

		if (sscanf(line, " import %255[A-Za-z0-9_.]", name) != 1)
			continue;
		for (char *c = name; *c; c++)
			if (*c == '.')
				*c = '/';
		path = import_find(build, root_of(build, library.idl,
						  library.header),
				   arena_printf(build->arena, "%s.idl", name));
		if (path)
			library_add(libraries,
				    arena_printf(build->arena, "%s.idl.h",
						 name), path, library.where);
	}
	if (file)
		fclose(file);
}

/* idlc's output of this kind (an option, or NULL: the header). */
static bool idlc_job(struct libraries *libraries, const struct library *library,
		     const char *kind, const char *output)
{
	struct build *build = libraries->build;
	struct jobs *jobs = &build->jobs;
	struct job *job = job_new(jobs, arena_printf(build->arena,
		"the interfaces of '%s'", library->idl), library->where,
		output);

	job_arg(jobs, job, build->tools.idlc);
	if (kind)
		job_arg(jobs, job, kind);
	job_arg(jobs, job, "-I");
	job_arg(jobs, job, root_of(build, library->idl, library->header));
	for (uint32_t i = 0; i < build->front.idl.count; i++) {
		job_arg(jobs, job, "-I");
		job_arg(jobs, job, build->front.idl.items[i]);
	}
	job_arg(jobs, job, "-o");
	job_arg(jobs, job, output);
	job_arg(jobs, job, library->idl);
	/* Any library may import any other: a handful of files. */
	*VEC_PUSH(build->arena, &job->inputs) = build->tools.idlc;
	for (uint32_t i = 0; i < libraries->list.count; i++)
		*VEC_PUSH(build->arena, &job->inputs) =
			libraries->list.items[i].idl;
	return folder_make(build->diag, path_folder(&build->front, output));
}

static bool header_job(struct libraries *libraries,
		       const struct library *library)
{
	struct build *build = libraries->build;
	const char *name = library->header;
	int stem = (int)(strlen(name) - strlen(".idl.h"));

	return idlc_job(libraries, library, NULL,
			build_path(build, "idl/%s", name)) &&
	       (!build->is_test ||
		idlc_job(libraries, library, "--emit=doubles",
			 build_path(build, "idl/%.*s.doubles.h", stem, name)));
}

/*
 * Whether the library has the interface: its header defines the handle type.
 * idlc reported all else; a name that is not there would be an error of the
 * compiler in a file that no user wrote.
 */
static void check_interface(struct build *build,
			    const struct interface *interface,
			    struct span where)
{
	const char *path = build_path(build, "idl/%s", interface->header);
	const char *wanted = arena_printf(build->arena, "} %s;",
					  interface->c_name);
	FILE *file = fopen(path, "r");
	bool found = false;
	char line[1024];

	while (file && !found && fgets(line, sizeof(line), file))
		found = strstr(line, wanted) != NULL;
	if (file)
		fclose(file);
	if (!found)
		diag_error(build->diag, where, CHECK_NO_INTERFACE,
			   "'%s' has no interface '%s'", interface->idl,
			   strrchr(interface->name, '.') + 1);
}

/* Run `each` for every interface with the place that names it. */
static void for_interfaces(struct build *build, void *data,
	void (*each)(struct build *, void *, const struct interface *,
		     struct span))
{
	for (size_t i = 0; i < build->system.components_count; i++) {
		const struct component *c = build->system.components[i];

		for (size_t j = 0; j < c->provides_count; j++)
			each(build, data, c->provides[j].interface,
			     c->provides[j].where);
		for (size_t j = 0; j < c->uses_count; j++)
			each(build, data, c->uses[j].interface,
			     c->uses[j].where);
	}
}

static void each_library(struct build *build, void *data,
			 const struct interface *interface, struct span where)
{
	(void)build;
	library_add(data, interface->header, interface->idl, where);
}

static void each_check(struct build *build, void *data,
		       const struct interface *interface, struct span where)
{
	(void)data;
	check_interface(build, interface, where);
}

bool build_headers(struct build *build)
{
	struct libraries libraries = { .build = build };

	for_interfaces(build, &libraries, each_library);
	for (uint32_t i = 0; i < libraries.list.count; i++)
		imports_add(&libraries, libraries.list.items[i]);
	for (uint32_t i = 0; i < libraries.list.count; i++)
		if (!header_job(&libraries, &libraries.list.items[i]))
			return false;
	if (!jobs_run(&build->jobs))
		return false;
	for_interfaces(build, NULL, each_check);
	return !build->diag->errors;
}
