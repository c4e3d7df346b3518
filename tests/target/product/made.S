/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * The server that the judge builds; it is copied there. And, where it stands,
 * what its callers do.
 */
	.text
	.global	made_begin, made_handler, made_end, caller
	.balign	16
made_begin:

/* The one method: x1 = how (world.h), x2 = address of the word that ends it,
 * x3 = what it looks at when it ends, or 0, x4 = number of the operation wait, or
 * of the one that it is to make itself: of what was lent to it first, with x5 and
 * x6. Its status goes behind the word that ends it. */
	mov	x19, x1
	mov	x20, x2
	mov	x21, x3
	cmp	x19, #5
	b.eq	10f
	cmp	x19, #1
	b.lo	1f
	b.eq	2f
	cmp	x19, #3
	b.lo	3f
	b.eq	4f
	brk	#0			/* handled */
	b	5f

1:	ldr	x9, [x20]		/* yields */
	cbnz	x9, 5f
	svc	#9
	b	1b

2:	ldr	x9, [x20]		/* is busy */
	cbz	x9, 2b
	b	5f

3:	mov	x0, #0			/* waits for the event in slot 0 */
	mov	x1, #-1
	mov	x8, x4
	svc	#3
	b	5f

4:	mov	x0, #1			/* calls the portal in slot 1 */
	mov	x8, #1
	svc	#0
	b	5f

10:	mov	x0, #5			/* acts: LANDING of world.h */
	mov	x1, x5
	mov	x2, x6
	mov	x8, x4
	svc	#3
	str	x0, [x20, #8]

5:	cbz	x21, 6f
	ldr	x9, [x21]
6:	mov	x0, #0
	svc	#1			/* reply */

/* A breakpoint is gone over when the word where its stack begins says so;
 * nothing else is mended. */
made_handler:
	mov	x19, x0
	mov	x20, x2
	cmp	x19, #6			/* ABI_FAULT_BREAKPOINT */
	b.ne	8f
7:	ldr	x9, [sp]
	cbnz	x9, 9f
	svc	#9
	b	7b
8:	mov	x0, #1
	svc	#1
9:	mov	x0, #0
	add	x1, x20, #4
	svc	#1
made_end:

/* A vp: the call that x0 describes (struct call), once. */
caller:
	mov	x19, x0
	ldr	x0, [x19]
	ldp	x1, x2, [x19, #8]
	ldp	x3, x4, [x19, #24]
	ldp	x5, x6, [x19, #40]
	mov	x7, #0
	ldr	x8, [x19, #56]
	cmp	x8, #1
	b.ne	2f
	svc	#0			/* call */
	b	3f
2:	svc	#4			/* with capabilities */
3:	str	x0, [x19, #64]
	mov	x9, #1
	str	x9, [x19, #72]
1:	mov	x0, #-1
	svc	#8			/* block */
	b	1b
