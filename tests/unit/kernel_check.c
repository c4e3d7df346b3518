/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * kernel_check(): each invariant is broken by hand, and seen.
 */
#include "kernel.h"

#include <vesper/abi/descriptor.h>
#include <vesper/abi/memory.h>
#include <vesper/kernel/check.h>

static void enter_check(void *unused)
{
	(void)unused;
	kernel_check();
}

#define BROKEN(text) ASSERT_PANICS(world_enter(enter_check, NULL), text)

/* In `server` by `vp`, with `other` waiting for it. */
static void make(void)
{
	fixture_boot();
	RUNS(call(SLOT_PORTAL, 1));
	RUNS(yield());
	RUNS(call(SLOT_PORTAL, 2));
	CU_ASSERT_PTR_EQUAL(world.current, f.vp);
	world.unchecked = true;
	RUNS(world_enter(enter_check, NULL));
}

static struct abi_worker *worker(const struct abi_pool *pool, int index)
{
	return (struct abi_worker *)(uintptr_t)pool->workers + index;
}

static uint64_t type(enum abi_type number)
{
	return abi_key(number, 0, 0, 1);
}

static void test_domain(void)
{
	make();
	f.deep->key = type(ABI_TYPE_VP);
	BROKEN("key_type(*key) == type");
	make();
	f.deep->key = abi_key(ABI_TYPE_DOMAIN, 0, 0, 1);
	BROKEN("check: slow");
	make();
	f.deep->state = ABI_DOMAIN_STOPPED + 1;
	BROKEN("domain->state");
	make();
	f.deep->zero[1] = 1;
	BROKEN("zero");
	make();
	f.deep->level = ABI_LEVELS;
	BROKEN("level");
	make();
	f.deep->index = 1;
	BROKEN("index");
}

static void test_capability(void)
{
	make();
	world_slot(f.client, SLOT_EMPTY)->where = 0;
	BROKEN("abi_cap_empty");
	make();
	world_slot(f.client, SLOT_PORTAL)->key = type(ABI_TYPE_NONE);
	BROKEN("is_object");
	make();
	world_slot(f.client, SLOT_PORTAL)->where += UINT64_C(8) << 32;
	BROKEN("is_object");
	make();
	world_slot(f.client, SLOT_PORTAL)->key = type(ABI_TYPE_COUNT);
	BROKEN("is_object");
	make();
	world_slot(f.client, SLOT_PORTAL)->key +=
		UINT64_C(1) << ABI_CAP_GENERATION_SHIFT;
	BROKEN("key_generation(cap->key) <=");
	make();
	world_cap(f.client, SLOT_EMPTY, world_debug(), 0, 0);
	*world_debug() = type(ABI_TYPE_POOL);
	BROKEN("view.type == key_type");
	make();
	world_cap(f.deep, 0, f.portal, ABI_RIGHT_CALL, 0);
	BROKEN("domain->level < server->level");
	make();
	world_cap(f.deep, 0, f.deep_portal, ABI_RIGHT_CALL, 0);
	BROKEN("domain->level < server->level");
}

/* Each type of object, and one past the end of its array. */
static void test_capability_of_each_type(void)
{
	const void *objects[] = { f.client, f.vp, f.pool, f.portal };

	for (size_t i = 0; i < sizeof(objects) / sizeof(objects[0]); i++) {
		make();
		world_cap(f.client, SLOT_EMPTY, objects[i], 0, 0);
		RUNS(world_enter(enter_check, NULL));
		world_slot(f.client, SLOT_EMPTY)->where -= UINT64_C(1) << 32;
		BROKEN("is_object");
	}
}

/* A stale capability may be of any type, and may call anywhere. */
static void test_stale_capability_is_no_harm(void)
{
	make();
	world_cap(f.deep, 0, f.portal, ABI_RIGHT_CALL, 0);
	f.portal->key = abi_key(ABI_TYPE_PORTAL, ABI_RIGHT_CALL, 0, 2);
	RUNS(world_enter(enter_check, NULL));
}

static void test_pool(void)
{
	make();
	f.pool->key = type(ABI_TYPE_VP);
	BROKEN("key_type(*key) == type");
	make();
	f.deep_pool->domain = (void *)f.vp;
	BROKEN("is_object(ABI_TYPE_DOMAIN, pool->domain)");
	make();
	f.deep_pool->waiters = f.vp;
	BROKEN("pool->waiters == NULL || pool->free == NULL");
	make();
	f.deep->state = ABI_DOMAIN_STOPPED;
	BROKEN("stopped");
}

static void test_waiters(void)
{
	make();
	f.pool->waiters = (void *)f.pool;
	BROKEN("is_object(ABI_TYPE_VP, vp)");
	make();
	f.other->place = &f.other->next;
	BROKEN("vp->place == place");
	make();
	f.other->state = ABI_VP_READY;
	BROKEN("vp->state == ABI_VP_WAIT_POOL");
	make();
	f.other->wait_pool = f.deep_pool;
	BROKEN("vp->wait_pool == pool");
	make();
	f.pool->end = NULL;
	BROKEN("pool->end == place");
	make();
	f.pool->waiters = NULL;
	f.pool->end = &f.pool->waiters;
	BROKEN("waits_in_pool");
	make();
	f.pool->waiters = NULL;
	f.pool->end = &f.pool->waiters;
	f.other->wait_pool = (void *)f.vp;
	BROKEN("is_object(ABI_TYPE_POOL, vp->wait_pool)");
	make();
	f.other->portal = NULL;
	f.other->enters = 0;
	BROKEN("is_inside(vp, pool)");
}

/* Who is inside is before who is to enter. */
static void test_waiters_in_order(void)
{
	make();
	f.vp->state = ABI_VP_WAIT_POOL;
	f.vp->wait_pool = f.pool;
	f.vp->place = &f.other->next;
	f.other->next = f.vp;
	f.pool->end = &f.vp->next;
	BROKEN("!enters");
}

static void test_workers(void)
{
	make();
	f.deep_pool->free = worker(f.pool, 0);
	BROKEN("pool_has(pool, worker)");
	make();
	worker(f.deep_pool, 1)->next = worker(f.deep_pool, 0);
	BROKEN("n++ < pool->count");
	make();
	worker(f.deep_pool, 1)->pool = f.pool;
	BROKEN("workers[i].pool");
	make();
	worker(f.deep_pool, 0)->next = 0;
	BROKEN("used == pool->count");
	make();
	f.deep_pool->reserve = worker(f.deep_pool, 1);
	BROKEN("used == pool->count");
	make();
	f.vp->handed = world_link(f.vp)->worker;
	BROKEN("uses <= 1");
}

static void test_worker_in_two_links(void)
{
	make();
	world_link(f.other)[-1] = *world_link(f.vp);
	f.other->link--;
	BROKEN("uses <= 1");
}

/* A domain's entry, and the record that says of it too much or too little. */
static void test_entry(void)
{
	static const uint64_t window = 0x10000000, unused = 1u << 20;
	struct abi_region *region;
	struct abi_view *view;
	uint64_t *entry;

	fixture_make();
	region = world_region(window, 2);
	view = world_views(f.client, 1);
	RUNS(world_boot());
	world.unchecked = true;
	entry = (uint64_t *)(uintptr_t)f.client->tables[0] +
		(window >> ABI_WINDOW_SHIFT);
	*view = (struct abi_view){ .domain = f.client,
		.place = &region->views,
		.region = region, .windows = 1,
		.rights = ABI_RIGHT_READ };
	region->views = view;
	region->owner = f.server->index;
	*entry = region->table | DESC_WINDOW_READ_ONLY | DESC_UXN_TABLE;
	RUNS(world_enter(enter_check, NULL));
	*entry &= ~DESC_UXN_TABLE;
	BROKEN("ABI_RIGHT_EXEC");
	*entry = region->table | DESC_WINDOW | DESC_UXN_TABLE;
	BROKEN("ABI_RIGHT_WRITE");
	*entry = (region->table + unused) | DESC_WINDOW_READ_ONLY |
		 DESC_UXN_TABLE;
	BROKEN("== table");
	region->state = ABI_REGION_CODE;
	view->rights |= ABI_RIGHT_WRITE;
	BROKEN("region->state != ABI_REGION_CODE");
	region->state = ABI_REGION_DATA;
	view->rights = ABI_RIGHT_READ | ABI_RIGHT_EXEC;
	BROKEN("region->state == ABI_REGION_CODE");
}

/* An address that is none of an object. */
static void *shifted(void *object, int bytes)
{
	return (char *)object + bytes;
}

static void test_vp(void)
{
	make();
	f.other->key = type(ABI_TYPE_POOL);
	BROKEN("key_type(*key) == type");
	make();
	f.other->home = shifted(f.other->home, 1);
	BROKEN("is_object(ABI_TYPE_DOMAIN, vp->home)");
	make();
	f.other->home = f.server;
	BROKEN("== vp->home");
	make();
	f.other->link++;
	BROKEN("array_has(&links");
	make();
	f.other->link = shifted(f.other->link, -8);
	BROKEN("array_has(&links");
	make();
	f.other->state = ABI_VP_WAIT_EVENT + 1;
	f.pool->waiters = NULL;
	f.pool->end = &f.pool->waiters;
	BROKEN("vp->state <=");
	make();
	f.other->handling = 1;
	BROKEN("vp->handling == handling");
}

static void test_link(void)
{
	make();
	world_link(f.vp)[-1].reply = ABI_REPLY_CAP;
	BROKEN("link->reply |");
	make();
	world_link(f.vp)->pool = shifted(f.pool, 8);
	BROKEN("is_object(ABI_TYPE_POOL, link->pool)");
	make();
	world_link(f.vp)->domain = f.deep;
	BROKEN("link->domain == pool->domain");
	make();
	world_link(f.vp)->worker = worker(f.deep_pool, 0);
	BROKEN("pool_has(pool, link_worker(link))");
	make();
	f.client->level = f.server->level;
	BROKEN("->level >");
	make();
	world_link(f.vp)->reply = ABI_REPLY_FAULT;
	BROKEN("link->handler == ABI_LINK_FAULT");
	make();
	world_link(f.vp)->reply = ABI_REPLY_CAP;
	world_link(f.vp)->fields = 1;
	BROKEN("link->slow_worker != NULL");
}

void suite_check(void)
{
	CU_pSuite suite = CU_add_suite("kernel: kernel_check()", NULL, NULL);

	CU_ADD_TEST(suite, test_domain);
	CU_ADD_TEST(suite, test_capability);
	CU_ADD_TEST(suite, test_capability_of_each_type);
	CU_ADD_TEST(suite, test_stale_capability_is_no_harm);
	CU_ADD_TEST(suite, test_pool);
	CU_ADD_TEST(suite, test_waiters);
	CU_ADD_TEST(suite, test_waiters_in_order);
	CU_ADD_TEST(suite, test_workers);
	CU_ADD_TEST(suite, test_worker_in_two_links);
	CU_ADD_TEST(suite, test_entry);
	CU_ADD_TEST(suite, test_vp);
	CU_ADD_TEST(suite, test_link);
}
