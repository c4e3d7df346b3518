/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * Interrupts: a line is masked until its driver acknowledges it.
 */
#include "kernel.h"

#include <vesper/kernel/heap.h>

#define SLOT_IRQ	4
#define SLOT_WAIT	5
#define LINE		57
#define OTHER_LINE	29

static struct abi_event *event;
static struct abi_irq *irq;

static void boot(void)
{
	fixture_make();
	event = world_event(NULL, 0);
	irq = world_irq(event, 6, LINE);
	world_cap(f.client, SLOT_IRQ, irq, ABI_RIGHT_CONTROL, 0);
	world_cap(f.client, SLOT_WAIT, event, ABI_RIGHT_WAIT, 0);
	world.unmasked[OTHER_LINE] = true; /* as who was here before left it */
	RUNS(world_boot());
}

static int64_t acknowledge(void)
{
	regs()[0] = SLOT_IRQ;
	regs()[8] = ABI_IRQ_ACKNOWLEDGE;
	RUNS(world_syscall(ABI_SYS_INVOKE));
	return status();
}

static void test_only_lines_with_an_object(void)
{
	boot();
	CU_ASSERT_TRUE(world.unmasked[LINE]);
	CU_ASSERT_FALSE(world.unmasked[OTHER_LINE]);
}

static void test_masked_until_acknowledged(void)
{
	boot();
	CU_ASSERT_EQUAL(acknowledge(), E_STATE);
	RUNS(world_interrupt_line(LINE));
	CU_ASSERT_FALSE(world.unmasked[LINE]);
	CU_ASSERT_EQUAL(event->bits, 6);
	event->bits = 0;
	RUNS(world_interrupt_line(LINE));
	CU_ASSERT_EQUAL(event->bits, 0);
	CU_ASSERT_EQUAL(acknowledge(), OK);
	CU_ASSERT_TRUE(world.unmasked[LINE]);
	CU_ASSERT_EQUAL(acknowledge(), E_STATE);
	RUNS(world_interrupt_line(LINE));
	CU_ASSERT_EQUAL(event->bits, 6);
}

static void test_wakes_the_driver(void)
{
	boot();
	regs()[0] = SLOT_WAIT;
	regs()[1] = UINT64_MAX;
	regs()[8] = ABI_EVENT_WAIT;
	RUNS(world_syscall(ABI_SYS_INVOKE));
	CU_ASSERT_PTR_EQUAL(world.current, f.other);
	RUNS(world_interrupt_line(LINE));
	switch_to(f.vp);
	CU_ASSERT_EQUAL(status(), OK);
	CU_ASSERT_EQUAL(regs()[1], 6);
}

/* Nobody runs: the interrupt comes while the CPU idles. */
static bool line_comes(void)
{
	static int times;

	if (times++ > 0)
		return false;
	world_line(LINE);
	return true;
}

static void test_while_idle(void)
{
	boot();
	regs()[0] = UINT64_MAX;
	RUNS(world_syscall(ABI_SYS_BLOCK));
	regs()[0] = SLOT_WAIT;
	regs()[1] = UINT64_MAX;
	regs()[8] = ABI_EVENT_WAIT;
	world.idle = line_comes;
	RUNS(world_syscall(ABI_SYS_INVOKE));
	CU_ASSERT_PTR_EQUAL(world.current, f.other);
	CU_ASSERT_EQUAL(regs()[1], 6);
}

/* A line without an object is only masked. */
static void test_line_of_nobody(void)
{
	boot();
	world.unmasked[OTHER_LINE] = true;
	RUNS(world_interrupt_line(OTHER_LINE));
	CU_ASSERT_FALSE(world.unmasked[OTHER_LINE]);
	CU_ASSERT_EQUAL(event->bits, 0);
}

static void test_unknown_operation(void)
{
	boot();
	regs()[0] = SLOT_IRQ;
	regs()[8] = 9;
	RUNS(world_syscall(ABI_SYS_INVOKE));
	CU_ASSERT_EQUAL(status(), E_OPERATION);
}

/* ---- whose time it is ----------------------------------------------------- */

#define ENTRY_TICKS	10	/* that the kernel takes for an interrupt */
#define BACK_TICKS	(ENTRY_TICKS / 2) /* for the way back, and the registers */

static struct abi_budget *driver, *others;

/* The driver, with `amount` of 1000, waits; `other` runs on `rest` of 2000, or, if
 * that is 0, on slack. */
static void boot_beside(uint64_t rest, uint64_t amount)
{
	fixture_make();
	event = world_event(NULL, 0);
	irq = world_irq(event, 6, LINE);
	world_cap(f.client, SLOT_IRQ, irq, ABI_RIGHT_CONTROL, 0);
	world_cap(f.client, SLOT_WAIT, event, ABI_RIGHT_WAIT, 0);
	driver = world_budget(f.vp, amount, 1000, 0);
	others = rest != 0 ? world_budget(f.other, rest, 2000, 0) : NULL;
	RUNS(world_boot());
	CU_ASSERT_PTR_EQUAL(world.current, f.vp);
	regs()[0] = SLOT_WAIT;
	regs()[1] = UINT64_MAX;
	regs()[8] = ABI_EVENT_WAIT;
	RUNS(world_syscall(ABI_SYS_INVOKE));
	CU_ASSERT_PTR_EQUAL(world.current, f.other);
	world.interrupt = ENTRY_TICKS;
}

static void boot_with_budgets(uint64_t amount)
{
	boot_beside(500, amount);
}

/* Who is interrupted pays for its own time alone, and gets the way back. */
static void test_entry_is_the_drivers(void)
{
	boot_with_budgets(100);
	world.now += 40;
	RUNS(world_interrupt_line(LINE));
	CU_ASSERT_EQUAL(others->left, 460 + BACK_TICKS);
	CU_ASSERT_EQUAL(driver->left, 100 - BACK_TICKS);
	CU_ASSERT_EQUAL(f.other->sched.spent, 40);
	CU_ASSERT_PTR_EQUAL(world.current, f.vp);
	/* The driver has run since the entry. */
	world.now += 7;
	RUNS(world_interrupt());
	CU_ASSERT_EQUAL(driver->left, 100 - BACK_TICKS - ENTRY_TICKS - 7);
}

/* A driver that does not run at once pays for the entry all the same. */
static void test_entry_for_a_later_one(void)
{
	boot_with_budgets(100);
	others->deadline = 2;
	heap_set(HEAP_READY, f.other, others->deadline);
	world.now += 40;
	RUNS(world_interrupt_line(LINE));
	CU_ASSERT_PTR_EQUAL(world.current, f.other);
	CU_ASSERT_EQUAL(driver->left, 100 - ENTRY_TICKS - BACK_TICKS);
	CU_ASSERT_EQUAL(others->left, 460 + BACK_TICKS);
	world.now += 3;
	RUNS(world_interrupt());
	CU_ASSERT_EQUAL(others->left, 460 + BACK_TICKS - 3);
	RUNS(yield());
	CU_ASSERT_EQUAL(others->left, 500); /* filled again, nothing owed */
	CU_ASSERT_PTR_EQUAL(world.current, f.vp);
}

/* A driver whose time is used up by the entry does not run, so its line stays
 * masked until its budget is filled. */
static void test_storm_ends_with_the_budget(void)
{
	boot_with_budgets(ENTRY_TICKS - 2);
	world.now += 40;
	RUNS(world_interrupt_line(LINE));
	CU_ASSERT_EQUAL(driver->left, -2 - BACK_TICKS);
	CU_ASSERT_PTR_EQUAL(world.current, f.other);
	CU_ASSERT_EQUAL(others->left, 460 + BACK_TICKS);
	CU_ASSERT_FALSE(world.unmasked[LINE]);
	RUNS(world_interrupt_line(LINE));
	CU_ASSERT_EQUAL(driver->left, -2 - BACK_TICKS);
	/* Filled, less what it owes. */
	world.now = driver->deadline;
	world.interrupt = 0;
	RUNS(world_interrupt());
	CU_ASSERT_EQUAL(driver->left, ENTRY_TICKS - 4 - BACK_TICKS);
	CU_ASSERT_PTR_EQUAL(world.current, f.vp);
	CU_ASSERT_EQUAL(acknowledge(), OK);
}

/* On slack nobody's time is taken: the driver, which runs, begins with the entry,
 * and who was interrupted with its own next turn. */
static void test_entry_in_a_turn_on_slack(void)
{
	boot_beside(0, 100);
	world.now += 40;
	RUNS(world_interrupt_line(LINE));
	CU_ASSERT_PTR_EQUAL(world.current, f.vp);
	CU_ASSERT_EQUAL(driver->left, 100);
	world.now += 7;
	RUNS(world_interrupt());
	CU_ASSERT_EQUAL(driver->left, 100 - ENTRY_TICKS - 7);
}

/* A driver with its event bound to it. */
static void test_entry_of_a_bound_event(void)
{
	fixture_make();
	world_control(f.vp, 0);
	event = world_event(f.vp, 3);
	irq = world_irq(event, 6, LINE);
	driver = world_budget(f.vp, 100, 1000, 0);
	others = world_budget(f.other, 500, 2000, 0);
	RUNS(world_boot());
	regs()[0] = UINT64_MAX;
	RUNS(world_syscall(ABI_SYS_BLOCK));
	CU_ASSERT_PTR_EQUAL(world.current, f.other);
	world.interrupt = ENTRY_TICKS;
	world.now += 40;
	RUNS(world_interrupt_line(LINE));
	CU_ASSERT_EQUAL(others->left, 460 + BACK_TICKS);
	CU_ASSERT_EQUAL(driver->left, 100 - BACK_TICKS);
}

void suite_irq(void)
{
	CU_pSuite suite = CU_add_suite("kernel: interrupts", NULL, NULL);

	CU_ADD_TEST(suite, test_only_lines_with_an_object);
	CU_ADD_TEST(suite, test_masked_until_acknowledged);
	CU_ADD_TEST(suite, test_wakes_the_driver);
	CU_ADD_TEST(suite, test_while_idle);
	CU_ADD_TEST(suite, test_line_of_nobody);
	CU_ADD_TEST(suite, test_unknown_operation);
	CU_ADD_TEST(suite, test_entry_is_the_drivers);
	CU_ADD_TEST(suite, test_entry_for_a_later_one);
	CU_ADD_TEST(suite, test_storm_ends_with_the_budget);
	CU_ADD_TEST(suite, test_entry_in_a_turn_on_slack);
	CU_ADD_TEST(suite, test_entry_of_a_bound_event);
}
