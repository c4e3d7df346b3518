/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * The cases on the target: between two domains, through the kernel. What a stub
 * sends is seen there by the server alone, which must have understood it.
 */
#include <component.h>

#include "conformance.h"
#include "tap.h"

conformance_all conform_self;
void *conform_heap;
conformance_caps conform_caps;
conformance_told conform_told;
uint64_t conform_slots;
const bool conform_can_forge = false;

void conform_say(bool is_good, const char *name)
{
	(void)tap_check(is_good, name);
}

bool conform_was_sent(const struct vesper_message *words)
{
	(void)words;
	return true;
}

bool conform_forged(vesper_status (*sample)(bool *is_same),
		    const struct vesper_message *words, const uint8_t *bytes,
		    uint32_t size, vesper_status status)
{
	(void)sample;
	(void)words;
	(void)bytes;
	(void)size;
	(void)status;
	return true;
}

void conform_forge(uint64_t fields)
{
	(void)fields;
}

void conform_forge_no_more(void)
{
}

void conform_make(uint64_t slot, enum conform_cap which, enum abi_type type,
		  unsigned rights)
{
	uint64_t source = type == ABI_TYPE_EVENT ? one :
			  type == ABI_TYPE_REGION ? shared_cap :
			  which == CONFORM_STRANGE ? strange.slot : all.slot;

	(void)vesper_cap_copy(source, slot, rights);
}

int main(void)
{
	conform_self = all;
	conform_heap = all_to;
	conform_caps = caps;
	conform_told = told;
	conform_slots = free;
	tap_plan(conform_count());
	conform_run();
	return sys_power_off(power);
}
