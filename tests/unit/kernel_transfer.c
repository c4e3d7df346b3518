/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * Capabilities in messages: where they land, how they are told, and what of
 * them is left when the call ends.
 */
#include "kernel.h"

#define LANDING		8	/* 8, 9, 10 in `server` */
#define SLOT_A		4
#define SLOT_B		5
#define ROOM_A		11	/* free, in both */
#define ROOM_B		12
#define RIGHTS		(ABI_RIGHT_SIGNAL | ABI_RIGHT_SHARE)
#define TOLD		(ABI_TYPE_EVENT | RIGHTS << 8)
#define COPY(slot)	(ABI_FIELD_COPY | (slot))
#define MOVE(slot)	(ABI_FIELD_MOVE | (slot))
#define BORROW(slot)	(ABI_FIELD_BORROW | (slot))
#define FIELDS(a, b, c) \
	((uint64_t)(a) << 16 | (uint64_t)(b) << 32 | (uint64_t)(c) << 48)

static struct abi_event *events[2];
static bool fast;	/* every test runs without and with the short path */

static void make(void)
{
	struct abi_worker *worker;

	fixture_make();
	world.fast = fast;
	worker = (struct abi_worker *)(uintptr_t)f.pool->workers;
	worker->landing = LANDING;
	for (unsigned i = 0; i < 2; i++) {
		events[i] = world_event(NULL, 0);
		world_cap(f.client, SLOT_A + i, events[i], RIGHTS, i + 1);
		world_cap(f.server, SLOT_A + i, events[i], RIGHTS, i + 6);
	}
}

static void boot(void)
{
	make();
	RUNS(world_boot());
}

static void send(uint64_t fields)
{
	regs()[0] = SLOT_PORTAL;
	regs()[8] = fields | 3;
	RUNS(world_syscall(ABI_SYS_CALL_CAP));
}

static void answer(int64_t value, uint64_t fields)
{
	regs()[0] = (uint64_t)value;
	regs()[8] = fields;
	RUNS(world_syscall(ABI_SYS_REPLY_CAP));
}

static bool holds(const struct abi_domain *domain, uint64_t slot,
		  const void *object, uint32_t badge)
{
	const struct abi_cap *cap = world_slot(domain, slot);

	return cap->where == abi_where((uintptr_t)object, badge) &&
	       (cap->key & ABI_CAP_RIGHTS_MASK) >> ABI_CAP_RIGHTS_SHIFT ==
		       RIGHTS;
}

static bool is_empty(const struct abi_domain *domain, uint64_t slot)
{
	return world_slot(domain, slot)->key == 0;
}

/* A later reply on the same link has nothing to put back. */
static void test_forgotten_with_the_call(void)
{
	const struct abi_link *link;

	boot();
	send(FIELDS(MOVE(SLOT_A), 0, 0));
	link = world_link(f.vp);
	CU_ASSERT_NOT_EQUAL(link->fields, 0);
	answer(OK, 0);
	CU_ASSERT_PTR_EQUAL(running_in(), f.client);
	CU_ASSERT_EQUAL(link->fields, 0);
}

static void test_land_and_are_told(void)
{
	boot();
	send(FIELDS(COPY(SLOT_A), 0, BORROW(SLOT_B)));
	CU_ASSERT_PTR_EQUAL(running_in(), f.server);
	CU_ASSERT_EQUAL(regs()[0] >> 32, 3);
	CU_ASSERT_EQUAL(regs()[8], FIELDS(TOLD, 0, TOLD));
	CU_ASSERT_TRUE(holds(f.server, LANDING, events[0], 1));
	CU_ASSERT_TRUE(is_empty(f.server, LANDING + 1));
	CU_ASSERT_TRUE(holds(f.server, LANDING + 2, events[1], 2));
	CU_ASSERT_TRUE(holds(f.client, SLOT_A, events[0], 1));
	answer(0, 0);
	CU_ASSERT_EQUAL(regs()[8], 0);
	for (unsigned i = 0; i < 3; i++)
		CU_ASSERT_TRUE(is_empty(f.server, LANDING + i));
}

static void test_moved_comes_back_with_an_error(void)
{
	boot();
	send(FIELDS(MOVE(SLOT_A), MOVE(SLOT_B), 0));
	CU_ASSERT_TRUE(is_empty(f.client, SLOT_A));
	CU_ASSERT_TRUE(is_empty(f.client, SLOT_B));
	answer(1, 0);
	CU_ASSERT_TRUE(holds(f.client, SLOT_A, events[0], 1));
	CU_ASSERT_TRUE(holds(f.client, SLOT_B, events[1], 2));
	send(FIELDS(MOVE(SLOT_A), 0, 0));
	answer(0, 0);
	CU_ASSERT_TRUE(is_empty(f.client, SLOT_A));
}

/* What the server has put in the landing slot since is not the caller's. */
static void test_moved_on(void)
{
	boot();
	send(FIELDS(MOVE(SLOT_A), 0, 0));
	regs()[0] = LANDING;
	regs()[1] = ROOM_A;
	regs()[8] = ABI_CAP_MOVE;
	RUNS(world_syscall(ABI_SYS_INVOKE));
	CU_ASSERT_EQUAL(status(), OK);
	regs()[0] = SLOT_B;
	regs()[1] = LANDING;
	regs()[2] = UINT64_MAX;
	regs()[8] = ABI_CAP_COPY;
	RUNS(world_syscall(ABI_SYS_INVOKE));
	CU_ASSERT_EQUAL(status(), OK);
	answer(1, 0);
	CU_ASSERT_TRUE(is_empty(f.client, SLOT_A));
	CU_ASSERT_TRUE(holds(f.server, ROOM_A, events[0], 1));
	CU_ASSERT_EQUAL(world_slot(f.server, ROOM_A)->key & ABI_CAP_LANDED,
			0);
}

static void test_results(void)
{
	boot();
	send(FIELDS(ROOM_A, COPY(SLOT_A), ROOM_B));
	CU_ASSERT_EQUAL(regs()[8], FIELDS(0, TOLD, 0));
	answer(0, FIELDS(MOVE(SLOT_A), 0, COPY(SLOT_B)));
	CU_ASSERT_PTR_EQUAL(running_in(), f.client);
	CU_ASSERT_EQUAL(status(), OK);
	/* Told where the caller had asked for them. */
	CU_ASSERT_EQUAL(regs()[8], FIELDS(TOLD, 0, TOLD));
	CU_ASSERT_TRUE(holds(f.client, ROOM_A, events[0], 6));
	CU_ASSERT_TRUE(holds(f.client, ROOM_B, events[1], 7));
	CU_ASSERT_TRUE(is_empty(f.server, SLOT_A));
	CU_ASSERT_TRUE(holds(f.server, SLOT_B, events[1], 7));
}

static void test_result_in_the_middle(void)
{
	boot();
	send(FIELDS(0, ROOM_A, 0));
	answer(0, FIELDS(COPY(SLOT_A), 0, 0));
	CU_ASSERT_EQUAL(regs()[8], FIELDS(0, TOLD, 0));
	CU_ASSERT_TRUE(holds(f.client, ROOM_A, events[0], 6));
}

static void test_no_results_with_an_error(void)
{
	boot();
	send(FIELDS(ROOM_A, 0, 0));
	answer(5, FIELDS(COPY(SLOT_A), 0, 0));
	CU_ASSERT_EQUAL(status(), 5);
	CU_ASSERT_EQUAL(regs()[8], 0);
	CU_ASSERT_TRUE(is_empty(f.client, ROOM_A));
}

/* Nothing moves, and the server is told. */
static void refused(uint64_t fields, int64_t why)
{
	answer(0, fields);
	CU_ASSERT_PTR_EQUAL(running_in(), f.server);
	CU_ASSERT_EQUAL(status(), why);
	CU_ASSERT_TRUE(holds(f.server, SLOT_A, events[0], 6));
	CU_ASSERT_TRUE(is_empty(f.client, ROOM_B));
}

static void test_results_refused(void)
{
	boot();
	send(FIELDS(ROOM_A, ROOM_B, 0));
	refused(FIELDS(BORROW(SLOT_A), 0, 0), E_VALUE);
	refused(FIELDS(MOVE(SLOT_A), MOVE(SLOT_A), 0), E_VALUE);
	refused(FIELDS(MOVE(SLOT_A), COPY(SLOT_B), COPY(ROOM_A)), E_VALUE);
	refused(FIELDS(MOVE(SLOT_A), COPY(ROOM_A), 0), E_SLOT);
	world_slot(f.server, SLOT_B)->key &=
		~((uint64_t)ABI_RIGHT_SHARE << ABI_CAP_RIGHTS_SHIFT);
	refused(FIELDS(MOVE(SLOT_A), COPY(SLOT_B), 0), E_RIGHTS);
	world_cap(f.client, ROOM_A, events[0], RIGHTS, 0);
	refused(FIELDS(COPY(SLOT_A), 0, 0), E_OCCUPIED);
}

static void test_request_refused(void)
{
	boot();
	send(FIELDS(MOVE(SLOT_A), MOVE(SLOT_A), 0));
	CU_ASSERT_EQUAL(status(), E_VALUE);
	send(FIELDS(MOVE(SLOT_A), SLOT_B, 0));
	CU_ASSERT_EQUAL(status(), E_OCCUPIED);
	send(FIELDS(MOVE(SLOT_A), 0, COPY(ROOM_A)));
	CU_ASSERT_EQUAL(status(), E_SLOT);
	world_cap(f.server, LANDING + 1, events[0], 0, 0);
	send(FIELDS(MOVE(SLOT_A), COPY(SLOT_B), 0));
	CU_ASSERT_EQUAL(status(), E_OCCUPIED);
	CU_ASSERT_TRUE(holds(f.client, SLOT_A, events[0], 1));
	CU_ASSERT_TRUE(is_empty(f.server, LANDING));
	CU_ASSERT_PTR_EQUAL(running_in(), f.client);
	CU_ASSERT_NOT_EQUAL(f.pool->free, 0);
}

/* Its slot is taken when what was moved would come back: that stays, as it is its
 * owner's own doing. */
static void test_refused_and_its_slot_is_taken(void)
{
	boot();
	send(FIELDS(MOVE(SLOT_A), 0, 0));
	CU_ASSERT_TRUE(is_empty(f.client, SLOT_A));
	switch_to(f.other);
	regs()[0] = SLOT_B;
	regs()[1] = SLOT_A;
	regs()[8] = ABI_CAP_MOVE;
	RUNS(world_syscall(ABI_SYS_INVOKE));
	CU_ASSERT_EQUAL(status(), OK);
	switch_to(f.vp);
	RUNS(reply(E_STATE));
	CU_ASSERT_PTR_EQUAL(running_in(), f.client);
	CU_ASSERT_TRUE(holds(f.client, SLOT_A, events[1], 2));
	CU_ASSERT_TRUE(is_empty(f.server, LANDING));
}

/* A server that dies gives back what was moved. */
static void test_server_faults(void)
{
	boot();
	send(FIELDS(MOVE(SLOT_A), BORROW(SLOT_B), 0));
	RUNS(fault(ABI_FAULT_READ, 0));
	CU_ASSERT_EQUAL(status(), E_FAULT);
	CU_ASSERT_TRUE(holds(f.client, SLOT_A, events[0], 1));
	CU_ASSERT_TRUE(is_empty(f.server, LANDING + 1));
}

/* ---- the short path ----------------------------------------------------- */

/* One capability there, and the way back; how many of the two are short. */
static uint64_t short_paths(uint64_t fields, int64_t value)
{
	regs_fill(0x3000);
	send(fields);
	CU_ASSERT_PTR_EQUAL(running_in(), f.server);
	CU_ASSERT_FALSE(is_empty(f.server, LANDING));
	CU_ASSERT_EQUAL(regs()[0], BADGE | UINT64_C(3) << 32);
	for (uint64_t i = 1; i < 8; i++)
		CU_ASSERT_EQUAL(regs()[i], 0x3000 + i);
	for (int i = 9; i < 31; i++)
		CU_ASSERT_EQUAL(regs()[i], 0);
	CU_ASSERT_EQUAL(f.vp->context.pc, ENTRY);
	regs_fill(0x4000);
	RUNS(reply(value));
	CU_ASSERT_PTR_EQUAL(running_in(), f.client);
	CU_ASSERT_EQUAL(status(), value);
	CU_ASSERT_EQUAL(regs()[8], 0);
	for (uint64_t i = 1; i < 8; i++)
		CU_ASSERT_EQUAL(regs()[i], 0x4000 + i);
	for (uint64_t i = 19; i < 31; i++)
		CU_ASSERT_EQUAL(regs()[i], 0x3000 + i);
	CU_ASSERT_TRUE(is_empty(f.server, LANDING));
	CU_ASSERT_NOT_EQUAL(f.pool->free, 0);
	CU_ASSERT_EQUAL((world_link(f.vp) - 1)->slow_worker, 0);
	CU_ASSERT_EQUAL((world_link(f.vp) - 1)->reply, ABI_REPLY_SLOW);
	return world.fast_paths;
}

static void test_one_capability(void)
{
	boot();
	CU_ASSERT_EQUAL(short_paths(FIELDS(COPY(SLOT_A), 0, 0), 0),
			fast ? 2 : 0);
	CU_ASSERT_EQUAL(short_paths(FIELDS(BORROW(SLOT_A), 0, 0), 7),
			fast ? 4 : 0);
	CU_ASSERT_TRUE(holds(f.client, SLOT_A, events[0], 1));
}

/* What is lent cannot be copied; a portal loses CALL where a call goes down. */
static void test_one_capability_keeps_its_rules(void)
{
	boot();
	send(FIELDS(BORROW(SLOT_A), 0, 0));
	CU_ASSERT_NOT_EQUAL(world_slot(f.server, LANDING)->key & ABI_CAP_LENT,
			    0);
	reply(0);
	world_cap(f.client, ROOM_A, f.portal, ABI_RIGHT_CALL | ABI_RIGHT_SHARE,
		  0);
	send(FIELDS(COPY(ROOM_A), 0, 0));
	CU_ASSERT_EQUAL(regs()[8], FIELDS(ABI_TYPE_PORTAL |
					  ABI_RIGHT_SHARE << 8, 0, 0));
	reply(0);
	CU_ASSERT_EQUAL(world.fast_paths, fast ? 4 : 0);
	world_cap(f.client, ROOM_B, events[0], ABI_RIGHT_SIGNAL, 0);
	send(FIELDS(COPY(ROOM_B), 0, 0));
	CU_ASSERT_EQUAL(status(), E_RIGHTS);
	world_slot(f.client, SLOT_A)->key |= ABI_CAP_LENT;
	send(FIELDS(COPY(SLOT_A), 0, 0));
	CU_ASSERT_EQUAL(status(), E_STATE);
	send(FIELDS(COPY(SLOT_EMPTY), 0, 0));
	CU_ASSERT_EQUAL(status(), E_SLOT);
	world_cap(f.server, LANDING, events[0], 0, 0);
	send(FIELDS(COPY(SLOT_B), 0, 0));
	CU_ASSERT_EQUAL(status(), E_OCCUPIED);
	CU_ASSERT_EQUAL(world.fast_paths, fast ? 4 : 0);
}

static void test_no_short_path_to_what_is_no_portal(void)
{
	boot();
	regs()[0] = SLOTS;
	regs()[8] = FIELDS(COPY(SLOT_A), 0, 0);
	RUNS(world_syscall(ABI_SYS_CALL_CAP));
	CU_ASSERT_EQUAL(status(), E_SLOT);
	regs()[0] = SLOT_EMPTY;
	RUNS(world_syscall(ABI_SYS_CALL_CAP));
	CU_ASSERT_EQUAL(status(), E_SLOT);
	regs()[0] = SLOT_A;
	RUNS(world_syscall(ABI_SYS_CALL_CAP));
	CU_ASSERT_EQUAL(status(), E_TYPE);
	world_slot(f.client, SLOT_PORTAL)->key &=
		~((uint64_t)ABI_RIGHT_CALL << ABI_CAP_RIGHTS_SHIFT);
	send(FIELDS(COPY(SLOT_A), 0, 0));
	CU_ASSERT_EQUAL(status(), E_RIGHTS);
	f.portal->key += UINT64_C(1) << ABI_CAP_GENERATION_SHIFT;
	send(FIELDS(COPY(SLOT_A), 0, 0));
	CU_ASSERT_EQUAL(status(), E_STALE);
	CU_ASSERT_TRUE(is_empty(f.server, LANDING));
}

/* More than one, a move, or what the reply of a plain call must not miss. */
static void test_no_short_path_for_more(void)
{
	boot();
	CU_ASSERT_EQUAL(short_paths(FIELDS(COPY(SLOT_A), COPY(SLOT_B), 0), 0),
			0);
	CU_ASSERT_EQUAL(short_paths(FIELDS(MOVE(SLOT_B), 0, 0), 0), 0);
	CU_ASSERT_TRUE(is_empty(f.client, SLOT_B));
	send(FIELDS(ROOM_A, 0, 0));
	CU_ASSERT_PTR_EQUAL(running_in(), f.server);
	CU_ASSERT_EQUAL(world.fast_paths, 0);
}

static void test_no_short_path_with_a_limit(void)
{
	make();
	f.portal->limit = 1000000;
	f.portal->key |= ABI_KEY_SLOW;
	RUNS(world_boot());
	CU_ASSERT_EQUAL(short_paths(FIELDS(COPY(SLOT_A), 0, 0), 0), 0);
}

static void test_no_short_path_with_fp(void)
{
	make();
	f.client->fp = 1;
	world_slot(f.client, SLOT_PORTAL)->key |= ABI_CAP_SLOW;
	RUNS(world_boot());
	CU_ASSERT_EQUAL(short_paths(FIELDS(COPY(SLOT_A), 0, 0), 0), 0);
}

static void test_no_short_path_with_a_reason(void)
{
	boot();
	f.vp->reason = ABI_REASON_EVENT;
	CU_ASSERT_EQUAL(short_paths(FIELDS(COPY(SLOT_A), 0, 0), 0), 0);
}

/* One that waits for the worker gets it from C, which puts it on it. */
static void test_reply_to_who_waits(void)
{
	boot();
	send(FIELDS(COPY(SLOT_A), 0, 0));
	switch_to(f.other);
	regs_fill(0x3000);
	send(FIELDS(BORROW(SLOT_B), 0, 0));
	CU_ASSERT_PTR_EQUAL(world.current, f.vp);
	RUNS(reply(0));
	CU_ASSERT_EQUAL(world.fast_paths, fast ? 1 : 0);
	switch_to(f.other);
	CU_ASSERT_PTR_EQUAL(running_in(), f.server);
	CU_ASSERT_TRUE(holds(f.server, LANDING, events[1], 2));
	RUNS(reply(0));
	CU_ASSERT_TRUE(is_empty(f.server, LANDING));
}

/* The call is one like others when it ends otherwise. */
static void test_one_capability_and_a_fault(void)
{
	boot();
	send(FIELDS(BORROW(SLOT_A), 0, 0));
	RUNS(fault(ABI_FAULT_READ, 0));
	CU_ASSERT_EQUAL(status(), E_FAULT);
	CU_ASSERT_TRUE(is_empty(f.server, LANDING));
	CU_ASSERT_EQUAL((world_link(f.vp) - 1)->reply, ABI_REPLY_SLOW);
}

static void test_reply_cap_to_one_capability(void)
{
	boot();
	send(FIELDS(COPY(SLOT_A), 0, 0));
	answer(0, FIELDS(COPY(SLOT_B), 0, 0));
	CU_ASSERT_EQUAL(status(), E_VALUE);
	CU_ASSERT_PTR_EQUAL(running_in(), f.server);
	answer(0, 0);
	CU_ASSERT_PTR_EQUAL(running_in(), f.client);
	CU_ASSERT_TRUE(is_empty(f.server, LANDING));
}

/* A plain call has left its worker in the link in which the next one is made. */
static void test_reply_after_a_plain_call(void)
{
	struct abi_worker *deep_first, *first;

	make();
	world.fast = true;
	deep_first = (struct abi_worker *)(uintptr_t)f.deep_pool->workers;
	deep_first->landing = LANDING;
	RUNS(world_boot());
	first = f.pool->free;
	RUNS(call(SLOT_PORTAL, 1));
	RUNS(reply(OK));
	regs()[0] = SLOT_DEEP;
	regs()[8] = FIELDS(BORROW(SLOT_A), 0, 0) | 3;
	RUNS(world_syscall(ABI_SYS_CALL_CAP));
	CU_ASSERT_PTR_EQUAL(running_in(), f.deep);
	world.fast = false;
	RUNS(reply(OK));
	CU_ASSERT_PTR_EQUAL(f.deep_pool->free, deep_first);
	CU_ASSERT_PTR_EQUAL(f.pool->free, first);
	CU_ASSERT_PTR_NULL(first->next);
}

static void add_tests(CU_pSuite suite)
{
	CU_ADD_TEST(suite, test_land_and_are_told);
	CU_ADD_TEST(suite, test_forgotten_with_the_call);
	CU_ADD_TEST(suite, test_moved_comes_back_with_an_error);
	CU_ADD_TEST(suite, test_moved_on);
	CU_ADD_TEST(suite, test_results);
	CU_ADD_TEST(suite, test_result_in_the_middle);
	CU_ADD_TEST(suite, test_no_results_with_an_error);
	CU_ADD_TEST(suite, test_results_refused);
	CU_ADD_TEST(suite, test_request_refused);
	CU_ADD_TEST(suite, test_refused_and_its_slot_is_taken);
	CU_ADD_TEST(suite, test_server_faults);
	CU_ADD_TEST(suite, test_one_capability);
	CU_ADD_TEST(suite, test_one_capability_keeps_its_rules);
	CU_ADD_TEST(suite, test_no_short_path_to_what_is_no_portal);
	CU_ADD_TEST(suite, test_no_short_path_for_more);
	CU_ADD_TEST(suite, test_no_short_path_with_a_limit);
	CU_ADD_TEST(suite, test_no_short_path_with_fp);
	CU_ADD_TEST(suite, test_no_short_path_with_a_reason);
	CU_ADD_TEST(suite, test_reply_to_who_waits);
	CU_ADD_TEST(suite, test_one_capability_and_a_fault);
	CU_ADD_TEST(suite, test_reply_cap_to_one_capability);
	CU_ADD_TEST(suite, test_reply_after_a_plain_call);
}

static int set_fast(void)
{
	fast = true;
	return 0;
}

void suite_transfer(void)
{
	add_tests(CU_add_suite("kernel: capabilities in messages", NULL, NULL));
	add_tests(CU_add_suite("kernel: capabilities, short path", set_fast,
			       NULL));
}
