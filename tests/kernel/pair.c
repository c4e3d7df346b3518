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
#include <vesper/kernel/kernel.h>

#include "model.h"
#include "pair_parts.h"
#include "pair_step.h"
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
static bool short_fault; /* the last one had the short path */

static long calls_of(const struct abi_vp *vp)
{
	return &vp->links[ABI_LINKS - 1] - world_link(vp);
}

/* Who deletes a pool has others leave it at once, who were in it or seem to be:
 * what they were to do when they have the CPU is done. In the place of a call
 * that ended so the entry of a recovery vp may stand. */
static bool was_expelled(int i)
{
	const struct abi_vp *vp = real.vps[i];
	const struct model_vp *v = &model.vps[i];

	if (vp == world.current || vp->state == ABI_VP_DEAD)
		return false;
	return calls_of(vp) < v->depth ||
	       (v->depth > 0 && !v->links[v->depth - 1].recovery &&
		world_link(vp)->handler == ABI_LINK_RECOVERY) ||
	       (vp->portal == 0 && v->state == READY && v->portal != NONE);
}

/* What the kernel did with vps beside the one that runs: told them that nobody
 * lets them in any more, or found them dead. */
static void bury(void)
{
	for (int i = 0; i < VPS; i++)
		if (real.vps[i]->state != ABI_VP_WAIT_POOL)
			model_hear(i);
	for (int i = 0; i < VPS; i++)
		if (was_expelled(i))
			model_expel(i);
	/* Whose limit ended a domain died before those that it ended. */
	for (int i = 0; i < VPS; i++)
		if (real.vps[i]->state == ABI_VP_DEAD &&
		    model.vps[i].state != DEAD && model_limits_passed(i) != 0)
			(void)model_run(i, true);
	/* One that dies may be what another one waited for. */
	for (int n = 0; n < VPS * VPS; n++) {
		int i = n % VPS;

		if (real.vps[i]->state == ABI_VP_DEAD &&
		    model.vps[i].state != DEAD && model_run(i, true))
			wrong("vp %d is dead, in the model it can run", i);
	}
}

static int limits_passed(const struct abi_vp *vp)
{
	const struct abi_link *base = &vp->links[ABI_LINKS - 1];
	int passed = 0;

	for (const struct abi_link *link = world_link(vp); link != base; link++)
		passed += link->limit != 0 && link->limit <= vp->sched.spent;
	return passed;
}

/* After an entry, in which `before` had the CPU, that came back with somebody
 * to run. The short paths leave an activation to the next entry, and a limit;
 * that is told by the kernel. */
static void compare(const struct abi_vp *before, bool settles)
{
	int current = vp_number(world.current);
	bool looks = settles || limits_passed(world.current) <
					model_limits_passed(current);

	/* The kernel fills first: who hears then of an end has its time. */
	for (int i = 0; i < VPS; i++)
		if (budget_filled(i))
			model_allocated(i, ABI_REASON_ALLOCATED);
	bury();
	if (!model_run(current, looks))
		wrong("vp %d runs, in the model it cannot", current);
	/* Its limit may have ended a domain of which an event tells it first. */
	if (world.current != before)
		model_allocated(current, ABI_REASON_PREEMPTED);
	bury(); /* it may just have ended a domain */
	if (settles || world.current->reason == ABI_REASON_NONE)
		model_activate(current);
	if (!world.unchecked && same_world() && same_registers(current))
		same_fp(current);
}

/* ---- steps -------------------------------------------------------------- */

static void pass_time(const struct step *step)
{
	uint64_t to = world.now + step->a;

	if (step->b % 2 == 0 && world.timer != UINT64_MAX && world.timer > to)
		to = world.timer;
	world.now = to;
}

static const char *const kind_names[] = {
	"call", "reply", "signal", "invoke", "call_cap", "reply_cap", "block",
	"yield", "time", "enable", "control", "fp", "irq", "fault", "unknown",
};

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
		if (step_is_syscall(step))
			printf(", x0 %#lx x1 %#lx x2 %#lx x3 %#lx x8 %#lx",
			       x[0], x[1], x[2], x[3], x[8]);
	}
	printf(" */\n");
}

/* Of those that wait for a pool whose domain is stopped each is told by the one
 * before it, which may have no time left. */
static bool is_told_later(const struct abi_vp *vp)
{
	return vp->state == ABI_VP_WAIT_POOL &&
	       vp->place != &vp->wait_pool->waiters;
}

/* Nobody can run: only time may pass, or an interrupt come. */
static bool idle(void)
{
	budget_idles();
	bury();
	for (int i = 0; i < VPS; i++) {
		if (!budget_lets_run(i) || is_told_later(real.vps[i]))
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

/* As vectors.S does it: what faulted is in its place, and the vp's own context
 * holds nothing; nobody looks for another vp unless it is asked for. */
static void fault_shortly(void *fault)
{
	struct abi_vp *vp = world.current;

	if (fault_place(vp) != &vp->context) {
		*fault_place(vp) = vp->context;
		memset(&vp->context, 0x5e, sizeof(vp->context));
	}
	vp_domain(vp)->fault = *(const struct abi_fault *)fault;
	short_fault = true;
	if (fault_take(vp)) {
		call_clear(vp);
		fp_settle(vp);
		return;
	}
	short_fault = !sched_is_due();
	world.current = sched_continue(vp);
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
		if (model_has_fp(model_in(vp)))
			write_fp(vp);
		return WORLD_RAN;
	default:
		model_fault(vp, &record);
		return world.fast ? world_enter(fault_shortly, &fault)
				  : world_fault(&fault);
	}
}

static enum world_end step_run(const struct step *step)
{
	int current = vp_number(world.current);
	struct model_vp *v = &model.vps[current];

	if (step_is_syscall(step)) {
		if (v->again) {
			v->pc += 4;
			world.current->context.pc += 4;
			v->again = false;
		}
		step_registers(v->x, step, pair_alike ? 0 : at);
		memcpy(world.current->context.x, v->x, sizeof(v->x));
	}
	if (trace)
		step_print(step);
	if (!step_is_syscall(step))
		return event_run(current, step);
	model_syscall(current, step_number(step));
	return world_syscall(step_number(step));
}

/* Whether the kernel was entered by a long path, which settles everything. */
static bool is_long(const struct step *step, uint64_t fast_paths)
{
	if (step_kind(step) == STEP_CONTROL || step_kind(step) == STEP_FP ||
	    short_fault)
		return false;
	return world.fast_paths == fast_paths &&
	       !(world.fast && step_kind(step) == STEP_INVOKE);
}

bool pair_run(const struct step *sequence, size_t count)
{
	bool chosen = !pair_alike && count != 0; /* by the first step */
	enum world_end end;

	steps = sequence;
	steps_count = count;
	at = 0;
	pair_wrong[0] = '\0';
	pair_steps = 0;
	make_world(chosen && sequence[0].e % 2 != 0,
		   chosen && sequence[0].d % 4 == 3,
		   chosen && sequence[0].d % 8 == 2);
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
		short_fault = false;
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
