/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * Virtual processors: activations, and the control block in which a component
 * may write what it likes.
 */
#include "kernel.h"

#define ACTIVATION	0x00440000u
#define FOREVER		UINT64_MAX
#define SLOT_EVENT	4
#define FILL		0x5000
#define FLAGS		0xf0000000u

static struct abi_event *event;
static struct abi_control_write *block;

/* `vp` has activations, on; an event that `client` may signal is its 7th. */
static void boot_with(uint64_t amount, uint64_t period)
{
	fixture_make();
	if (amount != 0)
		world_budget(f.vp, amount, period, 0);
	world_control(f.vp, ACTIVATION);
	block = world_written(f.vp);
	block->slot = 3;
	block->stack = 0x9000;
	event = world_event(f.vp, 7);
	world_cap(f.client, SLOT_EVENT, event,
		  ABI_RIGHT_SIGNAL | ABI_RIGHT_WAIT, 1);
	RUNS(world_boot());
	CU_ASSERT_PTR_EQUAL_FATAL(world.current, f.vp);
	block->masked = 0;
	f.vp->reason = ABI_REASON_NONE;
}

static void boot(void)
{
	boot_with(0, 0);
}

static void send(void)
{
	regs()[0] = SLOT_EVENT;
	RUNS(world_syscall(ABI_SYS_SIGNAL));
}

static void invoke(uint64_t slot, uint64_t operation)
{
	regs()[0] = slot;
	regs()[8] = operation;
	RUNS(world_syscall(ABI_SYS_INVOKE));
}

static void activated(uint64_t reason, uint64_t slot)
{
	CU_ASSERT_PTR_EQUAL(world.current, f.vp);
	CU_ASSERT_EQUAL(regs()[0], reason);
	CU_ASSERT_EQUAL(regs()[1], slot);
	for (int i = 2; i < 31; i++)
		CU_ASSERT_EQUAL(regs()[i], 0);
	CU_ASSERT_EQUAL(world.current->context.pc, ACTIVATION);
	CU_ASSERT_EQUAL(world.current->context.sp, 0x9000);
	CU_ASSERT_EQUAL(world.current->context.pstate, 0);
	CU_ASSERT_EQUAL(block->masked, 1);
}

static void test_own_signal_activates(void)
{
	uint64_t pc;

	boot();
	pc = f.vp->context.pc;
	regs_fill(FILL);
	f.vp->context.sp = 0x1110;
	f.vp->context.tls = 0x2220;
	f.vp->context.pstate = FLAGS;
	send();
	activated(ABI_REASON_EVENT, 3);
	CU_ASSERT_EQUAL(block->contexts[3].x[0], OK);
	for (uint64_t i = 19; i < 31; i++)
		CU_ASSERT_EQUAL(block->contexts[3].x[i], FILL + i);
	CU_ASSERT_EQUAL(block->contexts[3].pc, pc);
	CU_ASSERT_EQUAL(block->contexts[3].sp, 0x1110);
	CU_ASSERT_EQUAL(block->contexts[3].tls, 0x2220);
	CU_ASSERT_EQUAL(block->contexts[3].pstate, FLAGS);
}

/* A signal without a bit tells all the same, once. */
static void test_signal_of_no_bits(void)
{
	boot();
	world_cap(f.client, SLOT_EVENT, event,
		  ABI_RIGHT_SIGNAL | ABI_RIGHT_WAIT, 0);
	send();
	activated(ABI_REASON_EVENT, 3);
	CU_ASSERT_EQUAL(event->bits, 0);
	send();
	CU_ASSERT_EQUAL(status(), OK);
	invoke(SLOT_EVENT, ABI_EVENT_TAKE);
	CU_ASSERT_EQUAL(event->wake, (uintptr_t)f.vp);
}

/* An event of the vp that its fault handler sends is seen when it has replied. */
static void test_handler_replies_to_an_event(void)
{
	boot();
	world.fast = true;
	f.client->handler = 0x00750000;
	regs_fill(FILL);
	RUNS(world_fault(&(struct abi_fault){ .kind = ABI_FAULT_READ }));
	CU_ASSERT_EQUAL(world.current->context.pc, 0x00750000);
	send();
	regs()[0] = OK;
	regs()[1] = 0x00760000;
	RUNS(world_syscall(ABI_SYS_REPLY));
	activated(ABI_REASON_EVENT, 3);
	CU_ASSERT_EQUAL(block->contexts[3].pc, 0x00760000);
	for (uint64_t i = 0; i < 31; i++)
		CU_ASSERT_EQUAL(block->contexts[3].x[i], FILL + i);
}

static void test_masked_goes_on(void)
{
	boot();
	block->masked = 1;
	send();
	CU_ASSERT_EQUAL(status(), OK);
	CU_ASSERT_NOT_EQUAL(world.current->context.pc, ACTIVATION);
	/* And is activated when it allows it. */
	RUNS(world_syscall(ABI_SYS_ENABLE));
	activated(ABI_REASON_EVENT, 3);
}

static void test_preempted(void)
{
	boot();
	switch_to(f.other);
	switch_to(f.vp);
	activated(ABI_REASON_PREEMPTED, 3);
}

/* Without time it waits for its next period, and is told that it begins. */
static void test_new_period(void)
{
	boot_with(100, 1000);
	next_turn();
	CU_ASSERT_PTR_EQUAL(world.current, f.other);
	switch_to(f.vp);
	activated(ABI_REASON_ALLOCATED, 3);
}

/* With activations off at that moment it is not told later either. */
static void test_new_period_masked(void)
{
	boot_with(100, 1000);
	block->masked = 1;
	next_turn();
	switch_to(f.vp);
	CU_ASSERT_NOT_EQUAL(world.current->context.pc, ACTIVATION);
	RUNS(world_syscall(ABI_SYS_ENABLE));
	CU_ASSERT_NOT_EQUAL(world.current->context.pc, ACTIVATION);
}

static void faulted(uint64_t pc)
{
	CU_ASSERT_PTR_EQUAL(world.current, f.vp);
	CU_ASSERT_EQUAL(world.current->context.pc, ACTIVATION);
	CU_ASSERT_EQUAL(regs()[0], ABI_REASON_FAULT);
	CU_ASSERT_EQUAL(regs()[1], 3);
	CU_ASSERT_EQUAL(regs()[2], ABI_FAULT_WRITE);
	CU_ASSERT_EQUAL(regs()[3], 0xdead0000);
	CU_ASSERT_EQUAL(regs()[4], pc);
	CU_ASSERT_EQUAL(regs()[5], ABI_CAUSE_UNMAPPED);
	CU_ASSERT_EQUAL(regs()[6], 0x92000046);
	for (int i = 7; i < 31; i++)
		CU_ASSERT_EQUAL(regs()[i], 0);
	CU_ASSERT_EQUAL(block->contexts[3].pc, pc);
	CU_ASSERT_EQUAL(block->masked, 1);
	CU_ASSERT_EQUAL(f.client->fault.address, 0xdead0000);
	CU_ASSERT_EQUAL(f.client->state, ABI_DOMAIN_RUNNING);
}

/* What faulted is in the slot, whole; the next fault, in the activation, ends
 * the domain. */
static void test_fault_activates(void)
{
	uint64_t pc;

	boot();
	pc = f.vp->context.pc;
	regs_fill(FILL);
	RUNS(fault(ABI_FAULT_WRITE, 0xdead0000));
	faulted(pc);
	for (uint64_t i = 0; i < 31; i++)
		CU_ASSERT_EQUAL(block->contexts[3].x[i], FILL + i);
	CU_ASSERT_EQUAL(fault(ABI_FAULT_WRITE, 0xdead0000), WORLD_IDLE);
	CU_ASSERT_EQUAL(f.client->state, ABI_DOMAIN_STOPPED);
}

/* Its domain's handler comes first. */
static void test_fault_with_a_handler(void)
{
	boot();
	f.client->handler = 0x9900;
	RUNS(fault(ABI_FAULT_WRITE, 0xdead0000));
	CU_ASSERT_EQUAL(f.vp->context.pc, 0x9900);
	CU_ASSERT_EQUAL(block->masked, 0);
	CU_ASSERT_EQUAL(fault(ABI_FAULT_WRITE, 0xdead0004), WORLD_IDLE);
	CU_ASSERT_EQUAL(f.client->state, ABI_DOMAIN_STOPPED);
}

/* The server's fault is none of the client's scheduler. */
static void test_fault_in_a_call(void)
{
	boot();
	RUNS(call(SLOT_PORTAL, 1));
	RUNS(fault(ABI_FAULT_WRITE, 0xdead0000));
	CU_ASSERT_EQUAL(f.server->state, ABI_DOMAIN_STOPPED);
	CU_ASSERT_EQUAL(status(), E_FAULT);
	CU_ASSERT_EQUAL(f.client->state, ABI_DOMAIN_RUNNING);
	CU_ASSERT_NOT_EQUAL(f.vp->context.pc, ACTIVATION);
}

static void test_slot_is_masked(void)
{
	boot();
	block->slot = UINT64_MAX - 3;
	send();
	activated(ABI_REASON_EVENT, (UINT64_MAX - 3) % ABI_CONTEXTS);
}

static void test_block_wakes_with_event(void)
{
	boot();
	regs()[0] = FOREVER;
	RUNS(world_syscall(ABI_SYS_BLOCK));
	CU_ASSERT_PTR_EQUAL(world.current, f.other);
	send();
	switch_to(f.vp);
	activated(ABI_REASON_EVENT, 3);
	CU_ASSERT_EQUAL(block->contexts[3].x[0], OK);
}

static void test_block_times_out(void)
{
	boot();
	regs()[0] = 10;
	RUNS(world_syscall(ABI_SYS_BLOCK));
	switch_to(f.vp);
	activated(ABI_REASON_TIMEOUT, 3);
	CU_ASSERT_EQUAL(block->contexts[3].x[0], (uint64_t)E_TIMEOUT);
}

static void test_block_with_pending_does_not_sleep(void)
{
	boot();
	block->masked = 1;
	send();
	block->masked = 0;
	regs()[0] = FOREVER;
	RUNS(world_syscall(ABI_SYS_BLOCK));
	activated(ABI_REASON_EVENT, 3);
}

static void test_resume(void)
{
	struct abi_context *saved;

	boot();
	saved = &block->contexts[5];
	for (uint64_t i = 0; i < 31; i++)
		saved->x[i] = 0x7000 + i;
	saved->pc = 0x1230;
	saved->sp = 0x4560;
	saved->tls = 0x7890;
	saved->pstate = UINT64_MAX;
	block->masked = 1;
	regs()[0] = 5;
	RUNS(world_syscall(ABI_SYS_RESUME));
	for (uint64_t i = 0; i < 31; i++)
		CU_ASSERT_EQUAL(regs()[i], 0x7000 + i);
	CU_ASSERT_EQUAL(f.vp->context.pc, 0x1230);
	CU_ASSERT_EQUAL(f.vp->context.sp, 0x4560);
	CU_ASSERT_EQUAL(f.vp->context.tls, 0x7890);
	CU_ASSERT_EQUAL(f.vp->context.pstate, FLAGS);
	CU_ASSERT_EQUAL(block->masked, 0);
}

/* With something pending the context stays where it is. */
static void test_resume_with_pending(void)
{
	boot();
	block->masked = 1;
	send();
	block->contexts[5].x[0] = 0x77;
	regs()[0] = 5;
	RUNS(world_syscall(ABI_SYS_RESUME));
	activated(ABI_REASON_EVENT, ABI_CONTEXTS);
	CU_ASSERT_EQUAL(block->contexts[5].x[0], 0x77);
}

static void test_resume_of_no_slot(void)
{
	boot();
	regs()[0] = ABI_CONTEXTS;
	RUNS(world_syscall(ABI_SYS_RESUME));
	CU_ASSERT_EQUAL(status(), E_VALUE);
	regs()[0] = ABI_CONTEXTS - 1;
	RUNS(world_syscall(ABI_SYS_RESUME));
	CU_ASSERT_EQUAL(f.vp->context.pc, 0);
}

static void test_not_inside_a_call(void)
{
	static const uint32_t numbers[] = {
		ABI_SYS_RESUME, ABI_SYS_ENABLE, ABI_SYS_BLOCK,
	};

	boot();
	RUNS(call(SLOT_PORTAL, 1));
	for (int i = 0; i < 3; i++) {
		regs()[0] = 0;
		RUNS(world_syscall(numbers[i]));
		CU_ASSERT_EQUAL(status(), E_IN_CALL);
	}
}

static void test_without_activation_code(void)
{
	fixture_boot();
	regs()[0] = 0;
	RUNS(world_syscall(ABI_SYS_RESUME));
	CU_ASSERT_EQUAL(status(), E_STATE);
	RUNS(world_syscall(ABI_SYS_ENABLE));
	CU_ASSERT_EQUAL(status(), E_STATE);
}

/* Inside a call the control block stays as it is; at home it happens. */
static void test_pending_in_a_call(void)
{
	boot();
	RUNS(call(SLOT_PORTAL, 1));
	switch_to(f.other);
	send();
	switch_to(f.vp);
	CU_ASSERT_PTR_EQUAL(running_in(), f.server);
	CU_ASSERT_EQUAL(block->contexts[3].pc, 0);
	RUNS(reply(7));
	activated(ABI_REASON_EVENT, 3);
	CU_ASSERT_EQUAL(block->contexts[3].x[0], 7);
}

/* The same where the reply would take the C path in any case. */
static void test_pending_in_a_limited_call(void)
{
	boot();
	f.portal->limit = 1000000000;
	f.portal->key |= ABI_KEY_SLOW;
	RUNS(call(SLOT_PORTAL, 1));
	switch_to(f.other);
	send();
	switch_to(f.vp);
	RUNS(reply(7));
	activated(ABI_REASON_EVENT, 3);
}

static void test_taken_is_not_pending(void)
{
	boot();
	block->masked = 1;
	send();
	invoke(SLOT_EVENT, ABI_EVENT_TAKE);
	CU_ASSERT_EQUAL(regs()[1], 1);
	regs()[0] = FOREVER;
	RUNS(world_syscall(ABI_SYS_BLOCK));
	CU_ASSERT_PTR_EQUAL(world.current, f.other);
}

void suite_vp(void)
{
	CU_pSuite suite = CU_add_suite("kernel: activations", NULL, NULL);

	CU_ADD_TEST(suite, test_own_signal_activates);
	CU_ADD_TEST(suite, test_signal_of_no_bits);
	CU_ADD_TEST(suite, test_handler_replies_to_an_event);
	CU_ADD_TEST(suite, test_masked_goes_on);
	CU_ADD_TEST(suite, test_preempted);
	CU_ADD_TEST(suite, test_new_period);
	CU_ADD_TEST(suite, test_new_period_masked);
	CU_ADD_TEST(suite, test_fault_activates);
	CU_ADD_TEST(suite, test_fault_with_a_handler);
	CU_ADD_TEST(suite, test_fault_in_a_call);
	CU_ADD_TEST(suite, test_slot_is_masked);
	CU_ADD_TEST(suite, test_block_wakes_with_event);
	CU_ADD_TEST(suite, test_block_times_out);
	CU_ADD_TEST(suite, test_block_with_pending_does_not_sleep);
	CU_ADD_TEST(suite, test_resume);
	CU_ADD_TEST(suite, test_resume_with_pending);
	CU_ADD_TEST(suite, test_resume_of_no_slot);
	CU_ADD_TEST(suite, test_not_inside_a_call);
	CU_ADD_TEST(suite, test_without_activation_code);
	CU_ADD_TEST(suite, test_pending_in_a_call);
	CU_ADD_TEST(suite, test_pending_in_a_limited_call);
	CU_ADD_TEST(suite, test_taken_is_not_pending);
}
