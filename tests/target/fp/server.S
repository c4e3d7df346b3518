/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * The portal of interface fp.probe, from its first instruction on.
 */
#include <vesper/abi/syscall.h>

#include "registers.h"
#include "fill.inc"

	.section .text.vesper_portal_probe, "ax"
	.global	vesper_portal_probe
	.type	vesper_portal_probe, %function
vesper_portal_probe:
	lsr	x0, x0, #32
	adrp	x10, kept
	add	x10, x10, :lo12:kept
	cmp	x0, #1
	b.eq	1f
	ldr	x1, [x10, x1, lsl #3]
	mov	x0, #0
	svc	#ABI_SYS_REPLY

1:	dump_all x10
	mov	x10, #TAG_SERVER
	lsl	x10, x10, #48
	fill_all x10
	mov	x0, #0
	svc	#ABI_SYS_REPLY
	.size	vesper_portal_probe, . - vesper_portal_probe

	.bss
	.balign	16
kept:	.skip	DUMP_WORDS * 8
	.section .note.GNU-stack, "", %progbits
