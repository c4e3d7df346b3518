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
 * a forgotten invalidation: `stale` is the ASID that still needs one.
 */
#include <vesper/kernel/kernel.h>

#define WINDOWS_PER_TABLE ABI_TABLE_ENTRIES

static uint64_t stale;

/* Where the entry for the window at `address` stands, in a table that is there, */
static uint64_t *entry_of(const struct abi_domain *domain, uint64_t address)
{
	uint64_t index = address >> ABI_WINDOW_SHIFT;
	uint64_t *table =
		object_at(domain->tables[index / WINDOWS_PER_TABLE]);

	return table + index % WINDOWS_PER_TABLE;
}

/* or NULL. */
static uint64_t *entry_at(const struct abi_domain *domain, uint64_t address)
{
	uint64_t index = address >> ABI_WINDOW_SHIFT;

	return domain->tables[index / WINDOWS_PER_TABLE] != 0
		       ? entry_of(domain, address)
		       : NULL;
}

uint64_t space_entry(const struct abi_domain *domain, uint64_t address)
{
	const uint64_t *entry = entry_at(domain, address);

	return entry == NULL ? 0 : *entry;
}

/* The one function that writes an entry. */
static void entry_write(uint64_t *entry, uint64_t value, uint64_t asid)
{
	if (value != 0)
		kernel_assert(!VESPER_DEBUG || *entry == 0);
	else
		stale = asid;
	*(volatile uint64_t *)entry = value;
}

static uint64_t window_entry(uint64_t table, unsigned rights)
{
	uint64_t entry = table | DESC_WINDOW;

	if ((rights & ABI_RIGHT_WRITE) == 0)
		entry |= DESC_AP_TABLE_READ_ONLY;
	if ((rights & ABI_RIGHT_EXEC) == 0)
		entry |= DESC_UXN_TABLE;
	return entry;
}

bool space_is_free(const struct abi_domain *domain, uint64_t window,
		   uint32_t windows)
{
	for (uint32_t i = 0; i < windows; i++) {
		const uint64_t *entry =
			entry_at(domain, window + i * (uint64_t)ABI_WINDOW_SIZE);

		if (entry == NULL || *entry != 0)
			return false;
	}
	return true;
}

inline void space_map(const struct abi_domain *domain, uint64_t window,
	       uint32_t windows, uint64_t tables, unsigned rights)
{
	for (uint32_t i = 0; i < windows; i++)
		entry_write(entry_of(domain,
				     window + i * (uint64_t)ABI_WINDOW_SIZE),
			    window_entry(tables + i * (uint64_t)ABI_PAGE_SIZE,
					 rights),
			    0);
	arch_tables_written();
}

inline void space_unmap(const struct abi_domain *domain, uint64_t window,
		 uint32_t windows)
{
	for (uint32_t i = 0; i < windows; i++)
		entry_write(entry_of(domain,
				     window + i * (uint64_t)ABI_WINDOW_SIZE),
			    0, domain->ttbr & ~DESC_ADDRESS);
	arch_asid_invalidate(domain->ttbr & ~DESC_ADDRESS);
	stale = 0;
}

/* The kernel maps no memory of components: what the domain does not see, it
 * sees for so long. */
bool space_clean(const struct abi_domain *domain,
		 const struct abi_region *region, uint32_t first,
		 uint32_t pages)
{
	uint64_t address = region->window + first * (uint64_t)ABI_PAGE_SIZE;
	const uint64_t *entry = entry_at(domain, address);
	bool seen;

	if (entry == NULL)
		return false;
	seen = *entry != 0;
	if (!seen)
		space_map(domain, address, 1,
			  region->table + (first / ABI_TABLE_ENTRIES) *
				  (uint64_t)ABI_PAGE_SIZE,
			  ABI_RIGHT_READ);
	arch_code_written(address, pages * (uint64_t)ABI_PAGE_SIZE);
	if (!seen)
		space_unmap(domain, address, 1);
	return true;
}

bool space_is_clean(void)
{
	return stale == 0;
}
