/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * Factories and their places: in each array the places stand behind what is
 * there from the start, in system.json's order. One that nothing was made in
 * yet has no right on anything. In a machine that has run, what the kernel sets
 * when it makes an object is not compared, nor what was given to it since.
 */
#include <inttypes.h>
#include <string.h>

#include "audit.h"

#define GENERATION 1u

static uint64_t place_key(void)
{
	return abi_key(ABI_TYPE_NONE, 0, ABI_KEY_SLOW, GENERATION);
}

uint64_t places_count(const struct wanted *wanted, enum abi_type type)
{
	uint64_t count = 0;

	for (size_t i = 0; i < wanted->objects_count; i++)
		if (wanted->objects[i].type == ABI_TYPE_FACTORY &&
		    wanted->objects[i].of == type)
			count += wanted->objects[i].count;
	return count;
}

const struct wanted_object *place_factory(const struct wanted *wanted,
					  enum abi_type type, uint64_t number)
{
	for (size_t i = 0; i < wanted->objects_count; i++) {
		const struct wanted_object *object = &wanted->objects[i];

		if (object->type != ABI_TYPE_FACTORY || object->of != type)
			continue;
		if (number < object->count)
			return object;
		number -= object->count;
	}
	return NULL;
}

size_t domains_count(const struct wanted *wanted)
{
	return wanted->domains_count + places_count(wanted, ABI_TYPE_DOMAIN);
}

const char *domain_name(const struct wanted *wanted, size_t domain)
{
	return domain < wanted->domains_count ? wanted->domains[domain].name :
		place_factory(wanted, ABI_TYPE_DOMAIN,
			      domain - wanted->domains_count)->name;
}

uint64_t places_sum(const struct wanted *wanted, enum abi_type type,
		    uint64_t end)
{
	uint64_t sum = 0;

	for (uint64_t i = 0; i < end; i++) {
		const struct wanted_object *factory =
			place_factory(wanted, type, i);

		sum += type == ABI_TYPE_POOL ? factory->workers :
		       factory->views;
	}
	return sum;
}

static struct abi_array array_of(const struct audit *audit,
				 enum abi_type type, uint64_t *size)
{
	const struct abi_boot *boot = &audit->image->boot;

	*size = sizeof(struct abi_event);
	switch (type) {
	case ABI_TYPE_DOMAIN:
		*size = sizeof(struct abi_domain);
		return boot->domains;
	case ABI_TYPE_VP:
		*size = sizeof(struct abi_vp);
		return boot->vps;
	case ABI_TYPE_POOL:
		*size = sizeof(struct abi_pool);
		return boot->pools;
	case ABI_TYPE_BUDGET:
		*size = sizeof(struct abi_budget);
		return boot->budgets;
	case ABI_TYPE_PORTAL:
		return boot->portals;
	case ABI_TYPE_EVENT:
		return boot->events;
	case ABI_TYPE_REGION:
		return boot->regions;
	default:
		return boot->grants;
	}
}

/* The places are the last ones of their array. */
static uint64_t place_at(const struct audit *audit, enum abi_type type,
			 uint64_t number, uint64_t *size)
{
	struct abi_array array = array_of(audit, type, size);

	return object_address(array, array.count -
			      places_count(audit->wanted, type) + number,
			      *size);
}

uint64_t made_windows(const struct wanted_object *factory)
{
	return (factory->size + ABI_WINDOW_SIZE - 1) / ABI_WINDOW_SIZE;
}

const struct abi_region *made_region(const struct audit *audit, uint64_t number)
{
	uint64_t size, at = place_at(audit, ABI_TYPE_REGION, number, &size);

	return image_at(audit->image, at, sizeof(struct abi_region));
}

/* ---- what stands in a place ---------------------------------------------- */

static void check_domain(struct audit *audit, uint64_t number,
			 const struct wanted_object *factory,
			 const struct abi_domain *is)
{
	struct abi_domain should = *is;

	if (!audit->live) {
		memset(&should, 0, sizeof should);
		should.key = place_key();
		should.state = ABI_DOMAIN_STOPPED;
	}
	/* Where its table, views and windows are is checked with them. */
	should.caps = is->caps;
	should.views = is->views;
	should.ttbr = is->ttbr;
	should.name = is->name;
	memcpy(should.root, is->root, sizeof should.root);
	memcpy(should.tables, is->tables, sizeof should.tables);
	should.caps_count = factory->slots;
	should.views_count = factory->views;
	should.level = (uint32_t)factory->level;
	should.index = (uint32_t)(audit->wanted->domains_count + number);
	should.zero[0] = should.zero[1] = 0;
	should.fp = 0;
	should.restart = should.vps = should.vps_count = 0;
	compare_object(audit, "place for a domain", number, is, &should,
		       sizeof should);
}

/* The kernel writes where the window of its number leads; nothing is in it. */
static void check_block(struct audit *audit, const struct abi_vp *vp,
			uint64_t address)
{
	static const uint8_t zeros[2 * ABI_PAGE_SIZE];

	for (uint64_t i = 0; i < 2; i++) {
		const struct page *page =
			image_page(audit->image, vp->control -
				   ABI_KERNEL_BASE + i * ABI_PAGE_SIZE);

		if (vp->control < ABI_KERNEL_BASE ||
		    vp->control % ABI_PAGE_SIZE || !page ||
		    page->use != PAGE_CONTROL ||
		    page->address != address + i * ABI_PAGE_SIZE)
			differ(audit, "place for a vp: its control block at %#"
			       PRIx64 " is another's", vp->control);
	}
	if (!audit->live)
		compare_object(audit, "control block of a place", 0,
			       image_at(audit->image, vp->control,
					sizeof zeros), zeros, sizeof zeros);
}

static void check_vp(struct audit *audit, uint64_t number, uint64_t address,
		     const struct wanted_object *factory, uint64_t n,
		     const struct abi_vp *is)
{
	static struct abi_vp should;

	should = *is;
	if (!audit->live) {
		memset(&should, 0, sizeof should);
		should.key = place_key();
		should.state = ABI_VP_DEAD;
		should.link = address + offsetof(struct abi_vp, links) +
			(ABI_LINKS - 1) * sizeof(struct abi_link);
	}
	if (factory->blocks)
		check_block(audit, is, factory->blocks + n * ABI_WINDOW_SIZE);
	should.control = factory->blocks ? is->control : 0;
	if (!factory->blocks)
		should.activation = 0;
	should.start_pc = should.start_stack = 0;
	compare_object(audit, "place for a vp", number, is, &should,
		       sizeof should);
}

static void check_pool(struct audit *audit, uint64_t number, uint64_t address,
		       const struct wanted_object *factory,
		       const struct abi_pool *is)
{
	struct abi_array workers = audit->image->boot.workers;
	uint64_t first = workers.count -
		places_sum(audit->wanted, ABI_TYPE_POOL,
			   places_count(audit->wanted, ABI_TYPE_POOL)) +
		places_sum(audit->wanted, ABI_TYPE_POOL, number);
	struct abi_pool should = {
		.key = place_key(),
		.end = address + offsetof(struct abi_pool, waiters),
	};
	static const struct abi_worker empty;

	if (audit->live)
		should = *is;
	should.room = factory->workers;
	should.recovery = 0;
	should.workers = object_address(workers, first,
					sizeof(struct abi_worker));
	compare_object(audit, "place for a pool", number, is, &should,
		       sizeof should);
	for (uint64_t i = 0; i < factory->workers && !audit->live; i++) {
		const void *worker = image_at(audit->image, should.workers +
			i * sizeof empty, sizeof empty);

		compare_object(audit, "place for a worker", first + i, worker,
			       &empty, sizeof empty);
	}
}

static void check_region(struct audit *audit, uint64_t number,
			 const struct wanted_object *factory, uint64_t n,
			 const struct abi_region *is)
{
	struct abi_region should = { .key = place_key() };

	if (audit->live)
		should = *is;
	should.windows = made_windows(factory);
	should.window = factory->address +
		n * should.windows * ABI_WINDOW_SIZE;
	should.table = is->table;	/* followed with the tables */
	should.pages = (uint32_t)(factory->size / ABI_PAGE_SIZE);
	should.owner = (uint32_t)factory->domain;
	should.name = is->name;
	compare_object(audit, "place for a region", number, is, &should,
		       sizeof should);
}

static void check_portal(struct audit *audit, uint64_t number,
			 const struct wanted_object *factory,
			 const struct abi_portal *is)
{
	struct abi_portal should = { .key = place_key() };

	if (audit->live)
		should = *is;
	should.interface = factory->interface;
	compare_object(audit, "place for a portal", number, is, &should,
		       sizeof should);
}

/* Number `number` of its type, and `n` of its factory. */
static void check_place(struct audit *audit, uint64_t number,
			const struct wanted_object *factory, uint64_t n)
{
	static const uint8_t zeros[sizeof(struct abi_budget)];
	uint64_t size, address = place_at(audit, factory->of, number, &size);
	const void *is = image_at(audit->image, address, size);
	uint64_t should[sizeof zeros / 8] = { place_key() };

	if (!is)
		return;		/* reported by check_boot */
	if (factory->of == ABI_TYPE_DOMAIN)
		check_domain(audit, number, factory, is);
	else if (factory->of == ABI_TYPE_VP)
		check_vp(audit, number, address, factory, n, is);
	else if (factory->of == ABI_TYPE_REGION)
		check_region(audit, number, factory, n, is);
	else if (factory->of == ABI_TYPE_PORTAL)
		check_portal(audit, number, factory, is);
	else if (factory->of == ABI_TYPE_POOL)
		check_pool(audit, number, address, factory, is);
	else if (!audit->live)
		compare_object(audit, "place for an object", number, is, should,
			       size);
}

/* ---- factories ----------------------------------------------------------- */

static void check_factory(struct audit *audit,
			  const struct wanted_object *wanted, uint64_t first,
			  const struct abi_factory *is)
{
	uint64_t size;
	struct abi_factory should = {
		.key = key_of(ABI_TYPE_FACTORY, 0),
		.first = place_at(audit, wanted->of, first, &size),
		.free = ~UINT64_C(0) >> (ABI_FACTORY_MAX - wanted->count),
		.type = wanted->of, .count = (uint32_t)wanted->count,
		.last = ABI_FACTORY_MAX - 1,
	};

	if (audit->live && is) {
		should.free = is->free;
		should.last = is->last;
	}
	compare_object(audit, wanted->name, 0, is, &should, sizeof should);
}

/* What is there to be handed on. */
static void check_root(struct audit *audit, const struct wanted_object *wanted,
		       const struct abi_budget *is)
{
	struct abi_budget should = {
		.key = key_of(ABI_TYPE_BUDGET, 0),
		.flags = wanted->slack ? ABI_BUDGET_SLACK : 0,
		.share = share_of(wanted->budget, wanted->period),
	};

	if (audit->live && is) {
		should = *is;
		should.share = share_of(wanted->budget, wanted->period);
	}
	compare_object(audit, wanted->name, 0, is, &should, sizeof should);
}

uint32_t share_of(uint64_t time, uint64_t period)
{
	while (period >> 32) {
		period >>= 1;
		time >>= 1;
	}
	return period == 0 ? 0 :
		(uint32_t)(time * ABI_BUDGET_WHOLE / period);
}

void check_factories(struct audit *audit)
{
	uint64_t next[ABI_TYPE_COUNT] = { 0 };

	for (size_t i = 0; i < audit->wanted->objects_count; i++) {
		const struct wanted_object *object =
			&audit->wanted->objects[i];
		uint64_t at = own_address(audit, object->type, object->name);

		if (object->type == ABI_TYPE_BUDGET)
			check_root(audit, object,
				   image_at(audit->image, at,
					    sizeof(struct abi_budget)));
		if (object->type != ABI_TYPE_FACTORY)
			continue;
		check_factory(audit, object, next[object->of],
			      image_at(audit->image, at,
				       sizeof(struct abi_factory)));
		for (uint64_t p = 0; p < object->count; p++)
			check_place(audit, next[object->of]++, object, p);
	}
}
