/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * Windows: which user addresses everything gets. Decided before the instances
 * are linked, from bounds, so that each is linked once.
 *
 * Window 0 is nobody's: a null pointer must fault in every domain. Then follow
 * the instances' private windows, regions, devices and areas, in the order of
 * the manifests, and last the regions that are made at run time, so that an address changes only when something before it
 * does, and small systems need one level-2 table per domain.
 */
#include <inttypes.h>

#include <vesper/abi/thread.h>

#include "back.h"
#include "layout.h"

struct windows {
	struct system *system;
	uint64_t next;		/* first free one */
};

static uint64_t windows_take(struct windows *windows, uint64_t size)
{
	uint64_t address = windows->next * ABI_WINDOW_SIZE;

	windows->next += window_up(size) / ABI_WINDOW_SIZE;
	return address;
}

/* Bytes of stacks, control blocks and the guard pages between them. */
static uint64_t stacks_bound(const struct component *component)
{
	uint64_t sum = 2 * ABI_PAGE_SIZE;

	for (size_t i = 0; i < component->vps_count; i++)
		sum += component->vps[i].threads *
			(page_up(component->vps[i].stack) + ABI_PAGE_SIZE) +
			5 * ABI_PAGE_SIZE;
	if (component->fault.name)
		sum += page_up(component->fault.stack) + ABI_PAGE_SIZE;
	sum += component->pool.workers *
		(page_up(component->pool.stack) + ABI_PAGE_SIZE);
	return sum;
}

uint32_t component_callers(const struct component *component)
{
	uint32_t count = component->pool.workers +
			 (component->fault.name != NULL);

	for (size_t i = 0; i < component->vps_count; i++)
		count += component->vps[i].threads;
	return count;
}

/* First contents: of data, and of the thread blocks with their data. */
static uint64_t restart_bound(const struct component *component)
{
	uint64_t threads = component_callers(component);
	uint64_t linked = component->memory_bound;

	return !component->restart.always ? 0 :
		page_up(linked) + threads * (linked < TLS_MAX ? linked :
					     TLS_MAX) + ABI_PAGE_SIZE;
}

/*
 * The linker aligns each kind of segment to a page and may add veneers for
 * erratum 843419; thread-local data is at most what the objects hold, once per
 * stack.
 */
static uint64_t instance_bound(const struct instance *instance)
{
	const struct component *component = instance->component;
	uint64_t linked = component->memory_bound;

	return page_up(instance->connection_size) + page_up(linked) +
		linked / 64 + 8 * ABI_PAGE_SIZE + stacks_bound(component) +
		restart_bound(component);
}

static void place_instances(struct windows *windows)
{
	for (size_t i = 0; i < windows->system->instances_count; i++) {
		struct instance *instance = windows->system->instances[i];
		uint64_t bound = instance_bound(instance);

		instance->windows = window_up(bound) / ABI_WINDOW_SIZE;
		instance->window = windows_take(windows, bound);
	}
}

static void place_regions(struct windows *windows, struct instance *instance)
{
	const struct component *component = instance->component;

	for (size_t i = 0; i < component->regions_count; i++)
		instance->regions[i].address =
			windows_take(windows, component->regions[i].size);
	for (size_t i = 0; i < component->devices_count; i++) {
		struct device *device = &instance->devices[i];

		device->address = !device->board ? 0 :
			windows_take(windows, device->board->size);
	}
}

/* Each region that is made has windows of its own. */
static void place_made(struct windows *windows, struct instance *instance)
{
	const struct component *component = instance->component;

	instance->made = arena_array(windows->system->arena,
				     component->factories_count,
				     sizeof *instance->made);
	for (size_t i = 0; i < component->factories_count; i++)
		if (component->factories[i].type == ABI_TYPE_REGION)
			instance->made[i] = windows_take(windows,
				component->factories[i].count *
				window_up(component->factories[i].size));
}

static void report_instance(struct diag *diag, const struct instance *instance)
{
	uint64_t regions = 0, devices = 0;

	for (size_t i = 0; i < instance->component->regions_count; i++)
		regions += window_up(instance->component->regions[i].size) /
			ABI_WINDOW_SIZE;
	for (size_t i = 0; i < instance->component->factories_count; i++) {
		const struct factory_decl *f =
			&instance->component->factories[i];

		if (f->type == ABI_TYPE_REGION)
			regions += f->count * window_up(f->size) /
				ABI_WINDOW_SIZE;
	}
	for (size_t i = 0; i < instance->component->devices_count; i++)
		devices += instance->devices[i].board != NULL;
	if (instance->windows + regions + devices > 1)
		diag_note(diag, instance->where, "'%s' takes %" PRIu64
			  ": %" PRIu64 " of its own, %" PRIu64 " for regions, "
			  "%" PRIu64 " for devices", instance->name,
			  instance->windows + regions + devices,
			  instance->windows, regions, devices);
}

static void report_windows(const struct windows *windows, uint64_t has)
{
	const struct system *system = windows->system;

	diag_error(system->diag, system->where, BACK_WINDOWS,
		   "the system needs %" PRIu64 " windows of 2 MiB, board '%s' "
		   "has %" PRIu64, windows->next, system->board.name, has);
	for (size_t i = 0; i < system->instances_count; i++)
		report_instance(system->diag, system->instances[i]);
	for (size_t i = 0; i < system->areas_count; i++)
		if (system->areas[i]->size > ABI_WINDOW_SIZE)
			diag_note(system->diag, system->areas[i]->where,
				  "area '%s' takes %" PRIu64,
				  system->areas[i]->name,
				  window_up(system->areas[i]->size) /
				  ABI_WINDOW_SIZE);
}

bool place_windows(struct system *system)
{
	struct windows windows = { .system = system, .next = 1 };
	uint64_t has = (UINT64_C(1) << user_bits(&system->board)) /
		ABI_WINDOW_SIZE;

	place_instances(&windows);
	for (size_t i = 0; i < system->instances_count; i++)
		place_regions(&windows, system->instances[i]);
	for (size_t i = 0; i < system->areas_count; i++)
		system->areas[i]->address =
			windows_take(&windows, system->areas[i]->size);
	for (size_t i = 0; i < system->instances_count; i++)
		place_made(&windows, system->instances[i]);
	if (windows.next <= has)
		return true;
	report_windows(&windows, has);
	return false;
}
