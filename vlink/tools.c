/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * Finding tools, kernel, runtime and library, see tools.h.
 */
#include "tools.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "checks.h"

struct setting {
	const char *name, *value;
};

struct settings {
	struct arena *arena;
	VEC(struct setting) list;
};

static bool settings_read(struct settings *settings, const char *path)
{
	FILE *file = fopen(path, "r");
	char line[4096];

	if (!file)
		return false;
	while (fgets(line, sizeof(line), file)) {
		char *equals = strchr(line, '=');
		struct setting *setting;

		if (line[0] == '#' || !equals)
			continue;
		line[strcspn(line, "\n")] = '\0';
		setting = VEC_PUSH(settings->arena, &settings->list);
		setting->name = arena_copy(settings->arena, line,
					   (size_t)(equals - line));
		setting->value = arena_copy(settings->arena, equals + 1,
					    strlen(equals + 1));
	}
	fclose(file);
	return true;
}

/* From the environment, else the settings, else `standard`. */
static const char *setting(const struct settings *settings, const char *name,
			   const char *standard)
{
	const char *value = getenv(name);

	if (value)
		return value;
	for (uint32_t i = 0; i < settings->list.count; i++)
		if (strcmp(settings->list.items[i].name, name) == 0)
			return settings->list.items[i].value;
	return standard;
}

static const char *own_path(struct arena *arena)
{
	char path[4096];
	ssize_t size = readlink("/proc/self/exe", path, sizeof(path));

	if (size <= 0 || (size_t)size == sizeof(path))
		return "/usr/local/bin/vlink";
	return arena_copy(arena, path, (size_t)size);
}

static const char *folder_of(struct arena *arena, const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? arena_copy(arena, path, (size_t)(slash - path)) : ".";
}

static void from_tree(struct tools *tools, struct arena *arena,
		      const char *build, const char *source)
{
	tools->idlc = arena_printf(arena, "%s/idlc/idlc", build);
	tools->kernel = arena_printf(arena, "%s/kernel/kernel.elf", build);
	tools->runtime = arena_printf(arena, "%s/runtime/libruntime.a", build);
	tools->script = arena_printf(arena, "%s/vlink/component.ld", source);
	tools->probe = arena_printf(arena, "%s/runtime/denial_probe.c",
				    source);
	tools->runner = arena_printf(arena, "%s/build-aux/run-system", source);
	tools->components = arena_printf(arena, "%s/components", source);
	tools->boards = arena_printf(arena, "%s/board", source);
	tools->idl = arena_printf(arena, "%s/components/idl", source);
	tools->host = arena_printf(arena, "%s/runtime/arch/host", source);
	tools->portable = arena_printf(arena, "%s/runtime", source);
	tools->host_includes = arena_printf(arena, "-I%s/runtime/include -I%s/"
		"runtime/arch/host/include -I%s/kernel/include", source,
		source, source);
	tools->includes = arena_printf(arena,
		"-I%s/runtime/include -I%s/runtime/arch/aarch64/include "
		"-I%s/kernel/include", source, source, source);
}

static void from_prefix(struct tools *tools, struct arena *arena,
			const char *prefix)
{
	const char *data = arena_printf(arena, "%s/share/vesper", prefix);

	tools->idlc = arena_printf(arena, "%s/bin/idlc", prefix);
	tools->kernel = arena_printf(arena, "%s/lib/kernel.elf", data);
	tools->runtime = arena_printf(arena, "%s/lib/libruntime.a", data);
	tools->script = arena_printf(arena, "%s/lib/component.ld", data);
	tools->probe = arena_printf(arena, "%s/lib/denial_probe.c", data);
	tools->runner = arena_printf(arena, "%s/lib/run-system", data);
	tools->components = arena_printf(arena, "%s/components", data);
	tools->boards = arena_printf(arena, "%s/board", data);
	tools->idl = arena_printf(arena, "%s/components/idl", data);
	tools->host = arena_printf(arena, "%s/host", data);
	tools->portable = tools->host;
	/* Its headers stand in for the target's of the same names. */
	tools->host_includes = arena_printf(arena,
		"-I%s/host/include -I%s/include", data, data);
	tools->includes = arena_printf(arena, "-I%s/include", data);
	tools->data = data;
}

bool tools_find(struct tools *tools, struct arena *arena, struct diag *diag,
		const char *build_tree, const char *source_tree)
{
	struct settings settings = { .arena = arena };

	tools->program = own_path(arena);
	if (build_tree && source_tree) {
		from_tree(tools, arena, build_tree, source_tree);
		tools->source_tree = source_tree;
	} else {
		/* The folder above the one that holds this program. */
		const char *prefix = folder_of(arena,
			folder_of(arena, tools->program));
		const char *path = arena_printf(arena,
			"%s/share/vesper/vesper.conf", prefix);

		from_prefix(tools, arena, prefix);
		if (!settings_read(&settings, path))
			diag_warning(diag, (struct span){ 0, 0 }, CHECK_FILE,
				     "cannot read '%s': the tools come from the "
				     "environment alone", path);
	}
	tools->cc = setting(&settings, "TARGET_CC", "aarch64-linux-gnu-gcc");
	tools->cppflags = setting(&settings, "TARGET_CPPFLAGS", "");
	tools->cflags = setting(&settings, "TARGET_CFLAGS", "-O2 -g");
	tools->ld = setting(&settings, "TARGET_LD", "aarch64-linux-gnu-ld");
	tools->ldflags = setting(&settings, "TARGET_LDFLAGS", "");
	tools->host_cc = setting(&settings, "HOST_CC", "cc");
	tools->qemu = setting(&settings, "QEMU", "qemu-system-aarch64");
	tools->libgcc = setting(&settings, "TARGET_LIBGCC", "");
	tools->idlc = setting(&settings, "IDLC", tools->idlc);
	tools->kernel = setting(&settings, "KERNEL", tools->kernel);
	tools->debug = strstr(tools->cppflags, "-DVESPER_DEBUG=0") == NULL;
	return true;
}
