/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * Making a world. What vlink writes into an image is made here by hand, field
 * by field as abi/object.h tells it.
 */
#define _GNU_SOURCE /* MAP_FIXED_NOREPLACE */
#include "world.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <sanitizer/asan_interface.h>
#include <sys/mman.h>

#include "record.h"

#define ARENA_ADDRESS	0x10000000u
#define GAP		256	/* poisoned, between two arrays */
#define USER_STACKS	0x40000000u
#define USER_STACK_SIZE	0x1000u
#define USER_CODE	0x00400000u

/* All memory of objects. */
struct arena {
	struct abi_domain domains[WORLD_DOMAINS];
	char gap1[GAP];
	struct abi_pool pools[WORLD_POOLS];
	char gap2[GAP];
	struct abi_worker workers[WORLD_WORKERS];
	char gap3[GAP];
	struct abi_portal portals[WORLD_PORTALS];
	char gap4[GAP];
	struct abi_event events[WORLD_EVENTS];
	char gap9[GAP];
	struct abi_irq irqs[WORLD_IRQS];
	char gap10[GAP];
	struct abi_budget budgets[WORLD_BUDGETS];
	char gap11[GAP];
	struct abi_region regions[WORLD_REGIONS];
	char gap12[GAP];
	struct abi_view views[WORLD_VIEWS];
	char gap13[GAP];
	struct abi_grant grants[WORLD_GRANTS];
	char gap14[GAP];
	struct abi_factory factories[WORLD_FACTORIES];
	char gap16[GAP];
	uint64_t tables[WORLD_DOMAINS][ABI_TABLE_ENTRIES];
	char gap15[GAP];
	struct abi_place places[WORLD_PLACES];
	char gap5[GAP];
	struct abi_cap caps[WORLD_DOMAINS][WORLD_SLOTS];
	char gap6[GAP];
	uint64_t debug[8];
	char gap7[GAP];
	char names[WORLD_NAMES];
	char gap8[GAP];
	_Alignas(4096) struct abi_vp vps[WORLD_VPS];
	struct {
		struct abi_control_write written;
		struct abi_control_read read;
	} controls[WORLD_VPS];
};

struct world world;
/* state.ld */
extern char world_state_start[], world_state_end[]; /* 64-aligned */
static struct arena *arena;

static struct arena *arena_map(void)
{
	void *at = mmap((void *)(uintptr_t)ARENA_ADDRESS, sizeof(struct arena),
			PROT_READ | PROT_WRITE,
			MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED_NOREPLACE, -1,
			0);

	if (at != (void *)(uintptr_t)ARENA_ADDRESS) {
		perror("world: no memory below 2 GiB");
		exit(99);
	}
	return at;
}

/* The next element of an array of the boot record, which grows by one. */
static void *array_add(struct abi_array *array, void *base, uint64_t max,
		       size_t size)
{
	char *object = (char *)base + array->count * size;

	if (array->count == max) {
		fprintf(stderr, "world: an array is full\n");
		exit(99);
	}
	array->base = (uintptr_t)base;
	array->count++;
	ASAN_UNPOISON_MEMORY_REGION(object, size);
	memset(object, 0, size);
	return object;
}

#define ADD(kind, max)                                                       \
	array_add(&boot_record.kind, arena->kind, max,                 \
		  sizeof(arena->kind[0]))

void *world_state(size_t *size)
{
	*size = (size_t)(world_state_end - world_state_start);
	return world_state_start;
}

/* Past what lies between variables, which AddressSanitizer guards. */
__attribute__((no_sanitize("address", "undefined")))
static void world_copy(uint64_t *to, const uint64_t *from, size_t size)
{
	for (size_t i = 0; i < size / sizeof(*to); i++)
		((volatile uint64_t *)to)[i] = from[i];
}

/* The core's variables as they were when the program began. */
static void state_reset(void)
{
	static uint64_t *first;
	size_t size;
	uint64_t *state = world_state(&size);

	if (first == NULL) {
		first = malloc(size);
		if (first == NULL || size == 0)
			exit(99);
		world_copy(first, state, size);
	}
	world_copy(state, first, size);
}

void world_reset(void)
{
	if (arena == NULL)
		arena = arena_map();
	state_reset();
	ASAN_POISON_MEMORY_REGION(arena, sizeof(*arena));
	memset(&boot_record, 0, sizeof(boot_record));
	boot_record.magic = ABI_BOOT_MAGIC;
	boot_record.version = ABI_VERSION;
	boot_record.address_bits = 32;
	memset(&world, 0, offsetof(struct world, output) + 1);
	world.now = 1;
	world.frequency = WORLD_HZ;
	world.timer = UINT64_MAX;
	(void)world_name("");
}

struct abi_boot *world_record(void)
{
	return &boot_record;
}

/* Of an object for which there is no fast path: differs from the key of every
 * capability, so that the fast paths do not take it for a portal or event. */
static uint64_t slow_key(enum abi_type type)
{
	return abi_key(type, 0, ABI_KEY_SLOW, 1);
}

uint32_t world_name(const char *name)
{
	struct abi_array *names = &boot_record.names;
	size_t size = strlen(name) + 1;
	uint64_t offset = names->count;

	if (offset + size > WORLD_NAMES) {
		fprintf(stderr, "world: too many names\n");
		exit(99);
	}
	names->base = (uintptr_t)arena->names;
	names->count += size;
	ASAN_UNPOISON_MEMORY_REGION(arena->names + offset, size);
	memcpy(arena->names + offset, name, size);
	return (uint32_t)offset;
}

struct abi_domain *world_domain(const char *name, uint32_t level,
				uint64_t slots)
{
	struct abi_domain *domain = ADD(domains, WORLD_DOMAINS);
	uint32_t index = (uint32_t)(domain - arena->domains);
	struct abi_cap *caps = arena->caps[index];

	if (slots > WORLD_SLOTS)
		exit(99);
	ASAN_UNPOISON_MEMORY_REGION(caps, slots * sizeof(*caps));
	for (uint64_t i = 0; i < slots; i++)
		caps[i] = abi_cap_empty();
	domain->key = slow_key(ABI_TYPE_DOMAIN);
	domain->caps = caps;
	domain->caps_count = slots;
	domain->ttbr = (uint64_t)(index + 1) << 48 | (index + 1) << 12;
	domain->level = level;
	domain->index = index;
	domain->name = world_name(name);
	return domain;
}

/* Stacks lie one below the other; nobody touches them. */
static uint64_t user_stack(uint64_t number)
{
	return USER_STACKS - number * USER_STACK_SIZE;
}

struct abi_vp *world_vp(struct abi_domain *home, const char *name)
{
	struct abi_vp *vp = ADD(vps, WORLD_VPS);
	uint64_t index = (uint64_t)(vp - arena->vps);
	struct abi_link *base = &vp->links[ABI_LINKS - 1];

	vp->key = slow_key(ABI_TYPE_VP);
	vp->home = home;
	vp->link = base;
	vp->name = world_name(name);
	vp->context.pc = USER_CODE + index * USER_STACK_SIZE;
	vp->context.sp = user_stack(WORLD_WORKERS + index);
	vp->context.tls = vp->context.sp;
	base->domain = home;
	return vp;
}

void world_control(struct abi_vp *vp, uint64_t activation)
{
	uint64_t index = (uint64_t)(vp - arena->vps);

	ASAN_UNPOISON_MEMORY_REGION(&arena->controls[index],
				    sizeof(arena->controls[0]));
	memset(&arena->controls[index], 0, sizeof(arena->controls[0]));
	vp->control = (void *)&arena->controls[index];
	vp->activation = activation;
}

struct abi_control_write *world_written(const struct abi_vp *vp)
{
	return (struct abi_control_write *)&vp->control->write;
}

struct abi_control_read *world_read(const struct abi_vp *vp)
{
	return (struct abi_control_read *)(world_written(vp) + 1);
}

struct abi_budget *world_budget(struct abi_vp *vp, uint64_t amount_ns,
				uint64_t period_ns, uint32_t flags)
{
	struct abi_budget *budget = ADD(budgets, WORLD_BUDGETS);

	budget->key = slow_key(ABI_TYPE_BUDGET);
	budget->amount = amount_ns;
	budget->period = period_ns;
	budget->flags = flags;
	budget->share = budget->used = (uint32_t)(amount_ns *
		ABI_BUDGET_WHOLE / period_ns);
	budget->vp = vp;
	vp->budget = budget;
	return budget;
}

/* Behind the last one of a list. */
static void worker_append(struct abi_worker **list, struct abi_worker *worker)
{
	while (*list != NULL)
		list = &(*list)->next;
	*list = worker;
}

struct abi_pool *world_pool(struct abi_domain *domain, uint64_t count,
			    uint64_t free)
{
	struct abi_pool *pool = ADD(pools, WORLD_POOLS);

	pool->key = slow_key(ABI_TYPE_POOL);
	pool->domain = domain;
	pool->count = count;
	pool->end = &pool->waiters;
	domain->pool = pool;
	for (uint64_t i = 0; i < count; i++) {
		struct abi_worker *worker = ADD(workers, WORLD_WORKERS);

		if (i == 0)
			pool->workers = worker;
		worker->stack = user_stack((uint64_t)(worker - arena->workers));
		worker->pool = pool;
		worker_append(i < free ? &pool->free : &pool->reserve, worker);
	}
	return pool;
}

struct abi_event *world_event(struct abi_vp *vp, uint32_t number)
{
	struct abi_event *event = ADD(events, WORLD_EVENTS);

	event->key = abi_key(ABI_TYPE_EVENT, ABI_RIGHT_SIGNAL, 0, 1);
	event->vp = event->wake = vp;
	event->number = number;
	return event;
}

struct abi_irq *world_irq(struct abi_event *event, uint64_t bits,
			  uint32_t line)
{
	struct abi_irq *irq = ADD(irqs, WORLD_IRQS);

	irq->key = slow_key(ABI_TYPE_IRQ);
	irq->event = event;
	irq->bits = bits;
	irq->line = line;
	return irq;
}

struct abi_portal *world_portal(struct abi_pool *pool, uint64_t entry)
{
	struct abi_portal *portal = ADD(portals, WORLD_PORTALS);

	portal->key = abi_key(ABI_TYPE_PORTAL, ABI_RIGHT_CALL, 0, 1);
	portal->pool = pool;
	portal->entry = entry;
	return portal;
}

struct abi_region *world_region(uint64_t window, uint64_t windows)
{
	struct abi_region *region = ADD(regions, WORLD_REGIONS);
	uint64_t index = (uint64_t)(region - arena->regions);

	region->key = slow_key(ABI_TYPE_REGION);
	region->window = window;
	region->windows = windows;
	region->table = (index + 1) << 24;
	region->pages = (uint32_t)windows * ABI_TABLE_ENTRIES;
	return region;
}

struct abi_view *world_views(struct abi_domain *domain, uint64_t count)
{
	struct abi_view *first = NULL;

	for (uint64_t i = 0; i < count; i++) {
		struct abi_view *view = ADD(views, WORLD_VIEWS);

		view->domain = domain;
		first = i == 0 ? view : first;
	}
	domain->views = first;
	domain->views_count = count;
	ASAN_UNPOISON_MEMORY_REGION(arena->tables[domain->index],
				    sizeof(arena->tables[0]));
	memset(arena->tables[domain->index], 0, sizeof(arena->tables[0]));
	domain->tables[0] = (uintptr_t)arena->tables[domain->index];
	return first;
}

uint64_t world_entry(const struct abi_domain *domain, uint64_t address)
{
	return arena->tables[domain->index][address >> ABI_WINDOW_SHIFT];
}

struct abi_grant *world_grant(void)
{
	struct abi_grant *grant = ADD(grants, WORLD_GRANTS);

	grant->key = slow_key(ABI_TYPE_GRANT);
	return grant;
}

static void reserve_vp(struct abi_vp *vp)
{
	struct abi_budget *budget = (void *)(uintptr_t)vp->budget;

	if (budget != NULL)
		budget->vp = NULL;
	vp->budget = NULL;
	vp->home = vp->links[ABI_LINKS - 1].domain = NULL;
	vp->state = ABI_VP_DEAD;
}

static void reserve_pool(struct abi_pool *pool)
{
	((struct abi_domain *)(uintptr_t)pool->domain)->pool = NULL;
	pool->room = pool->count;
	pool->domain = NULL;
}

static void reserve_budget(struct abi_budget *budget)
{
	((struct abi_vp *)(uintptr_t)budget->vp)->budget = NULL;
	budget->amount = budget->period = 0;
	budget->vp = NULL;
	budget->share = budget->used = 0;
}

/* A place as vlink leaves it; returns the size of an object. */
static size_t reserve(enum abi_type type, void *object)
{
	*(uint64_t *)object = slow_key(ABI_TYPE_NONE);
	switch (type) {
	case ABI_TYPE_DOMAIN:
		((struct abi_domain *)object)->state = ABI_DOMAIN_STOPPED;
		return sizeof(struct abi_domain);
	case ABI_TYPE_VP:
		reserve_vp(object);
		return sizeof(struct abi_vp);
	case ABI_TYPE_POOL:
		reserve_pool(object);
		return sizeof(struct abi_pool);
	case ABI_TYPE_PORTAL:
		((struct abi_portal *)object)->pool = NULL;
		return sizeof(struct abi_portal);
	case ABI_TYPE_BUDGET:
		reserve_budget(object);
		return sizeof(struct abi_budget);
	default: /* events, regions, grants */
		return 64;
	}
}

struct abi_factory *world_factory(enum abi_type type, void *first,
				  uint64_t count)
{
	struct abi_factory *factory = ADD(factories, WORLD_FACTORIES);
	char *object = first;

	factory->key = slow_key(ABI_TYPE_FACTORY);
	factory->first = (uintptr_t)first;
	factory->type = type;
	factory->count = (uint32_t)count;
	factory->free = (UINT64_C(1) << count) - 1;
	factory->last = ABI_FACTORY_MAX - 1;
	for (uint64_t i = 0; i < count; i++)
		object += reserve(type, object);
	return factory;
}

struct abi_place *world_place(uint64_t base, uint64_t size, const char *name,
			      const struct abi_domain *owner)
{
	struct abi_place *place = ADD(places, WORLD_PLACES);

	place->base = base;
	place->size = size;
	place->name = world_name(name);
	place->domain = owner->index;
	return place;
}

uint64_t *world_debug(void)
{
	ASAN_UNPOISON_MEMORY_REGION(arena->debug, sizeof(arena->debug));
	arena->debug[0] = slow_key(ABI_TYPE_DEBUG);
	return arena->debug;
}

struct abi_cap *world_slot(const struct abi_domain *domain, uint64_t slot)
{
	return (struct abi_cap *)(uintptr_t)domain->caps + slot;
}

void world_cap(struct abi_domain *domain, uint64_t slot, const void *object,
	       unsigned rights, uint32_t badge)
{
	struct abi_cap *cap = world_slot(domain, slot);
	uint64_t key = *(const uint64_t *)object &
		       ~(ABI_CAP_RIGHTS_MASK | ABI_KEY_SLOW);

	cap->where = abi_where((uintptr_t)object, badge);
	cap->key = key | (uint64_t)rights << ABI_CAP_RIGHTS_SHIFT;
}
