/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * The probe: what `vlink build --deny` puts in place of a component. It tries
 * everything that its domain was not granted: every page of the system that it
 * may not read, write or execute, and every slot that is empty or of another
 * type. Each attempt must end in the right fault or status. Then it prints how
 * many there were, and how many were refused.
 *
 * Compiled with -DDENIAL_PORTALS=P(name)... : portals that refuse every call.
 */
#include <stdbool.h>

#include <vesper/abi/cap.h>
#include <vesper/abi/denial.h>
#include <vesper/abi/fault.h>
#include <vesper/abi/memory.h>
#include <vesper/call.h>
#include <vesper/syscall.h>

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

/* Of a large part the first and the last pages: its entries are made alike. */
static void try_part(const struct abi_denial_part *part)
{
	for (uint64_t i = 0; i < part->pages; i++)
		if (i < 32 || part->pages - i <= 32)
			try_page(part->address + i * ABI_PAGE_SIZE,
				 part->rights);
}

static bool is_refused(vesper_status status)
{
	return status == E_SLOT || status == E_TYPE || status == E_RIGHTS;
}

static void try_slot(uint64_t slot, unsigned type)
{
	struct vesper_message m = { 0 };

	if (type != ABI_TYPE_PORTAL)
		judge(is_refused(vesper_call(slot, 1, &m)), "call of slot",
		      slot);
	if (type != ABI_TYPE_EVENT)
		judge(is_refused(vesper_signal(slot)), "signal of slot", slot);
	m = (struct vesper_message){ 0 };
	if (type == ABI_TYPE_NONE)
		judge(is_refused(vesper_invoke(slot, 1, &m)),
		      "operation on slot", slot);
}

_Noreturn void vesper_start(void);
_Noreturn void vesper_start(void)
{
	const struct abi_denial *table = &denial_table;

	for (uint32_t i = 0; i < table->parts_count; i++)
		try_part(&table->parts[i]);
	for (uint64_t slot = 0; slot < table->slots + 8u; slot++)
		try_slot(slot, slot < ABI_DENIAL_SLOTS && slot < table->slots ?
			 table->types[slot] : ABI_TYPE_NONE);
	try_slot(UINT64_MAX, ABI_TYPE_NONE);
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
