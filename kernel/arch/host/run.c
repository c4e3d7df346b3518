/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * Running a world: the entries that on the target are exceptions, and what the
 * core asks of its architecture and board.
 */
#include "world.h"

#include "fast.h"

#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <vesper/abi/syscall.h>
#include <vesper/kernel/arch.h>
#include <vesper/kernel/board.h>
#include <vesper/kernel/call.h>
#include <vesper/kernel/check.h>
#include <vesper/kernel/fault.h>
#include <vesper/kernel/irq.h>
#include <vesper/kernel/sched.h>
#include <vesper/kernel/syscall.h>

/* Where a panic or an idle CPU goes; entries do not nest. */
static jmp_buf way_out;
static bool entered;

/* ---- arch.h, board.h ---------------------------------------------------- */

struct abi_vp *arch_current(void)
{
	return world.current;
}

uint64_t arch_now(void)
{
	return world.now;
}

uint64_t arch_entered(void)
{
	return world.now;
}

uint64_t arch_frequency(void)
{
	return world.frequency;
}

void arch_timer(uint64_t ticks)
{
	world.timer = ticks;
}

void arch_tables_written(void)
{
}

void arch_asid_invalidate(uint64_t asid)
{
	world.invalidated = asid;
}

void arch_code_written(uint64_t address, uint64_t size)
{
	world.cleaned_at = address;
	world.cleaned += size;
}

void arch_domain_stop(struct abi_domain *domain)
{
	domain->ttbr &= ~UINT64_C(0xffffffffffff);
}

void arch_domain_start(struct abi_domain *domain)
{
	domain->ttbr |= object_address(domain->root);
}

void arch_fp_enable(bool enable)
{
	world.fp_enabled = enable;
}

void arch_fp_save(uint64_t *area)
{
	for (int i = 0; i < WORLD_FP; i++)
		area[i] = world.fp[i];
}

void arch_fp_load(const uint64_t *area)
{
	for (int i = 0; i < WORLD_FP; i++)
		world.fp[i] = area[i];
}

void arch_idle(void)
{
	if (world.timer <= world.now) {
		world.naps++;
		return;
	}
	if (world.idle != NULL && world.idle())
		return;
	longjmp(way_out, WORLD_IDLE);
}

void arch_halt(void)
{
	if (!entered) {
		fprintf(stderr, "%s\n", world.output);
		abort();
	}
	longjmp(way_out, WORLD_PANIC);
}

void arch_dump(void)
{
}

const struct abi_kernel_device kernel_devices[] = {
	{ UINT64_MAX },
};

void board_lines_init(void)
{
	memset(world.unmasked, 0, sizeof(world.unmasked));
}

void board_line_unmask(uint32_t line)
{
	world.unmasked[line] = true;
}

uint64_t board_line_take(void)
{
	return BOARD_LINES;
}

/* What does not fit is dropped: the first words say most. */
void board_put(char c)
{
	if (world.size + 1 == sizeof(world.output))
		return;
	world.output[world.size++] = c;
	world.output[world.size] = '\0';
}

/* ---- entries ------------------------------------------------------------ */

enum world_end world_enter(void (*function)(void *), void *argument)
{
	int end = setjmp(way_out);

	if (end == 0) {
		entered = true;
		function(argument);
		if (!world.unchecked)
			kernel_check();
	}
	entered = false;
	if (end != WORLD_RAN)
		world.current = NULL;
	return (enum world_end)end;
}

static void enter_boot(void *unused)
{
	(void)unused;
	world.current = kernel_boot();
}

/* What no system call keeps: x9 to x18. */
static void clobber(struct abi_vp *vp)
{
	memset(&vp->context.x[9], 0, 10 * sizeof(vp->context.x[0]));
}

static void enter_syscall(void *number)
{
	clobber(world.current);
	syscall_run(world.current, *(uint32_t *)number);
	world.current = sched_next(world.current);
}

static void enter_yield(void *unused)
{
	(void)unused;
	clobber(world.current);
	call_return(world.current, OK);
	world.current = sched_yield(world.current);
}

/*
 * The short path of invoke: what a compiler keeps stays in the CPU's registers,
 * whatever C does to the context, and another vp is looked for only if one is
 * due.
 */
static void enter_invoke(void *unused)
{
	struct abi_vp *vp = world.current;
	struct abi_context *context = &vp->context;
	struct abi_context before = *context;

	(void)unused;
	syscall_run(vp, ABI_SYS_INVOKE);
	clobber(vp);
	memcpy(&context->x[19], &before.x[19], 11 * sizeof(context->x[0]));
	context->sp = before.sp;
	context->tls = before.tls;
	if (!sched_is_due())
		context->pc = before.pc;
	else
		world.current = sched_next(vp);
}

/* In a stopped domain it is no fault of its own, but the first instruction after a
 * reply by the fast path. */
static void enter_fault(void *fault)
{
	struct abi_vp *vp = world.current;
	struct abi_domain *domain = vp_domain(vp);

	if (domain->state == ABI_DOMAIN_RUNNING) {
		domain->fault = *(struct abi_fault *)fault;
		*fault_place(vp) = vp->context;
		if (fault_take(vp))
			call_clear(vp);
	}
	world.current = sched_next(world.current);
}

enum world_end world_boot(void)
{
	return world_enter(enter_boot, NULL);
}

enum world_end world_syscall(uint32_t number)
{
	static const struct abi_fault unmapped = { .kind = ABI_FAULT_EXECUTE };

	if (world.fast && fast_syscall(world.current, number)) {
		world.fast_paths++;
		if (world_in(world.current)->state == ABI_DOMAIN_RUNNING)
			return WORLD_RAN;
		/* Nothing is mapped there: its first instruction faults. */
		return world_fault(&unmapped);
	}
	if (number == ABI_SYS_YIELD)
		return world_enter(enter_yield, NULL);
	if (world.fast && number == ABI_SYS_INVOKE)
		return world_enter(enter_invoke, NULL);
	return world_enter(enter_syscall, &number);
}

enum world_end world_fault(const struct abi_fault *fault)
{
	struct abi_fault copy = *fault;

	return world_enter(enter_fault, &copy);
}

struct abi_vp *world_line(uint32_t line)
{
	if (!world.unmasked[line])
		return NULL;
	world.unmasked[line] = false;
	return irq_raise(line, world.now);
}

static void enter_interrupt(void *line)
{
	struct abi_vp *driver = NULL;

	(void)sched_enter(world.current);
	if (line != NULL)
		driver = world_line(*(uint32_t *)line);
	world.now += world.interrupt;
	world.current = sched_interrupted(driver);
}

enum world_end world_interrupt(void)
{
	return world_enter(enter_interrupt, NULL);
}

enum world_end world_interrupt_line(uint32_t line)
{
	return world_enter(enter_interrupt, &line);
}

struct abi_link *world_link(const struct abi_vp *vp)
{
	return vp->link;
}

struct abi_domain *world_in(const struct abi_vp *vp)
{
	return vp_domain(vp);
}

bool world_says(const char *text)
{
	return strstr(world.output, text) != NULL;
}
