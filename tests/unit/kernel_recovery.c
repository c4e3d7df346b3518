/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * Recovery vps: what becomes of a call whose time limit passed.
 */
#include "kernel.h"

#include <vesper/abi/operation.h>

#define LIMIT		100u	/* ns, of the portal into `server` */
#define RECOVER		0x00780000u
#define STACK		0x51000000u
#define GO_ON		0x00790000u	/* where a call goes on */
#define VALUE		0x5e5e000000000000u
#define FOREVER		UINT64_MAX

static struct abi_vp *mender;	/* of the server */

static void limit(struct abi_portal *portal, uint64_t ticks)
{
	portal->limit = ticks;
	portal->key |= ABI_KEY_SLOW;
}

static void make(uint64_t workers)
{
	fixture_make_pool(workers, workers);
	limit(f.portal, LIMIT);
	mender = world_vp(f.server, "mender");
	mender->state = ABI_VP_DEAD;
	mender->start_pc = RECOVER;
	mender->start_stack = STACK;
	f.pool->recovery = mender;
}

static void boot(void)
{
	make(1);
	RUNS(world_boot());
}

/* The limit of the call that runs passes. */
static void overrun(void)
{
	world.now += LIMIT;
	RUNS(world_interrupt());
}

/* The recovery entry runs, with the fault, and nothing of anybody else. */
static void entered(uint64_t pc)
{
	switch_to(mender);
	CU_ASSERT_PTR_EQUAL(running_in(), f.server);
	CU_ASSERT_EQUAL(mender->context.pc, RECOVER);
	CU_ASSERT_EQUAL(mender->context.sp, STACK);
	CU_ASSERT_EQUAL(mender->context.tls, STACK);
	CU_ASSERT_EQUAL(regs()[0], ABI_FAULT_TIME_LIMIT);
	CU_ASSERT_EQUAL(regs()[2], pc);
	for (int i = 5; i < 31; i++)
		CU_ASSERT_EQUAL(regs()[i], 0);
}

/* `mender` has nothing to do, and all workers of the server are there. */
static void at_rest(void)
{
	CU_ASSERT_EQUAL(mender->state, ABI_VP_DEAD);
	CU_ASSERT_PTR_EQUAL(world_link(mender), &mender->links[ABI_LINKS - 1]);
	CU_ASSERT_EQUAL(f.server->state, ABI_DOMAIN_RUNNING);
	CU_ASSERT_NOT_EQUAL(f.pool->free, 0);
}

/* A server that hangs: its client goes on, the entry gives the call up, and the
 * next client is served. */
static void test_given_up(void)
{
	boot();
	regs_fill(VALUE);
	RUNS(call(SLOT_PORTAL, 1));
	regs_fill(2 * VALUE); /* nothing of the server's comes back */
	overrun();
	switch_to(f.vp);
	CU_ASSERT_PTR_EQUAL(running_in(), f.client);
	for (uint64_t i = 9; i < 19; i++)
		CU_ASSERT_EQUAL(regs()[i], 0);
	CU_ASSERT_EQUAL(status(), E_LIMIT);
	CU_ASSERT_EQUAL(regs()[8], (uint16_t)E_LIMIT);
	for (uint64_t i = 19; i < 31; i++)
		CU_ASSERT_EQUAL(regs()[i], VALUE + i);
	CU_ASSERT_EQUAL(f.server->fault.kind, ABI_FAULT_TIME_LIMIT);
	CU_ASSERT_TRUE(world_says("time limit of a call"));
	entered(ENTRY);
	RUNS(reply(E_STATE));
	at_rest();
	switch_to(f.vp);
	RUNS(call(SLOT_PORTAL, 1));
	CU_ASSERT_PTR_EQUAL(running_in(), f.server);
	RUNS(reply(7));
	CU_ASSERT_EQUAL(status(), 7);
}

/* The call goes on where the entry says, with its registers; its late reply goes
 * nowhere. */
static void test_goes_on(void)
{
	boot();
	RUNS(call(SLOT_PORTAL, 1));
	regs_fill(VALUE);
	overrun();
	entered(ENTRY);
	regs()[1] = GO_ON;
	RUNS(reply(OK));
	switch_to(mender);
	CU_ASSERT_EQUAL(mender->context.pc, GO_ON);
	for (uint64_t i = 0; i < 31; i++)
		CU_ASSERT_EQUAL(regs()[i], VALUE + i);
	RUNS(reply(9));
	at_rest();
	switch_to(f.vp);
	CU_ASSERT_EQUAL(status(), E_LIMIT);
}

/* It has no time limit any more, and runs on the budget of its vp. */
static void test_on_its_own_budget(void)
{
	struct abi_budget *budget;

	make(1);
	budget = world_budget(mender, 1000, 100000, 0);
	RUNS(world_boot());
	RUNS(call(SLOT_PORTAL, 1));
	overrun();
	entered(ENTRY);
	world.now += 500;
	RUNS(world_interrupt());
	CU_ASSERT_EQUAL(budget->left, 500);
	CU_ASSERT_EQUAL(mender->sched.limit, 0);
}

/* Who waits for the token helps the recovery, and is let in after it. */
static void test_others_wait(void)
{
	boot();
	RUNS(call(SLOT_PORTAL, 1));
	overrun();
	switch_to(f.other);
	RUNS(call(SLOT_PORTAL, 2));
	CU_ASSERT_EQUAL(f.other->state, ABI_VP_WAIT_POOL);
	entered(ENTRY);
	RUNS(reply(E_STATE));
	CU_ASSERT_EQUAL(mender->state, ABI_VP_DEAD);
	switch_to(f.other);
	CU_ASSERT_PTR_EQUAL(running_in(), f.server);
	CU_ASSERT_EQUAL(regs()[0] >> 32, 2);
}

/* What the call has called ends first, on the recovery vp; then the entry runs,
 * whatever path the reply takes. */
static void test_deeper_call_ends_first(void)
{
	for (int fast = 0; fast <= 1; fast++) {
		boot();
		RUNS(call(SLOT_PORTAL, 1));
		world.fast = fast != 0;
		RUNS(call(SLOT_DEEP, 1));
		regs_fill(VALUE);
		overrun();
		switch_to(f.vp);
		CU_ASSERT_EQUAL(status(), E_LIMIT);
		switch_to(mender);
		CU_ASSERT_PTR_EQUAL(running_in(), f.deep);
		CU_ASSERT_EQUAL(regs()[3], VALUE + 3);
		RUNS(reply(5));
		world.fast = false;
		entered(ENTRY);
		RUNS(reply(OK));
		switch_to(mender);
		CU_ASSERT_EQUAL(status(), 5); /* of the deeper call */
		RUNS(reply(0));
		at_rest();
	}
}

/* The deeper server's own limit goes on to count, and may be the next to pass. It
 * counts what the vp that has the call now spends from now on. */
static void test_limit_of_the_deeper_call(void)
{
	make(1);
	limit(f.deep_portal, LIMIT + 50);
	mender->sched.spent = 1000; /* of calls that it recovered before */
	RUNS(world_boot());
	RUNS(call(SLOT_PORTAL, 1));
	RUNS(call(SLOT_DEEP, 1));
	overrun();
	switch_to(mender);
	CU_ASSERT_PTR_EQUAL(running_in(), f.deep);
	CU_ASSERT_EQUAL(mender->sched.limit - mender->sched.spent, 50);
	world.now += 50;
	RUNS(world_interrupt());
	CU_ASSERT_EQUAL(f.deep->state, ABI_DOMAIN_STOPPED);
	entered(ENTRY);
	RUNS(reply(OK));
	switch_to(mender);
	CU_ASSERT_EQUAL(status(), E_LIMIT); /* to the server */
	RUNS(reply(0));
	at_rest();
	/* One that is over already passes at once. */
	make(1);
	limit(f.deep_portal, LIMIT);
	RUNS(world_boot());
	RUNS(call(SLOT_PORTAL, 1));
	RUNS(call(SLOT_DEEP, 1));
	overrun();
	switch_to(mender);
	next_turn();
	entered(ENTRY);
	CU_ASSERT_EQUAL(f.deep->state, ABI_DOMAIN_STOPPED);
}

/* The caller's own domain has ended meanwhile: who called that one is told. */
static void test_caller_is_stopped(void)
{
	make(1);
	f.portal->limit = 0;
	limit(f.deep_portal, LIMIT);
	mender->links[ABI_LINKS - 1].domain = mender->home = f.deep;
	f.pool->recovery = NULL;
	f.deep_pool->recovery = mender;
	world_cap(f.deep, SLOT_EMPTY, f.server, ABI_RIGHT_CONTROL, 0);
	RUNS(world_boot());
	RUNS(call(SLOT_PORTAL, 1));
	RUNS(call(SLOT_DEEP, 1));
	regs()[0] = SLOT_EMPTY;
	regs()[8] = ABI_DOMAIN_STOP;
	RUNS(world_syscall(ABI_SYS_INVOKE));
	CU_ASSERT_PTR_EQUAL(running_in(), f.deep);
	overrun();
	switch_to(f.vp);
	CU_ASSERT_PTR_EQUAL(running_in(), f.client);
	CU_ASSERT_EQUAL(status(), E_STOPPED);
	switch_to(mender);
	CU_ASSERT_PTR_EQUAL(running_in(), f.deep);
	RUNS(reply(E_STATE));
	CU_ASSERT_EQUAL(mender->state, ABI_VP_DEAD);
	CU_ASSERT_PTR_NOT_NULL(f.deep_pool->free);
}

/* What was borrowed ends with the client's call, not with the server's. */
static void test_borrowed_ends(void)
{
	struct abi_worker *worker;

	make(1);
	worker = (struct abi_worker *)(uintptr_t)f.pool->workers;
	worker->landing = 8;
	RUNS(world_boot());
	regs()[0] = SLOT_PORTAL;
	regs()[8] = 1 | (uint64_t)(ABI_FIELD_BORROW | SLOT_DEEP) << 16;
	RUNS(world_syscall(ABI_SYS_CALL_CAP));
	CU_ASSERT_NOT_EQUAL(world_slot(f.server, 8)->key, 0);
	overrun();
	CU_ASSERT_EQUAL(world_slot(f.server, 8)->key, 0);
	entered(ENTRY);
	/* What comes there now is the server's own. */
	world_cap(f.server, 8, f.deep_portal, ABI_RIGHT_CALL, 1);
	RUNS(reply(E_STATE));
	at_rest();
	CU_ASSERT_NOT_EQUAL(world_slot(f.server, 8)->key, 0);
}

/* Nothing of the client's registers gets to the recovery vp. */
static void test_client_registers_stay(void)
{
	const struct abi_link *link;

	boot();
	regs_fill(VALUE);
	f.vp->context.tls = VALUE;
	RUNS(call(SLOT_PORTAL, 1));
	overrun();
	switch_to(mender);
	link = world_link(mender) + 1;
	for (int i = 0; i < 12; i++)
		CU_ASSERT_TRUE(link->saved[i] < VALUE);
	CU_ASSERT_TRUE(link->tls < VALUE);
	switch_to(f.vp);
	CU_ASSERT_EQUAL(f.vp->context.tls, VALUE);
}

/* A second call that overruns while the first is recovered. */
static void test_recovery_is_busy(void)
{
	make(2);
	RUNS(world_boot());
	RUNS(call(SLOT_PORTAL, 1));
	overrun();
	switch_to(f.other);
	RUNS(call(SLOT_PORTAL, 1));
	CU_ASSERT_PTR_EQUAL(running_in(), f.server);
	world.now += LIMIT;
	RUNS(world_interrupt());
	switch_to(f.other);
	CU_ASSERT_EQUAL(status(), E_LIMIT);
	CU_ASSERT_EQUAL(f.server->state, ABI_DOMAIN_STOPPED);
	next_turn();
	next_turn();
	CU_ASSERT_EQUAL(mender->state, ABI_VP_DEAD);
}

/* A fault handler that hangs, and FP registers in use: as without recovery. */
static void test_not_everything_moves(void)
{
	make(1);
	f.server->handler = 0x600000;
	f.server->handler_stack = 0x601000;
	RUNS(world_boot());
	RUNS(call(SLOT_PORTAL, 1));
	RUNS(fault(ABI_FAULT_READ, 8));
	overrun();
	CU_ASSERT_EQUAL(f.server->state, ABI_DOMAIN_STOPPED);
	make(1);
	f.server->fp = 1;
	RUNS(world_boot());
	RUNS(call(SLOT_PORTAL, 1));
	overrun();
	CU_ASSERT_EQUAL(f.server->state, ABI_DOMAIN_STOPPED);
	CU_ASSERT_EQUAL(status(), E_LIMIT);
}

/* The entry itself faults; or its domain is stopped by somebody. */
static void test_recovery_fails(void)
{
	boot();
	RUNS(call(SLOT_PORTAL, 1));
	overrun();
	entered(ENTRY);
	RUNS(fault(ABI_FAULT_WRITE, 8));
	CU_ASSERT_EQUAL(f.server->state, ABI_DOMAIN_STOPPED);
	CU_ASSERT_EQUAL(mender->state, ABI_VP_DEAD);
	CU_ASSERT_PTR_EQUAL(running_in(), f.client);

	make(1);
	world_cap(f.client, SLOT_EMPTY, f.server, ABI_RIGHT_CONTROL, 0);
	RUNS(world_boot());
	RUNS(call(SLOT_PORTAL, 1));
	overrun();
	switch_to(f.vp);
	regs()[0] = SLOT_EMPTY;
	regs()[8] = ABI_DOMAIN_STOP;
	RUNS(world_syscall(ABI_SYS_INVOKE));
	for (int i = 0; i < 4; i++)
		next_turn();
	CU_ASSERT_EQUAL(mender->state, ABI_VP_DEAD);
	CU_ASSERT_PTR_EQUAL(running_in(), f.client);
}

/* A call that waits for an event when its limit passes gives up the wait, takes
 * the token again and goes on. */
static void test_waits_for_an_event(void)
{
	struct abi_event *event;

	make(1);
	event = world_event(NULL, 0);
	world_cap(f.server, SLOT_EMPTY, event, ABI_RIGHT_WAIT, 0);
	RUNS(world_boot());
	RUNS(call(SLOT_PORTAL, 1));
	regs()[0] = SLOT_EMPTY;
	regs()[1] = FOREVER;
	regs()[8] = ABI_EVENT_WAIT;
	RUNS(world_syscall(ABI_SYS_INVOKE));
	overrun();
	CU_ASSERT_EQUAL(event->wake, 0);
	entered(ENTRY);
	RUNS(reply(OK));
	switch_to(mender);
	CU_ASSERT_EQUAL(status(), E_CANCELLED);
	RUNS(reply(0));
	at_rest();
}

/* The moment at which it has been handed a deeper server's worker. */
static void test_handed_a_worker(void)
{
	make(1);
	f.deep_portal->pool = world_pool(f.deep, 1, 1);
	RUNS(world_boot());
	switch_to(f.other);
	RUNS(call(SLOT_DEEP, 1));
	switch_to(f.vp);
	RUNS(call(SLOT_PORTAL, 1));
	world.now += LIMIT - 1;
	RUNS(call(SLOT_DEEP, 1));
	CU_ASSERT_EQUAL(f.vp->state, ABI_VP_WAIT_POOL);
	switch_to(f.other);
	f.vp->sched.spent += LIMIT;
	RUNS(reply(0));
	switch_to(f.vp);
	CU_ASSERT_EQUAL(status(), E_LIMIT);
	CU_ASSERT_EQUAL(f.vp->portal, 0);
	switch_to(mender);
	CU_ASSERT_PTR_EQUAL(running_in(), f.deep);
	RUNS(reply(0));
	entered(ENTRY);
	RUNS(reply(E_STATE));
	at_rest();
}

/* A restart of its home does not let it begin. */
static void test_restart_of_its_home(void)
{
	make(1);
	f.server->restart = GO_ON;
	f.server->vps = mender;
	f.server->vps_count = 1;
	world_cap(f.client, SLOT_EMPTY, f.server, ABI_RIGHT_CONTROL, 0);
	RUNS(world_boot());
	RUNS(call(SLOT_PORTAL, 1));
	RUNS(fault(ABI_FAULT_WRITE, 8));
	regs()[0] = SLOT_EMPTY;
	regs()[8] = ABI_DOMAIN_RESTART;
	RUNS(world_syscall(ABI_SYS_INVOKE));
	CU_ASSERT_EQUAL(status(), OK);
	switch_to(mender);
	RUNS(reply(0));
	at_rest();
	switch_to(f.vp);
	RUNS(call(SLOT_PORTAL, 1));
	overrun();
	entered(ENTRY);
}

/* It never runs at home: nobody can start it there. */
static void test_is_not_started(void)
{
	make(1);
	world_cap(f.client, SLOT_EMPTY, mender, ABI_RIGHT_CONTROL, 0);
	RUNS(world_boot());
	regs()[0] = SLOT_EMPTY;
	regs()[1] = 0x6000;
	regs()[2] = STACK;
	regs()[8] = ABI_VP_START;
	RUNS(world_syscall(ABI_SYS_INVOKE));
	CU_ASSERT_EQUAL(status(), E_STATE);
	at_rest();
}

void suite_recovery(void)
{
	CU_pSuite suite = CU_add_suite("kernel: recovery", NULL, NULL);

	CU_ADD_TEST(suite, test_given_up);
	CU_ADD_TEST(suite, test_goes_on);
	CU_ADD_TEST(suite, test_on_its_own_budget);
	CU_ADD_TEST(suite, test_others_wait);
	CU_ADD_TEST(suite, test_deeper_call_ends_first);
	CU_ADD_TEST(suite, test_limit_of_the_deeper_call);
	CU_ADD_TEST(suite, test_caller_is_stopped);
	CU_ADD_TEST(suite, test_borrowed_ends);
	CU_ADD_TEST(suite, test_client_registers_stay);
	CU_ADD_TEST(suite, test_is_not_started);
	CU_ADD_TEST(suite, test_recovery_is_busy);
	CU_ADD_TEST(suite, test_not_everything_moves);
	CU_ADD_TEST(suite, test_recovery_fails);
	CU_ADD_TEST(suite, test_waits_for_an_event);
	CU_ADD_TEST(suite, test_handed_a_worker);
	CU_ADD_TEST(suite, test_restart_of_its_home);
}
