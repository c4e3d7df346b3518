/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * The system timer counts microseconds and interrupts when its low word equals a
 * compare register. Channels 1 and 3 are the ARM's (BCM2835 ARM Peripherals,
 * chapter 12); a match stays in CS until 1 is written there.
 */
#include <component.h>
#include <vesper/object.h>

#include "../tap/tap.h"

#define RESULTS		19u
#define CS		0
#define CLO		1
#define COMPARE(n)	(3 + (n))
#define SOON_US		500u
#define LATE_US		5000u	/* QEMU's own threads take turns too */

static void timer_start(unsigned channel, uint32_t us)
{
	regs[COMPARE(channel)] = regs[CLO] + us;
}

static void timer_clear(unsigned channel)
{
	regs[CS] = 1u << channel;
}

static uint64_t ticks(uint64_t us)
{
	return vesper_frequency() * us / 1000000;
}

static void check_status(vesper_status got, int want, const char *name)
{
	(void)tap_equal((uint64_t)-(int64_t)got, (uint64_t)-(int64_t)want,
			name);
}

static vesper_status wait(uint64_t us, uint64_t *bits)
{
	return vesper_event_wait(tick_event, ticks(us), bits);
}

static void judge_first(void)
{
	uint64_t bits;
	uint32_t start;

	check_status(vesper_irq_acknowledge(tick), E_STATE,
		     "IRQ-001 nothing to acknowledge");
	check_status(wait(SOON_US, &bits), E_TIMEOUT, "IRQ-002 all is quiet");
	start = regs[CLO];
	timer_start(1, SOON_US);
	check_status(wait(100 * LATE_US, &bits), OK, "IRQ-003 an interrupt");
	(void)tap_check(regs[CLO] - start >= SOON_US,
			"IRQ-004 comes at its time");
	(void)tap_equal(bits, 1, "IRQ-005 as bit 0 of its event");
}

static void judge_masked(void)
{
	uint64_t bits;

	check_status(wait(LATE_US, &bits), E_TIMEOUT,
		     "IRQ-010 the line is masked, though it is still up");
	timer_clear(1);
	timer_start(1, SOON_US);
	check_status(wait(4 * SOON_US, &bits), E_TIMEOUT,
		     "IRQ-011 nor does the next one come");
	check_status(vesper_irq_acknowledge(tick), OK, "IRQ-012 acknowledge");
	check_status(wait(LATE_US, &bits), OK, "IRQ-013 then it comes at once");
	timer_clear(1);
	check_status(vesper_irq_acknowledge(tick), OK,
		     "IRQ-014 acknowledge what is quiet now");
	check_status(vesper_irq_acknowledge(tick), E_STATE,
		     "IRQ-015 it cannot be acknowledged twice");
	check_status(wait(SOON_US, &bits), E_TIMEOUT, "IRQ-016 all is quiet");
}

/* The second interrupt is bound to the vp, which sleeps for it. */
static void judge_bound(void)
{
	uint64_t bits = 0;

	timer_start(3, SOON_US);
	check_status(vesper_sleep(ticks(100 * LATE_US)), OK,
		     "IRQ-020 an interrupt wakes the vp up");
	(void)tap_check(vesper_control_state(0)->summary != 0 &&
			vesper_event_take(tock_event, &bits) == OK &&
			bits == 1, "IRQ-021 its event is pending");
	timer_clear(3);
	check_status(vesper_irq_acknowledge(tock), OK, "IRQ-022 acknowledge");
	check_status(vesper_sleep(ticks(SOON_US)), E_TIMEOUT,
		     "IRQ-023 then it sleeps");
}

/* With somebody who runs all the time. */
static void judge_preempt(void)
{
	uint64_t bits, before = 0, after = 0;
	unsigned late = 0;

	check_status(irq_hog_start(hog), OK, "IRQ-030 a hog starts");
	for (unsigned i = 0; i < 20; i++) {
		uint32_t start = regs[CLO];

		timer_start(1, SOON_US);
		if (wait(100 * LATE_US, &bits) != OK)
			break;
		late += regs[CLO] - start > SOON_US + LATE_US;
		timer_clear(1);
		(void)vesper_irq_acknowledge(tick);
		if (i == 0 && irq_hog_rounds(hog, &before) != OK)
			break;
	}
	(void)tap_check(irq_hog_rounds(hog, &after) == OK && after > before, "IRQ-031 it runs meanwhile");
	if (!tap_check(late <= 2, "IRQ-032 interrupts come at their time"))
		tap_note("late", late);
}

int main(void)
{
	tap_plan(RESULTS);
	judge_first();
	judge_masked();
	judge_bound();
	judge_preempt();
	return sys_power_off(power);
}
