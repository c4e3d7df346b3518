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
	.global	_start, vectors, boot_record, kernel_exception, memory_zero
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
	ldr	x1, =CNTFRQ_BOARD
	msr	cntfrq_el0, x1
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
	ldr	x1, =SCTLR_RES1
	msr	sctlr_el1, x1
	write	spsr_el2, mov, #SPSR_EL1H
	write	elr_el2, adr, at_el1
	eret

	vector
at_el1:
	system	msr, daifset, #15, spsel, #1, cpacr_el1, xzr, tpidrro_el0, xzr
	write	cntkctl_el1, mov, #CNTKCTL_EL1_VALUE
	write	cntv_ctl_el0, mov, #CNTV_CTL_EL0_VALUE
	write	mdscr_el1, mov, #MDSCR_EL1_VALUE
	/* What begins as zero (kernel.ld), the stack with it: what C writes there
	 * with the caches off is in no line when they are on. */
	adrp	x0, bss_start
	adrp	x1, bss_end
	bl	memory_zero
	stack_begin x1
	adr	x0, boot_record
	adrp	x1, boot_level1
	ldr	x30, =at_kernel
	b	start_mmu
	.ltorg
	.org	VECTORS_EL0

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
