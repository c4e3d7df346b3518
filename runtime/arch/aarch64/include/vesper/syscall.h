/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * The system calls beside call and reply (call.h). Slots are those of the
 * component's own capability table; the static linker makes them constants of
 * <component.h>.
 */
#ifndef VESPER_SYSCALL_H
#define VESPER_SYSCALL_H

#include <stdint.h>

#include <vesper/abi/syscall.h>
#include <vesper/call.h>

/*
 * A system call with the number as an immediate, with no arguments beyond x0.
 * Clobbers are those of vesper_call: the kernel may clear whatever a procedure
 * call may change.
 */
#define VESPER_SYSCALL(number, x0)                                            \
	__asm__ volatile("svc %[immediate]"                                   \
			 : "+r"(x0)                                           \
			 : [immediate] "i"(number)                            \
			 : "x1", "x2", "x3", "x4", "x5", "x6", "x7", "x8",    \
			   "x9", "x10", "x11", "x12", "x13", "x14", "x15",    \
			   "x16", "x17", "x18", "cc", "memory")

/* Let others run; this vp goes on when its turn comes again. */
static inline void vesper_yield(void)
{
	register uint64_t x0 __asm__("x0") = 0;

	VESPER_SYSCALL(ABI_SYS_YIELD, x0);
}

/* As a time to wait, in ticks: without end. */
#define VESPER_FOREVER	UINT64_MAX

/*
 * Sleep until an event of this vp is pending, at most `ticks` of the counter
 * (vesper_now): OK or E_TIMEOUT. Not allowed inside a call: E_IN_CALL.
 */
static inline vesper_status vesper_sleep(uint64_t ticks)
{
	register uint64_t x0 __asm__("x0") = ticks;

	VESPER_SYSCALL(ABI_SYS_BLOCK, x0);
	return (vesper_status)x0;
}

static inline vesper_status vesper_block(void)
{
	return vesper_sleep(VESPER_FOREVER);
}

/* The counter, and its ticks in a second; both without a system call. */
static inline uint64_t vesper_now(void)
{
	uint64_t ticks;

	__asm__ volatile("isb\n\tmrs %0, cntvct_el0" : "=r"(ticks) :: "memory");
	return ticks;
}

static inline uint64_t vesper_frequency(void)
{
	uint64_t hz;

	__asm__("mrs %0, cntfrq_el0" : "=r"(hz));
	return hz;
}

/* Set the bits of the event in `slot` that are its capability's badge. */
static inline vesper_status vesper_signal(uint64_t slot)
{
	register uint64_t x0 __asm__("x0") = slot;

	VESPER_SYSCALL(ABI_SYS_SIGNAL, x0);
	return (vesper_status)x0;
}

/*
 * An operation of the object in `slot`. Its arguments are the words of the
 * message, which its results replace.
 */
static inline vesper_status vesper_invoke(uint64_t slot, uint64_t operation,
					  struct vesper_message *m)
{
	VESPER_EXCHANGE(ABI_SYS_INVOKE, slot, m, operation);
	return (vesper_status)slot;
}

#endif
