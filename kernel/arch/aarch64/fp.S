/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * The FP and SIMD registers. The kernel itself uses none, so it may touch them
 * only between arch_fp_enable(true) and the next use by EL0.
 */
	.arch	armv8-a+simd
	.text

.macro all_pairs operation
	\operation	q0, q1, [x0]
	\operation	q2, q3, [x0, #32]
	\operation	q4, q5, [x0, #64]
	\operation	q6, q7, [x0, #96]
	\operation	q8, q9, [x0, #128]
	\operation	q10, q11, [x0, #160]
	\operation	q12, q13, [x0, #192]
	\operation	q14, q15, [x0, #224]
	\operation	q16, q17, [x0, #256]
	\operation	q18, q19, [x0, #288]
	\operation	q20, q21, [x0, #320]
	\operation	q22, q23, [x0, #352]
	\operation	q24, q25, [x0, #384]
	\operation	q26, q27, [x0, #416]
	\operation	q28, q29, [x0, #448]
	\operation	q30, q31, [x0, #480]
.endm

/* CPACR_EL1.FPEN, bits 21:20: 3 = nobody traps, 0 = EL0 and EL1 trap. */
	.global	arch_fp_enable
arch_fp_enable:
	and	w0, w0, #1
	neg	w0, w0
	and	x0, x0, #(3 << 20)
	msr	cpacr_el1, x0
	isb
	ret

	.global	arch_fp_save
arch_fp_save:
	all_pairs stp
	mrs	x1, fpcr
	mrs	x2, fpsr
	add	x0, x0, #512
	stp	x1, x2, [x0]
	ret

	.global	arch_fp_load
arch_fp_load:
	all_pairs ldp
	add	x0, x0, #512
	ldp	x1, x2, [x0]
	msr	fpcr, x1
	msr	fpsr, x2
	ret

	.global	arch_fp_clear
arch_fp_clear:
	msr	fpcr, xzr
	msr	fpsr, xzr
	.irp	n, 0,1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21,22,23,24,25,26,27,28,29,30,31
	movi	v\n\().2d, #0
	.endr
	ret
