/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * What an earlier call, wait or life left in links, workers, pools and timers
 * counts no more.
 */
#include "kernel.h"

#include <vesper/abi/operation.h>

#define SLOT_SERVER	8	/* in client, and in server: with CONTROL */
#define SLOT_EVENT	9	/* in client: to wait for, and to signal */
#define OLD		0x7777u
#define HANDLER		0x00750000u
#define RESTART		0x00780000u
#define START		0x00790000u

static struct abi_vp *keeper;	/* of the server: its first vp */
static struct abi_event *event;

static uint64_t address(const void *object)
{
	return (uint64_t)(uintptr_t)object;
}

static struct abi_worker *workers(void)
{
	return (void *)(uintptr_t)f.pool->workers;
}

static void make(uint64_t count)
{
	fixture_make_pool(count, 1);
	keeper = world_vp(f.server, "keeper");
	keeper->start_pc = START;
	keeper->state = ABI_VP_DEAD;
	f.server->restart = RESTART;
	f.server->vps = keeper;
	f.server->vps_count = 1;
	event = world_event(NULL, 0);
	world_cap(f.client, SLOT_EVENT, event,
		  ABI_RIGHT_WAIT | ABI_RIGHT_SIGNAL, 4);
	world_cap(f.client, SLOT_SERVER, f.server, ABI_RIGHT_CONTROL, 0);
	world_cap(f.server, SLOT_SERVER, f.server, ABI_RIGHT_CONTROL, 0);
}

static void boot(void)
{
	make(1);
	RUNS(world_boot());
	switch_to(f.vp);
}

/* The status of who asks, whoever runs then. */
static int64_t invoke(uint64_t slot, uint64_t operation, uint64_t x1)
{
	const struct abi_vp *vp = world.current;

	regs()[0] = slot;
	regs()[1] = x1;
	regs()[8] = operation;
	RUNS(world_syscall(ABI_SYS_INVOKE));
	return (int64_t)vp->context.x[0];
}

/* ---- links --------------------------------------------------------------- */

/* The link below is full of what was there before. */
static struct abi_link *dirty_link(void)
{
	struct abi_link *link = world_link(world.current) - 1;

	link->slow_worker = workers();
	link->limit = link->frozen = OLD;
	link->pool = (void *)(uintptr_t)OLD;
	return link;
}

static void test_call_on_a_used_link(void)
{
	const struct abi_link *link;

	boot();
	link = dirty_link();
	RUNS(call(SLOT_PORTAL, 1));
	CU_ASSERT_PTR_EQUAL(world_link(f.vp), link);
	CU_ASSERT_EQUAL(link->slow_worker, 0);
	CU_ASSERT_EQUAL(link->limit, 0);
	CU_ASSERT_EQUAL(link->frozen, 0);
	RUNS(reply(3));
	CU_ASSERT_EQUAL(status(), 3);
}

/* It has its domain's pool, as what it interrupts, and no limit. */
static void test_handler_on_a_used_link(void)
{
	const struct abi_link *link;

	make(1);
	f.server->handler = HANDLER;
	RUNS(world_boot());
	RUNS(call(SLOT_PORTAL, 1));
	link = dirty_link();
	RUNS(fault(ABI_FAULT_READ, 8));
	CU_ASSERT_PTR_EQUAL(world_link(f.vp), link);
	CU_ASSERT_EQUAL(world.current->context.pc, HANDLER);
	CU_ASSERT_EQUAL(link->pool, address(f.pool));
	CU_ASSERT_EQUAL(link->worker, 0);
	CU_ASSERT_EQUAL(link->slow_worker, 0);
	CU_ASSERT_EQUAL(link->limit, 0);
}

/* By a reply, with a limit, and from a handler whose domain ends. */
static void test_ended_link_is_empty(void)
{
	const struct abi_link *link;

	make(1);
	f.server->handler = HANDLER;
	f.portal->limit = 1000000;
	f.portal->key |= ABI_KEY_SLOW;
	RUNS(world_boot());
	RUNS(call(SLOT_PORTAL, 1));
	link = world_link(f.vp);
	CU_ASSERT_NOT_EQUAL(link->limit, 0);
	CU_ASSERT_NOT_EQUAL(link->slow_worker, 0);
	RUNS(reply(0));
	CU_ASSERT_EQUAL(link->limit, 0);
	CU_ASSERT_EQUAL(link->slow_worker, 0);
	CU_ASSERT_EQUAL(f.vp->sched.limit, 0);
	RUNS(call(SLOT_PORTAL, 1));
	RUNS(fault(ABI_FAULT_READ, 8));
	link = world_link(f.vp);
	CU_ASSERT_EQUAL(link->handler, ABI_LINK_FAULT);
	RUNS(fault(ABI_FAULT_READ, 8));
	CU_ASSERT_PTR_EQUAL(running_in(), f.client);
	CU_ASSERT_EQUAL(link->handler, ABI_LINK_CALL);
}

/* What a server that is stopped had in its registers stays there. */
static void test_registers_of_a_stopped_server(void)
{
	boot();
	RUNS(call(SLOT_PORTAL, 1));
	regs_fill(OLD);
	RUNS(fault(ABI_FAULT_READ, 8));
	CU_ASSERT_PTR_EQUAL(running_in(), f.client);
	CU_ASSERT_EQUAL(status(), E_FAULT);
	for (int i = 1; i < 8; i++)
		CU_ASSERT_EQUAL(regs()[i], 0);
	for (int i = 9; i < 19; i++)
		CU_ASSERT_EQUAL(regs()[i], 0);
}

/* ---- workers and pools --------------------------------------------------- */

/* Who holds a worker is known from when it is handed over to its end. */
static void test_holder_of_a_worker(void)
{
	boot();
	RUNS(call(SLOT_PORTAL, 1));
	switch_to(f.other);
	CU_ASSERT_EQUAL(workers()[0].holder, address(f.vp));
	RUNS(call(SLOT_PORTAL, 1));
	CU_ASSERT_EQUAL(f.other->state, ABI_VP_WAIT_POOL);
	switch_to(f.vp);
	RUNS(reply(0));
	CU_ASSERT_EQUAL(workers()[0].holder, address(f.other));
	switch_to(f.other);
	RUNS(reply(0));
	CU_ASSERT_EQUAL(workers()[0].holder, 0);
}

/* `keeper` takes part in the monitor of its domain. */
static void enter(void)
{
	make(1);
	keeper->state = ABI_VP_READY;
	RUNS(world_boot());
	switch_to(keeper);
	CU_ASSERT_EQUAL(invoke(SLOT_SERVER, ABI_DOMAIN_ENTER, 0), OK);
	CU_ASSERT_EQUAL(f.pool->owner, address(keeper));
}

static void test_owner_of_a_stopped_pool(void)
{
	enter();
	switch_to(f.vp);
	CU_ASSERT_EQUAL(invoke(SLOT_SERVER, ABI_DOMAIN_STOP, 0), OK);
	CU_ASSERT_EQUAL(f.pool->owner, 0);
}

/* Who waited for the token, and has it, waits for nothing. */
static void test_token_ends_the_wait(void)
{
	make(1);
	keeper->state = ABI_VP_READY;
	RUNS(world_boot());
	switch_to(f.vp);
	RUNS(call(SLOT_PORTAL, 1));
	switch_to(keeper);
	(void)invoke(SLOT_SERVER, ABI_DOMAIN_ENTER, 0);
	CU_ASSERT_EQUAL(keeper->wait_pool, address(f.pool));
	switch_to(f.vp);
	RUNS(reply(0));
	CU_ASSERT_EQUAL(f.pool->owner, address(keeper));
	CU_ASSERT_EQUAL(keeper->state, ABI_VP_READY);
}

/* ---- lives --------------------------------------------------------------- */

static void test_restart_of_a_used_pool(void)
{
	make(3);
	RUNS(world_boot());
	switch_to(f.vp);
	RUNS(call(SLOT_PORTAL, 1));
	RUNS(fault(ABI_FAULT_READ, 8));
	f.server->handling = (void *)(uintptr_t)OLD;
	f.pool->token = OLD;
	f.pool->free = &workers()[1];
	for (int i = 0; i < 3; i++) {
		workers()[i].next = 0;
		workers()[i].holder = f.other;
	}
	CU_ASSERT_EQUAL(invoke(SLOT_SERVER, ABI_DOMAIN_RESTART, 0), OK);
	CU_ASSERT_EQUAL(f.server->handling, 0);
	CU_ASSERT_EQUAL(f.pool->token, 0);
	CU_ASSERT_EQUAL(f.pool->free, 0);
	CU_ASSERT_EQUAL(f.pool->owner, address(keeper));
	CU_ASSERT_EQUAL(f.pool->reserve, address(&workers()[0]));
	for (int i = 0; i < 3; i++)
		CU_ASSERT_EQUAL(workers()[i].holder, 0);
	CU_ASSERT_EQUAL(workers()[0].next, address(&workers()[1]));
	CU_ASSERT_EQUAL(workers()[1].next, address(&workers()[2]));
	CU_ASSERT_EQUAL(workers()[2].next, 0);
	switch_to(keeper);
	keeper->fp_link = (void *)keeper->home;
	RUNS(reply(OK));
	CU_ASSERT_EQUAL(f.pool->owner, 0);
	CU_ASSERT_EQUAL(keeper->fp_link, 0);
}

/* A vp that was in the server once, and is in another one now, is no life of
 * its. */
static void test_restart_after_a_call_that_ended(void)
{
	boot();
	switch_to(f.other);
	RUNS(call(SLOT_DEEP, 1));
	switch_to(f.vp);
	CU_ASSERT_EQUAL(invoke(SLOT_SERVER, ABI_DOMAIN_STOP, 0), OK);
	switch_to(f.vp);
	workers()[0].holder = f.other; /* as the fast path leaves it */
	CU_ASSERT_EQUAL(invoke(SLOT_SERVER, ABI_DOMAIN_RESTART, 0), OK);
}

/* `other` waits for the worker that `vp` has, which helps it, and then runs on
 * its own time. */
static void contend(void)
{
	boot();
	RUNS(call(SLOT_PORTAL, 1));
	switch_to(f.other);
	RUNS(call(SLOT_PORTAL, 1));
	CU_ASSERT_EQUAL(f.other->state, ABI_VP_WAIT_POOL);
	switch_to(f.vp);
	next_turn();
	CU_ASSERT_PTR_EQUAL_FATAL(world.current, f.vp);
}

/* A worker was handed over, and who got it has not had the CPU since: it would
 * come back to a server that has begun anew. */
static void test_restart_under_a_worker_handed_over(void)
{
	contend();
	RUNS(reply(0));
	CU_ASSERT_PTR_EQUAL_FATAL(world.current, f.vp);
	CU_ASSERT_EQUAL(f.other->handed, address(workers()));
	CU_ASSERT_EQUAL(invoke(SLOT_SERVER, ABI_DOMAIN_STOP, 0), OK);
	CU_ASSERT_PTR_EQUAL_FATAL(world.current, f.vp);
	CU_ASSERT_EQUAL(f.other->handed, address(workers()));
	CU_ASSERT_EQUAL(invoke(SLOT_SERVER, ABI_DOMAIN_RESTART, 0), E_BUSY);
	switch_to(f.other);
	CU_ASSERT_EQUAL(status(), E_STOPPED);
	switch_to(f.vp);
	CU_ASSERT_EQUAL(invoke(SLOT_SERVER, ABI_DOMAIN_RESTART, 0), OK);
}

/* Who waited when the server ended, and has not had the CPU since, waits for
 * its new life, helps it, and is served. */
static void test_restart_with_a_waiter(void)
{
	enter();
	switch_to(f.other);
	RUNS(call(SLOT_PORTAL, 1));
	CU_ASSERT_EQUAL(f.other->state, ABI_VP_WAIT_POOL);
	switch_to(f.vp);
	CU_ASSERT_EQUAL(invoke(SLOT_SERVER, ABI_DOMAIN_STOP, 0), OK);
	CU_ASSERT_PTR_EQUAL_FATAL(world.current, f.vp);
	CU_ASSERT_EQUAL(f.pool->waiters, address(f.other));
	CU_ASSERT_EQUAL(invoke(SLOT_SERVER, ABI_DOMAIN_RESTART, 0), OK);
	CU_ASSERT_EQUAL(f.other->state, ABI_VP_WAIT_POOL);
	switch_to(keeper);
	CU_ASSERT_EQUAL(keeper->context.pc, RESTART);
	RUNS(reply(OK));
	switch_to(f.other);
	CU_ASSERT_PTR_EQUAL(running_in(), f.server);
	RUNS(reply(3));
	CU_ASSERT_EQUAL(status(), 3);
}

/* A wait for the token ends with the life in which it began. */
static void test_restart_ends_a_wait_for_the_token(void)
{
	make(1);
	keeper->state = ABI_VP_READY;
	RUNS(world_boot());
	switch_to(f.vp);
	RUNS(call(SLOT_PORTAL, 1));
	switch_to(keeper);
	(void)invoke(SLOT_SERVER, ABI_DOMAIN_ENTER, 0);
	CU_ASSERT_EQUAL(f.pool->waiters, address(keeper));
	switch_to(f.vp);
	next_turn();
	CU_ASSERT_PTR_EQUAL_FATAL(world.current, f.vp);
	RUNS(fault(ABI_FAULT_READ, 8));
	CU_ASSERT_PTR_EQUAL_FATAL(world.current, f.vp);
	CU_ASSERT_EQUAL(status(), E_FAULT);
	CU_ASSERT_EQUAL(f.pool->waiters, address(keeper));
	CU_ASSERT_EQUAL(invoke(SLOT_SERVER, ABI_DOMAIN_RESTART, 0), OK);
	CU_ASSERT_EQUAL(f.pool->waiters, 0);
	CU_ASSERT_PTR_EQUAL(f.pool->end, &f.pool->waiters);
	switch_to(keeper);
	CU_ASSERT_EQUAL(keeper->context.pc, RESTART);
}

/* A call was about to be recovered on the vp that restarts, when the domain was
 * stopped: the restart is not taken for it. (vlink has another vp for each; the
 * kernel does not rely on that.) */
static void test_restart_after_a_recovery_that_was_due(void)
{
	make(1);
	f.portal->limit = 100;
	f.portal->key |= ABI_KEY_SLOW;
	f.pool->recovery = keeper;
	RUNS(world_boot());
	switch_to(f.vp);
	RUNS(call(SLOT_PORTAL, 1));
	world.now += 100;
	RUNS(world_interrupt());
	CU_ASSERT_PTR_EQUAL(world.current, f.vp);
	CU_ASSERT_EQUAL(status(), E_LIMIT);
	CU_ASSERT_NOT_EQUAL(world_link(keeper)->frozen, 0);
	/* The worker moved along; nothing of the call is left here. */
	CU_ASSERT_EQUAL(workers()[0].holder, address(keeper));
	CU_ASSERT_EQUAL((world_link(f.vp) - 1)->slow_worker, 0);
	CU_ASSERT_EQUAL((world_link(f.vp) - 1)->limit, 0);
	CU_ASSERT_EQUAL(invoke(SLOT_SERVER, ABI_DOMAIN_STOP, 0), OK);
	for (int i = 0; i < WORLD_VPS && keeper->state != ABI_VP_DEAD; i++)
		next_turn();
	switch_to(f.vp);
	CU_ASSERT_EQUAL(invoke(SLOT_SERVER, ABI_DOMAIN_RESTART, 0), OK);
	switch_to(keeper);
	CU_ASSERT_EQUAL(keeper->context.pc, RESTART);
}

/* ---- timers -------------------------------------------------------------- */

/* A wait that ended in time does not end a second time. */
static void test_timeout_of_a_wait_that_ended(void)
{
	boot();
	regs()[0] = SLOT_EVENT;
	regs()[1] = 5000;
	regs()[8] = ABI_EVENT_WAIT;
	RUNS(world_syscall(ABI_SYS_INVOKE));
	CU_ASSERT_EQUAL(f.vp->state, ABI_VP_WAIT_EVENT);
	switch_to(f.other);
	regs()[0] = SLOT_EVENT;
	RUNS(world_syscall(ABI_SYS_SIGNAL));
	switch_to(f.vp);
	CU_ASSERT_EQUAL(status(), OK);
	CU_ASSERT_EQUAL(regs()[1], 4);
	CU_ASSERT_EQUAL(f.vp->sched.queued[1].at, 0); /* in no timer */
	regs_fill(OLD);
	world.now += 10000;
	RUNS(world_interrupt());
	switch_to(f.vp);
	CU_ASSERT_EQUAL(status(), OLD);
}

void suite_stale(void)
{
	CU_pSuite suite = CU_add_suite("kernel: what was before", NULL, NULL);

	CU_ADD_TEST(suite, test_call_on_a_used_link);
	CU_ADD_TEST(suite, test_handler_on_a_used_link);
	CU_ADD_TEST(suite, test_ended_link_is_empty);
	CU_ADD_TEST(suite, test_registers_of_a_stopped_server);
	CU_ADD_TEST(suite, test_holder_of_a_worker);
	CU_ADD_TEST(suite, test_owner_of_a_stopped_pool);
	CU_ADD_TEST(suite, test_token_ends_the_wait);
	CU_ADD_TEST(suite, test_restart_of_a_used_pool);
	CU_ADD_TEST(suite, test_restart_after_a_call_that_ended);
	CU_ADD_TEST(suite, test_restart_under_a_worker_handed_over);
	CU_ADD_TEST(suite, test_restart_with_a_waiter);
	CU_ADD_TEST(suite, test_restart_ends_a_wait_for_the_token);
	CU_ADD_TEST(suite, test_restart_after_a_recovery_that_was_due);
	CU_ADD_TEST(suite, test_timeout_of_a_wait_that_ended);
}
