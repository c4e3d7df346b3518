/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * The invariants of the kernel's whole state, as the files of the objects state
 * them, looked at from outside: no list is trusted to end, no address to be
 * that of an object.
 */
#include <vesper/kernel/check.h>

#include <vesper/abi/memory.h>
#include <vesper/kernel/object.h>
#include <vesper/kernel/panic.h>

/* A panic that names the invariant, with the object it was found in. */
#define check(condition, object)                                             \
	((condition) ? (void)0                                               \
		     : panic("check: " #condition, object_address(object)))

static bool array_has(const struct abi_array *array, size_t size,
		      uint64_t address)
{
	uint64_t offset = address - array->base;

	return address >= array->base && offset < array->count * size &&
	       offset % size == 0;
}

static uint32_t key_type(uint64_t key)
{
	return (uint32_t)(key >> ABI_CAP_TYPE_SHIFT) & 0xff;
}

static bool is_domain(uint64_t address)
{
	return array_has(&boot_record.domains, sizeof(struct abi_domain),
			 address);
}

static bool is_pool(uint64_t address)
{
	return array_has(&boot_record.pools, sizeof(struct abi_pool), address);
}

static bool is_vp(uint64_t address)
{
	return array_has(&boot_record.vps, sizeof(struct abi_vp), address);
}

static bool pool_has(const struct abi_pool *pool, uint64_t address)
{
	struct abi_array workers = { pool->workers, pool->count };

	return array_has(&workers, sizeof(struct abi_worker), address);
}

/* ---- capabilities ------------------------------------------------------- */

/* An object of a type that has no array can be told by its key alone. */
static bool cap_names_object(uint32_t type, uint64_t address)
{
	switch (type) {
	case ABI_TYPE_DOMAIN:
		return is_domain(address);
	case ABI_TYPE_VP:
		return is_vp(address);
	case ABI_TYPE_POOL:
		return is_pool(address);
	case ABI_TYPE_PORTAL:
		return array_has(&boot_record.portals,
				 sizeof(struct abi_portal), address);
	default:
		return type < ABI_TYPE_COUNT;
	}
}

static void check_call_right(const struct abi_domain *domain,
			     const struct abi_cap *cap, uint64_t address)
{
	const struct abi_portal *portal = object_at(address);
	const struct abi_pool *pool = object_at(portal->pool);
	const struct abi_domain *server = object_at(pool->domain);
	uint64_t call = (uint64_t)ABI_RIGHT_CALL << ABI_CAP_RIGHTS_SHIFT;

	if ((cap->key & call) != 0)
		check(domain->level < server->level, cap);
}

static void check_cap(const struct abi_domain *domain,
		      const struct abi_cap *cap)
{
	uint64_t address =
		(uint64_t)((int64_t)cap->where >> ABI_CAP_OBJECT_SHIFT);
	uint32_t type = key_type(cap->key);
	uint64_t generation = cap->key >> ABI_CAP_GENERATION_SHIFT;
	const uint64_t *key = object_at(address);

	if (cap->key == 0) {
		check(cap->where == abi_cap_empty().where, cap);
		return;
	}
	check(type != ABI_TYPE_NONE, cap);
	check(cap_names_object(type, address), cap);
	check(generation <= *key >> ABI_CAP_GENERATION_SHIFT, cap);
	if (generation != *key >> ABI_CAP_GENERATION_SHIFT)
		return;
	check(type == key_type(*key), cap);
	if (type == ABI_TYPE_PORTAL)
		check_call_right(domain, cap, address);
}

static void check_caps(const struct abi_domain *domain)
{
	const struct abi_cap *caps = object_at(domain->caps);

	for (uint64_t i = 0; i < domain->caps_count; i++)
		check_cap(domain, &caps[i]);
}

static void check_domain(const struct abi_domain *domain)
{
	check(key_type(domain->key) == ABI_TYPE_DOMAIN, domain);
	check(domain->state <= ABI_DOMAIN_STOPPED, domain);
	check((domain->zero[0] | domain->zero[1]) == 0, domain);
	check(domain->level < ABI_LEVELS, domain);
	check(domain == &domain_table()[domain->index], domain);
}

/* ---- pools and workers -------------------------------------------------- */

static struct abi_domain *pool_domain(const struct abi_pool *pool)
{
	return object_at(pool->domain);
}

static void check_waiters(const struct abi_pool *pool)
{
	uint64_t at = pool->waiters;
	uint64_t previous = 0;

	for (uint64_t n = 0; at != 0; n++) {
		const struct abi_vp *vp = object_at(at);

		check(is_vp(at), pool);
		check(n < boot_record.vps.count, pool);
		check(vp->state == ABI_VP_WAIT_POOL, vp);
		check(object_at(vp->wait) == pool, vp);
		check(vp->previous == previous, vp);
		previous = at;
		at = vp->next;
	}
	check(pool->last == previous, pool);
}

static uint64_t idle_count(const struct abi_pool *pool, uint64_t list)
{
	uint64_t n = 0;

	for (uint64_t at = list; at != 0; n++) {
		check(pool_has(pool, at), pool);
		check(n < pool->count, pool);
		at = ((const struct abi_worker *)object_at(at))->next;
	}
	return n;
}

static uint64_t link_worker(const struct abi_link *link)
{
	return link->worker != 0 ? link->worker : link->slow_worker;
}

/* In how many live links a worker is, and to how many vps it is handed. */
static uint64_t worker_uses(const struct abi_worker *worker)
{
	struct abi_vp *vps = vp_table();
	uint64_t n = 0;

	for (uint64_t i = 0; i < boot_record.vps.count; i++) {
		n += vps[i].handed == object_address(worker);
		for (struct abi_link *link = vp_base(&vps[i]) - 1;
		     link >= vp_link(&vps[i]); link--)
			n += link_worker(link) == object_address(worker);
	}
	return n;
}

static void check_pool(const struct abi_pool *pool)
{
	const struct abi_worker *workers = object_at(pool->workers);
	uint64_t used = 0;
	bool stopped;

	check(key_type(pool->key) == ABI_TYPE_POOL, pool);
	check(is_domain(pool->domain), pool);
	stopped = pool_domain(pool)->state != ABI_DOMAIN_RUNNING;
	check(pool->waiters == 0 || pool->free == 0, pool);
	check(!stopped || (pool->free | pool->reserve) == 0, pool);
	check_waiters(pool);
	for (uint64_t i = 0; i < pool->count; i++) {
		uint64_t uses = worker_uses(&workers[i]);

		check(object_at(workers[i].pool) == pool, &workers[i]);
		check(uses <= 1, &workers[i]);
		used += uses;
	}
	used += idle_count(pool, pool->free) + idle_count(pool, pool->reserve);
	check(stopped || used == pool->count, pool);
}

/* ---- virtual processors and their links --------------------------------- */

static void check_link(const struct abi_link *link)
{
	const struct abi_pool *pool = object_at(link->pool);

	check(is_pool(link->pool), link);
	check(link->domain == pool->domain, link);
	check(pool_has(pool, link_worker(link)), link);
	check(link_domain(link)->level > link_domain(link + 1)->level, link);
}

static bool waits_in_pool(const struct abi_vp *vp)
{
	const struct abi_pool *pool = object_at(vp->wait);
	uint64_t at = pool->waiters;

	while (at != 0 && at != object_address(vp))
		at = ((const struct abi_vp *)object_at(at))->next;
	return at != 0;
}

static void check_vp(struct abi_vp *vp)
{
	struct abi_array links = { object_address(vp->links), ABI_LINKS };

	check(key_type(vp->key) == ABI_TYPE_VP, vp);
	check(is_domain(vp->home), vp);
	check(vp_base(vp)->domain == vp->home, vp);
	check(array_has(&links, sizeof(struct abi_link), vp->link), vp);
	for (struct abi_link *link = vp_link(vp); link < vp_base(vp); link++)
		check_link(link);
}

/* A vp in a stopped domain finds that out when it runs. */
static void check_vp_state(const struct abi_vp *vp)
{
	check(vp->state <= ABI_VP_WAIT_EVENT, vp);
	if (vp->state == ABI_VP_WAIT_POOL) {
		check(is_pool(vp->wait), vp);
		check(waits_in_pool(vp), vp);
	}
}

/* ---- everything --------------------------------------------------------- */

/* In such an order that each looks only at what has been found good. */
void kernel_check(void)
{
	struct abi_pool *pools = object_at(boot_record.pools.base);

	for (uint64_t i = 0; i < boot_record.domains.count; i++)
		check_domain(&domain_table()[i]);
	for (uint64_t i = 0; i < boot_record.vps.count; i++)
		check_vp(&vp_table()[i]);
	for (uint64_t i = 0; i < boot_record.pools.count; i++)
		check_pool(&pools[i]);
	for (uint64_t i = 0; i < boot_record.vps.count; i++)
		check_vp_state(&vp_table()[i]);
	for (uint64_t i = 0; i < boot_record.domains.count; i++)
		check_caps(&domain_table()[i]);
}
