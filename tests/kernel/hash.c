/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * The state of a run as one number: both the model's and all of the kernel's
 * that is alive, so that two states with one hash have one future.
 */
#include "pair.h"

#include "model.h"
#include "pair_parts.h"
#include "world.h"

#define NEAR (UINT64_C(1) << 38) /* a time; see START in pair.c */

static uint64_t hash;

#define PLAIN __attribute__((no_sanitize("address", "undefined")))

PLAIN static void add(uint64_t word)
{
	if (word - world.now + NEAR < 2 * NEAR)
		word -= world.now;
	hash = (hash ^ word) * UINT64_C(0x9e3779b97f4a7c15);
	hash ^= hash >> 29;
}

/* Variables have guards between them when sanitized. */
PLAIN static void add_words(const void *from, size_t size)
{
	const uint64_t *words = from;

	for (size_t i = 0; i < size / sizeof(*words); i++)
		add(words[i]);
}

static void add_array(const struct abi_array *array, size_t size)
{
	add_words((const void *)(uintptr_t)array->base, array->count * size);
}

/* Links beyond the innermost are what is left of ended calls, and so are the words
 * of a wait that is over. */
static void add_vp(const struct abi_vp *vp)
{
	size_t behind = offsetof(struct abi_vp, wait_pool) +
			sizeof(vp->wait_pool);
	const struct abi_link *end = vp->links + ABI_LINKS;
	const struct abi_link *link = world_link(vp);

	add_words(vp, offsetof(struct abi_vp, next));
	if (vp->state == ABI_VP_WAIT_POOL) {
		add((uintptr_t)vp->next);
		add((uintptr_t)vp->place);
	}
	if (vp->portal != NULL || vp->state == ABI_VP_WAIT_POOL ||
	    vp->state == ABI_VP_WAIT_EVENT)
		add((uintptr_t)vp->wait_pool);
	add_words((const char *)vp + behind,
		  offsetof(struct abi_vp, links) - behind);
	add_words(link, (size_t)((const char *)end - (const char *)link));
}

uint64_t pair_model_hash(void)
{
	hash = 0;
	add((uint64_t)vp_number(world.current));
	add_words(&model, sizeof(model));
	return hash;
}

uint64_t pair_hash(void)
{
	const struct abi_boot *record = world_record();
	const struct abi_domain *domains =
		(const void *)(uintptr_t)record->domains.base;
	const struct abi_vp *vps = (const void *)(uintptr_t)record->vps.base;
	size_t size;
	const void *state = world_state(&size);

	(void)pair_model_hash();
	add_words(state, size);
	add_array(&record->domains, sizeof(struct abi_domain));
	add_array(&record->pools, sizeof(struct abi_pool));
	add_array(&record->workers, sizeof(struct abi_worker));
	add_array(&record->events, sizeof(struct abi_event));
	add_array(&record->grants, sizeof(struct abi_grant));
	add_array(&record->portals, sizeof(struct abi_portal));
	add_array(&record->budgets, sizeof(struct abi_budget));
	add_array(&record->factories, sizeof(struct abi_factory));
	add_array(&record->views, sizeof(struct abi_view));
	add_array(&record->regions, sizeof(struct abi_region));
	for (uint64_t i = 0; i < record->domains.count; i++)
		add_words((const void *)(uintptr_t)domains[i].caps,
			  domains[i].caps_count * sizeof(struct abi_cap));
	for (uint64_t i = 0; i < record->vps.count; i++)
		add_vp(&vps[i]);
	return hash;
}
