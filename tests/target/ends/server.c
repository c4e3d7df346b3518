/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * Stays in a call in the way that it is told.
 */
#include <component.h>
#include <vesper/object.h>

#include "ends.h"

#define STAY_MS	12	/* far longer than the judge needs to act; not so many
			   yields: who is helped runs on */
#define BUSY_MS	25	/* more than a period of a poor client */
#define FOREVER	UINT64_MAX
#define BRK_SIZE 4

static uint32_t stays;

static uint64_t in_ms(uint64_t ms)
{
	return vesper_now() + vesper_frequency() * ms / 1000;
}

static void yield_long(void)
{
	uint64_t end = in_ms(STAY_MS);

	while (vesper_now() < end)
		vesper_yield();
}

static void be_busy(void)
{
	uint64_t end = in_ms(BUSY_MS);

	while (vesper_now() < end)
		;
}

vesper_status on_fault(struct abi_fault *fault)
{
	yield_long();
	fault->pc += BRK_SIZE;
	return OK;
}

static vesper_status stay(uint32_t how)
{
	uint64_t bits;

	switch (how) {
	case HOW_YIELDS:
		yield_long();
		return OK;
	case HOW_STOPS:
		return vesper_domain_stop(self.slot);
	case HOW_STOPS_CLIENT:
		return vesper_domain_stop(the_client.slot);
	case HOW_STOPS_MIDDLE:
		return vesper_domain_stop(the_middle.slot);
	case HOW_BUSY:
		be_busy();
		return OK;
	case HOW_WAITS:
		/* Bits that came too late for the one before. */
		(void)vesper_event_take(bell, &bits);
		return vesper_event_wait(bell, FOREVER, &bits);
	case HOW_CALLS:
		return ends_deep_stay(next);
	default:
		__asm__ volatile("brk #0");
		return OK;
	}
}

vesper_status ends_stage_serve_stay(const vesper_client *client, uint32_t how)
{
	vesper_status status = stay(how);

	(void)client;
	stays++;
	return status;
}

vesper_status ends_stage_serve_stayed(const vesper_client *client,
				      uint32_t *calls)
{
	(void)client;
	*calls = stays;
	return OK;
}

vesper_status ends_stage_serve_pass(const vesper_client *client, uint32_t how,
				    int32_t *status)
{
	(void)client;
	(void)how;
	*status = 0;
	return E_UNSUPPORTED;
}
