/* SPDX-License-Identifier: BlueOak-1.0.0 */
#include <component.h>
#include <vesper/object.h>

#include "../tap/tap.h"

#define SUBJECT	0	/* in `all`, in the order of the system file */
#define GATE	1
#define PATIENCE 1000

struct view {
	uint32_t data, bss, local, ring, heap, begun;
};

static struct view look(void)
{
	struct view v = { 0 };

	if (restart_subject_look(subject, &v.data, &v.bss, &v.local, &v.ring,
				 &v.heap, &v.begun) != OK)
		v.data = UINT32_MAX;
	return v;
}

/* The status of filling its slot. */
static uint64_t spoil(void)
{
	int32_t filled;

	return restart_subject_spoil(subject, &filled) == OK ?
		(uint64_t)(int64_t)filled : 1;
}

static void check_first(struct view v, const char *name)
{
	bool memory = v.data == 7 && v.bss == 0 && v.local == 5 &&
		      v.ring == 0 && v.heap == 1;

	if (!tap_check(memory, name)) {
		tap_note("data", v.data);
		tap_note("bss", v.bss);
		tap_note("local", v.local);
		tap_note("ring", v.ring);
		tap_note("heap", v.heap);
	}
}

/* Both of its vps run on slack, as this one does. */
static uint32_t wait_for_vps(void)
{
	struct view v = { 0 };

	for (int i = 0; i < PATIENCE && v.begun != 3; i++) {
		vesper_yield();
		v = look();
	}
	return v.begun;
}

static vesper_status restart(uint32_t i)
{
	return vesper_domain_restart(all[i].slot);
}

/* Its second vp must come back from the gate first. */
static vesper_status restart_patiently(void)
{
	vesper_status status = E_BUSY;

	(void)vesper_signal(latch);
	for (int i = 0; i < PATIENCE && status == E_BUSY; i++) {
		vesper_yield();
		status = restart(SUBJECT);
	}
	return status;
}

static void test_first_life(void)
{
	check_first(look(), "restart-first: what a first life finds");
	tap_equal(wait_for_vps(), 3, "restart-vps: both vps begin");
	tap_equal(spoil(), OK, "restart-fill: its free slot is filled");
	tap_equal(spoil(), (uint64_t)(int64_t)E_OCCUPIED,
		  "restart-full: and then no more");
	tap_equal((uint64_t)(int64_t)restart(SUBJECT),
		  (uint64_t)(int64_t)E_STATE,
		  "restart-alive: what lives is not restarted");
}

static void test_end(void)
{
	uint64_t bits;

	tap_equal((uint64_t)(int64_t)restart_subject_crash(subject),
		  (uint64_t)(int64_t)E_FAULT,
		  "restart-fault: the client is told of the fault");
	tap_equal((uint64_t)(int64_t)restart_subject_crash(subject),
		  (uint64_t)(int64_t)E_STOPPED,
		  "restart-stopped: and from then on that it is stopped");
	tap_check(vesper_event_take(all_event, &bits) == OK &&
		  bits == UINT64_C(1) << SUBJECT,
		  "restart-told: its supervisor knows which one has ended");
	tap_equal((uint64_t)(int64_t)restart(SUBJECT),
		  (uint64_t)(int64_t)E_BUSY,
		  "restart-busy: not while a vp of it is in a call");
}

static void test_next_life(void)
{
	tap_equal((uint64_t)(int64_t)restart_patiently(), OK,
		  "restart-ok: when that has come back");
	check_first(look(), "restart-next: the next life finds the same");
	tap_equal(wait_for_vps(), 3, "restart-anew: both vps begin anew");
	tap_equal(spoil(), OK, "restart-empty: its slots are empty");
}

static void test_many_lives(void)
{
	int good = 0, lives;

	for (lives = 0; lives < 20; lives++) {
		struct view v;

		good += restart_subject_crash(subject) == E_FAULT &&
			restart_patiently() == OK;
		v = look();
		good += v.data == 7 && v.bss == 0 && v.local == 5;
		good += spoil() == OK;
		(void)wait_for_vps();
	}
	tap_equal((uint64_t)good, 3 * (uint64_t)lives,
		  "restart-many: twenty lives are as good as one");
}

static void test_policy(void)
{
	const vesper_restart_policy *p = &all_policy[SUBJECT];

	tap_check(all_count == 2 && p->always == 1 && p->at_most == 5 &&
		  p->within == UINT64_C(10000000000) &&
		  p->backoff == 50000000 && p->backoff_last == 1000000000,
		  "restart-policy: it is what the manifest says");
	tap_check(p->name[0] == 's' && p->name[6] == 't' && !p->name[7] &&
		  all_policy[GATE].name[0] == 'g' && !all_policy[GATE].always,
		  "restart-name: of whom");
}

/* A component without `restart always` has no second beginning. */
static void test_without(void)
{
	tap_equal((uint64_t)(int64_t)vesper_domain_stop(all[GATE].slot), OK,
		  "restart-stop: a supervisor stops a component");
	tap_equal((uint64_t)(int64_t)restart(GATE),
		  (uint64_t)(int64_t)E_OPERATION,
		  "restart-never: which cannot be restarted");
	tap_equal((uint64_t)(int64_t)restart_gate_pass(plain),
		  (uint64_t)(int64_t)E_STOPPED,
		  "restart-gone: its clients hear that it is stopped");
}

int main(void)
{
	tap_plan(19);
	test_policy();
	test_first_life();
	test_end();
	test_next_life();
	test_many_lives();
	test_without();
	return sys_power_off(power);
}
