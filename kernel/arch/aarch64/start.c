/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * The part of the start that fills memory, for start.S.
 */
#include <vesper/kernel/kernel.h>

#include "registers.h"
#include "trap.h"

/* The first runs are those of the tables with which the MMU starts: this code
 * stands at its physical address then, and all memory is Device memory, so it
 * knows no address but its operands', and makes aligned accesses alone. */
RARE void start_expand(const struct abi_run *run, uint64_t count)
{
	for (; count > 0; count--, run++) {
		uint64_t *words = object_at(run->address);
		uint64_t value = run->value;

		for (uint32_t i = 0; i < run->count; i++, value += run->step)
			words[i] = value;
	}
}

/* At kernel addresses, with the image still mapped to itself below: the other
 * zeroed pages and runs. Writes through that view end here: no TTBR0, no WXN
 * gap. */
RARE void start_finish(void)
{
	const struct abi_boot *boot = &boot_record;
	const struct abi_run *runs = object_at(boot->runs.base);

	for (uint64_t at = boot->image_end +
			   (boot->early_pages << ABI_PAGE_SHIFT);
	     at < boot->zero_end; at += CACHE_LINE)
		BARRIER("dc zva, %0", "r"(at));
	start_expand(runs + boot->early_runs,
		     boot->runs.count - boot->early_runs);
	BARRIER("dsb sy");
	WRITE(ttbr0_el1, root_empty());
	WRITE(sctlr_el1, SCTLR_RUN);
	BARRIER("isb\n\ttlbi vmalle1is\n\tdsb sy\n\tisb");
}
