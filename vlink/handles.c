/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * The contents of the connection pages (abi/connection.h): handles of what an
 * instance uses, records of who uses it, parameters, constants.
 */
#include <string.h>

#include <vesper/abi/connection.h>

#include "back.h"
#include "layout.h"

struct pages {
	struct layout *layout;
	const struct instance *instance;
	uint8_t *bytes;
	uint64_t size;
};

/* The front end laid the pages out; what does not fit is a bug of vlink. */
static void put(struct pages *pages, uint64_t offset, const void *data,
		size_t size)
{
	if (offset > pages->size || size > pages->size - offset) {
		layout_error(pages->layout, pages->instance->where, BACK_RANGE,
			     "internal: offset %#llx is outside of the "
			     "connection pages of '%s'",
			     (unsigned long long)offset,
			     pages->instance->name);
		return;
	}
	memcpy(pages->bytes + offset, data, size);
}

/* Of the message slots, for the client. */
static uint64_t part_address(const struct area_part *part)
{
	return part->area ? part->area->address + part->offset : 0;
}

/* Of all that the server takes a pointer into. */
static uint64_t part_base(const struct area_part *part)
{
	return part->area ? part->area->address + part->base : 0;
}

static void put_use(struct pages *pages, const struct use *use)
{
	uint32_t count = (uint32_t)use->connections_count;

	for (size_t i = 0; i < use->handles_count; i++) {
		struct abi_handle handle = { .slot = ABI_NO_SLOT };

		for (size_t j = 0; j < use->connections_count; j++) {
			const struct connection *c = use->connections[j];

			if (c->handle != i)
				continue;
			handle.slot = c->slot;
			handle.to = (uint32_t)part_address(&c->to);
			handle.from = (uint32_t)part_address(&c->from);
		}
		put(pages, use->handles + i * sizeof handle, &handle,
		    sizeof handle);
	}
	if (use->decl->count == USE_MANY)
		put(pages, use->count, &count, sizeof count);
}

static void put_client(struct pages *pages, const struct connection *c,
		       uint32_t provide)
{
	struct abi_client client = {
		.to_base = part_base(&c->to),
		.to_limit = c->to.area ? c->to.limit : 0,
		.from_base = part_base(&c->from),
		.from_limit = c->from.area ? c->from.limit : 0,
		.client = c->number,
		.provide = provide,
	};

	if (c->constants) {
		client.parameters = pages->instance->window +
			c->constants_offset;
		put(pages, c->constants_offset, c->constants,
		    c->constants_size);
	}
	put(pages, c->record, &client, sizeof client);
}

static void put_param(struct pages *pages, const struct param *param)
{
	uint8_t value[8];

	if (param->text) {
		put(pages, param->offset, param->text,
		    strlen(param->text) + 1);
		return;
	}
	for (unsigned i = 0; i < sizeof value; i++)
		value[i] = (uint8_t)(param->value >> (8 * i));
	put(pages, param->offset, value,
	    param->decl->size < 8 ? param->decl->size : 8);
}

static void put_debug(struct pages *pages, size_t index)
{
	uint64_t slot = pages->instance->debug_slots[index];

	put(pages, pages->instance->debugs[index], &slot, sizeof slot);
}

static void put_instance(struct pages *pages)
{
	const struct instance *instance = pages->instance;
	const struct component *component = instance->component;

	for (size_t i = 0; i < component->uses_count; i++)
		put_use(pages, &instance->uses[i]);
	for (size_t i = 0; i < component->provides_count; i++)
		for (size_t j = 0; j < instance->provides[i].connections_count;
		     j++)
			put_client(pages, instance->provides[i].connections[j],
				   (uint32_t)i);
	for (size_t i = 0; i < component->params_count; i++)
		put_param(pages, &instance->params[i]);
	for (size_t i = 0; i < component->debugs_count; i++)
		put_debug(pages, i);
}

void layout_handles(struct layout *layout)
{
	for (size_t i = 0; i < layout->system->instances_count; i++) {
		const struct instance *instance = layout->system->instances[i];
		const struct space *space = layout->units[i].space;
		struct extent *extent =
			&layout->extents.items[space->first_extent];
		struct pages pages = { .layout = layout, .instance = instance };

		if (instance->connection_size) {
			pages.bytes = extent->bytes;
			pages.size = extent->pages * ABI_PAGE_SIZE;
		}
		put_instance(&pages);
	}
}
