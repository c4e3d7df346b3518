/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * Events: sticky bits, waiting with and without a pool, bound events.
 */
#include "kernel.h"

#define SLOT_EVENT	4
#define SLOT_WAIT	5
#define FOREVER		UINT64_MAX

static struct abi_event *event;

/* An event that `client` may signal (badge 5), and everybody wait for. */
static void make(uint64_t workers, uint64_t free)
{
	fixture_make_pool(workers, free);
	event = world_event(NULL, 0);
	world_cap(f.client, SLOT_EVENT, event, ABI_RIGHT_SIGNAL, 5);
	world_cap(f.client, SLOT_WAIT, event, ABI_RIGHT_WAIT, 0);
	world_cap(f.server, SLOT_WAIT, event, ABI_RIGHT_WAIT, 0);
}

static enum world_end invoke(uint64_t slot, uint64_t operation, uint64_t x1)
{
	regs()[0] = slot;
	regs()[1] = x1;
	regs()[8] = operation;
	return world_syscall(ABI_SYS_INVOKE);
}

static enum world_end wait_event(uint64_t ticks)
{
	return invoke(SLOT_WAIT, ABI_EVENT_WAIT, ticks);
}

static void send(void)
{
	regs()[0] = SLOT_EVENT;
	RUNS(world_syscall(ABI_SYS_SIGNAL));
	CU_ASSERT_EQUAL(status(), OK);
}

static void boot(uint64_t workers, uint64_t free)
{
	make(workers, free);
	RUNS(world_boot());
}

static void test_signal_is_sticky(void)
{
	boot(1, 1);
	send();
	send();
	RUNS(invoke(SLOT_WAIT, ABI_EVENT_TAKE, 0));
	CU_ASSERT_EQUAL(status(), OK);
	CU_ASSERT_EQUAL(regs()[1], 5);
	RUNS(invoke(SLOT_WAIT, ABI_EVENT_TAKE, 0));
	CU_ASSERT_EQUAL(regs()[1], 0);
}

static void test_rights(void)
{
	boot(1, 1);
	RUNS(invoke(SLOT_EVENT, ABI_EVENT_TAKE, 0));
	CU_ASSERT_EQUAL(status(), E_RIGHTS);
	RUNS(invoke(SLOT_EVENT, ABI_EVENT_WAIT, FOREVER));
	CU_ASSERT_EQUAL(status(), E_RIGHTS);
	RUNS(invoke(SLOT_WAIT, ABI_IRQ_ACKNOWLEDGE, 0));
	CU_ASSERT_EQUAL(status(), E_OPERATION);
	regs()[0] = SLOT_WAIT;
	RUNS(world_syscall(ABI_SYS_SIGNAL));
	CU_ASSERT_EQUAL(status(), E_RIGHTS);
	CU_ASSERT_EQUAL(event->bits, 0);
	regs()[0] = SLOT_PORTAL;
	RUNS(world_syscall(ABI_SYS_SIGNAL));
	CU_ASSERT_EQUAL(status(), E_TYPE);
}

static void test_wait_at_home(void)
{
	boot(1, 1);
	RUNS(wait_event(FOREVER));
	CU_ASSERT_PTR_EQUAL(world.current, f.other);
	send();
	switch_to(f.vp);
	CU_ASSERT_EQUAL(status(), OK);
	CU_ASSERT_EQUAL(regs()[1], 5);
	CU_ASSERT_EQUAL(event->bits, 0);
}

static void test_wait_finds_bits(void)
{
	boot(1, 1);
	send();
	RUNS(wait_event(FOREVER));
	CU_ASSERT_PTR_EQUAL(world.current, f.vp);
	CU_ASSERT_EQUAL(regs()[1], 5);
}

static void test_one_waiter_at_a_time(void)
{
	boot(1, 1);
	RUNS(wait_event(FOREVER));
	RUNS(wait_event(FOREVER));
	CU_ASSERT_PTR_EQUAL(world.current, f.other);
	CU_ASSERT_EQUAL(status(), E_BUSY);
}

static void test_timeout(void)
{
	boot(1, 1);
	RUNS(wait_event(1000));
	RUNS(yield());
	CU_ASSERT_PTR_EQUAL(world.current, f.other);
	CU_ASSERT_EQUAL(world.timer, 1001);
	switch_to(f.vp);
	CU_ASSERT_EQUAL(status(), E_TIMEOUT);
	CU_ASSERT_EQUAL(regs()[1], 0);
	CU_ASSERT_EQUAL(event->wake, 0);
}

/* A time that is all but endless does not become a short one. */
static void test_timeout_does_not_wrap(void)
{
	make(1, 1);
	world.now = 5000;
	RUNS(world_boot());
	RUNS(wait_event(FOREVER - 1));
	CU_ASSERT_PTR_EQUAL(world.current, f.other);
	RUNS(world_interrupt());
	CU_ASSERT_EQUAL(f.vp->state, ABI_VP_WAIT_EVENT);
}

/* In a server: the token goes to the next caller, the stack stays. */
static void test_wait_gives_up_the_token(void)
{
	uint64_t stack;

	boot(2, 1);
	RUNS(call(SLOT_PORTAL, 1));
	stack = world.current->context.sp;
	RUNS(wait_event(FOREVER));
	CU_ASSERT_PTR_EQUAL(world.current, f.other);
	RUNS(call(SLOT_PORTAL, 2));
	CU_ASSERT_PTR_EQUAL(running_in(), f.server);
	CU_ASSERT_NOT_EQUAL(world.current->context.sp, stack);
	RUNS(reply(0));
	send();
	switch_to(f.vp);
	CU_ASSERT_PTR_EQUAL(running_in(), f.server);
	CU_ASSERT_EQUAL(world.current->context.sp, stack);
	CU_ASSERT_EQUAL(regs()[1], 5);
}

/* The one worker waits: the next caller waits for the pool. */
static void test_wait_of_the_only_worker(void)
{
	boot(1, 1);
	RUNS(call(SLOT_PORTAL, 1));
	RUNS(wait_event(100));
	CU_ASSERT_EQUAL(call(SLOT_PORTAL, 2), WORLD_IDLE);
	CU_ASSERT_EQUAL(world.timer, 101);
}

/*
 * A worker whose event came wants the token back; the one that has it waits for
 * an event in its turn, and no worker is idle: the first gets the token.
 */
static void test_token_goes_to_who_returns(void)
{
	struct abi_event *second;
	struct abi_vp *third;

	make(2, 1);
	second = world_event(NULL, 0);
	world_cap(f.server, SLOT_EVENT, second, ABI_RIGHT_WAIT, 0);
	third = world_vp(f.client, "third");
	RUNS(world_boot());
	RUNS(call(SLOT_PORTAL, 1));
	RUNS(wait_event(FOREVER));
	switch_to(f.other);
	RUNS(call(SLOT_PORTAL, 1));
	switch_to(third);
	send();
	CU_ASSERT_EQUAL(f.vp->state, ABI_VP_WAIT_POOL);
	switch_to(f.other);
	RUNS(invoke(SLOT_EVENT, ABI_EVENT_WAIT, FOREVER));
	switch_to(f.vp);
	CU_ASSERT_PTR_EQUAL(running_in(), f.server);
	CU_ASSERT_EQUAL(regs()[1], 5);
}

/* One that is in the pool already goes on before one that wants to enter. */
static void test_who_returns_is_first(void)
{
	struct abi_vp *third;

	make(2, 1);
	third = world_vp(f.client, "third");
	RUNS(world_boot());
	RUNS(call(SLOT_PORTAL, 1));
	RUNS(wait_event(FOREVER));
	switch_to(f.other);
	RUNS(call(SLOT_PORTAL, 1));
	switch_to(third);
	send();
	RUNS(call(SLOT_PORTAL, 1));
	CU_ASSERT_EQUAL(third->state, ABI_VP_WAIT_POOL);
	switch_to(f.other);
	RUNS(reply(0));
	CU_ASSERT_EQUAL(third->state, ABI_VP_WAIT_POOL);
	switch_to(f.vp);
	CU_ASSERT_PTR_EQUAL(running_in(), f.server);
	RUNS(reply(0));
	switch_to(third);
	CU_ASSERT_PTR_EQUAL(running_in(), f.server);
}

/* Two that are in the pool go on in the order of their events. */
static void test_two_return(void)
{
	struct abi_event *second;
	struct abi_vp *third, *fourth;

	make(3, 1);
	second = world_event(NULL, 0);
	world_cap(f.server, SLOT_EVENT, second, ABI_RIGHT_WAIT, 0);
	world_cap(f.client, SLOT_WAIT, second, ABI_RIGHT_SIGNAL, 1);
	third = world_vp(f.client, "third");
	fourth = world_vp(f.client, "fourth");
	RUNS(world_boot());
	RUNS(call(SLOT_PORTAL, 1));
	RUNS(wait_event(FOREVER));
	switch_to(f.other);
	RUNS(call(SLOT_PORTAL, 1));
	RUNS(invoke(SLOT_EVENT, ABI_EVENT_WAIT, FOREVER));
	switch_to(third);
	RUNS(call(SLOT_PORTAL, 1));
	switch_to(fourth);
	send();
	regs()[0] = SLOT_WAIT;
	RUNS(world_syscall(ABI_SYS_SIGNAL));
	switch_to(third);
	RUNS(reply(0));
	CU_ASSERT_EQUAL(f.vp->state, ABI_VP_READY);
	CU_ASSERT_EQUAL(f.other->state, ABI_VP_WAIT_POOL);
	switch_to(f.vp);
	CU_ASSERT_EQUAL(regs()[1], 5);
	RUNS(reply(0));
	switch_to(f.other);
	CU_ASSERT_PTR_EQUAL(running_in(), f.server);
	CU_ASSERT_EQUAL(regs()[1], 1);
}

/* A server stops while calls in it wait for an event, and for the pool. */
static void test_server_stops_under_waiting_calls(void)
{
	struct abi_vp *third, *own;

	make(2, 1);
	third = world_vp(f.client, "third");
	own = world_vp(f.server, "own");
	RUNS(world_boot());
	RUNS(call(SLOT_PORTAL, 1));
	RUNS(wait_event(FOREVER));
	switch_to(f.other);
	RUNS(call(SLOT_PORTAL, 1));
	switch_to(third);
	RUNS(call(SLOT_PORTAL, 1));
	switch_to(own);
	RUNS(fault(ABI_FAULT_READ, 0));
	CU_ASSERT_EQUAL(event->wake, 0);
	switch_to(f.vp);
	CU_ASSERT_PTR_EQUAL(running_in(), f.client);
	CU_ASSERT_EQUAL(status(), E_STOPPED);
	switch_to(f.other);
	CU_ASSERT_EQUAL(status(), E_STOPPED);
	switch_to(third);
	CU_ASSERT_EQUAL(status(), E_STOPPED);
}

/* The same while a worker whose event came waits for the token. */
static void test_server_stops_under_returning_worker(void)
{
	struct abi_vp *third;

	make(2, 1);
	third = world_vp(f.client, "third");
	RUNS(world_boot());
	RUNS(call(SLOT_PORTAL, 1));
	RUNS(wait_event(FOREVER));
	switch_to(f.other);
	RUNS(call(SLOT_PORTAL, 1));
	switch_to(third);
	send();
	RUNS(call(SLOT_PORTAL, 1));
	switch_to(f.other);
	RUNS(fault(ABI_FAULT_READ, 0));
	switch_to(f.other);
	CU_ASSERT_EQUAL(status(), E_FAULT);
	switch_to(f.vp);
	CU_ASSERT_EQUAL(status(), E_STOPPED);
	switch_to(third);
	CU_ASSERT_EQUAL(status(), E_STOPPED);
	CU_ASSERT_EQUAL(f.pool->waiters, 0);
}

/* Who goes on in a call, at once or after a wait for the token, has it by its
 * worker: the pool has no owner, who could be helped after that. */
static void test_who_returns_is_no_owner(void)
{
	struct abi_vp *third;

	make(2, 1);
	third = world_vp(f.client, "third");
	RUNS(world_boot());
	RUNS(call(SLOT_PORTAL, 1));
	RUNS(wait_event(FOREVER));
	switch_to(f.other);
	send();
	CU_ASSERT_EQUAL(f.vp->state, ABI_VP_READY);
	CU_ASSERT_PTR_NULL(f.pool->owner);
	switch_to(f.vp);
	RUNS(wait_event(FOREVER));
	switch_to(f.other);
	RUNS(call(SLOT_PORTAL, 1));
	switch_to(third);
	send();
	CU_ASSERT_EQUAL(f.vp->state, ABI_VP_WAIT_POOL);
	switch_to(f.other);
	RUNS(reply(OK));
	CU_ASSERT_EQUAL(f.vp->state, ABI_VP_READY);
	CU_ASSERT_PTR_NULL(f.pool->owner);
}

/* A reply on the fast path leaves its worker's record of who held it; who waits
 * later helps nobody who is not in the pool. */
static void test_stale_holder_is_not_helped(void)
{
	struct abi_vp *third;

	make(2, 1);
	third = world_vp(f.client, "third");
	world.fast = true;
	RUNS(world_boot());
	RUNS(call(SLOT_PORTAL, 1));
	RUNS(wait_event(FOREVER));	/* f.vp keeps the first worker */
	switch_to(f.other);
	RUNS(call(SLOT_PORTAL, 1));
	switch_to(third);
	switch_to(f.other);
	RUNS(reply(0));			/* the second says f.other, stale */
	switch_to(third);
	send();
	switch_to(f.vp);		/* back, with the token */
	CU_ASSERT_PTR_EQUAL(running_in(), f.server);
	switch_to(third);
	RUNS(call(SLOT_PORTAL, 1));
	while (world.current == f.vp)
		next_turn();
	/* The turn of f.other, then that of third, which helps f.vp. */
	CU_ASSERT_PTR_EQUAL(world.current, f.other);
	next_turn();
	CU_ASSERT_PTR_EQUAL(world.current, f.vp);
}

/* ---- bound to a vp ------------------------------------------------------ */

static void make_bound(uint32_t number)
{
	fixture_make();
	world_control(f.vp, 0);
	event = world_event(f.vp, number);
	world_cap(f.client, SLOT_EVENT, event, ABI_RIGHT_SIGNAL, 5);
	world_cap(f.client, SLOT_WAIT, event, ABI_RIGHT_WAIT, 0);
	RUNS(world_boot());
}

static void test_bound_event_is_pending(void)
{
	static const uint32_t numbers[] = { 0, 63, 64, 4095 };

	for (size_t i = 0; i < 4; i++) {
		const struct abi_control_read *read;
		uint32_t n = numbers[i];

		make_bound(n);
		read = world_read(f.vp);
		send();
		CU_ASSERT_EQUAL(read->summary, UINT64_C(1) << n / 64);
		CU_ASSERT_EQUAL(read->pending[n / 64], UINT64_C(1) << n % 64);
		RUNS(invoke(SLOT_WAIT, ABI_EVENT_TAKE, 0));
		CU_ASSERT_EQUAL(regs()[1], 5);
		CU_ASSERT_EQUAL(read->summary, 0);
		CU_ASSERT_EQUAL(read->pending[n / 64], 0);
	}
}

static void test_bound_event_cannot_be_waited_for(void)
{
	make_bound(1);
	RUNS(wait_event(FOREVER));
	CU_ASSERT_EQUAL(status(), E_BUSY);
}

/* Two of one word, two words: the summary lasts as long as any is pending. */
static void test_summary(void)
{
	struct abi_event *same, *far;
	const struct abi_control_read *read;

	make_bound(1);
	same = world_event(f.vp, 2);
	far = world_event(f.vp, 130);
	read = world_read(f.vp);
	send();
	world_cap(f.client, SLOT_EVENT, same, ABI_RIGHT_SIGNAL, 5);
	send();
	world_cap(f.client, SLOT_EVENT, far, ABI_RIGHT_SIGNAL, 5);
	send();
	CU_ASSERT_EQUAL(read->summary, 5);
	RUNS(invoke(SLOT_WAIT, ABI_EVENT_TAKE, 0));
	CU_ASSERT_EQUAL(read->summary, 5);
	CU_ASSERT_EQUAL(read->pending[0], 4);
	world_cap(f.client, SLOT_WAIT, same, ABI_RIGHT_WAIT, 0);
	RUNS(invoke(SLOT_WAIT, ABI_EVENT_TAKE, 0));
	CU_ASSERT_EQUAL(read->summary, 4);
}

static void test_bound_event_wakes(void)
{
	make_bound(1);
	regs()[0] = FOREVER;
	RUNS(world_syscall(ABI_SYS_BLOCK));
	CU_ASSERT_PTR_EQUAL(world.current, f.other);
	send();
	CU_ASSERT_EQUAL(event->wake, 0);
	switch_to(f.vp);
	CU_ASSERT_EQUAL(status(), OK);
	/* No wake-up is lost: with bits pending nobody sleeps. */
	regs()[0] = FOREVER;
	RUNS(world_syscall(ABI_SYS_BLOCK));
	CU_ASSERT_PTR_EQUAL(world.current, f.vp);
	CU_ASSERT_EQUAL(status(), OK);
}

void suite_event(void)
{
	CU_pSuite suite = CU_add_suite("kernel: events", NULL, NULL);

	CU_ADD_TEST(suite, test_signal_is_sticky);
	CU_ADD_TEST(suite, test_rights);
	CU_ADD_TEST(suite, test_wait_at_home);
	CU_ADD_TEST(suite, test_wait_finds_bits);
	CU_ADD_TEST(suite, test_one_waiter_at_a_time);
	CU_ADD_TEST(suite, test_timeout);
	CU_ADD_TEST(suite, test_timeout_does_not_wrap);
	CU_ADD_TEST(suite, test_wait_gives_up_the_token);
	CU_ADD_TEST(suite, test_wait_of_the_only_worker);
	CU_ADD_TEST(suite, test_token_goes_to_who_returns);
	CU_ADD_TEST(suite, test_who_returns_is_first);
	CU_ADD_TEST(suite, test_two_return);
	CU_ADD_TEST(suite, test_server_stops_under_waiting_calls);
	CU_ADD_TEST(suite, test_server_stops_under_returning_worker);
	CU_ADD_TEST(suite, test_who_returns_is_no_owner);
	CU_ADD_TEST(suite, test_stale_holder_is_not_helped);
	CU_ADD_TEST(suite, test_bound_event_is_pending);
	CU_ADD_TEST(suite, test_bound_event_cannot_be_waited_for);
	CU_ADD_TEST(suite, test_summary);
	CU_ADD_TEST(suite, test_bound_event_wakes);
}
