/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * System calls with every register filled, and a dump of what came back
 * (probe.h). Linked into both clients.
 */
#include <vesper/abi/syscall.h>

#include "registers.h"
#include "fill.inc"

	.macro	probe_or n
	add	x\n, x1, #\n
	.endm

	/* Around it: the caller's registers kept, x0 = dump array pushed last. */
	.macro	probe_begin name
	.section .text.\name, "ax"
	.global	\name
	.type	\name, %function
\name:
	stp	x29, x30, [sp, #-112]!
	stp	x19, x20, [sp, #16]
	stp	x21, x22, [sp, #32]
	stp	x23, x24, [sp, #48]
	stp	x25, x26, [sp, #64]
	stp	x27, x28, [sp, #80]
	str	x0, [sp, #96]
	.endm

	.macro	probe_end name
\name\()_return:
	dump_push \name\()_return
	ldr	x0, [sp, #DUMP_WORDS * 8 + 96]
	dump_pop
	ldp	x19, x20, [sp, #16]
	ldp	x21, x22, [sp, #32]
	ldp	x23, x24, [sp, #48]
	ldp	x25, x26, [sp, #64]
	ldp	x27, x28, [sp, #80]
	ldp	x29, x30, [sp], #112
	ret
	.size	\name, . - \name
	.endm

	/* void NAME(uint64_t *dump, uint64_t slot, uint64_t operation) */
	.macro	probe_message name, number
	probe_begin \name
	mov	x0, x1
	mov	x8, x2
	fill	TAG_CLIENT, 1, 7
	fill	TAG_CLIENT, 10, 30
	flags_set 9
	fill	TAG_CLIENT, 9, 9
	svc	#\number
	probe_end \name
	.endm
	probe_message probe_call, ABI_SYS_CALL
	probe_message probe_call_cap, ABI_SYS_CALL_CAP

	/* void NAME(uint64_t *dump, uint64_t tag): tag << 48 */
	.macro	probe_rest name, instruction:vararg
	probe_begin \name
	.set	i, 2
	.rept	29
	probe_or %i
	.set	i, i + 1
	.endr
	flags_set 0
	add	x0, x1, #0
	add	x1, x1, #1
	\instruction
	probe_end \name
	.endm
	probe_rest probe_yield, svc #ABI_SYS_YIELD
	probe_rest probe_wait, wfi

	.section .note.GNU-stack, "", %progbits
