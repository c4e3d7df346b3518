/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * What runs in domains that the judge builds. It is copied there, so it uses
 * nothing but registers, its stack and its own address.
 */
	.text
	.global	made_begin, made_serve, made_count, made_break, made_end
	.balign	16
made_begin:

/* A method: x1 + 1, by way of the worker's stack. */
made_serve:
	str	x1, [sp, #-16]!
	ldr	x1, [sp], #16
	add	x1, x1, #1
	mov	x0, #0
	svc	#1		/* reply */

/* A vp: signal the event in slot x0 as often as it gets the CPU. */
made_count:
	mov	x19, x0
1:	mov	x0, x19
	svc	#2		/* signal */
	svc	#9		/* yield */
	b	1b

/* A method that faults: nothing is mapped at 0. */
made_break:
	mov	x1, #0
	ldr	x1, [x1]
	b	.

made_end:
