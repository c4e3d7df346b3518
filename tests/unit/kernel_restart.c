/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * Restarts: a stopped domain begins anew, once nothing of its old life is left.
 */
#include "kernel.h"

#include <vesper/abi/operation.h>

#define SLOT_DOMAIN	8	/* in client: server, with CONTROL */
#define SLOT_EVENT	9	/* in server: an event that nobody signals */
#define RESTART		0x00780000u
#define START		0x00790000u
#define START_STACK	0x51000000u

static struct abi_vp *keeper;	/* of the server: its first vp */
static uint64_t root;		/* of the server, before it is stopped */

/* `server` can be restarted; `keeper` is its only vp, and has a beginning. */
static void make(void)
{
	fixture_make();
	keeper = world_vp(f.server, "keeper");
	keeper->start_pc = START;
	keeper->start_stack = START_STACK;
	keeper->state = ABI_VP_DEAD; /* as one that is for restarts alone */
	f.server->restart = RESTART;
	f.server->vps = keeper;
	f.server->vps_count = 1;
	world_cap(f.client, SLOT_DOMAIN, f.server, ABI_RIGHT_CONTROL, 0);
	world_cap(f.server, SLOT_EVENT, world_event(NULL, 0), ABI_RIGHT_WAIT,
		  0);
	root = f.server->ttbr;
}

static void boot(void)
{
	make();
	RUNS(world_boot());
	switch_to(f.vp);
}

static int64_t invoke(uint64_t slot, uint64_t operation)
{
	regs()[0] = slot;
	regs()[8] = operation;
	RUNS(world_syscall(ABI_SYS_INVOKE));
	return status();
}

static int64_t restart(void)
{
	return invoke(SLOT_DOMAIN, ABI_DOMAIN_RESTART);
}

/* `vp` calls the server, which faults. */
static void crash(void)
{
	RUNS(call(SLOT_PORTAL, 1));
	RUNS(fault(ABI_FAULT_WRITE, 0xdead));
	CU_ASSERT_EQUAL(status(), E_FAULT);
}

static void test_not_stopped(void)
{
	boot();
	CU_ASSERT_EQUAL(restart(), E_STATE);
}

static void test_without_an_entry(void)
{
	boot();
	f.server->restart = 0;
	crash();
	CU_ASSERT_EQUAL(restart(), E_OPERATION);
	CU_ASSERT_EQUAL(f.server->state, ABI_DOMAIN_STOPPED);
}

static void test_needs_control(void)
{
	make();
	world_cap(f.client, SLOT_DOMAIN, f.server, ABI_RIGHT_SHARE, 0);
	RUNS(world_boot());
	switch_to(f.vp);
	crash();
	CU_ASSERT_EQUAL(restart(), E_RIGHTS);
}

/* First its own code runs, with nothing in its registers. */
static void test_entry_runs_first(void)
{
	boot();
	crash();
	CU_ASSERT_EQUAL(restart(), OK);
	CU_ASSERT_EQUAL(f.server->state, ABI_DOMAIN_RUNNING);
	CU_ASSERT_NOT_EQUAL(f.server->ttbr & 0xffffffffffff, 0);
	CU_ASSERT_EQUAL(f.server->ttbr >> 48, root >> 48);
	switch_to(keeper);
	CU_ASSERT_PTR_EQUAL(running_in(), f.server);
	CU_ASSERT_EQUAL(keeper->context.pc, RESTART);
	CU_ASSERT_EQUAL(keeper->context.sp, START_STACK);
	CU_ASSERT_EQUAL(keeper->context.tls, START_STACK);
	for (int i = 0; i < 31; i++)
		CU_ASSERT_EQUAL(regs()[i], 0);
}

static void test_then_everything_begins(void)
{
	boot();
	crash();
	CU_ASSERT_EQUAL(restart(), OK);
	switch_to(keeper);
	regs_fill(0x7000);
	keeper->reason = ABI_REASON_PREEMPTED; /* in the entry */
	RUNS(reply(OK));
	CU_ASSERT_EQUAL(keeper->reason, ABI_REASON_NONE);
	switch_to(keeper);
	CU_ASSERT_EQUAL(keeper->context.pc, START);
	CU_ASSERT_EQUAL(keeper->context.sp, START_STACK);
	for (int i = 0; i < 31; i++)
		CU_ASSERT_EQUAL(regs()[i], 0);
	switch_to(f.vp);
	RUNS(call(SLOT_PORTAL, 1));
	CU_ASSERT_PTR_EQUAL(running_in(), f.server);
	CU_ASSERT_EQUAL(world.current->context.pc, ENTRY);
	RUNS(reply(5));
	CU_ASSERT_EQUAL(status(), 5);
}

/* A call that comes before the memory is in order waits, and is served. */
static void test_callers_wait_for_the_entry(void)
{
	boot();
	crash();
	CU_ASSERT_EQUAL(restart(), OK);
	switch_to(f.vp);
	RUNS(call(SLOT_PORTAL, 1));
	CU_ASSERT_EQUAL(f.vp->state, ABI_VP_WAIT_POOL);
	switch_to(keeper);
	RUNS(reply(OK));
	switch_to(f.vp);
	CU_ASSERT_PTR_EQUAL(running_in(), f.server);
	CU_ASSERT_EQUAL(world.current->context.pc, ENTRY);
}

/* A vp that is for restarts alone stands still afterwards. */
static void test_no_beginning(void)
{
	boot();
	keeper->start_pc = 0;
	crash();
	CU_ASSERT_EQUAL(restart(), OK);
	switch_to(keeper);
	RUNS(reply(OK));
	CU_ASSERT_EQUAL(keeper->state, ABI_VP_DEAD);
	CU_ASSERT_PTR_NOT_EQUAL(world.current, keeper);
	RUNS(call(SLOT_PORTAL, 1));
	CU_ASSERT_PTR_EQUAL(running_in(), f.server);
}

/* A fault of the entry stops the domain again; it can be tried once more. */
static void test_entry_faults(void)
{
	boot();
	crash();
	CU_ASSERT_EQUAL(restart(), OK);
	switch_to(keeper);
	RUNS(fault(ABI_FAULT_READ, 0));
	CU_ASSERT_EQUAL(f.server->state, ABI_DOMAIN_STOPPED);
	CU_ASSERT_EQUAL(keeper->state, ABI_VP_DEAD);
	CU_ASSERT_EQUAL(restart(), OK);
	switch_to(keeper);
	RUNS(reply(OK));
	CU_ASSERT_EQUAL(f.server->state, ABI_DOMAIN_RUNNING);
}

/* Another vp is still inside, in a call that the server made: not yet. */
static void test_busy_while_a_call_is_inside(void)
{
	boot();
	RUNS(call(SLOT_PORTAL, 1));
	RUNS(call(SLOT_DEEP, 1));	/* `vp` runs in deep, through server */
	switch_to(f.other);
	CU_ASSERT_EQUAL(invoke(SLOT_DOMAIN, ABI_DOMAIN_STOP), OK);
	CU_ASSERT_EQUAL(restart(), E_BUSY);
	CU_ASSERT_EQUAL(f.server->state, ABI_DOMAIN_STOPPED);
	switch_to(f.vp);
	CU_ASSERT_PTR_EQUAL(running_in(), f.deep);
	RUNS(reply(OK));		/* and pops through the server */
	switch_to(f.vp);
	CU_ASSERT_PTR_EQUAL(running_in(), f.client);
	CU_ASSERT_EQUAL(status(), E_STOPPED);
	CU_ASSERT_EQUAL(restart(), OK);
}

/* The same when it is the asking vp itself, which never lost the CPU. */
static void test_busy_for_who_asks_from_within(void)
{
	make();
	world_cap(f.deep, SLOT_DOMAIN, f.server, ABI_RIGHT_CONTROL, 0);
	RUNS(world_boot());
	switch_to(f.vp);
	RUNS(call(SLOT_PORTAL, 1));
	RUNS(call(SLOT_DEEP, 1));
	CU_ASSERT_EQUAL(invoke(SLOT_DOMAIN, ABI_DOMAIN_STOP), OK);
	CU_ASSERT_EQUAL(restart(), E_BUSY);
}

/* A vp of the server waits for an event: that wait is over, and it begins. */
static void test_waits_are_over(void)
{
	struct abi_event *event;

	make();
	event = world_event(NULL, 0);
	world_cap(f.server, SLOT_EVENT, event, ABI_RIGHT_WAIT, 0);
	keeper->state = ABI_VP_READY;
	RUNS(world_boot());
	switch_to(keeper);
	regs()[1] = UINT64_MAX;
	regs()[0] = SLOT_EVENT;
	regs()[8] = ABI_EVENT_WAIT;
	RUNS(world_syscall(ABI_SYS_INVOKE));
	CU_ASSERT_EQUAL(keeper->state, ABI_VP_WAIT_EVENT);
	switch_to(f.vp);
	CU_ASSERT_EQUAL(invoke(SLOT_DOMAIN, ABI_DOMAIN_STOP), OK);
	CU_ASSERT_EQUAL(restart(), OK);
	CU_ASSERT_EQUAL(event->wake, 0);
	switch_to(keeper);
	CU_ASSERT_EQUAL(keeper->context.pc, RESTART);
}

/* A vp that was asleep begins, and one that was in a call keeps it busy. */
static void test_sleepers_begin(void)
{
	make();
	keeper->state = ABI_VP_READY;
	RUNS(world_boot());
	switch_to(keeper);
	regs()[0] = UINT64_MAX;
	RUNS(world_syscall(ABI_SYS_BLOCK));
	switch_to(f.vp);
	CU_ASSERT_EQUAL(invoke(SLOT_DOMAIN, ABI_DOMAIN_STOP), OK);
	CU_ASSERT_EQUAL(restart(), OK);
	switch_to(keeper);
	RUNS(reply(OK));
	switch_to(keeper);
	CU_ASSERT_EQUAL(keeper->context.pc, START);
	RUNS(call(SLOT_DEEP, 1));
	switch_to(f.vp);
	CU_ASSERT_EQUAL(invoke(SLOT_DOMAIN, ABI_DOMAIN_STOP), OK);
	CU_ASSERT_EQUAL(restart(), E_BUSY);
	switch_to(keeper);
	CU_ASSERT_PTR_EQUAL(running_in(), f.deep);
	RUNS(reply(OK));
	CU_ASSERT_EQUAL(keeper->state, ABI_VP_DEAD);
	switch_to(f.vp);
	CU_ASSERT_EQUAL(restart(), OK);
}

/* The deep server has one worker, which `other` has; `keeper` wants to enter it, on
 * a budget that is used up then. */
static void keeper_waits(void)
{
	make();
	f.deep_portal->pool = world_pool(f.deep, 1, 1);
	(void)world_budget(keeper, 1000, 1000000000, 0);
	world_cap(f.client, SLOT_EMPTY, keeper, ABI_RIGHT_CONTROL, 0);
	RUNS(world_boot());
	switch_to(f.other);
	RUNS(call(SLOT_DEEP, 1));
	switch_to(f.vp);
	regs()[1] = START;
	CU_ASSERT_EQUAL(invoke(SLOT_EMPTY, ABI_VP_START), OK);
	CU_ASSERT_PTR_EQUAL_FATAL(world.current, keeper);
	RUNS(call(SLOT_DEEP, 1));
	CU_ASSERT_EQUAL(keeper->state, ABI_VP_WAIT_POOL);
	world.now += 1000;
	RUNS(world_interrupt());
}

/* A vp of the server waits for a worker of another: it does no longer. */
static void test_waits_for_workers_are_over(void)
{
	keeper_waits();
	switch_to(f.vp);
	CU_ASSERT_EQUAL(invoke(SLOT_DOMAIN, ABI_DOMAIN_STOP), OK);
	CU_ASSERT_EQUAL(restart(), OK);
	CU_ASSERT_EQUAL(f.deep_portal->pool->waiters, 0);
	switch_to(f.other);
	RUNS(reply(OK));
	CU_ASSERT_PTR_NOT_NULL(f.deep_portal->pool->free);
}

/* It has been given one, but did not run yet: that ends first. */
static void test_busy_with_a_worker_in_hand(void)
{
	keeper_waits();
	switch_to(f.other);
	RUNS(reply(OK));
	CU_ASSERT_PTR_EQUAL_FATAL(world.current, f.other);
	CU_ASSERT_EQUAL(keeper->state, ABI_VP_READY);
	CU_ASSERT_EQUAL(invoke(SLOT_DOMAIN, ABI_DOMAIN_STOP), OK);
	CU_ASSERT_EQUAL(restart(), E_BUSY);
	world.now += 1000000000;
	RUNS(world_interrupt());
	CU_ASSERT_EQUAL(keeper->state, ABI_VP_DEAD);
	CU_ASSERT_PTR_NOT_NULL(f.deep_portal->pool->free);
	CU_ASSERT_EQUAL(restart(), OK);
}

/* Who was handed a worker, and gave it back by the short path, has it no more. */
static void test_nothing_in_hand_afterwards(void)
{
	boot();
	RUNS(call(SLOT_PORTAL, 1));
	switch_to(f.other);
	RUNS(call(SLOT_PORTAL, 1));
	CU_ASSERT_EQUAL(f.other->state, ABI_VP_WAIT_POOL);
	switch_to(f.vp);
	RUNS(reply(OK));
	switch_to(f.other);
	CU_ASSERT_PTR_EQUAL(running_in(), f.server);
	world.fast = true;
	RUNS(reply(OK));
	world.fast = false;
	CU_ASSERT_EQUAL(invoke(SLOT_DOMAIN, ABI_DOMAIN_STOP), OK);
	CU_ASSERT_EQUAL(restart(), OK);
}

/* One that serves nobody is restarted like one that does. */
static void test_without_a_pool(void)
{
	struct abi_domain *loner;
	struct abi_vp *its;

	make();
	loner = world_domain("loner", 1, SLOTS);
	its = world_vp(loner, "its");
	its->start_pc = START;
	its->start_stack = START_STACK;
	loner->restart = RESTART;
	loner->vps = its;
	loner->vps_count = 1;
	world_cap(f.client, SLOT_DOMAIN, loner, ABI_RIGHT_CONTROL, 0);
	world_cap(loner, SLOT_EMPTY, loner, ABI_RIGHT_CONTROL, 0);
	RUNS(world_boot());
	switch_to(its);
	CU_ASSERT_EQUAL(invoke(SLOT_EMPTY, ABI_DOMAIN_ENTER), E_STATE);
	RUNS(fault(ABI_FAULT_READ, 8));
	CU_ASSERT_EQUAL(loner->state, ABI_DOMAIN_STOPPED);
	switch_to(f.vp);
	CU_ASSERT_EQUAL(restart(), OK);
	switch_to(its);
	CU_ASSERT_EQUAL(its->context.pc, RESTART);
	RUNS(reply(OK));
	switch_to(its);
	CU_ASSERT_EQUAL(its->context.pc, START);
}

/* While its first vp is in a call, which is no restart, another one is started. */
static void test_start_beside_a_call(void)
{
	struct abi_vp *second;

	make();
	second = world_vp(f.server, "second");
	CU_ASSERT_PTR_EQUAL_FATAL(second, keeper + 1);
	second->state = ABI_VP_DEAD;
	f.server->vps_count = 2;
	keeper->state = ABI_VP_READY;
	world_cap(f.client, SLOT_EMPTY, second, ABI_RIGHT_CONTROL, 0);
	RUNS(world_boot());
	switch_to(keeper);
	RUNS(call(SLOT_DEEP, 1));
	switch_to(f.vp);
	regs()[1] = START;
	CU_ASSERT_EQUAL(invoke(SLOT_EMPTY, ABI_VP_START), OK);
	switch_to(second);
	CU_ASSERT_EQUAL(second->context.pc, START);
}

/* Ten lives: nothing is used up. */
static void test_again_and_again(void)
{
	boot();
	for (int i = 0; i < 10; i++) {
		crash();
		CU_ASSERT_EQUAL(restart(), OK);
		switch_to(keeper);
		RUNS(reply(OK));
		switch_to(f.vp);
		RUNS(call(SLOT_PORTAL, 1));
		RUNS(reply(i));
		CU_ASSERT_EQUAL(status(), i);
	}
}

void suite_restart(void)
{
	CU_pSuite suite = CU_add_suite("kernel: restarts", NULL, NULL);

	CU_ADD_TEST(suite, test_not_stopped);
	CU_ADD_TEST(suite, test_without_an_entry);
	CU_ADD_TEST(suite, test_needs_control);
	CU_ADD_TEST(suite, test_entry_runs_first);
	CU_ADD_TEST(suite, test_then_everything_begins);
	CU_ADD_TEST(suite, test_callers_wait_for_the_entry);
	CU_ADD_TEST(suite, test_no_beginning);
	CU_ADD_TEST(suite, test_entry_faults);
	CU_ADD_TEST(suite, test_busy_while_a_call_is_inside);
	CU_ADD_TEST(suite, test_busy_for_who_asks_from_within);
	CU_ADD_TEST(suite, test_waits_are_over);
	CU_ADD_TEST(suite, test_sleepers_begin);
	CU_ADD_TEST(suite, test_waits_for_workers_are_over);
	CU_ADD_TEST(suite, test_busy_with_a_worker_in_hand);
	CU_ADD_TEST(suite, test_nothing_in_hand_afterwards);
	CU_ADD_TEST(suite, test_without_a_pool);
	CU_ADD_TEST(suite, test_start_beside_a_call);
	CU_ADD_TEST(suite, test_again_and_again);
}
