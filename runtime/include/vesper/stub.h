/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * What the code that idlc generates is made of, beside call.h: message slots in
 * the areas of a connection, range checks, and strings in and out.
 *
 * A string goes in the caller's message slot of an area and travels as address
 * and length. The server copies it once (a shared field is read once) and
 * never looks at the shared bytes again.
 */
#ifndef VESPER_STUB_H
#define VESPER_STUB_H

#include <vesper/call.h>
#include <vesper/types.h>

/* This caller's message slot in an area; `size` is the interface's slot size. */
static inline char *vesper_slot(uint32_t area, uint32_t size)
{
	return (char *)(uintptr_t)(area + vesper_thread()->caller * size);
}

/*
 * Whether [address, address + size) lies in the area with this base and limit,
 * for size <= slack (struct abi_client). The caller has checked the size.
 */
static inline bool vesper_in_area(uint64_t address, uint64_t base,
				  uint64_t limit)
{
	return address - base < limit;
}

#endif
