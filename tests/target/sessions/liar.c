/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * A client that says what is not so when it attaches. Each lie has a status; the
 * server keeps nothing of it, and serves the next call.
 */
#include "judge.h"

#include <vesper/factory.h>
#include <vesper/object.h>

struct offer {
	uint64_t to, from;	/* slots of regions */
	uint64_t to_mode;
	uint64_t to_at, from_at;
	uint64_t callers, strides, cells;
};

/* What NAME_attach() sends. */
static struct offer honest(void)
{
	return (struct offer){
		.to = child_to_region_cap, .from = child_from_region_cap,
		.to_mode = ABI_FIELD_COPY,
		.to_at = child.to, .from_at = child.from,
		.callers = child_callers,
		.strides = SESSIONS_STORE_TO_SLOT |
			   (uint64_t)SESSIONS_STORE_FROM_SLOT << 32,
		.cells = 1 | UINT64_C(16) << 32,
	};
}

static vesper_status offer_make(struct offer o)
{
	struct vesper_message m = {
		.w1 = VESPER_ATTACH_MEMORY, .w2 = o.to_at, .w3 = o.from_at,
		.w4 = o.callers, .w5 = o.strides, .w6 = o.cells,
	};

	if (o.to)
		m.caps |= vesper_field(0, o.to, o.to_mode);
	if (o.from)
		m.caps |= vesper_field(1, o.from, ABI_FIELD_COPY);
	return vesper_call_cap(child.slot, ABI_METHOD_ATTACH, &m, &m.caps);
}

#define LIE(field, value, want, name) do {                                    \
	struct offer o = honest();                                            \
	o.field = (value);                                                    \
	check_status(offer_make(o), want, name);                              \
} while (0)

static void judge_regions(void)
{
	LIE(to, 0, E_CAP, "SESS-100 no region");
	LIE(to, one, E_CAP, "SESS-101 an event for a region");
	LIE(from, child_to_region_cap, E_VALUE,
	    "SESS-102 one capability twice: the kernel sees that");
	LIE(to_mode, ABI_FIELD_BORROW, E_CAP,
	    "SESS-103 one that is only lent");
	LIE(to, small_cap, E_BOUNDS, "SESS-104 a region that is too small");
	LIE(to, large_cap, E_BOUNDS,
	    "SESS-105 slots in another region than is sent");
	LIE(from, child_to_region_cap, E_VALUE, "SESS-106 and for results");
	(void)vesper_cap_copy(large_cap, free, ABI_RIGHT_READ |
			      ABI_RIGHT_SHARE);
	LIE(from, free, E_CAP, "SESS-107 no right to write results");
	(void)vesper_cap_delete(free);
}

static void judge_numbers(void)
{
	LIE(to_at, child.to + 4, E_ALIGN, "SESS-110 slots are not aligned");
	LIE(to_at, child.to - 4096, E_BOUNDS, "SESS-111 before the region");
	LIE(to_at, UINT64_MAX - 7, E_BOUNDS, "SESS-112 at the end of all");
	LIE(callers, 0, E_BOUNDS, "SESS-113 no caller");
	LIE(callers, UINT64_MAX, E_BOUNDS, "SESS-114 too many callers");
	LIE(callers, 1000, E_BOUNDS, "SESS-115 more than it has room for");
	LIE(strides, 0, E_BOUNDS, "SESS-116 rings that do not fit in a slot");
	LIE(strides, UINT64_MAX, E_BOUNDS, "SESS-117 slots without end");
	LIE(cells, 2 | UINT64_C(16) << 32, E_BOUNDS, "SESS-118 more notifications than there are");
	LIE(cells, UINT64_MAX, E_BOUNDS, "SESS-119 far more");
	LIE(cells, 1 | UINT64_C(17) << 32, E_BOUNDS,
	    "SESS-119a rings of which no index is a remainder");
	LIE(cells, 1 | UINT64_C(32) << 32, E_BOUNDS,
	    "SESS-119b rings deeper than a slot");
}

/* What could be taken back would make the server fault. */
static void judge_grant(void)
{
	struct offer o = honest();

	(void)vesper_grant_delegate(loan, large_cap, free, UINT64_MAX);
	o.to = free;
	o.to_at = (uint64_t)(uintptr_t)large;
	check_status(offer_make(o), E_CAP,
		     "SESS-120 memory that its owner can take back");
	(void)vesper_grant_revoke(loan);
	(void)vesper_cap_delete(free);
	o.to = large_cap;
	check_status(offer_make(o), OK, "SESS-121 the same, for good");
	(void)vesper_region_unshare(large_cap, self.slot, large_view);
	check_status(ask(), OK, "SESS-122 its owner looks at it no more");
	check_status(child_detach(), OK, "SESS-123 detach");
	check_status(child_detach(), E_STATE, "SESS-124 not twice");
}

/* Nor is there for good what its maker can delete, or all what seems to be of
 * the control blocks of vps: windows, each with a page that nobody writes. */
static void judge_loose(void)
{
	struct offer o = honest();
	uint64_t address, number;

	check_status(vesper_region_create(lands, free, self.slot,
					  self.views, 0x8000, &address,
					  &number), OK,
		     "SESS-124a memory that is made");
	o.to = free;
	o.to_at = address;
	check_status(offer_make(o), E_CAP,
		     "SESS-124b is not good enough, as its maker can delete it");
	o = honest();
	o.from = free;
	o.from_at = address;
	check_status(offer_make(o), E_CAP, "SESS-124c nor for results");
	(void)vesper_delete(lands, number);
	(void)vesper_cap_delete(free);
	o.from = ups_blocks_cap;
	o.from_at = (uint64_t)(uintptr_t)ups_blocks;
	check_status(offer_make(o), E_CAP, "SESS-124d nor are control blocks");
	check_status(ask(), OK, "SESS-124e the server goes on");
}

/* A region of the first session for a second one. */
static void judge_double(void)
{
	sessions_store_owned made;
	struct offer o = honest();
	uint32_t held = 0;

	check_status(child_attach(), OK, "SESS-125 attach again");
	check_status(sessions_store_open(store, 2, other.slot, &made), OK,
		     "SESS-126 a second session");
	check_status(vesper_attach(&(const struct abi_handle){
			other.slot, child.to, child.from },
			&(const struct vesper_attach)sessions_store_ATTACH,
			o.to, o.from, child_callers), E_STATE,
		     "SESS-127 with the memory of the first");
	check_status(sessions_store_held(store, 2, &held), OK,
		     "SESS-127a the server looks");
	(void)tap_equal(held, 0, "SESS-128 of which nothing is kept");
	check_status(other_attach(), OK, "SESS-129 with its own");
	check_status(sessions_store_close(store, 2), OK, "SESS-130 its end");
	other_drop();
}

void judge_lies(void)
{
	struct vesper_message m = { .w1 = 99 };

	check_status(child_detach(), OK, "SESS-090 detach");
	check_status(vesper_call(child.slot, ABI_METHOD_ATTACH, &m), E_ARGUMENT,
		     "SESS-091 no such step");
	m = (struct vesper_message){ 0 };
	check_status(vesper_call(store.slot, ABI_METHOD_ATTACH, &m), E_METHOD,
		     "SESS-092 a declared connection has its memory");
	judge_regions();
	judge_numbers();
	judge_grant();
	judge_loose();
	judge_double();
}
