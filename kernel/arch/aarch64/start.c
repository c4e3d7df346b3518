/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * The part of the start that fills memory and turns the MMU on, for start.S.
 */
#include <vesper/kernel/kernel.h>

#include "registers.h"
#include "trap.h"

RARE static void expand(const struct abi_run *run, uint64_t count)
{
	for (; count > 0; count--, run++) {
		uint64_t *words = object_at(run->address);
		uint64_t value = run->value;

		for (uint32_t i = 0; i < run->count; i++, value += run->step)
			words[i] = value;
	}
}

/* Behind the tables with which the MMU starts. */
static uint64_t early_end(const struct abi_boot *boot)
{
	return boot->image_end + (boot->early_pages << ABI_PAGE_SHIFT);
}

/*
 * The MMU on: the tables are zeroed, then filled by the first runs. This code
 * stands at its physical address, and all memory is Device memory, so it knows
 * no address but its operands', and makes aligned accesses alone. TTBR0 maps the
 * image to itself until start.S is at kernel addresses, to which this returns.
 */
RARE void start_mmu(const struct abi_boot *boot, uint64_t *level1)
{
	uint64_t root = boot->identity_root;

	memory_zero(boot->image_end, early_end(boot));
	expand(object_at(boot->runs.base), boot->early_runs);
	*level1 = root | DESC_TABLE;
	BARRIER("dsb sy");
	/* The lines of the tables were filled past the cache. */
	for (uint64_t at = boot->image_end; at < early_end(boot);
	     at += CACHE_LINE)
		BARRIER("dc ivac, %0", "r"(at));
	BARRIER("dc ivac, %0", "r"(level1));
	WRITE(ttbr1_el1, boot->kernel_root);
	WRITE(ttbr0_el1, boot->address_bits == LEVEL2_BITS
				 ? root : object_address(level1));
	WRITE(tcr_el1, TCR_VALUE | (64 - boot->address_bits)); /* T0SZ */
	WRITE(mair_el1, DESC_MAIR);
	BARRIER("ic iallu\n\ttlbi vmalle1is\n\tdsb sy\n\tisb");
	WRITE(sctlr_el1, SCTLR_BOOT);
	BARRIER("isb");
}

/* At kernel addresses, with the image still mapped to itself below: the other
 * zeroed pages and runs. Writes through that view end here: no TTBR0, no WXN
 * gap. */
RARE void start_finish(void)
{
	const struct abi_boot *boot = &boot_record;
	const struct abi_run *runs = object_at(boot->runs.base);

	for (uint64_t at = early_end(boot); at < boot->zero_end;
	     at += CACHE_LINE)
		BARRIER("dc zva, %0", "r"(at));
	expand(runs + boot->early_runs,
	       boot->runs.count - boot->early_runs);
	BARRIER("dsb sy");
	WRITE(ttbr0_el1, root_empty());
	WRITE(sctlr_el1, SCTLR_RUN);
	BARRIER("isb\n\ttlbi vmalle1is\n\tdsb sy\n\tisb");
}
