/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * Who holds what: calls, devices, interrupts, capabilities.
 */
#include "policy.h"

const struct connection *call_on(const struct front *front,
				 const struct instance *holder,
				 const struct target *target)
{
	for (uint32_t i = 0; i < front->connections.count; i++) {
		const struct connection *c = front->connections.items[i];

		if (c->client == holder && !target->device &&
		    (!target->method || connection_has(c, target->number)) &&
		    target->owners.has[c->server->index] &&
		    (!target->thing || c->provide->decl->name ==
		     target->thing))
			return c;
	}
	return NULL;
}

/* A device of its own that the target means. */
const struct device *device_on(const struct instance *holder,
			       const struct target *target)
{
	for (size_t i = 0; i < holder->component->devices_count; i++) {
		const struct device *device = &holder->devices[i];
		bool named = target->thing == device->decl->name &&
			     target->owners.has[holder->index];

		if (device->board && (named || (target->device &&
					       device->board == target->device)))
			return device;
	}
	return NULL;
}

/* An interrupt of its own that the target means. */
const struct irq *irq_on(const struct instance *holder,
			 const struct target *target)
{
	for (size_t i = 0; i < holder->component->irqs_count; i++) {
		const struct irq *irq = &holder->irqs[i];

		if (!irq->where.begin)
			continue;
		if (target->thing == irq->decl->name &&
		    target->owners.has[holder->index])
			return irq;
		for (size_t j = 0; target->device &&
		     j < target->device->irqs_count; j++)
			if (target->device->irqs[j] == irq->number)
				return irq;
	}
	return NULL;
}

/* An object goes by the name of its declaration, a region by its own. */
static bool is_named(const struct capability *cap, const char *thing)
{
	const struct cap_decl *decl = cap->object->decl;

	return decl->name == thing || (decl->type == ABI_TYPE_REGION &&
		cap->of->component->regions[decl->index].name == thing);
}

static bool is_line_of(const struct capability *cap,
		       const struct board_device *device)
{
	uint32_t line;

	if (cap->type != ABI_TYPE_IRQ || !cap->object)
		return false;
	line = cap->of->irqs[cap->object->decl->index].number;
	for (size_t i = 0; i < device->irqs_count; i++)
		if (device->irqs[i] == line)
			return true;
	return false;
}

bool cap_is_on(const struct capability *cap, const struct target *target)
{
	if (!cap->as)
		return false;
	if (target->device)
		return is_line_of(cap, target->device);
	return target->owners.has[cap->of->index] &&
	       (!target->thing || !cap->object ||
		is_named(cap, target->thing));
}

const struct capability *given_on(const struct instance *holder,
				  const struct target *target)
{
	for (size_t i = 0; i < holder->caps_count; i++) {
		const struct capability *cap = &holder->caps[i];

		if (cap->of != holder && cap_is_on(cap, target))
			return cap;
	}
	return NULL;
}

const struct device *dma_of(const struct instance *instance)
{
	for (size_t i = 0; i < instance->component->devices_count; i++)
		if (instance->devices[i].board &&
		    instance->devices[i].board->dma)
			return &instance->devices[i];
	return NULL;
}
