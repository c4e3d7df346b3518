/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * memcpy, memmove, memset, memcmp (vesper/memory.h), in assembly because most
 * copies are short strings between message slots and stacks, and C that may not
 * use unaligned accesses (-mstrict-align, for code that runs before the MMU)
 * goes byte by byte.
 *
 * The method: up to 64 bytes are loaded whole before anything is stored, from
 * both ends of the block with an overlap in the middle, so that no length needs
 * a loop or a tail, and overlapping blocks need no thought. Above that the
 * last 64 bytes (going up) or the first (going down) are loaded first.
 */
	.macro	function name
	.section .text.\name, "ax", %progbits
	.balign	16
	.global	\name
	.type	\name, %function
\name:
	.endm

	.macro	function_end name
	.size	\name, . - \name
	.endm

/* x0 to, x1 from, x2 size; kept: x0. x3 and x4 are the blocks' ends. */
	function memcpy
	.global	memmove
	.type	memmove, %function
memmove:
	add	x3, x1, x2
	add	x4, x0, x2
	cmp	x2, #16
	b.lo	.Lup_to_15
	cmp	x2, #64
	b.hi	.Llong
	ldp	x5, x6, [x1]
	ldp	x7, x8, [x3, #-16]
	cmp	x2, #32
	b.ls	.Lup_to_32
	ldp	x9, x10, [x1, #16]
	ldp	x11, x12, [x3, #-32]
	stp	x9, x10, [x0, #16]
	stp	x11, x12, [x4, #-32]
.Lup_to_32:
	stp	x5, x6, [x0]
	stp	x7, x8, [x4, #-16]
	ret

.Lup_to_15:
	tbz	x2, #3, .Lup_to_7
	ldr	x5, [x1]
	ldr	x6, [x3, #-8]
	str	x5, [x0]
	str	x6, [x4, #-8]
	ret
.Lup_to_7:
	tbz	x2, #2, .Lup_to_3
	ldr	w5, [x1]
	ldr	w6, [x3, #-4]
	str	w5, [x0]
	str	w6, [x4, #-4]
	ret
.Lup_to_3:
	cbz	x2, 1f
	lsr	x7, x2, #1		/* of 1, 2, 3: the middle is byte 0, 1, 1 */
	ldrb	w5, [x1]
	ldrb	w6, [x1, x7]
	ldrb	w8, [x3, #-1]
	strb	w5, [x0]
	strb	w6, [x0, x7]
	strb	w8, [x4, #-1]
1:	ret

/*
 * More than 64: 32 bytes at a time, upwards unless `to` lies inside the block
 * at `from`. The last 1 to 32 bytes of the way go last but were loaded first,
 * as a store before may have changed them.
 */
.Llong:
	sub	x5, x0, x1
	cmp	x5, x2
	b.lo	.Ldown
	ldp	x9, x10, [x3, #-32]
	ldp	x11, x12, [x3, #-16]
	mov	x13, x0
	sub	x2, x2, #32
1:	ldp	x5, x6, [x1]
	ldp	x7, x8, [x1, #16]
	add	x1, x1, #32
	stp	x5, x6, [x13]
	stp	x7, x8, [x13, #16]
	add	x13, x13, #32
	subs	x2, x2, #32
	b.hi	1b
	stp	x9, x10, [x4, #-32]
	stp	x11, x12, [x4, #-16]
	ret

.Ldown:
	cbz	x5, 2f
	ldp	x9, x10, [x1]
	ldp	x11, x12, [x1, #16]
	sub	x2, x2, #32
1:	ldp	x5, x6, [x3, #-16]
	ldp	x7, x8, [x3, #-32]
	sub	x3, x3, #32
	stp	x5, x6, [x4, #-16]
	stp	x7, x8, [x4, #-32]
	sub	x4, x4, #32
	subs	x2, x2, #32
	b.hi	1b
	stp	x9, x10, [x0]
	stp	x11, x12, [x0, #16]
2:	ret
	function_end memcpy
	.size	memmove, . - memmove

/* x0 to, w1 value, x2 size; kept: x0. */
	function memset
	and	x1, x1, #0xff
	mov	x3, #0x0101010101010101
	mul	x1, x1, x3
	add	x4, x0, x2
	cmp	x2, #16
	b.lo	.Lset_to_15
	mov	x3, x0
	sub	x2, x2, #16
1:	stp	x1, x1, [x3], #16
	subs	x2, x2, #16
	b.hi	1b
	stp	x1, x1, [x4, #-16]
	ret
.Lset_to_15:
	tbz	x2, #3, 1f
	str	x1, [x0]
	str	x1, [x4, #-8]
	ret
1:	tbz	x2, #2, 2f
	str	w1, [x0]
	str	w1, [x4, #-4]
	ret
2:	cbz	x2, 4f
3:	strb	w1, [x4, #-1]!
	cmp	x4, x0
	b.ne	3b
4:	ret
	function_end memset

/* x0 a, x1 b, x2 size; the difference of the first bytes that differ. */
	function memcmp
1:	cmp	x2, #8
	b.lo	3f
	ldr	x3, [x0], #8
	ldr	x4, [x1], #8
	sub	x2, x2, #8
	cmp	x3, x4
	b.eq	1b
	rev	x3, x3			/* the first byte decides */
	rev	x4, x4
	cmp	x3, x4
	cset	w0, hi
	csinv	w0, w0, wzr, hs
	ret
2:	sub	x2, x2, #1
	ldrb	w3, [x0], #1
	ldrb	w4, [x1], #1
	cmp	w3, w4
	b.ne	4f
3:	cbnz	x2, 2b
	mov	w0, #0
	ret
4:	sub	w0, w3, w4
	ret
	function_end memcmp

	.section .note.GNU-stack, "", %progbits
