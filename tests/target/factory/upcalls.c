/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * A vp that is made has a control block: events can be bound to it, and it is
 * activated. Twice in each place, so that all of the first life must be gone.
 */
#include "judge.h"

#define BELL		(spare + 9)	/* the event that is bound to it */
#define RINGER		(spare + 10)
#define ACTIVATED	(spare + 11)
#define NUMBER		200u		/* of the event there */
#define LIVES		4u
#define LOST		5u		/* see made.S */
#define PATIENCE	1000u		/* turns */

struct home {
	struct built built;
	uint64_t vp, bell;	/* places */
};

static volatile struct abi_control_write *written(uint64_t vp)
{
	return (void *)(vps_blocks + vp * ABI_WINDOW_SIZE);
}

static const volatile struct abi_control_read *state(uint64_t vp)
{
	return (const void *)(written(vp) + 1);
}

static bool is_new(uint64_t vp)
{
	const volatile uint64_t *words =
		(const volatile uint64_t *)written(vp);

	for (uint64_t i = 0; i < 2 * ABI_PAGE_SIZE / 8; i++)
		if (words[i] != 0)
			return false;
	return true;
}

/* Its domain sees the block, and the vp sleeps. */
static vesper_status home_make(struct home *home)
{
	uint64_t block;
	vesper_status status = build(&home->built);

	if (status == OK)
		status = vesper_vp_create_activated(vps, ACTIVATED, DOMAIN,
						    made_at(made_upcall),
						    &home->vp);
	block = (uintptr_t)written(home->vp);
	if (status == OK)
		status = vesper_region_share(vps_blocks_cap, DOMAIN, 2,
					     (uint32_t)home->vp, 1,
					     ABI_RIGHT_READ | ABI_RIGHT_WRITE);
	if (status == OK)
		status = vesper_event_create_bound(events, BELL, ACTIVATED,
						   NUMBER, &home->bell);
	if (status == OK)
		status = vesper_cap_mint(BELL, RINGER, ABI_RIGHT_SIGNAL, 3);
	return status == OK ? vesper_vp_start(ACTIVATED, made_at(made_home),
					      made_stack(2), block) : status;
}

static vesper_status home_end(const struct home *home)
{
	vesper_status status = vesper_delete(events, home->bell);

	if (status == OK)
		status = vesper_delete(vps, home->vp);
	if (status == OK)
		status = take_apart(&home->built);
	discard(BELL);
	discard(RINGER);
	discard(ACTIVATED);
	return status;
}

/* It sees that nothing is pending, and goes on. */
static bool resumed(uint64_t vp)
{
	for (unsigned i = 0; i < PATIENCE; i++) {
		if (written(vp)->masked == 0)
			return true;
		vesper_yield();
	}
	return false;
}

/* Signalled, it is activated with what it lost, and sleeps again. */
static bool rings(const struct home *home)
{
	uint64_t bits = 0, told = 0;
	bool good;

	written(home->vp)->spare[0] = 0;
	good = vesper_signal(RINGER) == OK &&
		vesper_event_wait(EVENT, UINT64_MAX, &told) == OK &&
		told == 4 &&
		written(home->vp)->spare[0] == ABI_REASON_EVENT &&
		written(home->vp)->contexts[LOST].x[19] ==
			(uintptr_t)written(home->vp) &&
		state(home->vp)->pending[NUMBER / 64] ==
			UINT64_C(1) << NUMBER % 64;
	good = good && vesper_event_take(BELL, &bits) == OK && bits == 3 &&
		state(home->vp)->summary == 0;
	return good && resumed(home->vp);
}

static void judge_one(void)
{
	struct home home;
	uint64_t number;

	check_status(home_make(&home), OK, "FAC-300 a vp that is activated");
	(void)tap_check(rings(&home), "FAC-301 it is, by its event");
	(void)tap_check(rings(&home), "FAC-302 resumes, and is again");
	check_status(vesper_delete(vps, home.vp), E_BUSY,
		     "FAC-303 not deleted while an event is bound to it");
	check_status(vesper_vp_stop(ACTIVATED), OK, "FAC-304 stopped");
	check_status(vesper_signal(RINGER), OK, "FAC-305 and signalled then");
	(void)tap_equal(state(home.vp)->summary, 1u << NUMBER / 64,
			"FAC-306 which stays pending");
	check_status(vesper_delete(events, home.bell), OK,
		     "FAC-307 until the event is deleted");
	(void)tap_equal(state(home.vp)->summary, 0, "FAC-308 and away");
	discard(BELL);
	check_status(vesper_event_create_bound(events, BELL, ACTIVATED,
					       64 * ABI_PENDING_WORDS,
					       &number), E_VALUE,
		     "FAC-309 there is no such number");
	check_status(vesper_event_create_bound(events, BELL, DOMAIN, NUMBER,
					       &number), E_TYPE,
		     "FAC-310 a domain is no vp");
	check_status(vesper_event_create_bound(events, BELL, ACTIVATED,
					       NUMBER, &home.bell), OK,
		     "FAC-311 an event once more");
	check_status(home_end(&home), OK, "FAC-312 all places come back");
}

static void judge_lives(void)
{
	unsigned good = 0, fresh = 0;

	for (unsigned i = 0; i < LIVES; i++) {
		struct home home;
		uint64_t number;

		(void)vesper_vp_create(vps, FREE, self.slot, &number);
		fresh += is_new(number);
		(void)vesper_delete(vps, number);
		discard(FREE);
		good += home_make(&home) == OK && rings(&home);
		good += home_end(&home) == OK;
	}
	(void)tap_equal(good, 2 * LIVES, "FAC-320 lives in two places");
	(void)tap_equal(fresh, LIVES,
			"FAC-321 which find nothing of the one before");
}

/* Without `control` there is nothing to write a context to. */
static void judge_without(void)
{
	uint64_t vp, bell;

	check_status(vesper_vp_create_activated(others, FREE, self.slot,
						made_at(made_upcall), &vp), OK,
		     "FAC-330 a vp without a control block");
	check_status(vesper_event_create_bound(events, BELL, FREE, NUMBER,
					       &bell), E_STATE,
		     "FAC-331 no event is bound to it");
	check_status(vesper_delete(others, vp), OK, "FAC-332 deleted");
	discard(FREE);
}

void judge_upcalls(void)
{
	judge_one();
	judge_lives();
	judge_without();
}
