/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * System calls: the number is the immediate of the SVC instruction.
 *
 * call     x0 = slot, x1..x7 = payload, x8 = operation number (bits 15:0).
 *          The server starts at its portal's entry with
 *          x0 = badge | operation << 32, x1..x7 as sent, sp = TPIDR_EL0 = the
 *          worker's thread block, every other register cleared or its own.
 *          Results: x0 = status, x1..x7, x8 = 0 if the server replied, else
 *          the kernel's reason (the same negative status as x0, as a u16).
 * reply    x0 = status, x1..x7 = results. Does not return.
 * call_cap, reply_cap: the same with capabilities named in x8 bits 63:16.
 *
 * x19..x30, sp, pc and TPIDR_EL0 of the caller are kept by the kernel, so to a
 * compiler SVC is an ordinary call; PSTATE is not kept, it is always 0. Every
 * other register comes back cleared or holding a value of the caller's own.
 *
 * X(name, number)
 */
#ifndef VESPER_ABI_SYSCALL_H
#define VESPER_ABI_SYSCALL_H

#define ABI_SYSCALLS(X) \
	X(CALL, 0) X(REPLY, 1) X(SIGNAL, 2) X(INVOKE, 3) X(CALL_CAP, 4) \
	X(REPLY_CAP, 5) X(RESUME, 6) X(ENABLE, 7) X(BLOCK, 8) X(YIELD, 9)

#define ABI_SYS_CALL		0
#define ABI_SYS_REPLY		1
#define ABI_SYS_SIGNAL		2
#define ABI_SYS_INVOKE		3
#define ABI_SYS_CALL_CAP	4
#define ABI_SYS_REPLY_CAP	5
#define ABI_SYS_RESUME		6
#define ABI_SYS_ENABLE		7
#define ABI_SYS_BLOCK		8
#define ABI_SYS_YIELD		9
#define ABI_SYS_COUNT		10

/*
 * Fields of x8 in call_cap and reply_cap: slot in bits 11:0, mode in 13:12.
 * A field of call_cap with mode 0 and a slot names where one of reply_cap may
 * land. On delivery each field is {type, rights}: rights in bits 15:8.
 */
#define ABI_FIELDS		3
#define ABI_FIELD_SHIFT(i)	(16 * ((i) + 1))
#define ABI_FIELD_SLOT		0x0fff
#define ABI_FIELD_MODE		0x3000
#define ABI_FIELD_COPY		0x1000	/* needs SHARE */
#define ABI_FIELD_MOVE		0x2000
#define ABI_FIELD_BORROW	0x3000	/* until the call ends */

/* Method 0xffff of every interface: attach (connections made at run time). */
#define ABI_METHOD_MAX		1023
#define ABI_METHOD_ATTACH	0xffff

/* invoke: x0 = slot, x8 = operation, x1.. = arguments; x0 = status, x1.. */
/* On any capability, in the caller's own table; slots count from 0. */
#define ABI_CAP_COPY		0x100	/* x1 = free slot, x2 = rights to keep */
#define ABI_CAP_MINT		0x101	/* CONTROL, no badge; x1 = free slot, x2 =
					   rights to keep, x3 = badge */
#define ABI_CAP_MOVE		0x102	/* x1 = free slot */
#define ABI_CAP_DELETE		0x103
#define ABI_CAP_INFO		0x104	/* x1 = type, x2 = rights, x3 = interface
					   of a portal */
/* On one type. */
#define ABI_DOMAIN_INSTALL	1	/* CONTROL; x1 = own slot, x2 = free slot
					   there, x3 = rights to keep */
#define ABI_DOMAIN_STOP		2	/* CONTROL */
#define ABI_DOMAIN_ENTER	3	/* CONTROL; the caller is at home in it: take
					   the token of its pool */
#define ABI_DOMAIN_EXIT		4	/* and give it back */
#define ABI_REGION_SHARE	1	/* SHARE; x1 = slot of the domain (SHARE),
					   x2 = free view there, x3 = first
					   window << 32 | windows, x4 = rights */
#define ABI_REGION_UNSHARE	2	/* SHARE; x1, x2 as above */
#define ABI_GRANT_DELEGATE	1	/* CONTROL; x1 = own slot, x2 = free slot,
					   x3 = rights to keep */
#define ABI_GRANT_REVOKE	2	/* CONTROL */
#define ABI_EVENT_TAKE		1	/* WAIT; x1 = the bits, cleared */
#define ABI_EVENT_WAIT		2	/* WAIT; x1 = ticks; x1 = the bits */
#define ABI_IRQ_ACKNOWLEDGE	1	/* the line may interrupt again */
#define ABI_DEBUG_PUT		1	/* x1 = a character to the console */
#define ABI_DEBUG_FAULT		2	/* x1 = domain index; x1.. = the last
					   fault record of that domain */
#define ABI_DEBUG_DOMAINS	3	/* x1 = number of domains */

#endif
