/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * Links: one ELF per instance, at its window. What differs between instances of
 * a component are addresses, and these come by --defsym.
 */
#include "build.h"

#include <inttypes.h>

static void symbol(struct build *build, struct job *job, const char *name,
		   uint64_t value)
{
	job_arg(&build->jobs, job, arena_printf(build->arena,
		"--defsym=%s=0x%" PRIx64, name, value));
}

static void cap_symbols(struct build *build, struct job *job,
			const struct instance *instance)
{
	const struct component *c = instance->component;

	for (size_t i = 0; i < c->cap_decls_count; i++) {
		const struct named_cap *named = &instance->named_caps[i];

		symbol(build, job, named->decl->name,
		       instance->window + named->constant);
		if (named->decl->view_name)
			symbol(build, job, named->decl->view_name,
			       instance->window + named->constant +
			       sizeof(uint64_t));
		if (named->decl->source == CAP_SUPERVISED)
			symbol(build, job, arena_printf(build->arena,
				"%s_count", named->decl->name),
				instance->window + named->count);
		if (named->decl->source == CAP_SUPERVISED)
			symbol(build, job, arena_printf(build->arena,
				"%s_policy", named->decl->name),
				instance->window + named->policies);
	}
	if (c->restart.always)
		symbol(build, job, "vesper_restore",
		       instance->window + instance->restore);
	if (c->free_slots)
		symbol(build, job, c->free_slots_name,
		       instance->window + instance->free_slots);
	if (c->pool.workers)
		symbol(build, job, "vesper_landing",
		       instance->window + instance->landing);
	symbol(build, job, "vesper_controls",
	       instance->window + instance->controls);
	for (size_t i = 0; i < c->vps_count; i++)
		if (c->vps[i].threads > 1)
			symbol(build, job, arena_printf(build->arena,
				"vesper_threads_%s", c->vps[i].name),
				instance->window + instance->vps[i].table);
}

/* Of an interface that nobody here has, no portal has the number. */
static void numbers(struct build *build, struct job *job,
		    const struct component *c)
{
	const struct system *system = &build->system;

	for (size_t i = 0; i < c->numbered_count; i++) {
		const char *name = c->numbered[i];
		const char *part = arena_printf(build->arena, "/%s/", name);
		uint32_t first = 1, last = 0;

		for (size_t j = 0; j < system->interfaces_count; j++) {
			if (!strstr(system->interfaces[j]->line, part))
				continue;
			if (!last)
				first = system->interfaces[j]->number;
			last = system->interfaces[j]->number;
		}
		symbol(build, job, arena_printf(build->arena,
			"vesper_interface_%s", name), first);
		symbol(build, job, arena_printf(build->arena,
			"vesper_interface_last_%s", name), last);
	}
}

static uint64_t buffers_address(const struct area_part *part)
{
	return part->area ? part->area->address + part->buffers : 0;
}

/* At address 0 where no method has a buffer in this direction. */
static void buffer_symbols(struct build *build, struct job *job,
			   const struct use *use)
{
	static const struct area_part none;
	const struct connection *c = use->connections_count ?
		use->connections[0] : NULL;

	symbol(build, job, arena_printf(build->arena, "%s_to",
					use->decl->name),
	       buffers_address(c ? &c->to : &none));
	symbol(build, job, arena_printf(build->arena, "%s_from",
					use->decl->name),
	       buffers_address(c ? &c->from : &none));
}

/* Of an attached use: in its own regions, behind the message slots. */
static void attached_symbols(struct build *build, struct job *job,
			     const struct instance *instance,
			     const struct use *use)
{
	const struct use_decl *decl = use->decl;

	symbol(build, job, arena_printf(build->arena, "%s_to", decl->name),
	       instance->regions[decl->to].address + use->to_buffers);
	symbol(build, job, arena_printf(build->arena, "%s_from", decl->name),
	       instance->regions[decl->from].address + use->from_buffers);
}

static void symbols(struct build *build, struct job *job,
		    const struct instance *instance)
{
	const struct component *c = instance->component;
	uint64_t window = instance->window;

	symbol(build, job, "vesper_window", window);
	symbol(build, job, "vesper_connections", instance->connection_size);
	for (size_t i = 0; i < c->uses_count; i++) {
		const struct use *use = &instance->uses[i];

		symbol(build, job, c->uses[i].name, window + use->handles);
		if (c->uses[i].buffers && c->uses[i].is_attached)
			attached_symbols(build, job, instance, use);
		else if (c->uses[i].buffers)
			buffer_symbols(build, job, use);
		if (c->uses[i].count == USE_MANY)
			symbol(build, job, arena_printf(build->arena,
				"%s_count", c->uses[i].name),
				window + use->count);
	}
	for (size_t i = 0; i < c->provides_count; i++) {
		const struct provide *provide = &instance->provides[i];

		if (!c->provides[i].event)
			continue;
		symbol(build, job, arena_printf(build->arena, "%s_clients",
			c->provides[i].name), window + provide->records);
		symbol(build, job, arena_printf(build->arena,
			"%s_clients_count", c->provides[i].name),
			window + provide->count);
	}
	for (size_t i = 0; i < c->params_count; i++)
		symbol(build, job, arena_printf(build->arena, "PARAM_%s",
			c->params[i].name),
			window + instance->params[i].offset);
	for (size_t i = 0; i < c->devices_count; i++)
		symbol(build, job, c->devices[i].name,
		       instance->devices[i].address);
	for (size_t i = 0; i < c->regions_count; i++)
		symbol(build, job, c->regions[i].name,
		       instance->regions[i].address);
	for (size_t i = 0; i < c->regions_count; i++)
		if (c->regions[i].is_heap)
			symbol(build, job, "vesper_heap_end",
			       instance->regions[i].address +
			       c->regions[i].size);
	for (size_t i = 0; i < c->debugs_count; i++)
		symbol(build, job, c->debugs[i].name,
		       window + instance->debugs[i]);
	cap_symbols(build, job, instance);
	numbers(build, job, c);
}

/* What is entered from outside, and all that it needs, is kept. */
static void roots(struct build *build, struct job *job,
		  const struct instance *instance)
{
	const struct component *c = instance->component;
	struct jobs *jobs = &build->jobs;

	for (size_t i = 0; i < c->provides_count; i++) {
		job_arg(jobs, job, "-u");
		job_arg(jobs, job, portal_symbol(build->arena,
						 &instance->provides[i]));
	}
	for (size_t i = 0; i < c->vps_count; i++) {
		job_arg(jobs, job, "-u");
		job_arg(jobs, job, c->vps[i].start);
	}
	if (c->fault.name) {
		job_arg(jobs, job, "-u");
		job_arg(jobs, job, "vesper_fault");
	}
	if (c->restart.always) {
		job_arg(jobs, job, "-u");
		job_arg(jobs, job, "vesper_restart");
	}
}

static void file(struct build *build, struct job *job, const char *path)
{
	job_arg(&build->jobs, job, path);
	*VEC_PUSH(build->arena, &job->inputs) = path;
}

static void link_job(struct build *build, struct instance *instance)
{
	const struct component *component = instance->component;
	const struct tools *tools = &build->tools;
	struct jobs *jobs = &build->jobs;
	struct job *job;

	instance->elf = build_path(build, "elf/%s.elf", instance->name);
	job = job_new(jobs, arena_printf(build->arena, "linking '%s'",
					 instance->name),
		      instance->where, instance->elf);
	job_words(jobs, job, tools->ld);
	job_words(jobs, job, tools->ldflags);
	job_arg(jobs, job, "-q");	/* debug sections are merged later */
	job_arg(jobs, job, "--gc-sections");
	job_arg(jobs, job, "--orphan-handling=error");
	symbols(build, job, instance);
	roots(build, job, instance);
	job_arg(jobs, job, "-T");
	file(build, job, tools->script);
	for (size_t i = 0; i < component->objects_count; i++)
		file(build, job, component->objects[i]);
	file(build, job, tools->runtime);
	if (*tools->libgcc)
		file(build, job, tools->libgcc);
	job_arg(jobs, job, "-o");
	job_arg(jobs, job, instance->elf);
}

bool build_links(struct build *build)
{
	if (!folder_make(build->diag, build_path(build, "elf")))
		return false;
	for (size_t i = 0; i < build->system.instances_count; i++)
		link_job(build, build->system.instances[i]);
	return jobs_run(&build->jobs);
}
