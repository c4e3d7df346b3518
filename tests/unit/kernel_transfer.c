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

static void boot(void)
{
	struct abi_worker *worker;

	fixture_make();
	worker = (struct abi_worker *)(uintptr_t)f.pool->workers;
	worker->landing = LANDING;
	for (unsigned i = 0; i < 2; i++) {
		events[i] = world_event(NULL, 0);
		world_cap(f.client, SLOT_A + i, events[i], RIGHTS, i + 1);
		world_cap(f.server, SLOT_A + i, events[i], RIGHTS, i + 6);
	}
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

void suite_transfer(void)
{
	CU_pSuite suite = CU_add_suite("kernel: capabilities in messages",
				       NULL, NULL);

	CU_ADD_TEST(suite, test_land_and_are_told);
	CU_ADD_TEST(suite, test_forgotten_with_the_call);
	CU_ADD_TEST(suite, test_moved_comes_back_with_an_error);
	CU_ADD_TEST(suite, test_moved_on);
	CU_ADD_TEST(suite, test_results);
	CU_ADD_TEST(suite, test_no_results_with_an_error);
	CU_ADD_TEST(suite, test_results_refused);
	CU_ADD_TEST(suite, test_request_refused);
	CU_ADD_TEST(suite, test_server_faults);
}
