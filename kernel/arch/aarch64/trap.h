/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * The C side of the vectors. `vp` had the CPU and its context is complete; the
 * vp that is returned gets it.
 */
#ifndef VESPER_TRAP_H
#define VESPER_TRAP_H

#include <vesper/kernel/kernel.h>

/* Called by the assembly, of which a compiler that takes the kernel for the
 * whole program knows nothing. clang has no -fwhole-program. */
#if __has_attribute(externally_visible)
#define FROM_ASSEMBLY __attribute__((externally_visible))
#else
#define FROM_ASSEMBLY
#endif

FROM_ASSEMBLY struct abi_vp *trap_syscall(struct abi_vp *vp);
FROM_ASSEMBLY struct abi_vp *trap_fault(struct abi_vp *vp);
FROM_ASSEMBLY struct abi_vp *trap_irq(struct abi_vp *vp);
FROM_ASSEMBLY _Noreturn void trap_kernel(void);
FROM_ASSEMBLY void start_mmu(const struct abi_boot *boot, uint64_t *level1);
FROM_ASSEMBLY void start_finish(void);
FROM_ASSEMBLY struct abi_vp *kernel_boot(void);
FROM_ASSEMBLY kernel_status syscall_operate(struct abi_vp *vp);
FROM_ASSEMBLY bool call_enter_short(struct abi_vp *vp);
extern bool sched_due FROM_ASSEMBLY;
FROM_ASSEMBLY struct abi_vp *sched_next(struct abi_vp *current);
FROM_ASSEMBLY struct abi_vp *sched_yield(struct abi_vp *vp);
FROM_ASSEMBLY struct abi_vp *event_signal(struct abi_event *event, uint64_t now,
					  uint64_t bits);

#define READ(name)                                                  \
	({                                                          \
		uint64_t value_;                                    \
		__asm__ volatile("mrs %0, " #name : "=r"(value_));  \
		value_;                                             \
	})

#define WRITE(name, value) \
	__asm__ volatile("msr " #name ", %0" : : "r"((uint64_t)(value)) : "memory")
#define BARRIER(instructions, ...) \
	__asm__ volatile(instructions : : __VA_ARGS__ : "memory")

#define CACHE_LINE	64	/* Cortex-A53 TRM DDI 0500, 6.1 */

/* start.S: a table without a valid entry. */
extern const uint8_t boot_empty[];

/* start.S: from a line's address up to another. */
void memory_zero(uint64_t from, uint64_t end);

/* For TTBR0. */
static inline uint64_t root_empty(void)
{
	return (uint64_t)boot_empty - ABI_KERNEL_BASE;
}

/* Handle a line that is pending, if one is: the vp for which it is, or NULL. */
struct abi_vp *trap_line(uint64_t now);

#endif
