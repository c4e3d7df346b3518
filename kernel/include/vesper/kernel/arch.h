/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * What the portable core asks of an architecture; arch/aarch64 and arch/host
 * implement it.
 */
#ifndef VESPER_KERNEL_ARCH_H
#define VESPER_KERNEL_ARCH_H

#include <vesper/kernel/object.h>

/* The vp whose registers the CPU holds; 0 while booting. */
struct abi_vp *arch_current(void);

/* The counter, in ticks of arch_frequency() Hz; never goes back. */
uint64_t arch_now(void);
uint64_t arch_entered(void);	/* at once after an entry into the kernel */
uint64_t arch_frequency(void);

/* An interrupt of the timer is pending from `ticks` on; UINT64_MAX = never. */
void arch_timer(uint64_t ticks);

/* Entries that were absent are there now: later accesses see them. */
void arch_tables_written(void);

/* No core translates for this ASID (bits 63:48) by entries that are gone. */
void arch_asid_invalidate(uint64_t asid);

/* What was written from user `address` on, whole pages that the running domain
 * sees, is what every core executes from now on. */
void arch_code_written(uint64_t address, uint64_t size);

/* Nothing is mapped for `domain` any more, on any core. */
void arch_domain_stop(struct abi_domain *domain);

/* What it was before. */
void arch_domain_start(struct abi_domain *domain);

/* Wait until an interrupt is pending, and handle it. */
void arch_idle(void);

/* Whether EL0 may use the FP and SIMD registers. */
void arch_fp_enable(bool enable);

/* All of them to and from memory (66 words). */
void arch_fp_save(uint64_t *area);
void arch_fp_load(const uint64_t *area);

/* Stop the CPU for ever. */
_Noreturn void arch_halt(void);

/* Print the CPU's own state, for a panic. */
void arch_dump(void);

#endif
