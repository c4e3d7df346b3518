/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * Capabilities in messages.
 *
 * All is checked before anything moves; the acting half cannot fail. A call with
 * one capability that is copied or borrowed has a path of its own, and its reply
 * as well.
 */
#include <vesper/kernel/kernel.h>

#define FIELD_BITS	0xffffu

static uint32_t field_of(uint64_t x8, unsigned i)
{
	return (uint32_t)(x8 >> ABI_FIELD_SHIFT(i)) & FIELD_BITS;
}

static uint64_t field_at(unsigned i, uint32_t field)
{
	return (uint64_t)field << ABI_FIELD_SHIFT(i);
}

static uint32_t mode_of(uint32_t field)
{
	return field & ABI_FIELD_MODE;
}

static struct abi_cap *slot_at(const struct abi_domain *domain, uint64_t slot)
{
	return domain->caps + slot;
}

/* Whether the capability in a field may leave `from`. */
static inline kernel_status source_check(const struct abi_domain *from, uint32_t field,
				  struct cap_view *source)
{
	kernel_status status =
		cap_lookup(from, field & ABI_FIELD_SLOT, source);

	if (status == OK && mode_of(field) != ABI_FIELD_BORROW)
		status = cap_may_leave(source);
	return status;
}

/* Two fields with one slot would be one landing slot, or a move twice. */
static inline bool field_repeats(uint64_t x8, unsigned i)
{
	uint32_t slot = field_of(x8, i) & ABI_FIELD_SLOT;

	for (unsigned j = 0; j < i; j++)
		if ((field_of(x8, j) & ABI_FIELD_SLOT) == slot)
			return true;
	return false;
}

RARE static kernel_status field_check(const struct abi_domain *from,
				 const struct abi_domain *to, uint64_t landing,
				 uint64_t x8, unsigned i)
{
	uint32_t field = field_of(x8, i);
	struct cap_view source;
	struct abi_cap *room;
	kernel_status status;

	if (field == 0)
		return OK;
	if (field_repeats(x8, i))
		return E_VALUE;
	if (mode_of(field) == 0)
		return cap_room(from, field & ABI_FIELD_SLOT, &room);
	status = source_check(from, field, &source);
	return status != OK ? status : cap_room(to, landing + i, &room);
}

kernel_status transfer_check(const struct abi_vp *vp,
			     const struct abi_worker *worker, uint64_t x8)
{
	const struct abi_pool *pool = worker->pool;
	const struct abi_domain *to = pool->domain;
	kernel_status status = OK;

	for (unsigned i = 0; i < ABI_FIELDS && status == OK; i++)
		status = field_check(vp_domain(vp), to,
				     worker->landing, x8, i);
	return status;
}

/* Put `source` into `room`; returns the field as it is delivered: the type and
 * the rights, which stand in the key the other way round. */
static inline uint32_t deliver(const struct abi_domain *to,
			       struct abi_cap *room,
			       const struct cap_view *source, uint32_t field)
{
	(void)cap_put(to, room, source, UINT64_MAX, source->badge);
	if (mode_of(field) == ABI_FIELD_BORROW)
		room->key |= ABI_CAP_LENT;
	return __builtin_bswap16(
		(uint16_t)(room->key >> ABI_CAP_RIGHTS_SHIFT));
}

uint64_t transfer_short(const struct abi_domain *from,
			const struct abi_domain *to, uint64_t landing,
			uint64_t x8)
{
	uint32_t field = field_of(x8, 0);
	struct cap_view source;
	struct abi_cap *room;

	/* A bit that copy and borrow have, and the others have not. */
	if (x8 >> ABI_FIELD_SHIFT(1) != 0 || (field & ABI_FIELD_COPY) == 0)
		return 0;
	if (source_check(from, field, &source) != OK ||
	    cap_room(to, landing, &room) != OK)
		return 0;
	return field_at(0, deliver(to, room, &source, field));
}

/* What has been checked, out of `from`. */
RARE static uint32_t transfer_field(const struct abi_domain *from,
			       const struct abi_domain *to,
			       struct abi_cap *room, uint32_t field)
{
	struct cap_view source;
	uint32_t seen;

	if (cap_lookup(from, field & ABI_FIELD_SLOT, &source) != OK)
		return 0;
	seen = deliver(to, room, &source, field);
	if (mode_of(field) == ABI_FIELD_MOVE)
		*source.slot = abi_cap_empty();
	return seen;
}

RARE uint64_t transfer_send(const struct abi_domain *from, struct abi_link *link,
		       uint64_t x8)
{
	const struct abi_domain *to = link->domain;
	const struct abi_worker *worker = link->slow_worker;
	uint64_t seen = 0;

	link->fields = x8;
	for (unsigned i = 0; i < ABI_FIELDS; i++) {
		uint32_t field = field_of(x8, i);

		if (mode_of(field) == 0)
			continue;
		if (mode_of(field) == ABI_FIELD_MOVE)
			link->moved[i] = *slot_at(from, field & ABI_FIELD_SLOT);
		seen |= field_at(i, transfer_field(from, to,
				slot_at(to, worker->landing + i), field));
		if (mode_of(field) == ABI_FIELD_MOVE)
			slot_at(to, worker->landing + i)->key |= ABI_CAP_LANDED;
	}
	return seen;
}

/* The caller's slot for the next capability of a reply, or 0. */
static uint32_t result_slot(uint64_t fields, unsigned *next)
{
	while (*next < ABI_FIELDS) {
		uint32_t field = field_of(fields, (*next)++);

		if (field != 0 && mode_of(field) == 0)
			return field;
	}
	return 0;
}

RARE static kernel_status reply_check(const struct abi_domain *from,
				 const struct abi_domain *to, uint64_t fields,
				 uint64_t x8)
{
	struct cap_view source;
	struct abi_cap *room;
	kernel_status status = OK;
	unsigned next = 0;

	for (unsigned i = 0; i < ABI_FIELDS && status == OK; i++) {
		uint32_t field = field_of(x8, i);
		uint32_t slot;

		if (mode_of(field) == 0)
			continue;
		slot = result_slot(fields, &next);
		if (slot == 0 || mode_of(field) == ABI_FIELD_BORROW ||
		    field_repeats(x8, i))
			return E_VALUE;
		status = source_check(from, field, &source);
		if (status == OK)
			status = cap_room(to, slot, &room);
	}
	return status;
}

RARE kernel_status transfer_reply(struct abi_vp *vp, uint64_t *x8)
{
	const struct abi_link *link = vp->link;
	const struct abi_domain *from = link->domain;
	const struct abi_domain *to = link[1].domain;
	kernel_status status = reply_check(from, to, link->fields, *x8);
	uint64_t seen = 0;
	unsigned next = 0;

	for (unsigned i = 0; i < ABI_FIELDS && status == OK; i++) {
		uint32_t field = field_of(*x8, i);

		uint32_t slot;

		if (mode_of(field) == 0)
			continue;
		slot = result_slot(link->fields, &next);
		seen |= field_at(next - 1,
				 transfer_field(from, to, slot_at(to, slot),
						field));
	}
	*x8 = seen;
	return status;
}

RARE void transfer_end(struct abi_link *link, struct abi_domain *caller,
		  kernel_status status)
{
	const struct abi_worker *worker = link->slow_worker;
	const struct abi_domain *server = link->domain;

	for (unsigned i = 0; i < ABI_FIELDS; i++) {
		uint32_t field = field_of(link->fields, i);
		struct abi_cap *landing = slot_at(server, worker->landing + i);
		struct abi_cap *home =
			slot_at(caller, field & ABI_FIELD_SLOT);

		if (mode_of(field) == 0)
			continue;
		if (mode_of(field) == ABI_FIELD_MOVE && status != OK &&
		    (landing->key & ABI_CAP_LANDED) != 0 && home->key == 0)
			*home = link->moved[i];
		*landing = abi_cap_empty();
	}
	link->fields = 0;
}
