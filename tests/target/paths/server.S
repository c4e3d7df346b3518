/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * A server whose first instruction is here, whichever portal is called. dump
 * keeps all registers and replies with the words that came, turned over; seen
 * replies with word x1 of what was kept.
 */
#include <vesper/abi/syscall.h>

#include "../registers/registers.h"
#include "../registers/fill.inc"

	.section .text.vesper_portal_fast, "ax"
	.global	vesper_portal_fast, vesper_portal_slow
	.type	vesper_portal_fast, %function
	.type	vesper_portal_slow, %function
vesper_portal_fast:
vesper_portal_slow:
	dump_push vesper_portal_fast
	ldr	x0, [sp]		/* badge | operation << 32 */
	lsr	x0, x0, #32
	cmp	x0, #PROBE_SEEN
	b.eq	seen
	adrp	x0, kept
	add	x0, x0, :lo12:kept
	ldp	x1, x2, [sp, #8]
	ldp	x3, x4, [sp, #24]
	ldp	x5, x6, [sp, #40]
	ldr	x7, [sp, #56]
	dump_pop
	ldp	x1, x2, [x0, #8 - DUMP_WORDS * 8]
	mvn	x1, x1
	mvn	x2, x2
	mvn	x3, x3
	mvn	x4, x4
	mvn	x5, x5
	mvn	x6, x6
	mvn	x7, x7
	fill	TAG_SERVER, 8, 30
	flags_set 0
	mov	x0, #0
	svc	#ABI_SYS_REPLY

seen:
	adrp	x0, kept
	add	x0, x0, :lo12:kept
	ldr	x1, [sp, #8]
	ldr	x1, [x0, x1, lsl #3]
	mov	x0, #0
	svc	#ABI_SYS_REPLY
	.size	vesper_portal_fast, . - vesper_portal_fast
	.size	vesper_portal_slow, . - vesper_portal_slow

	.bss
	.balign	16
kept:	.skip	DUMP_WORDS * 8
	.section .note.GNU-stack, "", %progbits
