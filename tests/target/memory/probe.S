/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * One access each, at a place that the fault handler knows: it goes on at
 * probe_end. x19 is the stack pointer to go on with.
 */
	.text
	.global	probe_run, probe_read, probe_write, probe_overflow, probe_end

	/* uint64_t probe_read(uint64_t address) */
probe_read:
	stp	x29, x30, [sp, #-32]!
	str	x19, [sp, #16]
	mov	x19, sp
	ldr	x0, [x0]
	b	probe_end

	/* void probe_write(uint64_t address, uint64_t value) */
probe_write:
	stp	x29, x30, [sp, #-32]!
	str	x19, [sp, #16]
	mov	x19, sp
	str	x1, [x0]
	b	probe_end

	/* void probe_overflow(void) */
probe_overflow:
	stp	x29, x30, [sp, #-32]!
	str	x19, [sp, #16]
	mov	x19, sp
1:	str	xzr, [sp, #-16]!
	b	1b

	/* uint64_t probe_run(uint64_t address) */
probe_run:
	stp	x29, x30, [sp, #-32]!
	str	x19, [sp, #16]
	mov	x19, sp
	blr	x0

probe_end:
	mov	sp, x19
	ldr	x19, [sp, #16]
	ldp	x29, x30, [sp], #32
	ret
	.section .note.GNU-stack, "", %progbits
