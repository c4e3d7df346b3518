/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * No register of one domain is visible in another beyond the message. Both
 * sides fill all of theirs and keep what they find; the judge is the client.
 *
 * What the fast path does is tested first, before anybody else calls the
 * server; then the C path, by waiting for its one worker.
 */
#include <component.h>
#include <vesper/abi/fault.h>
#include <vesper/object.h>
#include <vesper/syscall.h>
#include <vesper/transfer.h>

#include "../tap/tap.h"
#include "probe.h"

#define KERNEL_HALF	0xffffu	/* the tag of a kernel address */
#define ESR_UNDEFINED	0x02000000u	/* class 0, 32 bits long */

static uint64_t here[DUMP_WORDS];	/* in the client, after the call */
static uint64_t there[DUMP_WORDS];	/* in the server, at its entry */
static uint64_t handler[DUMP_WORDS];	/* in its fault handler */

static unsigned tag_of(uint64_t word)
{
	return (unsigned)(word >> 48);
}

static uint64_t tagged(unsigned tag, unsigned n)
{
	return (uint64_t)tag << 48 | n;
}

static bool all_tagged(const uint64_t *dump, unsigned tag, unsigned first,
		       unsigned last)
{
	for (unsigned i = first; i <= last; i++)
		if (dump[i] != tagged(tag, i))
			return false;
	return true;
}

/* Zero, or something that whoever runs here has anyhow: its pc, its stack, its
 * thread block, and the client what it had filled in. */
static bool is_own(const uint64_t *dump, unsigned i)
{
	return dump[i] == 0 || dump[i] == dump[DUMP_SP] ||
	       dump[i] == dump[DUMP_TLS] || dump[i] == dump[DUMP_PC] ||
	       (dump == here && dump[i] == tagged(TAG_CLIENT, i));
}

static bool all_own(const uint64_t *dump, unsigned first, unsigned last)
{
	for (unsigned i = first; i <= last; i++)
		if (!is_own(dump, i))
			return false;
	return true;
}

static bool any_tagged(const uint64_t *dump, unsigned tag)
{
	for (unsigned i = 0; i <= 30; i++)
		if (tag_of(dump[i]) == tag)
			return true;
	return false;
}

static void show(bool good, const uint64_t *dump)
{
	for (unsigned i = 0; !good && i < DUMP_WORDS; i++)
		tap_note("word", dump[i]);
}

static bool seen(uint64_t which, uint64_t *word)
{
	struct vesper_message m = { .w1 = which };
	bool good = vesper_call(probe.slot, PROBE_SEEN, &m) == OK;

	*word = m.w1;
	return good;
}

static bool seen_read(uint64_t *dump, unsigned first)
{
	for (unsigned i = 0; i < DUMP_WORDS; i++)
		if (!seen(first + i, &dump[i]))
			return false;
	return true;
}

static bool there_read(void)
{
	return seen_read(there, 0);
}

static void check(bool good, const uint64_t *dump, const char *name)
{
	(void)tap_check(good, name);
	show(good, dump);
}

/* The names of a call's results, for one path through the kernel. */
#define DUMP_RESULTS	8u
#define DUMP_NAMES(id, path) { \
	"REG-" id "1 the message arrives, " path, \
	"REG-" id "2 no other register of the client does, " path, \
	"REG-" id "3 nor its flags, " path, \
	"REG-" id "4 the server has its own stack, " path, \
	"REG-" id "5 the results come back, " path, \
	"REG-" id "6 no other register of the server does, " path, \
	"REG-" id "7 nor its flags, " path, \
	"REG-" id "8 the client's registers are kept, " path }
static const char *const names_fast[DUMP_RESULTS] = DUMP_NAMES("00", "fast");
static const char *const names_wait[DUMP_RESULTS] =
	DUMP_NAMES("01", "after waiting");

static void check_there(const char *const *names)
{
	check(there_read() && there[0] >> 32 == PROBE_DUMP &&
	      all_tagged(there, TAG_CLIENT, 1, 7), there, names[0]);
	check(all_own(there, 8, 30), there, names[1]);
	check(there[DUMP_FLAGS] == 0, there, names[2]);
	check(there[DUMP_SP] == there[DUMP_TLS] &&
	      there[DUMP_TLS] != (uintptr_t)vesper_thread(), there, names[3]);
}

static void check_here(const char *const *names)
{
	check(here[0] == OK && here[8] == 0 &&
	      all_tagged(here, TAG_SERVER, 1, 7), here, names[0]);
	check(all_own(here, 9, 18), here, names[1]);
	check(here[DUMP_FLAGS] == 0, here, names[2]);
	check(all_tagged(here, TAG_CLIENT, 19, 30) &&
	      here[DUMP_TLS] == (uintptr_t)vesper_thread(), here, names[3]);
}

/* One call, looked at from both sides. */
static void check_dump(const char *const *names)
{
	probe_call(here, probe.slot, PROBE_DUMP);
	check_there(names);
	check_here(names + 4);
}

static bool replied(void)
{
	return here[0] == OK && here[8] == 0 &&
	       all_tagged(here, TAG_SERVER, 1, 7) && all_own(here, 9, 18) &&
	       all_tagged(here, TAG_CLIENT, 19, 30) && here[DUMP_FLAGS] == 0;
}

/* The other, whose words are 0, waits for the worker while the judge's call ends,
 * and gets it before the judge comes again. What came with the call has left its
 * landing slot, or it would be in the way of the next. */
static void check_reply_to_waiter(void)
{
	uint64_t fields = vesper_field(0, probe.slot, ABI_FIELD_BORROW);
	uint64_t word;
	bool good = true;

	probe_call(here, probe.slot, PROBE_LINGER);
	check(replied(), here,
	      "REG-020 a reply while somebody waits shows as little");
	for (int i = 0; i < 2 && good; i++) {
		probe_call_cap(here, probe.slot, PROBE_LINGER | fields);
		good = replied() && seen(SEEN_LINGER, &word) && word == 0;
	}
	check(good, here, "REG-024 the same with a capability");
}

/* The names of a fault's results, for one way into the kernel. */
#define FAULT_RESULTS	4u
#define FAULT_NAMES(id, way) { \
	"REG-" id "1 a handler is told of its fault, " way, \
	"REG-" id "2 and finds nothing else, on a stack of its own, " way, \
	"REG-" id "3 what faulted goes on with its registers, " way, \
	"REG-" id "4 its flags and its stack, " way }
static const char *const names_mend[FAULT_RESULTS] =
	FAULT_NAMES("04", "undefined instruction");
static const char *const names_odd[FAULT_RESULTS] =
	FAULT_NAMES("05", "no system call");

/* What faulted in a system call has lost what no system call keeps. */
static bool went_on(bool odd)
{
	return all_tagged(there, TAG_SERVER, 0, 8) &&
	       all_tagged(there, TAG_SERVER, 19, 30) &&
	       (odd ? all_own(there, 9, 18)
		    : all_tagged(there, TAG_SERVER, 9, 18));
}

static void check_fault(const char *const *names, bool odd)
{
	const uint64_t *h = handler;

	probe_call(here, probe.slot, odd ? PROBE_ODD : PROBE_MEND);
	check(seen_read(handler, SEEN_HANDLER) && h[3] == ABI_CAUSE_NONE &&
	      (odd ? h[0] == ABI_FAULT_SYSCALL && h[1] == ODD_CALL && h[4] == 0
		   : h[0] == ABI_FAULT_INSTRUCTION && h[1] == h[2] &&
			     h[4] == ESR_UNDEFINED),
	      handler, names[0]);
	check(all_own(handler, 5, 30) && h[DUMP_FLAGS] == 0 &&
	      h[DUMP_SP] == h[DUMP_TLS] && there_read() &&
	      h[DUMP_SP] != there[DUMP_SP], handler, names[1]);
	check(went_on(odd), there, names[2]);
	check(there[DUMP_FLAGS] == (odd ? 0 : 0xf0000000) &&
	      there[DUMP_SP] == there[DUMP_TLS], there, names[3]);
}

/* Is the dump one of a call that went wrong, with nothing in it? */
static bool failed_cleanly(int status)
{
	return here[0] == (uint64_t)(int64_t)status && all_own(here, 1, 7) &&
	       here[8] == (uint16_t)status && all_own(here, 9, 18) &&
	       all_tagged(here, TAG_CLIENT, 19, 30);
}

static void check_failures(void)
{
	probe_call(here, 0, PROBE_DUMP);
	check(failed_cleanly(E_SLOT), here,
	      "REG-031 a call refused shows nothing of the kernel");
	probe_call(here, probe.slot, PROBE_FAULT);
	check(failed_cleanly(E_FAULT), here,
	      "REG-032 a server that faults shows nothing");
	probe_call(here, probe.slot, PROBE_DUMP);
	check(failed_cleanly(E_STOPPED), here,
	      "REG-033 a server that is stopped shows nothing");
}

static void check_yield(void)
{
	bool kept = true, hidden = true;

	for (int i = 0; i < 2 * LINGER_YIELDS && kept && hidden; i++) {
		probe_yield(here, (uint64_t)TAG_CLIENT << 48);
		kept = all_tagged(here, TAG_CLIENT, 19, 30);
		hidden = !any_tagged(here, TAG_OTHER) &&
			 !any_tagged(here, TAG_SERVER) &&
			 !any_tagged(here, KERNEL_HALF);
	}
	check(kept, here, "REG-021 a yield keeps x19 to x30");
	check(hidden, here, "REG-022 a yield shows nobody's registers");
	probe_wait(here, (uint64_t)TAG_CLIENT << 48);
	check(all_tagged(here, TAG_CLIENT, 0, 30), here,
	      "REG-023 to wait for an interrupt is to yield, and keeps them all");
}

int main(void)
{
	tap_plan(2 * DUMP_RESULTS + 2 * FAULT_RESULTS + 8);
	check_dump(names_fast);
	check_fault(names_mend, false);
	check_fault(names_odd, true);
	(void)vesper_signal(start);
	vesper_yield();		/* now the other is in the server and yields */
	check_dump(names_wait);
	check_reply_to_waiter();
	check_yield();
	check_failures();
	return sys_power_off(power);
}
