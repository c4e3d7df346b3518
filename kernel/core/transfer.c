/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * Capabilities in messages.
 *
 * All is checked before anything moves; the acting half cannot fail. A call with
 * one capability that is copied or borrowed has a path of its own, and its reply
 * as well.
 */
#include <vesper/kernel/kernel.h>

static uint32_t field_of(uint64_t x8, unsigned i)
{
	return (uint16_t)(x8 >> ABI_FIELD_SHIFT(i));
}

/* One capability on its way. */
struct transfer {
	struct cap_view cap;
	struct abi_cap *room;
};

/* Whether the capability in a field may leave `from` for a slot of `to`. */
static inline kernel_status transfer_check(struct transfer *sent,
					   const struct abi_domain *from,
					   uint32_t field,
					   const struct abi_domain *to,
					   uint64_t slot)
{
	TRY(cap_lookup(from, field & ABI_FIELD_SLOT, &sent->cap));
	if ((field & ABI_FIELD_MODE) != ABI_FIELD_BORROW)
		TRY(cap_may_leave(&sent->cap));
	return cap_room(to, slot, &sent->room);
}

/* A copy of it is there. Returns the field as it is delivered: the type and the
 * rights, which stand in the key the other way round. */
static inline uint64_t transfer_copy(const struct transfer *sent, uint32_t field,
				     const struct abi_domain *to)
{
	struct abi_cap *room = sent->room;

	(void)cap_put(to, room, &sent->cap, UINT64_MAX);
	if ((field & ABI_FIELD_MODE) == ABI_FIELD_BORROW)
		room->key |= ABI_CAP_LENT;
	return __builtin_bswap16((uint16_t)(room->key >> ABI_CAP_RIGHTS_SHIFT));
}

uint64_t transfer_short(const struct abi_domain *from,
			const struct abi_domain *to, uint64_t landing,
			uint64_t x8)
{
	uint32_t field = field_of(x8, 0);
	struct transfer sent;

	/* A bit that copy and borrow have, and the others have not. */
	if (x8 >> ABI_FIELD_SHIFT(1) != 0 || (field & ABI_FIELD_COPY) == 0 ||
	    transfer_check(&sent, from, field, to, landing) != OK)
		return 0;
	return transfer_copy(&sent, field, to) << ABI_FIELD_SHIFT(0);
}

/* All that has been checked; what is moved has the flags `moved` there. Returns the
 * fields as they are delivered. */
static uint64_t transfer_all(const struct transfer sent[ABI_FIELDS],
			     const struct abi_domain *to, uint64_t x8,
			     uint64_t moved)
{
	uint64_t seen = 0;

	for (unsigned i = 0; i < ABI_FIELDS; i++) {
		uint32_t mode = field_of(x8, i) & ABI_FIELD_MODE;

		if (mode == 0)
			continue;
		seen |= transfer_copy(&sent[i], mode, to) << ABI_FIELD_SHIFT(i);
		if (mode != ABI_FIELD_MOVE)
			continue;
		sent[i].room->key |= moved;
		*sent[i].cap.slot = abi_cap_empty();
	}
	return seen;
}

/* Two fields with one slot would be one landing slot, or a move twice. */
RARE static bool field_repeats(uint64_t x8, unsigned i)
{
	for (unsigned j = 0; j < i; j++)
		if (((field_of(x8, j) ^ field_of(x8, i)) & ABI_FIELD_SLOT) == 0)
			return true;
	return false;
}

RARE kernel_status transfer_call(struct abi_link *link,
				 const struct abi_worker *worker, uint64_t *x8)
{
	const struct abi_domain *from = link[1].domain;
	const struct abi_domain *to = worker->pool->domain;
	struct transfer sent[ABI_FIELDS];

	for (unsigned i = 0; i < ABI_FIELDS; i++) {
		uint32_t field = field_of(*x8, i);

		if (field == 0)
			continue;
		if (field_repeats(*x8, i))
			return E_VALUE;
		if ((field & ABI_FIELD_MODE) == 0) {
			TRY(cap_room(from, field, &sent[i].room));
		} else {
			TRY(transfer_check(&sent[i], from, field, to,
					   worker->landing + i));
			link->moved[i] = *sent[i].cap.slot;
		}
	}
	link->fields = *x8;
	*x8 = transfer_all(sent, to, *x8, ABI_CAP_LANDED);
	return OK;
}

/* The next field of a call, from one on, that names a slot for a result. */
static unsigned result_next(uint64_t fields, unsigned i)
{
	while (i < ABI_FIELDS &&
	       (field_of(fields, i) == 0 ||
		(field_of(fields, i) & ABI_FIELD_MODE) != 0))
		i++;
	return i;
}

RARE kernel_status transfer_reply(const struct abi_link *link, uint64_t *x8)
{
	const struct abi_domain *from = link->domain, *to = link[1].domain;
	struct transfer sent[ABI_FIELDS];
	uint64_t results = 0;

	for (unsigned i = 0, at = 0; i < ABI_FIELDS; i++) {
		uint32_t field = field_of(*x8, i), mode = field & ABI_FIELD_MODE;

		if (mode == 0)
			continue;
		at = result_next(link->fields, at);
		if (at == ABI_FIELDS || mode == ABI_FIELD_BORROW ||
		    field_repeats(*x8, i))
			return E_VALUE;
		TRY(transfer_check(&sent[at], from, field, to,
				   field_of(link->fields, at)));
		results |= (uint64_t)field << ABI_FIELD_SHIFT(at);
		at++;
	}
	*x8 = transfer_all(sent, to, results, 0);
	return OK;
}

RARE void transfer_end(struct abi_link *link, kernel_status status)
{
	struct abi_cap *landing =
		link->domain->caps + link->slow_worker->landing;
	struct abi_cap *slots = link[1].domain->caps;

	for (unsigned i = 0; i < ABI_FIELDS; i++, landing++) {
		uint32_t field = field_of(link->fields, i);
		uint32_t mode = field & ABI_FIELD_MODE;
		struct abi_cap *home = &slots[field & ABI_FIELD_SLOT];

		if (mode == 0)
			continue;
		if (mode == ABI_FIELD_MOVE && status != OK &&
		    (landing->key & ABI_CAP_LANDED) != 0 && home->key == 0)
			*home = link->moved[i];
		*landing = abi_cap_empty();
	}
	link->fields = 0;
}
