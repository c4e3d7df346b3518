/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * What the bytes of a step stand for: an entry into the kernel, or what a
 * component does by itself; its arguments, so that they mean something as often
 * as not.
 */
#include "pair_step.h"

#include <vesper/abi/cap.h>
#include <vesper/abi/syscall.h>

#include "model.h"
#include "pair_parts.h"
#include "world.h"

#define FOREVER		UINT64_MAX

#define KINDS 44

/* As often as there is something to see. */
enum kind step_kind(const struct step *step)
{
	static const uint8_t kinds[KINDS] = {
		STEP_CALL, STEP_CALL, STEP_CALL, STEP_CALL, STEP_CALL,
		STEP_REPLY, STEP_REPLY, STEP_REPLY,
		STEP_SIGNAL, STEP_SIGNAL, STEP_SIGNAL,
		STEP_INVOKE, STEP_INVOKE, STEP_INVOKE, STEP_INVOKE,
		STEP_INVOKE, STEP_INVOKE, STEP_INVOKE, STEP_INVOKE,
		STEP_CALL_CAP, STEP_CALL_CAP, STEP_CALL_CAP,
		STEP_REPLY_CAP, STEP_REPLY_CAP,
		STEP_BLOCK, STEP_YIELD, STEP_ENABLE,
		STEP_TIME, STEP_TIME, STEP_TIME,
		STEP_FAULT, STEP_UNKNOWN,
		STEP_ENABLE, STEP_ENABLE, STEP_ENABLE, STEP_ENABLE,
		STEP_CONTROL, STEP_CONTROL, STEP_CONTROL, STEP_FP, STEP_FP,
		STEP_IRQ, STEP_IRQ, STEP_TIME,
	};

	return kinds[step->kind % 128 % KINDS];
}

/* One half of them is for any capability, the other for its type. */
static uint64_t operation_of(const struct step *step, uint32_t type)
{
	static const uint16_t any[] = {
		ABI_CAP_COPY, ABI_CAP_COPY, ABI_CAP_MINT, ABI_CAP_MOVE,
		ABI_CAP_DELETE, ABI_CAP_DELETE, ABI_CAP_INFO,
		ABI_OPERATION_COUNT,
	};
	static const uint16_t first[ABI_TYPE_COUNT] = {
		[ABI_TYPE_DOMAIN] = ABI_DOMAIN_INSTALL,
		[ABI_TYPE_REGION] = ABI_REGION_SHARE,
		[ABI_TYPE_GRANT] = ABI_GRANT_DELEGATE,
		[ABI_TYPE_EVENT] = ABI_EVENT_TAKE,
		[ABI_TYPE_FACTORY] = ABI_FACTORY_CREATE,
		[ABI_TYPE_VP] = ABI_VP_START,
		[ABI_TYPE_BUDGET] = ABI_BUDGET_READ,
		[ABI_TYPE_IRQ] = ABI_IRQ_ACKNOWLEDGE,
	};

	if (step->b % 2 == 0)
		return any[step->b / 2 % 8];
	return step->b / 2 % 32 == 0 ? 0 : first[type] + step->b / 2 % 4u;
}

bool step_is_final(const struct step *step)
{
	return step_kind(step) >= STEP_FAULT;
}

/* The first ones are those that hold something at first. */
static uint64_t slot_of(uint8_t byte)
{
	if (byte >= 128 && byte < 255)
		return byte % 7;
	return byte == 255 ? UINT64_MAX : byte % (SLOTS + 1);
}

static uint64_t rights_of(uint8_t byte)
{
	return byte % 4 == 0 ? byte : UINT64_MAX;
}

static uint64_t timeout_of(uint8_t byte)
{
	return byte % 2 == 0 ? FOREVER : byte;
}

static uint32_t type_at(const struct abi_domain *domain, uint64_t slot)
{
	if (slot >= domain->caps_count)
		return ABI_TYPE_NONE;
	return (uint32_t)(world_slot(domain, slot)->key >>
			  ABI_CAP_TYPE_SHIFT) & 0xff;
}

/* The first slot from `byte` on with such a capability, or with none; any slot
 * if there is none, and sometimes. */
static uint64_t slot_of_type(const struct abi_domain *domain, uint32_t type,
			     uint8_t byte)
{
	for (uint64_t i = 0; i < domain->caps_count && byte % 8 != 7; i++) {
		uint64_t slot = (byte + i) % domain->caps_count;

		if (type_at(domain, slot) == type)
			return slot;
	}
	return slot_of(byte);
}

/* What a factory makes; ABI_TYPE_NONE if it stands behind a grant. */
static uint32_t made_by(const struct abi_domain *domain, uint64_t slot)
{
	uint32_t named = (uint32_t)(world_slot(domain, slot)->where >>
				    ABI_CAP_OBJECT_SHIFT);

	for (uint32_t type = 0; type < ABI_TYPE_COUNT; type++)
		if (named == (uint32_t)(uintptr_t)real.factories[type])
			return type;
	return ABI_TYPE_NONE;
}

/* Shares of the processor, sometimes more than there is. */
static void set_share(uint64_t *x, uint8_t amount, uint8_t period)
{
	x[0] = amount == 255 ? UINT64_MAX : TICKS_MIN - 1 + amount * 8u;
	x[1] = period == 255 ? UINT64_MAX : x[0] + period * 16u;
}

/* Arguments of create, by what is made. */
static void set_created(uint64_t *x, const struct step *step, uint32_t type,
			const struct abi_domain *domain)
{
	x[1] = step->c < 128 ? slot_of(step->c)
			     : slot_of_type(domain, ABI_TYPE_NONE, step->c);
	x[2] = slot_of_type(domain, ABI_TYPE_DOMAIN, step->d);
	switch (type) {
	case ABI_TYPE_DOMAIN:
		x[2] = step->d % 4 == 0
			       ? UINT64_MAX
			       : slot_of_type(domain, ABI_TYPE_EVENT, step->d);
		x[3] = step->e % 2 * MADE_HANDLER;
		x[4] = MADE_STACK;
		break;
	case ABI_TYPE_POOL:
		x[3] = MADE_STACK + step->e;
		x[4] = 0x100;
		x[5] = step->e % 16 > 13 ? step->e % 2 * 3u : 1 + step->e % 2u;
		x[6] = step->e / 16 == 15 ? step->d : LANDING;
		break;
	case ABI_TYPE_PORTAL:
		x[3] = MADE_ENTRY + step->e;
		x[4] = step->e % 4 == 0 ? 200u + step->e : 0;
		break;
	case ABI_TYPE_EVENT:
		x[2] = step->d % 8 != 0 ? 0 :
			slot_of_type(domain, ABI_TYPE_VP, step->e);
		break;
	case ABI_TYPE_BUDGET:
		x[2] = slot_of_type(domain, ABI_TYPE_BUDGET, step->c);
		set_share(&x[3], step->d, step->e);
		break;
	default:
		break;
	}
}

static void set_region(uint64_t *x, const struct step *step,
		       const struct abi_domain *domain)
{
	x[1] = slot_of_type(domain, ABI_TYPE_DOMAIN, step->c);
	x[2] = step->d % (VIEWS + 1);
	x[3] = (uint64_t)(step->d / 4 % 4) << 32 | step->d / 16 % 5;
	if (x[8] == ABI_REGION_CHANGE)
		x[1] = step->c % 3;
}

static void set_vp(uint64_t *x, const struct step *step,
		   const struct abi_domain *domain)
{
	x[1] = MADE_ENTRY + step->c;
	x[2] = MADE_STACK + step->d;
	if (x[8] == ABI_VP_BIND)
		x[1] = slot_of_type(domain, ABI_TYPE_BUDGET, step->c);
}

/* Arguments that mean something for the type of slot x0. */
static void set_typed(uint64_t *x, const struct step *step, uint32_t type,
		      const struct abi_domain *domain)
{
	switch (type) {
	case ABI_TYPE_DOMAIN:
		if (x[8] == ABI_DOMAIN_STOP && step->c % 4 != 0)
			x[8] = ABI_DOMAIN_INSTALL;
		/* fall through */
	case ABI_TYPE_GRANT:
		x[2] = slot_of(step->d);
		x[3] = rights_of(step->e);
		break;
	case ABI_TYPE_EVENT:
		x[1] = timeout_of(step->c);
		break;
	case ABI_TYPE_REGION:
		set_region(x, step, domain);
		break;
	case ABI_TYPE_VP:
		set_vp(x, step, domain);
		break;
	case ABI_TYPE_BUDGET:
		set_share(&x[1], step->c, step->d);
		break;
	case ABI_TYPE_FACTORY:
		if (x[8] == ABI_FACTORY_DELETE)
			x[1] = step->c % (PLACES + 1);
		else
			set_created(x, step, made_by(domain, x[0]), domain);
		break;
	default:
		break;
	}
}

/* In the domain that has all factories they are as often as all others. */
static uint64_t slot_of_operation(const struct abi_domain *domain, uint8_t byte)
{
	if (byte < 192 || byte == 255 || domain->caps_count != SLOTS)
		return slot_of(byte);
	return byte % 16 == 0 ? EVENT_FACTORY
			      : FIRST_FACTORY + byte % (SLOTS - FIRST_FACTORY);
}

/* Operation `b` on slot `a`. */
static void set_arguments(uint64_t *x, const struct step *step)
{
	const struct abi_domain *domain = world_in(world.current);
	uint64_t slot = slot_of_operation(domain, step->a);
	uint32_t type = type_at(domain, slot);

	x[0] = slot;
	x[8] = operation_of(step, type);
	x[1] = slot_of(step->c);
	x[2] = rights_of(step->d);
	x[3] = step->e % 8 == 7 ? UINT64_MAX : step->e;
	x[4] = step->e;
	if (step->b % 2 != 0)
		set_typed(x, step, type, domain);
}

static uint64_t fields_of(const struct step *step)
{
	uint64_t x8 = 0;
	uint8_t fields[3] = { step->c, step->d, step->e };

	for (int i = 0; i < 3; i++) {
		uint64_t field = (fields[i] & 15u) |
				 (fields[i] >> 4 & 3u) << 12;

		if (fields[i] < 128)
			x8 |= field << (16 + 16 * i);
	}
	return x8;
}

/* What calls and signals name: mostly something of its type. */
static uint64_t slot_named(const struct step *step, uint32_t type)
{
	if (step->a < 128)
		return slot_of(step->a);
	return slot_of_type(world_in(world.current), type, step->a);
}

/* Every register tells by its value where it came from. */
void step_registers(uint64_t *x, const struct step *step, size_t at)
{
	for (unsigned i = 0; i < 31; i++)
		x[i] = (uint64_t)(at + 1) << 16 | i << 8 | 0xa5;
	x[0] = slot_of(step->a);
	x[8] = step->b;
	switch (step_kind(step)) {
	case STEP_REPLY:
		x[0] = step->a % 4 == 0 ? (uint64_t)-5 : step->a % 4 - 1u;
		break;
	case STEP_REPLY_CAP:
		x[0] = step->a % 4 == 0;
		x[8] = fields_of(step);
		break;
	case STEP_CALL:
		x[0] = slot_named(step, ABI_TYPE_PORTAL);
		break;
	case STEP_CALL_CAP:
		x[0] = slot_named(step, ABI_TYPE_PORTAL);
		x[8] = step->b | fields_of(step);
		break;
	case STEP_SIGNAL: /* the fast path leaves these as they were */
		x[0] = slot_named(step, ABI_TYPE_EVENT);
		x[16] = x[17] = x[18] = 0;
		break;
	case STEP_INVOKE:
		set_arguments(x, step);
		break;
	case STEP_BLOCK:
		x[0] = timeout_of(step->a);
		break;
	default:
		break;
	}
}

uint32_t step_number(const struct step *step)
{
	static const uint32_t numbers[] = {
		[STEP_CALL] = ABI_SYS_CALL, [STEP_REPLY] = ABI_SYS_REPLY,
		[STEP_SIGNAL] = ABI_SYS_SIGNAL,
		[STEP_INVOKE] = ABI_SYS_INVOKE,
		[STEP_CALL_CAP] = ABI_SYS_CALL_CAP,
		[STEP_REPLY_CAP] = ABI_SYS_REPLY_CAP,
		[STEP_BLOCK] = ABI_SYS_BLOCK, [STEP_YIELD] = ABI_SYS_YIELD,
		[STEP_ENABLE] = ABI_SYS_ENABLE,
		[STEP_UNKNOWN] = ABI_SYS_COUNT,
	};

	if (step_kind(step) == STEP_ENABLE && step->b % 2 != 0)
		return ABI_SYS_RESUME;
	return numbers[step_kind(step)];
}

bool step_is_syscall(const struct step *step)
{
	switch (step_kind(step)) {
	case STEP_TIME:
	case STEP_IRQ:
	case STEP_CONTROL:
	case STEP_FP:
	case STEP_FAULT:
		return false;
	default:
		return true;
	}
}
