/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * A supervisor: is told of a ward's end, stops another one while somebody waits
 * in it, and gives a third a capability.
 */
#include <component.h>
#include <vesper/object.h>

#include "../tap/tap.h"

#define RESULTS		22u
#define PATIENCE	1000u	/* yields */
#define ALL_RIGHTS	0xffu
#define BADGE		0x20u
#define SECOND_NS	1000000000u

static volatile bool guest_may_start;
static volatile bool guest_is_back;
static volatile vesper_status guest_status;

static void check_status(vesper_status got, int want, const char *name)
{
	(void)tap_equal((uint64_t)-(int64_t)got, (uint64_t)-(int64_t)want,
			name);
}

static vesper_status ping(unsigned number)
{
	uint32_t value;

	return wards_ward_ping(ward[number], &value);
}

static uint64_t told(void)
{
	uint64_t bits = 0;

	(void)vesper_event_take(wards_event, &bits);
	return bits;
}

/* Waits in the second ward. */
void guest(void)
{
	while (!guest_may_start)
		vesper_yield();
	guest_status = wards_ward_wait(ward[1]);
	guest_is_back = true;
}

static void yield_often(void)
{
	for (unsigned i = 0; i < PATIENCE && !guest_is_back; i++)
		vesper_yield();
}

static void judge_install(void)
{
	int32_t status = 0, install = 0;
	uint64_t bits = 0;

	(void)tap_equal(wards_count, 3, "SUP-001 three wards");
	(void)tap_check(wards_ward_signal(ward[0], &status) == OK &&
			status == E_SLOT, "SUP-002 the ward's slot is empty");
	check_status(vesper_domain_install(wards[0].slot, ring,
					   wards[0].slots, ALL_RIGHTS), OK,
		     "SUP-003 give it an event");
	(void)tap_check(wards_ward_signal(ward[0], &status) == OK &&
			status == OK &&
			vesper_event_take(ring, &bits) == OK && bits == 0,
			"SUP-004 it can signal it");
	check_status(vesper_domain_install(wards[0].slot, ring,
					   wards[0].slots, ALL_RIGHTS),
		     E_OCCUPIED, "SUP-005 its slot is occupied");
	check_status(vesper_domain_install(wards[0].slot, ring, 4000,
					   ALL_RIGHTS), E_SLOT,
		     "SUP-006 a slot that it has not");
	check_status(vesper_domain_install(wards[0].slot, 4000,
					   wards[0].slots, ALL_RIGHTS), E_SLOT,
		     "SUP-007 a capability that the giver has not");
	check_status(vesper_domain_install(wards[0].slot, ward[0].slot,
					   wards[0].slots, ALL_RIGHTS),
		     E_OCCUPIED, "SUP-008 a portal, to the same slot");
	(void)tap_check(wards_ward_overstep(ward[2], &status, &install) == OK &&
			status == E_RIGHTS && install == E_RIGHTS,
			"SUP-009 who holds no control stops and gives nothing");
	check_status(vesper_domain_stop(ward[2].slot), E_OPERATION,
		     "SUP-010 nor is a portal a domain");
}

static void judge_end(void)
{
	uint64_t bits = 0;

	(void)tap_equal(told(), 0, "SUP-020 nobody has ended");
	check_status(wards_ward_fault(ward[0]), E_FAULT,
		     "SUP-021 the first faults");
	(void)tap_equal(told(), 1u << 0, "SUP-022 the supervisor is told");
	check_status(ping(0), E_STOPPED, "SUP-023 it is stopped");
	check_status(ping(1), OK, "SUP-024 the second is not");

	guest_may_start = true;
	for (unsigned i = 0; i < 10; i++)
		vesper_yield();
	(void)tap_check(!guest_is_back && ping(1) == OK,
			"SUP-030 somebody waits in the second");
	check_status(vesper_domain_stop(wards[1].slot), OK,
		     "SUP-031 stop it");
	yield_often();
	(void)tap_check(guest_is_back && (guest_status == E_STOPPED ||
					  guest_status == E_CANCELLED),
			"SUP-032 who waits comes back");
	(void)tap_check(vesper_event_wait(wards_event, SECOND_NS, &bits) == OK
			&& bits == 1u << 1, "SUP-033 the supervisor is told");
	check_status(ping(1), E_STOPPED, "SUP-034 calls are refused");
	check_status(vesper_domain_stop(wards[1].slot), OK,
		     "SUP-035 stop it again");
	check_status(ping(2), OK, "SUP-036 the third goes on");
}

int main(void)
{
	tap_plan(RESULTS);
	judge_install();
	judge_end();
	return sys_power_off(power);
}
