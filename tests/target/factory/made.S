/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * What runs in domains that the judge builds. It is copied there, so it uses
 * nothing but registers, its stack and its own address.
 */
	.text
	.global	made_begin, made_serve, made_count, made_break, made_end
	.global	made_home, made_upcall
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

/* A vp with a control block, whose address is x0: it sleeps, for ever, with
 * activations on. Its thread block keeps the address. */
made_home:
	mrs	x1, tpidr_el0
	str	x0, [x1]
	mov	x19, x0
	mov	x1, #5
	str	x1, [x19, #8]	/* the slot for what is lost */
	mov	x1, sp
	sub	x1, x1, #512
	str	x1, [x19, #16]	/* the stack of activations */
	svc	#7		/* enable */
1:	mov	x0, #-1
	svc	#8		/* block */
	b	1b

/* Its activation: notes the reason, signals the event in slot 1, waits until
 * nothing is pending any more, and resumes. */
made_upcall:
	mrs	x20, tpidr_el0
	ldr	x20, [x20]
	mov	x19, x1
	str	x0, [x20, #24]
	mov	x0, #1
	svc	#2
	add	x21, x20, #4096
1:	svc	#9
	ldr	x1, [x21, #16]
	cbnz	x1, 1b
	mov	x0, x19
	svc	#6
	b	.

made_end:
