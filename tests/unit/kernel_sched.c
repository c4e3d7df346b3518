/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * The scheduler: who runs.
 */
#include "kernel.h"

#include <vesper/abi/operation.h>

static void test_yield_takes_turns(void)
{
	fixture_boot();
	for (int i = 0; i < 3; i++) {
		RUNS(yield());
		CU_ASSERT_PTR_EQUAL(world.current, f.other);
		RUNS(yield());
		CU_ASSERT_PTR_EQUAL(world.current, f.vp);
	}
}

static void test_yield_alone_goes_on(void)
{
	world_reset();
	f.client = world_domain("client", 0, 1);
	f.vp = world_vp(f.client, "main");
	RUNS(world_boot());
	RUNS(yield());
	CU_ASSERT_PTR_EQUAL(world.current, f.vp);
}

#define TURN	1000000u	/* ns, on slack */

/* One turn after the other: the timer is never due at once. */
static void test_turns_of_one_alone(void)
{
	world_reset();
	f.client = world_domain("client", 0, 1);
	f.vp = world_vp(f.client, "main");
	RUNS(world_boot());
	CU_ASSERT_EQUAL(world.timer, world.now + TURN);
	world.now += TURN;
	RUNS(world_interrupt());
	CU_ASSERT_EQUAL(world.timer, world.now + TURN);
	world.now += TURN / 2;
	RUNS(yield());
	CU_ASSERT_EQUAL(world.timer, world.now + TURN);
	CU_ASSERT_PTR_EQUAL(world.current, f.vp);
}

static void test_yield_keeps_registers(void)
{
	fixture_boot();
	regs_fill(0x4000);
	RUNS(yield());
	regs_fill(0x8000);
	RUNS(yield());
	for (uint64_t i = 19; i < 31; i++)
		CU_ASSERT_EQUAL(regs()[i], 0x4000 + i);
}

/* On slack: `vp` has had nearly all of its turn, and gives up the rest. Who is next
 * has a whole one. */
static void turn_is_whole(void)
{
	CU_ASSERT_PTR_EQUAL_FATAL(world.current, f.other);
	world.now += TURN - 2000;
	RUNS(world_interrupt());
	CU_ASSERT_PTR_EQUAL(world.current, f.other);
}

static void test_yield_takes_nothing_of_the_next_turn(void)
{
	fixture_boot();
	world.now += TURN - 1000;
	RUNS(yield());
	turn_is_whole();
	world.now += 2000;
	RUNS(world_interrupt());
	CU_ASSERT_PTR_EQUAL(world.current, f.vp);
}

static void test_sleep_takes_nothing_of_the_next_turn(void)
{
	fixture_boot();
	for (int i = 0; i < 3; i++) {
		world.now += TURN - 1000;
		regs()[0] = 1;
		RUNS(world_syscall(ABI_SYS_BLOCK));
		world.now++;
		RUNS(world_interrupt());
		CU_ASSERT_EQUAL(f.vp->state, ABI_VP_READY);
		turn_is_whole();
		world.now += 2000;
		RUNS(world_interrupt());
		if (world.current == f.other)
			RUNS(yield());
		CU_ASSERT_PTR_EQUAL(world.current, f.vp);
	}
}

#define SLOT_VP		6	/* in client: f.other, */
#define SLOT_MINE	7	/* the budget of f.vp, */
#define SLOT_OTHERS	8	/* and that of f.other; all with CONTROL */
#define AMOUNT		1000u
#define PERIOD		10000u

/* `third` has no budget: it runs while the others cannot. */
static struct abi_vp *third;
static struct abi_budget *mine, *others;

static void make_budgets(uint32_t flags)
{
	fixture_make();
	third = world_vp(f.client, "third");
	mine = world_budget(f.vp, AMOUNT, PERIOD, flags);
	others = world_budget(f.other, AMOUNT, 2 * PERIOD, 0);
	mine->share = others->share = ABI_BUDGET_WHOLE;
	world_cap(f.client, SLOT_VP, f.other, ABI_RIGHT_CONTROL, 0);
	world_cap(f.client, SLOT_MINE, mine, ABI_RIGHT_CONTROL, 0);
	world_cap(f.client, SLOT_OTHERS, others, ABI_RIGHT_CONTROL, 0);
	world.fast = true; /* by which nobody looks unless it is asked for */
}

static int64_t invoke(uint64_t slot, uint64_t operation, uint64_t x1,
		      uint64_t x2)
{
	const struct abi_vp *vp = world.current;

	regs()[0] = slot;
	regs()[1] = x1;
	regs()[2] = x2;
	regs()[8] = operation;
	RUNS(world_syscall(ABI_SYS_INVOKE));
	return (int64_t)vp->context.x[0];
}

static void wait_for_an_event(uint64_t timeout)
{
	regs()[0] = timeout;
	RUNS(world_syscall(ABI_SYS_BLOCK));
}

/* Much more was used than there is in a period: it has its deadline again when
 * that is paid, whatever slack gave it meanwhile. */
static void test_debt_of_many_periods_is_paid(void)
{
	make_budgets(ABI_BUDGET_SLACK);
	f.other->state = ABI_VP_DEAD;
	RUNS(world_boot());
	CU_ASSERT_PTR_EQUAL_FATAL(world.current, f.vp);
	world.now += 5 * AMOUNT;
	RUNS(world_interrupt());
	CU_ASSERT_EQUAL(mine->left, -4 * (int64_t)AMOUNT);
	for (int64_t i = 1; i <= 4; i++) {
		world.now = mine->deadline;
		RUNS(world_interrupt());
		CU_ASSERT_EQUAL(mine->left, (i - 4) * (int64_t)AMOUNT);
	}
	world.now = mine->deadline;
	RUNS(world_interrupt());
	CU_ASSERT_PTR_EQUAL(world.current, f.vp);
	CU_ASSERT_EQUAL(mine->left, AMOUNT);
	CU_ASSERT_EQUAL(world.timer, world.now + AMOUNT);
}

/* Who has slept for periods, and is woken before its time, gets one period's
 * time, from now on. */
static void test_woken_before_its_time(void)
{
	struct abi_event *event;

	make_budgets(0);
	world_control(f.vp, 0);
	event = world_event(f.vp, 3);
	world_cap(f.client, SLOT_EMPTY, event, ABI_RIGHT_SIGNAL, 1);
	f.other->state = ABI_VP_DEAD;
	RUNS(world_boot());
	CU_ASSERT_PTR_EQUAL_FATAL(world.current, f.vp);
	world.now += AMOUNT / 2;
	wait_for_an_event(100 * PERIOD);
	CU_ASSERT_PTR_EQUAL_FATAL(world.current, third);
	world.now += 20 * PERIOD;
	regs()[0] = SLOT_EMPTY;
	RUNS(world_syscall(ABI_SYS_SIGNAL));
	CU_ASSERT_PTR_EQUAL(world.current, f.vp);
	CU_ASSERT_EQUAL(mine->left, AMOUNT);
	CU_ASSERT_EQUAL(mine->deadline, world.now + PERIOD);
}

/* The vp that is started has a deadline, who starts it has none. */
static void test_started_runs_at_once(void)
{
	make_budgets(0);
	f.vp->state = f.other->state = ABI_VP_DEAD;
	RUNS(world_boot());
	CU_ASSERT_PTR_EQUAL_FATAL(world.current, third);
	CU_ASSERT_EQUAL(invoke(SLOT_VP, ABI_VP_START, 0x6000, 0x7000), OK);
	CU_ASSERT_PTR_EQUAL(world.current, f.other);
	CU_ASSERT_EQUAL(f.other->context.pc, 0x6000);
}

/* A budget that is changed has nothing left: who runs on it stops at once, */
static void test_changed_while_it_runs(void)
{
	make_budgets(0);
	f.other->state = ABI_VP_DEAD;
	RUNS(world_boot());
	CU_ASSERT_PTR_EQUAL_FATAL(world.current, f.vp);
	CU_ASSERT_EQUAL(invoke(SLOT_MINE, ABI_BUDGET_CHANGE, 2 * AMOUNT,
			       3 * PERIOD), OK);
	CU_ASSERT_PTR_EQUAL(world.current, third);
	world.now += 3 * PERIOD - 1;
	RUNS(world_interrupt());
	CU_ASSERT_PTR_EQUAL(world.current, third);
	world.now++;
	RUNS(world_interrupt());
	CU_ASSERT_PTR_EQUAL(world.current, f.vp);
	CU_ASSERT_EQUAL(mine->left, 2 * AMOUNT);
}

/* and who would be the next to run on it is not. */
static void test_changed_while_it_waits(void)
{
	make_budgets(0);
	RUNS(world_boot());
	CU_ASSERT_PTR_EQUAL_FATAL(world.current, f.vp);
	CU_ASSERT_EQUAL(invoke(SLOT_OTHERS, ABI_BUDGET_CHANGE, AMOUNT,
			       3 * PERIOD), OK);
	CU_ASSERT_PTR_EQUAL(world.current, f.vp);
	RUNS(yield());
	CU_ASSERT_PTR_EQUAL(world.current, third);
}

/* The change of one that nobody uses now counts when it is used again. */
static void test_changed_while_it_sleeps(void)
{
	make_budgets(0);
	RUNS(world_boot());
	CU_ASSERT_PTR_EQUAL_FATAL(world.current, f.vp);
	wait_for_an_event(PERIOD);
	CU_ASSERT_PTR_EQUAL_FATAL(world.current, f.other);
	CU_ASSERT_EQUAL(invoke(SLOT_MINE, ABI_BUDGET_CHANGE, 2 * AMOUNT,
			       3 * PERIOD), OK);
	CU_ASSERT_PTR_EQUAL(world.current, f.other);
	CU_ASSERT_EQUAL(f.vp->state, ABI_VP_BLOCKED);
	world.now += PERIOD;
	RUNS(world_interrupt());
	CU_ASSERT_EQUAL(f.vp->state, ABI_VP_READY);
	CU_ASSERT_PTR_EQUAL(world.current, third);
	world.now = mine->deadline;
	RUNS(world_interrupt());
	CU_ASSERT_PTR_EQUAL(world.current, f.vp);
	CU_ASSERT_EQUAL(mine->left, 2 * AMOUNT);
	CU_ASSERT_EQUAL(mine->deadline, world.now + 3 * PERIOD);
}

/* Nor does who waits for a server, and helps, do that on it any more. */
static void test_changed_while_it_helps(void)
{
	make_budgets(0);
	f.other->state = ABI_VP_DEAD;
	world_cap(f.server, SLOT_MINE, mine, ABI_RIGHT_CONTROL, 0);
	RUNS(world_boot());
	wait_for_an_event(PERIOD);
	CU_ASSERT_PTR_EQUAL_FATAL(world.current, third);
	RUNS(call(SLOT_PORTAL, 1));
	world.now += PERIOD;
	RUNS(world_interrupt());
	CU_ASSERT_PTR_EQUAL_FATAL(world.current, f.vp);
	RUNS(call(SLOT_PORTAL, 1));
	CU_ASSERT_EQUAL(f.vp->state, ABI_VP_WAIT_POOL);
	CU_ASSERT_PTR_EQUAL_FATAL(world.current, third);
	CU_ASSERT_EQUAL(invoke(SLOT_MINE, ABI_BUDGET_CHANGE, AMOUNT, PERIOD),
			OK);
	world.now += AMOUNT / 2;
	RUNS(world_interrupt());
	CU_ASSERT_PTR_EQUAL(world.current, third);
	CU_ASSERT_EQUAL(mine->left, 0);
	world.now = mine->deadline;
	RUNS(world_interrupt());
	world.now += AMOUNT / 2;
	RUNS(world_interrupt());
	CU_ASSERT_EQUAL(mine->left, AMOUNT / 2);
}

/* Who yields while it owes time owes it still. */
static void test_yield_of_who_owes(void)
{
	make_budgets(0);
	RUNS(world_boot());
	world.now += 2 * AMOUNT;
	RUNS(yield());
	CU_ASSERT_EQUAL(mine->left, -(int64_t)AMOUNT);
	CU_ASSERT_PTR_EQUAL(world.current, f.other);
}

#define SLEEPERS	6
#define AT_ONCE		4	/* waits that end in one entry */

/* Many waits end at one time: some in the first entry, and the timer asks for the
 * next one at once. */
static void test_many_waits_end(void)
{
	const struct abi_vp *sleepers[SLEEPERS];
	int awake = 0;

	fixture_make();
	for (int i = 0; i < SLEEPERS; i++)
		sleepers[i] = world_vp(f.client, "");
	f.other->state = ABI_VP_DEAD;
	RUNS(world_boot());
	for (int i = 0; i < SLEEPERS; i++) {
		switch_to(sleepers[i]);
		wait_for_an_event(100 * TURN - world.now);
	}
	CU_ASSERT_PTR_EQUAL(world.current, f.vp);
	world.now = 100 * TURN;
	RUNS(world_interrupt());
	for (int i = 0; i < SLEEPERS; i++)
		awake += sleepers[i]->state == ABI_VP_READY;
	CU_ASSERT_EQUAL(awake, AT_ONCE);
	CU_ASSERT_TRUE(world.timer <= world.now);
	RUNS(world_interrupt());
	for (int i = 0; i < SLEEPERS; i++)
		CU_ASSERT_EQUAL(sleepers[i]->state, ABI_VP_READY);
}

static void test_all_blocked_is_idle(void)
{
	fixture_boot();
	regs()[0] = UINT64_MAX;
	RUNS(world_syscall(ABI_SYS_BLOCK));
	CU_ASSERT_PTR_EQUAL(world.current, f.other);
	regs()[0] = UINT64_MAX;
	CU_ASSERT_EQUAL(world_syscall(ABI_SYS_BLOCK), WORLD_IDLE);
}

/* It is due when the kernel begins, before anybody has run. */
static void test_period_of_less_than_a_tick(void)
{
	world_reset();
	world.frequency = WORLD_HZ / 10;
	f.client = world_domain("client", 0, 1);
	f.vp = world_vp(f.client, "main");
	(void)world_budget(f.vp, 1, 1, ABI_BUDGET_SLACK);
	RUNS(world_boot());
	CU_ASSERT_PTR_EQUAL(world.current, f.vp);
}

void suite_sched(void)
{
	CU_pSuite suite = CU_add_suite("kernel: scheduler", NULL, NULL);

	CU_ADD_TEST(suite, test_yield_takes_turns);
	CU_ADD_TEST(suite, test_yield_alone_goes_on);
	CU_ADD_TEST(suite, test_turns_of_one_alone);
	CU_ADD_TEST(suite, test_yield_keeps_registers);
	CU_ADD_TEST(suite, test_yield_takes_nothing_of_the_next_turn);
	CU_ADD_TEST(suite, test_sleep_takes_nothing_of_the_next_turn);
	CU_ADD_TEST(suite, test_debt_of_many_periods_is_paid);
	CU_ADD_TEST(suite, test_woken_before_its_time);
	CU_ADD_TEST(suite, test_started_runs_at_once);
	CU_ADD_TEST(suite, test_changed_while_it_runs);
	CU_ADD_TEST(suite, test_changed_while_it_waits);
	CU_ADD_TEST(suite, test_changed_while_it_sleeps);
	CU_ADD_TEST(suite, test_changed_while_it_helps);
	CU_ADD_TEST(suite, test_yield_of_who_owes);
	CU_ADD_TEST(suite, test_many_waits_end);
	CU_ADD_TEST(suite, test_all_blocked_is_idle);
	CU_ADD_TEST(suite, test_period_of_less_than_a_tick);
}
