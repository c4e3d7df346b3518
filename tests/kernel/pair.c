/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * Kernel and second model side by side; see pair.h.
 */
#include "pair.h"

#include <stdio.h>
#include <string.h>

#include <vesper/abi/cap.h>
#include <vesper/abi/memory.h>
#include <vesper/abi/syscall.h>

#include "model.h"
#include "pair_parts.h"
#include "world.h"

#define FOREVER		UINT64_MAX
#define START		(UINT64_C(1) << 40) /* no other number is near it */

char pair_wrong[PAIR_WRONG];
size_t pair_steps, pair_fast;
bool pair_alike;

/* The sequence that runs. */
static const struct step *steps;
static size_t steps_count, at;
static bool trace;	/* print them */

/* What the kernel did with vps beside the one that runs: told them that nobody
 * lets them in any more, or found them dead. */
static void bury(void)
{
	for (int i = 0; i < VPS; i++)
		if (real.vps[i]->state != ABI_VP_WAIT_POOL)
			model_hear(i);
	/* One that dies may be what another one waited for. */
	for (int n = 0; n < VPS * VPS; n++) {
		int i = n % VPS;

		if (real.vps[i]->state == ABI_VP_DEAD &&
		    model.vps[i].state != DEAD && model_run(i))
			wrong("vp %d is dead, in the model it can run", i);
	}
}

/* After an entry, in which `before` had the CPU, that came back with somebody
 * to run. The short paths leave an activation to the next entry; that is told
 * by the kernel. */
static void compare(const struct abi_vp *before, bool settles)
{
	int current = vp_number(world.current);

	/* The kernel fills first: who hears then of an end has its time. */
	for (int i = 0; i < VPS; i++)
		if (budget_filled(i))
			model_allocated(i, ABI_REASON_ALLOCATED);
	bury();
	if (world.current != before)
		model_allocated(current, ABI_REASON_PREEMPTED);
	if (!model_run(current))
		wrong("vp %d runs, in the model it cannot", current);
	bury(); /* it may just have ended a domain */
	if (settles || world.current->reason == ABI_REASON_NONE)
		model_activate(current);
	if (!world.unchecked && same_world() && same_registers(current))
		same_fp(current);
}

/* ---- steps -------------------------------------------------------------- */

enum kind {
	STEP_CALL, STEP_REPLY, STEP_SIGNAL, STEP_INVOKE, STEP_CALL_CAP,
	STEP_REPLY_CAP, STEP_BLOCK, STEP_YIELD, STEP_TIME, STEP_ENABLE,
	STEP_CONTROL, STEP_FP, STEP_IRQ, STEP_FAULT, STEP_UNKNOWN
};

static const char *const kind_names[] = {
	"call", "reply", "signal", "invoke", "call_cap", "reply_cap", "block",
	"yield", "time", "enable", "control", "fp", "irq", "fault", "unknown",
};

#define KINDS 44

/* As often as there is something to see. */
static enum kind step_kind(const struct step *step)
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

/* The first slot from `byte` on with such a capability; else any slot. */
static uint64_t slot_of_type(const struct abi_domain *domain, uint32_t type,
			     uint8_t byte)
{
	for (uint64_t i = 0; i < SLOTS && byte % 8 != 7; i++) {
		uint64_t slot = (byte + i) % SLOTS;
		uint64_t key = world_slot(domain, slot)->key;

		if ((key >> ABI_CAP_TYPE_SHIFT & 0xff) == type)
			return slot;
	}
	return slot_of(byte);
}

/* Operation `b` on slot `a`: arguments that can mean something for it. */
static void set_arguments(uint64_t *x, const struct step *step)
{
	uint32_t type = 0;
	uint64_t slot = slot_of(step->a);
	const struct abi_domain *domain = world_in(world.current);

	if (slot < SLOTS)
		type = (uint32_t)(world_slot(domain, slot)->key >>
				  ABI_CAP_TYPE_SHIFT) & 0xff;
	x[0] = slot;
	x[8] = operation_of(step, type);
	x[1] = slot_of(step->c);
	x[2] = rights_of(step->d);
	x[3] = step->e % 8 == 7 ? UINT64_MAX : step->e;
	x[4] = step->e;
	if (step->b % 2 == 0)
		return;
	if (type == ABI_TYPE_DOMAIN && x[8] == ABI_DOMAIN_STOP &&
	    step->c % 4 != 0)
		x[8] = ABI_DOMAIN_INSTALL;
	if (type == ABI_TYPE_EVENT)
		x[1] = timeout_of(step->c);
	if (x[8] == ABI_FACTORY_DELETE)
		x[1] = step->c % (MADE_EVENTS + 1);
	if (type == ABI_TYPE_DOMAIN || type == ABI_TYPE_GRANT) {
		x[2] = slot_of(step->d);
		x[3] = rights_of(step->e);
	}
	if (type == ABI_TYPE_REGION) {
		x[1] = slot_of_type(domain, ABI_TYPE_DOMAIN, step->c);
		x[2] = step->d % (VIEWS + 1);
		x[3] = (uint64_t)(step->d / 4 % 4) << 32 | step->d / 16 % 5;
		if (x[8] == ABI_REGION_CHANGE)
			x[1] = step->c % 3;
	}
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

/* Every register tells by its value where it came from. */
static void set_registers(uint64_t *x, const struct step *step)
{
	for (unsigned i = 0; i < 31; i++)
		x[i] = (uint64_t)(pair_alike ? 1 : at + 1) << 16 | i << 8 |
		       0xa5;
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
	case STEP_CALL_CAP:
		x[8] = step->b | fields_of(step);
		break;
	case STEP_SIGNAL: /* the fast path leaves these as they were */
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

static uint32_t number_of(const struct step *step)
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

static void pass_time(const struct step *step)
{
	uint64_t to = world.now + step->a;

	if (step->b % 2 == 0 && world.timer != UINT64_MAX && world.timer > to)
		to = world.timer;
	world.now = to;
}

static bool is_syscall(const struct step *step)
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

/* One line for a step, before it is made. */
static void step_print(const struct step *step)
{
	const uint64_t *x;

	printf("  {%u, %u, %u, %u, %u, %u}, /* %s%s", step->kind, step->a,
	       step->b, step->c, step->d, step->e, kind_names[step_kind(step)],
	       (step->kind & 0x80) != 0 ? ", slow" : "");
	if (world.current != NULL) {
		x = world.current->context.x;
		printf(" by vp %d in domain %u", vp_number(world.current),
		       world_in(world.current)->index);
		if (is_syscall(step))
			printf(", x0 %#lx x1 %#lx x2 %#lx x3 %#lx x8 %#lx",
			       x[0], x[1], x[2], x[3], x[8]);
	}
	printf(" */\n");
}

/* Nobody can run: only time may pass, or an interrupt come. */
static bool idle(void)
{
	budget_idles();
	bury();
	for (int i = 0; i < VPS; i++) {
		if (!budget_lets_run(i))
			continue;
		model_hear(i);
		if (model.vps[i].state == READY)
			wrong("the kernel idles, vp %d can run", i);
	}
	if (!same_world())
		return false;
	while (at < steps_count) {
		const struct step *step = &steps[at++];

		if (step_kind(step) != STEP_TIME && step_kind(step) != STEP_IRQ)
			continue;
		pair_steps++;
		if (trace)
			step_print(step);
		if (step_kind(step) == STEP_IRQ) {
			model_interrupt(0);
			world_line(LINE);
			return true;
		}
		pass_time(step);
		model_time(NONE, world.now);
		return true;
	}
	return false;
}

/* What the component writes where it can, at any moment: the kernel looks at
 * it later. */
static void write_control(const struct step *step)
{
	int vp = step->a % 2 == 0 ? 0 : 3;
	struct abi_control_write *control = world_written(real.vps[vp]);
	struct model_control *m = &model.controls[vp];
	unsigned c = step->c % ABI_CONTEXTS;

	m->masked = control->masked = step->b % 4;
	m->slot = control->slot = step->c < 240 ? step->c : UINT64_MAX;
	m->stack = control->stack = step->d * UINT64_C(0x1001);
	m->contexts[c].x[0] = control->contexts[c].x[0] = step->d;
	m->contexts[c].pc = control->contexts[c].pc = step->e;
	m->contexts[c].pstate = control->contexts[c].pstate =
		step->e % 2 == 0 ? UINT64_MAX : 0;
}

static void write_fp(int vp)
{
	model.vps[vp].fp = (uint64_t)(pair_alike ? 1 : at + 1) << 20;
	for (unsigned i = 0; i < WORLD_FP; i++)
		world.fp[i] = model.vps[vp].fp + i;
}

/* What is no system call; anything but an entry takes no time. */
static enum world_end event_run(int vp, const struct step *step)
{
	struct model_vp *v = &model.vps[vp];
	struct abi_fault fault = {
		.kind = ABI_FAULT_READ, .cause = step->a % 3,
		.address = step->b, .pc = v->pc, .esr = step->c,
	};
	struct model_fault record = {
		fault.kind, fault.address, fault.pc, fault.cause, fault.esr,
	};

	switch (step_kind(step)) {
	case STEP_TIME:
		pass_time(step);
		model_time(vp, world.now);
		return world_interrupt();
	case STEP_IRQ:
		model_interrupt(0);
		return world_interrupt_line(LINE);
	case STEP_CONTROL:
		if (model_in(vp) == 0)
			write_control(step);
		return WORLD_RAN;
	case STEP_FP:
		if (model_in(vp) == FP_DOMAIN)
			write_fp(vp);
		return WORLD_RAN;
	default:
		model_fault(vp, &record);
		return world_fault(&fault);
	}
}

static enum world_end step_run(const struct step *step)
{
	int current = vp_number(world.current);
	struct model_vp *v = &model.vps[current];

	if (is_syscall(step)) {
		if (v->again) {
			v->pc += 4;
			world.current->context.pc += 4;
			v->again = false;
		}
		set_registers(v->x, step);
		memcpy(world.current->context.x, v->x, sizeof(v->x));
	}
	if (trace)
		step_print(step);
	if (!is_syscall(step))
		return event_run(current, step);
	model_syscall(current, number_of(step));
	return world_syscall(number_of(step));
}

/* Whether the kernel was entered by a long path, which settles everything. */
static bool is_long(const struct step *step, uint64_t fast_paths)
{
	if (step_kind(step) == STEP_CONTROL || step_kind(step) == STEP_FP)
		return false;
	return world.fast_paths == fast_paths &&
	       !(world.fast && step_kind(step) == STEP_INVOKE);
}

bool pair_run(const struct step *sequence, size_t count)
{
	enum world_end end;

	steps = sequence;
	steps_count = count;
	at = 0;
	pair_wrong[0] = '\0';
	pair_steps = 0;
	make_world(!pair_alike && count != 0 && sequence[0].e % 2 != 0);
	make_model();
	world.idle = idle;
	world.now = START;
	model.now = START;
	end = world_boot();
	compare(world.current, true);
	while (end == WORLD_RAN && at < count && pair_wrong[0] == '\0') {
		const struct step *step = &steps[at];
		const struct abi_vp *before = world.current;
		uint64_t fast_paths = world.fast_paths;

		budget_begin(vp_number(before));
		world.fast = (step->kind & 0x80) == 0;
		world.unchecked = pair_alike && at + 1 < count;
		end = step_run(step);
		at++;
		pair_steps++;
		if (end != WORLD_RAN)
			break;
		compare(before, is_long(step, fast_paths));
		budget_end(vp_number(world.current),
			   step_kind(step) == STEP_YIELD,
			   step_kind(step) == STEP_TIME);
	}
	pair_fast = world.fast_paths;
	if (end == WORLD_PANIC)
		wrong("%s", world.output);
	return pair_wrong[0] == '\0';
}

/* ---- failures ----------------------------------------------------------- */

/* Two failures are one if they begin with the same words. */
static bool fails_alike(const struct step *sequence, size_t count,
			const char *why)
{
	return !pair_run(sequence, count) && strncmp(pair_wrong, why, 8) == 0;
}

/* Take away ever smaller pieces, as long as it still fails. */
size_t pair_shrink(struct step *sequence, size_t count)
{
	static struct step shorter[1 << 16];
	char why[16];

	pair_run(sequence, count);
	memcpy(why, pair_wrong, sizeof(why));
	for (size_t piece = count / 2; piece > 0; piece /= 2) {
		for (size_t from = 0; from + piece <= count;) {
			size_t rest = count - from - piece;

			memcpy(shorter, sequence, from * sizeof(*sequence));
			memcpy(shorter + from, sequence + from + piece,
			       rest * sizeof(*sequence));
			if (fails_alike(shorter, count - piece, why)) {
				count -= piece;
				memcpy(sequence, shorter,
				       count * sizeof(*sequence));
			} else {
				from += piece;
			}
		}
	}
	pair_run(sequence, count);
	return count;
}

void pair_print(const struct step *sequence, size_t count)
{
	trace = true;
	pair_run(sequence, count);
	trace = false;
	printf("%s\n", pair_wrong);
}
