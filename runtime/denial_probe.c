/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * The probe: what `vlink build --deny` puts in place of a component. It tries
 * everything that its domain was not granted:
 *
 *	pages		of the system, of the kernel and of all devices, that it
 *			may not read, write or execute: each way; and every page
 *			of the windows that it sees in which there is nothing
 *	windows		all others of the address space
 *	slots		calls, signals and every operation for which the slot is
 *			empty, of another type, or without the right
 *	methods		of each portal for which its connection names some, all
 *			others
 *	transfers	each slot that is empty or may not be shared, copied and
 *			moved with a call of each portal
 *	lines		acknowledging an interrupt line by its number; and at the
 *			end no event may have been set, for all that the others
 *			tried
 *
 * Each attempt must end in the right fault or status. Then it prints how many
 * there were, and how many were refused.
 *
 * Compiled with -DDENIAL_PORTALS=P(name)... : portals that refuse every call.
 */
#include <stdbool.h>

#include <vesper/abi/cap.h>
#include <vesper/abi/denial.h>
#include <vesper/abi/fault.h>
#include <vesper/abi/memory.h>
#include <vesper/object.h>

/* Filled by vlink; not zero, so that it is in the file. */
struct abi_denial denial_table __attribute__((section(".data"))) = {
	.turns = 1,
};

extern const uint64_t denial_debug;

static uint64_t attempts, refused;

/* The attempt that is being made: the handler goes on behind it. */
static struct {
	uint64_t resume;
	uint64_t address;
	uint32_t kind;
} attempt;

vesper_status denial_fault(struct abi_fault *fault);
vesper_status denial_fault(struct abi_fault *fault)
{
	attempt.kind = fault->kind;
	attempt.address = fault->address;
	fault->pc = attempt.resume;
	return OK;
}

#define P(name)                                                               \
	_Noreturn void vesper_portal_##name(void);                            \
	_Noreturn void vesper_portal_##name(void)                             \
	{                                                                     \
		struct vesper_message m = { 0 };                              \
		vesper_reply(E_UNSUPPORTED, &m);                              \
	}
DENIAL_PORTALS
#undef P

/* ---- output -------------------------------------------------------------- */

static void put(char c)
{
	struct vesper_message m = { .w1 = (uint64_t)c };

	(void)vesper_invoke(denial_debug, ABI_DEBUG_PUT, &m);
}

static void put_text(const char *text)
{
	while (*text)
		put(*text++);
}

static void put_number(uint64_t value, unsigned base)
{
	char digits[20];
	unsigned count = 0;

	do {
		digits[count++] = "0123456789abcdef"[value % base];
		value /= base;
	} while (value);
	while (count)
		put(digits[--count]);
}

/* Domains take turns of 5 ms, so that no line gets into another. */
static void wait_turn(void)
{
	uint64_t frequency, now, turn;

	__asm__("mrs %0, cntfrq_el0" : "=r"(frequency));
	turn = frequency / 200;
	for (;;) {
		__asm__ volatile("isb; mrs %0, cntvct_el0" : "=r"(now));
		if (now / turn % denial_table.turns == denial_table.turn &&
		    now % turn < turn / 2)
			return;
		vesper_yield();
	}
}

/* ---- attempts ------------------------------------------------------------ */

static void judge(bool good, const char *what, uint64_t where)
{
	attempts++;
	refused += good;
	if (good)
		return;
	wait_turn();
	put_text(denial_table.name);
	put_text(": NOT REFUSED: ");
	put_text(what);
	put_text(" 0x");
	put_number(where, 16);
	put('\n');
}

#define ATTEMPT(instruction, address)                                         \
	__asm__ volatile("adr x9, 1f; str x9, [%[resume]]; " instruction      \
			 "; 1:"                                               \
			 :                                                    \
			 : [resume] "r"(&attempt.resume), "r"(address)        \
			 : "x9", "x10", "x30", "memory")

__attribute__((noinline)) static void try_page(uint64_t address,
					       uint64_t rights)
{
	if (!(rights & ABI_RIGHT_READ)) {
		attempt.kind = ABI_FAULT_NONE;
		ATTEMPT("ldrb w10, [%1]", address);
		judge(attempt.kind == ABI_FAULT_READ &&
		      attempt.address == address, "read", address);
	}
	if (!(rights & ABI_RIGHT_WRITE)) {
		attempt.kind = ABI_FAULT_NONE;
		ATTEMPT("strb wzr, [%1]", address);
		judge(attempt.kind == ABI_FAULT_WRITE &&
		      attempt.address == address, "write", address);
	}
	if (!(rights & ABI_RIGHT_EXEC)) {
		attempt.kind = ABI_FAULT_NONE;
		ATTEMPT("blr %1", address);
		judge(attempt.kind == ABI_FAULT_EXECUTE &&
		      attempt.address == address, "execute", address);
	}
}

static void try_part(const struct abi_denial_part *part)
{
	for (uint64_t i = 0; i < part->pages; i++)
		try_page(part->address + i * ABI_PAGE_SIZE, part->rights);
}

/* ---- the rest of the address space --------------------------------------- */

#define WINDOWS	(1u << (ABI_ADDRESS_BITS_MAX - ABI_WINDOW_SHIFT))

/* What is in a window, and whether something there was granted: then it has an
   entry in this domain's table. */
static bool is_used[WINDOWS], is_seen[WINDOWS];

static void mark_windows(const struct abi_denial_part *part)
{
	uint64_t last = part->address + part->pages * ABI_PAGE_SIZE - 1;

	for (uint64_t w = part->address >> ABI_WINDOW_SHIFT;
	     w <= last >> ABI_WINDOW_SHIFT && w < WINDOWS; w++) {
		is_used[w] = true;
		is_seen[w] |= part->rights != 0;
	}
}

static bool is_part(uint64_t page)
{
	for (uint32_t i = 0; i < denial_table.parts_count; i++) {
		const struct abi_denial_part *part = &denial_table.parts[i];

		if (page >= part->address &&
		    page - part->address < part->pages * ABI_PAGE_SIZE)
			return true;
	}
	return false;
}

static void try_window(uint64_t window)
{
	uint64_t pages = is_seen[window] ? ABI_TABLE_ENTRIES : 1;
	uint64_t address = window << ABI_WINDOW_SHIFT;

	for (uint64_t i = 0; i < pages; i++, address += ABI_PAGE_SIZE)
		if (!is_used[window] || !is_part(address))
			try_page(address, 0);
}

/* ---- slots --------------------------------------------------------------- */

static bool is_refused(vesper_status status)
{
	return status == E_SLOT || status == E_TYPE || status == E_RIGHTS ||
		status == E_OPERATION;
}

struct operation {
	unsigned type;
	uint64_t number;
	unsigned right;
};

#define ABI_TYPE_CAP	ABI_TYPE_COUNT	/* of operations: any type */
static const struct operation operations[] = {
#define X(type, name, right, ...)                                             \
	{ ABI_TYPE_##type, ABI_##type##_##name, ABI_RIGHT_##right },
	ABI_OPERATIONS(X)
#undef X
};
#define OPERATIONS	(sizeof(operations) / sizeof(operations[0]))

/* Whether the slot's capability is one for this operation. */
static bool is_granted(const struct abi_denial_slot *slot, uint64_t number)
{
	for (unsigned i = 0; i < OPERATIONS; i++) {
		const struct operation *o = &operations[i];

		if (slot->type != ABI_TYPE_NONE && o->number == number &&
		    (o->type == slot->type || o->type == ABI_TYPE_CAP))
			return (slot->rights & o->right) == o->right;
	}
	return false;
}

static void try_operation(uint64_t slot, const struct abi_denial_slot *granted,
			  uint64_t number)
{
	struct vesper_message m = { 0 };

	if (!is_granted(granted, number))
		judge(is_refused(vesper_invoke(slot, number, &m)),
		      "operation on slot", slot);
}

static void try_slot(uint64_t slot, const struct abi_denial_slot *granted)
{
	struct vesper_message m = { 0 };

	if (granted->type != ABI_TYPE_PORTAL ||
	    !(granted->rights & ABI_RIGHT_CALL))
		judge(is_refused(vesper_call(slot, 1, &m)), "call of slot",
		      slot);
	if (granted->type != ABI_TYPE_EVENT ||
	    !(granted->rights & ABI_RIGHT_SIGNAL))
		judge(is_refused(vesper_signal(slot)), "signal of slot", slot);
	for (uint64_t number = 0; number <= ABI_OPERATION_COUNT; number++)
		try_operation(slot, granted, number);
}

/* What is not there, or may not be shared, goes along with no call. */
static void try_transfer(uint64_t slot, const struct abi_denial_slot *granted,
			 uint64_t portal)
{
	static const uint64_t modes[] = { ABI_FIELD_COPY, ABI_FIELD_MOVE };

	if (slot > ABI_FIELD_SLOT || granted->rights & ABI_RIGHT_SHARE)
		return;
	for (unsigned i = 0; i < 2; i++) {
		struct vesper_message m = { 0 };
		uint64_t fields = vesper_field(0, slot, modes[i]);

		judge(is_refused(vesper_call_cap(portal, 1, &m, &fields)),
		      "sending slot", slot);
	}
}

/* Of a connection that names its methods, every other number. */
static void try_methods(uint64_t slot, const struct abi_denial_slot *granted)
{
	const struct abi_denial_limit *limit;

	if (granted->limit == 0)
		return;
	limit = &denial_table.limits[granted->limit - 1];
	for (uint64_t method = 0; method <= ABI_METHOD_MAX; method++) {
		struct vesper_message m = { 0 };

		if (!(limit->bits[method / 32] >> method % 32 & 1))
			judge(vesper_call(slot, method, &m) == E_METHOD,
			      "a method of slot", slot);
	}
}

static const struct abi_denial_slot *granted_in(uint64_t slot)
{
	static const struct abi_denial_slot nothing;

	return slot < denial_table.slots && slot < ABI_DENIAL_SLOTS ?
		&denial_table.slot[slot] : &nothing;
}

/* ---- interrupts ---------------------------------------------------------- */

static void try_line(uint64_t line)
{
	struct vesper_message m = { 0 };

	if (granted_in(line)->type == ABI_TYPE_NONE)
		judge(is_refused(vesper_invoke(line, ABI_IRQ_ACKNOWLEDGE, &m)),
		      "acknowledging line", line);
}

/* No probe signals, and none lets its device interrupt. */
static void look_at_events(void)
{
	uint64_t bits;

	for (uint64_t slot = 0; slot < denial_table.slots; slot++)
		if (granted_in(slot)->type == ABI_TYPE_EVENT &&
		    granted_in(slot)->rights & ABI_RIGHT_WAIT)
			judge(vesper_event_take(slot, &bits) == OK && !bits,
			      "a signal of the event in slot", slot);
}

/* ---- all ----------------------------------------------------------------- */

static void try_all(const struct abi_denial *table)
{
	for (uint32_t i = 0; i < table->parts_count; i++)
		try_part(&table->parts[i]);
	for (uint32_t i = 0; i < table->parts_count; i++)
		mark_windows(&table->parts[i]);
	for (uint32_t window = 0; window < table->windows; window++)
		try_window(window);
	for (uint64_t slot = 0; slot < table->slots + 8u; slot++)
		try_slot(slot, granted_in(slot));
	try_slot(UINT64_MAX, granted_in(UINT64_MAX));
	for (uint64_t slot = 0; slot < table->slots; slot++)
		try_methods(slot, granted_in(slot));
	for (uint64_t slot = 0; slot < table->slots; slot++)
		for (uint64_t by = 0; by < table->slots; by++)
			if (granted_in(by)->type == ABI_TYPE_PORTAL &&
			    granted_in(by)->rights & ABI_RIGHT_CALL)
				try_transfer(slot, granted_in(slot), by);
	for (uint64_t line = 0; line < table->lines; line++)
		try_line(line);
	look_at_events();
}

_Noreturn void vesper_start(void);
_Noreturn void vesper_start(void)
{
	const struct abi_denial *table = &denial_table;

	try_all(table);
	wait_turn();
	put_text(table->name);
	put_text(": attempts ");
	put_number(attempts, 10);
	put_text(" refused ");
	put_number(refused, 10);
	put('\n');
	for (;;)
		(void)vesper_block();
}
