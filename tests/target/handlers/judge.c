/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * Sends the desk what its handlers take, and asks it what they saw.
 */
#include <component.h>
#include <vesper/object.h>

#include "../tap/tap.h"

#define RESULTS		19u
#define POSTS		1000u
#define ROUNDS		200000u
#define PATIENCE	1000u

struct seen {
	uint32_t posts, sum, ticks, overlaps;
};

static void check_status(vesper_status got, int want, const char *name)
{
	(void)tap_equal((uint64_t)-(int64_t)got, (uint64_t)-(int64_t)want,
			name);
}

static void rest(void)
{
	(void)vesper_sleep(vesper_frequency() / 1000);
}

static struct seen look(void)
{
	struct seen s = { 0 };

	if (handlers_desk_seen(desk, &s.posts, &s.sum, &s.ticks,
			       &s.overlaps) != OK)
		s.overlaps = UINT32_MAX;
	return s;
}

static void judge_posts(void)
{
	uint32_t full = 0, want = 0;
	struct seen s;

	for (uint32_t i = 1; i <= POSTS; i++) {
		want += i;
		while (handlers_desk_post(desk, i) == E_FULL) {
			full++;
			rest();
		}
	}
	for (unsigned i = 0; i < PATIENCE && look().posts < POSTS; i++)
		rest();
	s = look();
	(void)tap_equal(s.posts, POSTS, "HND-001 one-way messages are taken");
	(void)tap_equal(s.sum, want, "HND-002 each once, by its method");
	(void)tap_check(full != 0, "HND-003 more than a ring holds");
	check_status(handlers_desk_post(other, 1), OK,
		     "HND-004 a message of a method that the client has not");
	rest();
	(void)tap_equal(look().posts, POSTS, "HND-005 is left out");
}

/* The handler's vp has a deadline and the call none: it preempts the call, finds
 * the monitor taken, and helps it. */
static void judge_monitor(void)
{
	uint32_t handlers = 9;
	struct seen s;

	check_status(handlers_desk_hold(desk, ROUNDS, &handlers), OK,
		     "HND-010 a call, with an interrupt meanwhile");
	(void)tap_equal(handlers, 0, "HND-011 its handler waits for the end");
	rest();
	s = look();
	(void)tap_equal(s.ticks, 1, "HND-012 and runs then");
	(void)tap_equal(s.overlaps, 0, "HND-013 never with a call inside");
	check_status(handlers_desk_hold(desk, ROUNDS, &handlers), OK,
		     "HND-014 again");
	rest();
	(void)tap_equal(look().ticks, 2,
			"HND-015 the interrupt was acknowledged");
}

static void judge_events(void)
{
	uint64_t bell_bits = 0, wards = 0;
	uint32_t rings = 0;

	check_status(vesper_signal(bell), OK, "HND-020 signal");
	rest();
	(void)tap_check(handlers_desk_bells(desk, &bell_bits, &wards,
					    &rings) == OK && bell_bits == 6 &&
			rings == 1, "HND-021 its handler gets the bits");
	(void)tap_equal(wards, 0, "HND-022 nobody has ended");
	check_status(vesper_signal(go), OK, "HND-023 let one end");
	rest();
	(void)tap_check(handlers_desk_bells(desk, &bell_bits, &wards,
					    &rings) == OK && wards == 1,
			"HND-024 the supervisor's handler knows");
}

static void judge_notify(void)
{
	uint64_t bits = 0;

	check_status(handlers_desk_tell(desk, 77), OK, "HND-030 tell");
	for (unsigned i = 0; i < PATIENCE && bits == 0; i++) {
		rest();
		(void)vesper_event_take(heard, &bits);
	}
	(void)tap_equal(bits, 3, "HND-031 a component without main has heard");
}

int main(void)
{
	uint32_t result = 0;

	tap_plan(RESULTS);
	judge_posts();
	judge_monitor();
	judge_events();
	judge_notify();
	(void)tap_check(handlers_plain_twice(plain, 21, &result) == OK &&
			result == 42, "HND-040 and calls are what they were");
	return sys_power_off(power);
}
