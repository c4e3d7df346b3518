/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * void paths_call(uint64_t *dump, uint64_t slot, uint64_t operation,
 *		   const uint64_t *registers)
 * void paths_call_cap: the same, with fields of capabilities above the operation
 *
 * A call with x1..x7 and x9..x30 as in `registers`; `dump` is what they all
 * hold right after it, as in ../registers/registers.h.
 */
#include <vesper/abi/syscall.h>

#include "../registers/registers.h"
#include "../registers/fill.inc"

	.macro	paths name, number
	.section .text.\name, "ax"
	.global	\name
	.type	\name, %function
\name:
	stp	x29, x30, [sp, #-112]!
	stp	x19, x20, [sp, #16]
	stp	x21, x22, [sp, #32]
	stp	x23, x24, [sp, #48]
	stp	x25, x26, [sp, #64]
	stp	x27, x28, [sp, #80]
	str	x0, [sp, #96]
	mov	x0, x1
	mov	x8, x2
	mov	x30, x3
	flags_set 9
	ldp	x1, x2, [x30, #8]
	ldp	x3, x4, [x30, #24]
	ldp	x5, x6, [x30, #40]
	ldr	x7, [x30, #56]
	ldp	x9, x10, [x30, #72]
	ldp	x11, x12, [x30, #88]
	ldp	x13, x14, [x30, #104]
	ldp	x15, x16, [x30, #120]
	ldp	x17, x18, [x30, #136]
	ldp	x19, x20, [x30, #152]
	ldp	x21, x22, [x30, #168]
	ldp	x23, x24, [x30, #184]
	ldp	x25, x26, [x30, #200]
	ldp	x27, x28, [x30, #216]
	ldp	x29, x30, [x30, #232]
	svc	#\number
\name\()_return:
	dump_push \name\()_return
	ldr	x0, [sp, #DUMP_WORDS * 8 + 96]
	dump_pop
	ldp	x19, x20, [sp, #16]
	ldp	x21, x22, [sp, #32]
	ldp	x23, x24, [sp, #48]
	ldp	x25, x26, [sp, #64]
	ldp	x27, x28, [sp, #80]
	ldp	x29, x30, [sp], #112
	ret
	.size	\name, . - \name
	.endm
	paths paths_call, ABI_SYS_CALL
	paths paths_call_cap, ABI_SYS_CALL_CAP

	.section .note.GNU-stack, "", %progbits
