/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * Values of system registers, with the bits that make them up.
 * Source: Arm Architecture Reference Manual DDI 0487, section D17; Cortex-A53
 * Technical Reference Manual DDI 0500, chapter 4.
 */
#ifndef VESPER_REGISTERS_H
#define VESPER_REGISTERS_H

/* SCR_EL3: NS, RES1 (4, 5), HCE, RW: the next level is 64-bit, not secure. */
#define SCR_EL3_VALUE		0x531
/* CPUECTLR_EL1.SMPEN: take part in coherency; set before any cache is on. */
#define CPUECTLR_EL1		S3_1_C15_C2_1
#define CPUECTLR_SMPEN		(1 << 6)
/* HCR_EL2.RW: EL1 is 64-bit. */
#define HCR_EL2_VALUE		(1 << 31)
/* CNTHCTL_EL2: EL1 may use the physical counter and timer. */
#define CNTHCTL_EL2_VALUE	3
/* CPTR_EL2: RES1 bits, no trap. */
#define CPTR_EL2_VALUE		0x33ff
/* SPSR to go to EL2h and EL1h, D A I F masked. */
#define SPSR_EL2H		0x3c9
#define SPSR_EL1H		0x3c5
/* 19.2 MHz: the crystal of the board, where firmware has not set CNTFRQ. */
#define CNTFRQ_BOARD		19200000

/* SCTLR_EL1, written whole: RES1 bits 11, 20, 22, 23, 28, 29. */
#define SCTLR_RES1		0x30d00800
#define SCTLR_M			(1 << 0)
#define SCTLR_C			(1 << 2)
#define SCTLR_SA		(1 << 3)	/* sp alignment, EL1 */
#define SCTLR_SA0		(1 << 4)	/* sp alignment, EL0 */
#define SCTLR_SED		(1 << 8)
#define SCTLR_I			(1 << 12)
#define SCTLR_WXN		(1 << 19)
/* UMA, UCT, UCI, DZE, nTWI, nTWE are 0: EL0's WFI and WFE trap, and it has no
 * cache maintenance and no interrupt mask. */
#define SCTLR_BOOT	(SCTLR_RES1 | SCTLR_M | SCTLR_C | SCTLR_SA | \
			 SCTLR_SA0 | SCTLR_SED | SCTLR_I)
#define SCTLR_RUN	(SCTLR_BOOT | SCTLR_WXN)

/* TCR_EL1 without T0SZ, for C: T1SZ 34, write-back inner and outer, inner
 * shareable, 4 KiB both, 40-bit physical, 16-bit ASID from TTBR0. */
#define TCR_VALUE	((1 << 8) | (1 << 10) | (3 << 12) | (34 << 16) | \
			 (1 << 24) | (1 << 26) | (3 << 28) | \
			 (UINT64_C(2) << 30) | (UINT64_C(2) << 32) | \
			 (UINT64_C(1) << 36))
/* With so many bits of address level 2 is the root. */
#define LEVEL2_BITS	30

/* CNTKCTL_EL1: EL0 reads the virtual counter, nothing else. */
#define CNTKCTL_EL1_VALUE	(1 << 1)
/* CNTV_CTL_EL0.ENABLE, not masked: pending from CNTV_CVAL_EL0 on. */
#define CNTV_CTL_EL0_VALUE	1

/* PMCR_EL0: enable, reset the cycle counter, count 64 bits. */
#define PMCR_VALUE		((1 << 0) | (1 << 2) | (1 << 6))
#define PMCNTEN_CYCLES		(1 << 31)
/* MDSCR_EL1.TDCC: EL0 has no debug channel, which all domains would share. */
#define MDSCR_EL1_VALUE		(1 << 12)

/* Offsets of the vectors from EL1 on SP_EL1, and from EL0. */
#define VECTORS_EL1		0x200
#define VECTORS_EL0		0x400

/* ESR_EL1 of SVC from AArch64 state: EC 0x15, IL; the immediate is added. */
#define ESR_SVC			0x56000000

#endif
