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
	fill	TAG_SERVER, 1, 30
	flags_set 0
	mov	x0, #0
	svc	#ABI_SYS_REPLY
	.size	vesper_portal_probe, . - vesper_portal_probe

	.bss
	.balign	16
kept:	.skip	DUMP_WORDS * 8
	.section .note.GNU-stack, "", %progbits
