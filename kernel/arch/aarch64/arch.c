/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * The small services of the architecture.
 */
#include <vesper/kernel/kernel.h>

#include "trap.h"

#define CPACR_FPEN	(3u << 20) /* nobody traps; 0: EL0 and EL1 do */

struct abi_vp *arch_current(void)
{
	struct abi_vp *vp;

	__asm__("mrs %0, tpidr_el1" : "=r"(vp)); /* the same in all of an entry */
	return vp;
}

uint64_t arch_now(void)
{
	__asm__ volatile("isb");
	return READ(cntvct_el0);
}

/* An exception has synchronised the CPU. */
uint64_t arch_entered(void)
{
	return READ(cntvct_el0);
}

uint64_t arch_frequency(void)
{
	return READ(cntfrq_el0);
}

void arch_timer(uint64_t ticks)
{
	WRITE(cntv_cval_el0, ticks);
}

/* The idle loop is the one place where the kernel takes an interrupt: it stays
 * masked for the CPU, which wakes up all the same. */
void arch_idle(void)
{
	BARRIER("dsb sy\n\twfi");
	(void)trap_line(arch_now());
}

void arch_tables_written(void)
{
	BARRIER("dsb ishst\n\tisb");
}

void arch_asid_invalidate(uint64_t asid)
{
	BARRIER("dsb ishst\n\ttlbi aside1is, %0\n\tdsb ish\n\tisb", "r"(asid));
}

/* While C runs, TTBR0 of a debug build holds the empty root (vectors.S); that of
 * a release keeps the domain's, so there is nothing to load. */
static void root_load(uint64_t ttbr)
{
	if (!VESPER_DEBUG)
		return;
	WRITE(ttbr0_el1, ttbr);
	BARRIER("isb");
}

/*
 * Cleaned to the point of unification by line; the instruction caches, which
 * are VIPT (CTR_EL0.L1Ip, Cortex-A53 TRM DDI 0500), are invalidated whole: only
 * so are all aliases of a line gone (Arm ARM DDI 0487, "VIPT instruction
 * caches"). The user address is no operand of a load, but it is translated.
 */
void arch_code_written(uint64_t address, uint64_t size)
{
	root_load(vp_domain(arch_current())->ttbr);
	for (uint64_t at = address; at < address + size; at += CACHE_LINE)
		BARRIER("dc cvau, %0", "r"(at));
	BARRIER("dsb ish\n\tic ialluis\n\tdsb ish\n\tisb");
	root_load(root_empty());
}

void arch_domain_stop(struct abi_domain *domain)
{
	uint64_t asid = domain->ttbr & ~DESC_ADDRESS;

	domain->ttbr = asid | root_empty();
	arch_asid_invalidate(asid);
}

/* Its entries are what they were; a fault leaves nothing in a TLB. */
void arch_domain_start(struct abi_domain *domain)
{
	uint64_t root = boot_record.address_bits == 32
				? object_address(domain->root)
				: domain->tables[0];

	domain->ttbr = (domain->ttbr & ~DESC_ADDRESS) |
		       (root - ABI_KERNEL_BASE);
}

/* What EL0 uses next traps, or does not. */
void arch_fp_enable(bool enable)
{
	WRITE(cpacr_el1, enable ? CPACR_FPEN : 0);
	BARRIER("isb");
}

void arch_halt(void)
{
	for (;;)
		BARRIER("msr daifset, #15\n\twfi");
}
