/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * Capabilities: 16 bytes in a table that only the kernel can write.
 *
 * Two words. `where` holds the object (the low half of its kernel address,
 * sign-extended at use) in bits 63:32 and the badge in bits 31:0. `key` holds
 * the generation in 63:32, the type in 31:24, the rights in 23:16 and the
 * flags in 15:0. An object begins with the key that a plain capability to it
 * must have, so that one compare covers type, generation and flags.
 * An empty slot has key 0 and names the null object (memory.h), whose key no
 * capability can have: the fast path reads the object's key before it knows
 * that the slot is empty. No object has type 0.
 */
#ifndef VESPER_ABI_CAP_H
#define VESPER_ABI_CAP_H

#include <stdint.h>

#include <vesper/abi/memory.h>

struct abi_cap {
	uint64_t where;
	uint64_t key;
};

#define ABI_CAP_OBJECT_SHIFT	32
#define ABI_CAP_FLAGS_SHIFT	0
#define ABI_CAP_RIGHTS_SHIFT	16
#define ABI_CAP_TYPE_SHIFT	24
#define ABI_CAP_GENERATION_SHIFT 32
#define ABI_CAP_RIGHTS_MASK	UINT64_C(0xff0000)

/* Types of objects; the names are those of the manual. */
#define ABI_TYPES(X) \
	X(NONE, 0) X(DOMAIN, 1) X(VP, 2) X(POOL, 3) X(PORTAL, 4) X(EVENT, 5) \
	X(REGION, 6) X(IRQ, 7) X(BUDGET, 8) X(GRANT, 9) X(FACTORY, 10) \
	X(DEBUG, 11)
enum abi_type {
#define X(name, value) ABI_TYPE_##name = value,
	ABI_TYPES(X)
#undef X
	ABI_TYPE_COUNT
};

/* Rights. CALL is bit 0: the fast path's mask keeps that bit alone. */
#define ABI_RIGHTS(X) \
	X(CALL, 0x01) X(READ, 0x02) X(WRITE, 0x04) X(EXEC, 0x08) \
	X(SIGNAL, 0x10) X(WAIT, 0x20) X(SHARE, 0x40) X(CONTROL, 0x80)
enum abi_right {
	ABI_RIGHT_NONE = 0,
#define X(name, value) ABI_RIGHT_##name = value,
	ABI_RIGHTS(X)
#undef X
};

/* Flags: whatever is unusual differs in the key and leaves the fast path. */
#define ABI_CAP_GRANTED		0x0001	/* `where` names a grant cell */
#define ABI_CAP_LENT		0x0002	/* ends with the call; cannot be copied */
#define ABI_CAP_LANDED		0x0004	/* was moved here by a call that runs: can
					   be moved on, which clears this */
#define ABI_CAP_SLOW	0x0008	/* of a domain with fp: calls take the C path */
/* In an object's key: calls through it always take the C path. */
#define ABI_KEY_SLOW		0x8000
/* In a region's: not all of it is there for good and for reading and writing,
 * because it was made, or has control blocks. */
#define ABI_KEY_LOOSE		0x0010

static inline uint64_t abi_key(enum abi_type type, unsigned rights,
			       unsigned flags, uint32_t generation)
{
	return (uint64_t)generation << ABI_CAP_GENERATION_SHIFT |
	       (uint64_t)type << ABI_CAP_TYPE_SHIFT |
	       (uint64_t)rights << ABI_CAP_RIGHTS_SHIFT | flags;
}

static inline uint64_t abi_where(uint64_t object, uint32_t badge)
{
	return object << ABI_CAP_OBJECT_SHIFT | badge;
}

/* What every empty slot of a capability table holds. */
static inline struct abi_cap abi_cap_empty(void)
{
	return (struct abi_cap){ abi_where(ABI_NULL_OBJECT, 0), 0 };
}

#endif
