/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * Faults: the record, the report, and the end of the domain alone.
 */
#include "kernel.h"

#include <vesper/kernel/fault.h>
#include <vesper/kernel/sched.h>

static void test_recorded_and_stopped(void)
{
	fixture_boot();
	RUNS(call(SLOT_PORTAL, 1));
	RUNS(fault(ABI_FAULT_WRITE, 0xdead));
	CU_ASSERT_EQUAL(f.server->state, ABI_DOMAIN_STOPPED);
	CU_ASSERT_EQUAL(f.server->ttbr, (uint64_t)2 << 48); /* no table */
	CU_ASSERT_EQUAL(f.server->fault.kind, ABI_FAULT_WRITE);
	CU_ASSERT_EQUAL(f.server->fault.cause, ABI_CAUSE_UNMAPPED);
	CU_ASSERT_EQUAL(f.server->fault.address, 0xdead);
	CU_ASSERT_EQUAL(f.server->fault.pc, ENTRY);
	CU_ASSERT_EQUAL(f.server->fault.esr, 0x92000046);
	CU_ASSERT_EQUAL(f.client->state, ABI_DOMAIN_RUNNING);
	CU_ASSERT_EQUAL(f.deep->state, ABI_DOMAIN_RUNNING);
	CU_ASSERT_EQUAL(f.client->fault.kind, ABI_FAULT_NONE);
}

static void test_home_faults(void)
{
	fixture_boot();
	CU_ASSERT_EQUAL(fault(ABI_FAULT_READ, 0), WORLD_IDLE);
	CU_ASSERT_EQUAL(f.vp->state, ABI_VP_DEAD);
	CU_ASSERT_EQUAL(f.other->state, ABI_VP_DEAD);
}

/* As vectors.S enters it: what faulted is in the place for that, and of the vp's
 * own context nothing holds. */
static void take_fault(void *unused)
{
	struct abi_vp *vp = world.current;

	(void)unused;
	*fault_place(vp) = vp->context;
	memset(&vp->context, 0x5e, sizeof(vp->context));
	vp_domain(vp)->fault = (struct abi_fault){ .kind = ABI_FAULT_READ,
						   .pc = 0x1230 };
	CU_ASSERT_FALSE(fault_take(vp));
	world.current = sched_next(vp);
}

/* Nobody handles it: who is activated finds what faulted in its slot. */
static void test_unhandled_by_the_short_path(void)
{
	fixture_make();
	world_control(f.vp, 0x6000);
	RUNS(world_boot());
	RUNS(world_syscall(ABI_SYS_ENABLE));
	world_written(f.vp)->slot = 2;
	regs_fill(0x4000);
	f.vp->context.pc = 0x1230;
	RUNS(world_enter(take_fault, NULL));
	CU_ASSERT_PTR_EQUAL_FATAL(world.current, f.vp);
	CU_ASSERT_EQUAL(f.vp->context.pc, 0x6000);
	CU_ASSERT_EQUAL(regs()[0], ABI_REASON_FAULT);
	CU_ASSERT_EQUAL(world_written(f.vp)->contexts[2].pc, 0x1230);
	for (uint64_t i = 0; i < 31; i++)
		CU_ASSERT_EQUAL(world_written(f.vp)->contexts[2].x[i],
				0x4000 + i);
}

static void report(uint64_t address, const char *text)
{
	fixture_make();
	world_place(0x1000, 0x1000, "first", f.client);
	world_place(0x2000, 0x800, "second", f.server);
	world_place(0x8000, 0x1000, "third", f.deep);
	RUNS(world_boot());
	world.current->context.x[30] = 0x77;
	(void)fault(ABI_FAULT_READ, address);
	CU_ASSERT_TRUE(world_says(text));
	CU_ASSERT_TRUE(world_says("fault: client: read 0x"));
	CU_ASSERT_TRUE(world_says(": not mapped here\n  pc 0x400000 sp 0x"));
	CU_ASSERT_TRUE(world_says(" lr 0x77\n"));
}

static void test_report_names_the_place(void)
{
	report(0x1000, "0x1000 (first of client)");
	report(0x1fff, "0x1fff (first of client)");
	report(0x2000, "0x2000 (second of server)");
	report(0x27ff, "0x27ff (second of server)");
	report(0x8fff, "0x8fff (third of deep)");
}

static void test_report_of_nowhere(void)
{
	report(0xfff, "0xfff: not");
	report(0x2800, "0x2800: not");
	report(0x7fff, "0x7fff: not");
	report(0x9000, "0x9000: not");
	report(UINT64_MAX, "0xffffffffffffffff: not");
}

static void test_silent_without_names(void)
{
	fixture_boot();
	world_record()->names.count = 0;
	(void)fault(ABI_FAULT_READ, 0);
	CU_ASSERT_EQUAL(world.size, 0);
}

/* Each kind and cause has its words. */
static void test_words(void)
{
	for (uint32_t kind = 0; kind < ABI_FAULT_COUNT; kind++) {
		static const char *const words[] = {
#define X(name, value, text) [value] = text,
			ABI_FAULTS(X)
#undef X
		};

		fixture_boot();
		(void)fault(kind, 0x123);
		CU_ASSERT_TRUE(world_says(words[kind]));
	}
}

/* ---- the domain's own handler ------------------------------------------- */

#define HANDLER		0x00750000u
#define HANDLER_STACK	0x50000000u
#define FILL		0x6000

static void make_handler(void)
{
	fixture_make();
	f.server->handler = HANDLER;
	f.server->handler_stack = HANDLER_STACK;
}

/* `vp` is in the server, which has a handler, and faults. */
static void handled(void)
{
	make_handler();
	RUNS(world_boot());
	RUNS(call(SLOT_PORTAL, 1));
	regs_fill(FILL);
	RUNS(fault(ABI_FAULT_WRITE, 0xdead));
}

static void test_handler_is_entered(void)
{
	handled();
	CU_ASSERT_PTR_EQUAL(running_in(), f.server);
	CU_ASSERT_EQUAL(f.server->state, ABI_DOMAIN_RUNNING);
	CU_ASSERT_EQUAL(world.current->context.pc, HANDLER);
	CU_ASSERT_EQUAL(world.current->context.sp, HANDLER_STACK);
	CU_ASSERT_EQUAL(world.current->context.tls, HANDLER_STACK);
	CU_ASSERT_EQUAL(regs()[0], ABI_FAULT_WRITE);
	CU_ASSERT_EQUAL(regs()[1], 0xdead);
	CU_ASSERT_EQUAL(regs()[2], ENTRY);
	CU_ASSERT_EQUAL(regs()[3], ABI_CAUSE_UNMAPPED);
	CU_ASSERT_EQUAL(regs()[4], 0x92000046);
	for (int i = 5; i < 31; i++)
		CU_ASSERT_EQUAL(regs()[i], 0);
	CU_ASSERT_EQUAL(world.size, 0);
}

static void test_handler_mends(void)
{
	handled();
	regs()[1] = 0x00760000;
	RUNS(reply(0));
	CU_ASSERT_PTR_EQUAL(running_in(), f.server);
	CU_ASSERT_EQUAL(world.current->context.pc, 0x00760000);
	for (uint64_t i = 0; i < 31; i++)
		CU_ASSERT_EQUAL(regs()[i], FILL + i);
	/* It is there for the next fault. */
	RUNS(fault(ABI_FAULT_READ, 8));
	CU_ASSERT_EQUAL(world.current->context.pc, HANDLER);
	regs()[1] = ENTRY;
	RUNS(reply(0));
	RUNS(reply(4));
	CU_ASSERT_PTR_EQUAL(running_in(), f.client);
	CU_ASSERT_EQUAL(status(), 4);
}

/* The reply does not enter C. */
static void test_handler_mends_fast(void)
{
	handled();
	world.fast = true;
	regs()[1] = 0x00760000;
	f.vp->faulted.sp = 0x1110;
	f.vp->faulted.pstate = 0xf0000000;
	RUNS(reply(0));
	CU_ASSERT_EQUAL(world.fast_paths, 1);
	CU_ASSERT_PTR_EQUAL(running_in(), f.server);
	CU_ASSERT_EQUAL(f.vp->context.pc, 0x00760000);
	CU_ASSERT_EQUAL(f.vp->context.sp, 0x1110);
	CU_ASSERT_EQUAL(f.vp->context.pstate, 0xf0000000);
	for (uint64_t i = 0; i < 31; i++)
		CU_ASSERT_EQUAL(regs()[i], FILL + i);
	CU_ASSERT_EQUAL(f.server->handling, 0);
	/* And C finds its link as it should be. */
	RUNS(world_interrupt());
	RUNS(fault(ABI_FAULT_READ, 8));
	CU_ASSERT_EQUAL(world.current->context.pc, HANDLER);
}

/* What C has to look at it does look at. */
static void goes_to_c(void)
{
	world.fast = true;
	RUNS(fault(ABI_FAULT_READ, 8));
	CU_ASSERT_EQUAL(world.current->context.pc, HANDLER);
	regs()[1] = ENTRY;
	RUNS(reply(0));
	CU_ASSERT_EQUAL(world.fast_paths, 0);
	CU_ASSERT_EQUAL(world.current->context.pc, ENTRY);
}

static void test_handler_of_fp_mends_in_c(void)
{
	make_handler();
	f.server->fp = 1;
	f.portal->key |= ABI_KEY_SLOW;
	RUNS(world_boot());
	RUNS(call(SLOT_PORTAL, 1));
	goes_to_c();
}

static void test_handler_with_a_reason_mends_in_c(void)
{
	make_handler();
	RUNS(world_boot());
	RUNS(call(SLOT_PORTAL, 1));
	f.vp->reason = ABI_REASON_EVENT;
	goes_to_c();
}

static void test_handler_gives_up_fast(void)
{
	handled();
	world.fast = true;
	RUNS(reply(-1));
	CU_ASSERT_EQUAL(world.fast_paths, 0);
	CU_ASSERT_EQUAL(f.server->state, ABI_DOMAIN_STOPPED);
	CU_ASSERT_EQUAL(f.server->fault.address, 0xdead);
}

static void test_handler_gives_up(void)
{
	handled();
	RUNS(reply(-1));
	CU_ASSERT_PTR_EQUAL(running_in(), f.client);
	CU_ASSERT_EQUAL(status(), E_FAULT);
	CU_ASSERT_EQUAL(f.server->state, ABI_DOMAIN_STOPPED);
	CU_ASSERT_EQUAL(f.server->fault.address, 0xdead);
}

static void test_handler_faults(void)
{
	handled();
	RUNS(fault(ABI_FAULT_READ, 0xbeef));
	CU_ASSERT_PTR_EQUAL(running_in(), f.client);
	CU_ASSERT_EQUAL(status(), E_FAULT);
	CU_ASSERT_EQUAL(f.server->state, ABI_DOMAIN_STOPPED);
	CU_ASSERT_EQUAL(f.server->fault.address, 0xbeef);
}

/* A handler may call, and the home of a vp may have one. */
static void test_handler_calls(void)
{
	fixture_make();
	f.client->handler = HANDLER;
	f.client->handler_stack = HANDLER_STACK;
	RUNS(world_boot());
	regs_fill(FILL);
	RUNS(fault(ABI_FAULT_READ, 8));
	CU_ASSERT_PTR_EQUAL(running_in(), f.client);
	RUNS(call(SLOT_PORTAL, 1));
	RUNS(reply(6));
	CU_ASSERT_EQUAL(status(), 6);
	regs()[1] = 0x00760000;
	RUNS(reply(0));
	CU_ASSERT_EQUAL(world.current->context.pc, 0x00760000);
	CU_ASSERT_EQUAL(regs()[20], FILL + 20);
}

/* A vp that handles a fault has no second one handled: what the first handler
 * is to mend would be lost, or be another domain's. */
static void test_handlers_of_two_domains(void)
{
	fixture_make();
	f.client->handler = f.deep->handler = HANDLER;
	f.client->handler_stack = f.deep->handler_stack = HANDLER_STACK;
	world_cap(f.client, SLOT_PORTAL,
		  world_portal((void *)(uintptr_t)f.deep->pool, 0x5000),
		  ABI_RIGHT_CALL, 0);
	RUNS(world_boot());
	regs_fill(FILL);
	RUNS(fault(ABI_FAULT_READ, 8));
	RUNS(call(SLOT_PORTAL, 1));
	regs_fill(2 * FILL);
	RUNS(fault(ABI_FAULT_READ, 8));
	if (f.deep->state == ABI_DOMAIN_RUNNING) {
		RUNS(reply(0));
		RUNS(reply(0));
	}
	CU_ASSERT_PTR_EQUAL(running_in(), f.client);
	RUNS(reply(0));
	CU_ASSERT_EQUAL(regs()[20], FILL + 20);
}

/* A fault below a handler leaves what that is to mend. */
static void test_fault_below_a_handler(void)
{
	fixture_make();
	f.client->handler = HANDLER;
	f.client->handler_stack = HANDLER_STACK;
	RUNS(world_boot());
	regs_fill(FILL);
	RUNS(fault(ABI_FAULT_READ, 8));
	RUNS(call(SLOT_PORTAL, 1));
	f.vp->context.sp = 0x1110;
	RUNS(fault(ABI_FAULT_READ, 8));
	CU_ASSERT_EQUAL(status(), E_FAULT);
	CU_ASSERT_TRUE(world_says("fault: server"));
	CU_ASSERT_TRUE(world_says("sp 0x1110"));
	regs()[1] = ENTRY;
	RUNS(reply(0));
	CU_ASSERT_EQUAL(regs()[0], FILL);
	CU_ASSERT_EQUAL(regs()[30], FILL + 30);
	CU_ASSERT_EQUAL(world.current->context.pc, ENTRY);
}

/* Whose domain ends while its handler runs does not handle for ever. */
static void test_handler_of_a_stopped_domain(void)
{
	handled();
	CU_ASSERT_PTR_EQUAL((void *)(uintptr_t)f.server->handling, f.vp);
	RUNS(fault(ABI_FAULT_READ, 0xbeef));
	CU_ASSERT_EQUAL(f.server->handling, 0);
}

static void test_supervisor_is_told(void)
{
	struct abi_event *event;

	fixture_make();
	event = world_event(NULL, 0);
	f.server->supervisor = event;
	f.server->supervisor_bits = 0x30;
	RUNS(world_boot());
	RUNS(call(SLOT_PORTAL, 1));
	CU_ASSERT_EQUAL(event->bits, 0);
	RUNS(fault(ABI_FAULT_READ, 8));
	CU_ASSERT_EQUAL(event->bits, 0x30);
}

void suite_fault(void)
{
	CU_pSuite suite = CU_add_suite("kernel: faults", NULL, NULL);

	CU_ADD_TEST(suite, test_unhandled_by_the_short_path);
	CU_ADD_TEST(suite, test_recorded_and_stopped);
	CU_ADD_TEST(suite, test_home_faults);
	CU_ADD_TEST(suite, test_report_names_the_place);
	CU_ADD_TEST(suite, test_report_of_nowhere);
	CU_ADD_TEST(suite, test_silent_without_names);
	CU_ADD_TEST(suite, test_words);
	CU_ADD_TEST(suite, test_handler_is_entered);
	CU_ADD_TEST(suite, test_handler_mends);
	CU_ADD_TEST(suite, test_handler_mends_fast);
	CU_ADD_TEST(suite, test_handler_of_fp_mends_in_c);
	CU_ADD_TEST(suite, test_handler_with_a_reason_mends_in_c);
	CU_ADD_TEST(suite, test_handler_gives_up_fast);
	CU_ADD_TEST(suite, test_handler_gives_up);
	CU_ADD_TEST(suite, test_fault_below_a_handler);
	CU_ADD_TEST(suite, test_handler_faults);
	CU_ADD_TEST(suite, test_handler_calls);
	CU_ADD_TEST(suite, test_handlers_of_two_domains);
	CU_ADD_TEST(suite, test_handler_of_a_stopped_domain);
	CU_ADD_TEST(suite, test_supervisor_is_told);
}
