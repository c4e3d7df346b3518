/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * The exception vectors, with the fast paths of call and reply.
 *
 * While a vp runs in EL0: SP_EL1 points at its innermost call link, TPIDR_EL1
 * at the vp. The 16 bytes below the link are free for two registers, so that a
 * fault finds every register as it was. SPSR is always 0 on the way out of
 * these paths, and no isb is needed: eret synchronises, and the kernel runs
 * from TTBR1.
 *
 * What makes call short: one compare covers type, CALL right, generation and
 * flags, because an object begins with the key that a capability to it must
 * have; whatever is unusual differs there, or has an empty free list, or a link
 * without a worker, and goes to the C path. Registers that hold a value of the
 * receiver's own (its pc, sp, thread pointer) need no clearing.
 *
 * Which worker a vp holds is in the link alone; the C path records it in the
 * worker when the vp loses the CPU.
 */
#include <vesper/abi/syscall.h>

#include "macros.S"

/* All rights of a key but CALL, bit 16, and but SIGNAL, bit 20: runs of bits. */
#define NOT_CALL	0xfe0000
#define NOT_SIGNAL	0x0f0000, 0xe00000

.altmacro				/* %: what a number comes to */
/* Registers by their numbers, two and two, to or from their places behind that
 * of x0. */
.macro registers operation, base, place, first, second, last
	\operation	x\first, x\second, [\base, #\place + 8 * \first]
.if \second < \last
	registers	\operation, \base, \place, %(\first + 2), \
			%(\second + 2), \last
.endif
.endm

/* Registers by their numbers, two and two, become zero in one access each. */
.macro zero domain, first, second, rest:vararg
	ldp	x\first, x\second, [\domain, #DOMAIN_ZERO]
.ifnb \rest
	zero	\domain, \rest
.endif
.endm

/* From the link's stack, which the vp x0 keeps, to the kernel's own. C never uses
 * a user address: in a debug build nothing is mapped at one (ASID 0, which is no
 * domain's), so it would panic. */
.macro leave_link
	mov	x10, sp
	str	x10, [x0, #VP_LINK]
	stack_begin x10
.if VESPER_DEBUG
	adrp	x10, boot_empty
	and	x10, x10, #~KERNEL_BASE
	msr	ttbr0_el1, x10
	isb
.endif
.endm

/* What C may look at, into the vp, which x0 is then. C itself keeps x19 to x29. */
.macro save_for_c
	mrs	x9, tpidr_el1
	registers	stp, x9, VP_X, 0, 1, 7
	stp	x8, xzr, [x9, #VP_X + 64]
	str	x30, [x9, #VP_X30]
	mov	x0, x9
	leave_link
.endm

/* Pairs of registers of the vp x0, by the number of the first, become zero. */
.macro save_zero numbers:vararg
.irp number, \numbers
	stp	xzr, xzr, [x0, #VP_X + 8 * \number]
.endr
.endm

/* All registers, x0 and x1 from below the link, into the context at x0: of the
 * vp, or of what it faulted with. */
.macro save_all
	registers	stp, x0, VP_X, 2, 3, 29
	ldp	x2, x3, [sp, #-16]
	stp	x2, x3, [x0, #VP_X]
	str	x30, [x0, #VP_X30]
	system	mrs, x2, sp_el0, x3, elr_el1, x4, spsr_el1, x5, tpidr_el0
	stp	x2, x3, [x0, #VP_SP]
	stp	x4, x5, [x0, #VP_PSTATE]
.endm

/* The capability in slot x0 of the domain that runs, x9. x12: where it points,
 * with the badge, x13: the object, to which x14 is the key. Its own, less the
 * rights that may be there beside the one in demand, is x11. */
.macro capability_find other_rights:vararg
	ldr	x9, [sp, #LINK_DOMAIN]
	ldp	x10, x11, [x9, #DOMAIN_CAPS]
	cmp	x0, x11
	b.hs	slow_sync
	add	x10, x10, x0, lsl #4
	ldp	x12, x11, [x10]
	asr	x13, x12, #CAP_OBJECT_SHIFT
	ldr	x14, [x13]
.irp rights, \other_rights
	and	x11, x11, #~\rights
.endr
	cmp	x11, x14
.endm

/* Back to the link of the vp, of which `domain` is what runs. */
.macro link_enter vp, domain
	ldr	\domain, [\vp, #VP_LINK]
	mov	sp, \domain
	ldr	\domain, [\domain, #LINK_DOMAIN]
.endm

/* What EL0 is to find in its domain. */
.macro domain_enter domain, scratch, pc, stack, tls
	ldr	\scratch, [\domain, #DOMAIN_TTBR]
	msr	ttbr0_el1, \scratch
	system	msr, elr_el1, \pc, sp_el0, \stack, tpidr_el0, \tls, \
			spsr_el1, xzr
.endm

/* The vectors from EL0; those before them stand in start.S. Each has room for 32
 * instructions: short paths fill it. */
#define VECTOR_SIZE	128

	.section .text.vectors, "ax"
	.balign	VECTOR_SIZE
	.global	vp_run
	/* From EL0, synchronous: call, reply, the other system calls, faults. */
	stp	x9, x10, [sp, #-16]
	mrs	x9, esr_el1
	mov	w10, #ESR_SVC
	subs	w9, w9, w10		/* the number of the system call */
	b.ne	not_call
	capability_find NOT_CALL
	b.eq	call_portal
	b	slow_sync

/* C has put x0 to x8, pc and stack into the vp, and has pushed a link. */
entered:
	mrs	x9, tpidr_el1
	link_enter x9, x13
	ldp	x17, x15, [x9, #VP_SP]
	registers	ldp, x9, VP_X, 0, 1, 7
	ldr	x8, [x9, #VP_X + 64]
	mov	x9, #0
	b	enter

	.org	1 * VECTOR_SIZE		/* From EL0, IRQ. */
	stp	x0, x1, [sp, #-16]
	b	slow_irq

not_call:
	cmp	w9, #ABI_SYS_REPLY
	b.ne	not_reply
	ldp	x10, x11, [sp, #LINK_WORKER]	/* worker, pool */
	cbz	x10, reply_other
	ldp	x12, x13, [x11, #POOL_WAITERS]	/* waiters, free */
	cbnz	x12, slow_sync
reply:
	str	x13, [x10, #WORKER_NEXT]
	str	x10, [x11, #POOL_FREE]
	ldr	x16, [sp, #LINK_TLS]
	registers	ldp, sp, LINK_X, 19, 20, 30
	ldp	x14, x15, [sp], #LINK_SIZE	/* pc, sp */
	ldr	x9, [sp, #LINK_DOMAIN]
	domain_enter x9, x10, x14, x15, x16
	zero	x9, 8, 10, 11, 12, 13, 17, 9, 18
	eret

	.org	2 * VECTOR_SIZE		/* From EL0, FIQ: nothing is routed there. */
	b	kernel_exception

/*
 * Another link than a plain call's. A fault handler lets what faulted go on, at
 * x1, in the same domain. What came in the first landing slot ends with its call;
 * it is a copy, so the status does not matter.
 */
reply_other:
	ldr	x10, [sp, #LINK_REPLY]
	cbz	x10, slow_sync
	tbnz	x10, #1, reply_cap		/* ABI_REPLY_CAP */
	cbnz	x0, slow_sync
	ldr	x9, [sp, #LINK_DOMAIN]
	mrs	x0, tpidr_el1
	str	xzr, [x9, #DOMAIN_HANDLING]
	str	xzr, [x0, #VP_HANDLING]
	stp	xzr, xzr, [sp, #LINK_HANDLER]
	add	sp, sp, #LINK_SIZE
	add	x0, x0, #VP_TO_FAULTED
	str	x1, [x0, #VP_PC]
	b	context_load
reply_cap:
	ldp	x12, x13, [x11, #POOL_WAITERS]	/* waiters, free */
	cbnz	x12, slow_sync
	ldr	x10, [sp, #LINK_SLOW_WORKER]
	ldr	x14, [sp, #LINK_DOMAIN]
	ldr	x12, [x10, #WORKER_LANDING]
	ldr	x14, [x14, #DOMAIN_CAPS]
	ldr	x15, =CAP_EMPTY
	add	x14, x14, x12, lsl #4
	stp	x15, xzr, [x14]
	stp	xzr, xzr, [sp, #LINK_SLOW_WORKER]
	str	xzr, [sp, #LINK_REPLY]
	b	reply

	.org	3 * VECTOR_SIZE		/* From EL0, SError. */
	stp	x0, x1, [sp, #-16]
	b	fault

/* Signal: the badge is ORed in; an event with somebody to wake goes to C. */
not_reply:
	cmp	w9, #ABI_SYS_INVOKE
	b.eq	invoke
	cmp	w9, #ABI_SYS_SIGNAL
	b.ne	not_signal
	capability_find NOT_SIGNAL
	b.ne	slow_sync
	ldp	x10, x14, [x13, #EVENT_BITS]	/* bits, wake */
	mov	w12, w12
	cbnz	x14, signal_wake
	orr	x10, x10, x12
	str	x10, [x13, #EVENT_BITS]
	zero	x9, 0, 1, 2, 3, 4, 5, 6, 7, 8, 10, 11, 12, 13, 14, 9, 15
	eret

	/* The last four would be from EL0 in AArch32, where no SPSR leads. */

call_portal:
	ldp	x14, x15, [x13, #PORTAL_POOL]	/* pool, entry */
	ldp	x16, x13, [x14, #POOL_FREE]	/* a free worker, the server */
	cbz	x16, slow_sync
	/* Nothing can go wrong from here on. */
	system	mrs, x10, elr_el1, x11, sp_el0, x17, tpidr_el0
	stp	x10, x11, [sp, #-LINK_SIZE]!
	stp	x13, x16, [sp, #LINK_DOMAIN]
	stp	x14, x17, [sp, #LINK_POOL]
	registers	stp, sp, LINK_X, 19, 20, 30
	ldp	x10, x17, [x16, #WORKER_NEXT]	/* next, thread block */
	str	x10, [x14, #POOL_FREE]
	mov	w0, w12				/* the badge, and above it */
	bfi	x0, x8, #32, #16		/* the method */
	ldp	x8, x9, [x13, #DOMAIN_ZERO]
	/* x0 to x8, x9 = 0, x13: the domain, x15: pc, x17: stack. */
enter:
	domain_enter x13, x11, x15, x17, x17
	zero	x13, 10, 11, 12, 14, 16, 18, 19, 20, 21, 22, 23, 24, 25, 26, \
			27, 28, 29, 30
	mov	x13, #0
	eret

/* x12: bits, x13: an event with somebody to wake. */
signal_wake:
	save_for_c
	save_zero 0, 2, 4, 6
	mov	x0, x13
	mrs	x1, cntvct_el0
	mov	x2, x12
	bl	event_signal
	mov	x0, #0
	b	completed

/*
 * Invoke: C saves and restores x19 to x30 itself, so only what it may look at
 * goes into the vp; the rest follows if another vp may have to run.
 */
invoke:
	save_for_c
	bl	syscall_operate
completed:
	mrs	x9, tpidr_el1
	adrp	x11, sched_due
	ldrb	w11, [x11, #:lo12:sched_due]
	and	x8, x0, #0xffff
	cbnz	w11, invoke_complete
	link_enter x9, x18
.if VESPER_DEBUG
	ldr	x1, [x18, #DOMAIN_TTBR]
	msr	ttbr0_el1, x1
.endif
	ldr	x1, [x9, #VP_X + 8]
	registers	ldp, x9, VP_X, 2, 3, 7
	ldr	x30, [x9, #VP_X30]
	zero	x18, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18
	eret

/*
 * The C path: the whole context goes into the vp, C says who runs next. x9 to
 * x18 are lost, as with every system call.
 */
slow_sync:
	save_for_c
not_short:
	adr	x1, trap_syscall
	b	save_kept
not_signal:
	cmp	w9, #ABI_SYS_YIELD
	b.ne	other_sync
	mrs	x0, tpidr_el1
	save_zero 0, 2, 4, 6, 8
	str	x30, [x0, #VP_X30]
	leave_link
	adr	x1, sched_yield
	b	save_kept
invoke_again:
	mrs	x10, elr_el1
	sub	x10, x10, #4		/* back to the SVC, with its arguments */
	msr	elr_el1, x10
	b	save_kept
invoke_complete:
	adr	x1, sched_next
	cmp	x0, #0
	b.gt	invoke_again		/* OPERATION_AGAIN */
	str	x0, [x9, #VP_X]
	str	x8, [x9, #VP_X + 64]
/* x1: the function that says who runs next. */
save_kept:
	mrs	x0, tpidr_el1
	save_zero 10, 12, 14, 16
	stp	xzr, x19, [x0, #VP_X + 144]
	registers	stp, x0, VP_X, 20, 21, 29
	system	mrs, x10, sp_el0, x11, elr_el1, x12, tpidr_el0
	stp	x10, x11, [x0, #VP_SP]
	stp	xzr, x12, [x0, #VP_PSTATE]
	blr	x1
	b	vp_run

	/* w9: ESR_EL1 less that of SVC 0. */
other_sync:
	lsr	w10, w9, #16
	cbnz	w10, slow_fault
	cmp	w9, #ABI_SYS_CALL_CAP
	b.ne	slow_sync
/* C finds what travels and moves it, the rest is as in a plain call. */
	save_for_c
	bl	call_enter_short
	tbz	w0, #0, not_short
	mrs	x9, tpidr_el1
	ldr	x30, [x9, #VP_X30]
	ldr	x9, [x9, #VP_LINK]
	system	mrs, x10, elr_el1, x11, sp_el0, x12, tpidr_el0
	stp	x10, x11, [x9, #LINK_PC]
	str	x12, [x9, #LINK_TLS]
	registers	stp, x9, LINK_X, 19, 20, 30
	b	entered

/* What faulted is saved where its handler finds it, unless that place is taken:
 * there is then no handler for it. */
slow_fault:
	ldp	x9, x10, [sp, #-16]
	stp	x0, x1, [sp, #-16]
fault:
	mrs	x0, tpidr_el1
	ldr	x1, [x0, #VP_HANDLING]
	cbnz	x1, 1f
	add	x0, x0, #VP_TO_FAULTED
1:	save_all
	mrs	x0, tpidr_el1
	leave_link
	bl	trap_fault
	cbz	x0, entered
	b	vp_run

slow_irq:
	mrs	x0, tpidr_el1
	save_all
	leave_link
	bl	trap_irq

/* x0: the vp that gets the CPU, with its context in memory. */
vp_run:
	msr	tpidr_el1, x0
	link_enter x0, x1
	ldr	x1, [x1, #DOMAIN_TTBR]
	msr	ttbr0_el1, x1
	/* x0: a vp, or as far before what it faulted with. */
context_load:
	ldp	x1, x2, [x0, #VP_SP]
	ldp	x3, x4, [x0, #VP_PSTATE]
	system	msr, sp_el0, x1, elr_el1, x2, spsr_el1, x3, tpidr_el0, x4
	registers	ldp, x0, VP_X, 1, 2, 30
	ldr	x0, [x0, #VP_X]
	eret
