/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * Capabilities.
 *
 * A capability is a pair of words in a table that its domain cannot write
 * (abi/cap.h). It is good while its generation equals the object's: deleting
 * an object is one increment, after which every capability to it is stale and
 * none can ever name the object that takes its place.
 */
#include <vesper/kernel/cap.h>

#include <vesper/abi/memory.h>

/* The object's address: the upper half of `where`, sign-extended. */
static void *cap_object(const struct abi_cap *cap)
{
	int64_t address = (int64_t)cap->where >> ABI_CAP_OBJECT_SHIFT;

	return object_at((uint64_t)address);
}

kernel_status cap_lookup(const struct abi_domain *domain, uint64_t slot,
			 struct cap_view *view)
{
	const struct abi_cap *table = object_at(domain->caps);
	const struct abi_cap *cap;
	const uint64_t *key;

	if (slot >= domain->caps_count)
		return E_SLOT;
	cap = &table[slot];
	if (cap->key == 0)
		return E_SLOT;
	key = cap_object(cap);
	view->object = cap_object(cap);
	view->badge = (uint32_t)cap->where;
	view->generation = (uint32_t)(cap->key >> ABI_CAP_GENERATION_SHIFT);
	view->type = (uint8_t)(cap->key >> ABI_CAP_TYPE_SHIFT);
	view->rights = (uint8_t)(cap->key >> ABI_CAP_RIGHTS_SHIFT);
	if (*key >> ABI_CAP_GENERATION_SHIFT != view->generation)
		return E_STALE;
	return OK;
}

kernel_status cap_require(const struct abi_domain *domain, uint64_t slot,
			  enum abi_type type, unsigned rights,
			  struct cap_view *view)
{
	kernel_status status = cap_lookup(domain, slot, view);

	if (status != OK)
		return status;
	if (view->type != type)
		return E_TYPE;
	if ((view->rights & rights) != rights)
		return E_RIGHTS;
	return OK;
}
