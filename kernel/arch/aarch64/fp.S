/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * The FP and SIMD registers. The kernel itself uses none, so it may touch them
 * only between arch_fp_enable(true) and the next use by EL0.
 */
	.arch	armv8-a+simd
	.text

/* x0 is behind them then. */
.macro all_registers operation
	\operation	{v0.2d, v1.2d, v2.2d, v3.2d}, [x0], #64
	\operation	{v4.2d, v5.2d, v6.2d, v7.2d}, [x0], #64
	\operation	{v8.2d, v9.2d, v10.2d, v11.2d}, [x0], #64
	\operation	{v12.2d, v13.2d, v14.2d, v15.2d}, [x0], #64
	\operation	{v16.2d, v17.2d, v18.2d, v19.2d}, [x0], #64
	\operation	{v20.2d, v21.2d, v22.2d, v23.2d}, [x0], #64
	\operation	{v24.2d, v25.2d, v26.2d, v27.2d}, [x0], #64
	\operation	{v28.2d, v29.2d, v30.2d, v31.2d}, [x0], #64
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
	all_registers st1
	mrs	x1, fpcr
	mrs	x2, fpsr
	stp	x1, x2, [x0]
	ret

	.global	arch_fp_load
arch_fp_load:
	all_registers ld1
	ldp	x1, x2, [x0]
	msr	fpcr, x1
	msr	fpsr, x2
	ret
