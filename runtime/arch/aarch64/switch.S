/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * From one thread of a vp to another (runtime/arch/aarch64/threads.c), with
 * activations masked.
 *
 * To its compiler this is an ordinary call: what a call may change is not kept. A
 * thread that was activated away comes back by the system call resume, with all of
 * its registers and activations on; others where they called this, with them off.
 */
#include <vesper/abi/syscall.h>

	.text
	.balign	16
	.global	vesper_thread_switch
	.type	vesper_thread_switch, %function
/* x0 = thread that stops, x1 = thread that goes on, x2 = its number. Both begin
   with: stack pointer (0 = its context is in the control block), thread block. */
vesper_thread_switch:
	stp	x29, x30, [sp, #-96]!
	stp	x19, x20, [sp, #16]
	stp	x21, x22, [sp, #32]
	stp	x23, x24, [sp, #48]
	stp	x25, x26, [sp, #64]
	stp	x27, x28, [sp, #80]
	mov	x9, sp
	str	x9, [x0]
	ldp	x9, x10, [x1]
	cbz	x9, 1f
	msr	tpidr_el0, x10
	mov	sp, x9
	ldp	x19, x20, [sp, #16]
	ldp	x21, x22, [sp, #32]
	ldp	x23, x24, [sp, #48]
	ldp	x25, x26, [sp, #64]
	ldp	x27, x28, [sp, #80]
	ldp	x29, x30, [sp], #96
	ret
1:	mov	x0, x2
	svc	#ABI_SYS_RESUME
	brk	#0			/* it comes back only with an error */
	.size	vesper_thread_switch, . - vesper_thread_switch

/* Where a new thread goes on: what it runs, and with what, are in its frame. */
	.global	vesper_thread_begin
	.type	vesper_thread_begin, %function
vesper_thread_begin:
	mov	x0, x19
	mov	x1, x20
	b	vesper_thread_run
	.size	vesper_thread_begin, . - vesper_thread_begin

	.section .note.GNU-stack, "", %progbits
