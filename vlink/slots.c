/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * What follows from the connections alone: capability slots, caller numbers,
 * and the layout of each instance's connection pages (abi/connection.h). No
 * address is known yet: all are offsets from the instance's window.
 */
#include "front.h"

#include <vesper/abi/connection.h>
#include <vesper/abi/syscall.h>

#include <inttypes.h>

static uint64_t align_up(uint64_t value, uint64_t to)
{
	return (value + to - 1) & ~(to - 1);
}

/* ---- capabilities ---------------------------------------------------------- */

static struct capability *cap_add(struct instance *instance,
				  enum abi_type type, uint8_t rights,
				  struct span where)
{
	struct capability *cap = &instance->caps[instance->caps_count];

	cap->slot = (uint32_t)++instance->caps_count; /* slot 0 stays empty */
	cap->type = type;
	cap->rights = rights;
	cap->where = where;
	return cap;
}

/* Those for objects: its own, and what it is given. */
static size_t caps_count(const struct front *front,
			 const struct instance *instance)
{
	const struct component *c = instance->component;
	size_t count = 0;

	for (size_t i = 0; i < c->cap_decls_count; i++)
		count += c->cap_decls[i].source == CAP_OWN;
	for (uint32_t i = 0; i < front->gifts.count; i++)
		count += front->gifts.items[i].to == instance;
	return count;
}

/* Behind a portal's: for the server's event, with the bit of this client. */
static void cap_signal(struct instance *instance,
		       const struct connection *connection)
{
	struct capability *cap = cap_add(instance, ABI_TYPE_EVENT,
					 ABI_RIGHT_SIGNAL, connection->where);

	cap->of = connection->server;
	cap->object = &connection->server->named_caps[
		connection->provide->decl->event - 1];
	cap->badge = UINT32_C(1) << connection->number % 32;
}

static void caps_own(struct instance *instance)
{
	for (size_t i = 0; i < instance->component->cap_decls_count; i++) {
		struct named_cap *named = &instance->named_caps[i];
		struct capability *cap;

		if (named->decl->source != CAP_OWN)
			continue;
		cap = cap_add(instance, named->decl->type, named->decl->rights,
			      named->decl->where);
		cap->as = named;
		cap->of = instance;
		cap->object = named->decl->type == ABI_TYPE_DOMAIN ? NULL :
			      named;
	}
}

static void cap_given(struct instance *instance, const struct capability *gift)
{
	struct capability *cap = cap_add(instance, gift->type, gift->rights,
					 gift->where);
	uint32_t slot = cap->slot;

	*cap = *gift;
	cap->slot = slot;
}

/* Own objects of one type are numbered through the whole system. */
static void objects_number(struct instance *instance,
			   uint32_t next[ABI_TYPE_COUNT])
{
	for (size_t i = 0; i < instance->component->cap_decls_count; i++) {
		struct named_cap *named = &instance->named_caps[i];

		if (named->decl->source == CAP_OWN)
			named->number = next[named->decl->type]++;
	}
}

/* A field of a message has twelve bits for a slot. */
static void check_slots(struct front *front, const struct instance *instance)
{
	const struct component *c = instance->component;
	uint64_t slots = instance->slots + component_empty_slots(c) +
			 ABI_FIELDS * (uint64_t)c->pool.workers;

	if (slots > ABI_FIELD_SLOT + 1u)
		diag_error(front->diag, instance->where, CHECK_RANGE,
			   "'%s' has %" PRIu64 " slots for capabilities, and "
			   "there can be %u", instance->name, slots,
			   ABI_FIELD_SLOT + 1u);
}

static void caps_assign(struct front *front, struct instance *instance)
{
	const struct component *c = instance->component;
	size_t count = c->debugs_count + caps_count(front, instance);

	for (size_t i = 0; i < c->uses_count; i++)
		for (size_t j = 0; j < instance->uses[i].connections_count; j++)
			count += 1u + (instance->uses[i].connections[j]->
				       provide->decl->event != 0);
	instance->caps = arena_array(front->arena, count,
				     sizeof(*instance->caps));
	for (size_t i = 0; i < c->uses_count; i++) {
		struct use *use = &instance->uses[i];

		for (size_t j = 0; j < use->connections_count; j++) {
			struct connection *connection = use->connections[j];
			struct capability *cap = cap_add(instance,
				ABI_TYPE_PORTAL, connection->rights,
				connection->where);

			cap->connection = connection;
			connection->slot = cap->slot;
			if (connection->provide->decl->event)
				cap_signal(instance, connection);
		}
	}
	for (size_t i = 0; i < c->debugs_count; i++)
		instance->debug_slots[i] = cap_add(instance, ABI_TYPE_DEBUG,
			ABI_RIGHT_CONTROL, c->debugs[i].where)->slot;
	caps_own(instance);
	for (uint32_t i = 0; i < front->gifts.count; i++)
		if (front->gifts.items[i].to == instance)
			cap_given(instance, &front->gifts.items[i].cap);
	instance->slots = (uint32_t)count + 1;
	check_slots(front, instance);
}

/* ---- callers ----------------------------------------------------------------- */

static void callers_assign(struct front *front, struct instance *instance)
{
	const struct component *c = instance->component;

	for (size_t i = 0; i < c->vps_count; i++) {
		instance->vps[i].caller = instance->callers;
		instance->callers += c->vps[i].threads;
	}
	instance->first_worker = instance->callers;
	instance->callers += c->pool.workers;
	instance->handler_caller = instance->callers;
	instance->callers += c->fault.name != NULL;
	if (c->callers && c->callers < instance->callers)
		diag_error(front->diag, c->where, CHECK_RANGE,
			   "component %s has %u callers by its vps, workers "
			   "and fault handler, so `callers` cannot be %u",
			   c->name, instance->callers, c->callers);
	if (c->callers)
		instance->callers = c->callers;
}

/* ---- connection pages ---------------------------------------------------------- */

static void handles_layout(struct instance *instance, uint64_t *at)
{
	for (size_t i = 0; i < instance->component->uses_count; i++) {
		struct use *use = &instance->uses[i];

		use->handles = *at;
		use->handles_count = use->connections_count;
		/* Optional and not connected: one with ABI_NO_SLOT. An empty
		   array has one too, so that its symbol has a place. */
		if (!use->handles_count)
			use->handles_count = 1;
		*at += use->handles_count * sizeof(struct abi_handle);
	}
}

static void records_layout(struct instance *instance, uint64_t *at)
{
	for (size_t i = 0; i < instance->component->provides_count; i++) {
		struct provide *provide = &instance->provides[i];

		provide->records = *at;
		for (size_t j = 0; j < provide->connections_count; j++) {
			provide->connections[j]->record = *at;
			*at += sizeof(struct abi_client);
		}
	}
	for (size_t i = 0; i < instance->component->provides_count; i++) {
		struct provide *provide = &instance->provides[i];

		for (size_t j = 0; j < provide->connections_count; j++) {
			struct connection *c = provide->connections[j];

			c->constants_offset = *at;
			*at = align_up(*at + c->constants_size, 8);
			c->methods_offset = *at;
			*at = align_up(*at + c->methods_size, 8);
		}
	}
}

/* A string's bytes with a NUL; every other parameter by its size. */
static void params_layout(struct instance *instance, uint64_t *at)
{
	const struct component *c = instance->component;

	for (size_t i = 0; i < c->params_count; i++) {
		struct param *param = &instance->params[i];
		uint64_t size = param->decl->size;

		if (!size)
			size = param->text ? strlen(param->text) + 1 : 1;
		else
			*at = align_up(*at, size);
		param->offset = *at;
		*at += size;
	}
	*at = align_up(*at, 4);
	for (size_t i = 0; i < c->uses_count; i++) {
		instance->uses[i].count = *at;
		*at += c->uses[i].count == USE_MANY ? sizeof(uint32_t) : 0;
	}
	*at = align_up(*at, 8);
	for (size_t i = 0; i < c->provides_count; i++) {
		instance->provides[i].count = *at;
		*at += c->provides[i].event ? sizeof(uint64_t) : 0;
	}
	for (size_t i = 0; i < c->debugs_count; i++) {
		instance->debugs[i] = *at;
		*at += sizeof(uint64_t);
	}
}

/* What a cap_decl's constant takes; each is aligned to 8 bytes. */
static uint64_t constant_size(const struct cap_decl *decl)
{
	if (decl->type == ABI_TYPE_DOMAIN)
		return sizeof(struct abi_domain_handle);
	if (decl->type == ABI_TYPE_REGION && decl->source == CAP_GIVEN)
		return sizeof(struct abi_region_handle);
	if (decl->view_name)
		return 2 * sizeof(uint64_t);
	return sizeof(uint64_t);
}

static void caps_layout(struct instance *instance, uint64_t *at)
{
	const struct component *c = instance->component;

	for (size_t i = 0; i < c->cap_decls_count; i++) {
		struct named_cap *named = &instance->named_caps[i];
		uint64_t entries = 1;

		if (named->decl->source == CAP_SUPERVISED) {
			named->count = *at;
			*at += sizeof(uint64_t);
			entries = named->entries;
			named->policies = *at;
			*at += entries * sizeof(struct abi_restart_policy);
		}
		named->constant = *at;
		*at += entries * constant_size(named->decl);
	}
	instance->free_slots = *at;
	*at += c->free_slots ? sizeof(uint64_t) : 0;
	instance->landing = *at;
	*at += c->pool.workers ? sizeof(uint64_t) : 0;
	instance->controls = *at;
	*at += c->vps_count * sizeof(uint64_t);
	for (size_t i = 0; i < c->vps_count; i++) {
		instance->vps[i].table = *at;
		if (c->vps[i].threads > 1)
			*at += sizeof(struct abi_threads) + sizeof(uint64_t) *
			       (c->vps[i].threads + c->vps[i].events);
	}
}

/* Data and bss, regions; for each vp a control block; a thread block for each
   thread, worker and the handler. */
static void restore_layout(struct instance *instance, uint64_t *at)
{
	const struct component *c = instance->component;

	if (!c->restart.always)
		return;
	instance->restore = *at;
	instance->restore_room = 2 + c->regions_count + c->vps_count +
		component_callers(c);
	*at += sizeof(struct abi_restore_list) +
	       instance->restore_room * sizeof(struct abi_restore);
}

void slots_assign(struct front *front)
{
	uint32_t next[ABI_TYPE_COUNT] = { 0 };

	for (uint32_t i = 0; i < front->instances.count; i++) {
		struct instance *instance = front->instances.items[i];
		uint64_t at = 0;

		objects_number(instance, next);
		caps_assign(front, instance);
		callers_assign(front, instance);
		handles_layout(instance, &at);
		records_layout(instance, &at);
		params_layout(instance, &at);
		caps_layout(instance, &at);
		restore_layout(instance, &at);
		instance->connection_size = align_up(at, ABI_PAGE_SIZE);
	}
}
