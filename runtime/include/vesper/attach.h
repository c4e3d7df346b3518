/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * A connection that came at run time, as a capability, gets memory: the client
 * calls method ABI_METHOD_ATTACH, which every session of a server has
 * (session.h, decision 0031).
 *
 *	w1	what to do: enum vesper_attach_step
 *	MEMORY	fields 0 and 1: regions for `to` and `from`, or none;
 *		w2, w3 where in them the message slots begin; w4 how many callers
 *		have one; w5 their sizes (to, from << 32); w6 notifications that
 *		the client knows, and the depth of its rings << 32
 *	NOTIFY	field 0: the event that is signalled at notifications; the second
 *		one at those from 32 on
 *	RINGS	the answer brings the event that tells of one-way messages
 *	DETACH	the memory is the client's alone again
 */
#ifndef VESPER_ATTACH_H
#define VESPER_ATTACH_H

#include <vesper/cap.h>
#include <vesper/wire.h>

enum vesper_attach_step {
	VESPER_ATTACH_MEMORY,
	VESPER_ATTACH_NOTIFY,
	VESPER_ATTACH_RINGS,
	VESPER_ATTACH_DETACH,
};

/* What an interface needs, by idlc: the constant INTERFACE_ATTACH. */
struct vesper_attach {
	uint32_t to_slot, from_slot;	/* bytes of a caller's message slot, */
	uint32_t to_slack, from_slack;	/* and of the largest parameter */
	uint32_t cells;			/* notifications, */
	uint64_t bits;			/* and their bits */
	uint32_t ring_depth;		/* one-way messages; 0 = none */
};

/* `self`: the three words of any interface's handle. */
static inline vesper_status vesper_attach(const struct abi_handle *self,
					  const struct vesper_attach *needs,
					  uint64_t to, uint64_t from,
					  uint32_t callers)
{
	struct vesper_message m = {
		.w1 = VESPER_ATTACH_MEMORY, .w2 = self->to, .w3 = self->from,
		.w4 = callers,
		.w5 = needs->to_slot | (uint64_t)needs->from_slot << 32,
		.w6 = needs->cells | (uint64_t)needs->ring_depth << 32,
	};

	if (to)
		m.caps |= vesper_field(0, to, ABI_FIELD_COPY);
	if (from)
		m.caps |= vesper_field(1, from, ABI_FIELD_COPY);
	return vesper_call_cap(self->slot, ABI_METHOD_ATTACH, &m, &m.caps);
}

/* One capability sets the bits of all notifications below 32, a second one those
   above. It is made where the one from the server is to land, which comes
   later. */
static inline vesper_status vesper_attach_notify(const struct abi_handle *self,
						 uint32_t bits, uint64_t event)
{
	uint64_t slot = self->slot + 1;
	struct vesper_message m = {
		.w1 = VESPER_ATTACH_NOTIFY,
		.caps = vesper_field(0, slot, ABI_FIELD_MOVE),
	};
	vesper_status status = vesper_cap_mint(event, slot, ABI_RIGHT_SIGNAL |
					       ABI_RIGHT_SHARE, bits);

	if (status == OK)
		status = vesper_call_cap(self->slot, ABI_METHOD_ATTACH, &m,
					 &m.caps);
	if (status != OK)
		(void)vesper_cap_delete(slot);
	return status;
}

/* It lands behind the portal's slot, where who sends looks for it. */
static inline vesper_status vesper_attach_rings(const struct abi_handle *self)
{
	struct vesper_message m = {
		.w1 = VESPER_ATTACH_RINGS,
		.caps = vesper_field(0, self->slot + 1, 0),
	};

	return vesper_call_cap(self->slot, ABI_METHOD_ATTACH, &m, &m.caps);
}

/* The memory is the client's alone again; the server's event goes as well. */
static inline vesper_status vesper_detach(uint64_t slot)
{
	struct vesper_message m = { .w1 = VESPER_ATTACH_DETACH };
	vesper_status status = vesper_call(slot, ABI_METHOD_ATTACH, &m);

	if (status == OK)
		(void)vesper_cap_delete(slot + 1);
	return status;
}

/* All of it; `event`, and `high` for notifications from 32 on, are 0 where nobody
   is to hear of them. */
static inline vesper_status vesper_attach_all(struct abi_handle self,
					      const struct vesper_attach *needs,
					      uint64_t to, uint64_t from,
					      uint32_t callers, uint64_t event,
					      uint64_t high)
{
	vesper_status status = vesper_attach(&self, needs, to, from, callers);

	if (status != OK)
		return status;
	if (needs->bits && event)
		status = vesper_attach_notify(&self, (uint32_t)needs->bits,
					      event);
	if (status == OK && needs->bits >> 32 && high)
		status = vesper_attach_notify(&self,
			(uint32_t)(needs->bits >> 32), high);
	if (status == OK && needs->ring_depth)
		status = vesper_attach_rings(&self);
	if (status != OK)
		(void)vesper_detach(self.slot);
	return status;
}

/* A handle of an interface as a struct abi_handle. */
#define VESPER_HANDLE(self) \
	((struct abi_handle){ (self).slot, (self).to, (self).from })

/*
 * For `uses NAME : INTERFACE { attach; }`. The capability is to land in
 * NAME.slot; then NAME_attach() gives the connection the memory that the
 * manifest declares for it, and NAME_detach() takes that back. NAME_drop()
 * ends it: the slots are empty for another one.
 */
#define VESPER_ATTACHED(name, interface, event, high)                         \
	static inline __attribute__((warn_unused_result)) vesper_status       \
	name##_attach(void)                                                   \
	{                                                                     \
		return vesper_attach_all(VESPER_HANDLE(name),                 \
			&(const struct vesper_attach)interface##_ATTACH,      \
			name##_to_region_cap, name##_from_region_cap,         \
			name##_callers, event, high);                         \
	}                                                                     \
	static inline vesper_status name##_detach(void)                       \
	{                                                                     \
		return vesper_detach(name.slot);                              \
	}                                                                     \
	static inline void name##_drop(void)                                  \
	{                                                                     \
		(void)vesper_cap_delete(name.slot);                           \
		(void)vesper_cap_delete(name.slot + 1);                       \
	}

#endif
