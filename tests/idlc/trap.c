/* SPDX-License-Identifier: BlueOak-1.0.0 */
#define _GNU_SOURCE /* REG_RIP */
#include "trap.h"

#if defined(__x86_64__) && defined(__linux__)
#include <signal.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <ucontext.h>

const bool trap_works = true;

/* The program's own code, by the linker's symbols. */
extern const char __executable_start[], etext[];

/* Intel's manual, volume 1, 3.4.3.3 (TF), and volume 3, 4.7 (page faults). */
enum { FLAG_STEP = 0x100, FAULT_WRITE = 2 };

static struct {
	uintptr_t base;
	size_t size;
	trap_load *on_load;
	unsigned loads;
	/* Of the instruction that is stepped. */
	uintptr_t address;
	bool is_load, is_own;
} trap;

static void protect(int how)
{
	if (mprotect((void *)trap.base, trap.size, how) != 0)
		abort();
}

/* An access: let the instruction have the memory. */
static void on_fault(int number, siginfo_t *info, void *context)
{
	greg_t *registers = ((ucontext_t *)context)->uc_mcontext.gregs;
	uintptr_t address = (uintptr_t)info->si_addr;
	uintptr_t pc = (uintptr_t)registers[REG_RIP];

	if (address - trap.base >= trap.size) {
		/* Nothing of ours: the second time it ends the program. */
		signal(number, SIG_DFL);
		return;
	}
	protect(PROT_READ | PROT_WRITE);
	trap.address = address;
	trap.is_load = !(registers[REG_ERR] & FAULT_WRITE);
	trap.is_own = pc >= (uintptr_t)__executable_start &&
		      pc < (uintptr_t)etext;
	registers[REG_EFL] |= FLAG_STEP;
}

/* The instruction is done. */
static void on_step(int number, siginfo_t *info, void *context)
{
	(void)number;
	(void)info;
	((ucontext_t *)context)->uc_mcontext.gregs[REG_EFL] &= ~FLAG_STEP;
	if (trap.is_load)
		trap.on_load(trap.address, ++trap.loads, trap.is_own);
	protect(PROT_NONE);
}

void trap_start(uintptr_t base, size_t size, trap_load *on_load)
{
	struct sigaction fault = { .sa_sigaction = on_fault,
				   .sa_flags = SA_SIGINFO };
	struct sigaction step = { .sa_sigaction = on_step,
				  .sa_flags = SA_SIGINFO };

	trap.base = base;
	trap.size = size;
	trap.on_load = on_load;
	trap.loads = 0;
	sigaction(SIGSEGV, &fault, NULL);
	sigaction(SIGTRAP, &step, NULL);
	protect(PROT_NONE);
}

unsigned trap_stop(void)
{
	protect(PROT_READ | PROT_WRITE);
	signal(SIGSEGV, SIG_DFL);
	signal(SIGTRAP, SIG_DFL);
	return trap.loads;
}

#else

const bool trap_works = false;

void trap_start(uintptr_t base, size_t size, trap_load *on_load)
{
	(void)base;
	(void)size;
	(void)on_load;
}

unsigned trap_stop(void)
{
	return 0;
}

#endif
