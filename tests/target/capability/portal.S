/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * The portal of a taker: x8 becomes a ninth argument, which is on the stack.
 */
	.section .text.vesper_portal_taker, "ax"
	.global	vesper_portal_taker
	.type	vesper_portal_taker, %function
vesper_portal_taker:
	str	x8, [sp, #-16]!
	b	taker_entry
	.size	vesper_portal_taker, . - vesper_portal_taker
	.section .note.GNU-stack, "", %progbits
