/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * Factories.
 *
 * A factory has room for objects of one type, and is the only authority by which
 * they are made and deleted. What is deleted gets a new generation first, so
 * that no capability leads to it any more; then what still hangs on it goes, in
 * steps; then its place is free. An object that others are built on (a domain
 * with a pool, a pool with portals, a budget of a vp) cannot be deleted before
 * them.
 *
 * Invariant: of an object that is free, or dying, the key has type 0; the places
 * of a factory are taken in turn, so that one is used again as late as possible;
 * one whose generations are used up is never free again.
 */
#include <vesper/kernel/kernel.h>

static const struct {
	uint16_t size;
	uint16_t rights;	/* in the key */
	operation_function *make, *unmake;
} kinds[] = {
#define X(TYPE, type, right) \
	[ABI_TYPE_##TYPE] = { sizeof(struct abi_##type), \
			      ABI_RIGHT_##right, type##_make, type##_unmake },
	FACTORY_TYPES(X)
#undef X
};

/* The key of a place that is never used again: it is not dying any more. */
#define RETIRED abi_key(ABI_TYPE_NONE, 0, ABI_KEY_SLOW, UINT32_MAX)

static uint64_t *object_number(const struct abi_factory *factory,
			       uint64_t number)
{
	return object_at(factory->first + number * kinds[factory->type].size);
}

/* The first free place behind the last one that was taken. */
static uint64_t next_free(const struct abi_factory *factory)
{
	uint64_t behind = factory->free & -(UINT64_C(2) << factory->last);

	return (uint64_t)__builtin_ctzll(behind != 0 ? behind : factory->free);
}

RARE kernel_status factory_create(struct abi_vp *vp, const struct cap_view *cap)
{
	struct abi_factory *factory = cap->object;
	struct cap_view made;
	struct abi_cap *room;
	uint64_t number, *key;

	TRY(cap_room(vp_domain(vp), vp->context.x[1], &room));
	if (factory->free == 0)
		return E_EMPTY;
	number = next_free(factory);
	made.object = key = object_number(factory, number);
	TRY(kinds[factory->type].make(vp, &made));
	*key |= abi_key(factory->type, kinds[factory->type].rights, 0, 0);
	factory->free &= ~(UINT64_C(1) << number);
	factory->last = number;
	made.where = abi_where(object_address(key), 0);
	made.key = *key | ABI_CAP_RIGHTS_MASK;
	vp->context.x[1] = number;
	return cap_put(vp_domain(vp), room, &made, UINT64_MAX);
}

RARE kernel_status factory_delete(struct abi_vp *vp, const struct cap_view *cap)
{
	struct abi_factory *factory = cap->object;
	uint64_t number = vp->context.x[1], *key;
	struct cap_view gone;
	kernel_status status;

	if (number >= factory->count)
		return E_VALUE;
	gone.object = key = object_number(factory, number);
	if ((factory->free >> number & 1) != 0 || *key == RETIRED)
		return E_EMPTY;
	status = kinds[factory->type].unmake(vp, &gone);
	if (status < 0)
		return status;
	if (key_type(*key) != ABI_TYPE_NONE)
		*key = abi_key(ABI_TYPE_NONE, 0, ABI_KEY_SLOW,
			       key_generation(*key) + 1);
	if (status != OK)
		return status;
	if (key_generation(*key) + 1 == key_generation(RETIRED))
		*key = RETIRED;
	else
		factory->free |= UINT64_C(1) << number;
	return OK;
}
