/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * Names and places for fault reports (abi/boot.h), in debug builds: what lies
 * at an address, and whose it is. An image for the field has neither: names
 * cost memory, and the tools have them in image.elf.
 */
#include <stdlib.h>
#include <string.h>

#include "layout.h"

struct strings {
	struct layout *layout;
	char *text;
	uint64_t size, max;
};

static void add_name(struct strings *strings, const char *name)
{
	size_t size = strlen(name) + 1;
	struct layout *layout = strings->layout;

	if (layout_name(layout, name))
		return;
	if (strings->max - strings->size < size) {
		uint64_t max = 2 * strings->max + size + 256;
		char *text = arena_alloc(layout->arena, max);

		if (strings->size)
			memcpy(text, strings->text, strings->size);
		strings->text = text;
		strings->max = max;
	}
	memcpy(strings->text + strings->size, name, size);
	strings->size += size;
	layout->names = strings->text;
	layout->names_size = strings->size;
}

uint32_t layout_name(const struct layout *layout, const char *name)
{
	for (uint64_t at = 0; at < layout->names_size;
	     at += strlen(layout->names + at) + 1)
		if (strcmp(layout->names + at, name) == 0)
			return (uint32_t)at;
	return 0;
}

static void add_names(struct layout *layout)
{
	struct strings strings = { .layout = layout };
	const struct system *system = layout->system;

	add_name(&strings, "?");	/* offset 0: no name */
	for (size_t i = 0; i < system->instances_count; i++) {
		const struct component *component =
			system->instances[i]->component;

		add_name(&strings, system->instances[i]->name);
		for (size_t v = 0; v < component->vps_count; v++)
			add_name(&strings, component->vps[v].name);
		for (size_t f = 0; f < component->factories_count; f++)
			add_name(&strings,
				 factory_name(layout, system->instances[i],
					      &component->factories[f]));
	}
	for (uint32_t i = 0; i < layout->spaces.count; i++)
		add_name(&strings, layout->spaces.items[i]->name);
	for (uint32_t i = 0; i < layout->extents.count; i++)
		add_name(&strings, layout->extents.items[i].name);
	for (uint32_t i = 0; i < layout->nameds.count; i++)
		add_name(&strings, layout->nameds.items[i].name);
}

static int place_compare(const void *a, const void *b)
{
	const struct abi_place *x = a, *y = b;

	return (x->base > y->base) - (x->base < y->base);
}

/* Neighbours of one name are one place: a stack is two extents. */
static size_t join_places(struct abi_place *places, size_t count)
{
	size_t kept = 0;

	for (size_t i = 0; i < count; i++) {
		struct abi_place *last = &places[kept - (kept != 0)];

		if (kept && last->name == places[i].name &&
		    last->domain == places[i].domain &&
		    last->base + last->size == places[i].base)
			last->size += places[i].size;
		else
			places[kept++] = places[i];
	}
	return kept;
}

static void add_places(struct layout *layout)
{
	size_t count = 0;
	struct abi_place *places =
		arena_array(layout->arena, layout->extents.count +
			    layout->nameds.count, sizeof *places);

	for (uint32_t i = 0; i < layout->extents.count; i++) {
		const struct extent *extent = &layout->extents.items[i];

		places[count++] = (struct abi_place){
			.base = extent->address,
			.size = extent->pages * ABI_PAGE_SIZE,
			.name = layout_name(layout, extent->name),
			.domain = extent->space->owner->index,
		};
	}
	for (uint32_t i = 0; i < layout->nameds.count; i++) {
		const struct named *named = &layout->nameds.items[i];

		places[count++] = (struct abi_place){
			.base = named->address, .size = named->size,
			.name = layout_name(layout, named->name),
			.domain = named->owner->index,
		};
	}
	if (count)
		qsort(places, count, sizeof *places, place_compare);
	layout->places = places;
	layout->places_count = join_places(places, count);
}

void layout_places(struct layout *layout)
{
	if (!layout->system->debug)
		return;
	add_names(layout);
	add_places(layout);
}
