/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * The FP and SIMD registers. The kernel itself uses none, so it may touch them
 * only between arch_fp_enable(true) and the next use by EL0.
 */
#include "macros.S"

	.arch	armv8-a+simd
	.text

/* x0 is behind them then. */
.macro all_registers operation
.irp four, v0.2d-v3.2d, v4.2d-v7.2d, v8.2d-v11.2d, v12.2d-v15.2d, \
	   v16.2d-v19.2d, v20.2d-v23.2d, v24.2d-v27.2d, v28.2d-v31.2d
	\operation	{\four}, [x0], #64
.endr
.endm

	.global	arch_fp_save
arch_fp_save:
	all_registers st1
	system	mrs, x1, fpcr, x2, fpsr
	stp	x1, x2, [x0]
	ret

	.global	arch_fp_load
arch_fp_load:
	all_registers ld1
	ldp	x1, x2, [x0]
	system	msr, fpcr, x1, fpsr, x2
	ret
