/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * The smallest user of activations: the handler notes why it was entered and
 * goes on with what was lost. It runs on the thread block of main, so it makes
 * no call itself.
 */
#include <component.h>
#include <vesper/object.h>

#include "../tap/tap.h"

#define RESULTS		30u
#define STACK_SIZE	4096u
#define SIGNAL		ABI_RIGHT_SIGNAL

_Noreturn void vesper_activate(uint64_t reason, uint64_t slot, uint64_t kind,
			       uint64_t address, uint64_t pc, uint64_t cause);

static char stack[STACK_SIZE] __attribute__((aligned(16)));
/* Written by the handler: */
static volatile uint64_t entered;	/* how often */
static volatile uint64_t reasons[ABI_REASON_TIMEOUT + 1];
static volatile uint64_t last_reason, last_slot, lost_slot;
static volatile uint64_t bits_seen;
static volatile bool take_it;		/* what the handler does with e00 */
static volatile uint64_t lie;		/* PSTATE to put into the context */
static volatile uint64_t bad_kind, bad_address, bad_cause; /* of a fault */
static volatile bool bad_pc;		/* that is not where it was lost */

static volatile struct abi_control_write *control(void)
{
	return vesper_control(0);
}

/* What faulted goes on behind the instruction. */
static void mend(uint64_t slot, uint64_t pc)
{
	bad_pc = control()->contexts[slot].pc != pc;
	control()->contexts[slot].pc = pc + 4;
}

_Noreturn void vesper_activate(uint64_t reason, uint64_t slot, uint64_t kind,
			       uint64_t address, uint64_t pc, uint64_t cause)
{
	uint64_t bits;

	entered++;
	reasons[reason]++;
	last_reason = reason;
	last_slot = slot;
	if (slot < ABI_CONTEXTS)
		lost_slot = slot;
	if (reason == ABI_REASON_FAULT) {
		bad_kind = kind;
		bad_address = address;
		bad_cause = cause;
		mend(slot, pc);
	}
	if (take_it && vesper_event_take(e00, &bits) == OK)
		bits_seen |= bits;
	if (lie != 0)
		control()->contexts[lost_slot].pstate = lie;
	for (;;)
		(void)vesper_resume(lost_slot);
}

static void check_status(vesper_status got, int want, const char *name)
{
	(void)tap_equal((uint64_t)-(int64_t)got, (uint64_t)-(int64_t)want,
			name);
}

static void mask(void)
{
	control()->masked = 1;
}

/* Give up the console's and everybody's turns while activations are off: the
 * results are printed so. */
static void judge_off(void)
{
	mask();
	check_status(vesper_signal(spare), OK, "ACT-001 signal with them off");
	(void)tap_equal(entered, 0, "ACT-002 no activation");
	(void)tap_check(vesper_control_state(0)->pending[0] == 1 &&
			vesper_control_state(0)->summary == 1,
			"ACT-003 but the event is pending");
}

static void judge_event(void)
{
	uint64_t count;
	vesper_status status;

	take_it = true;
	status = vesper_enable();
	count = entered;
	mask();
	check_status(status, OK, "ACT-010 turn them on");
	(void)tap_check(count == 1 && last_reason == ABI_REASON_EVENT,
			"ACT-011 what was pending activates at once");
	(void)tap_check(last_slot == 3 && bits_seen == 5,
			"ACT-012 with the context in the slot that was named");
	(void)tap_equal(vesper_control_state(0)->summary, 0,
			"ACT-013 then nothing is pending");

	(void)vesper_enable();
	entered = bits_seen = 0;
	status = vesper_signal(spare);
	count = entered;
	mask();
	(void)tap_check(status == OK && count == 1 && bits_seen == 5,
			"ACT-014 a signal while they are on");
}

/* Registers that a signal must not change. */
static bool registers_stay(void)
{
	register uint64_t a __asm__("x20") = 0x2020202020202020;
	register uint64_t b __asm__("x28") = 0x2828282828282828;
	register uint64_t x0 __asm__("x0") = spare;

	__asm__ volatile("svc %[signal]"
			 : "+r"(x0), "+r"(a), "+r"(b)
			 : [signal] "i"(ABI_SYS_SIGNAL)
			 : "x1", "x2", "x3", "x4", "x5", "x6", "x7", "x8",
			   "x9", "x10", "x11", "x12", "x13", "x14", "x15",
			   "x16", "x17", "x18", "cc", "memory");
	return x0 == 0 && a == 0x2020202020202020 && b == 0x2828282828282828;
}

static void judge_context(void)
{
	uint64_t count, slot;
	bool good;

	control()->slot = ABI_CONTEXTS + 2;
	(void)vesper_enable();
	entered = 0;
	good = registers_stay();
	count = entered;
	slot = last_slot;
	mask();
	(void)tap_check(good && count == 1, "ACT-020 its registers come back");
	(void)tap_equal(slot, 2, "ACT-021 a slot number is taken modulo");
	lie = UINT64_C(0x3c5);		/* EL1h, all interrupts masked */
	(void)vesper_enable();
	good = registers_stay();
	mask();
	lie = 0;
	(void)tap_check(good, "ACT-022 a PSTATE that lies is of no use");
	control()->slot = 3;
	check_status(vesper_resume(ABI_CONTEXTS), E_VALUE,
		     "ACT-023 resume a slot that is not there");
}

static void judge_call(void)
{
	uint64_t count;
	vesper_status status;

	(void)vesper_enable();
	entered = bits_seen = 0;
	status = activation_server_signal(server);
	count = entered;
	mask();
	check_status(status, OK, "ACT-030 signalled inside of a call");
	(void)tap_check(count == 1 && bits_seen == 8 &&
			last_reason == ABI_REASON_EVENT,
			"ACT-031 the activation comes when it is home");
}

static void judge_time(void)
{
	uint64_t start = vesper_now(), patience, timeouts;
	uint32_t done = 0;
	vesper_status status, call;

	patience = vesper_frequency() / 2;
	for (int i = 0; i <= ABI_REASON_TIMEOUT; i++)
		reasons[i] = 0;
	(void)vesper_signal(go);
	(void)vesper_enable();
	while (reasons[ABI_REASON_PREEMPTED] < 2 &&
	       vesper_now() - start < patience)
		;
	mask();
	(void)tap_check(reasons[ABI_REASON_PREEMPTED] >= 2,
			"ACT-040 preempted by another component");
	(void)vesper_enable();
	call = activation_server_spin(server, 300000, &done);
	mask();
	(void)tap_check(call == OK && done == 300000,
			"ACT-041 a call that is preempted comes back");
	(void)vesper_enable();
	status = vesper_sleep(vesper_frequency() / 1000);
	timeouts = reasons[ABI_REASON_TIMEOUT];
	mask();
	check_status(status, E_TIMEOUT, "ACT-042 sleep for a time");
	(void)tap_equal(timeouts, 1, "ACT-043 its end activates");
}

/* One with a budget tells of its periods; this vp has none. */
static void judge_periods(void)
{
	uint64_t bits = 0;
	vesper_status status = vesper_event_wait(paced_done, vesper_frequency(),
						 &bits);

	check_status(status, OK, "ACT-060 a new period activates");
	(void)tap_equal(bits, 1, "ACT-061 each is told as that");
	(void)tap_equal(reasons[ABI_REASON_ALLOCATED], 0,
			"ACT-062 never who has no budget");
}

/* Without a handler its own scheduler decides; registers stay. */
static void judge_fault(void)
{
	register uint64_t a __asm__("x20") = 0x2020202020202020;
	register uint64_t b __asm__("x3") = 0x3030303030303030;
	uint64_t nowhere = 0x10, count;

	reasons[ABI_REASON_FAULT] = 0;
	control()->masked = 0;
	__asm__ volatile("str xzr, [%[nowhere]]"
			 : "+r"(a), "+r"(b)
			 : [nowhere] "r"(nowhere) : "memory");
	count = reasons[ABI_REASON_FAULT];
	mask();
	(void)tap_check(count == 1 && a == 0x2020202020202020 &&
			b == 0x3030303030303030,
			"ACT-070 a fault activates, once, and goes on");
	(void)tap_check(bad_kind == ABI_FAULT_WRITE &&
			bad_cause == ABI_CAUSE_UNMAPPED,
			"ACT-071 told what it was");
	(void)tap_check(bad_address == nowhere && !bad_pc,
			"ACT-072 and where");
}

/* Event 67 is in the second word. */
static void judge_many(void)
{
	const volatile struct abi_control_read *state =
		vesper_control_state(0);
	uint64_t bits = 0;

	(void)tap_check(e67_number == 67, "ACT-050 more than 64 events");
	(void)vesper_cap_mint(e67, spare + 1, SIGNAL, 1);
	check_status(vesper_signal(spare + 1), OK, "ACT-051 signal the last");
	(void)tap_check(state->summary == 2 && state->pending[1] == 1u << 3,
			"ACT-052 it is pending in the second word");
	check_status(vesper_sleep(0), OK, "ACT-053 sleep sees it");
	(void)tap_check(vesper_event_take(e67, &bits) == OK && bits == 1 &&
			state->summary == 0, "ACT-054 take it");
}

int main(void)
{
	bool off = control()->masked != 0;

	control()->stack = (uintptr_t)(stack + STACK_SIZE);
	control()->slot = 3;
	mask();
	tap_plan(RESULTS);
	(void)tap_check(off, "ACT-000 they are off at the start");
	(void)vesper_cap_mint(e00, spare, SIGNAL, 5);
	judge_off();
	judge_event();
	judge_context();
	judge_call();
	judge_time();
	judge_periods();
	judge_fault();
	judge_many();
	return sys_power_off(power);
}
