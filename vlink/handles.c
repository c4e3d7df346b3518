/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * The contents of the connection pages (abi/connection.h): handles of what an
 * instance uses, records of who uses it, parameters, slots of capabilities.
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

/* Its slot is empty at the start; the memory is the instance's own. */
static void put_attached(struct pages *pages, const struct use *use)
{
	const struct instance *instance = pages->instance;
	const struct use_decl *decl = use->decl;
	struct abi_handle handle = {
		.slot = attached_slot(instance, decl),
		.to = (uint32_t)instance->regions[decl->to].address,
		.from = (uint32_t)instance->regions[decl->from].address,
	};

	put(pages, use->handles, &handle, sizeof handle);
}

static void put_use(struct pages *pages, const struct use *use)
{
	uint32_t count = (uint32_t)use->connections_count;

	if (use->decl->is_attached) {
		put_attached(pages, use);
		return;
	}
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
		.to_slots = (uint32_t)part_address(&c->to),
		.to_stride = c->to_stride,
		.from_slots = (uint32_t)part_address(&c->from),
		.from_stride = c->from_stride,
		.callers = c->ring_callers,
		.cells = c->cells,
		.notify = c->notify,
		.ring_depth = c->ring_depth,
	};

	if (c->constants) {
		client.parameters = pages->instance->window +
			c->constants_offset;
		put(pages, c->constants_offset, c->constants,
		    c->constants_size);
	}
	if (c->methods) {
		client.methods = (uint32_t)(pages->instance->window +
					    c->methods_offset);
		put(pages, c->methods_offset, c->methods, c->methods_size);
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

/* The records of a domain stand in the order of its sights (objects.c): the
   first one of what it sees from `address` on; or, if it sees nothing there,
   the first free one. */
static uint32_t view_at(const struct layout *layout,
			const struct instance *instance, uint64_t address)
{
	uint64_t count = 0;

	for (uint32_t i = 0; i < layout->sights.count; i++) {
		const struct sight *sight = &layout->sights.items[i];

		if (sight->domain != instance)
			continue;
		if (sight->space->address == address)
			break;
		count += view_records(sight->space);
	}
	return (uint32_t)count;
}

static void put_domain(struct pages *pages, uint64_t offset,
		       const struct capability *cap)
{
	const struct component *of = cap->of->component;
	struct abi_domain_handle handle = {
		.slot = cap->slot,
		.slots = (uint32_t)first_free_slot(cap->of),
		.slots_count = of->free_slots,
		.views = view_at(pages->layout, cap->of, UINT64_MAX),
		.views_count = of->free_views,
	};

	put(pages, offset + cap->index * sizeof handle, &handle,
	    sizeof handle);
}

static void put_region(struct pages *pages, const struct capability *cap)
{
	size_t index = cap->object->decl->index;
	struct abi_region_handle handle = {
		.slot = cap->slot,
		.address = cap->of->regions[index].address,
		.size = page_up(cap->of->regions[index].decl->size),
	};

	put(pages, cap->as->constant, &handle, sizeof handle);
}

static void put_cap(struct pages *pages, const struct capability *cap)
{
	uint64_t slot = cap->slot;

	if (cap->type == ABI_TYPE_DOMAIN)
		put_domain(pages, cap->as->constant, cap);
	else if (cap->type == ABI_TYPE_REGION &&
		 cap->as->decl->source == CAP_GIVEN)
		put_region(pages, cap);
	else
		put(pages, cap->as->constant, &slot, sizeof slot);
	if (cap->as->decl->view_name) {
		size_t index = cap->as->decl->index;
		uint64_t view = view_at(pages->layout, pages->instance,
			pages->instance->regions[index].address);

		put(pages, cap->as->constant + sizeof slot, &view,
		    sizeof view);
	}
}

static void put_policy(struct pages *pages, const struct capability *cap)
{
	const struct restart_decl *restart = &cap->of->component->restart;
	struct abi_restart_policy policy = {
		.always = restart->always, .at_most = restart->at_most,
		.within = restart->within, .backoff = restart->backoff,
		.backoff_last = restart->backoff_last,
	};

	strncpy(policy.name, cap->of->name, sizeof policy.name - 1);
	put(pages, cap->as->policies + cap->index * sizeof policy, &policy,
	    sizeof policy);
}

/* Slots of the events that are bound to the vp, by their numbers. */
static void put_events(struct pages *pages, size_t vp, uint64_t at)
{
	const struct instance *instance = pages->instance;

	for (size_t i = 0; i < instance->caps_count; i++) {
		const struct capability *cap = &instance->caps[i];
		uint64_t slot = cap->slot;

		if (cap->as && cap->type == ABI_TYPE_EVENT &&
		    cap->as->decl->source == CAP_OWN &&
		    cap->as->decl->vp == vp + 1)
			put(pages, at + cap->as->decl->number * sizeof slot,
			    &slot, sizeof slot);
	}
}

static void put_threads(struct pages *pages, size_t index)
{
	const struct vp *vp = &pages->instance->vps[index];
	uint64_t at = vp->table + sizeof(struct abi_threads);
	const struct abi_threads head = {
		.threads = vp->decl->threads, .events = vp->decl->events,
		.stack = vp->stack,
	};

	if (vp->decl->threads < 2)
		return;
	put(pages, vp->table, &head, sizeof head);
	put(pages, at, vp->threads, vp->decl->threads * sizeof *vp->threads);
	put_events(pages, index, at + vp->decl->threads * sizeof *vp->threads);
}

/* What is not given begins with ABI_NO_SLOT, whatever its type. */
static void put_caps(struct pages *pages)
{
	const struct instance *instance = pages->instance;
	const struct component *c = instance->component;
	uint64_t none = ABI_NO_SLOT, first = first_free_slot(instance);
	/* Of caller number 0, were it a worker. */
	uint64_t landing = instance->slots -
		ABI_FIELDS * (uint64_t)instance->first_worker;

	for (size_t i = 0; i < c->cap_decls_count; i++) {
		const struct named_cap *named = &instance->named_caps[i];

		if (named->decl->source == CAP_SUPERVISED)
			put(pages, named->count, &named->entries,
			    sizeof named->entries);
		else
			put(pages, named->constant, &none, sizeof none);
	}
	for (size_t i = 0; i < instance->caps_count; i++) {
		const struct capability *cap = &instance->caps[i];

		if (cap->as)
			put_cap(pages, cap);
		if (cap->as && cap->as->decl->source == CAP_SUPERVISED)
			put_policy(pages, cap);
	}
	if (c->free_slots)
		put(pages, instance->free_slots, &first, sizeof first);
	if (c->pool.workers)
		put(pages, instance->landing, &landing, sizeof landing);
	for (size_t i = 0; i < c->vps_count; i++)
		put(pages, instance->controls + i * sizeof(uint64_t),
		    &instance->vps[i].control, sizeof(uint64_t));
	for (size_t i = 0; i < c->vps_count; i++)
		put_threads(pages, i);
}

/* The slots that a restart empties: landing slots, and those that are free. */
static void put_restores(struct pages *pages)
{
	const struct instance *instance = pages->instance;
	const struct component *c = instance->component;
	struct abi_restore_list list = {
		.first_slot = instance->slots,
		.slots = c->free_slots + ABI_ATTACH_SLOTS * c->attached +
			 ABI_FIELDS * (uint64_t)c->pool.workers,
		.count = instance->restores_count,
	};

	if (!c->restart.always)
		return;
	put(pages, instance->restore, &list, sizeof list);
	put(pages, instance->restore + sizeof list, instance->restores,
	    instance->restores_count * sizeof *instance->restores);
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
	for (size_t i = 0; i < component->provides_count; i++) {
		uint64_t count = instance->provides[i].connections_count;

		if (component->provides[i].event)
			put(pages, instance->provides[i].count, &count,
			    sizeof count);
	}
	for (size_t i = 0; i < component->params_count; i++)
		put_param(pages, &instance->params[i]);
	for (size_t i = 0; i < component->debugs_count; i++)
		put_debug(pages, i);
	put_caps(pages);
	put_restores(pages);
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
