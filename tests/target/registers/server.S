/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * A server whose first instruction is here: its portal is what the kernel
 * enters, so nothing has touched a register since.
 */
#include <vesper/abi/syscall.h>

#include "registers.h"
#include "fill.inc"

	.section .text.vesper_portal_probe, "ax"
	.global	vesper_portal_probe
	.type	vesper_portal_probe, %function
vesper_portal_probe:
	dump_push vesper_portal_probe
	ldr	x0, [sp]		/* badge | operation << 32 */
	lsr	x0, x0, #32
	cmp	x0, #PROBE_DUMP
	b.eq	dump
	cmp	x0, #PROBE_SEEN
	b.eq	seen
	cmp	x0, #PROBE_LINGER
	b.eq	linger
	cmp	x0, #PROBE_MEND
	b.eq	mends
	cmp	x0, #PROBE_ODD
	b.eq	odd

	fill	TAG_SERVER, 0, 30
	.global	probe_faults_here
probe_faults_here:
	udf	#0

dump:
	adrp	x0, kept
	add	x0, x0, :lo12:kept
	dump_pop
	fill	TAG_SERVER, 1, 30
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

linger:
	mov	x19, #LINGER_YIELDS
1:	svc	#ABI_SYS_YIELD
	subs	x19, x19, #1
	b.ne	1b
	ldr	x1, [sp, #8]
	adrp	x0, kept + SEEN_LINGER * 8
	str	x1, [x0, #:lo12:kept + SEEN_LINGER * 8]
	fill	TAG_SERVER, 1, 30
	flags_set 0
	mov	x0, #0
	svc	#ABI_SYS_REPLY

mends:
	add	sp, sp, #DUMP_WORDS * 8
	flags_set 9
	fill	TAG_SERVER, 0, 30
	udf	#0
	udf	#0
odd:
	add	sp, sp, #DUMP_WORDS * 8
	flags_set 9
	fill	TAG_SERVER, 0, 30
	svc	#ODD_CALL
goes_on:
	dump_push goes_on
	b	dump
	.size	vesper_portal_probe, . - vesper_portal_probe

	/* Keeps all registers, fills them, and lets what faulted go on; but not
	 * what PROBE_FAULT did. */
	.section .text.vesper_fault, "ax"
	.global	vesper_fault
	.type	vesper_fault, %function
vesper_fault:
	dump_push vesper_fault
	ldr	x3, [sp, #16]		/* its pc */
	adrp	x0, kept + SEEN_HANDLER * 8
	add	x0, x0, :lo12:kept + SEEN_HANDLER * 8
	dump_pop
	fill	TAG_HANDLER, 4, 30
	adr	x0, probe_faults_here
	cmp	x3, x0
	cset	x0, eq
	adr	x1, goes_on
	svc	#ABI_SYS_REPLY
	.size	vesper_fault, . - vesper_fault

	.bss
	.balign	16
kept:	.skip	2 * DUMP_WORDS * 8 + 8
	.section .note.GNU-stack, "", %progbits
