/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * Sharing one window, taking it back, and revoking what a grant has given: to
 * one holder, to 256, and to 8 domains that map it. Only the operation itself is
 * counted; each begins a new turn, so that no timer interrupt falls into it.
 */
#include <component.h>
#include <vesper/object.h>

#include "../count/count.h"

#define ALL_RIGHTS	0xffu
#define SHARE_RIGHTS	(ABI_RIGHT_READ | ABI_RIGHT_WRITE)
#define HOLDERS		256u
#define DOMAINS		8u

static void check(bool good)
{
	if (!good)
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

static void measure_share(void)
{
	uint64_t shared = 0, unshared = 0;

	for (uint32_t i = 0; i < ITERATIONS; i++) {
		vesper_status status;
		uint64_t start;

		vesper_yield();
		start = count_now();
		status = vesper_region_share(frames_cap, viewers[0].slot,
					     viewers[0].views, 0, 1,
					     SHARE_RIGHTS);
		shared += count_now() - start;
		check(status == OK);
		start = count_now();
		status = vesper_region_unshare(frames_cap, viewers[0].slot,
					       viewers[0].views);
		unshared += count_now() - start;
		check(status == OK);
	}
	count_report("region_share", shared - count_nothing(), ITERATIONS);
	count_report("region_unshare", unshared - count_nothing(), ITERATIONS);
}

static uint64_t revoke(void)
{
	vesper_status status;
	uint64_t start, total;

	vesper_yield();
	start = count_now();
	status = vesper_grant_revoke(loan);
	total = count_now() - start;
	check(status == OK);
	return total;
}

static void measure_holders(const char *name, uint32_t holders)
{
	uint64_t total = 0;

	for (uint32_t i = 0; i < ITERATIONS; i++) {
		check(vesper_grant_delegate(loan, ring, spare, ALL_RIGHTS) ==
		      OK);
		for (uint32_t h = 1; h < holders; h++)
			check(vesper_cap_copy(spare, spare + h, ALL_RIGHTS) ==
			      OK);
		total += revoke();
		check(vesper_signal(spare + holders - 1) == E_STALE);
		for (uint32_t h = 0; h < holders; h++)
			check(vesper_cap_delete(spare + h) == OK);
	}
	count_report(name, total - count_nothing(), ITERATIONS);
}

static void measure_views(void)
{
	uint64_t total = 0;

	for (uint32_t i = 0; i < ITERATIONS; i++) {
		check(vesper_grant_delegate(loan, frames_cap, spare,
					    ALL_RIGHTS) == OK);
		for (uint32_t d = 0; d < DOMAINS; d++)
			check(vesper_region_share(spare, viewers[d].slot,
						  viewers[d].views, 0, 1,
						  SHARE_RIGHTS) == OK);
		total += revoke();
		check(vesper_cap_delete(spare) == OK);
	}
	count_report("revoke_views_8", total - count_nothing(), ITERATIONS);
}

int main(void)
{
	check(viewers_count == DOMAINS);
	measure_share();
	measure_holders("revoke_1", 1);
	measure_holders("revoke_256", HOLDERS);
	measure_views();
	return sys_power_off(power);
}
