/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * Window entries.
 *
 * A domain sees a window through one entry of its level-2 table: absent, or
 * the window's shared level-3 table with attributes that only take away. An
 * entry goes from absent to table (store, barrier) or from table to absent
 * (store, barrier, invalidation of the ASID); never from one table to another.
 *
 * The simulator drops all translations when the ASID changes and so would hide
 * a forgotten invalidation: `space_stale` is the ASID that still needs one.
 */
#include <vesper/kernel/kernel.h>

uint64_t space_stale;

static inline bool has_table(const struct abi_domain *domain, uint64_t window)
{
	return domain->tables[window / ABI_TABLE_ENTRIES] != 0;
}

/* Its table is there. */
static inline uint64_t *entry_of(const struct abi_domain *domain,
				 uint64_t window)
{
	uint64_t *table = object_at(domain->tables[window / ABI_TABLE_ENTRIES]);

	return table + window % ABI_TABLE_ENTRIES;
}

uint64_t space_entry(const struct abi_domain *domain, uint64_t address)
{
	uint64_t window = address >> ABI_WINDOW_SHIFT;

	return has_table(domain, window) ? *entry_of(domain, window) : 0;
}

/* The one function that writes an entry. */
static inline void entry_write(uint64_t *entry, uint64_t value)
{
	*(volatile uint64_t *)entry = value;
}

/* From the last one down, so that the entry of the first is at hand then. */
inline bool space_map(const struct abi_domain *domain, uint64_t window,
		      uint32_t windows, uint64_t tables, unsigned rights)
{
	/* Besides the table, by the rights to write and to execute, which no
	 * view has both. */
	static const uint64_t attributes[] = {
		DESC_WINDOW_READ_ONLY | DESC_WINDOW_NO_EXEC,
		DESC_WINDOW | DESC_WINDOW_NO_EXEC,
		DESC_WINDOW_READ_ONLY,
	};
	uint64_t value = tables | attributes[rights / ABI_RIGHT_WRITE & 3];
	uint64_t *entry;
	uint32_t i = windows;

	do {
		if (!has_table(domain, window + --i))
			return false;
		entry = entry_of(domain, window + i);
		if (*entry != 0)
			return false;
	} while (i > 0);
	entry_write(entry, value);
	while (++i < windows) {
		value += ABI_PAGE_SIZE;
		entry_write(entry_of(domain, window + i), value);
	}
	arch_tables_written();
	return true;
}

inline void space_unmap(const struct abi_domain *domain, uint64_t window,
			uint32_t windows)
{
	uint64_t asid = domain->ttbr & ~DESC_ADDRESS;

	space_stale = asid;
	for (uint32_t i = 0; i < windows; i++)
		entry_write(entry_of(domain, window + i), 0);
	arch_asid_invalidate(asid);
	space_stale = 0;
}

#define CLEAN_PAGES	4u /* a power of two: a step stays in one window */

/* The kernel maps no memory of components: what the domain does not see, it
 * sees for so long. */
kernel_status space_clean(const struct abi_domain *domain,
			  struct abi_region *region)
{
	uint64_t first = region->clean;
	uint64_t address = region->window + first * ABI_PAGE_SIZE;
	uint64_t window = address >> ABI_WINDOW_SHIFT;
	uint64_t table = region->table +
			 first / ABI_TABLE_ENTRIES * ABI_PAGE_SIZE;
	bool mapped;

	if (!has_table(domain, window))
		return E_STATE;
	region->clean += CLEAN_PAGES;
	if (region->clean > region->pages)
		region->clean = region->pages;
	mapped = space_map(domain, window, 1, table, ABI_RIGHT_READ);
	arch_code_written(address, (region->clean - first) * ABI_PAGE_SIZE);
	if (mapped)
		space_unmap(domain, window, 1);
	return operation_again();
}
