/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * Operations on capabilities, and a yield between two domains. The interface
 * that this component provides is called by nobody: the landing slots of its
 * worker are free slots.
 */
#include <component.h>
#include <vesper/transfer.h>

#include "../count/count.h"

#define SLOTS_MAX	64u
#define ALL_RIGHTS	0xffu

static uint64_t room;	/* a free slot */

static void check(bool good)
{
	if (!good)
		__builtin_trap();
}

static uint64_t slot_find(void)
{
	for (uint64_t slot = 1; slot < SLOTS_MAX; slot++)
		if (vesper_cap_copy(bell, slot, ALL_RIGHTS) == OK &&
		    vesper_cap_delete(slot) == OK)
			return slot;
	__builtin_trap();
}

/* Two looks at the counter with nothing between them, ITERATIONS times. */
static uint64_t count_nothing(void)
{
	uint64_t total = 0;

	for (uint32_t i = 0; i < ITERATIONS; i++) {
		uint64_t start = count_now();

		total += count_now() - start;
	}
	return total;
}

static void measure_mint_and_delete(void)
{
	uint64_t mint = 0, delete = 0;

	for (uint32_t i = 0; i < ITERATIONS; i++) {
		vesper_status status;
		uint64_t start;

		if (i % 256 == 0)
			vesper_yield();
		start = count_now();
		status = vesper_cap_mint(bell, room, ALL_RIGHTS, 5);
		mint += count_now() - start;
		check(status == OK);
		start = count_now();
		status = vesper_cap_delete(room);
		delete += count_now() - start;
		check(status == OK);
	}
	count_report("cap_mint", mint - count_nothing(), ITERATIONS);
	count_report("cap_delete", delete - count_nothing(), ITERATIONS);
}

static vesper_status call_with_copy(void)
{
	struct vesper_message m = { 0 };
	uint64_t fields = vesper_field(0, nothing.slot, ABI_FIELD_COPY);

	return vesper_call_cap(nothing.slot, OBJECTS_NOTHING_NULL_METHOD, &m,
			       &fields);
}

static void measure_call_cap(void)
{
	uint64_t total = COUNT_LOOP(count_use(call_with_copy()));
	uint64_t empty = COUNT_LOOP(count_use(0));

	check(call_with_copy() == OK);
	count_report("call_cap", total - empty, ITERATIONS);
}

/* There and back is two. The loops of both sides are in the figure. */
static void measure_yield(void)
{
	uint64_t total = COUNT_LOOP(vesper_yield());

	count_report("yield_switch", total, 2 * ITERATIONS);
}

int main(void)
{
	room = slot_find();
	measure_mint_and_delete();
	measure_call_cap();
	measure_yield();
	return sys_power_off(power);
}

vesper_status objects_nothing_serve_null(const vesper_client *client)
{
	(void)client;
	return OK;
}
