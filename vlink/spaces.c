/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * Spaces beside the private ones: regions, devices, areas; and who sees what.
 *
 * An area is seen by the two ends of its connections: `to` read-write by the
 * client and read-only by the server, `from` read-write by both. The leaves
 * give the most that any view has; each domain's window entry takes away.
 */
#include "back.h"
#include "layout.h"

#define RIGHTS_RW ((uint8_t)(ABI_RIGHT_READ | ABI_RIGHT_WRITE))

static void add_sight(struct layout *layout, const struct instance *domain,
		      struct space *space, uint8_t rights)
{
	struct sight *sight;

	for (uint32_t i = 0; i < layout->sights.count; i++) {
		sight = &layout->sights.items[i];
		if (sight->domain == domain && sight->space == space) {
			sight->rights |= rights;
			return;
		}
	}
	sight = VEC_PUSH(layout->arena, &layout->sights);
	*sight = (struct sight){ domain, space, rights };
}

static struct space *add_space(struct layout *layout, const char *name,
			       const struct instance *owner, struct span where,
			       uint64_t address, uint64_t size, uint64_t leaf)
{
	struct space *space = ARENA_NEW(layout->arena, struct space);
	struct extent *extent;

	*space = (struct space){
		.name = name, .owner = owner, .where = where,
		.address = address,
		.windows = window_up(size) / ABI_WINDOW_SIZE,
		.rights = RIGHTS_RW,
		.first_extent = layout->extents.count, .extents_count = 1,
	};
	*VEC_PUSH(layout->arena, &layout->spaces) = space;
	extent = VEC_PUSH(layout->arena, &layout->extents);
	extent->name = name;
	extent->space = space;
	extent->address = address;
	extent->pages = page_up(size) / ABI_PAGE_SIZE;
	extent->leaf = leaf;
	return space;
}

/* Of each block the component that has it writes one page. The kernel writes
 * both. */
static void add_blocks(struct layout *layout, struct space *space,
		       uint32_t blocks)
{
	layout->extents.count = space->first_extent;
	space->is_loose = true;
	space->extents_count = 2 * blocks;
	for (uint32_t i = 0; i < space->extents_count; i++) {
		struct extent *extent = VEC_PUSH(layout->arena,
						 &layout->extents);

		extent->name = space->name;
		extent->space = space;
		extent->address = space->address + i / 2 * ABI_WINDOW_SIZE +
			i % 2 * ABI_PAGE_SIZE;
		extent->pages = 1;
		extent->leaf = i % 2 ? DESC_USER_CONST : DESC_USER_DATA;
		extent->kernel = true;
	}
}

static void add_regions(struct layout *layout, const struct instance *instance)
{
	const struct component *component = instance->component;

	for (size_t i = 0; i < component->regions_count; i++) {
		const struct region_decl *decl = &component->regions[i];
		const char *name = arena_printf(layout->arena, "region %s",
						decl->name);
		struct space *space = add_space(layout, name, instance,
						decl->where,
						instance->regions[i].address,
						decl->size, decl->is_code ?
						DESC_USER_BOTH : DESC_USER_DATA);

		if (decl->blocks)
			add_blocks(layout, space, decl->blocks);
		add_sight(layout, instance, space, RIGHTS_RW);
	}
}

/* What is made at run time is seen by nobody before. */
static void add_made(struct layout *layout, const struct instance *instance)
{
	const struct component *component = instance->component;

	for (size_t i = 0; i < component->factories_count; i++) {
		const struct factory_decl *decl = &component->factories[i];

		for (uint32_t n = 0; decl->type == ABI_TYPE_REGION &&
		     n < decl->count; n++)
			add_space(layout, factory_name(layout, instance, decl),
				  instance, decl->where, instance->made[i] +
				  n * window_up(decl->size), decl->size,
				  decl->is_code ? DESC_USER_BOTH :
				  DESC_USER_DATA);
	}
}

/* The frames of a device are the board's, so they are known at once. */
static void add_device(struct layout *layout, const struct instance *instance,
		       const struct device *device)
{
	const char *name = arena_printf(layout->arena, "device %s",
					device->decl->name);
	struct space *space = add_space(layout, name, instance, device->where,
					device->address, device->board->size,
					DESC_USER_DEVICE);
	struct extent *extent =
		&layout->extents.items[space->first_extent];

	space->is_device = true;
	extent->frames = arena_array(layout->arena, extent->pages,
				     sizeof *extent->frames);
	for (uint64_t i = 0; i < extent->pages; i++)
		extent->frames[i] = device->board->address +
			i * ABI_PAGE_SIZE;
	add_sight(layout, instance, space, RIGHTS_RW);
}

static void add_areas(struct layout *layout)
{
	const struct system *system = layout->system;

	for (size_t i = 0; i < system->areas_count; i++) {
		const struct area *area = system->areas[i];
		const char *name = arena_printf(layout->arena, "area %s",
						area->name);
		struct space *space = add_space(layout, name, area->owner,
						area->where, area->address,
						area->size, DESC_USER_DATA);

		for (size_t j = 0; j < system->connections_count; j++) {
			const struct connection *c = system->connections[j];
			bool to = c->to.area == area;
			bool from = c->from.area == area;

			if (!to && !from)
				continue;
			add_sight(layout, c->client, space, RIGHTS_RW);
			add_sight(layout, c->server, space,
				  from ? RIGHTS_RW : ABI_RIGHT_READ);
		}
	}
}

void layout_spaces(struct layout *layout)
{
	const struct system *system = layout->system;

	for (size_t i = 0; i < system->instances_count; i++)
		add_sight(layout, system->instances[i], layout->units[i].space,
			  RIGHTS_RW | ABI_RIGHT_EXEC);
	for (size_t i = 0; i < system->instances_count; i++) {
		const struct instance *instance = system->instances[i];

		add_regions(layout, instance);
		for (size_t j = 0; j < instance->component->devices_count; j++)
			if (instance->devices[j].board)
				add_device(layout, instance,
					   &instance->devices[j]);
	}
	add_areas(layout);
	for (size_t i = 0; i < system->instances_count; i++)
		add_made(layout, system->instances[i]);
	for (uint32_t i = 0; i < layout->spaces.count; i++)
		layout->spaces.items[i]->index = i;
}
