/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * What an attempt to break the kernel found: calls, handlers and restarts whose
 * ends meet each other. Each test is named by the mistake that it covers.
 */
#include "kernel_attack.h"

static struct abi_event *ev;
static struct abi_vp *d;

static void deep_has_one_worker(void)
{
	fixture_make();
	f.deep_pool = world_pool(f.deep, 1, 1);
	f.deep_portal = world_portal(f.deep_pool, ENTRY_DEEP);
	world_cap(f.client, SLOT_DEEP, f.deep_portal, ABI_RIGHT_CALL, 1);
	world_cap(f.server, SLOT_DEEP, f.deep_portal, ABI_RIGHT_CALL, 2);
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
	RUNS(operate(6, ABI_DOMAIN_STOP, 0, 0, 0, 0));
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
	CU_ASSERT(vp->link >= vp->links);
	CU_ASSERT_EQUAL(sum, 0);
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

/* A call moves to its server's recovery vp, with one that it has made with the
 * capabilities of `x8`; both end. */
static void call_moves(uint64_t x8)
{
	struct abi_vp *mender;

	fixture_make();
	f.portal->limit = 100;
	f.portal->key |= ABI_KEY_SLOW;
	mender = world_vp(f.server, "mender");
	mender->state = ABI_VP_DEAD;
	mender->start_pc = ENTRY;
	f.pool->recovery = mender;
	world_cap(f.deep, 5, f.portal, ABI_RIGHT_SHARE, 7);
	world_cap(f.server, 5, f.deep_portal, ABI_RIGHT_SHARE, 7);
	world_cap(f.server, 6, f.deep_portal, ABI_RIGHT_SHARE, 8);
	RUNS(world_boot());
	world.fast = true;
	RUNS(call(SLOT_PORTAL, 1));
	regs()[0] = SLOT_DEEP;
	regs()[8] = x8;
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
}

/* It has named a slot for an answer. Later calls name none: nothing lands
 * there. */
static void test_slots_of_a_moved_call_take_later_answers(void)
{
	call_moves(UINT64_C(10) << ABI_FIELD_SHIFT(0));
	RUNS(call(SLOT_PORTAL, 1));
	RUNS(call(SLOT_DEEP, 1));
	regs()[0] = OK;
	regs()[8] = (UINT64_C(5) | ABI_FIELD_COPY) << ABI_FIELD_SHIFT(0);
	RUNS(world_syscall(ABI_SYS_REPLY_CAP));
	CU_ASSERT_EQUAL(world_slot(f.server, 10)->key, 0);
}

/* It has lent one by the short path. A later call in the same link lends two: a
 * short reply would take one of them back. */
static void test_short_reply_of_a_moved_call_is_left(void)
{
	uint64_t lends = (UINT64_C(5) | ABI_FIELD_BORROW) << ABI_FIELD_SHIFT(0);

	call_moves(lends);
	RUNS(call(SLOT_PORTAL, 1));
	regs()[0] = SLOT_DEEP;
	regs()[8] = lends |
		    (UINT64_C(6) | ABI_FIELD_BORROW) << ABI_FIELD_SHIFT(1);
	RUNS(world_syscall(ABI_SYS_CALL_CAP));
	CU_ASSERT_PTR_EQUAL(running_in(), f.deep);
	RUNS(reply(OK));
	for (uint64_t i = 0; i < f.deep->caps_count; i++)
		CU_ASSERT_EQUAL(world_slot(f.deep, i)->key & ABI_CAP_LENT, 0);
}

/* In a handler of a domain that is stopped a vp waits for an event that nobody
 * signals: the domain can be restarted all the same. */
static void test_handler_that_waits_prevents_the_restart(void)
{
	struct abi_vp *keeper;

	fixture_make();
	keeper = world_vp(f.server, "keeper");
	f.server->restart = ENTRY;
	f.server->vps = keeper;
	f.server->vps_count = 1;
	world_cap(f.client, 6, f.server, ABI_RIGHT_CONTROL, 0);
	world_cap(f.server, S_EV, world_event(NULL, 0), ABI_RIGHT_WAIT, 0);
	RUNS(world_boot());
	switch_to(f.vp);
	for (int i = 0; i < 3; i++) {
		RUNS(operate(6, ABI_DOMAIN_STOP, 0, 0, 0, 0));
		for (int j = 0; j < 4; j++) {
			switch_to(f.vp);
			RUNS(operate(6, ABI_DOMAIN_RESTART, 0, 0, 0, 0));
			if (status() == OK)
				break;
		}
		switch_to(f.vp);
		CU_ASSERT_EQUAL_FATAL(status(), OK);
		switch_to(keeper);
		RUNS(operate(S_EV, ABI_EVENT_WAIT, FOREVER, 0, 0, 0));
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
	RUNS(operate(S_EV, ABI_EVENT_WAIT, FOREVER, 0, 0, 0));
	CU_ASSERT_EQUAL(waiter->state, ABI_VP_WAIT_EVENT);
	switch_to(f.vp);
	RUNS(operate(7, ABI_VP_STOP, 0, 0, 0, 0));
	CU_ASSERT_EQUAL(status(), E_BUSY);
	RUNS(operate(6, ABI_DOMAIN_STOP, 0, 0, 0, 0));
	switch_to(f.vp);
	RUNS(operate(7, ABI_VP_STOP, 0, 0, 0, 0));
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
	f.server->vps = keeper;
	f.server->vps_count = 2;
	world_cap(f.client, 6, f.server, ABI_RIGHT_CONTROL, 0);
	world_cap(f.client, 7, second, ABI_RIGHT_CONTROL, 0);
	RUNS(world_boot());
	switch_to(f.vp);
	RUNS(operate(6, ABI_DOMAIN_STOP, 0, 0, 0, 0));
	switch_to(f.vp);
	RUNS(operate(6, ABI_DOMAIN_RESTART, 0, 0, 0, 0));
	CU_ASSERT_EQUAL(status(), OK);
	RUNS(operate(7, ABI_VP_START, ENTRY, 0, 0, 0));
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
	f.pool->recovery = f.server->vps = mender;
	f.server->vps_count = 1;
	f.server->restart = ENTRY;
	world_cap(f.client, 6, f.server, ABI_RIGHT_CONTROL, 0);
	RUNS(world_boot());
	RUNS(call(SLOT_PORTAL, 1));
	world.now += 100;
	RUNS(world_interrupt());
	CU_ASSERT_PTR_NOT_EQUAL_FATAL(world.current, mender);
	CU_ASSERT_NOT_EQUAL(world_link(mender)->frozen, 0);
	RUNS(operate(6, ABI_DOMAIN_STOP, 0, 0, 0, 0));
	switch_to(f.vp);
	for (int i = 0; i < 4 && f.server->state != ABI_DOMAIN_RUNNING; i++) {
		switch_to(f.vp);
		RUNS(operate(6, ABI_DOMAIN_RESTART, 0, 0, 0, 0));
	}
	switch_to(mender);
	CU_ASSERT_EQUAL(mender->context.pc, ENTRY);
}

void suite_attack_ends(void)
{
	CU_pSuite suite = CU_add_suite("attack, ends", NULL, NULL);

	CU_ADD_TEST(suite, test_handlers_use_up_the_links);
	CU_ADD_TEST(suite, test_fp_lost_over_handler);
	CU_ADD_TEST(suite, test_fast_reply_skips_the_upcall);
	CU_ADD_TEST(suite, test_stopping_the_server_of_a_waiting_caller);
	CU_ADD_TEST(suite, test_fast_calls_write_below_the_links);
	CU_ADD_TEST(suite,
		    test_event_kept_busy_by_a_home_vp_of_a_stopped_domain);
	CU_ADD_TEST(suite, test_slots_of_a_moved_call_take_later_answers);
	CU_ADD_TEST(suite, test_short_reply_of_a_moved_call_is_left);
	CU_ADD_TEST(suite, test_handler_that_waits_prevents_the_restart);
	CU_ADD_TEST(suite, test_handler_that_waits_keeps_its_vp);
	CU_ADD_TEST(suite, test_restart_begins_in_a_server);
	CU_ADD_TEST(suite, test_restart_begins_with_an_old_recovery);
}
