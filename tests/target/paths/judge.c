/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * What the assembly does for the common call, C does for every other: both
 * must do the same. Each round makes one call by each with the same registers,
 * and compares all of them, in the server and after the reply.
 */
#include <component.h>
#include <vesper/syscall.h>
#include <vesper/transfer.h>

#include "../registers/registers.h"
#include "../tap/tap.h"

#define ROUNDS 200

void paths_call(uint64_t *dump, uint64_t slot, uint64_t operation,
		const uint64_t *registers);
void paths_call_cap(uint64_t *dump, uint64_t slot, uint64_t operation,
		    const uint64_t *registers);

struct call {
	uint64_t here[DUMP_WORDS];	/* in the client, after the reply */
	uint64_t there[DUMP_WORDS];	/* in the server, at its entry */
};
static struct call by_fast, by_slow;
static uint64_t registers[31];

/* Xorshift, by George Marsaglia. */
static uint64_t random_next(void)
{
	static uint64_t state = 0x9e3779b97f4a7c15;

	state ^= state << 13;
	state ^= state >> 7;
	state ^= state << 17;
	return state;
}

static bool call(struct call *call, uint64_t slot, uint64_t fields)
{
	if (fields == 0)
		paths_call(call->here, slot, PROBE_DUMP, registers);
	else
		paths_call_cap(call->here, slot, PROBE_DUMP | fields,
			       registers);
	for (unsigned i = 0; i < DUMP_WORDS; i++) {
		struct vesper_message m = { .w1 = i };

		if (vesper_call(slot, PROBE_SEEN, &m) != OK)
			return false;
		call->there[i] = m.w1;
	}
	return true;
}

static bool equal(const uint64_t *a, const uint64_t *b, unsigned first,
		  unsigned last)
{
	for (unsigned i = first; i <= last; i++)
		if (a[i] != b[i])
			return false;
	return true;
}

/* Cleared, or a value of the caller's own: which, is the kernel's choice. */
static bool clean(const uint64_t *dump)
{
	for (unsigned i = 9; i <= 18; i++)
		if (dump[i] != 0 && dump[i] != registers[i] &&
		    dump[i] != dump[DUMP_SP] && dump[i] != dump[DUMP_PC] &&
		    dump[i] != dump[DUMP_TLS])
			return false;
	return true;
}

/* The badges differ: there are two connections. */
static bool same_entry(void)
{
	const uint64_t *a = by_fast.there, *b = by_slow.there;

	return a[0] >> 32 == b[0] >> 32 && a[0] != b[0] &&
	       equal(a, b, 1, 7) && equal(a, registers, 1, 7) &&
	       equal(a, b, DUMP_FLAGS, DUMP_TLS);
}

/* What the client left is gone, by either path; x8 says what has landed. */
static bool same_nothing(uint64_t told)
{
	if (by_fast.there[8] != told || by_slow.there[8] != told)
		return false;
	for (unsigned i = 9; i <= 30; i++) {
		uint64_t a = by_fast.there[i], b = by_slow.there[i];

		if (b != 0 || (a != 0 && a != by_fast.there[DUMP_SP] &&
			       a != by_fast.there[DUMP_PC]))
			return false;
	}
	return true;
}

static bool same_return(void)
{
	const uint64_t *a = by_fast.here, *b = by_slow.here;

	return equal(a, b, 0, 8) && a[0] == OK && a[8] == 0 &&
	       a[7] == ~registers[7] && equal(a, b, 19, DUMP_WORDS - 2) &&
	       equal(a, registers, 19, 30) && clean(a) && clean(b);
}

/* One call by each path, and what is the same. */
struct same {
	bool done, entry, nothing, back;
};

static struct same both(uint64_t fields, uint64_t told)
{
	struct same same = { 0 };

	for (unsigned r = 0; r < 31; r++)
		registers[r] = random_next() >> (random_next() & 63);
	same.done = call(&by_fast, fast.slot, fields) &&
		    call(&by_slow, slow.slot, fields);
	same.entry = same_entry();
	same.nothing = same_nothing(told);
	same.back = same_return();
	return same;
}

static void add(struct same *all, struct same same)
{
	all->done = all->done && same.done;
	all->entry = all->entry && same.entry;
	all->nothing = all->nothing && same.nothing;
	all->back = all->back && same.back;
}

/* A portal that the server itself provides: CALL is not for it. What did not
 * leave its landing slot would be in the way of the next. */
static struct same with_capability(uint64_t mode)
{
	uint64_t told = ABI_TYPE_PORTAL | ABI_RIGHT_SHARE << 8;

	return both(vesper_field(0, fast.slot, mode),
		    told << ABI_FIELD_SHIFT(0));
}

int main(void)
{
	struct same plain = { true, true, true, true }, cap = plain;

	tap_plan(8);
	for (int i = 0; i < ROUNDS && plain.done && cap.done; i++) {
		add(&plain, both(0, 0));
		add(&cap, with_capability(ABI_FIELD_COPY));
		add(&cap, with_capability(ABI_FIELD_BORROW));
	}
	(void)tap_check(plain.done, "PATH-001 each call has its result");
	(void)tap_check(plain.entry, "PATH-002 a server is entered alike");
	(void)tap_check(plain.nothing, "PATH-003 with nothing else of the client's");
	(void)tap_check(plain.back, "PATH-004 a client goes on alike");
	(void)tap_check(cap.done, "PATH-005 each call with a capability as well");
	(void)tap_check(cap.entry, "PATH-006 a server is entered alike");
	(void)tap_check(cap.nothing, "PATH-007 with that capability alone");
	(void)tap_check(cap.back, "PATH-008 a client goes on alike");
	return sys_power_off(power);
}
