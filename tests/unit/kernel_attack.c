/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * What an attempt to break the kernel found: sequences of several vps, servers
 * that are stopped at a bad moment, time that runs out at a worse one. Each
 * test is named by the mistake that it covers.
 */
#include <string.h>

#include <vesper/abi/operation.h>

#include "kernel.h"

#define FOREVER UINT64_MAX

static uint64_t address_of(const volatile void *p)
{
	return (uint64_t)(uintptr_t)p;
}

static enum world_end invoke(uint64_t s, uint64_t op, uint64_t x1, uint64_t x2,
			     uint64_t x3, uint64_t x4)
{
	regs()[0] = s;
	regs()[1] = x1;
	regs()[2] = x2;
	regs()[3] = x3;
	regs()[4] = x4;
	regs()[8] = op;
	return world_syscall(ABI_SYS_INVOKE);
}

static enum world_end block(uint64_t t)
{
	regs()[0] = t;
	return world_syscall(ABI_SYS_BLOCK);
}

static void deep_has_one_worker(void)
{
	fixture_make();
	f.deep_pool = world_pool(f.deep, 1, 1);
	f.deep_portal = world_portal(f.deep_pool, ENTRY_DEEP);
	world_cap(f.client, SLOT_DEEP, f.deep_portal, ABI_RIGHT_CALL, 1);
	world_cap(f.server, SLOT_DEEP, f.deep_portal, ABI_RIGHT_CALL, 2);
}

static void test_client_without_budget_kills_server(void)
{
	fixture_make();
	world_budget(f.vp, 100000, 10000000, 0);
	f.portal->limit = 200000;
	RUNS(world_boot());
	CU_ASSERT_PTR_EQUAL_FATAL(world.current, f.vp);
	world.now += 99000;
	RUNS(call(SLOT_PORTAL, 1));
	for (int i = 0; i < 4; i++)
		next_turn();
	CU_ASSERT_EQUAL(f.server->state, ABI_DOMAIN_RUNNING);
}

static void test_ready_and_in_ring_is_never_charged(void)
{
	struct abi_budget *b;

	fixture_make();
	b = world_budget(f.vp, 1000, 10000000, ABI_BUDGET_SLACK);
	RUNS(world_boot());
	RUNS(yield());
	CU_ASSERT_PTR_EQUAL_FATAL(world.current, f.other);
	RUNS(call(SLOT_PORTAL, 1));
	switch_to(f.vp);
	RUNS(call(SLOT_PORTAL, 1));
	CU_ASSERT_PTR_EQUAL_FATAL(world.current, f.other);
	world.now = b->deadline + 1;
	RUNS(reply(0));
	CU_ASSERT_PTR_EQUAL(world.current, f.vp);
	uint64_t start = world.now;
	for (int i = 0;
	     i < 50 && world.current == f.vp && world.now < start + 5000000;
	     i++)
		next_turn();
	CU_ASSERT(b->left <= 0);
}

static void test_slack_time_becomes_debt(void)
{
	struct abi_budget *b;

	fixture_make();
	b = world_budget(f.vp, 1000, 10000000, ABI_BUDGET_SLACK);
	RUNS(world_boot());
	RUNS(yield());
	switch_to(f.vp);
	CU_ASSERT_EQUAL(b->left, 0);
	world.now += 900000;
	RUNS(block(FOREVER));
	CU_ASSERT_EQUAL(b->left, 0);
}

/* An event that client signals, server and deep wait for; two more vps. */
static struct abi_event *ev;
static struct abi_vp *d, *e;
#define S_SIG 4
#define S_EV  5
static void with_budget(uint64_t workers)
{
	fixture_make_pool(workers, 1);
	d = world_vp(f.client, "d");
	e = world_vp(f.client, "B");
	world_budget(e, 1000000, 1000000000, 0);
	ev = world_event(NULL, 0);
	world_cap(f.client, S_SIG, ev, ABI_RIGHT_SIGNAL, 1);
	world_cap(f.server, S_EV, ev, ABI_RIGHT_WAIT, 0);
	world_cap(f.deep, S_EV, ev, ABI_RIGHT_WAIT, 0);
	RUNS(world_boot());
	CU_ASSERT_PTR_EQUAL_FATAL(world.current, e);
	RUNS(block(100000000));
}

static void test_returning_waiter_hides_the_holder(void)
{
	with_budget(2);
	switch_to(f.vp);
	RUNS(call(SLOT_PORTAL, 1));
	RUNS(invoke(S_EV, ABI_EVENT_WAIT, FOREVER, 0, 0, 0));
	switch_to(f.other);
	RUNS(call(SLOT_PORTAL, 2));
	switch_to(d);
	regs()[0] = S_SIG;
	RUNS(world_syscall(ABI_SYS_SIGNAL));
	CU_ASSERT_EQUAL(f.vp->state, ABI_VP_WAIT_POOL);
	world.now = 100000100;
	RUNS(world_interrupt());
	CU_ASSERT_PTR_EQUAL_FATAL(world.current, e);
	RUNS(call(SLOT_PORTAL, 3));
	CU_ASSERT_NOT_EQUAL(e->sched.queued[0].at, 0); /* still helps */
	CU_ASSERT_PTR_EQUAL(world.current, f.other);
}

static void test_help_is_lost_when_the_holder_waited(void)
{
	with_budget(1);
	switch_to(f.vp);
	RUNS(call(SLOT_PORTAL, 1));
	RUNS(call(SLOT_DEEP, 1));
	RUNS(invoke(S_EV, ABI_EVENT_WAIT, FOREVER, 0, 0, 0));
	switch_to(d);
	world.now = 100000100;
	RUNS(world_interrupt());
	CU_ASSERT_PTR_EQUAL_FATAL(world.current, e);
	RUNS(call(SLOT_PORTAL, 3));
	switch_to(d);
	regs()[0] = S_SIG;
	RUNS(world_syscall(ABI_SYS_SIGNAL));
	CU_ASSERT_EQUAL(f.vp->state, ABI_VP_READY);
	CU_ASSERT_EQUAL(e->state, ABI_VP_WAIT_POOL);
	CU_ASSERT_NOT_EQUAL(e->sched.queued[0].at, 0);
}

static struct abi_vp *own;
static void with_own(void)
{
	fixture_make();
	own = world_vp(f.server, "own");
	world_cap(f.server, 6, f.server, ABI_RIGHT_CONTROL, 0);
	ev = world_event(NULL, 0);
	world_cap(f.server, S_EV, ev, ABI_RIGHT_WAIT, 0);
	world_cap(f.client, S_SIG, ev, ABI_RIGHT_SIGNAL, 1);
}

static void test_own_vp_that_dies_breaks_the_chain(void)
{
	with_own();
	d = world_vp(f.client, "d");
	world_cap(f.client, 4, f.server, ABI_RIGHT_CONTROL, 0);
	world_cap(f.deep, S_EV, ev, ABI_RIGHT_WAIT, 0);
	RUNS(world_boot());
	switch_to(f.vp);
	RUNS(call(SLOT_PORTAL, 1));
	RUNS(call(SLOT_DEEP, 1));
	RUNS(invoke(S_EV, ABI_EVENT_WAIT, FOREVER, 0, 0, 0));
	switch_to(own);
	RUNS(invoke(6, ABI_DOMAIN_ENTER, 0, 0, 0, 0));
	switch_to(f.other);
	RUNS(call(SLOT_PORTAL, 2));
	switch_to(d);
	RUNS(invoke(4, ABI_DOMAIN_STOP, 0, 0, 0, 0));
	for (int i = 0; i < 10; i++)
		next_turn();
	CU_ASSERT_EQUAL(own->state, ABI_VP_DEAD);
	CU_ASSERT_EQUAL(f.other->state, ABI_VP_READY);
}

static void test_own_vp_gets_token_without_owner(void)
{
	with_own();
	RUNS(world_boot());
	switch_to(f.vp);
	RUNS(call(SLOT_PORTAL, 1));
	switch_to(own);
	RUNS(invoke(6, ABI_DOMAIN_ENTER, 0, 0, 0, 0));
	switch_to(f.vp);
	RUNS(invoke(S_EV, ABI_EVENT_WAIT, FOREVER, 0, 0, 0));
	switch_to(own);
	CU_ASSERT_EQUAL(f.pool->owner, address_of(own));
	RUNS(invoke(6, ABI_DOMAIN_EXIT, 0, 0, 0, 0));
	CU_ASSERT_EQUAL(status(), OK);
	switch_to(f.other);
	regs()[0] = S_SIG;
	RUNS(world_syscall(ABI_SYS_SIGNAL));
	CU_ASSERT_EQUAL(f.vp->state, ABI_VP_READY);
}

static void test_handlers_use_up_the_links(void)
{
	struct abi_domain *dom[6];
	enum world_end end = WORLD_RAN;
	world_reset();
	for (uint32_t i = 0; i < 6; i++) {
		dom[i] = world_domain("d", i, SLOTS);
		dom[i]->handler = 0x1000;
		dom[i]->handler_stack = 0x2000;
		if (i > 0)
			world_cap(dom[i - 1], 0,
				  world_portal(world_pool(dom[i], 1, 1), ENTRY),
				  ABI_RIGHT_CALL, 1);
	}
	world_vp(dom[0], "main");
	RUNS(world_boot());
	world.unchecked = true;
	for (int i = 0; i < 5 && end == WORLD_RAN; i++) {
		if (i < 4)
			RUNS(fault(ABI_FAULT_READ, 0));
		if (dom[i]->state)
			break;
		end = call(0, 1);
	}
	CU_ASSERT_NOT_EQUAL(end, WORLD_PANIC);
}

#define WINDOW 0x10000000u
static struct abi_region *region;
static void mem(unsigned rights)
{
	fixture_make();
	region = world_region(WINDOW, 1);
	world_views(f.client, 2);
	world_views(f.server, 2);
	world_cap(f.client, 4, region, rights, 0);
	world_cap(f.client, 3, f.client, ABI_RIGHT_SHARE, 0);
	world_cap(f.server, 6, f.server, ABI_RIGHT_SHARE, 0);
	f.server->caps_count = SLOTS;
}

static void test_view_of_a_lent_region_outlives_the_call(void)
{
	mem(0xff);
	RUNS(world_boot());
	regs()[0] = SLOT_PORTAL;
	regs()[8] = 1 | (uint64_t)(4 | ABI_FIELD_BORROW) << ABI_FIELD_SHIFT(0);
	((struct abi_worker *)(uintptr_t)f.pool->workers)->landing = 3;
	RUNS(world_syscall(ABI_SYS_CALL_CAP));
	CU_ASSERT_PTR_EQUAL_FATAL(running_in(), f.server);
	RUNS(invoke(3, ABI_REGION_SHARE, 6, 0, 1,
		    ABI_RIGHT_READ | ABI_RIGHT_WRITE));
	RUNS(reply(0));
	CU_ASSERT_EQUAL(world_entry(f.server, WINDOW), 0);
}

static void test_fp_lost_over_handler(void)
{
	fixture_make();
	f.client->fp = 1;
	f.client->handler = 0x1000;
	f.client->handler_stack = 0x2000;
	RUNS(world_boot());
	world.unchecked = true;
	world.fp[3] = 77;
	RUNS(fault(ABI_FAULT_READ, 0));
	regs()[1] = 0x400000;
	RUNS(reply(0));
	CU_ASSERT_EQUAL(world.fp[3], 77);
}

static void test_fast_reply_skips_the_upcall(void)
{
	fixture_make();
	world_control(f.vp, 0x5000);
	ev = world_event(f.vp, 3);
	world_cap(f.client, S_SIG, ev, ABI_RIGHT_SIGNAL, 1);
	RUNS(world_boot());
	world.fast = true;
	RUNS(call(SLOT_PORTAL, 1));
	switch_to(f.other);
	regs()[0] = S_SIG;
	RUNS(world_syscall(ABI_SYS_SIGNAL));
	switch_to(f.vp);
	RUNS(reply(0));
	CU_ASSERT_EQUAL(f.vp->context.pc, 0x5000);
}

static void test_moved_cap_is_doubled_by_an_error_reply(void)
{
	mem(ABI_RIGHT_READ | ABI_RIGHT_SHARE);
	RUNS(world_boot());
	((struct abi_worker *)(uintptr_t)f.pool->workers)->landing = 3;
	regs()[0] = SLOT_PORTAL;
	regs()[8] = 1 | (uint64_t)(4 | ABI_FIELD_MOVE) << ABI_FIELD_SHIFT(0);
	RUNS(world_syscall(ABI_SYS_CALL_CAP));
	CU_ASSERT_PTR_EQUAL_FATAL(running_in(), f.server);
	RUNS(invoke(3, ABI_CAP_MOVE, 2, 0, 0, 0));
	RUNS(invoke(2, ABI_CAP_COPY, 3, 0xff, 0, 0));
	RUNS(reply(-1));
	CU_ASSERT((world_slot(f.client, 4)->key != 0) !=
		  (world_slot(f.server, 2)->key != 0));
}

static void test_stopping_the_server_of_a_waiting_caller(void)
{ /* client -> server, which waits for deep; deep never replies; server stops */
	deep_has_one_worker();
	world_cap(f.client, 4, f.server, ABI_RIGHT_CONTROL, 0);
	RUNS(world_boot());
	RUNS(call(SLOT_PORTAL, 1));
	switch_to(f.other);
	RUNS(call(SLOT_DEEP, 7));
	switch_to(f.vp);
	RUNS(call(SLOT_DEEP, 9));
	CU_ASSERT_PTR_EQUAL_FATAL(world.current, f.other);
	d = NULL; /* other stays in deep for ever; a third stops the server */
	world_cap(f.deep, 6, f.server, ABI_RIGHT_CONTROL, 0);
	RUNS(invoke(6, ABI_DOMAIN_STOP, 0, 0, 0, 0));
	for (int i = 0; i < 10; i++)
		next_turn();
	CU_ASSERT_EQUAL(f.vp->state, ABI_VP_READY);
}

static void test_fast_calls_write_below_the_links(void)
{
	struct abi_domain *dom[8];
	struct abi_vp *vp;

	uint64_t sum = 0;
	world_reset();
	for (uint32_t i = 0; i < 8; i++) {
		dom[i] = world_domain("d", i, SLOTS);
		dom[i]->handler = 0x1000;
		dom[i]->handler_stack = 0x2000;
		if (i > 0)
			world_cap(dom[i - 1], 0,
				  world_portal(world_pool(dom[i], 1, 1), ENTRY),
				  ABI_RIGHT_CALL, 1);
	}
	vp = world_vp(dom[0], "main");
	RUNS(world_boot());
	world.unchecked = true;
	world.fast = true;
	for (int i = 0; i < 7; i++) {
		if (i < 4)
			RUNS(fault(ABI_FAULT_READ, 0));
		if (dom[i]->state)
			break;
		RUNS(call(0, 1));
	}
	printf("   link is %ld bytes below links[0]; fp[40..65]:",
	       (long)((char *)vp->links - (char *)(uintptr_t)vp->link));
	for (int i = 0; i < 66; i++)
		sum |= vp->fp[i];
	CU_ASSERT(vp->link >= address_of(vp->links));
	CU_ASSERT_EQUAL(sum, 0);
}

static void test_copy_and_move_without_share(void)
{
	mem(ABI_RIGHT_READ);
	RUNS(world_boot());
	((struct abi_worker *)(uintptr_t)f.pool->workers)->landing = 3;
	*world_slot(f.client, 1) = abi_cap_empty();
	RUNS(invoke(4, ABI_CAP_COPY, 1, 0xff, 0, 0));
	regs()[0] = SLOT_PORTAL;
	regs()[8] = 1 | (uint64_t)(1 | ABI_FIELD_MOVE) << ABI_FIELD_SHIFT(0);
	RUNS(world_syscall(ABI_SYS_CALL_CAP));
	RUNS(invoke(3, ABI_CAP_COPY, 2, 0xff, 0, 0));
	RUNS(reply(0));
	CU_ASSERT(world_slot(f.client, 4)->key == 0 ||
		  world_slot(f.server, 2)->key == 0);
}

static void test_slack_holder_owes_nothing(void)
{
	struct abi_budget *b;

	fixture_make();
	e = world_vp(f.client, "B");
	world_budget(e, 1000000, 10000000, 0);
	b = world_budget(f.vp, 1000, 100000000, ABI_BUDGET_SLACK);
	RUNS(world_boot());
	if (world.current != e)
		RUNS(yield());
	CU_ASSERT_PTR_EQUAL_FATAL(world.current, e);
	RUNS(block(5000000));
	switch_to(f.vp);
	if (b->left > 0)
		RUNS(yield());
	switch_to(f.vp);
	RUNS(call(SLOT_PORTAL, 1));
	world.now = 5000001;
	RUNS(world_interrupt());
	CU_ASSERT_PTR_EQUAL_FATAL(world.current, e);
	RUNS(call(SLOT_PORTAL, 1));
	CU_ASSERT_PTR_EQUAL_FATAL(world.current, f.vp);
	int64_t before = b->left;
	world.now += 500000;
	RUNS(world_interrupt());
	CU_ASSERT(b->left < before);
}

static void test_limit_fires_for_a_vp_that_waits_deeper(void)
{ /* limit of server passes while vp waits for an event in deep: caller must get
     back */
	fixture_make();
	f.portal->limit = 5000;
	ev = world_event(NULL, 0);
	world_cap(f.deep, S_EV, ev, ABI_RIGHT_WAIT, 0);
	RUNS(world_boot());
	RUNS(call(SLOT_PORTAL, 1));
	RUNS(call(SLOT_DEEP, 1));
	RUNS(invoke(S_EV, ABI_EVENT_WAIT, FOREVER, 0, 0, 0));
	for (int i = 0; i < 20; i++)
		next_turn();
	CU_ASSERT_EQUAL(f.vp->state, ABI_VP_READY);
}

static void test_grant_revoked_while_the_call_waits(void)
{
	fixture_make();
	world_cap(f.client, 4, world_grant(), ABI_RIGHT_CONTROL, 0);
	d = world_vp(f.client, "d");
	RUNS(world_boot());
	world.unchecked = true;
	RUNS(invoke(4, ABI_GRANT_DELEGATE, SLOT_PORTAL, 5, 0xff, 0));
	CU_ASSERT_EQUAL(status(), OK);
	RUNS(call(SLOT_PORTAL, 1));
	switch_to(f.other);
	RUNS(call(5, 2));
	switch_to(d);
	RUNS(invoke(4, ABI_GRANT_REVOKE, 0, 0, 0, 0));
	CU_ASSERT_EQUAL(status(), OK);
	switch_to(f.vp);
	RUNS(reply(0));
	switch_to(f.other);
	CU_ASSERT_PTR_EQUAL(running_in(), f.client);
	CU_ASSERT_EQUAL(status(), E_STALE);
}

/* A vp at home of a domain that is stopped waits for an event: neither is the
 * event busy for ever, nor do the bits go to the dead. */
static void test_event_kept_busy_by_a_home_vp_of_a_stopped_domain(void)
{
	struct abi_event *event;
	struct abi_vp *waiter;

	for (int signals = 0; signals <= 1; signals++) {
		fixture_make();
		waiter = world_vp(f.server, "waiter");
		event = world_event(NULL, 0);
		world_cap(f.server, SLOT_EMPTY, event, ABI_RIGHT_WAIT, 0);
		world_cap(f.client, SLOT_EMPTY, event,
			  ABI_RIGHT_WAIT | ABI_RIGHT_SIGNAL, 4);
		RUNS(world_boot());
		switch_to(waiter);
		regs()[0] = SLOT_EMPTY;
		regs()[1] = UINT64_MAX;
		regs()[8] = ABI_EVENT_WAIT;
		RUNS(world_syscall(ABI_SYS_INVOKE));
		CU_ASSERT_EQUAL(waiter->state, ABI_VP_WAIT_EVENT);
		switch_to(f.vp);
		RUNS(call(SLOT_PORTAL, 1));
		RUNS(fault(ABI_FAULT_WRITE, 8));
		if (signals != 0) {
			regs()[0] = SLOT_EMPTY;
			RUNS(world_syscall(ABI_SYS_SIGNAL));
			CU_ASSERT_EQUAL(event->bits, 4);
		}
		regs()[0] = SLOT_EMPTY;
		regs()[1] = 1000;
		regs()[8] = ABI_EVENT_WAIT;
		RUNS(world_syscall(ABI_SYS_INVOKE));
		switch_to(f.vp);
		CU_ASSERT_EQUAL(status(), signals != 0 ? OK : E_TIMEOUT);
		CU_ASSERT_EQUAL(regs()[1], signals != 0 ? 4 : 0);
		for (int i = 0; i < 4; i++)
			next_turn();
		CU_ASSERT_EQUAL(waiter->state, ABI_VP_DEAD);
	}
}

/* Many vps that wait where nobody can help them, and many that are dead: between
 * four and the next four interrupts are taken. */
static void test_choosing_who_runs_is_bounded(void)
{
	struct abi_event *event;
	struct abi_vp *vps[5];

	fixture_make();
	event = world_event(NULL, 0);
	world_cap(f.server, SLOT_EMPTY, event, ABI_RIGHT_WAIT, 0);
	for (int i = 0; i < 5; i++)
		vps[i] = world_vp(f.client, "");
	RUNS(world_boot());
	RUNS(call(SLOT_PORTAL, 1));
	for (int i = 0; i < 5; i++) {
		switch_to(vps[i]);
		RUNS(call(SLOT_PORTAL, 1));
	}
	switch_to(f.other);
	RUNS(call(SLOT_PORTAL, 1));
	switch_to(f.vp);
	world.naps = 0;
	regs()[0] = SLOT_EMPTY;
	regs()[1] = UINT64_MAX;
	regs()[8] = ABI_EVENT_WAIT;
	CU_ASSERT_EQUAL(world_syscall(ABI_SYS_INVOKE), WORLD_IDLE);
	CU_ASSERT_EQUAL(world.naps, 1); /* six waited: four, and two */
}

/* All vps of a domain that is stopped find that out, four in a step. */
static void test_many_dead_at_once(void)
{
	struct abi_vp *vps[6];

	fixture_make();
	for (int i = 0; i < 6; i++)
		vps[i] = world_vp(f.deep, "");
	RUNS(world_boot());
	RUNS(call(SLOT_DEEP, 1));
	world.naps = 0;
	RUNS(fault(ABI_FAULT_WRITE, 8));
	for (int i = 0; i < 8; i++)
		next_turn();
	for (int i = 0; i < 6; i++)
		CU_ASSERT_EQUAL(vps[i]->state, ABI_VP_DEAD);
	CU_ASSERT_EQUAL(world.naps, 1);
}

/* A call moves to its server's recovery vp, with one that it has made and that
 * named a slot for an answer. Later calls name none: nothing lands there. */
static void test_slots_of_a_moved_call_take_later_answers(void)
{
	struct abi_vp *mender;

	fixture_make();
	f.portal->limit = 100;
	f.portal->key |= ABI_KEY_SLOW;
	mender = world_vp(f.server, "mender");
	mender->state = ABI_VP_DEAD;
	mender->start_pc = ENTRY;
	f.pool->recovery = address_of(mender);
	world_cap(f.deep, 5, f.portal, ABI_RIGHT_SHARE, 7);
	RUNS(world_boot());
	RUNS(call(SLOT_PORTAL, 1));
	regs()[0] = SLOT_DEEP;
	regs()[8] = UINT64_C(10) << ABI_FIELD_SHIFT(0);
	RUNS(world_syscall(ABI_SYS_CALL_CAP));
	CU_ASSERT_PTR_EQUAL(running_in(), f.deep);
	world.now += 100;
	RUNS(world_interrupt());
	switch_to(mender);
	RUNS(reply(0));
	switch_to(mender);
	RUNS(reply(E_STATE));
	CU_ASSERT_EQUAL(mender->state, ABI_VP_DEAD);
	switch_to(f.vp);
	CU_ASSERT_EQUAL(status(), E_LIMIT);
	RUNS(call(SLOT_PORTAL, 1));
	RUNS(call(SLOT_DEEP, 1));
	regs()[0] = OK;
	regs()[8] = (UINT64_C(5) | ABI_FIELD_COPY) << ABI_FIELD_SHIFT(0);
	RUNS(world_syscall(ABI_SYS_REPLY_CAP));
	CU_ASSERT_EQUAL(world_slot(f.server, 10)->key, 0);
}

/* A budget that has its time for a period hands its share on: it keeps nothing,
 * or there would be two shares at once. */
static void test_share_is_used_and_handed_on(void)
{
	struct abi_budget *b;

	fixture_make();
	b = world_budget(f.vp, 500000, 1000000, 0);
	b->share = b->used = (uint32_t)(ABI_BUDGET_WHOLE / 2);
	world_cap(f.client, 6, b, ABI_RIGHT_CONTROL, 0);
	RUNS(world_boot());
	RUNS(invoke(6, ABI_BUDGET_CHANGE, 500000, UINT32_MAX, 0, 0));
	CU_ASSERT(b->left <= 0);
	CU_ASSERT(b->deadline >= UINT32_MAX);
	CU_ASSERT_PTR_EQUAL(world.current, f.other);
	world.now = 1000001; /* the old deadline */
	RUNS(world_interrupt());
	CU_ASSERT(b->left <= 0);
}

/* In a handler of a domain that is stopped a vp waits for an event that nobody
 * signals: the domain can be restarted all the same. */
static void test_handler_that_waits_prevents_the_restart(void)
{
	struct abi_vp *keeper;

	fixture_make();
	keeper = world_vp(f.server, "keeper");
	f.server->restart = ENTRY;
	f.server->vps = address_of(keeper);
	f.server->vps_count = 1;
	world_cap(f.client, 6, f.server, ABI_RIGHT_CONTROL, 0);
	world_cap(f.server, S_EV, world_event(NULL, 0), ABI_RIGHT_WAIT, 0);
	RUNS(world_boot());
	switch_to(f.vp);
	for (int i = 0; i < 3; i++) {
		RUNS(invoke(6, ABI_DOMAIN_STOP, 0, 0, 0, 0));
		for (int j = 0; j < 4; j++) {
			switch_to(f.vp);
			RUNS(invoke(6, ABI_DOMAIN_RESTART, 0, 0, 0, 0));
			if (status() == OK)
				break;
		}
		switch_to(f.vp);
		CU_ASSERT_EQUAL_FATAL(status(), OK);
		switch_to(keeper);
		RUNS(invoke(S_EV, ABI_EVENT_WAIT, FOREVER, 0, 0, 0));
		CU_ASSERT_EQUAL(keeper->state, ABI_VP_WAIT_EVENT);
		switch_to(f.vp);
	}
}

/* The same in a made domain: its vp can be stopped, and so deleted. */
static void test_handler_that_waits_keeps_its_vp(void)
{
	struct abi_vp *waiter;

	fixture_make();
	waiter = world_vp(f.server, "waiter");
	f.server->handler = ENTRY;
	world_cap(f.client, 6, f.server, ABI_RIGHT_CONTROL, 0);
	world_cap(f.client, 7, waiter, ABI_RIGHT_CONTROL, 0);
	world_cap(f.server, S_EV, world_event(NULL, 0), ABI_RIGHT_WAIT, 0);
	RUNS(world_boot());
	switch_to(waiter);
	RUNS(fault(ABI_FAULT_WRITE, 8));
	RUNS(invoke(S_EV, ABI_EVENT_WAIT, FOREVER, 0, 0, 0));
	CU_ASSERT_EQUAL(waiter->state, ABI_VP_WAIT_EVENT);
	switch_to(f.vp);
	RUNS(invoke(7, ABI_VP_STOP, 0, 0, 0, 0));
	CU_ASSERT_EQUAL(status(), E_BUSY);
	RUNS(invoke(6, ABI_DOMAIN_STOP, 0, 0, 0, 0));
	switch_to(f.vp);
	RUNS(invoke(7, ABI_VP_STOP, 0, 0, 0, 0));
	CU_ASSERT_EQUAL(status(), OK);
	CU_ASSERT_EQUAL(waiter->state, ABI_VP_DEAD);
}

/* A vp that is started while its home restarts, and calls a server, would begin
 * anew there. */
static void test_restart_begins_in_a_server(void)
{
	struct abi_vp *keeper, *second;

	fixture_make();
	keeper = world_vp(f.server, "keeper");
	second = world_vp(f.server, "second");
	keeper->start_pc = second->start_pc = ENTRY;
	f.server->restart = ENTRY;
	f.server->vps = address_of(keeper);
	f.server->vps_count = 2;
	world_cap(f.client, 6, f.server, ABI_RIGHT_CONTROL, 0);
	world_cap(f.client, 7, second, ABI_RIGHT_CONTROL, 0);
	RUNS(world_boot());
	switch_to(f.vp);
	RUNS(invoke(6, ABI_DOMAIN_STOP, 0, 0, 0, 0));
	switch_to(f.vp);
	RUNS(invoke(6, ABI_DOMAIN_RESTART, 0, 0, 0, 0));
	CU_ASSERT_EQUAL(status(), OK);
	RUNS(invoke(7, ABI_VP_START, ENTRY, 0, 0, 0));
	CU_ASSERT_EQUAL(status(), E_STATE);
	if (status() == OK) {
		switch_to(second);
		RUNS(call(SLOT_DEEP, 1));
	}
	switch_to(keeper);
	RUNS(reply(OK));
	switch_to(second);
	CU_ASSERT_PTR_EQUAL(running_in(), f.server);
}

/* A domain is stopped before its recovery vp has begun with the call that moved
 * there, and the same vp runs its restart entry. */
static void test_restart_begins_with_an_old_recovery(void)
{
	struct abi_vp *mender;

	fixture_make();
	f.portal->limit = 100;
	f.portal->key |= ABI_KEY_SLOW;
	mender = world_vp(f.server, "mender");
	mender->state = ABI_VP_DEAD;
	mender->start_pc = ENTRY_DEEP;
	f.pool->recovery = f.server->vps = address_of(mender);
	f.server->vps_count = 1;
	f.server->restart = ENTRY;
	world_cap(f.client, 6, f.server, ABI_RIGHT_CONTROL, 0);
	RUNS(world_boot());
	RUNS(call(SLOT_PORTAL, 1));
	world.now += 100;
	RUNS(world_interrupt());
	CU_ASSERT_PTR_NOT_EQUAL_FATAL(world.current, mender);
	CU_ASSERT_NOT_EQUAL(world_link(mender)->frozen, 0);
	RUNS(invoke(6, ABI_DOMAIN_STOP, 0, 0, 0, 0));
	switch_to(f.vp);
	for (int i = 0; i < 4 && f.server->state != ABI_DOMAIN_RUNNING; i++) {
		switch_to(f.vp);
		RUNS(invoke(6, ABI_DOMAIN_RESTART, 0, 0, 0, 0));
	}
	switch_to(mender);
	CU_ASSERT_EQUAL(mender->context.pc, ENTRY);
}

void suite_attack(void)
{
	CU_pSuite suite = CU_add_suite("attack", NULL, NULL);

	CU_ADD_TEST(suite, test_client_without_budget_kills_server);
	CU_ADD_TEST(suite, test_ready_and_in_ring_is_never_charged);
	CU_ADD_TEST(suite, test_slack_time_becomes_debt);
	CU_ADD_TEST(suite, test_returning_waiter_hides_the_holder);
	CU_ADD_TEST(suite, test_help_is_lost_when_the_holder_waited);
	CU_ADD_TEST(suite, test_own_vp_that_dies_breaks_the_chain);
	CU_ADD_TEST(suite, test_own_vp_gets_token_without_owner);
	CU_ADD_TEST(suite, test_handlers_use_up_the_links);
	CU_ADD_TEST(suite, test_view_of_a_lent_region_outlives_the_call);
	CU_ADD_TEST(suite, test_fp_lost_over_handler);
	CU_ADD_TEST(suite, test_fast_reply_skips_the_upcall);
	CU_ADD_TEST(suite, test_moved_cap_is_doubled_by_an_error_reply);
	CU_ADD_TEST(suite, test_stopping_the_server_of_a_waiting_caller);
	CU_ADD_TEST(suite, test_fast_calls_write_below_the_links);
	CU_ADD_TEST(suite, test_copy_and_move_without_share);
	CU_ADD_TEST(suite, test_slack_holder_owes_nothing);
	CU_ADD_TEST(suite, test_limit_fires_for_a_vp_that_waits_deeper);
	CU_ADD_TEST(suite, test_grant_revoked_while_the_call_waits);
	CU_ADD_TEST(suite,
		    test_event_kept_busy_by_a_home_vp_of_a_stopped_domain);
	CU_ADD_TEST(suite, test_choosing_who_runs_is_bounded);
	CU_ADD_TEST(suite, test_many_dead_at_once);
	CU_ADD_TEST(suite, test_slots_of_a_moved_call_take_later_answers);
	CU_ADD_TEST(suite, test_share_is_used_and_handed_on);
	CU_ADD_TEST(suite, test_handler_that_waits_prevents_the_restart);
	CU_ADD_TEST(suite, test_handler_that_waits_keeps_its_vp);
	CU_ADD_TEST(suite, test_restart_begins_in_a_server);
	CU_ADD_TEST(suite, test_restart_begins_with_an_old_recovery);
}
