/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * Filled registers over a call, other people's time, and a fault (registers.h).
 */
#include <vesper/abi/syscall.h>

#include "registers.h"
#include "fill.inc"

	.section .text.fp_call, "ax"
	.global	fp_call
	.type	fp_call, %function
fp_call:
	stp	x29, x30, [sp, #-32]!
	str	x0, [sp, #16]
	mov	x10, #TAG_CLIENT
	lsl	x10, x10, #48
	fill_all x10
	mov	x0, x1
	mov	x8, #1
	.irp	n, 1, 2, 3, 4, 5, 6, 7
	mov	x\n, #0
	.endr
	svc	#ABI_SYS_CALL
	ldr	x10, [sp, #16]
	dump_all x10
	ldp	x29, x30, [sp], #32
	ret
	.size	fp_call, . - fp_call

	.section .text.fp_spin, "ax"
	.global	fp_spin
	.type	fp_spin, %function
fp_spin:
	fill_all x1
1:	subs	x2, x2, #1
	b.ne	1b
	dump_all x0
	ret
	.size	fp_spin, . - fp_spin

	.section .text.fp_fault, "ax"
	.global	fp_fault
	.type	fp_fault, %function
fp_fault:
	fill_all x1
	mov	x9, #0
	ldr	x9, [x9]
	dump_all x0
	ret
	.size	fp_fault, . - fp_fault

	.section .note.GNU-stack, "", %progbits
