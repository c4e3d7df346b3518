/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * Lets each attacker attack and looks at what it got: the status of the call,
 * the fault's record as the kernel kept it, which domain it stopped, and whether
 * the victim is unharmed. Then what needs no attacker: calls that are wrong.
 */
#include <component.h>
#include <vesper/syscall.h>

#include "../tap/tap.h"
#include "cases.h"

#define DOMAINS_MAX	128u
#define RESULTS_ELSE	20u	/* of the functions below, beside the cases */
#define TEXT_MAX	0x10000u	/* an attacker's text is smaller */
#define PATIENCE	1000u	/* yields */

struct places {
	uint64_t text, constant, data, stack, record, device, area, area_from;
};

static struct places victim_places;
static uint64_t victim_sum;
static uint32_t fault_kinds[DOMAINS_MAX];	/* as last seen */

static const char *const titles[] = {
#define X(name, title, kind, cause, address) title,
	CASES(X)
#undef X
};

/* The record of domain `index`. */
static bool fault_read(uint64_t index, struct abi_fault *fault)
{
	struct vesper_message m = { .w1 = index };

	if (vesper_invoke(dbg, ABI_DEBUG_FAULT, &m) != OK)
		return false;
	*fault = (struct abi_fault){ (uint32_t)m.w1, (uint32_t)m.w2, m.w3,
		m.w4, m.w5 };
	return true;
}

/* The one domain that has faulted since the last look; how many there are. */
static unsigned fault_find(struct abi_fault *found)
{
	struct abi_fault fault;
	unsigned count = 0;

	for (uint64_t i = 0; i < DOMAINS_MAX && fault_read(i, &fault); i++) {
		if (fault.kind == fault_kinds[i])
			continue;
		fault_kinds[i] = fault.kind;
		*found = fault;
		count++;
	}
	return count;
}

static struct abi_fault case_expect(unsigned number, struct places own)
{
	struct places other = victim_places;

	(void)other;
	switch (number) {
#define X(name, title, wanted_kind, wanted_cause, where) \
	case CASE_##name: \
		return (struct abi_fault){ .kind = ABI_FAULT_##wanted_kind, \
			.cause = ABI_CAUSE_##wanted_cause, .address = where };
	CASES(X)
#undef X
	}
	__builtin_trap();
}

/* Is the address that of the guard page below the stack's one page? */
static bool is_guard(uint64_t address, uint64_t stack)
{
	uint64_t page = stack & ~(uint64_t)(ABI_PAGE_SIZE - 1);

	return address >= page - ABI_PAGE_SIZE && address < page;
}

static bool address_fits(unsigned number, const struct abi_fault *fault,
			 uint64_t wanted, struct places own)
{
	if (number == CASE_STACK_OVERFLOW)
		return is_guard(fault->address, own.stack);
	if (fault->kind == ABI_FAULT_INSTRUCTION ||
	    fault->kind == ABI_FAULT_BREAKPOINT ||
	    fault->kind == ABI_FAULT_FP)
		return fault->address == fault->pc;
	return fault->address == wanted;
}

static bool pc_fits(const struct abi_fault *fault, struct places own)
{
	if (fault->kind == ABI_FAULT_EXECUTE)
		return fault->pc == fault->address;
	return fault->pc - (own.text - TEXT_MAX) < 2 * (uint64_t)TEXT_MAX;
}

static bool victim_unharmed(void)
{
	uint64_t sum;

	return isolation_victim_checksum(victim, VESPER_STRING("salt"),
					 &sum) == OK && sum == victim_sum;
}

static bool places_ask(unsigned number, struct places *own)
{
	char data[17];
	struct vesper_text answer = VESPER_TEXT(data);
	uint32_t named;

	return isolation_attacker_places(attacker[number],
			VESPER_STRING("x"), &named, &own->text,
			&own->constant, &own->data, &own->stack,
			&own->record, &own->area) == OK &&
	       isolation_attacker_talk(attacker[number], &answer,
			&own->area_from) == OK &&
	       named == number;
}

static void note_fault(const struct abi_fault *fault)
{
	tap_note("kind", fault->kind);
	tap_note("cause", fault->cause);
	tap_note("address", fault->address);
	tap_note("pc", fault->pc);
	tap_note("esr", fault->esr);
}

static void judge_case(unsigned number)
{
	struct places own = { 0 };
	struct abi_fault want, got = { 0 };
	vesper_status status;
	uint64_t value;
	unsigned faulted;
	bool good;

	if (!places_ask(number, &own)) {
		tap_check(false, titles[number]);
		return;
	}
	want = case_expect(number, own);
	status = isolation_attacker_run(attacker[number], want.address, &value);
	faulted = fault_find(&got);
	good = status == E_FAULT && faulted == 1 && got.kind == want.kind &&
	       got.cause == want.cause && victim_unharmed() &&
	       address_fits(number, &got, want.address, own) &&
	       pc_fits(&got, own);
	if (tap_check(good, titles[number]))
		return;
	tap_note("status, negated", (uint64_t)-status);
	tap_note("domains that faulted", faulted);
	note_fault(&got);
	tap_note("wanted address", want.address);
}

/* A call, without the checks of a stub. */
static vesper_status raw_call(uint64_t slot, uint64_t method, uint64_t w1,
			      uint64_t w2)
{
	struct vesper_message m = { .w1 = w1, .w2 = w2 };

	return vesper_call(slot, method, &m);
}

static void check_status(vesper_status got, int want, const char *name)
{
	(void)tap_equal((uint64_t)-got, (uint64_t)-want, name);
}

static void judge_slots(void)
{
	struct vesper_message m = { 0 };

	check_status(raw_call(100000, 1, 0, 0), E_SLOT,
		     "ISO-100 call a slot that is not there");
	check_status(raw_call(UINT64_MAX, 1, 0, 0), E_SLOT,
		     "ISO-101 call slot 2^64 - 1");
	check_status(raw_call(0, 1, 0, 0), E_SLOT,
		     "ISO-102 call an empty slot");
	check_status(raw_call(dbg, 1, 0, 0), E_TYPE,
		     "ISO-103 call what is no portal");
	check_status(vesper_invoke(victim.slot, ABI_DEBUG_DOMAINS, &m),
		     E_OPERATION, "ISO-104 a debug operation of a portal");
	check_status(vesper_invoke(0, ABI_DEBUG_DOMAINS, &m), E_SLOT,
		     "ISO-105 an operation of an empty slot");
	check_status(vesper_invoke(dbg, 1000, &m), E_OPERATION,
		     "ISO-106 an operation that does not exist");
	check_status(raw_call(victim.slot, 1000, 0, 0), E_METHOD,
		     "ISO-107 a method that does not exist");
	check_status(raw_call(victim.slot, 0, 0, 0), E_METHOD,
		     "ISO-108 method 0");
}

/* The server must not be talked into using a pointer that is not the client's
 * to name. */
static void judge_pointers(void)
{
	uint64_t area = victim.to;
	uint64_t local = 0;

	check_status(raw_call(victim.slot, 2, area, 4), OK,
		     "ISO-110 a string in the area");
	check_status(raw_call(victim.slot, 2, area, 17), E_BOUNDS,
		     "ISO-111 a string over its bound");
	check_status(raw_call(victim.slot, 2, victim_places.data, 4), E_BUFFER,
		     "ISO-112 a string in the server's own data");
	check_status(raw_call(victim.slot, 2, (uintptr_t)&local, 4), E_BUFFER,
		     "ISO-113 a string in the client's own stack");
	check_status(raw_call(victim.slot, 2, area - 1, 4), E_BUFFER,
		     "ISO-114 a string that begins before the area");
	check_status(raw_call(victim.slot, 2, UINT64_MAX - 1, 4), E_BUFFER,
		     "ISO-115 a string that wraps around");
	check_status(raw_call(victim.slot, 2, area | UINT64_C(1) << 32, 4),
		     E_BUFFER, "ISO-116 a string 4 GiB above the area");
}

static void judge_others(void)
{
	uint32_t rounds = 0;
	int32_t status = 0;
	bool finished = false, correct = false;

	(void)tap_check(isolation_relay_pass(relay, &status) == OK &&
			status == E_FAULT,
			"ISO-120 a fault two calls deep returns to the first");
	check_status(raw_call(attacker[0].slot, 1, 0, 0), E_STOPPED,
		     "ISO-121 call a domain that has been stopped");
	for (unsigned i = 0; i < PATIENCE && !finished; i++) {
		vesper_yield();
		if (isolation_bystander_progress(bystander, &rounds,
						 &finished, &correct) != OK)
			break;
	}
	(void)tap_check(finished && correct,
			"ISO-122 a bystander finishes its work");
	(void)tap_check(victim_unharmed(),
			"ISO-123 the victim's data is as it was");
}

static void judge_loner(void)
{
	struct abi_fault fault = { 0 };
	unsigned faulted = 0;
	vesper_status status = isolation_loner_go(loner);

	for (unsigned i = 0; i < PATIENCE && faulted == 0; i++) {
		vesper_yield();
		faulted = fault_find(&fault);
	}
	/* The call may still be on its way back when its domain ends. */
	(void)tap_check((status == OK || status == E_STOPPED) && faulted == 1 &&
			fault.kind == ABI_FAULT_WRITE &&
			fault.cause == ABI_CAUSE_UNMAPPED &&
			fault.address == 0x1004,
			"ISO-009 a fault outside of any call");
}

int main(void)
{
	tap_plan(CASE_COUNT + RESULTS_ELSE + 1);
	judge_loner();
	if (isolation_victim_places(victim, &victim_places.text,
			&victim_places.constant, &victim_places.data,
			&victim_places.stack, &victim_places.device) != OK ||
	    isolation_victim_checksum(victim, VESPER_STRING("salt"),
				      &victim_sum) != OK)
		return 1;
	victim_places.area = victim.to;
	for (unsigned i = 0; i < CASE_COUNT; i++)
		judge_case(i);
	judge_slots();
	judge_pointers();
	judge_others();
	return sys_power_off(power);
}
