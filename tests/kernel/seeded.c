/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * The test of the harness: kernels with one mistake each, by the linker's
 * --wrap. The second model must find every one of them in random sequences, and
 * the smallest sequence that shows it must be short enough to be read.
 */
#include <stdbool.h>
#include <stdio.h>

#include <vesper/kernel/arch.h>
#include <vesper/kernel/call.h>
#include <vesper/kernel/cap.h>
#include <vesper/kernel/event.h>
#include <vesper/kernel/factory.h>
#include <vesper/kernel/fault.h>
#include <vesper/kernel/fp.h>
#include <vesper/kernel/recovery.h>
#include <vesper/kernel/restart.h>
#include <vesper/kernel/sched.h>
#include <vesper/kernel/vp.h>

#include "pair.h"

#define SEQUENCE	400
#define SEQUENCES	4000	/* to find it in */
#define FEW		400	/* in which nothing must be found */
#define READABLE	30	/* steps */

#define MISTAKES(X) \
	X(NONE, "no mistake") \
	X(SHARE, "nobody asks for the right SHARE") \
	X(FP, "FP registers stay as they are") \
	X(PREEMPTED, "who was preempted is not told") \
	X(FILLED, "who has a new period is not told") \
	X(FAULTED, "a fault activates nobody") \
	X(GIVES_UP, "a handler that gives up is taken for one that mends") \
	X(MENDED, "what faulted loses its FP registers") \
	X(LIMIT, "no time limit passes") \
	X(GIVEN_UP, "a call that is not recovered goes on") \
	X(WAITED, "the time of waits is forgotten") \
	X(CANCEL, "who waits in a stopped server goes on waiting") \
	X(TAKEN, "an event that was taken stays pending") \
	X(DELETED, "who waits for an event that is deleted goes on waiting") \
	X(GOES_ON, "a vp that is deleted goes on") \
	X(PART, "a part of a budget that is deleted does not come back") \
	X(CALLED, "a pool is deleted under its calls") \
	X(CLEARED, "a domain that is deleted keeps what it had") \
	X(CLOCK, "time is measured too coarsely")
enum mistake {
#define X(name, text) name,
	MISTAKES(X)
#undef X
	COUNT
};
static const char *const texts[] = {
#define X(name, text) text,
	MISTAKES(X)
#undef X
};
static enum mistake mistake;

/* ---- the mistakes ------------------------------------------------------- */

/* Each stands for a function of the kernel. */
#define WRAPPED(type, name, ...)  \
	type __real_##name(__VA_ARGS__); \
	type __wrap_##name(__VA_ARGS__); \
	type __wrap_##name(__VA_ARGS__)

WRAPPED(kernel_status, cap_may_leave, const struct cap_view *view)
{
	return mistake == SHARE ? OK : __real_cap_may_leave(view);
}

WRAPPED(void, fp_settle, struct abi_vp *vp)
{
	if (mistake != FP)
		__real_fp_settle(vp);
}

WRAPPED(void, vp_allocate, struct abi_vp *vp, enum abi_reason reason)
{
	if (mistake == PREEMPTED ? reason != ABI_REASON_PREEMPTED :
	    mistake != FILLED || reason != ABI_REASON_ALLOCATED)
		__real_vp_allocate(vp, reason);
}

WRAPPED(bool, vp_fault, struct abi_vp *vp)
{
	return mistake != FAULTED && __real_vp_fault(vp);
}

WRAPPED(void, fault_handled, struct abi_vp *vp)
{
	if (mistake == GIVES_UP)
		vp->context.x[0] = OK;
	__real_fault_handled(vp);
}

WRAPPED(void, fp_give_back, struct abi_vp *vp)
{
	if (mistake != MENDED)
		__real_fp_give_back(vp);
}

WRAPPED(kernel_status, call_limit_passed, struct abi_vp *vp)
{
	return mistake != LIMIT ? __real_call_limit_passed(vp) : E_STOPPED;
}

WRAPPED(void, recovery_end, struct abi_vp *vp)
{
	if (mistake == GIVEN_UP)
		vp->context.x[0] = OK;
	__real_recovery_end(vp);
}

WRAPPED(bool, sched_waited, struct abi_vp *vp, uint64_t now)
{
	return mistake != WAITED && __real_sched_waited(vp, now);
}

WRAPPED(void, event_cancel, const struct abi_pool *pool)
{
	if (mistake != CANCEL)
		__real_event_cancel(pool);
}

WRAPPED(void, vp_event_clear, struct abi_vp *vp, uint32_t number)
{
	if (mistake != TAKEN)
		__real_vp_event_clear(vp, number);
}

WRAPPED(kernel_status, event_unmake, struct abi_vp *vp,
	const struct cap_view *cap)
{
	return mistake == DELETED ? OK : __real_event_unmake(vp, cap);
}

WRAPPED(kernel_status, vp_unmake, struct abi_vp *vp,
	const struct cap_view *cap)
{
	return mistake == GOES_ON ? OK : __real_vp_unmake(vp, cap);
}

WRAPPED(kernel_status, budget_unmake, struct abi_vp *vp,
	const struct cap_view *cap)
{
	return mistake == PART ? OK : __real_budget_unmake(vp, cap);
}

WRAPPED(struct abi_link *, worker_link, const struct abi_worker *worker)
{
	return mistake != CALLED ? __real_worker_link(worker) : NULL;
}

WRAPPED(kernel_status, domain_unmake, struct abi_vp *vp,
	const struct cap_view *cap)
{
	if (mistake == CLEARED)
		cap->domain->cleared = UINT32_MAX;
	return __real_domain_unmake(vp, cap);
}

WRAPPED(uint64_t, arch_now, void)
{
	uint64_t now = __real_arch_now();

	return mistake == CLOCK ? now & ~UINT64_C(63) : now;
}

/* ---- finding them ------------------------------------------------------- */

static bool is_found(struct step *steps)
{
	for (int n = 0; n < (mistake == NONE ? FEW : SEQUENCES); n++) {
		for (size_t i = 0; i < SEQUENCE; i++)
			steps[i] = pair_random();
		if (!pair_run(steps, SEQUENCE))
			return true;
	}
	return false;
}

static bool try(void)
{
	static struct step steps[SEQUENCE];
	bool found = is_found(steps);
	size_t count;

	if (mistake == NONE || !found) {
		printf("%sok - %s: %s\n",
		       found == (mistake != NONE) ? "" : "not ", texts[mistake],
		       found ? pair_wrong : "nothing found");
		return found == (mistake != NONE);
	}
	count = pair_shrink(steps, SEQUENCE);
	printf("%sok - %s: found, the smallest sequence has %zu steps\n",
	       count <= READABLE ? "" : "not ", texts[mistake], count);
	pair_print(steps, count);
	return count <= READABLE;
}

int main(void)
{
	bool good = true;

	for (mistake = NONE; mistake < COUNT; mistake++) {
		pair_seed(7); /* what is found for one depends on no other */
		good &= try();
	}
	return !good;
}
