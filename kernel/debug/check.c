/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * The invariants of the kernel's whole state, as the files of the objects state
 * them, looked at from outside: no list is trusted to end, no address to be
 * that of an object.
 */
#include <vesper/kernel/kernel.h>

/* A panic that names the invariant, with the object it was found in. */
#define check(condition, object)                                             \
	((condition) ? (void)0                                               \
		     : panic("check: " #condition, object_address(object)))

static bool array_has(const struct abi_array *array, size_t size,
		      const void *object)
{
	uint64_t offset = object_address(object) - array->base;

	return object_address(object) >= array->base && offset < array->count * size &&
	       offset % size == 0;
}

static bool pool_has(const struct abi_pool *pool,
		     const struct abi_worker *worker)
{
	struct abi_array workers = { object_address(pool->workers),
				     pool->count };

	return array_has(&workers, sizeof(*worker), worker);
}

/* ---- capabilities ------------------------------------------------------- */

/* Where the objects of each type are; a debug object is in no array. */
static const struct {
	const struct abi_array *array;
	size_t size;
} type_arrays[ABI_TYPE_COUNT] = {
	[ABI_TYPE_DOMAIN] = { &boot_record.domains, sizeof(struct abi_domain) },
	[ABI_TYPE_VP] = { &boot_record.vps, sizeof(struct abi_vp) },
	[ABI_TYPE_POOL] = { &boot_record.pools, sizeof(struct abi_pool) },
	[ABI_TYPE_PORTAL] = { &boot_record.portals, sizeof(struct abi_portal) },
	[ABI_TYPE_EVENT] = { &boot_record.events, sizeof(struct abi_event) },
	[ABI_TYPE_REGION] = { &boot_record.regions, sizeof(struct abi_region) },
	[ABI_TYPE_IRQ] = { &boot_record.irqs, sizeof(struct abi_irq) },
	[ABI_TYPE_BUDGET] = { &boot_record.budgets, sizeof(struct abi_budget) },
	[ABI_TYPE_GRANT] = { &boot_record.grants, sizeof(struct abi_grant) },
	[ABI_TYPE_FACTORY] = { &boot_record.factories,
			       sizeof(struct abi_factory) },
};

static bool is_object(uint32_t type, const void *object)
{
	if (type == ABI_TYPE_NONE || type >= ABI_TYPE_COUNT)
		return false;
	return type_arrays[type].array == NULL ||
	       array_has(type_arrays[type].array, type_arrays[type].size,
			 object);
}

/* Made, and not deleted. */
static bool is_live(const void *object)
{
	return key_type(object_key(object)) != ABI_TYPE_NONE;
}

/* The factory that has this place, or NULL. */
static const struct abi_factory *object_factory(uint32_t type,
						const void *object)
{
	const struct abi_factory *factories =
		object_at(boot_record.factories.base);

	for (uint64_t i = 0; i < boot_record.factories.count; i++) {
		struct abi_array places = { factories[i].first,
					    factories[i].count };

		if (factories[i].type == type &&
		    array_has(&places, type_arrays[type].size, object))
			return &factories[i];
	}
	return NULL;
}

/*
 * The fast paths compare keys, and nothing but the key tells them what they
 * have found: only a portal's has the one right and no flag that the key of a
 * capability can be left with, and only an event's the other.
 */
static void check_key(uint32_t type, const uint64_t *key)
{
	uint64_t rights = (*key & ABI_CAP_RIGHTS_MASK) >> ABI_CAP_RIGHTS_SHIFT;
	bool slow = (*key & ABI_KEY_SLOW) != 0;

	if (!is_live(key)) {
		check(object_factory(type, key) != NULL, key);
		check(rights == 0 && slow, key);
		return;
	}
	check(key_type(*key) == type, key);
	if (type == ABI_TYPE_PORTAL)
		check(rights == ABI_RIGHT_CALL, key);
	else if (type == ABI_TYPE_EVENT)
		check(rights == ABI_RIGHT_SIGNAL, key);
	else
		check(slow, key);
}

static void check_keys(void)
{
	for (uint32_t type = 0; type < ABI_TYPE_COUNT; type++) {
		const struct abi_array *array = type_arrays[type].array;

		for (uint64_t i = 0; array != NULL && i < array->count; i++)
			check_key(type, object_at(array->base +
						  i * type_arrays[type].size));
	}
}

static void check_call_right(const struct abi_domain *domain,
			     const struct abi_cap *cap,
			     const struct abi_portal *portal)
{
	const struct abi_pool *pool = portal->pool;
	const struct abi_domain *server = pool->domain;
	uint64_t call = (uint64_t)ABI_RIGHT_CALL << ABI_CAP_RIGHTS_SHIFT;

	if ((cap->key & call) != 0)
		check(domain->level < server->level, cap);
}

/* What stands in `where`: the object, or the grant on the way to it. */
static void check_where(const struct abi_cap *cap)
{
	bool granted = (cap->key & ABI_CAP_GRANTED) != 0;
	const void *named = object_at((uint64_t)((int64_t)cap->where >>
						 ABI_CAP_OBJECT_SHIFT));

	check(is_object(granted ? ABI_TYPE_GRANT : key_type(cap->key), named),
	      cap);
	if (granted)
		check(key_generation(cap->key) <=
		      ((const struct abi_grant *)named)->epoch, cap);
	else
		check(key_generation(cap->key) <=
		      key_generation(object_key(named)), cap);
}

static void check_cap(const struct abi_domain *domain, uint64_t slot)
{
	const struct abi_cap *cap = &domain->caps[slot];
	struct cap_view view;

	if (cap->key == 0) {
		check(cap->where == abi_cap_empty().where, cap);
		return;
	}
	check_where(cap);
	if (cap_lookup(domain, slot, &view) != OK)
		return;
	check(view.type == key_type(object_key(view.object)), cap);
	if (view.type == ABI_TYPE_PORTAL)
		check_call_right(domain, cap, view.object);
}

static void check_caps(const struct abi_domain *domain)
{
	for (uint64_t i = 0; i < domain->caps_count; i++)
		check_cap(domain, i);
}

/* ---- domains and what they see ------------------------------------------ */

/* What is made counts on what it was made for. */
static void check_made_vps(const struct abi_domain *domain)
{
	const struct abi_vp *vps = vp_table();
	uint64_t n = 0;

	for (uint64_t i = 0; i < boot_record.vps.count; i++)
		n += is_live(&vps[i]) && vps[i].home == domain &&
		     object_factory(ABI_TYPE_VP, &vps[i]) != NULL;
	check(domain->made_vps == n, domain);
	check(is_live(domain) || (n == 0 && domain->pool == NULL), domain);
}

static void check_domain(const struct abi_domain *domain)
{
	check(domain->state <= ABI_DOMAIN_STOPPED, domain);
	check((domain->zero[0] | domain->zero[1]) == 0, domain);
	check(domain->level < ABI_LEVELS, domain);
	check(domain == &domain_table()[domain->index], domain);
	check_made_vps(domain);
}

/* Of its own text and data, which are one region, a domain's entry takes nothing
 * away: there the leaves decide. */
static void check_entry(const struct abi_view *view, uint64_t entry,
			uint64_t table, bool own)
{
	check((entry & DESC_ADDRESS) == table, view);
	check((entry & DESC_UXN_TABLE) != 0 ||
	      (view->rights & ABI_RIGHT_EXEC) != 0, view);
	check((entry & DESC_AP_TABLE_READ_ONLY) != 0 || own ||
	      (view->rights & ABI_RIGHT_WRITE) != 0, view);
}

/* W^X: what a view may do depends on the state of its region. */
static void check_view(const struct abi_domain *domain,
		       const struct abi_view *view)
{
	const struct abi_region *region = view->region;

	check(view->domain == domain, view);
	if (region == NULL)
		return;
	check(is_object(ABI_TYPE_REGION, view->region), view);
	check(view->windows != 0 && view->window < region->windows &&
	      view->windows <= region->windows - view->window, view);
	check((view->rights & ABI_RIGHT_WRITE) == 0 ||
	      region->state != ABI_REGION_CODE, view);
	check((view->rights & ABI_RIGHT_EXEC) == 0 ||
	      region->state == ABI_REGION_CODE, view);
	for (uint64_t w = view->window; w < view->window + view->windows; w++)
		check_entry(view, space_entry(domain, region->window +
					      w * ABI_WINDOW_SIZE),
			    region->table + w * ABI_PAGE_SIZE,
			    region->owner == domain->index &&
			    (view->rights & ABI_RIGHT_EXEC) != 0);
}

static void check_views(const struct abi_domain *domain)
{
	const struct abi_view *views = domain->views;

	for (uint64_t i = 0; i < domain->views_count; i++)
		check_view(domain, &views[i]);
}

static void check_region(const struct abi_region *region)
{
	uint32_t right = region->state == ABI_REGION_CODE ? ABI_RIGHT_EXEC
							  : ABI_RIGHT_WRITE;
	struct abi_view *const *place = &region->views;
	uint32_t writable = 0;

	for (; *place != NULL; place = &(*place)->next) {
		const struct abi_view *view = *place;

		check(array_has(&boot_record.views, sizeof(*view), view),
		      region);
		check(view->region == region, view);
		check(view->place == place, view);
		writable += (view->rights & right) != 0;
	}
	check(region->writable == writable, region);
}

/* ---- events ------------------------------------------------------------- */

static bool is_pending(const struct abi_vp *vp, uint32_t number)
{
	const struct abi_control_read *control =
		&vp->control->read;

	return (control->pending[number / 64] >> number % 64 & 1) != 0;
}

/* A component that makes events may give two of them one number: what it takes
 * from the one is pending for the other no more. */
static bool numbers_are_chosen(void)
{
	const struct abi_factory *factories =
		object_at(boot_record.factories.base);

	for (uint64_t i = 0; i < boot_record.factories.count; i++)
		if (factories[i].type == ABI_TYPE_EVENT)
			return true;
	return false;
}

/* What is made for a vp counts on it. */
static void check_bound(const struct abi_vp *vp)
{
	const struct abi_event *events = object_at(boot_record.events.base);
	uint64_t n = 0;

	for (uint64_t i = 0; i < boot_record.events.count; i++)
		n += is_live(&events[i]) && events[i].vp == vp &&
		     object_factory(ABI_TYPE_EVENT, &events[i]) != NULL;
	check(vp->bound == n, vp);
}

/* Who is to be woken: the bound vp, until it has been told; or the waiter. */
static void check_event(const struct abi_event *event)
{
	const struct abi_vp *vp = event->wake;

	if (vp != NULL)
		check(is_object(ABI_TYPE_VP, event->wake), event);
	if (event->vp != NULL) {
		vp = event->vp;
		check(is_object(ABI_TYPE_VP, event->vp), event);
		check(vp->control != NULL, event);
		check(event->number < ABI_PENDING_WORDS * 64, event);
		check(event->wake == NULL || event->wake == event->vp, event);
		check(event->wake != NULL || is_pending(vp, event->number) ||
		      numbers_are_chosen(), event);
	} else if (vp != NULL) {
		check(vp->state == ABI_VP_WAIT_EVENT, event);
		check(vp->wait_event == event, event);
		check(event->bits == 0, event);
	}
}

/* ---- pools and workers -------------------------------------------------- */

/* It waits to go on there, with a worker of its own or at home. */
static bool is_inside(struct abi_vp *vp, const struct abi_pool *pool)
{
	return vp->link->pool == pool ||
	       (!vp_in_call(vp) && vp->home->pool == pool);
}

static void check_waiters(const struct abi_pool *pool)
{
	struct abi_vp *const *place = &pool->waiters;
	bool enters = false;

	for (; *place != NULL; place = &(*place)->next) {
		struct abi_vp *vp = *place;

		check(is_object(ABI_TYPE_VP, vp), pool);
		check(vp->state == ABI_VP_WAIT_POOL, vp);
		check(vp->wait_pool == pool, vp);
		check(vp->place == place, vp);
		check(vp->portal != NULL || (!enters && is_inside(vp, pool)),
		      vp);
		enters = vp->portal != NULL;
	}
	check(pool->end == place, pool);
}

static uint64_t idle_count(const struct abi_pool *pool,
			   const struct abi_worker *worker)
{
	uint64_t n = 0;

	for (; worker != NULL; worker = worker->next) {
		check(pool_has(pool, worker), pool);
		check(n++ < pool->count, pool);
	}
	return n;
}

/* In how many live links a worker is, and to how many vps it is handed. */
static uint64_t worker_uses(const struct abi_worker *worker)
{
	struct abi_vp *vps = vp_table();
	uint64_t n = 0;

	for (uint64_t i = 0; i < boot_record.vps.count; i++) {
		n += vps[i].handed == worker;
		for (struct abi_link *link = vp_base(&vps[i]) - 1;
		     link >= vps[i].link; link--)
			n += link_worker(link) == worker;
	}
	return n;
}

static void check_portals(const struct abi_pool *pool)
{
	const struct abi_portal *portals = object_at(boot_record.portals.base);
	uint64_t n = 0;

	for (uint64_t i = 0; i < boot_record.portals.count; i++)
		n += is_live(&portals[i]) &&
		     portals[i].pool == pool &&
		     object_factory(ABI_TYPE_PORTAL, &portals[i]) != NULL;
	check(pool->portals == n, pool);
}

static void check_pool(const struct abi_pool *pool)
{
	const struct abi_worker *workers = pool->workers;
	uint64_t used = 0;
	bool stopped;

	if (!is_live(pool))
		return;
	check_portals(pool);
	check(is_object(ABI_TYPE_DOMAIN, pool->domain), pool);
	stopped = pool->domain->state != ABI_DOMAIN_RUNNING;
	check(pool->waiters == NULL || pool->free == NULL, pool);
	check(!stopped || (pool->free == NULL && pool->reserve == NULL),
	      pool);
	check_waiters(pool);
	for (uint64_t i = 0; i < pool->count; i++) {
		uint64_t uses = worker_uses(&workers[i]);

		check(workers[i].pool == pool, &workers[i]);
		check(uses <= 1, &workers[i]);
		used += uses;
	}
	used += idle_count(pool, pool->free) + idle_count(pool, pool->reserve);
	check(stopped || used == pool->count, pool);
}

/* ---- virtual processors and their links --------------------------------- */

static void check_link(const struct abi_vp *vp, const struct abi_link *link)
{
	const struct abi_pool *pool = link->pool;

	check(link->reply != ABI_REPLY_FAULT ||
	      link->handler == ABI_LINK_FAULT, link);
	check(link->reply != ABI_REPLY_CAP ||
	      (link->slow_worker != NULL && link->fields != 0), link);
	if (link->handler != 0) {
		check(link->domain == link[1].domain, link);
		check(link_worker(link) == NULL, link);
		return;
	}
	check(is_object(ABI_TYPE_POOL, link->pool), link);
	check(link->domain == pool->domain, link);
	check(pool_has(pool, link_worker(link)), link);
	check(link->domain->level > link[1].domain->level ||
	      pool->recovery == vp, link);
}

/* Not every call writes all of its link: the rest is as it was left. */
static void check_link_free(const struct abi_link *link)
{
	check(link->slow_worker == NULL &&
	      (link->fields | link->handler | link->reply | link->limit) == 0,
	      link);
}

static bool waits_in_pool(const struct abi_vp *vp)
{
	const struct abi_vp *at = vp->wait_pool->waiters;

	while (at != NULL && at != vp)
		at = at->next;
	return at != NULL;
}

static void check_vp(struct abi_vp *vp)
{
	const struct abi_array links = { object_address(vp->links), ABI_LINKS };
	const struct abi_budget *budget = vp->budget;
	uint64_t handling = 0;

	check_bound(vp);
	if (!is_live(vp)) {
		check(vp->state == ABI_VP_DEAD && vp->budget == NULL, vp);
		return;
	}
	check(is_object(ABI_TYPE_DOMAIN, vp->home), vp);
	check(vp_base(vp)->domain == vp->home, vp);
	check(budget == NULL || budget->vp == vp, vp);
	check(array_has(&links, sizeof(struct abi_link), vp->link), vp);
	for (struct abi_link *link = vp->links; link < vp->link; link++)
		check_link_free(link);
	for (struct abi_link *link = vp->link; link < vp_base(vp); link++) {
		check_link(vp, link);
		handling |= link->handler == ABI_LINK_FAULT;
	}
	check(vp->handling == handling, vp);
}

/* A vp in a stopped domain finds that out when it runs. */
static void check_vp_state(const struct abi_vp *vp)
{
	check(vp->state <= ABI_VP_WAIT_EVENT, vp);
	check(vp->enters == (vp->portal != NULL), vp);
	check(vp->watched != 0 ||
	      (vp->sched.limit == 0 && vp->link->frozen == 0), vp);
	check(vp->portal == NULL || vp->handed != NULL ||
	      vp->state == ABI_VP_WAIT_POOL, vp);
	if (vp->state == ABI_VP_WAIT_POOL) {
		check(is_object(ABI_TYPE_POOL, vp->wait_pool), vp);
		check(waits_in_pool(vp), vp);
	}
}

/* ---- the scheduler ------------------------------------------------------ */

static void check_heap(enum heap heap, const struct abi_vp *vp)
{
	const struct abi_queued *queued = &vp->sched.queued[heap], *parent;
	const struct abi_vp *vps = vp_table();
	const struct queue *queue = &queues[heap];
	uint64_t i = (queued->at - HEAP_ELEMENTS) / sizeof(*vp);

	if (queued->at == 0)
		return;
	check(queue->first->key == queue->key, vp);
	check(queue->key <= queued->key, vp);
	if (queued->at == HEAP_AHEAD) {
		check(queue->first == queued, vp);
		return;
	}
	check(i * sizeof(*vp) < queue->size && i < boot_record.vps.count, vp);
	check(vps[i].sched.queued[heap].element == queued, vp);
	if (i == 0)
		return;
	parent = vps[(i - 1) / 2].sched.queued[heap].element;
	check(parent->key <= queued->key, vp);
}

/* By the deadline of a budget that has time left, or on slack. */
static void check_ready_key(const struct abi_vp *vp)
{
	const struct abi_budget *budget = vp->budget;
	uint64_t key = vp->sched.queued[HEAP_READY].key;

	if (heap_has(HEAP_READY, vp) && key < SCHED_SLACK)
		check(budget != NULL && budget->left > 0 &&
		      budget->deadline == key, vp);
}

/* Who can run is where it will be found, and nobody else but who waits for a
 * pool, and so can help. */
static void check_queues(const struct abi_vp *vp)
{
	bool picked = heap_has(HEAP_READY, vp);

	check_heap(HEAP_READY, vp);
	check_heap(HEAP_TIMER, vp);
	check_ready_key(vp);
	if (vp->state == ABI_VP_READY)
		check(picked || heap_has(HEAP_TIMER, vp), vp);
	else if (vp->state != ABI_VP_WAIT_POOL)
		check(!picked, vp);
}

/* ---- budgets and factories ---------------------------------------------- */

/* Parts never add up to more than the whole. */
static void check_budget(const struct abi_budget *budget)
{
	const struct abi_budget *budgets = object_at(boot_record.budgets.base);
	uint64_t given = 0;

	for (uint64_t i = 0; i < boot_record.budgets.count; i++)
		if (is_live(&budgets[i]) &&
		    budgets[i].parent == budget)
			given += budgets[i].share;
	check(budget->given == given, budget);
	check(!is_live(budget) ||
	      budget->used + given <= budget->share, budget);
}

/* A place is free, or somebody's, or on the way from the one to the other. */
static void check_factory(const struct abi_factory *factory)
{
	uint64_t size;

	check(factory->type < ABI_TYPE_COUNT, factory);
	check(factory->count <= ABI_FACTORY_MAX, factory);
	check(factory->last < ABI_FACTORY_MAX, factory);
	size = type_arrays[factory->type].size;
	for (uint64_t i = 0; i < ABI_FACTORY_MAX; i++) {
		if ((factory->free >> i & 1) == 0)
			continue;
		check(i < factory->count, factory);
		check(!is_live(object_at(factory->first + i * size)), factory);
	}
}

/* ---- everything --------------------------------------------------------- */

/* In such an order that each looks only at what has been found good. */
void kernel_check(void)
{
	struct abi_pool *pools = object_at(boot_record.pools.base);
	struct abi_event *events = object_at(boot_record.events.base);
	struct abi_region *regions = object_at(boot_record.regions.base);
	struct abi_budget *budgets = object_at(boot_record.budgets.base);
	struct abi_factory *factories = object_at(boot_record.factories.base);

	check_keys();
	for (uint64_t i = 0; i < boot_record.domains.count; i++)
		check_domain(&domain_table()[i]);
	for (uint64_t i = 0; i < boot_record.vps.count; i++)
		check_vp(&vp_table()[i]);
	for (uint64_t i = 0; i < boot_record.pools.count; i++)
		check_pool(&pools[i]);
	for (uint64_t i = 0; i < boot_record.vps.count; i++) {
		check_vp_state(&vp_table()[i]);
		check_queues(&vp_table()[i]);
	}
	for (uint64_t i = 0; i < boot_record.events.count; i++)
		check_event(&events[i]);
	for (uint64_t i = 0; i < boot_record.domains.count; i++) {
		check_caps(&domain_table()[i]);
		check_views(&domain_table()[i]);
	}
	for (uint64_t i = 0; i < boot_record.regions.count; i++)
		check_region(&regions[i]);
	for (uint64_t i = 0; i < boot_record.budgets.count; i++)
		check_budget(&budgets[i]);
	for (uint64_t i = 0; i < boot_record.factories.count; i++)
		check_factory(&factories[i]);
}
