/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * The first instruction of the first vp, instead of the runtime's.
 */
	.section .text.vesper_start, "ax"
	.global	vesper_start
	.type	vesper_start, %function
vesper_start:
	mrs	x0, pmccntr_el0
	b	boot_report
	.size	vesper_start, . - vesper_start
	.section .note.GNU-stack, "", %progbits
