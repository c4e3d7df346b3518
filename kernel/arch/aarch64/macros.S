/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * What the start and the vectors share: offsets, values, and macros. Each includes
 * this one; it is nothing by itself.
 */

#include "offsets.h"
#include "registers.h"

/* System registers, each with where it goes to (mrs) or comes from (msr): one
 * access each. */
.macro system operation, first, second, rest:vararg
	\operation	\first, \second
.ifnb \rest
	system	\operation, \rest
.endif
.endm

/* To the kernel's own stack, of which nothing is in use when C begins. */
.macro stack_begin scratch
	adrp	\scratch, kernel_stack_end
	add	sp, \scratch, :lo12:kernel_stack_end
.endm

