/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * From reset to the first vp: exception levels, the other cores, the MMU, the
 * zeroed pages and the runs. Nothing is decided here; the boot record says it.
 *
 * Entered at EL3 (an ELF file in QEMU, all cores at once), EL2 (the flat image,
 * by the board's firmware) or EL1, with the MMU and caches off. The boot record
 * stands at ABI_BOOT_OFFSET, the null object at ABI_NULL_OFFSET.
 */
#include "macros.S"

	.section .text.start, "ax"
	.global _start, vectors, boot_record, kernel_exception
/*
 * The image begins with the exception vectors, of which the first four are for
 * a kernel that runs on SP_EL0: this one never does. What must have a fixed
 * place stands there instead; the other vectors follow (vectors.S).
 */
_start:
vectors:
	b	boot

	.org	BOOT_OFFSET
boot_record:
	.quad	BOOT_MAGIC
	.skip	BOOT_SIZE - 8

	.org	NULL_OFFSET
	.quad	NULL_KEY

	.org	VECTORS_EL1
/* The vectors from EL1: the kernel never faults and is never interrupted. Their
 * places are long enough for the first steps of the start, too. */
.macro vector
	.balign	128
	b	kernel_exception
.endm
.macro load register, value
	movz	\register, #(\value) >> 16, lsl #16
	movk	\register, #(\value) & 0xffff
.endm
/* By way of x1, into which the operation brings the value. */
.macro write register, operation, value
	\operation	x1, \value
	msr	\register, x1
.endm

	vector
boot:
	mrs	x1, mpidr_el1
	tst	x1, #0xff
	b.ne	park
	write	pmcr_el0, mov, #PMCR_VALUE
	write	pmcntenset_el0, mov, #PMCNTEN_CYCLES
	mrs	x1, CurrentEL
	cmp	x1, #(2 << 2)
	b.lo	at_el1
	b.eq	at_el2
	b	at_el3

park:
	wfi
	b	park

/* Zero from x0 up to x1, by lines, of which none stays in a cache that is off. */
memory_zero:
.irp offset, 0, 16, 32, 48
	stp	xzr, xzr, [x0, #\offset]
.endr
	dc	ivac, x0
	add	x0, x0, #64
	cmp	x0, x1
	b.lo	memory_zero
	ret

/* The kernel itself is wrong. Its stack may be, too. */
kernel_exception:
	stack_begin x1
	b	trap_kernel

	vector
/* What only the most privileged level can set. */
at_el3:
	write	scr_el3, mov, #SCR_EL3_VALUE
	system	msr, cptr_el3, xzr, mdcr_el3, xzr, actlr_el3, xzr
	mrs	x1, CPUECTLR_EL1
	orr	x1, x1, #CPUECTLR_SMPEN
	msr	CPUECTLR_EL1, x1
	mrs	x1, cntfrq_el0
	cbnz	x1, 1f
	write	cntfrq_el0, load, CNTFRQ_BOARD
1:	write	spsr_el3, mov, #SPSR_EL2H
	write	elr_el3, adr, at_el2
	eret

/* At kernel addresses, with the image still mapped to itself below. */
at_kernel:
	write	vbar_el1, adrp, vectors
	/* pmu_user: from the linker's command. */
	write	pmuserenr_el0, movz, #:abs_g0:pmu_user
	stack_begin x1
	msr	tpidr_el1, xzr
	bl	start_finish
	bl	kernel_boot
	b	vp_run

	vector
at_el2:
	write	hcr_el2, mov, #HCR_EL2_VALUE
	write	cnthctl_el2, mov, #CNTHCTL_EL2_VALUE
	write	cptr_el2, mov, #CPTR_EL2_VALUE
	system	msr, cntvoff_el2, xzr, hstr_el2, xzr, vttbr_el2, xzr
	write	vpidr_el2, mrs, midr_el1
	write	vmpidr_el2, mrs, mpidr_el1
	mrs	x1, pmcr_el0		/* PMCR.N: all counters are EL1's */
	ubfx	x1, x1, #11, #5
	msr	mdcr_el2, x1
	write	sctlr_el1, load, SCTLR_RES1
	write	spsr_el2, mov, #SPSR_EL1H
	write	elr_el2, adr, at_el1
	eret

	vector
at_el1:
	system	msr, daifset, #15, spsel, #1, cpacr_el1, xzr, tpidrro_el0, xzr
	write	cntkctl_el1, mov, #CNTKCTL_EL1_VALUE
	write	cntv_ctl_el0, mov, #CNTV_CTL_EL0_VALUE
	write	mdscr_el1, mov, #MDSCR_EL1_VALUE
	adr	x20, boot_record

	/* What begins as zero (kernel.ld). */
	adrp	x0, bss_start
	adrp	x1, bss_end
	bl	memory_zero
	/* The tables with which the MMU starts: zeroed, then filled. */
	ldr	x21, [x20, #BOOT_IMAGE_END]
	ldr	x22, [x20, #BOOT_EARLY_PAGES]
	add	x22, x21, x22, lsl #PAGE_SHIFT
	mov	x0, x21
	mov	x1, x22
	bl	memory_zero
	stack_begin x1
	ldr	x0, [x20, #BOOT_RUNS]
	ldr	x1, [x20, #BOOT_EARLY_RUNS]
	bl	start_expand
	b	mmu_start
	.org	VECTORS_EL0

	.section .text.boot, "ax"
mmu_start:
	adr	x25, boot_level1
	ldp	x1, x2, [x20, #BOOT_KERNEL_ROOT]
	orr	x3, x2, #3
	str	x3, [x25]
	/* The lines of the tables were filled past the cache. */
	dsb	sy
	mov	x3, x21
2:	dc	ivac, x3
	add	x3, x3, #64
	cmp	x3, x22
	b.lo	2b
	dc	ivac, x25

	/* TTBR0 maps the image to itself until the jump to kernel addresses. */
	msr	ttbr1_el1, x1
	ldr	w3, [x20, #BOOT_ADDRESS_BITS]
	mov	w4, #64
	sub	w3, w4, w3		/* T0SZ */
	cmp	w3, #34
	csel	x2, x2, x25, eq		/* level 2 is the root, or level 1 */
	msr	ttbr0_el1, x2
	ldr	x4, =TCR_VALUE
	orr	x4, x4, x3
	msr	tcr_el1, x4
	write	mair_el1, load, MAIR_VALUE
	ic	iallu
	tlbi	vmalle1is
	dsb	sy
	isb
	write	sctlr_el1, load, SCTLR_BOOT
	isb
	ldr	x4, =at_kernel
	br	x4
	.ltorg

	.bss
	.balign	4096
/* No translation at all: what TTBR0 holds when no domain is to be touched. */
	.global	boot_empty
boot_empty:
	.skip	4096
boot_level1:
	.skip	64
	.global	kernel_stack_end
	.balign	16
	.skip	4096
kernel_stack_end:
