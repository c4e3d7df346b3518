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
 * The numbers stand as plain constants for assembly.
 */
#ifndef VESPER_ABI_SYSCALL_H
#define VESPER_ABI_SYSCALL_H

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
 * X(name, function, arguments, results): the one definition of them; the kernel's
 * table and the one in doc/kernel.md are made from it. `function` is the kernel's.
 * Those that end with a status (ABI_STATUS_SYSCALLS) are called through the table.
 */
#define ABI_SYSCALLS(X) \
	ABI_STATUS_SYSCALLS(X) \
	X(YIELD, sched_yield, "", "x0 status")
#define ABI_STATUS_SYSCALLS(X) \
	X(CALL, call_enter, "x0 slot, x1..x7 words, x8 method", \
	  "x0 status, x1..x7 words, x8 reason") \
	X(REPLY, call_reply, "x0 status, x1..x7 words", "none: it does not return") \
	X(SIGNAL, event_signal_call, "x0 slot", "x0 status") \
	X(INVOKE, syscall_invoke, "x0 slot, x1..x7 arguments, x8 operation", \
	  "x0 status, x1..x5 results") \
	X(CALL_CAP, call_enter, "as call; x8 63:16 three fields", \
	  "as call; x8 63:16 what came back") \
	X(REPLY_CAP, call_reply, "as reply; x8 63:16 three fields", \
	  "x0 status, if it could not be sent") \
	X(RESUME, vp_resume, "x0 slot of the control block", "the context there") \
	X(ENABLE, vp_enable, "", "x0 status") \
	X(BLOCK, vp_block, "x0 ticks, all ones = for ever", "x0 status")

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
#define ABI_FIELD_MOVE		0x2000	/* needs SHARE */
#define ABI_FIELD_BORROW	0x3000	/* until the call ends */

/* Method 0xffff of every interface: attach (connections made at run time). */
#define ABI_METHOD_MAX		1023
#define ABI_METHOD_MASK		0xffffu
#define ABI_METHOD_ATTACH	0xffff

#ifndef __ASSEMBLER__
#include <vesper/abi/operation.h>
#endif

#endif
