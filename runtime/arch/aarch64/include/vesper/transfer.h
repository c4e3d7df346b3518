/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * Capabilities: calls and replies that carry them, and the operations on those
 * in one's own table. Fields are those of abi/syscall.h.
 */
#ifndef VESPER_TRANSFER_H
#define VESPER_TRANSFER_H

#include <vesper/abi/cap.h>
#include <vesper/syscall.h>

/* Field i (0..2) of a call or reply: the capability in `slot`, by a mode. */
static inline uint64_t vesper_field(unsigned i, uint64_t slot, uint64_t mode)
{
	return (slot | mode) << ABI_FIELD_SHIFT(i);
}

/* As vesper_call; *fields is replaced by what came back. */
static inline vesper_status vesper_call_cap(uint64_t slot, uint64_t method,
					    struct vesper_message *m,
					    uint64_t *fields)
{
	*fields |= method;
	VESPER_EXCHANGE(ABI_SYS_CALL_CAP, slot, m, *fields);
	return (vesper_status)slot;
}

/* As vesper_reply, but it returns, with the reason, if the fields are wrong. */
__attribute__((always_inline))
static inline vesper_status vesper_reply_cap(vesper_status status,
					     const struct vesper_message *m,
					     uint64_t fields)
{
	struct vesper_message answer = *m;
	uint64_t first = (uint64_t)status;

	VESPER_EXCHANGE(ABI_SYS_REPLY_CAP, first, &answer, fields);
	return (vesper_status)first;
}

/* Put a copy with at most these rights into a free slot. */
static inline vesper_status vesper_cap_copy(uint64_t slot, uint64_t free_slot,
					    uint64_t rights)
{
	struct vesper_message m = { .w1 = free_slot, .w2 = rights };

	return vesper_invoke(slot, ABI_CAP_COPY, &m);
}

/* The same with a badge; needs CONTROL, and one that has no badge yet. */
static inline vesper_status vesper_cap_mint(uint64_t slot, uint64_t free_slot,
					    uint64_t rights, uint32_t badge)
{
	struct vesper_message m = { .w1 = free_slot, .w2 = rights,
				    .w3 = badge };

	return vesper_invoke(slot, ABI_CAP_MINT, &m);
}

static inline vesper_status vesper_cap_move(uint64_t slot, uint64_t free_slot)
{
	struct vesper_message m = { .w1 = free_slot };

	return vesper_invoke(slot, ABI_CAP_MOVE, &m);
}

static inline vesper_status vesper_cap_delete(uint64_t slot)
{
	struct vesper_message m = { 0 };

	return vesper_invoke(slot, ABI_CAP_DELETE, &m);
}

/* What is in a slot: w1 = type, w2 = rights, w3 = interface of a portal. */
static inline vesper_status vesper_cap_info(uint64_t slot,
					    struct vesper_message *m)
{
	*m = (struct vesper_message){ 0 };
	return vesper_invoke(slot, ABI_CAP_INFO, m);
}

/* ---- what has landed ------------------------------------------------------ */

/* Made by the static linker, for components with workers. */
extern const uint64_t vesper_landing;

/* Where the capability in field i of the call that runs has landed. */
static inline uint64_t vesper_landed(unsigned i)
{
	return vesper_landing + ABI_FIELDS * vesper_thread()->caller + i;
}

/*
 * Interfaces have numbers in each system, which the static linker gives: those
 * of an interface and of all that extend it are first..last.
 */
#define VESPER_INTERFACE(name)                                                \
	extern const char vesper_interface_##name[];                          \
	extern const char vesper_interface_last_##name[];

/* Whether a portal's capability is one of this interface. */
#define VESPER_CAP_SERVES(slot, name)                                         \
	vesper_cap_serves(slot, (uint64_t)vesper_interface_##name,            \
			  (uint64_t)vesper_interface_last_##name)

static inline bool vesper_cap_serves(uint64_t slot, uint64_t first,
				     uint64_t last)
{
	struct vesper_message m;

	return vesper_cap_info(slot, &m) == OK && m.w3 >= first &&
	       m.w3 <= last;
}

/*
 * A portal that is a jump: what arrives in x8 becomes the ninth argument of a C
 * function, the first on the stack (AAPCS64, 6.8.2).
 */
#define VESPER_PORTAL_FIELDS(portal, function)                                \
	__asm__(".pushsection .text." #portal ", \"ax\", %progbits\n"         \
		"\t.balign 4\n"                                               \
		"\t.weak " #portal "\n"                                        \
		"\t.type " #portal ", %function\n"                             \
		#portal ":\n"                                                 \
		"\tstr x8, [sp, #-16]!\n"                                     \
		"\tb " #function "\n"                                          \
		"\t.size " #portal ", . - " #portal "\n"                       \
		"\t.popsection");

#endif
