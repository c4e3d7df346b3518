/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * The readers, see readers.h. Whatever the file holds, each must end, with an
 * error or without; the sanitizers watch.
 */
#include "readers.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "callgraph.h"
#include "dump.h"
#include "elf_file.h"
#include "front.h"
#include "model.h"
#include "saved.h"
#include "views.h"

/* What a reader of the model needs around it. */
struct world {
	struct arena arena;
	struct interner interner;
	struct sources sources;
	struct diag diag;
	struct system system;
};

static void world_make(struct world *w)
{
	arena_init(&w->arena);
	interner_init(&w->interner, &w->arena);
	sources_init(&w->sources, &w->arena);
	diag_init(&w->diag, &w->arena, &w->sources, "readers");
	w->system = (struct system){ .arena = &w->arena,
		.interner = &w->interner, .diag = &w->diag };
}

/* A refusal has a message, and nothing else has one. */
static void world_end(struct world *w, bool good)
{
	if (good != !w->diag.errors) {
		fprintf(stderr, "result %d with %u errors\n", good,
			w->diag.errors);
		abort();
	}
	arena_free(&w->arena);
}

static void read_object(const char *path)
{
	struct world w;
	const char *objects[] = { path };
	struct component component = { .name = "c", .objects = objects,
				       .objects_count = 1 };

	world_make(&w);
	world_end(&w, object_read(&w.system, &component));
}

static void read_archive(const char *path)
{
	struct world w;
	uint64_t bytes = 0;

	world_make(&w);
	world_end(&w, archive_bound(&w.system, path, &bytes));
}

static void read_calls(const char *path)
{
	struct arena arena;
	struct callgraph graph = { .arena = &arena };

	arena_init(&arena);
	if (callgraph_read(&graph, path))
		for (uint32_t i = 0; i < graph.functions.count; i++)
			(void)callgraph_total(&graph,
					      graph.functions.items[i]->name);
	arena_free(&arena);
}

static void read_saved(const char *path)
{
	struct world w;
	struct saved saved;
	struct emit out;
	bool good;

	world_make(&w);
	good = saved_load(&saved, &w.arena, &w.diag, path);
	emit_init(&out);
	if (good) {
		(void)diff_print(&out, &w.arena, &saved, &saved);
		(void)explain_print(&out, &w.arena, &saved, "uart");
		(void)explain_print(&out, &w.arena, &saved, "0x200000");
		report_html(&out, &w.arena, &saved, NULL, 0);
	}
	emit_free(&out);
	world_end(&w, good);
}

static void read_image(const char *path)
{
	FILE *nowhere = fopen("/dev/null", "w");

	if (!nowhere)
		exit(99);
	(void)dump_main(path, nowhere, nowhere);
	fclose(nowhere);
}

static void read_executable(const char *path)
{
	struct elf_file file;

	if (elf_open(&file, path, ET_EXEC)) {
		for (size_t i = 0; i < file.sections_count; i++) {
			size_t count;

			free(elf_relocations(&file.sections[i], &count));
			(void)elf_at(&file, file.sections[i].header.sh_addr,
				     file.sections[i].header.sh_size);
		}
		elf_close(&file);
	}
}

/* The whole front end. Library and boards are in the folder `library`. */
static void read_manifest(const char *path)
{
	struct world w;
	struct front front;

	world_make(&w);
	w.system.debug = true;
	w.system.kernel_share = 3;
	front = (struct front){ .system = &w.system, .arena = &w.arena,
		.interner = &w.interner, .diag = &w.diag,
		.sources = &w.sources };
	*VEC_PUSH(&w.arena, &front.library) = "library";
	*VEC_PUSH(&w.arena, &front.idl) = "library/idl";
	world_end(&w, front_read(&front, path));
}

const struct file_reader readers[] = {
	{ "manifest", read_manifest },
	{ "object", read_object }, { "archive", read_archive },
	{ "calls", read_calls }, { "saved", read_saved },
	{ "image", read_image }, { "executable", read_executable },
};
const unsigned readers_count = sizeof(readers) / sizeof(*readers);

const struct file_reader *reader_named(const char *name)
{
	for (unsigned i = 0; i < readers_count; i++)
		if (strcmp(readers[i].name, name) == 0)
			return &readers[i];
	return NULL;
}

void reader_run(const struct file_reader *reader, const uint8_t *bytes,
		size_t size)
{
	FILE *file = fopen("readers.input", "wb");

	if (!file || fwrite(bytes, 1, size, file) != size ||
	    fclose(file) != 0) {
		perror("readers.input");
		exit(99);
	}
	reader->read("readers.input");
}
