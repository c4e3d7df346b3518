/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * Capabilities: lookup, and what can be done with their slots.
 *
 * A capability is good while its generation equals the object's. One made under
 * a grant names the grant, which names the object or another grant, at most
 * ABI_GRANT_DEPTH of them; it is good while every step is.
 */
#ifndef VESPER_KERNEL_CAP_H
#define VESPER_KERNEL_CAP_H

#include <vesper/abi/cap.h>
#include <vesper/kernel/object.h>

/* What a capability says, decoded: its two words, little-endian. */
struct cap_view {
	struct abi_cap *slot;	/* where it stands */
	union {			/* behind all grants; by its type */
		void *object;
		struct abi_budget *budget;
		struct abi_domain *domain;
		struct abi_event *event;
		struct abi_irq *irq;
		struct abi_portal *portal;
		struct abi_region *region;
		struct abi_vp *vp;
	};
	struct abi_grant *grant; /* the innermost one that it names, or NULL */
	union {
		uint64_t where;
		uint32_t badge;
	};
	union {
		uint64_t key;
		struct {
			uint16_t flags;
			uint8_t rights, type;
			uint32_t generation; /* of the object, or the grant */
		};
	};
};

/* Objects and keys. */
static inline uint32_t key_generation(uint64_t key)
{
	return (uint32_t)(key >> ABI_CAP_GENERATION_SHIFT);
}

static inline uint32_t key_type(uint64_t key)
{
	return (uint32_t)(key >> ABI_CAP_TYPE_SHIFT) & 0xff;
}

#define KEY_TYPE(type)		((uint64_t)(type) << ABI_CAP_TYPE_SHIFT)
#define KEY_RIGHTS(rights)	((uint64_t)(rights) << ABI_CAP_RIGHTS_SHIFT)

static inline uint64_t object_key(const void *object)
{
	return *(const uint64_t *)object;
}

/* From a grant, as view->object, to what is behind it. */
RARE kernel_status cap_lookup_granted(struct cap_view *view);

/* A slot that a component names, which need not be there. */
static inline struct abi_cap *cap_at(const struct abi_domain *domain,
				     uint64_t slot)
{
	return object_at(object_address(domain->caps) +
			 slot * sizeof(struct abi_cap));
}

/* The capability in `slot`: E_SLOT if there is none, E_STALE if its object, or
 * a grant on the way to it, is gone; the slot is told then, too. */
static inline kernel_status cap_lookup(const struct abi_domain *domain,
				       uint64_t slot, struct cap_view *view)
{
	struct abi_cap *cap = cap_at(domain, slot);

	if (slot >= domain->caps_count || cap->key == 0)
		return E_SLOT;
	view->slot = cap;
	view->where = cap->where;
	view->key = cap->key;
	/* The upper half, sign-extended. */
	view->object = object_at(
		(uint64_t)((int64_t)view->where >> ABI_CAP_OBJECT_SHIFT));
	view->grant = NULL;
	if ((view->key & ABI_CAP_GRANTED) != 0)
		return cap_lookup_granted(view);
	return object_key(view->object) >> ABI_CAP_GENERATION_SHIFT ==
			       view->key >> ABI_CAP_GENERATION_SHIFT
		       ? OK
		       : E_STALE;
}

/* The same for x[n] of a running vp, and E_TYPE or E_RIGHTS unless it is for
 * `type` with `rights`. */
static inline kernel_status cap_require(const struct abi_vp *vp, unsigned n,
					enum abi_type type, unsigned rights,
					struct cap_view *view)
{
	TRY(cap_lookup(vp_domain(vp), vp->context.x[n], view));
	if (view->type != type)
		return E_TYPE;
	return (view->rights & rights) == rights ? OK : E_RIGHTS;
}

/* The slot to put a capability in: E_SLOT or E_OCCUPIED if there is no room. */
kernel_status cap_room(const struct abi_domain *domain, uint64_t slot,
		       struct abi_cap **room);

/*
 * Put a copy of `view` with some of its rights into `room`, a slot of `domain`.
 * The one way into a table: a portal keeps CALL only where the call goes up.
 * It is done: OK.
 */
kernel_status cap_put(const struct abi_domain *domain, struct abi_cap *room,
		      const struct cap_view *view, uint64_t rights);

/* Whether the kernel may take it back when the call in which it came ends; so
 * no copy is made of it. */
#define CAP_IS_LENT (ABI_CAP_LENT | ABI_CAP_LANDED)
static inline bool cap_is_lent(const struct cap_view *view)
{
	return (view->flags & CAP_IS_LENT) != 0;
}

/* Whether it may go to another domain for good: E_STATE if it is lent, E_RIGHTS
 * without SHARE. */
kernel_status cap_may_leave(const struct cap_view *view);

#endif
