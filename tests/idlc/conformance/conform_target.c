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

int main(void)
{
	conform_self = all;
	conform_heap = all_to;
	tap_plan(conform_count());
	conform_run();
	return sys_power_off(power);
}
