/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * Events, interrupts, grants and factories: kernel objects that a component's
 * manifest asks for by name. Each type is one array, in the order of the instances and
 * of their declarations.
 */
#include "back.h"
#include "layout.h"

/* The event that a cap_decl's object signals. */
static uint64_t event_of(const struct layout *layout,
			 const struct instance *instance,
			 const struct named_cap *named)
{
	return own_address(layout, ABI_TYPE_EVENT,
			   instance->named_caps[named->decl->event].number);
}

static struct abi_array *array_of(struct objects *o, enum abi_type type)
{
	return type == ABI_TYPE_EVENT ? &o->events :
	       type == ABI_TYPE_IRQ ? &o->irqs :
	       type == ABI_TYPE_GRANT ? &o->grants :
	       type == ABI_TYPE_FACTORY ? &o->factories : NULL;
}

/* All four have this size. */
_Static_assert(sizeof(struct abi_event) == sizeof(struct abi_irq) &&
	       sizeof(struct abi_irq) == sizeof(struct abi_grant) &&
	       sizeof(struct abi_grant) == sizeof(struct abi_factory), "sizes");
#define OBJECT_SIZE sizeof(struct abi_event)

void own_measure(struct layout *layout, uint64_t *at)
{
	static const enum abi_type types[] = {
		ABI_TYPE_EVENT, ABI_TYPE_IRQ, ABI_TYPE_GRANT, ABI_TYPE_FACTORY,
	};
	struct objects *o = &layout->objects;

	for (size_t i = 0; i < layout->system->instances_count; i++) {
		const struct component *c =
			layout->system->instances[i]->component;

		for (size_t d = 0; d < c->cap_decls_count; d++) {
			struct abi_array *array =
				array_of(o, c->cap_decls[d].type);

			if (array && c->cap_decls[d].source == CAP_OWN)
				array->count++;
		}
	}
	for (size_t i = 0; i < sizeof types / sizeof *types; i++) {
		struct abi_array *array = array_of(o, types[i]);

		o->places[types[i]] = array->count;
		array->count += factory_places(layout->system, types[i],
					       FACTORY_PLACES);
		array->base = objects_reserve(at, array->count, OBJECT_SIZE);
	}
}

uint64_t own_address(const struct layout *layout, enum abi_type type,
		     uint32_t number)
{
	struct objects o = layout->objects;

	if (type == ABI_TYPE_BUDGET)
		return o.base + o.budgets.base +
			(o.roots + number) * sizeof(struct abi_budget);
	return o.base + array_of(&o, type)->base + number * OBJECT_SIZE;
}

static void fill_event(struct layout *layout, const struct instance *instance,
		       const struct named_cap *named)
{
	struct abi_event *event = object_bytes(layout,
		own_address(layout, ABI_TYPE_EVENT, named->number));
	uint64_t vp = named->decl->vp == 0 ? 0 :
		vp_address(layout, instance, named->decl->vp - 1);

	*event = (struct abi_event){
		.key = object_key(ABI_TYPE_EVENT, ABI_RIGHT_SIGNAL),
		.wake = vp, .vp = vp, .number = named->decl->number,
	};
}

static void fill_irq(struct layout *layout, const struct instance *instance,
		     const struct named_cap *named)
{
	struct abi_irq *irq = object_bytes(layout,
		own_address(layout, ABI_TYPE_IRQ, named->number));

	*irq = (struct abi_irq){
		.key = object_key(ABI_TYPE_IRQ, 0),
		.event = event_of(layout, instance, named), .bits = 1,
		.line = instance->irqs[named->decl->index].number,
	};
}

static void fill_one(struct layout *layout, const struct instance *instance,
		     const struct named_cap *named)
{
	struct abi_grant *grant;

	switch (named->decl->type) {
	case ABI_TYPE_EVENT:
		fill_event(layout, instance, named);
		break;
	case ABI_TYPE_IRQ:
		fill_irq(layout, instance, named);
		break;
	case ABI_TYPE_GRANT:
		grant = object_bytes(layout, own_address(layout,
			ABI_TYPE_GRANT, named->number));
		grant->key = object_key(ABI_TYPE_GRANT, 0);
		break;
	default:
		break;		/* regions and domains are there anyhow, and
				   factories.c fills what is its */
	}
}

static void fill_supervisor(struct layout *layout,
			    const struct instance *instance)
{
	struct abi_domain *domain = object_bytes(layout,
		domain_address(layout, instance->index));

	if (!instance->supervisor)
		return;
	domain->supervisor = own_address(layout, ABI_TYPE_EVENT,
					 instance->supervisor_event->number);
	domain->supervisor_bits = instance->supervisor_bits;
}

void own_fill(struct layout *layout)
{
	for (size_t i = 0; i < layout->system->instances_count; i++) {
		const struct instance *instance = layout->system->instances[i];

		for (size_t d = 0; d < instance->component->cap_decls_count;
		     d++)
			if (instance->named_caps[d].decl->source == CAP_OWN)
				fill_one(layout, instance,
					 &instance->named_caps[d]);
		fill_supervisor(layout, instance);
	}
}
