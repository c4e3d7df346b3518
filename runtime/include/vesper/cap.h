/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * Capabilities as parameters. To the compiler they are of different types by
 * what they are for and by whose they are:
 *
 *	plain		in a slot of one's own, to stay there
 *	_owned		one's own to keep, move or send away
 *	_borrowed	for the time of one call: can be used and lent on
 *
 * An interface's types are in idlc's header (the plain one is its handle), those
 * of kernel objects here. Slot 0 of a table is always empty: an optional
 * capability that is left out has slot 0.
 */
#ifndef VESPER_CAP_H
#define VESPER_CAP_H

#include <vesper/abi/cap.h>
#include <vesper/stub.h>
#include <vesper/transfer.h>

#define VESPER_OBJECT(name)                                                   \
	typedef struct { uint64_t slot; } vesper_##name##_cap;                \
	typedef struct { uint64_t slot; } vesper_##name##_owned;              \
	typedef struct { uint64_t slot; } vesper_##name##_borrowed;           \
	static inline vesper_##name##_borrowed                                \
	vesper_##name##_plain_lend(vesper_##name##_cap cap)                       \
	{                                                                     \
		return (vesper_##name##_borrowed){ cap.slot };                \
	}                                                                     \
	static inline vesper_##name##_borrowed                                \
	vesper_##name##_owned_lend(vesper_##name##_owned cap)                       \
	{                                                                     \
		return (vesper_##name##_borrowed){ cap.slot };                \
	}

VESPER_OBJECT(domain)
VESPER_OBJECT(vp)
VESPER_OBJECT(event)
VESPER_OBJECT(region)
VESPER_OBJECT(irq)
VESPER_OBJECT(budget)
VESPER_OBJECT(grant)
VESPER_OBJECT(factory)
#undef VESPER_OBJECT

/* Whether a slot can be named in a message. */
static inline bool vesper_is_slot(uint64_t slot)
{
	return slot - 1 < ABI_FIELD_SLOT;
}

/* What an optional parameter gives: nothing for a use that is not connected. */
static inline bool vesper_is_given(uint64_t slot)
{
	return slot != 0 && slot != ABI_NO_SLOT;
}

/* What a message brought in field i; 0 if nothing. */
static inline unsigned vesper_cap_seen(uint64_t caps, unsigned i)
{
	return (unsigned)(caps >> ABI_FIELD_SHIFT(i)) & 0xffffu;
}

/* Whether that is a capability of this type with at least these rights. */
static inline bool vesper_cap_fits(uint64_t caps, unsigned i,
				   enum abi_type type, unsigned rights)
{
	unsigned seen = vesper_cap_seen(caps, i);

	return (seen & 0xff) == (unsigned)type &&
	       (seen >> 8 & rights) == rights;
}

/* Empty the slot of a result that came, but is not what it should be. */
static inline void vesper_cap_drop(uint64_t caps, unsigned i, uint64_t slot)
{
	if (vesper_cap_seen(caps, i))
		(void)vesper_cap_delete(slot);
}

#endif
