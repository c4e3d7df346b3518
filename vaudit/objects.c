/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * The kernel's objects, as they must stand when the machine starts. Each is
 * built here from system.json and compared word by word with the image, so
 * that no bit of one can differ unseen; only names (for reports of faults) are
 * taken as they are.
 */
#include <inttypes.h>
#include <string.h>

#include <vesper/abi/syscall.h>

#include "audit.h"

#define GENERATION 1u

/* No capability's key equals that of an object that no fast path serves. */
uint64_t key_of(enum abi_type type, unsigned rights)
{
	return abi_key(type, rights, rights ? 0 : ABI_KEY_SLOW, GENERATION);
}

uint64_t domain_address(const struct audit *audit, size_t index)
{
	return object_address(audit->image->boot.domains, index,
			      sizeof(struct abi_domain));
}

uint64_t vp_address(const struct audit *audit, size_t domain, uint64_t vp)
{
	for (size_t i = 0; i < domain; i++)
		vp += audit->wanted->domains[i].vps_count;
	return object_address(audit->image->boot.vps, vp,
			      sizeof(struct abi_vp));
}

/* Pools and workers stand in the order of their domains. */
uint64_t pool_address(const struct audit *audit, size_t domain)
{
	uint64_t index = 0;

	for (size_t i = 0; i < domain; i++)
		index += audit->wanted->domains[i].workers_count != 0;
	return object_address(audit->image->boot.pools, index,
			      sizeof(struct abi_pool));
}

static uint64_t worker_address(const struct audit *audit, size_t domain)
{
	uint64_t index = 0;

	for (size_t i = 0; i < domain; i++)
		index += audit->wanted->domains[i].workers_count;
	return object_address(audit->image->boot.workers, index,
			      sizeof(struct abi_worker));
}

/* ---- domains ------------------------------------------------------------- */

static void check_domain(struct audit *audit, size_t index)
{
	const struct wanted_domain *wanted = &audit->wanted->domains[index];
	const struct abi_domain *is = image_at(audit->image,
					       domain_address(audit, index),
					       sizeof *is);
	struct abi_domain should = {
		.key = key_of(ABI_TYPE_DOMAIN, 0),
		.caps_count = wanted->slots +
			ABI_FIELDS * wanted->workers_count +
			wanted->free_slots,
		.state = ABI_DOMAIN_RUNNING,
		.level = (uint32_t)wanted->level,
		.index = (uint32_t)index,
		.pool = wanted->workers_count ? pool_address(audit, index) : 0,
		.handler = wanted->handler,
		.handler_stack = wanted->handler_stack,
		.supervisor = !wanted->supervisor ? 0 :
			own_address(audit, ABI_TYPE_EVENT, wanted->supervisor),
		.supervisor_bits = wanted->supervisor_bits,
		.fp = wanted->fp,
		.restart = wanted->restart,
	};

	if (!is)
		return;		/* reported by check_user */
	if (wanted->restart) {
		should.vps = vp_address(audit, index, 0);
		should.vps_count = wanted->vps_count;
	}
	/* Checked where they are followed. */
	should.caps = is->caps;
	should.ttbr = is->ttbr;
	should.name = is->name;
	memcpy(should.root, is->root, sizeof should.root);
	memcpy(should.tables, is->tables, sizeof should.tables);
	should.views = is->views;
	should.views_count = is->views_count;
	if (audit->live) {
		should.state = is->state;
		should.fault = is->fault;
		should.handling = is->handling;
		should.made_vps = is->made_vps;
	}
	compare_object(audit, "domain", index, is, &should, sizeof should);
}

/* ---- pools --------------------------------------------------------------- */

static void check_worker(struct audit *audit, size_t domain, size_t index)
{
	const struct wanted_domain *wanted = &audit->wanted->domains[domain];
	uint64_t first = worker_address(audit, domain);
	const struct abi_worker *is =
		image_at(audit->image, first + index * sizeof *is, sizeof *is);
	struct abi_worker should = {
		.stack = wanted->workers[index],
		.pool = pool_address(audit, domain),
		.landing = wanted->slots + ABI_FIELDS * index,
	};

	/* Worker 0 is the monitor's token; the others wait in reserve. */
	if (index > 0 && index + 1 < wanted->workers_count)
		should.next = first + (index + 1) * sizeof should;
	if (audit->live && is) {
		should.next = is->next;
		should.holder = is->holder;
	}
	compare_object(audit, "worker", index, is, &should, sizeof should);
}

static void check_pool(struct audit *audit, size_t domain)
{
	const struct wanted_domain *wanted = &audit->wanted->domains[domain];
	uint64_t workers = worker_address(audit, domain);
	const struct abi_pool *is = image_at(audit->image,
					     pool_address(audit, domain),
					     sizeof *is);
	struct abi_pool should = {
		.key = key_of(ABI_TYPE_POOL, 0),
		.free = workers,
		.domain = domain_address(audit, domain),
		.workers = workers,
		.count = wanted->workers_count,
		.reserve = wanted->workers_count > 1 ?
			workers + sizeof(struct abi_worker) : 0,
		.end = pool_address(audit, domain) +
			offsetof(struct abi_pool, waiters),
	};

	if (wanted->workers_count == 0)
		return;
	for (size_t i = 0; i < wanted->vps_count; i++)
		if (wanted->vps[i].recovery)
			should.recovery = vp_address(audit, domain, i);
	if (audit->live && is) {
		should.free = is->free;
		should.reserve = is->reserve;
		should.waiters = is->waiters;
		should.end = is->end;
		should.token = is->token;
		should.owner = is->owner;
	}
	compare_object(audit, "pool of domain", domain, is, &should,
		       sizeof should);
	for (size_t i = 0; i < wanted->workers_count; i++)
		check_worker(audit, domain, i);
}

/* ---- portals ------------------------------------------------------------- */

static void check_portal(struct audit *audit, size_t index)
{
	const struct wanted_portal *wanted = &audit->wanted->portals[index];
	struct abi_array portals = audit->image->boot.portals;
	const struct abi_portal *is =
		image_at(audit->image, object_address(portals, index,
						      sizeof *is), sizeof *is);
	struct abi_portal should = {
		.key = abi_key(ABI_TYPE_PORTAL, ABI_RIGHT_CALL,
			       wanted->time || audit->wanted->
			       domains[wanted->domain].fp ?
			       ABI_KEY_SLOW : 0, GENERATION),
		.pool = pool_address(audit, wanted->domain),
		.entry = wanted->entry,
		.limit = wanted->time,
		.interface = wanted->interface,
	};

	if (audit->live && is)
		should.limit = is->limit;	/* in ticks now */
	compare_object(audit, "portal", index, is, &should, sizeof should);
}

/* ---- vps ----------------------------------------------------------------- */

/* The kernel writes control blocks at the frames that the domain sees; they
   begin with nothing but the vp's number in its domain. */
static void check_control(struct audit *audit, const struct abi_vp *vp,
			  const struct wanted_vp *wanted, uint64_t number)
{
	/* Activations are off until the component has a stack for them. */
	const struct abi_control_write empty = {
		.masked = wanted->activation != 0,
	};
	static struct abi_control_read should;

	should.vp = number;
	if (!audit->live)
		compare_object(audit, "control block of vp", number,
			       image_at(audit->image, vp->control,
					sizeof empty), &empty, sizeof empty);
	if (!audit->live)
		compare_object(audit, "read-only control block of vp", number,
			       image_at(audit->image,
					vp->control + sizeof empty,
					sizeof should), &should,
			       sizeof should);
	for (unsigned i = 0; i < 2; i++) {
		const struct page *page =
			image_page(audit->image, vp->control -
				   ABI_KERNEL_BASE + i * ABI_PAGE_SIZE);

		if (vp->control < ABI_KERNEL_BASE ||
		    vp->control % ABI_PAGE_SIZE || !page ||
		    page->use != PAGE_CONTROL ||
		    page->address != wanted->control + i * ABI_PAGE_SIZE)
			differ(audit, "vp: its control block at %#" PRIx64
			       " is another's", vp->control);
	}
}

/* What the kernel changes as soon as the vp runs. */
static void start_vp(struct abi_vp *vp, uint64_t address,
		     const struct wanted_vp *wanted)
{
	vp->link = address + offsetof(struct abi_vp, links) +
		(ABI_LINKS - 1) * sizeof(struct abi_link);
	/* One without an entry is there for restarts alone. */
	vp->state = wanted->entry && !wanted->recovery ? ABI_VP_READY :
		ABI_VP_DEAD;
	vp->context.pc = wanted->entry;
	vp->context.sp = wanted->thread;
	vp->context.tls = wanted->thread;
}

static void check_vp(struct audit *audit, size_t domain, size_t index,
		     const struct wanted_vp *wanted, uint64_t number,
		     uint64_t budget)
{
	struct abi_array vps = audit->image->boot.vps;
	uint64_t address = object_address(vps, index, sizeof(struct abi_vp));
	const struct abi_vp *is = image_at(audit->image, address, sizeof *is);
	static struct abi_vp should;

	memset(&should, 0, sizeof should);
	if (audit->live && is)
		should = *is;
	should.key = key_of(ABI_TYPE_VP, 0);
	should.home = domain_address(audit, domain);
	should.activation = wanted->activation;
	should.budget = budget;
	should.links[ABI_LINKS - 1].domain = should.home;
	if (!audit->live)
		start_vp(&should, address, wanted);
	if (audit->wanted->domains[domain].restart || wanted->recovery) {
		should.start_pc = wanted->entry;
		should.start_stack = wanted->thread;
	}
	if (is) {
		should.name = is->name;
		should.control = is->control;
		check_control(audit, is, wanted, number);
	}
	compare_object(audit, "vp", index, is, &should, sizeof should);
}

static void check_budget(struct audit *audit, size_t index,
			 const struct wanted_vp *wanted, uint64_t vp)
{
	struct abi_array budgets = audit->image->boot.budgets;
	const struct abi_budget *is =
		image_at(audit->image, object_address(budgets, index,
						      sizeof *is), sizeof *is);
	struct abi_budget should = {
		.key = key_of(ABI_TYPE_BUDGET, 0),
		.amount = wanted->budget,
		.period = wanted->period,
		.vp = vp,
		.flags = wanted->slack ? ABI_BUDGET_SLACK : 0,
		.share = share_of(wanted->budget, wanted->period),
		.used = share_of(wanted->budget, wanted->period),
	};

	if (audit->live && is) {
		should.amount = is->amount;	/* in ticks now */
		should.period = is->period;
		should.share = is->period == 0 ? 0 : (uint32_t)(is->amount *
			ABI_BUDGET_WHOLE / is->period);
		should.left = is->left;
		should.deadline = is->deadline;
		should.used = is->used;
		should.given = is->given;
	}
	compare_object(audit, "budget", index, is, &should, sizeof should);
}

static void check_vps(struct audit *audit)
{
	struct abi_array vps = audit->image->boot.vps;
	struct abi_array budgets = audit->image->boot.budgets;
	size_t vp = 0, budget = 0;

	for (size_t d = 0; d < audit->wanted->domains_count; d++) {
		const struct wanted_domain *wanted =
			&audit->wanted->domains[d];

		for (size_t i = 0; i < wanted->vps_count; i++, vp++) {
			uint64_t at = 0;

			if (wanted->vps[i].budget) {
				at = object_address(budgets, budget,
						    sizeof(struct abi_budget));
				check_budget(audit, budget++, &wanted->vps[i],
					     object_address(vps, vp,
						sizeof(struct abi_vp)));
			}
			check_vp(audit, d, vp, &wanted->vps[i], i, at);
		}
	}
}

/* ---- all ----------------------------------------------------------------- */

static void claim_array(struct audit *audit, const char *what,
			struct abi_array array, uint64_t size)
{
	if (array.count && array.count < UINT64_MAX / size)
		claim_data(audit, what, array.base, array.count * size);
	else if (array.count || array.base)
		differ(audit, "%s: no array", what);
}

void check_objects(struct audit *audit)
{
	const struct abi_boot *boot = &audit->image->boot;

	claim_array(audit, "domains", boot->domains,
		    sizeof(struct abi_domain));
	claim_array(audit, "vps", boot->vps, sizeof(struct abi_vp));
	claim_array(audit, "pools", boot->pools, sizeof(struct abi_pool));
	claim_array(audit, "workers", boot->workers,
		    sizeof(struct abi_worker));
	claim_array(audit, "portals", boot->portals,
		    sizeof(struct abi_portal));
	claim_array(audit, "regions", boot->regions,
		    sizeof(struct abi_region));
	claim_array(audit, "views", boot->views, sizeof(struct abi_view));
	claim_array(audit, "budgets", boot->budgets,
		    sizeof(struct abi_budget));
	claim_array(audit, "events", boot->events, sizeof(struct abi_event));
	claim_array(audit, "irqs", boot->irqs, sizeof(struct abi_irq));
	claim_array(audit, "grants", boot->grants, sizeof(struct abi_grant));
	claim_array(audit, "factories", boot->factories,
		    sizeof(struct abi_factory));
	for (size_t i = 0; i < audit->wanted->domains_count; i++) {
		check_domain(audit, i);
		check_pool(audit, i);
	}
	for (size_t i = 0; i < audit->wanted->portals_count; i++)
		check_portal(audit, i);
	check_vps(audit);
	check_own(audit);
	check_factories(audit);
}
