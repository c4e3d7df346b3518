/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * A dump of the floating-point registers: v0 to v31 in two words each, then
 * FPSR and FPCR. Each half of vN is filled with tag << 48 | N. For C and
 * assembly.
 */
#ifndef FP_REGISTERS_H
#define FP_REGISTERS_H

#define TAG_CLIENT	0xc11e
#define TAG_SERVER	0x5e4e
#define TAG_PEER	0x9ee4
#define TAG_HANDLER	0x4a4d

#define DUMP_FPSR	64
#define DUMP_FPCR	65
#define DUMP_WORDS	66

/* Flags that an operation left in FPSR: IOC, DZC. */
#define FPSR_FILLED	3

#ifndef __ASSEMBLER__
#include <stdint.h>

/* Fill, call operation 1 of the portal in `slot`, dump. */
void fp_call(uint64_t *dump, uint64_t slot);

/* Fill with tag_base + N, count `rounds` down, dump. */
void fp_spin(uint64_t *dump, uint64_t tag_base, uint64_t rounds);

/* Fill with tag_base + N, fault by one instruction, dump. */
void fp_fault(uint64_t *dump, uint64_t tag_base);
#endif

#endif
