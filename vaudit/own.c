/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * Events, interrupts and grants of components' own. Those of one type are one
 * array, in system.json's order.
 */
#include <string.h>

#include "audit.h"

uint64_t own_count(const struct wanted *wanted, enum abi_type type)
{
	uint64_t count = 0;

	for (size_t i = 0; i < wanted->objects_count; i++)
		count += wanted->objects[i].type == type;
	return count;
}

/* All but budgets are of one size. */
static uint64_t address_at(const struct audit *audit, enum abi_type type,
			   uint64_t index)
{
	const struct abi_boot *boot = &audit->image->boot;
	uint64_t roots = own_count(audit->wanted, ABI_TYPE_BUDGET) +
		places_count(audit->wanted, ABI_TYPE_BUDGET);

	/* Behind those of the vps. */
	if (type == ABI_TYPE_BUDGET)
		return object_address(boot->budgets, boot->budgets.count -
				      roots + index, sizeof(struct abi_budget));
	return object_address(type == ABI_TYPE_EVENT ? boot->events :
			      type == ABI_TYPE_IRQ ? boot->irqs :
			      type == ABI_TYPE_GRANT ? boot->grants :
			      boot->factories,
			      index, sizeof(struct abi_event));
}

uint64_t own_address(const struct audit *audit, enum abi_type type,
		     const char *name)
{
	uint64_t index = 0;

	for (size_t i = 0; i < audit->wanted->objects_count; i++) {
		const struct wanted_object *object =
			&audit->wanted->objects[i];

		if (object->type != type)
			continue;
		if (strcmp(object->name, name) == 0)
			return address_at(audit, type, index);
		index++;
	}
	return 0;
}

static void check_event(struct audit *audit,
			const struct wanted_object *wanted,
			const struct abi_event *is)
{
	uint64_t vp = !wanted->vp ? 0 :
		vp_address(audit, wanted->domain, wanted->vp - 1);
	struct abi_event should = {
		.key = key_of(ABI_TYPE_EVENT, ABI_RIGHT_SIGNAL),
		.wake = vp, .vp = vp, .number = (uint32_t)wanted->number,
	};

	if (audit->live && is) {
		should.bits = is->bits;
		should.wake = is->wake;
		should.uses = is->uses;
	}
	compare_object(audit, wanted->name, 0, is, &should, sizeof should);
}

static void check_irq(struct audit *audit, const struct wanted_object *wanted,
		      const struct abi_irq *is)
{
	struct abi_irq should = {
		.key = key_of(ABI_TYPE_IRQ, 0),
		.event = own_address(audit, ABI_TYPE_EVENT, wanted->event),
		.bits = 1, .line = (uint32_t)wanted->line,
	};

	if (audit->live && is)
		should.masked = is->masked;
	compare_object(audit, wanted->name, 0, is, &should, sizeof should);
}

static void check_grant(struct audit *audit,
			const struct wanted_object *wanted,
			const struct abi_grant *is)
{
	struct abi_grant should = { .key = key_of(ABI_TYPE_GRANT, 0) };

	if (audit->live && is) {
		should = *is;
		should.key = key_of(ABI_TYPE_GRANT, 0);
	}
	compare_object(audit, wanted->name, 0, is, &should, sizeof should);
}

void check_own(struct audit *audit)
{
	for (size_t i = 0; i < audit->wanted->objects_count; i++) {
		const struct wanted_object *wanted =
			&audit->wanted->objects[i];
		uint64_t at = own_address(audit, wanted->type, wanted->name);
		const void *is = image_at(audit->image, at,
					  sizeof(struct abi_event));

		if (wanted->type == ABI_TYPE_EVENT)
			check_event(audit, wanted, is);
		else if (wanted->type == ABI_TYPE_IRQ)
			check_irq(audit, wanted, is);
		else if (wanted->type == ABI_TYPE_GRANT)
			check_grant(audit, wanted, is);
	}
}
