/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * Does what case PARAM_number says. Everything is in assembly or volatile, so
 * that it is the machine that refuses and not the compiler.
 */
#include <component.h>

#include "cases.h"

static const uint64_t constant = 0x1122334455667788;
static uint64_t data = 0xd503201fd65f03c0;	/* ret; nop: would return */

static const uint8_t kinds[] = {
#define X(name, title, kind, cause, address) ABI_FAULT_##kind,
	CASES(X)
#undef X
};

#define INSTRUCTION(text)	__asm__ volatile(text ::: "memory")

static uint64_t word_read(uint64_t address)
{
	uint64_t value;

	__asm__ volatile("ldr %w0, [%1]" : "=r"(value) : "r"(address));
	return value;
}

static void word_write(uint64_t address)
{
	__asm__ volatile("str wzr, [%0]" :: "r"(address) : "memory");
}

static void jump(uint64_t address)
{
	__asm__ volatile("blr %0" :: "r"(address) : "x30", "memory");
}

/* A frame for each level; not a tail call, and no end that would be reached. */
static uint64_t deeper(volatile uint64_t *above)
{
	volatile uint64_t here = *above + 1;

	if (here == 0)
		return 0;
	return deeper(&here) + here;
}

static uint64_t attempt(uint64_t address)
{
	switch (kinds[PARAM_number]) {
	case ABI_FAULT_READ:
		return word_read(address);
	case ABI_FAULT_WRITE:
		word_write(address);
		break;
	case ABI_FAULT_EXECUTE:
		jump(address);
		break;
	}
	return 0;
}

/* What has one instruction, with no address. */
static void instruction(void)
{
	switch (PARAM_number) {
	case CASE_SYSCALL_UNKNOWN: INSTRUCTION("svc #10"); break;
	case CASE_SYSCALL_HIGHEST: INSTRUCTION("svc #0xffff"); break;
	case CASE_UNDEFINED: INSTRUCTION("udf #0"); break;
	case CASE_BREAK: INSTRUCTION("brk #1"); break;
	case CASE_FLOAT: INSTRUCTION(".inst 0x9e670000"); break; /* fmov d0 */
	case CASE_EL1_READ: INSTRUCTION("mrs x9, sctlr_el1"); break;
	case CASE_EL1_WRITE: INSTRUCTION("msr ttbr0_el1, xzr"); break;
	case CASE_TLB: INSTRUCTION("tlbi vmalle1"); break;
	case CASE_MASK: INSTRUCTION("msr daifset, #15"); break;
	case CASE_TIMER: INSTRUCTION("msr cntp_ctl_el0, xzr"); break;
	case CASE_HYPERVISOR: INSTRUCTION("hvc #0"); break;
	case CASE_MONITOR: INSTRUCTION(".inst 0xd4000003"); break; /* smc */
	case CASE_RETURN: INSTRUCTION("eret"); break;
	case CASE_SEMIHOSTING: INSTRUCTION("hlt #0xf000"); break;
	case CASE_DEBUGGER: INSTRUCTION("msr oslar_el1, xzr"); break;
	}
}

vesper_status isolation_attacker_serve_run(const vesper_client *client,
					   uint64_t address, uint64_t *value)
{
	volatile uint64_t local = 0;

	(void)client;
	instruction();
	switch (PARAM_number) {
	case CASE_STACK_OVERFLOW:
		*value = deeper(&local);
		return OK;
	case CASE_MISALIGNED_EXCLUSIVE:
		__asm__ volatile("ldxr x9, [%0]" :: "r"(address)
				 : "x9", "memory");
		break;
	case CASE_MISALIGNED_PC:
		jump(address);
		break;
	}
	*value = attempt(address);
	return OK;
}

vesper_status isolation_attacker_serve_places(const vesper_client *client,
	struct vesper_string unused, uint32_t *number, uint64_t *text,
	uint64_t *own_constant, uint64_t *own_data, uint64_t *stack,
	uint64_t *record, uint64_t *area)
{
	uint64_t local = 0;

	(void)unused;
	*number = PARAM_number;
	*text = (uintptr_t)isolation_attacker_serve_run;
	*own_constant = (uintptr_t)&constant;
	*own_data = (uintptr_t)&data;
	*stack = (uintptr_t)&local;
	*record = (uintptr_t)client;
	*area = client->to_base;
	return OK;
}

vesper_status isolation_attacker_serve_talk(const vesper_client *client,
	struct vesper_text *answer, uint64_t *area)
{
	(void)vesper_text_append(answer, VESPER_STRING("no"));
	*area = client->from_base;
	return OK;
}
